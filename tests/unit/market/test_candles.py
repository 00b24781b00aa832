from __future__ import annotations

from datetime import date, timedelta
from math import inf, nan
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Candles, Period, Rehab, Series, Store
from futu_tui.market.columns import ROW_BYTES, Columns
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2, qot_get_kl_pb2
from tests.unit.market.wire import APPLE, TENCENT, bar, fed, push_bars

M1, DAY = Period.M1, Period.DAY


def clock(minute: int) -> str:
    return f"2025-11-23 {9 + minute // 60:02d}:{minute % 60:02d}:00"


def series(*closes: float, period: Period = M1) -> Candles:
    candles = Candles(Series(TENCENT, period))
    candles.apply([bar(clock(minute), close) for minute, close in enumerate(closes)])
    return candles


def test_periods_are_numbered_as_the_wire_numbers_them_the_shortest_first() -> None:
    minutes = (1, 3, 5, 10, 15, 30, 60, 120, 180, 240)
    names = [f"{each}Min" for each in minutes] + ["Day", "Week", "Month", "Quarter", "Year"]
    for period, name in zip(Period, names, strict=True):
        assert period.kl_type == qot_common_pb2.KLType.Value(f"KLType_{name}")
        sub_type = "Qurater" if name == "Quarter" else name  # as the wire spells it
        assert period.sub_type == qot_common_pb2.SubType.Value(f"SubType_KL_{sub_type}")
        assert Period.of_kl_type(period.kl_type) is period
        assert Period.of_sub_type(period.sub_type) is period
    assert [period.minutes for period in Period] == [*minutes, 0, 0, 0, 0, 0]
    assert len(Period) == len(set(qot_common_pb2.KLType.values()) - {0})


class Telling(NamedTuple):
    """What is told of a minute."""

    minute: int
    close: float
    volume: int


batches = st.lists(
    st.lists(
        st.builds(Telling, st.integers(0, 40), st.sampled_from([1.0, 2.0, 3.0]), st.integers(0, 2)),
        max_size=30,
    ),
    max_size=12,
)


@given(batches)
def test_bars_of_any_order_in_any_batches_lie_by_time_and_what_came_last_holds(
    told: list[list[Telling]],
) -> None:
    candles = Candles(Series(TENCENT, M1))
    expected: dict[str, tuple[float, int]] = {}
    for batch in told:
        before, version, settled = list(candles), candles.version, candles.settled_version
        changed = candles.apply([bar(clock(minute), close, volume) for minute, close, volume in batch])
        expected |= {clock(minute): (close, volume) for minute, close, volume in batch}
        assert {each.time: (each.close, each.volume) for each in candles} == expected
        assert [each.time for each in candles] == sorted(expected)
        assert changed is (list(candles) != before) is (candles.version > version)
        # Settled is all but the last bar, if that is the last still.
        kept = len(candles) == len(before) and list(candles)[:-1] == before[:-1]
        assert (candles.settled_version > settled) is not kept


@given(batches, st.integers(-45, 45), st.integers(-45, 45), st.integers(1, 3))
def test_candles_read_like_a_list_and_their_columns_like_the_bars(
    told: list[list[Telling]], start: int, end: int, step: int
) -> None:
    candles = Candles(Series(TENCENT, M1))
    for batch in told:
        candles.apply([bar(clock(minute), close, volume) for minute, close, volume in batch])
    bars = list(candles)
    assert candles[start:end:step] == bars[start:end:step]
    assert list(reversed(candles)) == bars[::-1]
    assert candles.last == (candles[-1] if bars else None) == (bars[-1] if bars else None)
    for name in ("at", "open", "high", "low", "close", "volume", "turnover"):
        assert list(getattr(candles, name)) == [getattr(each, name) for each in bars]
    assert list(candles.day) == [date(2025, 11, 23).toordinal()] * len(bars)
    with pytest.raises(IndexError):
        candles[len(bars)]


def test_a_hundred_thousand_bars_take_less_than_ten_megabytes() -> None:
    candles = series(1.0, 2.0)
    columns = candles.columns
    assert 100_000 * sum(getattr(columns, name).itemsize for name in columns.__slots__) == 100_000 * ROW_BYTES
    assert 100_000 * ROW_BYTES < 10_000_000


@given(batches)
def test_columns_are_read_back_as_they_were_packed(told: list[list[Telling]]) -> None:
    candles = Candles(Series(TENCENT, M1))
    for batch in told:
        candles.apply([bar(clock(minute), close, volume) for minute, close, volume in batch])
    packed = candles.columns.packed()
    assert len(packed) == ROW_BYTES * len(candles)
    assert Columns.unpacked(packed) == candles.columns
    with pytest.raises(ValueError, match="no whole number of bars"):
        Columns.unpacked(packed + b"x")


def test_the_bar_that_moves_is_told_apart_from_those_that_are_settled() -> None:
    candles = series(1.0, 2.0)
    settled, version = candles.settled_version, candles.version
    assert candles.apply([bar(clock(1), 2.5)])
    assert (candles.settled_version, candles.version) == (settled, version + 1)
    assert candles.apply([bar(clock(1), 2.6), bar(clock(2), 3.0)])
    assert candles.settled_version > settled


def test_a_known_bar_told_again_changes_nothing() -> None:
    candles = series(1.0, 2.0, 3.0)
    settled, version = candles.settled_version, candles.version
    assert not candles.apply([bar(clock(0), 1.0)])
    assert not candles.apply([bar(clock(2), 3.0)])
    assert (candles.settled_version, candles.version) == (settled, version)


def test_at_a_bar_s_end_the_push_settles_it_and_begins_the_next() -> None:
    store = fed(push_bars(bar(clock(0), 512.0, volume=900)))
    store.router.push(push_bars(bar(clock(0), 512.4, volume=1000), bar(clock(1), 512.6, volume=10)))
    assert store.drain(2.0).candles == {Series(TENCENT, M1)}
    candles = store.candles[Series(TENCENT, M1)]
    assert [(each.close, each.volume) for each in candles] == [(512.4, 1000), (512.6, 10)]
    assert candles.last == candles[-1]


def test_pages_of_history_join_the_live_bars() -> None:
    store = fed(push_bars(bar(clock(40), 9.0)))
    store.apply_history(Series(TENCENT, M1), [bar(clock(minute), 5.0) for minute in range(20, 40)])
    store.apply_history(Series(TENCENT, M1), [bar(clock(minute), 4.0) for minute in range(20)])
    assert [each.close for each in store.candles[Series(TENCENT, M1)]] == [4.0] * 20 + [5.0] * 20 + [9.0]
    store.drain(2.0)
    store.apply_history(Series(TENCENT, M1), [bar(clock(minute), 4.0) for minute in range(20)])
    assert not store.drain(3.0)


def test_bars_in_which_nothing_traded_are_left_out() -> None:
    candles = Candles(Series(TENCENT, M1))
    blank = qot_common_pb2.KLine(time=clock(0), isBlank=True)
    priceless = qot_common_pb2.KLine(time=clock(1), isBlank=False)
    assert not candles.apply([blank, priceless])
    assert candles.last is None


def test_pushes_of_other_periods_and_other_adjustments_do_not_mix() -> None:
    ten_minutes, backward, unknown = 12, 2, 9
    store = fed(
        push_bars(bar(clock(0), 1.0), kl_type=ten_minutes),
        push_bars(bar(clock(0), 2.0), rehab=backward),
        push_bars(bar(clock(0), 3.0), kl_type=DAY.kl_type),
        push_bars(bar(clock(0), 4.0)),
        push_bars(bar(clock(0), 5.0), rehab=unknown),
        push_bars(bar(clock(0), 6.0), kl_type=99),
    )
    assert {series: [each.close for each in candles] for series, candles in store.candles.items()} == {
        Series(TENCENT, Period.M10): [1.0],
        Series(TENCENT, M1, Rehab.BACKWARD): [2.0],
        Series(TENCENT, DAY): [3.0],
        Series(TENCENT, M1): [4.0],
    }


def test_unadjusted_pushes_are_today_s_adjusted_bars_until_somebody_looks_at_unadjusted_ones() -> None:
    raw = Series(TENCENT, M1, Rehab.NONE)
    store = fed(push_bars(bar(clock(0), 1.0), rehab=0))
    assert [each.close for each in store.candles[Series(TENCENT, M1)]] == [1.0]
    store.open_bars(raw)
    fed(push_bars(bar(clock(0), 2.0), rehab=0), store=store)
    assert [each.close for each in store.candles[raw]] == [2.0]
    assert [each.close for each in store.candles[Series(TENCENT, M1)]] == [1.0]
    # The bar of a week may have begun before a dividend.
    fed(push_bars(bar("2025-11-17", 3.0), rehab=0, kl_type=Period.WEEK.kl_type), store=store)
    assert Series(TENCENT, Period.WEEK) not in store.candles


def test_a_bar_is_timed_in_its_market_s_zone() -> None:
    candles = Candles(Series(TENCENT, DAY))
    candles.apply([bar("2025-11-23", 1.0)])
    assert candles[0].at == 1_763_827_200.0  # 2025-11-22 16:00 UTC


@pytest.mark.parametrize(
    ("period", "begin"),
    [
        (Period.M1, "2025-11-11"),
        (Period.DAY, "2023-11-04"),
        (Period.MONTH, "1983-06-17"),
        (Period.YEAR, "1960-01-01"),
    ],
)
def test_the_page_before_reaches_across_any_holiday(period: Period, begin: str) -> None:
    candles = Candles(Series(TENCENT, period))
    candles.apply([bar("2025-11-23 09:31:00", 1.0)])
    assert candles.before(500) == (begin, "2025-11-23")


def test_forgetting_a_subscription_lets_go_of_its_bars_alone() -> None:
    store = Store()
    for period in (M1, DAY):
        store.apply_history(Series(TENCENT, period), [bar(clock(0))])
    store.forget(TENCENT, M1.sub_type)
    assert list(store.candles) == [Series(TENCENT, DAY)]


# Days and hours


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2025-11-21 20:00:00", date(2025, 11, 21)),  # the last bar after hours
        ("2025-11-23 20:05:00", date(2025, 11, 24)),  # Sunday evening is Monday's night
        ("2025-11-25 00:00:00", date(2025, 11, 25)),
        ("2025-11-25 04:00:00", date(2025, 11, 25)),
        ("2025-11-25 09:30:00", date(2025, 11, 25)),
    ],
)
def test_the_night_before_belongs_to_the_trading_day_in_new_york(time: str, day: date) -> None:
    candles = Candles(Series.of(APPLE, Period.M5))
    candles.apply([bar(time)])
    assert list(candles.day) == [day.toordinal()]
    daily = Candles(Series.of(APPLE, DAY))
    daily.apply([bar(time[:10])])
    assert date.fromordinal(daily.day[0]).isoformat() == time[:10]


def test_a_series_has_one_key_where_there_are_no_hours_to_choose_from() -> None:
    for security, period in ((TENCENT, M1), (APPLE, DAY), (APPLE, Period.M120)):
        assert Series.of(security, period, extended=True) == Series.of(security, period, extended=False)
    assert Series.of(APPLE, M1) != Series.of(APPLE, M1, extended=False)


def answer(*rows: qot_common_pb2.KLine, security: Security = TENCENT) -> qot_get_kl_pb2.S2C:
    return qot_get_kl_pb2.S2C(security=security.message(), klList=rows)


def test_regular_hours_take_what_is_theirs_of_the_bars_of_all_hours() -> None:
    store = Store()
    everything = Series.of(APPLE, Period.M60)
    regular = Series.of(APPLE, Period.M60, extended=False)
    times = ["09:00", "09:30", "10:30", "12:00", "15:30", "16:00", "17:00"]
    rows = [bar(f"2025-11-21 {time}:00") for time in times]
    store.apply_kl(answer(*rows[:5], security=APPLE), Period.M60)
    assert list(store.candles) == [everything]
    store.open_bars(regular)
    store.apply_kl(answer(*rows[5:], security=APPLE), Period.M60)
    assert [each.time[11:16] for each in store.candles[everything]] == times
    # An hour that ends at twelve began at eleven: no hour of a day that begins at half past nine.
    assert [each.time[11:16] for each in store.candles[regular]] == ["10:30", "15:30", "16:00"]


# What is missed, told late, or moved by a dividend


def test_a_gap_is_closed_by_an_answer_that_reaches_back_to_it() -> None:
    store = fed(push_bars(*(bar(clock(minute)) for minute in range(5))))
    candles = store.candles[Series(TENCENT, M1)]
    assert candles.gap is None
    store.mark_bar_gaps()
    fed(push_bars(bar(clock(30))), store=store)
    store.mark_bar_gaps()
    assert candles.gap == clock(4)
    store.apply_kl(answer(*(bar(clock(minute)) for minute in range(5, 31))), M1, asked_at={})
    assert candles.gap == clock(4)
    store.drain(2.0)
    store.apply_kl(answer(*(bar(clock(minute)) for minute in range(4, 31))), M1, asked_at={})
    assert candles.gap is None
    assert store.drain(3.0).histories == {candles.series}


def test_an_answer_does_not_put_back_the_bar_that_was_pushed_since_it_was_asked_for() -> None:
    store = fed(push_bars(bar(clock(0), 1.0)))
    series = Series(TENCENT, M1)
    asked_at = store.pushes_of_bars(series)
    fed(push_bars(bar(clock(0), 3.0, volume=3000)), store=store)
    late = answer(bar("2025-11-23 08:59:00", 0.5), bar(clock(0), 2.0, volume=2000))
    store.apply_kl(late, M1, asked_at=asked_at)
    assert [each.close for each in store.candles[series]] == [0.5, 3.0]
    store.apply_kl(late, M1, asked_at=store.pushes_of_bars(series))
    assert [each.close for each in store.candles[series]] == [0.5, 2.0]


@pytest.mark.parametrize("period", [Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR])
def test_a_long_bar_that_is_stamped_with_its_newest_day_is_there_once(period: Period) -> None:
    candles = Candles(Series(TENCENT, period))
    candles.apply([bar("2024-11-22", 1.0), bar("2025-11-24", 2.0)])
    asked_before_the_push = [bar("2024-11-22", 1.0), bar("2025-11-24", 2.0)]
    assert candles.apply([bar("2025-11-25", 3.0)])
    assert [(each.time[:10], each.close) for each in candles] == [("2024-11-22", 1.0), ("2025-11-25", 3.0)]
    candles.apply(asked_before_the_push)
    assert [each.close for each in candles] == [1.0, 3.0], "the earlier stamp is the older telling"
    candles.apply([bar("2025-11-26", 4.0), bar("2026-02-03", 5.0)] if period is not Period.YEAR else [])
    assert len(candles) == (2 if period is Period.YEAR else 3)
    assert list(candles.at) == sorted(candles.at)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 400), st.sampled_from([1.0, 2.0])), max_size=8), max_size=8)
)
def test_no_week_is_there_twice_whatever_days_stamp_it(batches: list[list[tuple[int, float]]]) -> None:
    candles = Candles(Series(TENCENT, Period.WEEK))
    begin = date(2024, 1, 1)
    told: dict[int, int] = {}
    for batch in batches:
        weeks = {day // 7: (day, close) for day, close in batch}
        candles.apply([bar(str(begin + timedelta(day)), close) for day, close in weeks.values()])
        for week, (day, _) in weeks.items():
            told[week] = max(told.get(week, 0), day)
    days = [day - begin.toordinal() for day in candles.day]
    assert days == [told[week] for week in sorted(told)]


def test_an_answer_in_other_terms_leaves_no_bar_of_before() -> None:
    store = Store()
    series = Series(TENCENT, DAY)
    store.apply_history(series, [bar(f"2025-11-{day:02d}", 100.0 + day) for day in range(3, 22)])
    moving = bar("2025-11-21", 99.0)
    store.apply_kl(answer(bar("2025-11-20", 120.0), moving), DAY, asked_at={})
    assert len(store.candles[series]) == 19  # the last bar moves without that
    version = store.candles[series].settled_version
    store.apply_kl(answer(bar("2025-11-20", 118.5), moving), DAY, asked_at={})
    candles = store.candles[series]
    assert [each.close for each in candles] == [118.5, 99.0]
    assert candles.told_anew == 1
    assert candles.settled_version > version


def test_an_answer_in_other_terms_leaves_the_bar_that_was_pushed_since_it_was_asked_for() -> None:
    store = Store()
    series = Series(TENCENT, DAY)
    store.apply_history(series, [bar(f"2025-11-{day:02d}", 100.0 + day) for day in range(3, 22)])
    asked_at = store.pushes_of_bars(series)
    push = push_bars(bar("2025-11-21", 98.0), kl_type=DAY.kl_type)
    fed(push, store=store)
    store.apply_kl(answer(bar("2025-11-20", 118.5), bar("2025-11-21", 99.0)), DAY, asked_at=asked_at)
    assert [each.close for each in store.candles[series]] == [118.5, 98.0]


def test_bars_that_are_held_outlive_their_subscription_and_may_be_missed() -> None:
    store = fed(push_bars(bar(clock(0))))
    held = Series(TENCENT, M1)
    store.forget(TENCENT, M1.sub_type, {held})
    assert store.candles[held].gap == clock(0)


def test_kept_bars_of_times_that_no_calendar_has_are_damaged() -> None:
    with pytest.raises(ValueError, match="no times of bars"):
        Columns.unpacked(b"\x7f" * ROW_BYTES)


@pytest.mark.parametrize("odd", [nan, inf])
def test_kept_bars_of_figures_that_are_none_are_damaged(odd: float) -> None:
    columns = series(512.0, 513.0).columns
    columns.volume[1] = odd
    with pytest.raises(ValueError, match="no figures of bars"):
        Columns.unpacked(columns.packed())
