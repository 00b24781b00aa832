"""One flow of trades, and every view of it says the same."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from futu_tui.paper.market import (
    BarsChanged,
    BookChanged,
    BrokersChanged,
    Direction,
    Event,
    KLType,
    QuoteChanged,
    RtChanged,
    Tick,
    Traded,
    TradeKind,
)
from futu_tui.paper.periods import MINUTES
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

from .conftest import ALIBABA, APPLE, CATL, HANG_SENG, MOUTAI, NVIDIA, TENCENT, ManualClock, MovedMarket

TRADED = [TENCENT, ALIBABA, APPLE, NVIDIA, MOUTAI, CATL]


@pytest.fixture(scope="module")
def lived() -> tuple[MovedMarket, dict[Security, list[Tick]]]:
    """A market after some minutes of busy trading, and all trades of its day."""
    market = MovedMarket(ManualClock(), seed=5, rate=600, symbols=[*TRADED, HANG_SENG])
    trades = defaultdict(list, {security: market.ticks(security, 2_000) for security in TRADED})
    for event in market.go(150):
        if isinstance(event, Traded):
            trades[event.security].append(event.tick)
    return market, trades


@pytest.mark.parametrize("security", TRADED, ids=str)
def test_the_quote_is_the_sum_of_the_trades(lived: tuple[MovedMarket, dict], security: Security) -> None:
    market, trades = lived
    quote, ticks = market.quote(security), trades[security]
    prices = [tick.price for tick in ticks]
    assert quote.volume == sum(tick.volume for tick in ticks)
    assert round(quote.turnover * UNIT) == sum(round(tick.price * UNIT) * tick.volume for tick in ticks)
    assert (quote.open, quote.last) == (prices[0], prices[-1])
    assert (quote.high, quote.low) == (max(prices), min(prices))
    assert quote.time == ticks[-1].time


@pytest.mark.parametrize("security", TRADED, ids=str)
def test_the_ticker_keeps_the_latest_trades_in_sequence(
    lived: tuple[MovedMarket, dict], security: Security
) -> None:
    market, trades = lived
    kept = market.ticks(security, 2_000)
    assert kept == trades[security][-2_000:]
    assert all(before.sequence < after.sequence for before, after in pairwise(trades[security]))
    assert all(before.time <= after.time for before, after in pairwise(trades[security]))
    assert market.ticks(security, 3) == kept[-3:]


@pytest.mark.parametrize("kl_type", MINUTES, ids=lambda kl_type: kl_type.name)
def test_intraday_bars_of_every_period_add_up_to_the_day(
    lived: tuple[MovedMarket, dict], kl_type: KLType
) -> None:
    market, trades = lived
    for security in (TENCENT, APPLE):
        quote, ticks = market.quote(security), trades[security]
        bars = market.history(
            security, kl_type, market.trade_date(security.market), market.trade_date(security.market)
        )
        assert sum(bar.volume for bar in bars) == quote.volume
        assert round(sum(bar.turnover for bar in bars), 2) == pytest.approx(quote.turnover, rel=1e-12)
        assert (bars[0].open, bars[-1].close) == (quote.open, quote.last)
        assert max(bar.high for bar in bars) == quote.high
        assert min(bar.low for bar in bars) == quote.low
        for before, bar in pairwise(bars):
            inside = [tick for tick in ticks if before.time <= tick.time < bar.time]
            assert bar.volume == sum(tick.volume for tick in inside)
            assert bar.last_close == before.close


def test_bars_are_stamped_with_their_end_on_round_minutes(lived: tuple[MovedMarket, dict]) -> None:
    market, _ = lived
    for kl_type in (KLType.MIN_5, KLType.MIN_15, KLType.MIN_60):
        last = market.bars(TENCENT, kl_type, 1)[0]
        assert last.time % (kl_type.minutes * 60) == 0
        assert last.time - kl_type.minutes * 60 <= market.now() < last.time


@pytest.mark.parametrize("kl_type", [KLType.DAY, KLType.WEEK, KLType.MONTH, KLType.QUARTER, KLType.YEAR])
def test_the_bar_in_progress_closes_at_the_last_price(
    lived: tuple[MovedMarket, dict], kl_type: KLType
) -> None:
    market, _ = lived
    bar, quote = market.bars(APPLE, kl_type, 1)[0], market.quote(APPLE)
    assert bar.close == quote.last
    assert bar.high >= quote.high
    assert bar.low <= quote.low
    if kl_type is KLType.DAY:
        assert (bar.open, bar.volume, bar.last_close) == (quote.open, quote.volume, quote.prev_close)


@pytest.mark.parametrize("kl_type", list(KLType), ids=lambda kl_type: kl_type.name)
def test_a_series_goes_on_from_close_to_close_into_the_past(
    lived: tuple[MovedMarket, dict], kl_type: KLType
) -> None:
    market, _ = lived
    bars = market.bars(TENCENT, kl_type, 60)
    assert len(bars) == (6 if kl_type is KLType.YEAR else 21 if kl_type is KLType.QUARTER else 60)
    assert all(before.time < bar.time and bar.last_close == before.close for before, bar in pairwise(bars))
    assert market.bars(TENCENT, kl_type, 2) == bars[-2:]


def test_the_minutes_of_the_day_agree_with_the_trades(lived: tuple[MovedMarket, dict]) -> None:
    market, trades = lived
    for security in TRADED:
        points = market.intraday(security)
        assert sum(point.volume for point in points) == market.quote(security).volume
        assert [b.time - a.time for a, b in pairwise(points)] == [60] * (len(points) - 1)
        assert points[-1].price == market.quote(security).last
        for point in points[:: len(points) // 5]:
            so_far = [tick for tick in trades[security] if tick.time < point.time + 60]
            spent = sum(tick.price * tick.volume for tick in so_far)
            assert point.average == pytest.approx(spent / sum(tick.volume for tick in so_far))
        moved = [point for point in points if point.volume]
        assert market.rt_point(security) == moved[-1]


def test_a_point_names_its_minute_of_the_local_day(lived: tuple[MovedMarket, dict]) -> None:
    market, _ = lived
    point = market.intraday(TENCENT)[-1]
    hour, minute = market.local_time(Market.HK, point.time)[11:16].split(":")
    assert point.minute == int(hour) * 60 + int(minute)


def test_an_index_follows_from_its_members_and_has_no_book(lived: tuple[MovedMarket, dict]) -> None:
    market, _ = lived
    market.until(lambda event: event == QuoteChanged(HANG_SENG), 30)
    quote = market.quote(HANG_SENG)
    members = market.listings[HANG_SENG].members
    moves = [(market.quote(member), weight) for member, weight in members]
    total = sum(weight for _, weight in members)
    move = sum(weight * (member.last / member.prev_close - 1) for member, weight in moves) / total
    assert quote.last / quote.prev_close - 1 == pytest.approx(move, abs=1e-4)
    assert market.book(HANG_SENG) == ([], [])
    assert market.ticks(HANG_SENG) == []
    assert quote.low <= quote.last <= quote.high
    assert market.bars(HANG_SENG, KLType.DAY, 1)[0].close == quote.last


def test_books_have_ten_levels_a_side_and_never_cross_at_any_event() -> None:
    market = MovedMarket(ManualClock(), seed=11, rate=800)
    traded = [s for s, listing in market.listings.items() if not listing.is_index and not listing.suspended]
    changed = set()
    end = market.clock.instant + 6
    while market.clock.instant < end:
        market.clock.instant += 0.25
        for event in market.advance():
            if isinstance(event, BookChanged):
                changed.add(event.security)
                bids, asks = market.book(event.security)
                assert len(bids) == len(asks) == 10
                assert bids[0].price < asks[0].price
                assert all(a.price > b.price for a, b in pairwise(bids))
                assert all(a.price < b.price for a, b in pairwise(asks))
                assert all(level.volume > 0 and level.orders > 0 for level in (*bids, *asks))
    assert changed == set(traded)


def test_prices_sit_on_the_tick_and_sizes_on_the_lot(lived: tuple[MovedMarket, dict]) -> None:
    market, trades = lived
    for security in TRADED:
        listing = market.listings[security]
        for tick in trades[security]:
            assert listing.ticks.fits(round(tick.price * UNIT))
            assert tick.volume % listing.lot_size == 0
        for level in [level for side in market.book(security) for level in side]:
            assert listing.ticks.fits(round(level.price * UNIT))


def test_trades_say_who_crossed_the_spread_and_odd_lots_are_marked(lived: tuple[MovedMarket, dict]) -> None:
    _, trades = lived
    assert {tick.direction for tick in trades[TENCENT]} == {Direction.BUY, Direction.SELL}
    for tick in trades[APPLE]:
        assert tick.kind is (TradeKind.ODD_LOT if tick.volume < 100 else TradeKind.AUTOMATCH)


def test_a_trade_lifts_the_offer_or_hits_the_bid() -> None:
    market = MovedMarket(ManualClock(), seed=2, symbols=[TENCENT])
    before = market.book(TENCENT)
    seen = 0
    for _ in range(2_000):
        market.clock.instant += 0.02
        for event in market.advance():
            if isinstance(event, Traded):
                bids, asks = before
                side = asks if event.tick.direction is Direction.BUY else bids
                assert event.tick.price in {level.price for level in side}
                seen += 1
            before = market.book(TENCENT)
    assert seen > 5


def test_brokers_queue_at_the_levels_of_the_book(lived: tuple[MovedMarket, dict]) -> None:
    market, _ = lived
    for queue, levels in zip(market.brokers(TENCENT, 10_000), market.book(TENCENT), strict=True):
        for position, level in enumerate(levels, start=1):
            at_level = [entry for entry in queue if entry.position == position]
            assert len(at_level) == level.orders
            assert sum(entry.volume for entry in at_level) == level.volume
        assert all(before.position <= after.position for before, after in pairwise(queue))
    assert len(market.brokers(TENCENT)[0]) == 40
    assert market.brokers(APPLE) == ([], [])


def test_a_trade_is_told_before_what_it_moves(market: MovedMarket) -> None:
    events = market.go(40)
    at = next(i for i, event in enumerate(events) if isinstance(event, Traded) and event.security == TENCENT)
    following = [event for event in events[at + 1 : at + 20] if getattr(event, "security", None) == TENCENT]
    told = [type(event) for event in following if not isinstance(event, Traded)][:5]
    assert told == [BookChanged, BrokersChanged, QuoteChanged, RtChanged, BarsChanged]


def test_a_new_minute_says_which_bars_it_closed(market: MovedMarket) -> None:
    market.clock.instant = (market.now() // 3600 + 1) * 3600 - 30
    list(market.advance())
    hour = market.now() + 30
    changed = market.until(
        lambda e: isinstance(e, BarsChanged) and e.security == APPLE and market.now() >= hour, 120
    )
    assert isinstance(changed, BarsChanged)
    whole_hour = {kl_type for kl_type, minutes in MINUTES.items() if minutes <= 60}
    assert set(changed.closed) >= whole_hour
    again = market.until(lambda e: isinstance(e, BarsChanged) and e.security == APPLE, 60, 0.01)
    assert again == BarsChanged(APPLE, ())
    before, now = market.bars(APPLE, KLType.MIN_60, 2)
    assert before.time == now.time - 3600


def test_same_seed_same_market_however_often_it_is_advanced() -> None:
    def story(step: float, seed: int = 9) -> list[Event]:
        return MovedMarket(ManualClock(), seed=seed, symbols=[TENCENT, APPLE, HANG_SENG]).go(20, step)

    assert story(0.02) == story(0.9)
    assert story(0.5) != story(0.5, seed=10)


def test_a_rate_is_kept() -> None:
    market = MovedMarket(ManualClock(), rate=1_500)
    market.go(20)
    assert len(market.go(10)) / 10 == pytest.approx(1_500, rel=0.25)


def test_the_natural_pace_is_lively_and_no_more() -> None:
    market = MovedMarket(ManualClock(), seed=3)
    assert 30 <= len(market.go(30)) / 30 <= 130


def test_a_market_left_alone_does_not_make_up_for_the_time() -> None:
    market = MovedMarket(ManualClock(), rate=1_000)
    market.go(5)
    market.clock.instant += 3_600
    assert len(list(market.advance())) < 3_000
    assert market.now() == market.clock.instant


def test_books_and_schedule_stay_small_however_long_it_runs() -> None:
    market = MovedMarket(ManualClock(), rate=4_000, symbols=[TENCENT, APPLE])
    market.go(15)
    simulation = market._simulation
    assert len(simulation._due) < 1_000
    for security in (TENCENT, APPLE):
        book = simulation.posts[security].book
        assert len(book.bids.keys) <= 45
        assert (
            sum(len(level.orders) for side in (book.bids, book.asks) for level in side.levels.values())
            < 3_000
        )


def test_securities_of_a_market_move_together() -> None:
    market = MovedMarket(ManualClock(), seed=4, symbols=[HANG_SENG])
    histories = market._simulation.histories
    one, other = (list(histories[security].returns().values()) for security in (TENCENT, ALIBABA))
    mean_product = sum(a * b for a, b in zip(one, other, strict=True)) / len(one)
    scale = (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5 / len(one)
    assert mean_product / scale > 0.3


def test_the_day_turns_at_local_midnight(market: MovedMarket) -> None:
    day = market.trade_date(Market.HK)
    quote = market.quote(TENCENT)
    market.clock.instant += 13.5 * 3600
    market.go(30)
    assert (market.trade_date(Market.HK) - day).days == 1
    yesterday, today = market.bars(TENCENT, KLType.DAY, 2)
    assert today.last_close == yesterday.close == market.quote(TENCENT).prev_close
    assert yesterday.volume >= quote.volume
    assert today.volume == market.quote(TENCENT).volume < quote.volume
    assert market.intraday(TENCENT)[0].minute == 0


def test_us_quotes_have_what_was_traded_outside_regular_hours(market: MovedMarket) -> None:
    quote = market.quote(APPLE)
    assert quote.pre is not None
    assert quote.pre.low <= quote.pre.price <= quote.pre.high
    assert quote.pre.change == pytest.approx(quote.pre.price - quote.prev_close)
    assert quote.after is not None
    assert market.quote(TENCENT).pre is None
