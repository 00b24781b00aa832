"""K-lines of one security, of any period and price adjustment: its history joined with the day in progress."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, islice, takewhile

from futu_tui.paper.bars import Candle, DayCandle, bars_backwards, merge, period_of
from futu_tui.paper.history import History
from futu_tui.paper.periods import KLType, RehabType
from futu_tui.paper.post import TradingPost
from futu_tui.paper.rehab import Adjustment
from futu_tui.paper.sessions import Timetable, midnight
from futu_tui.paper.views import UNIT, Bar

_YEAR = timedelta(days=364)


class Series:
    """Reads the bars of one post."""

    def __init__(self, post: TradingPost, history: History, timetable: Timetable) -> None:
        self._post = post
        self._history = history
        self._timetable = timetable
        self._size = post.instrument.contract_size
        self._adjustments = {rehab: Adjustment(history.actions, rehab) for rehab in RehabType}

    def latest(self, kl_type: KLType, count: int, rehab: RehabType) -> list[Bar]:
        """The last `count` bars, oldest first."""
        if count <= 0:
            return []
        bars = _chain(list(islice(self._backwards(kl_type, rehab), count + 1)), self._size)
        return bars[-count:]

    def between(self, kl_type: KLType, begin: date, end: date, rehab: RehabType) -> list[Bar]:
        """The bars whose first trade date is from begin to end, oldest first."""
        candles = []
        for day, candle in self._backwards(kl_type, rehab):
            candles.append(DayCandle(day, candle))
            if day < begin:
                break
        days = [day for day, _ in reversed(candles)]
        return [
            bar for day, bar in zip(days, _chain(candles, self._size), strict=True) if begin <= day <= end
        ]

    def year_range(self) -> tuple[float, float]:
        """(highest, lowest) unadjusted price of the last 52 weeks."""
        since = self._post.day.day - _YEAR
        recent = [day.candle for day in takewhile(lambda day: day.day > since, self._days_backwards())]
        return max(candle.high for candle in recent) / UNIT, min(candle.low for candle in recent) / UNIT

    def _backwards(self, kl_type: KLType, rehab: RehabType) -> Iterator[DayCandle]:
        """Adjusted bars with their first trade date, the last first; `start` is the bar's stamp."""
        adjust = self._adjustments[rehab]
        if kl_type.minutes:
            return (_adjusted(day, adjust) for day in self._intraday_backwards(kl_type.minutes))
        days = (_adjusted(day, adjust) for day in self._days_backwards())
        if kl_type is KLType.DAY:
            return days
        grouped = groupby(days, lambda day: period_of(kl_type, day.day))
        return (_merged(list(group)[::-1]) for _, group in grouped)

    def _days_backwards(self) -> Iterator[DayCandle]:
        today = self._post.day
        if today.minutes:
            yield DayCandle(today.day, today.candle(midnight(self._post.instrument.market, today.day)))
        yield from reversed(self._history.days())

    def _intraday_backwards(self, minutes: int) -> Iterator[DayCandle]:
        today = self._post.day
        for candle in bars_backwards(today.minutes, minutes, self._post.segments):
            yield DayCandle(today.day, candle)
        for day in reversed(self._history.minute_days()):
            segments = self._timetable.segments(day)
            for candle in bars_backwards(self._history.minutes(day), minutes, segments):
                yield DayCandle(day, candle)


def _adjusted(day: DayCandle, adjustment: Adjustment) -> DayCandle:
    line = adjustment.on(day.day)
    candle = day.candle
    if line.is_identity:
        return day
    return DayCandle(
        day.day,
        Candle(
            candle.start,
            line(candle.open),
            line(candle.high),
            line(candle.low),
            line(candle.close),
            candle.volume,
            candle.turnover,
        ),
    )


def _merged(days: list[DayCandle]) -> DayCandle:
    return DayCandle(days[0].day, merge(days[0].candle.start, [day.candle for day in days]))


def _chain(candles_backwards: list[DayCandle], size: int) -> list[Bar]:
    """Bars oldest first, each with the close of the one before it; `size` makes prices money."""
    bars: list[Bar] = []
    for _, candle in reversed(candles_backwards):
        bars.append(
            Bar(
                time=candle.start,
                open=candle.open / UNIT,
                high=candle.high / UNIT,
                low=candle.low / UNIT,
                close=candle.close / UNIT,
                last_close=bars[-1].close if bars else candle.open / UNIT,
                volume=candle.volume,
                turnover=candle.turnover * size / UNIT,
            )
        )
    return bars
