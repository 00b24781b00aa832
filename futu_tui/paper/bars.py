"""Candles in whole numbers, and how minutes become longer intraday bars and days become weeks and longer.

An intraday bar never reaches over a break: the bars of a Hong Kong morning end at 12:00, whatever their length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
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
    return Candle(
        start,
        candles[0].open,
        max(candle.high for candle in candles),
        min(candle.low for candle in candles),
        candles[-1].close,
        sum(candle.volume for candle in candles),
        sum(candle.turnover for candle in candles),
    )


def bar_end(start: float, minutes: int, segments: Segments) -> float:
    """The end of the intraday bar that a minute belongs to; bars are counted from their segment's beginning."""
    opening, closing = segments[0]
    for later in segments:
        if start < later[0]:
            break
        opening, closing = later
    length = minutes * 60
    return min(opening + ((start - opening) // length + 1) * length, closing)


def bars_backwards(candles: Sequence[Candle], minutes: int, segments: Segments) -> Iterator[Candle]:
    """Minute candles of one day as longer ones, the last first, with the bar's end in `start`: the wire's stamp."""
    grouped = groupby(reversed(candles), lambda candle: bar_end(candle.start, minutes, segments))
    for end, group in grouped:
        yield merge(end, list(group)[::-1])


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
        kl_type
        for kl_type, minutes in MINUTES.items()
        if bar_end(before, minutes, segments) != bar_end(after, minutes, segments)
    )
