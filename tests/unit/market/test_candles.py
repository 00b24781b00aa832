from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Candles, Period, Rehab, Series, Store
from futu_tui.protocol.pb import qot_common_pb2
from tests.unit.market.wire import TENCENT, bar, fed, push_bars

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
    minute: int
    close: float


tellings = st.lists(st.builds(Telling, st.integers(0, 30), st.sampled_from([1.0, 2.0, 3.0])), max_size=60)


@given(tellings, st.lists(st.integers(1, 20)))
def test_bars_of_any_order_in_any_batches_lie_by_time_and_what_came_last_holds(
    told: list[Telling], sizes: list[int]
) -> None:
    candles = Candles(Series(TENCENT, M1))
    expected: dict[str, float] = {}
    rest = told
    for size in [*sizes, len(told)]:
        batch, rest = rest[:size], rest[size:]
        before, version = list(candles), candles.version
        changed = candles.apply([bar(clock(minute), close) for minute, close in batch])
        expected |= {clock(minute): close for minute, close in batch}
        assert {each.time: each.close for each in candles} == expected
        assert [each.time for each in candles] == sorted(expected)
        assert changed is (candles.version > version)
        assert changed or list(candles) == before


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
    ("period", "begin"), [(Period.M1, "2025-11-11"), (Period.DAY, "2023-11-04"), (Period.MONTH, "1983-06-17")]
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
