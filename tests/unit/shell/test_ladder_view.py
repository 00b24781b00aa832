"""A ladder's prices and rows: a row a step, still while the market stays within them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Level, OrderBook
from futu_tui.protocol import Market as Exchange
from futu_tui.protocol import Security
from futu_tui.trading.orders import Order
from futu_tui.trading.queue_places import QueuePlaces
from futu_tui.trading.ticks import PriceSteps
from futu_tui.tui.ladder_view import LadderView, Market, Row, orders_at
from tests.unit.trading import wire

TENCENT = Security.parse("HK.00700")
STEPS = PriceSteps.of(Exchange.HK, 0.5, 512.0)


def market(bid: float | None = 512.0, ask: float | None = 512.5, *orders: Order, **more: object) -> Market:
    book = OrderBook(
        TENCENT,
        bids=[] if bid is None else [Level(bid, 1_000, 3), Level(bid - 0.5, 4_000, 9)],
        asks=[] if ask is None else [Level(ask, 2_000, 5)],
    )
    known = {
        "book": book, "last": Decimal("512.5"), "last_direction": 1, "volumes": {}, "orders": orders,
        "places": QueuePlaces(), "cost": None, "flashing": (),
    }  # fmt: skip
    return Market(**(known | more))  # type: ignore[arg-type]


def shown(view: LadderView, now: Market) -> dict[str, Row]:
    return {row.text: row for row in view.rows(STEPS, now)}


def fitted(height: int = 21, now: Market | None = None) -> LadderView:
    view = LadderView()
    view.fit(height, STEPS, now or market())
    return view


@given(
    cents=st.integers(1, 20_000),
    height=st.integers(1, 60),
    tick=st.sampled_from([None, 0.01]),
    exchange=st.sampled_from([Exchange.HK, Exchange.US]),
)
def test_every_row_is_the_next_step_below_the_one_above(
    cents: int, height: int, tick: float | None, exchange: Exchange
) -> None:
    price = cents / 100
    steps = PriceSteps.of(exchange, tick, price)
    view = LadderView()
    view.fit(height, steps, market(None, None, last=steps.nearest(price)))
    assert len(view.prices) == height
    assert all(steps.up(lower) == higher for higher, lower in zip(view.prices, view.prices[1:], strict=False))
    assert steps.nearest(price) in view.prices
    assert view.prices[-1] > 0


def test_rows_tell_sizes_the_last_trade_volumes_and_the_cost() -> None:
    now = market(volumes={512.5: 700, 511.5: 1_400}, cost=Decimal("510.13"), flashing=[(True, 512.0)])
    rows = shown(fitted(now=now), now)
    assert (rows["512.00"].bid, rows["512.00"].ask, rows["512.50"].ask) == (1_000, None, 2_000)
    assert rows["511.50"].bid_share == 1.0
    assert rows["512.00"].bid_share == 0.25
    assert [text for text, row in rows.items() if row.best] == ["512.50", "512.00"]
    assert rows["512.50"].last == 1
    assert rows["512.00"].last is None
    assert (rows["512.50"].volume, rows["512.50"].volume_share) == (700, 0.5)
    assert rows["510.00"].cost
    assert rows["512.00"].flash_bid
    assert not rows["512.00"].flash_ask


def test_prices_between_bid_and_ask_are_told_apart() -> None:
    now = market(511.0, 513.0)
    rows = shown(fitted(now=now), now)
    assert [text for text, row in rows.items() if row.inside] == ["512.50", "512.00", "511.50"]


def test_own_orders_stand_at_their_price_and_waiting_ones_at_the_price_that_wakes_them() -> None:
    resting = Order.of(wire.order(1, price=512.0, qty=200))
    another = Order.of(wire.order(2, price=512.0, qty=300))
    stop = Order.of(wire.order(3, price=0.0, orderType=10, auxPrice=510.0, qty=400, trdSide=2))
    filled = Order.of(wire.order(4, wire.FILLED, price=513.0, fillQty=200))
    now = market(512.0, 512.5, resting, another, stop, filled)
    rows = shown(fitted(now=now), now)
    assert rows["512.00"].own_buy == (500, None, False)
    assert rows["510.00"].own_sell == (400, None, True)
    assert rows["513.00"].own_buy is None
    assert orders_at(now.orders, Decimal("512.0"), STEPS) == [resting, another]
    assert orders_at(now.orders, Decimal("510.0"), STEPS) == [stop]


def test_rows_stand_still_until_the_market_nears_their_end() -> None:
    view = fitted()
    before = list(view.prices)
    view.fit(21, STEPS, market(514.0, 514.5))
    assert view.prices == before
    view.fit(21, STEPS, market(516.0, 516.5))
    assert view.prices != before
    assert view.prices[10] == Decimal("516.5")


def test_rows_the_person_has_scrolled_away_do_not_follow_until_they_are_centred() -> None:
    view = fitted()
    view.scroll(100, STEPS)
    away = list(view.prices)
    assert not view.follows
    assert not view.cursor_in_view
    view.fit(21, STEPS, market(520.0, 520.5))
    assert view.prices == away
    now = market(520.0, 520.5, last=Decimal("520.5"))
    view.centre(STEPS, now)
    assert view.follows
    assert view.cursor == Decimal("520.5")
    assert view.cursor_in_view


def test_the_cursor_begins_at_the_bid_and_moves_by_steps_and_takes_the_rows_along() -> None:
    view = fitted()
    assert view.cursor == Decimal("512.0")
    view.move(1, STEPS)
    assert view.cursor == Decimal("512.5")
    assert view.follows
    view.move(-60, STEPS)
    assert view.cursor_in_view
    assert not view.follows


def test_a_cursor_left_behind_by_the_market_keeps_its_price() -> None:
    view = fitted()
    view.fit(21, STEPS, market(540.0, 540.5))
    assert view.cursor == Decimal("512.0")
    assert not view.cursor_in_view


def test_without_any_price_there_are_no_rows() -> None:
    view = LadderView()
    now = market(None, None, last=None)
    view.fit(21, STEPS, now)
    assert view.rows(STEPS, now) == []
    assert view.cursor is None
    view.move(1, STEPS)
    view.centre(STEPS, now)
    view.point_at(3)
    assert view.cursor is None


def test_a_cursor_that_came_before_the_book_goes_to_the_bid_with_it() -> None:
    """Else the first order to buy, meant to wait at the bid, could take the ask at once."""
    view = fitted(now=market(None, None))
    assert view.cursor == Decimal("512.5")
    view.fit(21, STEPS, market())
    assert view.cursor == Decimal("512.0")
    view.fit(21, STEPS, market(511.0, 511.5))
    assert view.cursor == Decimal("512.0")


def test_a_cursor_that_the_person_moved_stays_when_the_book_comes() -> None:
    view = fitted(now=market(None, None))
    view.move(2, STEPS)
    view.fit(21, STEPS, market())
    assert view.cursor == Decimal("513.5")
