"""A person's orders stand in the same queue as everyone's."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.paper.market import (
    Filled,
    OrderRejected,
    OrderStatus,
    OrderType,
    OrderUpdated,
    PersonOrder,
    Side,
    Traded,
    TrailType,
)
from futu_tui.protocol import Security

from .conftest import APPLE, HANG_SENG, TENCENT, WULIANGYE, ManualClock, MovedMarket

TRADED_NOW = [each for each in OrderType if not each.is_auction]
"""The types that a continuous session takes."""


def limit(order_id: int, security: Security, side: Side, price: float, qty: int) -> PersonOrder:
    return PersonOrder(order_id, 1, security, side, OrderType.LIMIT, price, qty)


def at_market(order_id: int, security: Security, side: Side, qty: int) -> PersonOrder:
    return PersonOrder(order_id, 1, security, side, OrderType.MARKET, 0.0, qty)


def test_a_market_order_pays_the_levels_it_takes(market: MovedMarket) -> None:
    _, asks = market.book(TENCENT)
    qty = asks[0].volume + asks[1].volume + 100
    order = at_market(1, TENCENT, Side.BUY, qty)
    before = market.quote(TENCENT)
    market.place(order)
    assert order.status is OrderStatus.FILLED_ALL
    cost = asks[0].price * asks[0].volume + asks[1].price * asks[1].volume + asks[2].price * 100
    assert order.turnover == pytest.approx(cost)
    quote = market.quote(TENCENT)
    assert quote.volume - before.volume == qty
    assert quote.last == asks[2].price
    assert [len(side) for side in market.book(TENCENT)] == [10, 10]


def test_an_order_joins_the_end_of_its_level_and_trades_in_turn(market: MovedMarket) -> None:
    bids, _ = market.book(TENCENT)
    ahead = bids[0].volume
    order = limit(1, TENCENT, Side.BUY, bids[0].price, 500)
    market.place(order)
    assert order.status is OrderStatus.SUBMITTED
    level = market.book(TENCENT)[0][0]
    assert (level.volume, level.orders) == (ahead + 500, bids[0].orders + 1)
    market.place(at_market(2, TENCENT, Side.SELL, ahead))
    assert order.filled == 0
    market.place(at_market(3, TENCENT, Side.SELL, 300))
    assert (order.filled, order.status) == (300, OrderStatus.FILLED_PART)
    market.place(at_market(4, TENCENT, Side.SELL, 200))
    assert (order.filled, order.status) == (500, OrderStatus.FILLED_ALL)
    assert order.average_price == bids[0].price


def test_the_flow_fills_an_order_at_the_best_price_in_time() -> None:
    market = MovedMarket(ManualClock(), seed=7, rate=300, symbols=[APPLE])
    bid = market.book(APPLE)[0][0].price
    order = limit(1, APPLE, Side.BUY, bid, 1_000)
    market.place(order)
    market.until(lambda event: isinstance(event, Filled), 300)
    assert order.filled > 0
    assert order.average_price == bid


def test_a_resting_order_is_never_passed_by() -> None:
    market = MovedMarket(ManualClock(), seed=8, rate=500, symbols=[APPLE])
    ask = market.book(APPLE)[1][3].price
    order = limit(1, APPLE, Side.SELL, ask, 300)
    market.place(order)
    for _ in range(400):
        market.clock.instant += 0.25
        for _ in market.advance():
            if order.status.working:
                assert market.quote(APPLE).last <= ask
                assert market.book(APPLE)[0][0].price < ask


def test_what_happens_to_an_order_is_told_in_order(market: MovedMarket) -> None:
    asks = market.book(TENCENT)[1]
    market.place(limit(1, TENCENT, Side.BUY, asks[0].price, asks[0].volume + 200))
    events = list(market.advance())
    updates = [event.order for event in events if isinstance(event, OrderUpdated)]
    fills = [event.fill for event in events if isinstance(event, Filled)]
    trades = [event.tick for event in events if isinstance(event, Traded) and event.security == TENCENT]
    assert [each.status for each in updates[:2]] == [OrderStatus.SUBMITTING, OrderStatus.SUBMITTED]
    assert updates[-1].status is OrderStatus.FILLED_PART
    assert [order.filled for order in updates] == sorted(order.filled for order in updates)
    assert sum(fill.qty for fill in fills) == asks[0].volume == updates[-1].filled
    assert trades[0].volume == asks[0].volume
    assert len({fill.fill_id for fill in fills}) == len(fills)
    assert all(fill.counter_broker > 0 for fill in fills)


def test_two_people_can_trade_with_each_other(market: MovedMarket) -> None:
    bids, _ = market.book(APPLE)
    price = bids[0].price
    market.place(at_market(1, APPLE, Side.SELL, bids[0].volume))
    maker = limit(2, APPLE, Side.BUY, price, 50)
    market.place(maker)
    taker = limit(3, APPLE, Side.SELL, price, 50)
    market.place(taker)
    assert maker.filled == taker.filled == 50


def test_cancelling_takes_it_out_of_the_book(market: MovedMarket) -> None:
    bids, _ = market.book(TENCENT)
    order = limit(1, TENCENT, Side.BUY, bids[4].price, 700)
    market.place(order)
    assert market.working_orders() == [order]
    market.cancel(1)
    assert order.status is OrderStatus.CANCELLED_ALL
    assert market.book(TENCENT)[0] == bids
    assert market.working_orders() == []
    with pytest.raises(OrderRejected, match="done"):
        market.cancel(1)
    with pytest.raises(KeyError):
        market.cancel(99)


def test_cancelling_a_part_filled_order_keeps_its_fills(market: MovedMarket) -> None:
    asks = market.book(TENCENT)[1]
    order = limit(1, TENCENT, Side.BUY, asks[0].price, asks[0].volume + 200)
    market.place(order)
    market.cancel(1)
    assert order.status is OrderStatus.CANCELLED_PART
    assert order.filled == asks[0].volume


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (limit(1, TENCENT, Side.BUY, 500.03, 100), "step there is 0.5"),
        (limit(1, TENCENT, Side.BUY, 500.00001, 100), "500"),
        (limit(1, TENCENT, Side.BUY, 0, 100), "no price"),
        (limit(1, TENCENT, Side.BUY, -5, 100), "no price"),
        (limit(1, TENCENT, Side.BUY, 500.0, 150), "lots of 100"),
        (limit(1, TENCENT, Side.BUY, 500.0, 0), "above 0"),
        (at_market(1, HANG_SENG, Side.BUY, 1), "index"),
        (at_market(1, WULIANGYE, Side.BUY, 100), "suspended"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_exchange_will_not_take(market: MovedMarket, order: PersonOrder, says: str) -> None:
    with pytest.raises(OrderRejected, match=says):
        market.place(order)
    assert market.working_orders() == []


def test_an_id_is_good_for_one_order(market: MovedMarket) -> None:
    market.place(limit(1, TENCENT, Side.BUY, 400.0, 100))
    with pytest.raises(OrderRejected, match="before"):
        market.place(limit(1, TENCENT, Side.BUY, 400.0, 100))


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(Side), st.sampled_from(TRADED_NOW), st.integers(-12, 12), st.integers(1, 3_000)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_people_send_the_market_keeps_its_books(
    sent: list[tuple[Side, OrderType, int, int]],
) -> None:
    market = MovedMarket(ManualClock(), seed=6, symbols=[TENCENT])
    volume = market.quote(TENCENT).volume
    bid = market.book(TENCENT)[0][0].price
    orders = []
    for order_id, (side, order_type, ticks, lots) in enumerate(sent):
        price = bid + 0.5 * ticks
        order = PersonOrder(order_id, 1, TENCENT, side, order_type, price, lots * 100, trigger=price)
        order.trail_type, order.trail_value = TrailType.AMOUNT, 1.5
        market.place(order)
        orders.append(order)
        if order_id % 3 == 2 and orders[order_id // 3].status.working:
            market.cancel(order_id // 3)
        events = market.go(1)
        volume += sum(event.tick.volume for event in events if isinstance(event, Traded))
        assert market.quote(TENCENT).volume == volume
        bids, asks = market.book(TENCENT)
        assert len(bids) == len(asks) == 10
        assert bids[0].price < asks[0].price
        assert all(above.price > below.price for above, below in pairwise([*asks[::-1], *bids]))
    for order in orders:
        assert 0 <= order.filled <= order.qty
        assert order.status.working is (order in market.working_orders())
        if order.type.has_price and order.filled:
            limit_price, paid = order.price, order.average_price
            assert paid <= limit_price if order.side is Side.BUY else paid >= limit_price
