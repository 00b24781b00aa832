"""What each day of a month is, out of the trading days of its year."""

from __future__ import annotations

from datetime import date, timedelta

from futu_tui.feed.lookups.months import CALENDARS, Day, Month
from futu_tui.market.trading_days import DayKind, TradingDays
from futu_tui.protocol.pb import qot_common_pb2 as qot

HOLIDAYS = {date(2026, 12, 25), date(2026, 1, 1)}


def year(number: int, first: date | None = None, last: date | None = None) -> TradingDays:
    """Weekdays without holidays; Christmas Eve is half, and a Saturday trades in the afternoon."""
    days = (date(number, 1, 1) + timedelta(n) for n in range(365))
    found = {
        day.isoformat(): DayKind.WHOLE
        for day in days
        if day.weekday() < 5 and day not in HOLIDAYS and (first or day) <= day <= (last or day)
    }
    if last is None:
        found |= {"2026-12-24": DayKind.MORNING, "2026-12-19": DayKind.AFTERNOON}
    return TradingDays(dict(sorted(found.items())))


def test_days_that_trade_that_do_not_and_that_do_in_half() -> None:
    month = Month.of(2026, 12, year(2026))
    kinds = {day.day: kind for day, kind in month.days.items()}
    assert len(kinds) == 31
    assert (kinds[23], kinds[24], kinds[25], kinds[26]) == (Day.WHOLE, Day.MORNING, Day.HOLIDAY, Day.WEEKEND)
    assert kinds[19] is Day.AFTERNOON, "a weekend that trades is no weekend"
    assert sum(kind.trades for kind in kinds.values()) == 23


def test_weeks_begin_on_monday() -> None:
    weeks = Month.of(2026, 11, year(2026)).weeks
    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0] == [None] * 6 + [date(2026, 11, 1)]
    assert weeks[5][0] == date(2026, 11, 30)


def test_a_holiday_at_the_edge_of_what_is_told_is_one_and_far_from_it_nobody_knows() -> None:
    assert Month.of(2026, 1, year(2026)).days[date(2026, 1, 1)] is Day.HOLIDAY
    told_to_june = year(2026, last=date(2026, 6, 30))
    july = Month.of(2026, 7, told_to_june)
    assert july.days[date(2026, 7, 1)] is Day.HOLIDAY
    assert july.days[date(2026, 7, 20)] is Day.UNKNOWN
    assert not july.told
    assert Month.of(2026, 3, TradingDays()).days[date(2026, 3, 2)] is Day.UNKNOWN


def test_every_calendar_of_the_wire_is_there() -> None:
    numbers = {calendar.number for calendar in CALENDARS}
    assert numbers == set(qot.TradeDateMarket.values()) - {qot.TradeDateMarket_Unknown}
