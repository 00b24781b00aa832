"""Market hours, holidays, and what always open means."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.sessions import Phase, Timetable, midnight
from futu_tui.paper.trading_days import easter, is_trading_day, next_trading_day, previous_trading_day
from futu_tui.protocol import Market

MARKETS = [Market.HK, Market.US, Market.SH, Market.SZ]


def at(market: Market, text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(market.timezone)).timestamp()


def phase_at(market: Market, text: str) -> Phase:
    return Timetable(market, always_open=False, started=0).session_at(at(market, text)).phase


@pytest.mark.parametrize(
    ("market", "when", "phase"),
    [
        (Market.HK, "2026-11-23 08:59", Phase.CLOSED),
        (Market.HK, "2026-11-23 09:00", Phase.AUCTION),
        (Market.HK, "2026-11-23 09:30", Phase.CONTINUOUS),
        (Market.HK, "2026-11-23 12:30", Phase.BREAK),
        (Market.HK, "2026-11-23 15:59", Phase.CONTINUOUS),
        (Market.HK, "2026-11-23 16:05", Phase.CLOSING_AUCTION),
        (Market.HK, "2026-11-23 16:10", Phase.CLOSED),
        (Market.HK, "2026-11-22 10:00", Phase.CLOSED),
        (Market.US, "2026-11-23 03:00", Phase.OVERNIGHT),
        (Market.US, "2026-11-23 04:00", Phase.PRE),
        (Market.US, "2026-11-23 09:30", Phase.CONTINUOUS),
        (Market.US, "2026-11-23 16:00", Phase.AFTER),
        (Market.US, "2026-11-22 20:00", Phase.OVERNIGHT),
        (Market.US, "2026-11-20 21:00", Phase.CLOSED),
        (Market.US, "2026-11-26 10:00", Phase.CLOSED),
        (Market.SH, "2026-11-23 09:20", Phase.AUCTION),
        (Market.SZ, "2026-11-23 09:27", Phase.WAITING),
        (Market.SZ, "2026-11-23 12:00", Phase.BREAK),
        (Market.SH, "2026-10-05 10:00", Phase.CLOSED),
    ],
)
def test_markets_keep_their_hours(market: Market, when: str, phase: Phase) -> None:
    assert phase_at(market, when) is phase


@given(st.sampled_from(MARKETS), st.floats(at(Market.HK, "2024-01-01"), at(Market.HK, "2027-12-31")))
def test_every_moment_is_in_one_session_that_ends_where_the_next_begins(
    market: Market, instant: float
) -> None:
    timetable = Timetable(market, always_open=False, started=0)
    session = timetable.session_at(instant)
    assert session.start <= instant < session.end
    following = timetable.session_at(session.end)
    assert following.start == session.end
    assert following.trade_date >= session.trade_date


def test_a_day_before_the_us_open_still_counts_as_the_last_one() -> None:
    timetable = Timetable(Market.US, always_open=False, started=0)
    assert timetable.trading_day_at(at(Market.US, "2026-11-23 08:00")) == date(2026, 11, 20)
    assert timetable.trading_day_at(at(Market.US, "2026-11-23 09:30")) == date(2026, 11, 23)


@given(st.sampled_from(MARKETS), st.floats(at(Market.HK, "2026-01-01"), at(Market.HK, "2026-12-31")))
def test_always_open_is_in_session_whatever_the_hour(market: Market, started: float) -> None:
    timetable = Timetable(market, always_open=True, started=started)
    session = timetable.session_at(started)
    assert session.phase is Phase.CONTINUOUS
    assert 2 * 3600 <= started - session.start < 3 * 3600
    assert session.trade_date == datetime.fromtimestamp(started, ZoneInfo(market.timezone)).date()
    following = timetable.session_at(session.end)
    assert following.phase is Phase.CONTINUOUS
    assert following.trade_date == session.trade_date + timedelta(1)
    assert following.start == midnight(market, following.trade_date)


def test_always_open_trades_on_weekends_from_its_first_day() -> None:
    timetable = Timetable(Market.HK, always_open=True, started=at(Market.HK, "2026-11-22 12:00"))
    assert not timetable.is_trading_day(date(2026, 11, 21))
    assert timetable.is_trading_day(date(2026, 11, 22))


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)])
def test_easter(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("market", "day"),
    [
        (Market.US, date(2026, 11, 26)),
        (Market.US, date(2026, 7, 3)),
        (Market.US, date(2026, 4, 3)),
        (Market.HK, date(2026, 2, 17)),
        (Market.HK, date(2026, 12, 25)),
        (Market.SH, date(2026, 10, 1)),
    ],
)
def test_holidays(market: Market, day: date) -> None:
    assert day.weekday() < 5
    assert not is_trading_day(market, day)


@given(st.sampled_from(MARKETS), st.dates(date(2022, 1, 1), date(2027, 12, 31)))
def test_the_trading_days_around_a_day(market: Market, day: date) -> None:
    before, after = previous_trading_day(market, day), next_trading_day(market, day)
    assert before < day < after
    assert is_trading_day(market, before)
    assert is_trading_day(market, after)
