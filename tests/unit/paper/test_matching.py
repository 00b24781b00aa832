"""What people send to the book does what a list of orders, searched from the beginning, would do: no more, no less."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.paper.exchange import Order
from futu_tui.paper.market import Filled, OrderStatus, OrderType, PersonOrder, Side, TimeInForce, Traded
from futu_tui.paper.post import TradingPost

from .conftest import TENCENT, ManualClock, MovedMarket

TICK = 5_000
"""Of the price that the book stands at, in price units."""
LIMIT, IOC = "limit", "immediate"
KINDS = {
    LIMIT: (OrderType.LIMIT, TimeInForce.DAY),
    IOC: (OrderType.LIMIT, TimeInForce.IOC),
    "market": (OrderType.MARKET, TimeInForce.DAY),
    "absolute": (OrderType.ABSOLUTE_LIMIT, TimeInForce.DAY),
    "special": (OrderType.SPECIAL_LIMIT, TimeInForce.DAY),
    "all": (OrderType.SPECIAL_LIMIT_ALL, TimeInForce.DAY),
}


class Act(NamedTuple):
    kind: str
    side: Side
    ticks: int
    """Of its price above the best bid."""
    part: int
    """Percent: of the best five levels for a new order, of its quantity for a changed one."""
    pick: int


class Waiting(NamedTuple):
    """An order in the queue: (its number in the book, price, what remains)."""

    id: int
    price: int
    remaining: int


class Outcome(NamedTuple):
    trades: list[tuple[int, int, int]]
    """(number of the resting order, price, shares)"""
    rest: int
    """Shares that stay in the queue at the order's price."""
    status: OrderStatus


acts = st.lists(
    st.builds(
        Act,
        kind=st.sampled_from([*KINDS, *[LIMIT] * 4, "cancel", *["amend"] * 3]),
        side=st.sampled_from(Side),
        ticks=st.sampled_from([0, 0, 1, -1, 2, -2, 3, 5]),
        part=st.integers(1, 160),
        pick=st.integers(0, 100),
    ),
    min_size=1,
    max_size=20,
)


def queue(post: TradingPost, side: Side) -> list[Waiting]:
    return [Waiting(each.id, each.price, each.remaining) for each in post.book.best_first(side)]


def other(side: Side) -> Side:
    return Side.SELL if side is Side.BUY else Side.BUY


def expected(kind: str, side: Side, price: int, qty: int, filled: int, rivals: list[Waiting]) -> Outcome:
    """What an order of `qty` shares comes to, `filled` of which were filled before."""
    sign = 1 if side is Side.BUY else -1
    there = [each for each in rivals if kind == "market" or each.price * sign <= price * sign]
    if kind == "absolute" and any(each.price != price for each in there):
        return Outcome([], 0, OrderStatus.FAILED)
    if kind == "all" and sum(each.remaining for each in there) < qty:
        return Outcome([], 0, OrderStatus.CANCELLED_ALL)
    trades, left = [], qty
    for each in there:
        if left:
            trades.append((each.id, each.price, min(left, each.remaining)))
            left -= trades[-1][2]
    some = bool(filled or trades)
    if not left:
        return Outcome(trades, 0, OrderStatus.FILLED_ALL)
    if kind in (LIMIT, "absolute"):
        return Outcome(trades, left, OrderStatus.FILLED_PART if some else OrderStatus.SUBMITTED)
    return Outcome(trades, 0, OrderStatus.CANCELLED_PART if some else OrderStatus.CANCELLED_ALL)


def after(resting: list[Waiting], trades: list[tuple[int, int, int]]) -> list[Waiting]:
    taken = {number: shares for number, _, shares in trades}
    left = [each._replace(remaining=each.remaining - taken.get(each.id, 0)) for each in resting]
    return [each for each in left if each.remaining]


def old(post: TradingPost, side: Side, before: list[Waiting]) -> list[Waiting]:
    """The queue without what came since: makers fill the levels that trades have emptied."""
    known = {each.id for each in before}
    return [each for each in queue(post, side) if each.id in known]


def mine(post: TradingPost, sent: PersonOrder) -> Order | None:
    return post.resting.get(sent.order_id)


@settings(max_examples=100, deadline=None)
@given(acts)
def test_the_book_does_what_a_plain_list_of_orders_would(sent: list[Act]) -> None:
    market = MovedMarket(ManualClock(), seed=6, symbols=[TENCENT])
    post = market._simulation.posts[TENCENT]
    orders: dict[int, tuple[str, PersonOrder]] = {}
    for number, act in enumerate(sent, 1):
        list(market.told())
        rest_of = [(kind, order) for kind, order in orders.values() if mine(post, order)]
        kind, side = act.kind, act.side
        price = post.book.bids.best + act.ticks * TICK
        filled, stays_put = 0, False
        if kind in ("cancel", "amend"):
            if not rest_of:
                continue
            kind, order = rest_of[act.pick % len(rest_of)]
            waiting, side = mine(post, order), order.side
            assert waiting is not None
            queues = {each: queue(post, each) for each in Side}
            if act.kind == "cancel":
                market.cancel(order.order_id)
                gone = [each for each in queues[side] if each.id != waiting.id]
                assert old(post, side, queues[side]) == gone
                assert old(post, other(side), queues[other(side)]) == queues[other(side)]
                continue
            filled = order.filled
            if act.pick % 3:
                price = waiting.price
            qty = max(order.remaining * act.part // 10_000, 1) * 100
            stays_put = price == waiting.price and qty <= order.remaining
            before = queues[other(side)]
            own = [each for each in queues[side] if each.id != waiting.id]
            changed = replace(order, price=price / 10_000, qty=filled + qty)
            place_before = [each.id for each in queues[side]]
            market.modify(order.order_id, changed)
        else:
            top = sum(each.volume for each in market.book(TENCENT, 5)[0 if side is Side.SELL else 1])
            qty = max(top * act.part // 10_000, 1) * 100
            before, own = queue(post, other(side)), queue(post, side)
            order_type, tif = KINDS[kind]
            order = PersonOrder(number, 1, TENCENT, side, order_type, price / 10_000, qty, tif=tif)
            market.place(order)
            orders[number] = kind, order
        outcome = expected(kind, side, price, qty, filled, before)
        events = list(market.told())
        fills = [
            (round(event.fill.price * 10_000), event.fill.qty)
            for event in events
            if isinstance(event, Filled) and event.fill.order_id == order.order_id
        ]
        assert fills == [(at, shares) for _, at, shares in outcome.trades]
        assert order.status is outcome.status
        assert order.filled == filled + sum(shares for _, _, shares in outcome.trades)
        assert old(post, other(side), before) == after(before, outcome.trades)
        assert old(post, side, own) == own
        volume = sum(event.tick.volume for event in events if isinstance(event, Traded))
        assert volume == sum(shares for _, _, shares in outcome.trades)
        rests = mine(post, order)
        assert (rests.remaining if rests else 0) == outcome.rest
        if rests is not None:
            assert rests.price == price
            at_price = [each.id for each in queue(post, side) if each.price == price]
            earlier = {each.id for each in own if each.price == price}
            if stays_put:
                assert [each.id for each in queue(post, side) if each.id in place_before] == place_before
            else:
                assert earlier < set(at_price[: at_price.index(rests.id) + 1])
        for level_side in (post.book.bids, post.book.asks):
            for level in level_side.levels.values():
                assert level.size == sum(each.remaining for each in level.orders.values()) > 0
        assert post.book.bids.best < post.book.asks.best
        for _, each in orders.values():
            resting = mine(post, each)
            assert resting is None or resting.remaining == each.remaining
            assert each.status.working is (resting is not None)
