from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Intraday, Store
from futu_tui.protocol.pb import qot_common_pb2
from tests.unit.market.wire import TENCENT, day, fed, point, push_points


def course(*prices: float) -> Intraday:
    intraday = Intraday(TENCENT)
    intraday.apply(rows(*(point(f"10:{minute:02d}", price) for minute, price in enumerate(prices))))
    return intraday


def rows(*points: dict[str, object]) -> list[qot_common_pb2.TimeShare]:
    return [qot_common_pb2.TimeShare(**each) for each in points]  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 59), st.sampled_from([512.0, 512.2, 512.4])), max_size=60))
def test_points_of_any_order_lie_by_time_each_minute_once(told: list[tuple[int, float]]) -> None:
    intraday = Intraday(TENCENT)
    newest: dict[int, float] = {}
    for minute, price in told:
        differs = newest.get(minute) != price
        assert intraday.apply(rows(point(f"10:{minute:02d}", price))) is differs
        newest[minute] = price
    assert [(each.minute - 600, each.price) for each in intraday] == sorted(newest.items())


def test_a_point_told_again_changes_nothing() -> None:
    store = fed(push_points(point("10:00")))
    store.router.push(push_points(point("10:00")))
    assert not store.drain(2.0)
    store.router.push(push_points(point("10:00", 513.0)))
    assert store.drain(3.0).intraday == {TENCENT}


def test_a_new_day_drops_the_day_before() -> None:
    intraday = course(1.0, 2.0)
    intraday.apply(rows(point("09:30", 3.0, day="2025-11-24", lastClosePrice=506.0)))
    assert [each.price for each in intraday] == [3.0]


def test_a_night_session_that_follows_without_a_pause_is_a_new_day_by_its_previous_close() -> None:
    intraday = course(1.0, 2.0)
    intraday.apply(rows(point("10:02", 3.0, lastClosePrice=512.0)))
    assert [each.price for each in intraday] == [3.0]


def test_lunch_is_not_the_end_of_the_day_nor_yesterday_s_point_a_part_of_it() -> None:
    intraday = Intraday(TENCENT)
    intraday.apply(rows(point("12:00", 1.0), point("13:00", 2.0)))
    assert not intraday.apply(rows(point("16:00", 9.0, day="2025-11-22")))
    assert [each.price for each in intraday] == [1.0, 2.0]


def test_the_whole_day_s_record_takes_the_place_of_what_was_known_but_not_of_what_is_newer() -> None:
    store = fed(push_points(point("09:59", 1.0)), push_points(point("10:02", 5.0)))
    store.apply_rt(day(point("10:00", 2.0), point("10:01", 3.0)))
    assert [each.price for each in store.intraday[TENCENT]] == [2.0, 3.0, 5.0]
    store.drain(2.0)
    store.apply_rt(day(point("10:00", 2.0), point("10:01", 3.0), point("10:02", 5.0)))
    assert not store.drain(3.0)


def test_minutes_without_a_price_are_left_out() -> None:
    store = Store()
    store.apply_rt(day(point("10:00", 0.0), {"time": "2025-11-23 10:01:00", "minute": 601, "isBlank": True}))
    assert len(store.intraday[TENCENT]) == 0


def test_a_spark_line_samples_the_day_evenly_and_ends_with_the_last_price() -> None:
    assert course(*range(1, 13)).spark(4) == [3.0, 6.0, 9.0, 12.0]
    assert course(1.0, 2.0).spark(8) == [1.0, 2.0]
    assert course().spark(8) == []
    assert course(1.0).spark(0) == []


@given(st.integers(1, 59), st.integers(1, 80))
def test_a_spark_line_fits_its_width(count: int, width: int) -> None:
    prices = [float(number) for number in range(1, count + 1)]
    spark = course(*prices).spark(width)
    assert len(spark) == min(count, width)
    assert spark == sorted(spark)
    assert spark[-1] == prices[-1]
