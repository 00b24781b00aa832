"""A market that keeps its hours: auctions, breaks, the close, and trading outside the regular session."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from futu_tui.paper.market import (
    Direction,
    KLType,
    OrderStatus,
    OrderType,
    PersonOrder,
    Side,
    StateChanged,
    Traded,
    TradeKind,
)
from futu_tui.paper.sessions import MarketState
from futu_tui.protocol import Market, Security

from .conftest import APPLE, CATL, TENCENT, ManualClock, MovedMarket


def market_at(security: Security, text: str, *, speed: float = 60.0) -> MovedMarket:
    start = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(security.market.timezone)).timestamp()
    return MovedMarket(ManualClock(start, always_open=False, speed=speed), seed=1, symbols=[security])


def test_the_open_is_one_auction_trade_and_then_ten_levels() -> None:
    market = market_at(TENCENT, "2026-11-23 08:59:30")
    assert market.state(Market.HK) == MarketState.CLOSED
    last = market.quote(TENCENT).last
    market.go(60, 10)
    quote = market.quote(TENCENT)
    assert market.state(Market.HK) == MarketState.AUCTION
    assert (quote.prev_close, quote.volume) == (last, 0)
    opening = market.until(lambda event: isinstance(event, Traded), 3_600, 10)
    assert isinstance(opening, Traded)
    assert (opening.tick.kind, opening.tick.direction) == (TradeKind.AUCTION, Direction.NEUTRAL)
    assert market.local_time(Market.HK, opening.tick.time) == "2026-11-23 09:30:00.000"
    assert [len(side) for side in market.book(TENCENT)] == [10, 10]
    assert market.bars(TENCENT, KLType.MIN_1, 1)[0].open == opening.tick.price


def test_an_auction_shows_one_price_on_both_sides() -> None:
    market = market_at(TENCENT, "2026-11-23 09:20")
    market.go(300, 10)
    bids, asks = market.book(TENCENT)
    assert len(bids) == 1
    assert bids == asks


def test_nothing_trades_in_the_break_and_the_afternoon_goes_on() -> None:
    market = market_at(TENCENT, "2026-11-23 11:55")
    market.go(600, 10)
    at_noon = market.quote(TENCENT)
    assert not [event for event in market.go(1_800, 10) if isinstance(event, Traded)]
    assert market.quote(TENCENT) == at_noon
    market.go(2_400, 10)
    assert market.quote(TENCENT).volume > at_noon.volume
    assert market.quote(TENCENT).prev_close == at_noon.prev_close


def test_the_close_is_an_auction_in_the_days_last_minute() -> None:
    market = market_at(TENCENT, "2026-11-23 15:58")
    events = market.go(13 * 60, 10)
    states = [event.state for event in events if isinstance(event, StateChanged)]
    assert states == [MarketState.HK_CAS, MarketState.CLOSED]
    last = [event.tick for event in events if isinstance(event, Traded)][-1]
    assert last.kind is TradeKind.AUCTION
    assert market.quote(TENCENT).last == last.price
    bar = market.bars(TENCENT, KLType.MIN_1, 1)[0]
    assert market.local_time(Market.HK, bar.time) == "2026-11-23 16:00:00.000"
    assert bar.close == last.price


def test_yesterday_becomes_history() -> None:
    market = market_at(TENCENT, "2026-11-23 15:30")
    market.go(45 * 60, 30)
    closed = market.quote(TENCENT)
    market.clock.instant += 17 * 3600
    market.go(3_600, 30)
    yesterday, today = market.bars(TENCENT, KLType.DAY, 2)
    assert (yesterday.close, yesterday.volume, yesterday.turnover) == (
        closed.last,
        closed.volume,
        closed.turnover,
    )
    assert today.last_close == closed.last
    minutes = market.history(TENCENT, KLType.MIN_1, date(2026, 11, 23), date(2026, 11, 23))
    assert sum(bar.volume for bar in minutes) == closed.volume


def test_pre_market_trades_leave_the_regular_day_alone() -> None:
    market = market_at(APPLE, "2026-11-23 05:00")
    regular = market.quote(APPLE)
    ticks = [event.tick for event in market.go(1_800, 10) if isinstance(event, Traded)]
    quote = market.quote(APPLE)
    assert ticks
    assert {tick.kind for tick in ticks} == {TradeKind.EXTENDED_HOURS}
    assert (quote.last, quote.volume, quote.high) == (regular.last, regular.volume, regular.high)
    assert quote.pre is not None
    assert quote.pre.price == ticks[-1].price
    assert quote.pre.change == pytest.approx(ticks[-1].price - quote.last)


def test_an_order_for_a_shut_market_waits_for_the_open() -> None:
    market = market_at(TENCENT, "2026-11-23 08:30")
    order = PersonOrder(1, 1, TENCENT, Side.BUY, OrderType.MARKET, 0, 100)
    market.place(order)
    assert order.status is OrderStatus.WAITING_SUBMIT
    market.go(2_100, 10)
    assert order.status is OrderStatus.SUBMITTED
    market.go(1_800, 10)
    assert order.status is OrderStatus.FILLED_ALL
    assert order.average_price == market.quote(TENCENT).open


def test_a_days_order_ends_with_the_day() -> None:
    market = market_at(TENCENT, "2026-11-23 15:50")
    order = PersonOrder(1, 1, TENCENT, Side.BUY, OrderType.LIMIT, 400.0, 100)
    market.place(order)
    market.go(900, 10)
    assert order.status is OrderStatus.SUBMITTED
    market.go(600, 10)
    assert order.status is OrderStatus.CANCELLED_ALL


def test_a_fast_clock_is_asked_to_skip_what_nobody_trades_in() -> None:
    market = market_at(CATL, "2026-11-20 15:30")
    market.go(1_900, 10)
    assert market.state(Market.SZ) == MarketState.CLOSED
    list(market.advance())
    assert market.local_time(Market.SZ, market.clock.skipped_to[-1]) == "2026-11-23 09:15:00.000"


def test_a_weekend_start_shows_the_whole_of_friday() -> None:
    market = market_at(TENCENT, "2026-11-21 12:00", speed=1.0)
    assert market.trade_date(Market.HK).isoformat() == "2026-11-20"
    points = market.intraday(TENCENT)
    assert (points[0].minute, points[-1].minute, len(points)) == (570, 959, 330)
    assert [len(side) for side in market.book(TENCENT)] == [10, 10]
    assert not list(market.advance())
