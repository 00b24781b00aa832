from __future__ import annotations

import pytest

from futu_tui.market import Changes, Store, Tape
from futu_tui.market.store import DETAILED, finished
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2
from tests.unit.market.wire import (
    ALIBABA,
    APPLE,
    TENCENT,
    basic,
    fed,
    point,
    push_basic,
    push_book,
    push_brokers,
    push_points,
    push_ticks,
    snapshot,
    tick,
)


def static(security: Security, name: str, lot: int = 100) -> qot_common_pb2.SecurityStaticInfo:
    return qot_common_pb2.SecurityStaticInfo(
        basic={
            "security": security.message(),
            "id": 1,
            "lotSize": lot,
            "secType": 3,
            "name": name,
            "listTime": "2004-06-16",
            "exchType": 1,
        }
    )


def test_static_information_lists_a_security_and_names_its_quote() -> None:
    store = fed(push_basic(name=""))
    store.apply_static([static(TENCENT, "Tencent", lot=100)])
    changes = store.drain(2.0)
    assert changes.listings
    assert changes.quotes == {TENCENT: {"name"}}
    listing = store.listings[TENCENT]
    assert (listing.name, listing.lot_size, listing.exchange) == ("Tencent", 100, 1)
    store.apply_static([static(TENCENT, "Tencent", lot=100)])
    assert not store.drain(3.0)


def test_a_listing_known_first_names_the_quote_and_a_snapshot_does_not_replace_it() -> None:
    store = Store()
    store.apply_static([static(ALIBABA, "Alibaba-W", lot=50)])
    store.drain(1.0)
    fed(push_book([(131.3, 100, 1)], [], ALIBABA), store=store)
    assert store.quotes[ALIBABA].name == "Alibaba-W"
    store.apply_snapshot([snapshot(ALIBABA, lotSize=1)])
    assert store.listings[ALIBABA].lot_size == 50
    assert not store.drain(2.0).listings


def test_an_answer_counts_as_received_at_the_last_frame_unless_told_otherwise() -> None:
    store = Store()
    store.drain(7.0)
    store.apply_basic([basic()])
    assert store.quotes[TENCENT].received_at == 7.0
    store.apply_basic([basic()], now=9.0)
    assert store.quotes[TENCENT].received_at == 9.0


def test_rows_of_no_known_market_cost_an_answer_nothing_else() -> None:
    stranger = basic()
    stranger.security.market = 2
    store = Store()
    store.apply_basic([stranger, basic()])
    assert list(store.quotes) == [TENCENT]


def test_forgetting_a_subscription_lets_go_of_what_it_brought_alone() -> None:
    store = fed(
        push_basic(),
        push_book([(512.0, 1, 1)], []),
        push_brokers([(1, "One", 1)]),
        push_ticks(tick(1)),
        push_points(point("10:00")),
    )
    held = {2: store.books, 4: store.tapes, 5: store.intraday, 14: store.brokers}
    for sub_type, things in held.items():
        others = [len(other) for number, other in held.items() if number != sub_type]
        assert len(things) == 1
        store.forget(TENCENT, sub_type)
        assert len(things) == 0
        assert others == [len(other) for number, other in held.items() if number != sub_type]
    store.forget(TENCENT, 1)
    assert TENCENT in store.quotes


def test_changes_of_two_frames_merge_to_those_of_both() -> None:
    store = fed(push_basic(last=1.0, volume=1))
    store.router.push(push_basic(last=2.0, volume=1))
    store.router.push(push_ticks(tick(1)))
    changes = store.drain(2.0)
    store.router.push(push_basic(last=2.0, volume=2))
    store.router.push(push_ticks(tick(2), tick(3)))
    assert store.drain(3.0, changes) is changes
    assert changes.quotes == {TENCENT: {"last", "volume"}}
    assert changes.ticks == {TENCENT: 3}


def test_merging_leaves_the_other_as_it_was() -> None:
    one, other = Changes(), Changes(quotes={TENCENT: {"last"}}, orders=True)
    one.merge(other)
    one.quote(TENCENT, {"volume"})
    assert one.orders
    assert other.quotes == {TENCENT: {"last"}}


def test_a_push_that_cannot_be_applied_is_counted_and_costs_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: Tape, rows: object) -> int:
        raise ValueError("no tape like that")

    monkeypatch.setattr(Tape, "apply", fail)
    store = fed(push_ticks(tick(1)), push_basic(last=512.5))
    assert store.bad_bodies == {ProtoId.QOT_UPDATE_TICKER: 1}
    assert store.quotes[TENCENT].last == 512.5


def test_under_overload_only_the_newest_ticks_of_a_frame_are_kept_and_all_are_counted() -> None:
    store = Store()
    store.overloaded = True
    for number in range(1, DETAILED + 31):
        store.router.push(push_ticks(tick(2 * number - 1), tick(2 * number)))
        store.router.push(push_ticks(tick(number), security=ALIBABA))
    for number in range(DETAILED):
        store.router.push(push_ticks(tick(number + 1), security=APPLE))
    changes = store.drain(1.0)
    tencent, alibaba, apple = (store.tapes[each] for each in (TENCENT, ALIBABA, APPLE))
    assert (len(tencent), tencent.left_out) == (2 * DETAILED, 60)
    assert (len(alibaba), alibaba.left_out) == (DETAILED, 30)
    assert (len(apple), apple.left_out) == (DETAILED, 0)
    assert changes.ticks == {TENCENT: 2 * DETAILED, ALIBABA: DETAILED, APPLE: DETAILED}
    assert tencent[-1].sequence == 2 * (DETAILED + 30)
    store.overloaded = False
    for number in range(200, 200 + 2 * DETAILED):
        store.router.push(push_ticks(tick(number), security=ALIBABA))
    store.drain(2.0)
    assert alibaba.left_out == 30


def test_what_is_drained_in_slices_is_the_same_and_answers_may_come_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("futu_tui.market.store.SLICE", 0.0)
    store = Store()
    for number in range(1, 6):
        store.router.push(push_ticks(tick(number)))
    steps = store.drain_slowly(1.0)
    next(steps)
    assert store.tapes[TENCENT].count == 1
    store.router.push(push_ticks(tick(9)))  # waits for the next drain
    changes = finished(steps)
    assert changes.ticks == {TENCENT: 5}
    assert store.drain(2.0).ticks == {TENCENT: 1}
