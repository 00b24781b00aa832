"""The patterns of qot_stock_filter.PatternField, as futu-api's definitions describe them.

A pattern is asked of one bar: whether it shows there, given the bars up to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from futu_tui.paper.technicals import Columns, Line, average, bollinger, exponential, kdj, macd, rsi
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter

_COUNTS = (5, 10, 20, 30, 60)
"""Bars of the averages that line up."""
_SHORT_RSI, _LONG_RSI = 6, 12
_KDJ = (9, 3, 3)
_MACD = (12, 26, 9)
_BOLLINGER = (20, 2)
_MIDDLE_RSI = 50
_LOW_KDJ, _HIGH_KDJ = 30, 70

Pattern = Callable[[Columns], Callable[[int], bool]]
"""Takes the bars and answers what says of each, by its place, whether the pattern shows there."""


def shows(pattern: int, columns: Columns, bars: int) -> bool:
    """Whether each of the last bars shows a qot_stock_filter.PatternField. Raises KeyError for an unknown one."""
    test = PATTERNS[pattern](columns)
    count = len(columns.close)
    return count > bars and all(test(index) for index in range(count - bars, count))


def crosses_up(one: Line, other: Line, index: int) -> bool:
    """Whether a line goes from below another to above it at a bar."""
    return _below(one, other, index - 1) and _below(other, one, index)


def _below(one: Line, other: Line, index: int) -> bool:
    low, high = one[index], other[index]
    return index >= 0 and low is not None and high is not None and low < high


def _aligned(line: Callable[[Sequence[float], int], Line], *, rising: bool) -> Pattern:
    """The shorter an average, the higher it is (or the lower), on two bars, and the close goes on."""

    def pattern(columns: Columns) -> Callable[[int], bool]:
        lines = [line(columns.close, count) for count in _COUNTS]
        pairs = list(itertools.pairwise(lines))

        def test(index: int) -> bool:
            before, now = columns.close[index - 1], columns.close[index]
            ordered = all(
                _below(slow, fast, at) if rising else _below(fast, slow, at)
                for fast, slow in pairs
                for at in (index - 1, index)
            )
            return ordered and (now > before if rising else now < before)

        return test

    return pattern


def _rsi_cross(*, up: bool) -> Pattern:
    def pattern(columns: Columns) -> Callable[[int], bool]:
        short, long = rsi(columns.close, _SHORT_RSI), rsi(columns.close, _LONG_RSI)

        def test(index: int) -> bool:
            one, other = short[index], long[index]
            if one is None or other is None:
                return False
            if up:
                return max(one, other) < _MIDDLE_RSI and crosses_up(short, long, index)
            return min(one, other) > _MIDDLE_RSI and crosses_up(long, short, index)

        return test

    return pattern


def _kdj_cross(*, up: bool) -> Pattern:
    """K and J both cross D, all of them low, or all of them high."""

    def pattern(columns: Columns) -> Callable[[int], bool]:
        lines = k, d, j = kdj(columns, *_KDJ)

        def test(index: int) -> bool:
            values = [value for value in (line[index] for line in lines) if value is not None]
            if not values:
                return False
            if up:
                return max(values) <= _LOW_KDJ and crosses_up(k, d, index) and crosses_up(j, d, index)
            return min(values) >= _HIGH_KDJ and crosses_up(d, k, index) and crosses_up(d, j, index)

        return test

    return pattern


def _macd_cross(*, up: bool) -> Pattern:
    def pattern(columns: Columns) -> Callable[[int], bool]:
        dif, dea, _ = macd(columns.close, *_MACD)
        return (lambda index: crosses_up(dif, dea, index)) if up else lambda i: crosses_up(dea, dif, i)

    return pattern


def _divergence(line: Callable[[Columns], Line], *, top: bool) -> Pattern:
    """The close's latest two turns go one way, the indicator's values there the other; a turn is known a bar later."""

    def pattern(columns: Columns) -> Callable[[int], bool]:
        sign = 1 if top else -1
        close = [sign * value for value in columns.close]
        values = [None if value is None else sign * value for value in line(columns)]
        turns = [i for i in range(1, len(close) - 1) if close[i - 1] < close[i] > close[i + 1]]
        before = dict(zip(turns[1:], turns, strict=False))

        def test(index: int) -> bool:
            later = index - 1
            earlier = before.get(later)
            if earlier is None:
                return False
            one, other = values[earlier], values[later]
            return one is not None and other is not None and close[later] > close[earlier] and other < one

        return test

    return pattern


def _band_cross(band: int, *, up: bool) -> Pattern:
    """The close crosses the upper (0), the middle (1) or the lower band (2)."""

    def pattern(columns: Columns) -> Callable[[int], bool]:
        line = bollinger(columns.close, *_BOLLINGER)[band]
        close: Line = list(columns.close)
        return (lambda index: crosses_up(close, line, index)) if up else lambda i: crosses_up(line, close, i)

    return pattern


PATTERNS: dict[int, Pattern] = {
    stock_filter.PatternField_MAAlignmentLong: _aligned(average, rising=True),
    stock_filter.PatternField_MAAlignmentShort: _aligned(average, rising=False),
    stock_filter.PatternField_EMAAlignmentLong: _aligned(exponential, rising=True),
    stock_filter.PatternField_EMAAlignmentShort: _aligned(exponential, rising=False),
    stock_filter.PatternField_RSIGoldCrossLow: _rsi_cross(up=True),
    stock_filter.PatternField_RSIDeathCrossHigh: _rsi_cross(up=False),
    stock_filter.PatternField_RSITopDivergence: _divergence(lambda c: rsi(c.close, _LONG_RSI), top=True),
    stock_filter.PatternField_RSIBottomDivergence: _divergence(lambda c: rsi(c.close, _LONG_RSI), top=False),
    stock_filter.PatternField_KDJGoldCrossLow: _kdj_cross(up=True),
    stock_filter.PatternField_KDJDeathCrossHigh: _kdj_cross(up=False),
    stock_filter.PatternField_KDJTopDivergence: _divergence(lambda c: kdj(c, *_KDJ)[2], top=True),
    stock_filter.PatternField_KDJBottomDivergence: _divergence(lambda c: kdj(c, *_KDJ)[2], top=False),
    stock_filter.PatternField_MACDGoldCrossLow: _macd_cross(up=True),
    stock_filter.PatternField_MACDDeathCrossHigh: _macd_cross(up=False),
    stock_filter.PatternField_MACDTopDivergence: _divergence(lambda c: macd(c.close, *_MACD)[2], top=True),
    stock_filter.PatternField_MACDBottomDivergence: _divergence(
        lambda c: macd(c.close, *_MACD)[2], top=False
    ),
    stock_filter.PatternField_BOLLBreakUpper: _band_cross(0, up=True),
    stock_filter.PatternField_BOLLLower: _band_cross(2, up=False),
    stock_filter.PatternField_BOLLCrossMiddleUp: _band_cross(1, up=True),
    stock_filter.PatternField_BOLLCrossMiddleDown: _band_cross(1, up=False),
}
