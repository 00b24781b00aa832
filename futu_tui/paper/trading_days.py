"""Which days a market trades: weekdays without the holidays whose dates follow a rule, and Lunar New Year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from futu_tui.protocol import Market

_LUNAR_NEW_YEAR = {
    2020: (1, 25),
    2021: (2, 12),
    2022: (2, 1),
    2023: (1, 22),
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    """The count-th of a weekday (Monday is 0) in a month."""
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1))


def _observed(day: date) -> date:
    """US: Saturday's holiday is kept on Friday, Sunday's on Monday."""
    return day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0))


def _days(first: date, count: int) -> set[date]:
    return {first + timedelta(n) for n in range(count)}


def _lunar(year: int, before: int, count: int) -> set[date]:
    if year not in _LUNAR_NEW_YEAR:
        return set()
    return _days(date(year, *_LUNAR_NEW_YEAR[year]) - timedelta(before), count)


def _hong_kong(year: int) -> set[date]:
    fixed = {date(year, *day) for day in ((1, 1), (4, 5), (5, 1), (7, 1), (10, 1), (12, 25), (12, 26))}
    return fixed | {easter(year) - timedelta(2), easter(year) + timedelta(1)} | _lunar(year, 0, 3)


def _united_states(year: int) -> set[date]:
    return {
        _observed(date(year, 1, 1)),
        _nth(year, 1, 0, 3),
        _nth(year, 2, 0, 3),
        easter(year) - timedelta(2),
        _nth(year, 6, 0, 1) - timedelta(7),
        _observed(date(year, 6, 19)),
        _observed(date(year, 7, 4)),
        _nth(year, 9, 0, 1),
        _nth(year, 11, 3, 4),
        _observed(date(year, 12, 25)),
    }


def _mainland(year: int) -> set[date]:
    fixed = {date(year, 1, 1), date(year, 4, 5)} | _days(date(year, 5, 1), 5) | _days(date(year, 10, 1), 7)
    return fixed | _lunar(year, 1, 8)


_HOLIDAYS: dict[Market, Callable[[int], set[date]]] = {
    Market.HK: _hong_kong,
    Market.US: _united_states,
    Market.SH: _mainland,
    Market.SZ: _mainland,
}


@lru_cache(maxsize=256)
def holidays(market: Market, year: int) -> frozenset[date]:
    """The weekdays and weekend days of a year on which a market is shut for a holiday."""
    return frozenset(_HOLIDAYS[market](year))


def is_trading_day(market: Market, day: date) -> bool:
    """Whether a market keeps its regular hours on a day."""
    return day.weekday() < 5 and day not in holidays(market, day.year)


def trading_days(market: Market, begin: date, end: date) -> list[date]:
    """From begin to end, both included."""
    count = (end - begin).days + 1
    days = (begin + timedelta(n) for n in range(count))
    return [day for day in days if is_trading_day(market, day)]


def next_trading_day(market: Market, day: date) -> date:
    """The first one after a day."""
    day += timedelta(1)
    while not is_trading_day(market, day):
        day += timedelta(1)
    return day


def previous_trading_day(market: Market, day: date) -> date:
    """The last one before a day."""
    day -= timedelta(1)
    while not is_trading_day(market, day):
        day -= timedelta(1)
    return day
