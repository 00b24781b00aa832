"""Capital flow as the gateway tells it."""

from __future__ import annotations

from futu_tui.market import Changes, Store
from futu_tui.market.capital_flow import Distribution, FlowPoint
from futu_tui.protocol.pb import qot_get_capital_distribution_pb2, qot_get_capital_flow_pb2
from tests.unit.market.wire import ALIBABA, TENCENT

Item = qot_get_capital_flow_pb2.CapitalFlowItem


def item(clock: str, net: float = 5.0, **fields: float) -> Item:
    sizes = {"superInFlow": 4.0, "bigInFlow": 3.0, "midInFlow": -1.0, "smlInFlow": -1.0} | fields
    return Item(inFlow=net, time=f"2026-11-23 {clock}:00", **sizes)


def parts(came_in: float = 10.0) -> qot_get_capital_distribution_pb2.S2C:
    return qot_get_capital_distribution_pb2.S2C(
        capitalInSuper=came_in, capitalInBig=2, capitalInMid=3, capitalInSmall=4,
        capitalOutSuper=5, capitalOutBig=6, capitalOutMid=7, capitalOutSmall=8,
        updateTime="2026-11-23 10:00:07",
    )  # fmt: skip


def told(store: Store, *items: Item, came_in: float = 10.0) -> Changes:
    store.apply_capital_flow(TENCENT, qot_get_capital_flow_pb2.S2C(flowItemList=items), parts(came_in), 100.0)
    return store.drain(100.0)


def test_points_lie_by_time_and_parts_by_size() -> None:
    store = Store()
    assert told(store, item("09:31", 6.0), item("09:30")).capital == {TENCENT}
    capital = store.capital[TENCENT]
    assert capital.points == [
        FlowPoint("2026-11-23 09:30:00", 5.0, (4.0, 3.0, -1.0, -1.0)),
        FlowPoint("2026-11-23 09:31:00", 6.0, (4.0, 3.0, -1.0, -1.0)),
    ]
    assert capital.points[0].main == 7.0
    assert capital.distribution == Distribution((10, 2, 3, 4), (5, 6, 7, 8), "2026-11-23 10:00:07")


def test_the_same_again_is_no_change() -> None:
    store = Store()
    told(store, item("09:30"))
    assert not told(store, item("09:30"))
    assert told(store, item("09:30"), came_in=11.0).capital == {TENCENT}
    assert told(store, item("09:30"), item("09:31"), came_in=11.0).capital == {TENCENT}


def test_a_point_without_a_time_and_one_that_is_no_amount_are_left_out() -> None:
    store = Store()
    told(store, Item(inFlow=1.0), item("09:30", float("nan")), item("09:31"), Item(inFlow=1.0, time="soon"))
    assert [point.time for point in store.capital[TENCENT].points] == ["2026-11-23 09:31:00"]


def test_a_timestamp_stands_in_for_a_time() -> None:
    store = Store()
    told(store, Item(inFlow=1.0, timestamp=1_795_401_720.0))
    assert [point.time for point in store.capital[TENCENT].points] == ["2026-11-23 10:42:00"]


def test_a_refusal_keeps_what_was_known_and_an_answer_ends_it() -> None:
    store = Store()
    told(store, item("09:30"))
    store.refuse_capital_flow(TENCENT, "No right")
    store.refuse_capital_flow(ALIBABA, "No right")
    assert store.drain(101.0).capital == {TENCENT, ALIBABA}
    assert store.capital[TENCENT].points
    store.refuse_capital_flow(TENCENT, "No right")
    assert not store.drain(102.0)
    assert told(store, item("09:30")).capital == {TENCENT}
    assert store.capital[TENCENT].refused == ""
