"""Orders of an earlier run of the market are taken up as they were left, in whatever session it starts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from futu_tui.paper.market import OrderStatus, OrderType, OrderUpdated, PersonOrder, Side, TrailType

from .conftest import TENCENT, ManualClock, MovedMarket


def market_at(when: str) -> MovedMarket:
    instant = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
    return MovedMarket(ManualClock(instant, always_open=False), seed=5, symbols=[TENCENT])


def left(
    order_type: OrderType, status: OrderStatus, price: float = 0.0, qty: int = 200, **more: object
) -> PersonOrder:
    """An order of the day of the tests that was left in a status."""
    order = PersonOrder(1, 1, TENCENT, Side.BUY, order_type, price, qty, status=status, **more)  # type: ignore[arg-type]
    order.good_until = datetime(2026, 11, 23, 16, 10, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
    return order


def rests_at(market: MovedMarket, price: float) -> int:
    return sum(level.volume for level in market.book(TENCENT, 1_000)[0] if level.price == price)


def test_an_order_that_waited_for_a_session_is_sent_in_it() -> None:
    market = market_at("2026-11-23 10:30")
    order = left(OrderType.LIMIT, OrderStatus.WAITING_SUBMIT, 400.0)
    market.restore(order)
    assert order.status is OrderStatus.SUBMITTED
    assert rests_at(market, 400.0) == 200
    assert [each.order.status for each in market.told() if isinstance(each, OrderUpdated)] == [
        OrderStatus.SUBMITTED
    ]


@pytest.mark.parametrize("order_type", [OrderType.LIMIT, OrderType.AUCTION_LIMIT])
def test_an_order_that_rested_rests_again_and_nothing_is_told(order_type: OrderType) -> None:
    market = market_at("2026-11-23 10:30")
    order = left(order_type, OrderStatus.FILLED_PART, 400.0, filled=100)
    market.restore(order)
    assert rests_at(market, 400.0) == 100
    assert not [each for each in market.told() if isinstance(each, OrderUpdated)]


def test_an_order_at_market_that_missed_its_auction_trades_and_never_rests() -> None:
    market = market_at("2026-11-23 10:30")
    order = left(OrderType.MARKET, OrderStatus.SUBMITTED)
    market.restore(order)
    assert (order.status, order.filled) == (OrderStatus.FILLED_ALL, 200)
    assert market.book(TENCENT, 1_000)[0][-1].price > 0


def test_an_order_in_parts_keeps_its_plan() -> None:
    market = market_at("2026-11-23 15:00")
    market.place(running := PersonOrder(1, 1, TENCENT, Side.BUY, OrderType.TWAP_MARKET, 0.0, 36_000))
    market.go(600, 1)
    again = market_at("2026-11-23 15:10")
    again.restore(running)
    again.go(600, 1)
    assert running.filled == pytest.approx(12_000, abs=400)


def test_a_trail_goes_on_from_where_it_was() -> None:
    market = market_at("2026-11-23 10:30")
    last = round(market.quote(TENCENT).last * 10_000)
    order = left(OrderType.TRAILING_STOP, OrderStatus.WAITING_SUBMIT, best=last - 50_000)
    order.trail_type, order.trail_value = TrailType.AMOUNT, 50.0
    market.restore(order)
    market.go(5)
    assert order.best == last - 50_000
    assert order.status is OrderStatus.WAITING_SUBMIT


def test_what_expired_meanwhile_is_ended() -> None:
    market = market_at("2026-11-24 10:30")
    order = left(OrderType.LIMIT, OrderStatus.SUBMITTED, 400.0)
    market.restore(order)
    assert (order.status, order.error) == (OrderStatus.CANCELLED_ALL, "expired")
