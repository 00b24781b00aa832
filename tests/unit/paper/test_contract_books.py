"""Books of contracts: they open as their quotes were, stay around what the contract is worth, and keep its hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from futu_tui.paper.market import BookChanged, KLType, OrderStatus, OrderType, PersonOrder, Side
from futu_tui.paper.views import UNIT, SecurityStatus
from futu_tui.protocol import Security

from .conftest import APPLE, HANG_SENG, TENCENT, ManualClock, MovedMarket

CALL = Security.parse("US.AAPL261204C265000")
PUT = Security.parse("HK.TCH261230P490000")
FUTURE = Security.parse("HK.HSI2612")


def warrant(market: MovedMarket) -> Security:
    """One that moves with its underlying."""
    return next(
        each.security
        for each in market.derivatives.warrants(TENCENT)
        if market.quote(each.security).status is SecurityStatus.NORMAL
        and abs(market.quote(each.security).figures.delta) > 0.3
    )


@pytest.fixture(scope="module")
def market() -> MovedMarket:
    return MovedMarket(ManualClock(), seed=7, symbols=[TENCENT, APPLE, HANG_SENG])


def contracts(market: MovedMarket) -> list[Security]:
    return [CALL, PUT, FUTURE, warrant(market)]


def test_a_book_opens_with_the_quote_that_was_told_without_it(market: MovedMarket) -> None:
    for security in contracts(market):
        told = market.quote(security)
        assert security not in market.floor
        market.open_books([security])
        opened = market.quote(security)
        moving = {"turnover", "average", "bid_size", "ask_size"}
        same = {field: getattr(told, field) for field in moving}
        assert replace(opened, **same) == told
        assert opened.volume > 0
        assert opened.low <= opened.average <= opened.high
        day = market.bars(security, KLType.DAY, 2)
        assert (day[-1].close, day[-2].close) == (opened.last, opened.prev_close)
        assert sum(point.volume for point in market.intraday(security)) == opened.volume


def test_quotes_stay_around_what_the_contract_is_worth(market: MovedMarket) -> None:
    market.open_books(contracts(market))
    events = market.go(60)
    changed = {event.security for event in events if isinstance(event, BookChanged)}
    assert {CALL, PUT, FUTURE} <= changed
    for security in contracts(market):
        instrument = market.listings[security]
        bids, asks = market.book(security)
        spot = market.quote(instrument.contract.owner).last
        worth = market.floor.model.value(instrument.contract, spot, market.now())
        assert bids[0].price < asks[0].price
        # The underlying goes on for at most a step after the maker has looked.
        slack = 0.02 * worth + instrument.tick_at(round(worth * UNIT)) / UNIT
        assert bids[0].price - slack <= worth <= asks[0].price + slack
        for side in (bids, asks):
            assert all(instrument.ticks.fits(round(level.price * UNIT)) for level in side)
            assert all(level.volume % instrument.lot_size == 0 for level in side)


def test_what_was_followed_no_more_is_forgotten_but_where_a_person_is(market: MovedMarket) -> None:
    market.open_books(contracts(market))
    bid = market.quote(CALL).bid
    market.place(PersonOrder(1, 1, CALL, Side.BUY, OrderType.LIMIT, round(bid * 0.5, 1), 1))
    market.retire({PUT})
    assert [security in market.floor for security in contracts(market)] == [True, True, False, False]
    assert market.book(CALL)[0][-1].price == round(bid * 0.5, 1)
    market.cancel(1)
    market.retire(set())
    assert len(market.floor) == 0
    assert market.quote(CALL).last > 0


def test_the_same_seed_gives_the_same_books_however_often_the_market_is_asked() -> None:
    def lived(step: float) -> object:
        market = MovedMarket(ManualClock(), seed=3, symbols=[TENCENT])
        market.open_books([PUT])
        market.go(30, step)
        return market.book(PUT), market.quote(PUT).volume, market.ticks(PUT)

    assert lived(0.1) == lived(0.9)


def test_contracts_keep_the_hours_of_regular_trading() -> None:
    at = datetime(2026, 11, 23, 8, 58, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
    market = MovedMarket(ManualClock(at, always_open=False), seed=7, symbols=[TENCENT, APPLE])
    market.open_books([PUT, CALL])
    order = PersonOrder(1, 1, PUT, Side.BUY, OrderType.LIMIT, market.quote(PUT).last * 2, 1)
    market.place(order)
    market.go(600, 10)
    assert order.status is OrderStatus.WAITING_SUBMIT  # the auction is not for options
    assert market.book(PUT) == ([], [])
    market.go(1_500, 10)
    assert order.status is OrderStatus.FILLED_ALL
    assert order.average_price < order.price / 1.5  # at the maker's quote, not at its own limit
    assert market.quote(PUT).open == pytest.approx(order.average_price)
    assert market.book(CALL) == ([], [])
    market.go(3 * 3_600, 30)
    assert market.book(PUT) == ([], [])
    assert market.quote(PUT).last > 0
