"""Candles in whole numbers, and how minutes become longer intraday bars and days become weeks and longer.

An intraday bar never reaches over a break: the bars of a Hong Kong morning end at 12:00, whatever their length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from futu_tui.paper.periods import MINUTES, KLType
from futu_tui.paper.sessions import Segments


class Candle:
    """Trades of a stretch of time, prices in price units; grows while the stretch lasts."""

    __slots__ = ("close", "high", "low", "open", "start", "turnover", "volume")

    def __init__(
        self, start: float, open_: int, high: int, low: int, close: int, volume: int, turnover: int
    ) -> None:
        self.start = start
        """Epoch seconds: the beginning of a minute, the local midnight of a day."""
        self.open = open_
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        """Shares."""
        self.turnover = turnover
        """Sum of price times quantity, in price units."""

    def add(self, price: int, quantity: int) -> None:
        """Take in a trade, or an index level with no quantity."""
        if price > self.high:
            self.high = price
        elif price < self.low:
            self.low = price
        self.close = price
        self.volume += quantity
        self.turnover += price * quantity


class DayCandle(NamedTuple):
    """The candle of a trading day."""

    day: date
    candle: Candle


def merge(start: float, candles: Sequence[Candle]) -> Candle:
    """One candle of several that follow each other."""
    first = candles[0]
    high, low, volume, turnover = first.high, first.low, 0, 0
    for candle in candles:
        if candle.high > high:
            high = candle.high
        if candle.low < low:
            low = candle.low
        volume += candle.volume
        turnover += candle.turnover
    return Candle(start, first.open, high, low, candles[-1].close, volume, turnover)


def bar_span(start: float, minutes: int, segments: Segments) -> tuple[float, float]:
    """(beginning, end) of the intraday bar that holds a minute; bars are counted from their segment's beginning."""
    opening, closing = segments[0]
    for later in segments:
        if start < later[0]:
            break
        opening, closing = later
    length = minutes * 60
    begin = opening + (start - opening) // length * length
    return begin, min(begin + length, closing)


def bars_backwards(candles: Sequence[Candle], minutes: int, segments: Segments) -> Iterator[Candle]:
    """Minute candles of one day as longer ones, the last first, with the bar's end in `start`: the wire's stamp."""
    following = len(candles)
    while following:
        first = following - 1
        begin, end = bar_span(candles[first].start, minutes, segments)
        while first and candles[first - 1].start >= begin:
            first -= 1
        yield merge(end, candles[first:following])
        following = first


def period_of(kl_type: KLType, day: date) -> tuple[int, int]:
    """Two days are in the same bar when this is the same: a week, a month, a quarter or a year."""
    if kl_type is KLType.WEEK:
        year, week, _ = day.isocalendar()
        return year, week
    if kl_type is KLType.MONTH:
        return day.year, day.month
    if kl_type is KLType.QUARTER:
        return day.year, (day.month - 1) // 3
    if kl_type is KLType.YEAR:
        return day.year, 0
    return day.year, day.timetuple().tm_yday


def closed_periods(before: float, after: float, segments: Segments) -> tuple[KLType, ...]:
    """The intraday periods whose bar ended between two minutes of one day (their beginnings)."""
    return tuple(
        kl_type for kl_type, minutes in MINUTES.items() if after >= bar_span(before, minutes, segments)[1]
    )
