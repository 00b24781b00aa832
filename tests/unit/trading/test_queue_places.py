"""The place in the queue: a bound that is never below the truth, and falls as the queue does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol import Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.orders import Order
from futu_tui.trading.queue_places import OVERLAP, QueuePlaces
from tests.unit.trading import wire
from tests.unit.trading.wire import TENCENT

REAL = Account.of(wire.account(trdEnv=1))
SIMULATED = Account.of(wire.account())
PAPER = Account.of(wire.account(competitionAccName="paper"))
PRICE = 512.0


class Level(NamedTuple):
    price: float
    size: int


class Tick(NamedTuple):
    price: float
    volume: int


@dataclass
class Book:
    bids: list[Level] = field(default_factory=list)
    asks: list[Level] = field(default_factory=list)


@dataclass
class Depth:
    books: dict[Security, Book] = field(default_factory=dict)
    tapes: dict[Security, list[Tick]] = field(default_factory=dict)


class Scene:
    """One level of bids, and a person's orders in it."""

    def __init__(self, account: Account = REAL) -> None:
        self.places = QueuePlaces()
        self.account = account
        self.depth = Depth(tapes={TENCENT: []})
        self.now = 100.0

    def frame(
        self, *orders: Order, size: int | None = None, trades: tuple[Tick, ...] = (), later: float = 5.0
    ) -> None:
        """A frame so many seconds later, in which the level has this size and these trades were heard of."""
        self.now += later
        if size is not None:
            self.depth.books[TENCENT] = Book(bids=[Level(513.0, 7), Level(PRICE, size)])
        self.depth.tapes[TENCENT].extend(trades)
        self.places.follow(self.account, orders, self.depth, {TENCENT: len(trades)}, self.now)


def bid(order_id: int = 1, qty: float = 200, **fields: object) -> Order:
    return Order.of(wire.order(order_id, price=PRICE, qty=qty, **fields))


def test_what_stands_at_the_price_beside_the_own_order_is_ahead_of_it() -> None:
    scene, order = Scene(), bid()
    assert scene.places.ahead(order) is None
    scene.frame(order, size=1_200)
    assert scene.places.ahead(order) == 1_000


def test_it_falls_with_the_level_and_with_trades_and_never_rises() -> None:
    scene, order = Scene(), bid()
    scene.frame(order, size=1_200)
    scene.frame(order, size=900)
    assert scene.places.ahead(order) == 700
    scene.frame(order, size=9_000)
    assert scene.places.ahead(order) == 700
    scene.frame(order, trades=(Tick(PRICE, 300), Tick(513.0, 50), Tick(PRICE, 100)))
    assert scene.places.ahead(order) == 300
    scene.frame(order, trades=(Tick(PRICE, 5_000),))
    assert scene.places.ahead(order) == 0


def test_a_trade_that_the_book_may_show_already_is_not_taken_off_twice() -> None:
    scene, order = Scene(), bid()
    scene.frame(order, size=1_200)
    scene.frame(order, trades=(Tick(PRICE, 300),), later=OVERLAP * 0.9)
    assert scene.places.ahead(order) == 1_000


def test_of_two_own_orders_at_a_price_the_later_is_behind_the_other() -> None:
    scene = Scene()
    first, second = bid(1, 200), bid(2, 300, createTimestamp=wire.NOON + 5)
    scene.frame(second, first, size=1_500)
    assert scene.places.ahead(second) == 1_200
    assert scene.places.ahead(first) == 1_000


def test_more_shares_or_another_price_send_it_to_the_end() -> None:
    scene = Scene()
    scene.frame(bid(), size=1_200)
    scene.frame(bid(), size=400)
    assert scene.places.ahead(bid()) == 200
    larger = bid(qty=400)
    scene.frame(larger, size=3_000)
    assert scene.places.ahead(larger) == 2_600
    moved = Order.of(wire.order(1, price=513.0, qty=400))
    assert scene.places.ahead(moved) is None


def test_a_part_that_fills_keeps_the_place() -> None:
    scene = Scene()
    scene.frame(bid(), size=300)
    filling = Order.of(wire.order(1, wire.PART_FILLED, price=PRICE, fillQty=100))
    scene.frame(filling, size=5_000)
    assert scene.places.ahead(filling) == 100


def test_nothing_is_told_where_the_level_is_out_of_view_or_smaller_than_the_order() -> None:
    scene, order = Scene(), bid(qty=200)
    scene.depth.books[TENCENT] = Book(bids=[Level(513.0, 7)])
    scene.frame(order)
    assert scene.places.ahead(order) is None
    scene.frame(order, size=150)
    assert scene.places.ahead(order) is None


@pytest.mark.parametrize(("account", "known"), [(REAL, True), (PAPER, True), (SIMULATED, False)])
def test_simulated_orders_stand_in_no_book_but_the_paper_gateways(account: Account, known: bool) -> None:
    scene, order = Scene(account), bid()
    scene.frame(order, size=1_200)
    assert (scene.places.ahead(order) is not None) is known


EVENTS = st.lists(
    st.tuples(st.sampled_from(["join", "leave ahead", "leave behind", "trade"]), st.integers(1, 500)),
    max_size=30,
)


@given(
    ahead=st.integers(0, 2_000),
    events=EVENTS,
    gaps=st.lists(st.sampled_from([0.04, 3.0]), min_size=30, max_size=30),
)
def test_the_bound_is_never_below_the_truth(
    ahead: int, events: list[tuple[str, int]], gaps: list[float]
) -> None:
    """A queue with one own order in it, of which the gateway shows the sum and the trades."""
    scene, order, behind = Scene(), bid(qty=200), 0
    scene.frame(order, size=ahead + 200)
    for (event, size), gap in zip(events, gaps, strict=False):
        trades: tuple[Tick, ...] = ()
        if event == "join":
            behind += size
        elif event == "leave ahead":
            ahead -= min(size, ahead)
        elif event == "leave behind":
            behind -= min(size, behind)
        elif ahead:
            traded = min(size, ahead)
            ahead -= traded
            trades = (Tick(PRICE, traded),)
        scene.frame(order, size=ahead + 200 + behind, trades=trades, later=gap)
        bound = scene.places.ahead(order)
        assert bound is not None
        assert bound >= ahead
