"""When options and futures expire, by the exchanges' rules.

US options: Fridays (SPY and QQQ: every weekday of the next seven days), the third Friday of later months; a Friday that
is a holiday gives way to the day before. Hong Kong: the trading day before the month's last one, and the last trading
day of each week. US futures: the third Friday of the quarter's last month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from futu_tui.paper.derivatives.classes import Cycle
from futu_tui.paper.trading_days import is_trading_day, next_trading_day, previous_trading_day
from futu_tui.protocol import Market
from futu_tui.protocol.pb.qot_common_pb2 import ExpirationCycle_Month, ExpirationCycle_Week

_WEEK = timedelta(7)
_US_WEEKS = 6
_US_MONTHS = 4
_US_QUARTERS = 3
_DAILY = timedelta(7)
_HK_WEEKS = 2
_HK_MONTHS = 3
_HK_QUARTERS = 3


class Expiration(NamedTuple):
    """A day on which options expire."""

    day: date
    cycle: int
    """qot_common.ExpirationCycle"""


@lru_cache(maxsize=64)
def expirations(cycle: Cycle, today: date) -> tuple[Expiration, ...]:
    """Those that are listed on a day, that day included, in order."""
    if cycle in (Cycle.US_WEEKLY, Cycle.US_DAILY):
        weeks = {us_friday(today + number * _WEEK) for number in range(-1, _US_WEEKS)}
        if cycle is Cycle.US_DAILY:
            days = (today + timedelta(number) for number in range(_DAILY.days))
            weeks |= {day for day in days if is_trading_day(Market.US, day)}
        months = {us_month(month) for month in _months(today, _US_MONTHS, _US_QUARTERS)}
        months.add(us_month(date(today.year + (today.month != 1), 1, 1)))
        months.add(us_month(date(today.year + 1 + (today.month != 1), 1, 1)))
    else:
        weeks = {hk_week(today + number * _WEEK) for number in range(_HK_WEEKS + 1)}
        months = {hk_month(month) for month in _months(today, _HK_MONTHS, _HK_QUARTERS)}
        # No weekly one in a week that has the month's.
        weeks -= {hk_week(day) for day in months}
    every = dict.fromkeys(weeks, ExpirationCycle_Week) | dict.fromkeys(months, ExpirationCycle_Month)
    return tuple(Expiration(day, every[day]) for day in sorted(every) if day >= today)


def cycle_of(cycle: Cycle, day: date) -> int:
    """The qot_common.ExpirationCycle of options that expire on a day."""
    month = us_month if cycle in (Cycle.US_WEEKLY, Cycle.US_DAILY) else hk_month
    return ExpirationCycle_Month if day == month(day.replace(day=1)) else ExpirationCycle_Week


def is_expiration(cycle: Cycle, day: date) -> bool:
    """Whether options of a class could ever expire on a day."""
    if cycle is Cycle.US_DAILY:
        return is_trading_day(Market.US, day)
    if cycle is Cycle.US_WEEKLY:
        return day in (us_friday(day), us_month(day.replace(day=1)))
    return day in (hk_week(day), hk_month(day.replace(day=1)))


def future_months(today: date, *, quarterly: bool) -> list[date]:
    """The months of a future that are listed on a day, by their first days; the nearest has not ended yet."""
    if quarterly:
        return [month for month in _quarters(today, 6) if us_month(month) >= today][:5]
    spot = [month for month in _run_of_months(today, 3) if hk_month(month) >= today][:2]
    later = [month for month in _quarters(today, 5) if month > spot[-1]]
    return spot + later[:2]


@lru_cache(maxsize=4096)
def front_expiry(market: Market, today: date, *, quarterly: bool) -> date:
    """The last trading day of the month that a continuous contract stands for on a day."""
    return last_trading_day(market, future_months(today, quarterly=quarterly)[0])


def last_trading_day(market: Market, month: date) -> date:
    """Of an index future."""
    return hk_month(month) if market is Market.HK else us_month(month)


def us_friday(day: date) -> date:
    """The last trading day up to the Friday of a day's week."""
    return _trading_day_up_to(Market.US, day + timedelta(4 - day.weekday()))


def us_month(month: date) -> date:
    """The third Friday of the month that begins on a day, or the trading day before it."""
    friday = month + timedelta((4 - month.weekday()) % 7 + 14)
    return _trading_day_up_to(Market.US, friday)


def hk_week(day: date) -> date:
    """The last trading day of a day's week, or the one before it in a week without any."""
    return _trading_day_up_to(Market.HK, day + timedelta(4 - day.weekday()))


@lru_cache(maxsize=256)
def hk_month(month: date) -> date:
    """The trading day before the last one of the month that begins on a day."""
    return previous_trading_day(Market.HK, previous_trading_day(Market.HK, _next_month(month)))


def trading_day_from(market: Market, day: date) -> date:
    """A day, or the trading day after it."""
    return day if is_trading_day(market, day) else next_trading_day(market, day)


def _trading_day_up_to(market: Market, day: date) -> date:
    return day if is_trading_day(market, day) else previous_trading_day(market, day)


def _months(today: date, near: int, quarters: int) -> list[date]:
    """The next months, and the ends of the quarters after them."""
    run = list(_run_of_months(today, near))
    return run + [month for month in _quarters(today, quarters + 2) if month > run[-1]][:quarters]


def _run_of_months(today: date, count: int) -> Iterator[date]:
    month = today.replace(day=1)
    for _ in range(count):
        yield month
        month = _next_month(month)


def _quarters(today: date, count: int) -> list[date]:
    """The last months of this quarter and the ones after it."""
    return [month for month in _run_of_months(today, 3 * count) if month.month % 3 == 0]


def _next_month(month: date) -> date:
    return (month + timedelta(32)).replace(day=1)
