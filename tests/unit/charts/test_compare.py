"""Two securities are compared by what each has gained since the first bar in view."""

from __future__ import annotations

from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.compare import compare
from tests.unit.charts.bars import Bar, Bars


def closes_at(*rows: tuple[float, float]) -> Bars:
    return Bars(Bar(at, 0, close, close, close, close, 0.0, 0.0) for at, close in rows)


OWN = closes_at((10, 50), (20, 60), (30, 45), (40, 50))


def test_both_begin_at_nothing_and_gain_in_percent() -> None:
    own, other = compare(OWN, closes_at((10, 8), (20, 10), (30, 6), (40, 8)), 0, 4)
    assert list(own) == pytest.approx([0, 20, -10, 0])
    assert list(other) == pytest.approx([0, 25, -25, 0])


def test_they_begin_again_at_the_first_bar_in_view() -> None:
    own, other = compare(OWN, closes_at((10, 8), (20, 10), (30, 5), (40, 20)), 1, 3)
    assert list(own) == pytest.approx([0, -25])
    assert list(other) == pytest.approx([0, -50])


def test_the_others_last_close_known_at_a_bar_counts_and_none_that_came_later() -> None:
    other = closes_at((1, 99), (5, 10), (19, 11), (20, 12), (21, 13), (39, 14))
    assert list(compare(OWN, other, 0, 4).other) == pytest.approx([0, 20, 30, 40])


def test_another_that_begins_later_gains_from_its_own_first_close() -> None:
    other = compare(OWN, closes_at((25, 10), (40, 11)), 0, 4).other
    assert [isnan(change) for change in other] == [True, True, False, False]
    assert list(other[2:]) == pytest.approx([0, 10])


@pytest.mark.parametrize(
    "other", [closes_at(), closes_at((41, 5)), closes_at((5, 0), (20, 4)), closes_at((5, -1))]
)
def test_what_is_unknown_or_cost_nothing_has_no_gain(other: Bars) -> None:
    assert all(isnan(change) for change in compare(OWN, other, 0, 4).other)


def test_no_bars_in_view_compare_to_nothing() -> None:
    assert [len(changes) for changes in compare(OWN, OWN, 4, 4)] == [0, 0]


times = st.lists(st.integers(0, 60), max_size=40, unique=True).map(sorted)


@given(times, times, st.integers(0, 40), st.integers(0, 40))
def test_the_others_gains_are_those_of_the_last_close_at_or_before_each_bar(
    own_times: list[int], other_times: list[int], a: int, b: int
) -> None:
    own = closes_at(*((at, 5.0) for at in own_times))
    closes = {at: 10.0 + at * at % 7 for at in other_times}
    first, end = min(a, b), max(a, b)
    known = [
        next((closes[at] for at in reversed(other_times) if at <= bar), nan) for bar in own_times[first:end]
    ]
    base = next((close for close in known if not isnan(close)), nan)
    expected = [(close / base - 1) * 100 for close in known]
    changes = compare(own, closes_at(*closes.items()), first, end).other
    assert list(changes) == pytest.approx(expected, nan_ok=True)
