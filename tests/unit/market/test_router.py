from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Changes, Router, Store
from futu_tui.market.router import RECENT
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.unit.market.wire import (
    ALIBABA,
    TENCENT,
    bar,
    fed,
    point,
    push_bars,
    push_basic,
    push_book,
    push_brokers,
    push_points,
    push_ticks,
    tick,
)

BROKEN = b"\xff\xff\xff"
"""No body of any message."""


def broken(event: PushEvent) -> PushEvent:
    """The same envelope around a body that shows if anybody reads it."""
    unread = PushEvent()
    unread.CopyFrom(event)
    unread.body = BROKEN
    return unread


def test_of_pushes_that_hold_the_whole_the_newest_wins_and_the_overtaken_are_never_read() -> None:
    store = fed(
        broken(push_basic(last=510.0)),
        broken(push_basic(last=511.0)),
        push_basic(last=512.0),
        broken(push_book([(511.0, 100, 1)], [])),
        push_book([(512.0, 100, 1)], []),
        broken(push_brokers([(1, "Old", 1)])),
        push_brokers([(2, "New", 1)]),
    )
    assert store.quotes[TENCENT].last == 512.0
    assert store.books[TENCENT].bids[0].price == 512.0
    assert [entry.name for entry in store.brokers[TENCENT].bids] == ["New"]
    assert store.router.received == 7
    assert store.router.overtaken == 4
    assert store.bad_bodies == {}


def test_one_security_does_not_overtake_another_nor_the_odd_lot_book_the_book() -> None:
    odd = push_book([(1.0, 7, 1)], [], orderBookType=1)
    odd.sub_type = 22
    store = fed(
        push_basic(TENCENT, 512.0),
        push_basic(ALIBABA, 131.4),
        push_book([(512.0, 100, 1)], []),
        odd,
    )
    assert store.quotes[TENCENT].last == 512.0
    assert store.quotes[ALIBABA].last == 131.4
    assert store.books[TENCENT].bids[0].price == 512.0
    assert store.router.overtaken == 0


def test_pushes_that_name_no_security_are_all_read() -> None:
    first, second = push_basic(TENCENT, 512.0), push_basic(ALIBABA, 131.4)
    first.sec_key = second.sec_key = ""
    store = fed(first, second)
    assert store.quotes[TENCENT].last == 512.0
    assert store.quotes[ALIBABA].last == 131.4


def test_every_tick_and_every_bar_is_read() -> None:
    store = fed(
        *(push_ticks(tick(number)) for number in range(1, 101)),
        push_bars(bar("2025-11-23 12:01:00", close=512.0)),
        push_bars(bar("2025-11-23 12:01:00", close=513.0), bar("2025-11-23 12:02:00", close=513.5)),
        push_bars(bar("2025-11-23 12:02:00", close=514.0)),
    )
    assert store.tapes[TENCENT].count == 100
    (candles,) = store.candles.values()
    assert [each.close for each in candles] == [513.0, 514.0]


def test_while_a_minute_lasts_only_its_newest_point_is_read() -> None:
    store = fed(push_points(point("10:00", 512.0)))
    fed(
        broken(push_points(point("10:00", 512.2))),
        broken(push_points(point("10:00", 512.4))),
        push_points(point("10:00", 512.6)),
        store=store,
    )
    assert [each.price for each in store.intraday[TENCENT]] == [512.6]
    assert store.router.overtaken == 2
    assert store.bad_bodies == {}


def test_the_last_point_of_a_minute_is_not_lost_to_the_first_of_the_next() -> None:
    store = fed(push_points(point("10:00", 512.0)))
    fed(
        broken(push_points(point("10:00", 512.2))),
        push_points(point("10:00", 512.4)),
        push_points(point("10:01", 513.0)),
        push_points(point("10:01", 513.2)),
        store=store,
    )
    assert [each.price for each in store.intraday[TENCENT]] == [512.4, 513.2]
    assert store.router.overtaken == 1
    assert store.bad_bodies == {}


@given(
    st.lists(
        st.tuples(st.sampled_from([TENCENT, ALIBABA]), st.integers(0, 3), st.floats(1.0, 9.0)),
        max_size=30,
    ),
    st.data(),
)
def test_frames_of_any_length_lead_to_what_reading_every_push_leads_to(
    steps: list[tuple[Security, int, float]], data: st.DataObject
) -> None:
    """Minutes only go forward, as on a stream; frames fall anywhere between pushes."""
    framed, one_by_one = Store(), Store()
    minute = 0
    for number, (security, passed, price) in enumerate(steps, start=1):
        minute += passed
        clock = f"10:{minute % 60:02d}" if minute < 60 else f"11:{minute % 60:02d}"
        events = [
            push_basic(security, price, volume=number),
            push_book([(price, number, 1)], [(price + 1, number, 1)], security),
            push_points(point(clock, price), security=security),
            push_ticks(tick(number, price), security=security),
        ]
        for event in events:
            framed.router.push(event)
        if data.draw(st.booleans(), label="frame ends"):
            framed.drain(1.0)
        fed(*events, store=one_by_one)
    framed.drain(1.0)
    assert framed.quotes == one_by_one.quotes
    assert framed.books == one_by_one.books
    assert {key: list(tape) for key, tape in framed.tapes.items()} == {
        key: list(tape) for key, tape in one_by_one.tapes.items()
    }
    assert {key: list(points) for key, points in framed.intraday.items()} == {
        key: list(points) for key, points in one_by_one.intraday.items()
    }


def test_unknown_protocols_are_counted_by_number_and_cost_nothing_else() -> None:
    store = fed(PushEvent(proto_id=9999), PushEvent(proto_id=9999), PushEvent(proto_id=3004), push_basic())
    assert store.router.unknown == {9999: 2, 3004: 1}
    assert store.quotes[TENCENT].last == 512.5


def test_bodies_that_cannot_be_read_are_counted_by_protocol_and_cost_nothing_else() -> None:
    response = PROTOCOLS[ProtoId.QOT_UPDATE_TICKER].response
    assert response is not None
    refused = push_ticks(tick(1))
    refused.body = response(retType=-1, retMsg="no right").SerializeToString()
    empty = push_ticks(tick(1))
    empty.body = b""
    store = fed(
        broken(push_basic()), broken(push_points(point("10:00"))), refused, empty, push_ticks(tick(2))
    )
    assert store.bad_bodies == {3005: 1, 3009: 1, 3011: 2}
    assert [each.sequence for each in store.tapes[TENCENT]] == [2]


def test_a_security_of_no_known_market_is_counted_and_costs_nothing_else() -> None:
    stranger = push_basic()
    stranger.sec_key = "2_HSImain"
    body = push_basic()
    response = PROTOCOLS[ProtoId.QOT_UPDATE_BASIC_QOT].response
    assert response is not None
    parsed = response.FromString(body.body)
    parsed.s2c.basicQotList[0].security.market = 2  # type: ignore[attr-defined]
    stranger.body = parsed.SerializeToString()
    store = fed(stranger, push_basic(ALIBABA, 131.4))
    assert store.unknown_securities == {3005: 1}
    assert list(store.quotes) == [ALIBABA]


def test_trade_pushes_and_notices_wait_in_the_order_they_came() -> None:
    router = Router()
    numbers = [2208, 2218, 2240, 1003, 2208]
    for number in numbers:
        router.push(PushEvent(proto_id=number))
    assert [event.proto_id for event in router.take_trades()] == numbers
    assert router.take_trades() == []
    assert router.unknown == {}


def test_nothing_waiting_changes_nothing() -> None:
    assert not Store().drain(1.0)
    assert not Changes()


def test_the_last_pushes_of_each_kind_are_kept_to_be_looked_at() -> None:
    router, quote = Router(), ProtoId.QOT_UPDATE_BASIC_QOT
    events = [PushEvent(proto_id=quote, sec_key="1_00700", body=bytes([n])) for n in range(RECENT + 5)]
    for event in events:
        router.push(event)
    router.push(PushEvent(proto_id=65_000))
    assert list(router.recent[quote]) == events[-RECENT:]
    router.take()
    assert len(router.recent[quote]) == RECENT
    assert 65_000 not in router.recent


def test_who_waits_for_the_next_push_is_told_of_it_once_when_it_can_be_taken() -> None:
    router, told = Router(), []
    router.on_next = lambda: told.append(router.waiting)
    for _ in range(3):
        router.push(PushEvent(proto_id=ProtoId.QOT_UPDATE_BASIC_QOT, sec_key="1_00700"))
    assert told == [True]
