"""Each order type and time in force behaves as the broker's public order documentation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from futu_tui.paper.market import (
    Filled,
    Hours,
    OrderRejected,
    OrderStatus,
    OrderType,
    OrderUpdated,
    PersonOrder,
    Side,
    TimeInForce,
    TrailType,
)
from futu_tui.protocol import Security

from .conftest import APPLE, MOUTAI, TENCENT, ManualClock, MovedMarket

BUY, SELL = Side.BUY, Side.SELL


def order(
    order_type: OrderType,
    side: Side = BUY,
    price: float = 0.0,
    qty: int = 100,
    security: Security = TENCENT,
    **more: object,
) -> PersonOrder:
    number = next(_numbers)
    return PersonOrder(number, 1, security, side, order_type, price, qty, **more)  # type: ignore[arg-type]


_numbers = iter(range(1, 1_000_000))


def market_at(security: Security, when: str) -> MovedMarket:
    zone = ZoneInfo("America/New_York" if security == APPLE else "Asia/Hong_Kong")
    instant = datetime.fromisoformat(when).replace(tzinfo=zone).timestamp()
    return MovedMarket(ManualClock(instant, always_open=False), seed=5, symbols=[security])


def push_price(market: MovedMarket, side: Side, ticks: int, security: Security = TENCENT) -> None:
    """Trade through some levels of the book."""
    bids, asks = market.book(security, ticks)
    levels = asks if side is BUY else bids
    market.place(order(OrderType.MARKET, side, qty=sum(level.volume for level in levels[:ticks])))
    list(market.advance())


# at once


def test_immediate_or_cancel_takes_what_is_there_and_rests_nothing(market: MovedMarket) -> None:
    ask = market.book(TENCENT)[1][0]
    sent = order(OrderType.LIMIT, BUY, ask.price, ask.volume + 300, tif=TimeInForce.IOC)
    market.place(sent)
    assert (sent.filled, sent.status) == (ask.volume, OrderStatus.CANCELLED_PART)


def test_a_special_limit_takes_every_level_up_to_its_price_and_rests_nothing(market: MovedMarket) -> None:
    first, second, *_ = market.book(TENCENT)[1]
    sent = order(OrderType.SPECIAL_LIMIT, BUY, second.price, first.volume + second.volume + 100)
    market.place(sent)
    assert (sent.filled, sent.status) == (first.volume + second.volume, OrderStatus.CANCELLED_PART)


def test_all_or_none_trades_whole_or_not_at_all(market: MovedMarket) -> None:
    first, second, *_ = market.book(TENCENT)[1]
    there = first.volume + second.volume
    too_much = order(OrderType.SPECIAL_LIMIT_ALL, BUY, second.price, there + 100)
    market.place(too_much)
    assert (too_much.filled, too_much.status) == (0, OrderStatus.CANCELLED_ALL)
    enough = order(OrderType.SPECIAL_LIMIT_ALL, BUY, second.price, there)
    market.place(enough)
    assert (enough.filled, enough.status) == (there, OrderStatus.FILLED_ALL)


def test_an_absolute_limit_trades_at_its_price_or_is_refused(market: MovedMarket) -> None:
    first, second, *_ = market.book(TENCENT)[1]
    worse = order(OrderType.ABSOLUTE_LIMIT, BUY, second.price, 100)
    market.place(worse)
    assert (worse.filled, worse.status) == (0, OrderStatus.FAILED)
    assert "better price" in worse.error
    exact = order(OrderType.ABSOLUTE_LIMIT, BUY, first.price, first.volume + 100)
    market.place(exact)
    assert (exact.filled, exact.average_price) == (first.volume, first.price)
    assert exact.status is OrderStatus.FILLED_PART


# triggers


@pytest.mark.parametrize(
    ("order_type", "side", "away", "pushed"),
    [
        (OrderType.STOP, BUY, 2, BUY),
        (OrderType.STOP, SELL, -2, SELL),
        (OrderType.MARKET_IF_TOUCHED, BUY, -2, SELL),
        (OrderType.MARKET_IF_TOUCHED, SELL, 2, BUY),
    ],
)
def test_a_trigger_sends_a_market_order_when_it_trades(
    market: MovedMarket, order_type: OrderType, side: Side, away: int, pushed: Side
) -> None:
    last = market.quote(TENCENT).last
    sent = order(order_type, side, trigger=last + away * 0.5)
    market.place(sent)
    assert sent.status is OrderStatus.WAITING_SUBMIT
    push_price(market, pushed, 7)
    assert sent.status is OrderStatus.FILLED_ALL


@pytest.mark.parametrize(
    ("order_type", "side", "away", "pushed"),
    [(OrderType.STOP_LIMIT, SELL, -2, SELL), (OrderType.LIMIT_IF_TOUCHED, BUY, -2, SELL)],
)
def test_a_trigger_with_a_limit_sends_a_limit_order(
    market: MovedMarket, order_type: OrderType, side: Side, away: int, pushed: Side
) -> None:
    last = market.quote(TENCENT).last
    far = 560.0 if side is SELL else 440.0
    sent = order(order_type, side, far, trigger=last + away * 0.5)
    market.place(sent)
    push_price(market, pushed, 7)
    assert (sent.status, sent.filled) == (OrderStatus.SUBMITTED, 0)


def test_a_stop_that_is_beyond_the_price_goes_off_at_once(market: MovedMarket) -> None:
    sent = order(OrderType.STOP, SELL, trigger=560.0)
    market.place(sent)
    assert sent.status is OrderStatus.FILLED_ALL


@pytest.mark.parametrize(
    ("kind", "value"), [(TrailType.AMOUNT, 4.0), (TrailType.RATIO, 0.8)], ids=["amount", "ratio"]
)
def test_a_trailing_stop_follows_upwards_and_not_down(
    market: MovedMarket, kind: TrailType, value: float
) -> None:
    sent = order(OrderType.TRAILING_STOP, SELL, trail_type=kind, trail_value=value)
    market.place(sent)
    began_at = sent.best
    push_price(market, BUY, 6)
    followed_to = sent.best
    assert followed_to > began_at
    push_price(market, SELL, 2)
    assert (sent.best, sent.status) == (followed_to, OrderStatus.WAITING_SUBMIT)
    for _ in range(12):
        if not sent.triggered:
            push_price(market, SELL, 8)
    assert sent.status is OrderStatus.FILLED_ALL


def test_each_step_of_a_trail_is_told(market: MovedMarket) -> None:
    sent = order(OrderType.TRAILING_STOP, SELL, trail_type=TrailType.AMOUNT, trail_value=40.0)
    market.place(sent)
    list(market.told())
    asks = market.book(TENCENT)[1]
    market.place(order(OrderType.MARKET, BUY, qty=asks[0].volume + asks[1].volume))
    told = [each.order for each in market.told() if isinstance(each, OrderUpdated)]
    (followed,) = [each for each in told if each.order_id == sent.order_id]
    assert (followed.best, followed.status) == (round(asks[1].price * 10_000), OrderStatus.WAITING_SUBMIT)
    market.place(order(OrderType.MARKET, SELL, qty=100))
    told = [each.order for each in market.told() if isinstance(each, OrderUpdated)]
    assert sent.order_id not in {each.order_id for each in told}


def test_a_buy_trails_downwards_and_not_up(market: MovedMarket) -> None:
    sent = order(OrderType.TRAILING_STOP, BUY, trail_type=TrailType.AMOUNT, trail_value=4.0)
    market.place(sent)
    began_at = sent.best
    push_price(market, SELL, 6)
    followed_to = sent.best
    assert followed_to < began_at
    push_price(market, BUY, 2)
    assert (sent.best, sent.status) == (followed_to, OrderStatus.WAITING_SUBMIT)
    for _ in range(12):
        if not sent.triggered:
            push_price(market, BUY, 8)
    assert sent.status is OrderStatus.FILLED_ALL
    assert sent.average_price >= followed_to / 10_000 + 4.0


def test_a_trailing_stop_limit_keeps_its_spread_behind_the_trigger(market: MovedMarket) -> None:
    trail = {"trail_type": TrailType.AMOUNT, "trail_value": 2.0, "trail_spread": 30.0}
    sent = order(OrderType.TRAILING_STOP_LIMIT, SELL, **trail)
    market.place(sent)
    for _ in range(12):
        if not sent.triggered:
            push_price(market, SELL, 6)
    assert sent.price == pytest.approx(sent.best / 10_000 - 32, abs=0.5)
    assert sent.status is OrderStatus.FILLED_ALL


def test_a_waiting_trigger_can_be_cancelled_and_never_goes_off(market: MovedMarket) -> None:
    sent = order(OrderType.STOP, SELL, trigger=market.quote(TENCENT).last - 1)
    market.place(sent)
    market.cancel(sent.order_id)
    push_price(market, SELL, 8)
    assert (sent.status, sent.filled) == (OrderStatus.CANCELLED_ALL, 0)


# in parts


@pytest.mark.parametrize("order_type", [OrderType.TWAP_MARKET, OrderType.VWAP_MARKET])
def test_a_sliced_order_goes_out_over_the_session(order_type: OrderType) -> None:
    market = market_at(TENCENT, "2026-11-23 15:00")
    sent = order(order_type, BUY, qty=12_000)
    market.place(sent)
    fills = [event.fill for event in market.go(1_800, 1) if isinstance(event, Filled)]
    assert len({fill.time for fill in fills}) > 20
    assert 4_000 <= sent.filled <= 8_000
    market.go(1_800, 1)
    assert (sent.filled, sent.status) == (12_000, OrderStatus.FILLED_ALL)


@pytest.mark.parametrize(
    ("begins", "seconds", "evenly", "by_volume"),
    [
        ("2026-11-23 15:00", 600, 1 / 6, 0.127),  # busier towards the close
        ("2026-11-23 09:30", 1_800, 1 / 11, 0.15),  # busy at the open
    ],
)
def test_time_runs_evenly_and_volume_is_busy_at_both_ends_of_the_day(
    begins: str, seconds: float, evenly: float, by_volume: float
) -> None:
    for order_type, part in ((OrderType.TWAP_MARKET, evenly), (OrderType.VWAP_MARKET, by_volume)):
        market = market_at(TENCENT, begins)
        sent = order(order_type, BUY, qty=60_000)
        market.place(sent)
        market.go(seconds, 5)
        assert sent.filled == pytest.approx(60_000 * part, abs=900)


def test_a_sliced_order_does_not_make_up_for_the_break() -> None:
    market = market_at(TENCENT, "2026-11-23 11:50")
    sent = order(OrderType.TWAP_MARKET, BUY, qty=190_000)
    market.place(sent)
    market.go(600, 1)
    at_noon = sent.filled
    assert at_noon == pytest.approx(10_000, abs=600)
    market.go(3_590, 10)
    assert sent.filled == at_noon
    market.go(600, 1)
    assert sent.filled == pytest.approx(20_000, abs=900)


def test_a_sliced_limit_never_pays_more_and_ends_with_the_session() -> None:
    market = market_at(TENCENT, "2026-11-23 15:50")
    sent = order(OrderType.TWAP_LIMIT, BUY, 400.0, qty=1_000)
    market.place(sent)
    market.go(660, 1)
    assert (sent.filled, sent.status) == (0, OrderStatus.CANCELLED_ALL)


# auctions and sessions


def test_auction_orders_are_for_auctions(market: MovedMarket) -> None:
    for order_type in (OrderType.AUCTION, OrderType.AUCTION_LIMIT):
        with pytest.raises(OrderRejected, match="auctions"):
            market.place(order(order_type, BUY, 500.0))


def test_an_auction_order_trades_at_the_auction_s_price_and_a_limit_is_carried_on() -> None:
    market = market_at(TENCENT, "2026-11-23 09:10")
    at_any = order(OrderType.AUCTION, BUY)
    far = order(OrderType.AUCTION_LIMIT, BUY, 400.0)
    market.place(at_any)
    market.place(far)
    market.go(1_260, 10)
    assert at_any.status is OrderStatus.FILLED_ALL
    assert at_any.average_price == market.quote(TENCENT).open
    assert far.status is OrderStatus.SUBMITTED


def test_an_auction_order_without_a_match_is_cancelled_and_no_auction_comes_after_it() -> None:
    market = market_at(TENCENT, "2026-11-23 09:10")
    more_than_all = order(OrderType.AUCTION, BUY, qty=500_000_000)
    market.place(more_than_all)
    market.go(1_260, 10)
    assert 0 < more_than_all.filled < more_than_all.qty
    assert (more_than_all.status, market.working_orders()) == (OrderStatus.CANCELLED_PART, [])


def test_a_market_order_that_waits_for_an_auction_can_be_changed() -> None:
    market = market_at(TENCENT, "2026-11-23 09:10")
    sent = order(OrderType.MARKET, BUY, qty=300)
    market.place(sent)
    market.modify(sent.order_id, _with(sent, qty=200))
    market.go(1_260, 10)
    assert (sent.status, sent.filled) == (OrderStatus.FILLED_ALL, 200)


@pytest.mark.parametrize("hour", ["09:40", "13:30"])
def test_auction_orders_are_refused_while_the_market_matches_at_once(hour: str) -> None:
    market = market_at(TENCENT, f"2026-11-23 {hour}")
    for order_type in (OrderType.AUCTION, OrderType.AUCTION_LIMIT):
        with pytest.raises(OrderRejected, match="auctions"):
            market.place(order(order_type, BUY, 500.0))


def test_a_limit_of_the_opening_auction_trades_in_the_day_and_again_in_the_closing_one() -> None:
    market = market_at(TENCENT, "2026-11-23 09:10")
    sent = order(OrderType.AUCTION_LIMIT, BUY, 400.0)
    market.place(sent)
    market.go(1_260, 10)
    assert any(level.price == 400.0 for level in market.book(TENCENT, 1_000)[0])
    market.clock.instant += 6 * 3600 + 1_800
    market.go(60, 10)
    assert (market.state(TENCENT.market), sent.status) == (19, OrderStatus.SUBMITTED)
    market.go(660, 10)
    assert sent.status is OrderStatus.CANCELLED_ALL


def test_a_special_limit_is_refused_while_nothing_trades_at_once() -> None:
    market = market_at(TENCENT, "2026-11-23 12:30")
    for sent in (
        order(OrderType.SPECIAL_LIMIT, BUY, 500.0),
        order(OrderType.LIMIT, BUY, 500.0, tif=TimeInForce.IOC),
    ):
        with pytest.raises(OrderRejected, match="session"):
            market.place(sent)


def test_good_till_cancelled_lives_on_and_a_day_order_does_not() -> None:
    market = market_at(TENCENT, "2026-11-23 15:50")
    day, gtc = order(OrderType.LIMIT, BUY, 400.0), order(OrderType.LIMIT, BUY, 400.0, tif=TimeInForce.GTC)
    gtd = order(OrderType.LIMIT, BUY, 400.0, tif=TimeInForce.GTD, expires=date(2026, 11, 24))
    for sent in (day, gtc, gtd):
        market.place(sent)
    market.go(1_500, 10)
    assert day.status is OrderStatus.CANCELLED_ALL
    assert gtc.status is gtd.status is OrderStatus.SUBMITTED
    market.clock.instant += 17 * 3600 + 600
    market.go(600, 10)
    assert any(level.price == 400.0 for level in market.book(TENCENT, 1_000)[0])
    assert gtd.status is OrderStatus.SUBMITTED
    market.clock.instant += 24 * 3600
    market.go(60, 10)
    assert gtc.status is OrderStatus.SUBMITTED
    assert (gtd.status, gtd.error) == (OrderStatus.CANCELLED_ALL, "expired")


def test_us_orders_fill_outside_regular_hours_only_if_they_ask_to() -> None:
    market = market_at(APPLE, "2026-11-23 08:00")
    ask = market.book(APPLE)[1][0].price
    asks_to = [
        order(OrderType.LIMIT, BUY, ask, 1, APPLE, outside_rth=True),
        order(OrderType.LIMIT, BUY, ask, 1, APPLE, hours=Hours.ETH),
    ]
    waits = [
        order(OrderType.LIMIT, BUY, ask, 1, APPLE),
        order(OrderType.LIMIT, BUY, ask, 1, APPLE, hours=Hours.OVERNIGHT),
    ]
    for sent in asks_to + waits:
        market.place(sent)
    assert [sent.status for sent in asks_to] == [OrderStatus.FILLED_ALL] * 2
    assert [sent.status for sent in waits] == [OrderStatus.WAITING_SUBMIT] * 2


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (order(OrderType.SPECIAL_LIMIT, BUY, 200.0, 1, APPLE), "Hong Kong"),
        (order(OrderType.TWAP_MARKET, BUY, 0.0, 100, MOUTAI), "Hong Kong and the US"),
        (order(OrderType.LIMIT, BUY, 500.0, outside_rth=True), "only US"),
        (order(OrderType.MARKET, BUY, 0.0, 1, APPLE, outside_rth=True), "only limit"),
        (order(OrderType.STOP, BUY, trigger=500.03), "step"),
        (order(OrderType.STOP_LIMIT, BUY, 500.03, trigger=500.0), "step"),
        (order(OrderType.TRAILING_STOP, BUY), "trailType"),
        (
            order(OrderType.TRAILING_STOP, BUY, trail_type=TrailType.RATIO, trail_value=100.0),
            "percent",
        ),
        (order(OrderType.SPECIAL_LIMIT, BUY, 500.0, tif=TimeInForce.GTC), "day only"),
        (order(OrderType.STOP, BUY, trigger=500.0, tif=TimeInForce.IOC), "immediate"),
        (order(OrderType.LIMIT, BUY, 500.0, tif=TimeInForce.GTD), "expireTime"),
        (
            order(OrderType.LIMIT, BUY, 500.0, tif=TimeInForce.GTD, expires=date(2026, 11, 1)),
            "last day",
        ),
        (order(OrderType.LIMIT, BUY, 200.0, 1, APPLE, hours=Hours.OVERNIGHT), "no session"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_go_together_is_refused(market: MovedMarket, sent: PersonOrder, says: str) -> None:
    with pytest.raises(OrderRejected, match=says):
        market.place(sent)
    assert market.working_orders() == []


# changing


def test_less_keeps_the_place_in_the_queue_and_more_loses_it(market: MovedMarket) -> None:
    bid = market.book(TENCENT)[0][0]
    mine, later = order(OrderType.LIMIT, BUY, bid.price, 500), order(OrderType.LIMIT, BUY, bid.price, 300)
    market.place(mine)
    market.place(later)
    market.modify(mine.order_id, _with(mine, qty=200))
    market.place(order(OrderType.MARKET, SELL, qty=bid.volume + 100))
    assert (mine.filled, later.filled) == (100, 0)
    market.modify(mine.order_id, _with(mine, qty=900))
    market.place(order(OrderType.MARKET, SELL, qty=300))
    assert (mine.filled, later.filled) == (100, 300)


def test_a_new_price_may_trade_at_once(market: MovedMarket) -> None:
    bid, ask = market.book(TENCENT)[0][0], market.book(TENCENT)[1][0]
    mine = order(OrderType.LIMIT, BUY, bid.price, 100)
    market.place(mine)
    market.modify(mine.order_id, _with(mine, price=ask.price))
    assert (mine.status, mine.average_price) == (OrderStatus.FILLED_ALL, ask.price)


def test_a_quantity_cannot_go_below_what_is_filled(market: MovedMarket) -> None:
    ask = market.book(TENCENT)[1][0]
    mine = order(OrderType.LIMIT, BUY, ask.price, ask.volume + 300)
    market.place(mine)
    with pytest.raises(OrderRejected, match="filled"):
        market.modify(mine.order_id, _with(mine, qty=ask.volume))


def test_a_disabled_order_is_out_of_the_market_until_it_is_enabled(market: MovedMarket) -> None:
    bid = market.book(TENCENT)[0][0]
    mine = order(OrderType.LIMIT, BUY, bid.price, 100)
    market.place(mine)
    market.disable(mine.order_id)
    assert mine.status is OrderStatus.DISABLED
    assert market.book(TENCENT)[0][0].volume == bid.volume
    market.enable(mine.order_id)
    assert mine.status is OrderStatus.SUBMITTED
    assert market.book(TENCENT)[0][0].volume == bid.volume + 100
    market.cancel(mine.order_id)
    market.delete(mine.order_id)
    assert mine.status is OrderStatus.DELETED


def test_a_large_order_moves_the_price_and_part_of_it_stays() -> None:
    moved, calm = (MovedMarket(ManualClock(), seed=7, symbols=[TENCENT]) for _ in range(2))
    before = moved.quote(TENCENT).last
    for _ in range(3):
        push_price(moved, BUY, 9)
    for each in (moved, calm):
        each.go(20)
    assert moved.quote(TENCENT).last - calm.quote(TENCENT).last > before * 0.005


def _with(sent: PersonOrder, **changes: object) -> PersonOrder:
    return replace(sent, **changes)  # type: ignore[arg-type]
