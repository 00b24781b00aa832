"""The book matches in price-time priority and loses nothing, whatever is sent to it."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.exchange import Order, OrderBook
from futu_tui.paper.orders import Side


class Act(NamedTuple):
    kind: str
    side: Side
    price: int
    quantity: int
    pick: int


acts = st.lists(
    st.builds(
        Act,
        kind=st.sampled_from(["limit", "limit", "limit", "sweep", "cancel"]),
        side=st.sampled_from(Side),
        price=st.integers(95, 105),
        quantity=st.integers(1, 50),
        pick=st.integers(0, 1_000),
    ),
    max_size=60,
)


class PlainBook:
    """The same rules, written for reading: one list of resting orders, searched each time."""

    def __init__(self) -> None:
        self.resting: list[Order] = []

    def take(self, side: Side, quantity: int, worst: int | None) -> list[tuple[int, int, int]]:
        sign = 1 if side is Side.BUY else -1
        rivals = [order for order in self.resting if order.side is not side]
        if worst is not None:
            rivals = [order for order in rivals if order.price * sign <= worst * sign]
        rivals.sort(key=lambda order: order.price * sign)  # stable: first come first at a price
        trades = []
        for order in rivals:
            if quantity:
                traded = min(order.remaining, quantity)
                order.remaining -= traded
                quantity -= traded
                trades.append((order.id, order.price, traded))
        self.resting = [order for order in self.resting if order.remaining]
        return trades


def executed(book: OrderBook, plain: PlainBook, act: Act, order_id: int) -> tuple[list, list]:
    """The same act on both books: what each traded."""
    if act.kind == "cancel":
        if plain.resting:
            victim = plain.resting.pop(act.pick % len(plain.resting))
            key = victim.price * book.side(victim.side).sign
            book.cancel(book.side(victim.side).levels[key].orders[victim.id])
        return [], []
    if act.kind == "sweep":
        ours = book.sweep(act.side, act.quantity, act.price)
        theirs = plain.take(act.side, act.quantity, act.price)
    else:
        ours = book.submit(Order(order_id, act.side, act.price, act.quantity))
        theirs = plain.take(act.side, act.quantity, act.price)
        rest = act.quantity - sum(quantity for _, _, quantity in theirs)
        if rest:
            plain.resting.append(Order(order_id, act.side, act.price, rest))
    return [(e.maker.id, e.price, e.quantity) for e in ours], theirs


@given(acts)
def test_trades_are_those_of_price_time_priority(sent: list[Act]) -> None:
    book, plain = OrderBook(), PlainBook()
    for order_id, act in enumerate(sent):
        ours, theirs = executed(book, plain, act, order_id)
        assert ours == theirs


@given(acts)
def test_the_book_is_never_crossed_and_its_levels_add_up(sent: list[Act]) -> None:
    book, plain = OrderBook(), PlainBook()
    for order_id, act in enumerate(sent):
        executed(book, plain, act, order_id)
        if book.bids.keys and book.asks.keys:
            assert book.bids.best < book.asks.best
        for side in (book.bids, book.asks):
            assert side.keys == sorted(side.levels)
            for level in side.levels.values():
                assert level.orders
                assert level.size == sum(order.remaining for order in level.orders.values())


@given(acts)
def test_no_share_is_lost(sent: list[Act]) -> None:
    book, plain = OrderBook(), PlainBook()
    for order_id, act in enumerate(sent):
        executed(book, plain, act, order_id)
    for side in Side:
        resting = {order.id: order.remaining for order in book.best_first(side)}
        assert resting == {order.id: order.remaining for order in plain.resting if order.side is side}


def test_first_come_first_at_a_price() -> None:
    book = OrderBook()
    for order_id in (1, 2, 3):
        book.submit(Order(order_id, Side.SELL, 100, 10))
    executions = book.submit(Order(4, Side.BUY, 100, 15))
    assert [(e.maker.id, e.quantity) for e in executions] == [(1, 10), (2, 5)]


def test_an_incoming_order_trades_at_the_resting_price() -> None:
    book = OrderBook()
    book.submit(Order(1, Side.SELL, 99, 10))
    (execution,) = book.submit(Order(2, Side.BUY, 105, 10))
    assert execution.price == 99
