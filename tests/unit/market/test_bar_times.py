"""When a bar ends, and which bar a moment belongs to, however the gateway stamps bars."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from futu_tui.market import Period, Series
from futu_tui.market.bar_times import bar_of_stamp, bar_of_trade, seconds_left, trading_day
from futu_tui.market.columns import Columns
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2

TENCENT, APPLE, CATL = (Security.parse(code) for code in ("HK.00700", "US.AAPL", "SZ.300750"))


def bars(security: Security, period: Period, *times: str) -> Columns:
    """Bars stamped with these times of the market's clock."""
    rows = [
        qot_common_pb2.KLine(
            time=time, isBlank=False, openPrice=10, highPrice=11, lowPrice=9, closePrice=10, volume=100
        )
        for time in times
    ]
    return Columns.of(rows, security.market, period)


def at(security: Security, time: str) -> float:
    return datetime.fromisoformat(time).replace(tzinfo=ZoneInfo(security.market.timezone)).timestamp()


def left(
    security: Security, period: Period, stamp: str, now: str, *, extended: bool = False
) -> timedelta | None:
    series = Series.of(security, period, extended=extended)
    seconds = seconds_left(bars(security, period, stamp), series, at(security, now))
    return None if seconds is None else timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("security", "period", "stamp", "now", "minutes"),
    [
        (TENCENT, Period.M1, "2024-11-22 10:01:00", "2024-11-22 10:00:15", 0.75),
        (TENCENT, Period.M5, "2024-11-22 12:00:00", "2024-11-22 11:58:00", 2),
        (TENCENT, Period.M60, "2024-11-22 12:00:00", "2024-11-22 11:45:00", 15),
        # A bar that goes on after lunch, as some gateways have it.
        (TENCENT, Period.M60, "2024-11-22 13:30:00", "2024-11-22 11:45:00", 105),
        (TENCENT, Period.M240, "2024-11-22 14:30:00", "2024-11-22 09:45:00", 285),
        # The last bar of a session is cut short, whatever it is stamped with.
        (TENCENT, Period.M120, "2024-11-22 16:00:00", "2024-11-22 15:30:00", 30),
        (TENCENT, Period.M120, "2024-11-22 17:00:00", "2024-11-22 15:30:00", 30),
        (CATL, Period.M60, "2024-11-22 15:00:00", "2024-11-22 14:59:00", 1),
        (APPLE, Period.M60, "2024-11-22 16:30:00", "2024-11-22 15:45:00", 15),
        # The closing auction.
        (TENCENT, Period.M1, "2024-11-22 16:09:00", "2024-11-22 16:08:30", 0.5),
        (TENCENT, Period.DAY, "2024-11-22", "2024-11-22 12:30:00", 210),
        (TENCENT, Period.DAY, "2024-11-22", "2024-11-22 15:59:00", 1),
        (APPLE, Period.DAY, "2024-11-22", "2024-11-22 11:00:00", 300),
    ],
)
def test_a_bar_has_so_long_to_go(
    security: Security, period: Period, stamp: str, now: str, minutes: float
) -> None:
    assert left(security, period, stamp, now) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stamp", "now", "minutes"),
    [
        ("2024-11-22 04:30:00", "2024-11-22 04:10:00", 20),
        ("2024-11-22 20:00:00", "2024-11-22 19:59:00", 1),
        ("2024-11-21 20:30:00", "2024-11-21 20:10:00", 20),
    ],
)
def test_extended_hours_have_bars_that_end(stamp: str, now: str, minutes: float) -> None:
    assert left(APPLE, Period.M30, stamp, now, extended=True) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("period", "stamp", "now"),
    [
        (Period.M5, "2024-11-22 12:00:00", "2024-11-22 12:30:00"),
        (Period.M5, "2024-11-22 10:05:00", "2024-11-22 10:05:00"),
        # A clock that is hours behind must not count down for hours.
        (Period.M5, "2024-11-22 10:05:00", "2024-11-22 07:05:00"),
        (Period.DAY, "2024-11-22", "2024-11-22 16:00:00"),
        (Period.DAY, "2024-11-21", "2024-11-22 11:00:00"),
        (Period.WEEK, "2024-11-18", "2024-11-22 11:00:00"),
        (Period.YEAR, "2024-01-02", "2024-11-22 11:00:00"),
    ],
)
def test_a_bar_that_is_over_or_whose_end_nobody_knows_counts_nothing(
    period: Period, stamp: str, now: str
) -> None:
    assert left(TENCENT, period, stamp, now) is None


def test_no_bar_has_no_end() -> None:
    assert seconds_left(Columns(), Series(TENCENT, Period.M1), 0.0) is None


def test_new_yorks_evening_belongs_to_the_next_day_but_for_its_first_moment() -> None:
    friday = date(2024, 11, 22).toordinal()
    assert trading_day(Market.US, at(APPLE, "2024-11-21 20:00:01")) == friday
    assert trading_day(Market.US, at(APPLE, "2024-11-22 20:00:00")) == friday
    assert trading_day(Market.HK, at(TENCENT, "2024-11-22 20:00:01")) == friday


# Which bar


WEEKS = {
    "first day": ("2024-11-04", "2024-11-11", "2024-11-18"),
    "last day": ("2024-11-08", "2024-11-15", "2024-11-21"),
    "a week that a holiday cut short": ("2024-11-05", "2024-11-14", "2024-11-18"),
}


@pytest.mark.parametrize("stamps", WEEKS.values(), ids=WEEKS)
def test_a_fill_falls_on_its_week_whichever_day_stamps_it(stamps: tuple[str, ...]) -> None:
    columns = bars(TENCENT, Period.WEEK, *stamps)
    for time, bar in [
        ("2024-11-04 09:30:00", 0),
        ("2024-11-08 15:59:59", 0),
        ("2024-11-11 09:30:00", 1),
        ("2024-11-13 12:00:00", 1),
        ("2024-11-22 11:00:00", 2),
        ("2024-11-01 11:00:00", None),
        ("2024-11-25 11:00:00", None),
    ]:
        assert bar_of_trade(columns, Period.WEEK, Market.HK, at(TENCENT, time)) == bar, time


@pytest.mark.parametrize(
    ("period", "first", "last", "inside"),
    [
        (Period.MONTH, ("2024-09-02", "2024-10-02"), ("2024-09-30", "2024-10-31"), "2024-09-17 10:00:00"),
        (Period.QUARTER, ("2024-04-02", "2024-07-02"), ("2024-06-28", "2024-09-30"), "2024-05-17 10:00:00"),
        (Period.YEAR, ("2022-01-03", "2023-01-03"), ("2022-12-30", "2023-12-29"), "2022-05-17 10:00:00"),
    ],
)
def test_so_it_does_on_longer_bars(
    period: Period, first: tuple[str, ...], last: tuple[str, ...], inside: str
) -> None:
    for stamps in (first, last):
        columns = bars(TENCENT, period, *stamps)
        assert bar_of_trade(columns, period, Market.HK, at(TENCENT, inside)) == 0
        assert bar_of_stamp(columns, period, Market.HK, at(TENCENT, inside)) == 0


def test_a_fill_of_the_night_before_falls_on_the_trading_day() -> None:
    columns = bars(APPLE, Period.DAY, "2024-11-21", "2024-11-22")
    assert bar_of_trade(columns, Period.DAY, Market.US, at(APPLE, "2024-11-21 21:00:00")) == 1
    assert bar_of_trade(columns, Period.DAY, Market.US, at(APPLE, "2024-11-21 19:00:00")) == 0


@pytest.mark.parametrize(
    ("time", "bar"),
    [
        ("2024-11-22 09:30:00", 0),
        ("2024-11-22 09:34:59", 0),
        # The stamp is the end: its moment belongs to the bar that begins.
        ("2024-11-22 09:35:00", 1),
        # Prints of a closing auction have no bar of their own.
        ("2024-11-22 12:00:05", 2),
        ("2024-11-22 16:08:30", 4),
        ("2024-11-25 09:31:00", 5),
        ("2024-11-25 16:08:30", 5),
        ("2024-11-26 09:31:00", None),
        # A day without bars.
        ("2024-11-23 09:31:00", None),
        # Before the session, of which the bars tell nothing.
        ("2024-11-22 09:20:00", 0),
        ("2024-11-21 10:00:00", None),
    ],
)
def test_a_fill_falls_on_the_minutes_it_happened_in(time: str, bar: int | None) -> None:
    columns = bars(
        TENCENT, Period.M5,
        "2024-11-22 09:35:00", "2024-11-22 09:40:00", "2024-11-22 12:00:00", "2024-11-22 13:05:00",
        "2024-11-22 16:00:00", "2024-11-25 09:35:00",
    )  # fmt: skip
    assert bar_of_trade(columns, Period.M5, Market.HK, at(TENCENT, time)) == bar


def test_a_crosshair_of_another_chart_finds_the_bar_that_holds_its_bars_end() -> None:
    minutes = bars(TENCENT, Period.M1, "2024-11-22 09:34:00", "2024-11-22 09:35:00", "2024-11-22 09:36:00")
    assert bar_of_stamp(minutes, Period.M1, Market.HK, at(TENCENT, "2024-11-22 09:35:00")) == 1
    assert bar_of_stamp(minutes, Period.M1, Market.HK, at(TENCENT, "2024-11-22 00:00:00")) == 0
    assert bar_of_stamp(minutes, Period.M1, Market.HK, at(TENCENT, "2024-11-22 10:00:00")) is None
    days = bars(APPLE, Period.DAY, "2024-11-21", "2024-11-22")
    assert bar_of_stamp(days, Period.DAY, Market.US, at(APPLE, "2024-11-21 20:00:00")) == 0
    assert bar_of_stamp(days, Period.DAY, Market.US, at(APPLE, "2024-11-22 00:00:00")) == 1
