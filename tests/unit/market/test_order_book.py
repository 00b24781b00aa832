from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Level, OrderBook, Store
from tests.unit.market.wire import TENCENT, Side, book, fed, push_book, push_brokers

BIDS: Side = [(512.5, 300, 3), (512.4, 100, 1)]
ASKS: Side = [(512.6, 100, 2), (512.8, 500, 9)]


def test_spread_mid_and_imbalance() -> None:
    known = fed(push_book(BIDS, ASKS)).books[TENCENT]
    assert known.spread == pytest.approx(0.1)
    assert known.mid == pytest.approx(512.55)
    assert known.imbalance() == pytest.approx(0.4)
    assert known.imbalance(1) == pytest.approx(0.75)


def test_a_side_that_is_empty_leaves_nothing_to_measure() -> None:
    known = fed(push_book(BIDS, [])).books[TENCENT]
    assert known.spread is None
    assert known.mid is None
    assert known.imbalance() == 1.0
    assert OrderBook(TENCENT).imbalance() is None


def test_a_side_that_changed_is_a_new_list_and_the_other_is_not() -> None:
    store = fed(push_book(BIDS, ASKS))
    known = store.books[TENCENT]
    bids, asks = known.bids, known.asks
    fed(push_book([(512.5, 200, 2)], ASKS), store=store)
    assert bids == [Level(512.5, 300, 3), Level(512.4, 100, 1)]
    assert known.bids == [Level(512.5, 200, 2)]
    assert known.asks is asks


def test_a_book_that_repeats_itself_is_no_change() -> None:
    store = fed(push_book(BIDS, ASKS))
    store.router.push(push_book(BIDS, ASKS))
    assert not store.drain(2.0)
    assert store.books[TENCENT].received_at == 2.0


def test_the_odd_lot_book_is_left_out() -> None:
    store = fed(push_book(BIDS, ASKS))
    store.apply_order_book(book([(500.0, 7, 1)], [], orderBookType=1))
    assert store.books[TENCENT].bids[0].price == 512.5


levels = st.lists(
    st.tuples(st.floats(0.001, 1e6, allow_nan=False), st.integers(0, 10**15 - 1), st.integers(0, 2**31 - 1)),
    max_size=12,
)


@given(levels, levels)
def test_any_book_is_kept_as_the_wire_has_it(bids: Side, asks: Side) -> None:
    store = Store()
    store.apply_order_book(book(bids, asks))
    known = store.books[TENCENT]
    assert [tuple(level) for level in known.bids] == bids
    assert [tuple(level) for level in known.asks] == asks
    share = known.imbalance()
    assert share is None or 0 <= share <= 1


def test_a_broker_queue_is_told_when_it_differs() -> None:
    store = fed(push_brokers([(6699, "UBS", 1), (6387, "Haitong", 2)]))
    store.router.push(push_brokers([(6699, "UBS", 1), (6387, "Haitong", 2)]))
    assert not store.drain(2.0)
    store.router.push(push_brokers([(6387, "Haitong", 1)]))
    assert store.drain(3.0).brokers == {TENCENT}
    assert [(entry.id, entry.position) for entry in store.brokers[TENCENT].bids] == [(6387, 1)]
