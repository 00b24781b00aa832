"""Indicators and patterns of screens, over bars that are made to show them."""

from __future__ import annotations

from itertools import pairwise
from math import sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.patterns import PATTERNS, shows
from futu_tui.paper.technicals import Columns, Line, average, bollinger, exponential, kdj, macd, rsi
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter

PRICES = st.lists(st.floats(1, 1000), min_size=1, max_size=80)


def bars(close: list[float], wick: float = 0.5) -> Columns:
    return Columns([each + wick for each in close], [each - wick for each in close], close)


def last(line: Line) -> float:
    value = line[-1]
    assert value is not None
    return value


def test_averages_by_hand() -> None:
    assert average([1, 2, 3, 6], 3) == [None, None, pytest.approx(2), pytest.approx(11 / 3)]
    assert exponential([2, 4, 8], 3) == [None, None, pytest.approx(2 * 0.25 + 4 * 0.25 + 8 * 0.5)]


def test_rsi_by_hand() -> None:
    # Moves of +2, -1, +3, each counting for a third: rises 2, 4/3, 17/9; sizes 2, 5/3, 19/9.
    assert rsi([10, 12, 11, 14], 3)[-1] == pytest.approx(17 / 19 * 100)


def test_macd_and_kdj_by_hand() -> None:
    dif, dea, bar = macd([10, 13], 1, 2, 3)
    assert (dif[-1], dea[-1], bar[-1]) == (pytest.approx(1), pytest.approx(0.5), pytest.approx(1))
    k, d, j = kdj(Columns([10, 12], [8, 9], [9, 12]), 2, 3, 3)
    assert (k[-1], d[-1], j[-1]) == (100, 100, 100)


def test_bands_stand_around_the_mean() -> None:
    upper, middle, lower = bollinger([1, 3, 5], 3, 2)
    assert last(middle) == 3
    assert last(upper) - last(middle) == pytest.approx(2 * (8 / 3) ** 0.5)
    assert last(upper) + last(lower) == pytest.approx(6)


@given(PRICES)
def test_every_line_has_a_value_a_bar_and_oscillators_stay_in_range(close: list[float]) -> None:
    columns = bars(close)
    lines = [average(close, 5), exponential(close, 5), rsi(close, 6), *macd(close, 12, 26, 9)]
    lines += [*kdj(columns, 9, 3, 3), *bollinger(close, 20, 2)]
    assert {len(line) for line in lines} == {len(close)}
    assert all(-1e-6 <= value <= 100 + 1e-6 for value in rsi(close, 6) if value is not None)
    k, d, _ = kdj(columns, 9, 3, 3)
    assert all(-1e-6 <= value <= 100 + 1e-6 for value in (*k, *d) if value is not None)


@given(PRICES, st.sampled_from(sorted(PATTERNS)), st.integers(1, 12))
def test_a_pattern_on_many_bars_shows_on_fewer(close: list[float], pattern: int, count: int) -> None:
    columns = bars(close)
    if shows(pattern, columns, count):
        assert all(shows(pattern, columns, fewer) for fewer in range(1, count))


RISE = [100 * 1.01**n for n in range(80)]
FALL = RISE[::-1]
CALM = [100.0 + 0.1 * (n % 2) for n in range(40)]
WAVES = [100 + 6 * sin(n / 4) + n * 0.05 for n in range(160)]
MIRROR = {
    stock_filter.PatternField_MAAlignmentLong: stock_filter.PatternField_MAAlignmentShort,
    stock_filter.PatternField_EMAAlignmentLong: stock_filter.PatternField_EMAAlignmentShort,
    stock_filter.PatternField_RSIGoldCrossLow: stock_filter.PatternField_RSIDeathCrossHigh,
    stock_filter.PatternField_RSITopDivergence: stock_filter.PatternField_RSIBottomDivergence,
    stock_filter.PatternField_KDJGoldCrossLow: stock_filter.PatternField_KDJDeathCrossHigh,
    stock_filter.PatternField_KDJTopDivergence: stock_filter.PatternField_KDJBottomDivergence,
    stock_filter.PatternField_MACDGoldCrossLow: stock_filter.PatternField_MACDDeathCrossHigh,
    stock_filter.PatternField_MACDTopDivergence: stock_filter.PatternField_MACDBottomDivergence,
    stock_filter.PatternField_BOLLBreakUpper: stock_filter.PatternField_BOLLLower,
    stock_filter.PatternField_BOLLCrossMiddleUp: stock_filter.PatternField_BOLLCrossMiddleDown,
}
"""Each pattern and the one that upside-down prices show."""


def where(pattern: int, close: list[float], wick: float = 0.5) -> list[int]:
    return [count for count in range(61, len(close) + 1) if shows(pattern, bars(close[:count], wick), 1)]


def test_the_mirrors_are_all_the_patterns() -> None:
    assert {*MIRROR, *MIRROR.values()} == set(stock_filter.PatternField.values()) - {0}


@pytest.mark.parametrize("pattern", MIRROR, ids=stock_filter.PatternField.Name)
def test_upside_down_prices_show_the_opposite(pattern: int) -> None:
    close = [
        200 + 40 * sin(n / 40) + 12 * sin(n / 5) + 5 * sin(n / 2.3) + 4 * sin(n * 1.7) for n in range(300)
    ]
    found = where(pattern, close)
    assert found
    assert found == where(MIRROR[pattern], [400 - each for each in close])


@pytest.mark.parametrize(
    ("pattern", "close"),
    [
        (stock_filter.PatternField_MAAlignmentLong, RISE),
        (stock_filter.PatternField_MAAlignmentShort, FALL),
        (stock_filter.PatternField_EMAAlignmentLong, RISE),
        (stock_filter.PatternField_EMAAlignmentShort, FALL),
        (stock_filter.PatternField_BOLLBreakUpper, [*CALM, *CALM, 101.0]),
        (stock_filter.PatternField_BOLLLower, [*CALM, *CALM, 99.0]),
        (stock_filter.PatternField_BOLLCrossMiddleUp, [*CALM, *CALM, 99.0, 101.0]),
        (stock_filter.PatternField_BOLLCrossMiddleDown, [*CALM, *CALM, 101.0, 99.0]),
        # Down in steps, then up: low still, but the short line is up first.
        (
            stock_filter.PatternField_RSIGoldCrossLow,
            [200.0 - n + 1.5 * (n % 2) for n in range(80)] + [118.5, 120.5],
        ),
        # A second peak that is higher and reached with less strength.
        (
            stock_filter.PatternField_RSITopDivergence,
            [*([100.0] * 60), 110, 121, 133, *range(127, 135), 133],
        ),
    ],
)
def test_bars_that_are_made_for_it_show_it(pattern: int, close: list[float]) -> None:
    assert shows(pattern, bars(close), 1)


@pytest.mark.parametrize("pattern", sorted(PATTERNS), ids=stock_filter.PatternField.Name)
def test_prices_that_stand_still_show_nothing(pattern: int) -> None:
    assert not shows(pattern, bars([100.0] * 120), 1)


def test_crosses_of_waves_take_turns() -> None:
    up = where(stock_filter.PatternField_MACDGoldCrossLow, WAVES)
    down = where(stock_filter.PatternField_MACDDeathCrossHigh, WAVES)
    assert len(up) >= 3
    turns = sorted([(at, "up") for at in up] + [(at, "down") for at in down])
    assert all(one[1] != other[1] for one, other in pairwise(turns))
