"""The indicators of qot_stock_filter.CustomIndicatorField, each a line over a security's bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from futu_tui.paper.patterns import crosses_up
from futu_tui.paper.technicals import Columns, Line, average, bollinger, exponential, kdj, macd, rsi
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter

MOST_PARAMETER = 1_000


class _Indicator(NamedTuple):
    usual: tuple[int, ...]
    """Its parameters where none are given."""
    line: Callable[[Columns, Sequence[int]], Line]


def _average_of(count: int) -> _Indicator:
    return _Indicator((), lambda columns, _: average(columns.close, count))


def _exponential_of(count: int) -> _Indicator:
    return _Indicator((), lambda columns, _: exponential(columns.close, count))


_INDICATORS: dict[int, _Indicator] = {
    stock_filter.CustomIndicatorField_Price: _Indicator((), lambda columns, _: list(columns.close)),
    stock_filter.CustomIndicatorField_MA5: _average_of(5),
    stock_filter.CustomIndicatorField_MA10: _average_of(10),
    stock_filter.CustomIndicatorField_MA20: _average_of(20),
    stock_filter.CustomIndicatorField_MA30: _average_of(30),
    stock_filter.CustomIndicatorField_MA60: _average_of(60),
    stock_filter.CustomIndicatorField_MA120: _average_of(120),
    stock_filter.CustomIndicatorField_MA250: _average_of(250),
    stock_filter.CustomIndicatorField_EMA5: _exponential_of(5),
    stock_filter.CustomIndicatorField_EMA10: _exponential_of(10),
    stock_filter.CustomIndicatorField_EMA20: _exponential_of(20),
    stock_filter.CustomIndicatorField_EMA30: _exponential_of(30),
    stock_filter.CustomIndicatorField_EMA60: _exponential_of(60),
    stock_filter.CustomIndicatorField_EMA120: _exponential_of(120),
    stock_filter.CustomIndicatorField_EMA250: _exponential_of(250),
    stock_filter.CustomIndicatorField_RSI: _Indicator((12,), lambda columns, p: rsi(columns.close, p[0])),
    stock_filter.CustomIndicatorField_MA: _Indicator((5,), lambda columns, p: average(columns.close, p[0])),
    stock_filter.CustomIndicatorField_EMA: _Indicator(
        (5,), lambda columns, p: exponential(columns.close, p[0])
    ),
    stock_filter.CustomIndicatorField_KDJ_K: _Indicator((9, 3, 3), lambda columns, p: kdj(columns, *p)[0]),
    stock_filter.CustomIndicatorField_KDJ_D: _Indicator((9, 3, 3), lambda columns, p: kdj(columns, *p)[1]),
    stock_filter.CustomIndicatorField_KDJ_J: _Indicator((9, 3, 3), lambda columns, p: kdj(columns, *p)[2]),
    stock_filter.CustomIndicatorField_MACD_DIFF: _Indicator(
        (12, 26, 9), lambda columns, p: macd(columns.close, *p)[0]
    ),
    stock_filter.CustomIndicatorField_MACD_DEA: _Indicator(
        (12, 26, 9), lambda columns, p: macd(columns.close, *p)[1]
    ),
    stock_filter.CustomIndicatorField_MACD: _Indicator(
        (12, 26, 9), lambda columns, p: macd(columns.close, *p)[2]
    ),
    stock_filter.CustomIndicatorField_BOLL_UPPER: _Indicator(
        (20, 2), lambda columns, p: bollinger(columns.close, *p)[0]
    ),
    stock_filter.CustomIndicatorField_BOLL_MIDDLER: _Indicator(
        (20, 2), lambda columns, p: bollinger(columns.close, *p)[1]
    ),
    stock_filter.CustomIndicatorField_BOLL_LOWER: _Indicator(
        (20, 2), lambda columns, p: bollinger(columns.close, *p)[2]
    ),
}

_POSITIONS: dict[int, Callable[[Line, Line, int], bool]] = {
    stock_filter.RelativePosition_More: lambda one, other, at: _more(one[at], other[at]),
    stock_filter.RelativePosition_Less: lambda one, other, at: _more(other[at], one[at]),
    stock_filter.RelativePosition_CrossUp: crosses_up,
    stock_filter.RelativePosition_CrossDown: lambda one, other, at: crosses_up(other, one, at),
}


def parameters(field: int, given: Sequence[int]) -> tuple[int, ...]:
    """What an indicator goes by: what is given, or the usual. Raises ValueError; KeyError for no such field."""
    usual = _INDICATORS[field].usual
    if not given or not usual:
        return usual
    if len(given) != len(usual):
        raise ValueError(f"takes {len(usual)} parameters, not {len(given)}")
    if not all(1 <= number <= MOST_PARAMETER for number in given):
        raise ValueError(f"takes parameters from 1 to {MOST_PARAMETER}")
    return tuple(given)


def indicator(field: int, given: Sequence[int], columns: Columns) -> Line:
    """A line over the bars, with `parameters`."""
    return _INDICATORS[field].line(columns, given)


def is_so(position: int, one: Line, other: Line, bars: int) -> bool:
    """Whether one line stands to the other as asked (RelativePosition) on each of the last bars. Raises KeyError."""
    test, count = _POSITIONS[position], len(one)
    return count > bars and all(test(one, other, index) for index in range(count - bars, count))


def _more(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other
