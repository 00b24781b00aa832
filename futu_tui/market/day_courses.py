"""The courses of trading days, minute by minute, put together from today's points and from 1-minute bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from futu_tui.market.hours import DAY, session_at, trading_minute
from futu_tui.market.intraday import Point
from futu_tui.market.trading_days import UNKNOWN, TradingDays
from futu_tui.protocol import Market


class MinuteBar(Protocol):
    """What is read of a 1-minute bar."""

    @property
    def time(self) -> str: ...
    @property
    def high(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def close(self) -> float: ...
    @property
    def volume(self) -> int: ...
    @property
    def turnover(self) -> float: ...
    @property
    def prev_close(self) -> float | None: ...


class Minute(NamedTuple):
    """What a minute came to."""

    minute: int
    """Its beginning, in minutes since midnight of the trading day; see `hours`."""
    price: float
    """The last one."""
    average: float | None
    """The day's price up to here, weighted by volume; None where it is not told."""
    volume: int
    """Shares"""


class DayCourse(NamedTuple):
    """One trading day."""

    day: str
    """Its date, as 2026-11-23."""
    minutes: Sequence[Minute]
    """Oldest first."""
    prev_close: float | None
    """Of the trading day before."""


def of_points(
    points: Iterable[Point], market: Market, *, extended: bool = True, calendar: TradingDays = UNKNOWN
) -> DayCourse | None:
    """Today's course from the gateway's RT; None while it is empty. Without `extended`, that of regular hours alone.

    Where a market trades past midnight, all of it is of the day that the newest point lies in.
    """
    minutes: list[Minute] = []
    day, prev_close = "", None
    for point in points:
        on, minute = trading_minute(market, date.fromisoformat(point.time[:10]), point.minute)
        if not extended and session_at(market, minute, calendar.kind(on.isoformat())):
            continue
        if on.isoformat() != day:
            minutes = [each._replace(minute=each.minute - DAY) for each in minutes]
        day, prev_close = on.isoformat(), point.prev_close or prev_close
        minutes.append(Minute(minute, point.price, point.avg or None, point.volume))
    return DayCourse(day, minutes, prev_close) if minutes else None


def of_bars(bars: Iterable[MinuteBar], market: Market, calendar: TradingDays = UNKNOWN) -> list[DayCourse]:
    """The courses of the days that 1-minute bars, oldest first, cover. A bar is stamped with the end of its minute.

    The close before a day is the last regular price of the day before, where that is among the bars.
    """
    days: dict[str, list[Minute]] = {}
    before: dict[str, float | None] = {}
    spent, shares, close = 0.0, 0, None
    for bar in bars:
        hour, minute = int(bar.time[11:13]), int(bar.time[14:16])
        on, start = trading_minute(market, date.fromisoformat(bar.time[:10]), hour * 60 + minute - 1)
        day = on.isoformat()
        if day not in days:
            days[day] = []
            before[day] = bar.prev_close if close is None else close
            spent, shares = 0.0, 0
        if not session_at(market, start, calendar.kind(day)):
            close = bar.close
        spent += _mean_price(bar) * bar.volume
        shares += bar.volume
        days[day].append(Minute(start, bar.close, spent / shares if shares else None, bar.volume))
    return [DayCourse(day, minutes, before[day]) for day, minutes in days.items()]


def joined(
    past: Sequence[DayCourse], today: DayCourse | None, days: int, calendar: TradingDays = UNKNOWN
) -> list[DayCourse]:
    """The newest `days` courses, oldest first. What today's points tell of a minute counts more than its bar does.

    Where the market's calendar is known, a trading day without a trade is among them, empty.
    """
    if today is None:
        return _with_empty_days(past, days, calendar)
    courses = [course for course in past if course.day < today.day]
    bars = next((course for course in past if course.day == today.day), None)
    if bars is not None:
        told = {minute.minute for minute in today.minutes}
        added = [minute for minute in bars.minutes if minute.minute not in told]
        if added:
            minutes = sorted((*today.minutes, *added))
            today = DayCourse(today.day, minutes, today.prev_close or bars.prev_close)
    return _with_empty_days([*courses, today], days, calendar)


def _with_empty_days(courses: Sequence[DayCourse], days: int, calendar: TradingDays) -> list[DayCourse]:
    by_day = {course.day: course for course in courses[-days:]}
    if not by_day:
        return []
    shown = sorted({*by_day, *calendar.last(days, courses[-1].day)})[-days:]
    filled: list[DayCourse] = []
    for day in reversed(shown):
        filled.append(by_day.get(day) or _empty(day, filled[-1].prev_close))
    return filled[::-1]


@lru_cache(maxsize=64)
def _empty(day: str, prev_close: float | None) -> DayCourse:
    """A day without a trade, the same object each time; its close before is that of the day after."""
    return DayCourse(day, (), prev_close)


def _mean_price(bar: MinuteBar) -> float:
    """What a share cost in a minute. Money that was paid does not go with adjusted prices, so it must fit them."""
    mean = bar.turnover / bar.volume if bar.volume else 0.0
    if bar.low <= mean <= bar.high:
        return mean
    return (bar.high + bar.low + bar.close) / 3
