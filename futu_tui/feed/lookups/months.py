"""A month of a market's calendar, out of the trading days of its year (3219): what each day is."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from futu_tui.market.trading_days import DayKind, TradingDays
from futu_tui.protocol import Market
from futu_tui.protocol.pb import qot_common_pb2 as qot


class CalendarMarket(NamedTuple):
    """A calendar of the wire."""

    number: int
    """qot_common.TradeDateMarket"""
    short: str
    name: str
    market: Market
    """Where it is what day it is."""


CALENDARS: tuple[CalendarMarket, ...] = (
    CalendarMarket(qot.TradeDateMarket_HK, "HK", "Hong Kong", Market.HK),
    CalendarMarket(qot.TradeDateMarket_US, "US", "United States", Market.US),
    CalendarMarket(qot.TradeDateMarket_CN, "CN", "Mainland China", Market.SH),
    CalendarMarket(qot.TradeDateMarket_NT, "NT", "Stock Connect, northbound", Market.SH),
    CalendarMarket(qot.TradeDateMarket_ST, "ST", "Stock Connect, southbound", Market.HK),
    CalendarMarket(qot.TradeDateMarket_SG, "SG", "Singapore", Market.SG),
    CalendarMarket(qot.TradeDateMarket_MY, "MY", "Malaysia", Market.MY),
    CalendarMarket(qot.TradeDateMarket_JP, "JP", "Japan", Market.JP),
    CalendarMarket(qot.TradeDateMarket_SG_Future, "SGf", "Singapore, futures", Market.SG),
    CalendarMarket(qot.TradeDateMarket_JP_Future, "JPf", "Japan, futures", Market.JP),
)


class Day(Enum):
    """What a day of a market is; the value says so."""

    WHOLE = "whole day"
    MORNING = "morning only"
    AFTERNOON = "afternoon only"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    UNKNOWN = "not known"

    @property
    def trades(self) -> bool:
        return self in (Day.WHOLE, Day.MORNING, Day.AFTERNOON)


_TRADED: Mapping[DayKind, Day] = {
    DayKind.WHOLE: Day.WHOLE,
    DayKind.MORNING: Day.MORNING,
    DayKind.AFTERNOON: Day.AFTERNOON,
}
LONGEST_BREAK = timedelta(days=14)
"""No holidays of a market are longer. A weekday further than this from any day that was told may be a trading day."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Month:
    """What the days of a month are."""

    year: int
    number: int
    """1 is January."""
    days: Mapping[date, Day]
    """In order."""

    @property
    def weeks(self) -> list[list[date | None]]:
        """Its weeks from Monday to Sunday; None for days of other months."""
        grid = Calendar().monthdatescalendar(self.year, self.number)
        return [[day if day.month == self.number else None for day in week] for week in grid]

    @property
    def told(self) -> bool:
        """Whether the gateway told anything of it."""
        return any(day.trades for day in self.days.values())

    @classmethod
    def of(cls, year: int, number: int, trading: TradingDays) -> Month:
        """Out of the trading days that were told of its year."""
        told = [date.fromisoformat(day) for day in trading.days]
        grid = Calendar().itermonthdates(year, number)
        days = (day for day in grid if day.month == number)
        return cls(year, number, {day: _kind(day, trading, told) for day in days})


def _kind(day: date, trading: TradingDays, told: list[date]) -> Day:
    if (kind := trading.days.get(day.isoformat())) is not None:
        return _TRADED[kind]
    if day.weekday() >= _SATURDAY:
        return Day.WEEKEND
    if told and told[0] - LONGEST_BREAK <= day <= told[-1] + LONGEST_BREAK:
        return Day.HOLIDAY
    return Day.UNKNOWN
