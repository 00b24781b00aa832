"""When a bar ends, and which bar a moment belongs to, whichever of its ends the wire stamps a bar with.

Bars of minutes are stamped with their end. Those of a day and longer are stamped with a day: here it counts only which
week, month, quarter or year that day lies in, for gateways differ in whether it is the bar's first day or its last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from futu_tui.market.columns import wall_of_day
from futu_tui.market.hours import Stretch, stretches
from futu_tui.market.period import Period
from futu_tui.protocol import Market
from futu_tui.protocol.times import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from futu_tui.market.columns import Columns
    from futu_tui.market.series import Series


class Stamped(Protocol):
    """What is read of bars to find one: columns of equal length, oldest first."""

    @property
    def at(self) -> Sequence[float]:
        """Epoch seconds of each bar's stamp."""

    @property
    def day(self) -> Sequence[int]:
        """The ordinal of the trading day of each bar's stamp."""

    def __len__(self) -> int: ...


_EVENING = 20 * 3600
"""Seconds of New York's day after which trading belongs to the next day."""


def seconds_left(columns: Columns, series: Series, now: float) -> float | None:
    """Until the newest bar ends, at `now` in epoch seconds of the broker's clock.

    None where it has ended, and for weeks and longer, whose last day holidays move. A day ends with its regular
    hours; half days are not known, but see `Store.session`.
    """
    if not len(columns):
        return None
    if series.period.minutes:
        hours = stretches(series.security.market, extended=series.extended)
        end, longest = _minutes_end(columns, series.period.minutes, hours)
    elif series.period is Period.DAY:
        day = columns.day[-1]
        if trading_day(series.security.market, now) != day:
            return None
        end, longest = _close(series.security.market, day), float("inf")
    else:
        return None
    left = end - now
    return left if 0 < left <= longest else None


def _minutes_end(columns: Columns, minutes: int, hours: tuple[Stretch, ...]) -> tuple[float, float]:
    """When the newest bar ends, and the most seconds that it can take, a break included.

    A bar that is cut short by the end of a session ends there, even where it is stamped as if it went on.
    """
    at, last = columns.at[-1], (columns.wall[-1] - wall_of_day(columns.day[-1])) // 60
    ends = [each.end for each in hours if last - minutes < each.end < last]
    holding = next((place for place, each in enumerate(hours) if each.begin < last <= each.end), None)
    if holding is None:
        return (at - (last - max(ends)) * 60 if ends else at), minutes * 60
    goes_back = holding > 0 and last - hours[holding].begin < minutes
    pause = hours[holding].begin - hours[holding - 1].end if goes_back else 0
    return at, (minutes + pause) * 60


def _close(market: Market, day: int) -> float:
    """When the regular hours of a trading day end."""
    midnight = datetime.combine(date.fromordinal(day), datetime.min.time(), ZoneInfo(market.timezone))
    return (midnight + timedelta(minutes=stretches(market)[-1].end)).timestamp()


def trading_day(market: Market, at: float) -> int:
    """The ordinal of the trading day that a moment belongs to; the very end of a day's hours is still part of it."""
    local = local_time(at, market)
    seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
    return local.toordinal() + (market is Market.US and seconds > _EVENING)


def bar_of_trade(columns: Stamped, period: Period, market: Market, at: float) -> int | None:
    """The bar in which something traded at a moment; None where it lies beyond the bars."""
    if not period.minutes:
        return _bar_of_day(columns, period, trading_day(market, at))
    place, day = bisect_right(columns.at, at), trading_day(market, at)
    before = place > 0 and columns.day[place - 1] == day
    if place == len(columns) or at < columns.at[place] - period.minutes * 60:
        # A closing auction, or a print that came late: no bar of its own, so the last one before it.
        if before:
            return place - 1
        if place == len(columns):
            return None
    return place if columns.day[place] == day else None


def bar_of_stamp(columns: Stamped, period: Period, market: Market, at: float) -> int | None:
    """The bar to look at together with one of another chart that is stamped so; None where it lies beyond the bars."""
    if not period.minutes:
        return _bar_of_day(columns, period, trading_day(market, at))
    place = bisect_left(columns.at, at)
    return place if place < len(columns) else None


def bar_holding(columns: Stamped, period: Period, day: int) -> int | None:
    """The bar of a day or longer that holds a trading day; None where none does."""
    place = _last_up_to(columns, period, day)
    return place if place >= 0 and _span_of(period, columns.day[place]) == _span_of(period, day) else None


def _bar_of_day(columns: Stamped, period: Period, day: int) -> int | None:
    """The bar that holds a trading day, or where none does the one before it; None beyond the oldest and the newest."""
    place = _last_up_to(columns, period, day)
    if place == len(columns) - 1:
        return bar_holding(columns, period, day)
    return place if place >= 0 else None


def _last_up_to(columns: Stamped, period: Period, day: int) -> int:
    """The newest bar that does not begin after a trading day; -1 where all do."""
    which = _span_of(period, day)
    return bisect_right(columns.day, which, key=lambda other: _span_of(period, other)) - 1


def _span_of(period: Period, day: int) -> int:
    """A number that two days share where they are in the same day, week, month, quarter or year."""
    if period is Period.DAY:
        return day
    if period is Period.WEEK:
        return (day - 1) // 7  # the first day of all was a Monday
    on = date.fromordinal(day)
    if period is Period.MONTH:
        return on.year * 12 + on.month
    return on.year * 4 + (on.month - 1) // 3 if period is Period.QUARTER else on.year
