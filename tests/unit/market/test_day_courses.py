"""Days by minutes out of today's points and 1-minute bars."""

from __future__ import annotations

from itertools import pairwise

from futu_tui.market import Bar, Point
from futu_tui.market.day_courses import DayCourse, Minute, joined, of_bars, of_points
from futu_tui.market.hours import session_at, stretches
from futu_tui.protocol import Market


def point(time: str, price: float, *, avg: float = 0.0, volume: int = 100, prev_close: float = 99.0) -> Point:
    minute = int(time[11:13]) * 60 + int(time[14:16])
    return Point(time, minute, 0.0, price, avg, volume, prev_close)


def bar(time: str, close: float, *, volume: int = 100, turnover: float | None = None) -> Bar:
    spent = close * volume if turnover is None else turnover
    return Bar(time, 0.0, close, close + 1, close - 1, close, volume, spent, None)


def test_today_is_its_points() -> None:
    course = of_points([point("2026-11-23 09:30:00", 100.0, avg=100.5)], Market.HK)
    assert course == DayCourse("2026-11-23", [Minute(570, 100.0, 100.5, 100)], 99.0)
    assert of_points([], Market.HK) is None


def test_an_average_that_is_not_told_is_none() -> None:
    course = of_points([point("2026-11-23 09:30:00", 100.0)], Market.HK)
    assert course is not None
    assert course.minutes[0].average is None


def test_the_evening_in_new_york_belongs_to_the_next_day() -> None:
    course = of_points([point("2026-11-22 21:15:00", 100.0)], Market.US)
    assert course is not None
    assert (course.day, course.minutes[0].minute) == ("2026-11-23", 21 * 60 + 15 - 24 * 60)


def test_what_a_market_traded_on_the_evening_before_is_of_the_day_it_goes_on_in() -> None:
    points = [
        point("2026-11-22 23:58:00", 98.0),
        point("2026-11-22 23:59:00", 99.0),
        point("2026-11-23 00:00:00", 1.0),
    ]
    course = of_points(points, Market.HK)
    assert course is not None
    assert (course.day, [minute.minute for minute in course.minutes]) == ("2026-11-23", [-2, -1, 0])


def test_without_extended_hours_only_regular_minutes_count() -> None:
    points = [
        point(f"2026-11-23 {clock}:00", 100.0) for clock in ("04:10", "09:29", "09:30", "15:59", "16:00")
    ]
    course = of_points(points, Market.US, extended=False)
    assert course is not None
    assert [minute.minute for minute in course.minutes] == [570, 959]


def test_bars_are_cut_into_days_each_minute_by_its_beginning() -> None:
    days = of_bars(
        [
            bar("2026-11-20 15:59:00", 98.0),
            bar("2026-11-20 16:00:00", 99.0),
            bar("2026-11-23 09:31:00", 100.0),
        ],
        Market.HK,
    )
    assert [(course.day, course.prev_close) for course in days] == [
        ("2026-11-20", None),
        ("2026-11-23", 99.0),
    ]
    assert [minute.minute for course in days for minute in course.minutes] == [958, 959, 570]


def test_the_close_before_a_us_day_is_the_last_regular_one() -> None:
    days = of_bars(
        [
            bar("2026-11-20 16:00:00", 99.0),
            bar("2026-11-20 18:00:00", 97.0),
            bar("2026-11-22 20:01:00", 98.0),
        ],
        Market.US,
    )
    assert (days[-1].day, days[-1].prev_close) == ("2026-11-23", 99.0)


def test_the_average_of_bars_is_weighted_by_volume_and_begins_anew_each_day() -> None:
    days = of_bars(
        [
            bar("2026-11-20 09:31:00", 98.0, volume=100),
            bar("2026-11-20 09:32:00", 99.0, volume=300),
            bar("2026-11-23 09:31:00", 50.0, volume=100),
        ],
        Market.HK,
    )
    averages = [minute.average for course in days for minute in course.minutes]
    assert averages == [98.0, (98.0 * 100 + 99.0 * 300) / 400, 50.0]


def test_money_that_does_not_fit_adjusted_prices_is_left_alone() -> None:
    """Half the price after a split, but the money that was paid before it."""
    days = of_bars([bar("2026-11-20 09:31:00", 50.0, volume=100, turnover=100 * 100.0)], Market.HK)
    assert days[0].minutes[0].average == 50.0


def test_bars_without_volume_have_no_average() -> None:
    days = of_bars([bar("2026-11-20 09:31:00", 50.0, volume=0)], Market.HK)
    assert days[0].minutes[0].average is None


def test_todays_points_count_more_than_its_bars_which_fill_what_they_lack() -> None:
    past = of_bars([bar("2026-11-20 09:31:00", 98.0), bar("2026-11-23 09:31:00", 1.0),
                    bar("2026-11-23 04:01:00", 2.0)], Market.US)  # fmt: skip
    today = of_points([point("2026-11-23 09:30:00", 100.0)], Market.US)
    days = joined(past, today, 2)
    assert [course.day for course in days] == ["2026-11-20", "2026-11-23"]
    assert [(minute.minute, minute.price) for minute in days[-1].minutes] == [(240, 2.0), (570, 100.0)]


def test_as_many_days_as_are_asked_for_the_newest_last() -> None:
    past = of_bars([bar(f"2026-11-{day} 09:31:00", 98.0) for day in (18, 19, 20)], Market.HK)
    today = of_points([point("2026-11-23 09:30:00", 100.0)], Market.HK)
    assert [course.day for course in joined(past, today, 3)] == ["2026-11-19", "2026-11-20", "2026-11-23"]
    assert [course.day for course in joined(past, None, 2)] == ["2026-11-19", "2026-11-20"]
    assert [course.day for course in joined(past, today, 1)] == ["2026-11-23"]


def test_stretches_of_every_market_follow_one_another() -> None:
    for market in Market:
        for extended in (False, True):
            day = stretches(market, extended=extended)
            assert all(each.begin < each.end for each in day)
            assert all(before.end <= after.begin for before, after in pairwise(day))


def test_the_us_day_is_whole_with_its_extended_hours() -> None:
    day = stretches(Market.US, extended=True)
    assert sum(each.end - each.begin for each in day) == 24 * 60
    assert [session_at(Market.US, each.begin) for each in day] == ["night", "pre", "", "after"]
