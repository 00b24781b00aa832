"""Moving averages are the means they say they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.indicators import sma


@given(st.lists(st.floats(0.01, 1e6), max_size=80), st.integers(1, 30))
def test_an_average_is_the_mean_of_the_closes_behind_it(closes: list[float], window: int) -> None:
    averages = sma(closes, window)
    assert len(averages) == len(closes)
    for place, average in enumerate(averages):
        if place + 1 < window:
            assert average is None
        else:
            behind = closes[place + 1 - window : place + 1]
            assert average == pytest.approx(sum(behind) / window, rel=1e-6)


def test_a_window_of_no_bars_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        sma([1.0], 0)
