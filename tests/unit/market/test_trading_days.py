"""A market's calendar: half days have half their hours, and days without a trade are days all the same."""

from __future__ import annotations

from futu_tui.market import Store
from futu_tui.market.day_courses import DayCourse, Minute, joined, of_bars, of_points
from futu_tui.market.hours import holding, session_at, stretches
from futu_tui.market.intraday import Point
from futu_tui.market.trading_days import UNKNOWN, DayKind, TradingDays
from futu_tui.protocol import Market
from futu_tui.protocol.pb.qot_request_trade_date_pb2 import TradeDate
from tests.tui.depth_data import bar

CALENDAR = TradingDays(
    {
        "2026-12-22": DayKind.WHOLE,
        "2026-12-23": DayKind.WHOLE,
        "2026-12-24": DayKind.MORNING,
        "2026-12-28": DayKind.WHOLE,
    }
)


def clock(hours: tuple[tuple[int, int, str], ...]) -> list[str]:
    return [
        f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02} {session}".strip()
        for begin, end, session in hours
    ]


def test_an_answer_is_read_in_order_and_what_is_odd_in_it_is_a_whole_day_or_none() -> None:
    rows = [
        TradeDate(time="2026-12-24", tradeDateType=1),
        TradeDate(time="2026-12-23"),
        TradeDate(time="no day"),
        TradeDate(time="2026-12-28", tradeDateType=9),
    ]
    assert TradingDays.of(rows).days == {
        "2026-12-23": DayKind.WHOLE, "2026-12-24": DayKind.MORNING, "2026-12-28": DayKind.WHOLE,
    }  # fmt: skip


def test_the_last_days_up_to_one_leave_holidays_out() -> None:
    assert CALENDAR.last(2, "2026-12-27") == ["2026-12-23", "2026-12-24"]
    assert CALENDAR.last(9, "2026-12-24") == ["2026-12-22", "2026-12-23", "2026-12-24"]
    assert UNKNOWN.last(5, "2026-12-24") == []


def test_a_half_day_has_half_its_hours() -> None:
    assert clock(stretches(Market.HK, kind=DayKind.MORNING)) == ["09:30-12:00"]
    assert clock(stretches(Market.HK, kind=DayKind.AFTERNOON)) == ["13:00-16:00"]
    assert clock(stretches(Market.US, kind=DayKind.MORNING)) == ["09:30-13:00"]
    assert clock(stretches(Market.US, extended=True, kind=DayKind.MORNING))[2:] == [
        "09:30-13:00", "13:00-17:00 after",
    ]  # fmt: skip
    assert stretches(Market.US, kind=DayKind.AFTERNOON) == stretches(Market.US), "nobody tells its hours"
    assert session_at(Market.US, 14 * 60) == ""
    assert session_at(Market.US, 14 * 60, DayKind.MORNING) == "after"


def test_hours_hold_each_day_by_its_own() -> None:
    half, whole = stretches(Market.HK, kind=DayKind.MORNING), stretches(Market.HK)
    assert holding([half, whole], [[600, 700], [600, 900]]) == [half, whole]
    assert clock(holding([half, whole], [[1300], [1310, 600]])[0]) == ["10:00-22:00"]


def test_what_trades_after_an_early_close_is_no_part_of_the_regular_day() -> None:
    early = Point("2026-12-24 12:59:00", 779, 0.0, 100.0, 0.0, 10, 99.0)
    late = Point("2026-12-24 14:00:00", 840, 0.0, 101.0, 0.0, 10, 99.0)
    course = of_points([early, late], Market.US, extended=False, calendar=CALENDAR)
    assert course is not None
    assert [minute.minute for minute in course.minutes] == [779]
    bars = [
        bar("2026-12-24 13:00:00", 100, 100, 100, 100, 5),
        bar("2026-12-24 14:01:00", 107, 107, 107, 107, 5),
        bar("2026-12-28 09:31:00", 101, 101, 101, 101, 5),
    ]
    store_bars = _bars(bars)
    assert of_bars(store_bars, Market.US, CALENDAR)[1].prev_close == 100.0
    assert of_bars(store_bars, Market.US)[1].prev_close == 107.0


def _bars(rows: list[object]) -> list[object]:
    from futu_tui.market import Period, Series
    from tests.tui.depth_data import APPLE

    store = Store()
    series = Series.of(APPLE, Period.M1)
    store.apply_history(series, rows)  # type: ignore[arg-type]
    return list(store.candles[series])


def course(day: str, prev_close: float = 10.0) -> DayCourse:
    return DayCourse(day, [Minute(600, 11.0, None, 100)], prev_close)


def test_a_trading_day_without_a_trade_is_shown_empty() -> None:
    days = joined([course("2026-12-22"), course("2026-12-23")], course("2026-12-28", 12.0), 3, CALENDAR)
    assert [each.day for each in days] == ["2026-12-23", "2026-12-24", "2026-12-28"]
    assert (list(days[1].minutes), days[1].prev_close) == ([], 12.0)
    again = joined([course("2026-12-22"), course("2026-12-23")], course("2026-12-28", 12.0), 3, CALENDAR)
    assert again[1] is days[1], "a settled day is the same object each time"


def test_a_day_that_the_calendar_does_not_know_is_shown_where_it_traded() -> None:
    days = joined([course("2026-12-24"), course("2026-12-26")], None, 3, CALENDAR)
    assert [each.day for each in days] == ["2026-12-23", "2026-12-24", "2026-12-26"]


def test_the_store_tells_of_a_calendar_that_differs() -> None:
    store = Store()
    rows = [TradeDate(time="2026-12-24", tradeDateType=1)]
    store.apply_trade_dates(Market.HK, rows)
    assert store.drain(1.0).trading_days == {Market.HK}
    assert store.trading_days(Market.HK).kind("2026-12-24") is DayKind.MORNING
    assert store.trading_days(Market.US) is UNKNOWN
    store.apply_trade_dates(Market.HK, rows)
    assert not store.drain(2.0)
