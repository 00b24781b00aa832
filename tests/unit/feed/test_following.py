"""From the first connection on: what is subscribed, fetched, watched, paged and let go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from futu_tui.market import Period, Series
from futu_tui.opend import LinkState, Want
from futu_tui.opend import subscriptions as subscriptions_module
from futu_tui.opend.errors import NoKey
from futu_tui.paper.keys import make_key
from futu_tui.protocol import Market, ProtoId, Scope, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.pane import Priority, Wish
from tests.gateway.conftest import SYMBOLS, OpenPaper, Paper
from tests.unit.feed.conftest import APPLE, CATL, EVERYTHING, MOUTAI, TENCENT, XIAOMI, Follow, Following

QUOTES, ACCOUNTS = Scope.QOT_READ, Scope.ACC_READ


def now(security: Security, following: Following) -> float:
    """The price as the gateway has it."""
    return following.paper.gateway.market.quote(security).last


async def test_a_new_link_is_live_once_states_and_accounts_are_read(following: Following) -> None:
    assert following.feed.health.ever_up
    assert following.store.session(Market.HK).label == "open"
    portfolio = following.accounts.current
    assert portfolio is not None
    assert portfolio.funds is not None
    assert portfolio.positions
    assert portfolio.orders
    assert following.changes.everything or following.changes.accounts


async def test_what_every_pane_wants_is_there_before_the_market_moves(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    store = following.store
    following.frame()
    assert store.quotes[TENCENT].last == now(TENCENT, following)
    assert len(store.books[TENCENT].bids) == len(store.books[TENCENT].asks) == 10
    assert store.brokers[TENCENT].bids
    assert store.tapes[TENCENT][-1].price == now(TENCENT, following)
    assert len(store.candles[Series(TENCENT, Period.M5)]) > 100
    assert store.candles[Series(TENCENT, Period.M5)][-1].close == now(TENCENT, following)
    assert len(store.intraday[TENCENT]) > 10


async def test_from_then_on_it_moves_with_the_market(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    trades = following.store.tapes[TENCENT].count
    changes = following.changes
    await following.until(
        lambda: (
            changes.quotes.get(TENCENT, set()) >= {"last", "volume"}
            and TENCENT in changes.books
            and TENCENT in changes.brokers
            and following.store.tapes[TENCENT].count > trades + 5
            and Series(TENCENT, Period.M5) in changes.candles
            and TENCENT in changes.intraday
        ),
        market=1.0,
    )
    await following.until(lambda: following.store.quotes[TENCENT].last == now(TENCENT, following))


async def test_securities_on_a_list_have_names_and_bid_and_ask_without_a_subscription(
    following: Following,
) -> None:
    following.feed.watch({XIAOMI, APPLE})
    await following.until(lambda: {XIAOMI, APPLE} <= following.store.listings.keys())
    await following.until(lambda: {XIAOMI, APPLE} <= following.store.quotes.keys())
    assert following.store.quotes[XIAOMI].bid < following.store.quotes[XIAOMI].ask  # type: ignore[operator]
    assert following.store.quotes[APPLE].bid < following.store.quotes[APPLE].ask  # type: ignore[operator]
    assert following.store.listings[XIAOMI].lot_size == 200
    assert "Xiaomi" in following.store.listings[XIAOMI].name
    assert following.feed.subscriptions.used == 0


async def test_bid_and_ask_of_a_list_are_looked_up_again_and_again(following: Following) -> None:
    following.feed.watch({XIAOMI})
    await following.until(lambda: XIAOMI in following.store.quotes)
    quote = following.store.quotes[XIAOMI]
    seen = (quote.bid, quote.ask, quote.bid_size)
    await following.until(lambda: (quote.bid, quote.ask, quote.bid_size) != seen, market=1.0)


async def test_a_security_that_nobody_knows_costs_only_itself(following: Following) -> None:
    stranger = Security.parse("HK.09999")
    following.feed.watch({TENCENT, stranger, APPLE, MOUTAI})
    await following.until(lambda: {TENCENT, APPLE, MOUTAI} <= following.store.listings.keys())
    await following.until(lambda: {TENCENT, APPLE, MOUTAI} <= following.store.quotes.keys())
    assert "HK.09999" in following.told


async def test_what_the_link_is_told_of_before_it_is_up_is_done_when_it_is(
    quick: None, paper: Paper, follow: Follow
) -> None:
    async with follow(paper, wait=False) as following:
        following.feed.watch({XIAOMI})
        following.want(*EVERYTHING)
        await following.until(lambda: following.live)
        assert XIAOMI in following.store.listings
        assert following.store.quotes[TENCENT].last
        assert len(following.store.books[TENCENT].bids) == 10


# Subscriptions


async def test_two_panes_that_want_the_same_cost_one_subscription(following: Following) -> None:
    book = Wish(TENCENT, qot.SubType_OrderBook)
    following.feed.want("watchlist", [book._replace(priority=Priority.DECORATION)])
    following.feed.want("book", [book])
    await following.until(lambda: following.feed.subscriptions.active)
    assert following.feed.subscriptions.used == 1
    assert following.asked[ProtoId.QOT_SUB] == 1


async def test_where_the_quota_is_short_the_current_security_goes_first(
    quick: None, open_paper: OpenPaper, follow: Follow
) -> None:
    async with open_paper(quota=3) as paper, follow(paper) as following:
        decoration = [Wish(each, qot.SubType_RT, Priority.DECORATION) for each in (TENCENT, XIAOMI, APPLE)]
        rows = [Wish(each, qot.SubType_Basic, Priority.ROW) for each in (XIAOMI, APPLE)]
        current = [Wish(TENCENT, qot.SubType_OrderBook), Wish(TENCENT, qot.SubType_Ticker)]
        following.want(*decoration, *rows, *current)
        await following.until(lambda: len(following.feed.subscriptions.active) == 3)
        active = following.feed.subscriptions.active
        assert active >= {Want(wish.security, wish.sub_type) for wish in current}
        assert {want.sub_type for want in active} == {
            qot.SubType_OrderBook, qot.SubType_Ticker, qot.SubType_Basic
        }  # fmt: skip
        assert len(following.feed.subscriptions.unmet) == 4


async def test_what_is_no_longer_wanted_is_released_and_forgotten(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions_module, "HOLD", 0.05)
    await following.subscribed(EVERYTHING)
    following.paper.wait(60)
    following.want(*EVERYTHING[:1])
    await following.until(lambda: following.feed.subscriptions.used == 1)
    await following.until(lambda: TENCENT not in following.store.books)
    store = following.store
    assert TENCENT not in store.tapes
    assert TENCENT not in store.brokers
    assert Series(TENCENT, Period.M5) not in store.candles
    assert store.quotes[TENCENT].last


async def test_what_an_owner_wants_next_replaces_what_it_wanted(following: Following) -> None:
    await following.subscribed([Wish(TENCENT, qot.SubType_Basic, Priority.ROW)])
    await following.subscribed([Wish(XIAOMI, qot.SubType_Basic, Priority.CURRENT)])
    wanted = following.feed.subscriptions._wanted()
    assert wanted == {Want(XIAOMI, qot.SubType_Basic): Priority.CURRENT}


# History


async def test_the_past_of_a_chart_comes_page_by_page_to_its_end(following: Following) -> None:
    day = Wish(TENCENT, Period.DAY.sub_type)
    await following.subscribed([day])
    candles = following.store.candles[Series(TENCENT, Period.DAY)]
    pages = 0
    series = Series(TENCENT, Period.DAY)
    while not following.feed.history(series).ended:
        known, first = len(candles), candles[0].time
        following.feed.more_history(Series(TENCENT, Period.DAY))
        await following.until(lambda: not following.feed.histories.loading)
        pages += 1
        assert len(candles) > known or following.feed.history(series).ended
        assert candles[0].time <= first
    assert pages >= 2
    assert len(candles) > 1_200  # five years
    assert [bar.time for bar in candles] == sorted({bar.time for bar in candles})
    asked = following.asked[ProtoId.QOT_REQUEST_HISTORY_KL]
    following.feed.more_history(Series(TENCENT, Period.DAY))
    await following.settle()
    assert following.asked[ProtoId.QOT_REQUEST_HISTORY_KL] == asked


async def test_bars_that_are_asked_for_twice_are_requested_once(following: Following) -> None:
    await following.subscribed([Wish(TENCENT, Period.DAY.sub_type)])
    following.feed.more_history(Series(TENCENT, Period.DAY))
    following.feed.more_history(Series(TENCENT, Period.DAY))
    await following.until(lambda: not following.feed.histories.loading)
    assert following.asked[ProtoId.QOT_REQUEST_HISTORY_KL] == 1


async def test_the_past_of_a_chart_without_bars_is_not_asked_for(following: Following) -> None:
    following.feed.more_history(Series(CATL, Period.M5))
    await following.settle()
    assert not following.asked[ProtoId.QOT_REQUEST_HISTORY_KL]
    assert not following.feed.history(Series(CATL, Period.M5)).ended


# Search


async def test_search_has_every_security_of_the_gateway_once(following: Following) -> None:
    assert not following.feed.listings_complete
    following.feed.load_listings()
    following.feed.load_listings()
    await following.until(lambda: following.feed.listings_complete)
    assert set(map(str, following.store.listings)) == set(SYMBOLS)
    asked = following.asked[ProtoId.QOT_GET_STATIC_INFO]
    following.feed.load_listings()
    await following.settle()
    assert following.asked[ProtoId.QOT_GET_STATIC_INFO] == asked


# Keys


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


async def test_a_key_for_quotes_alone_follows_the_market_and_says_why_there_are_no_accounts(
    quick: None, open_paper: OpenPaper, follow: Follow, keys_file: Path
) -> None:
    key = make_key(keys_file, "quotes", frozenset({QUOTES}))
    async with open_paper(keys_file) as paper, follow(paper, key) as following:
        await following.subscribed(EVERYTHING)
        assert following.store.quotes[TENCENT].last
        assert following.accounts.current is None
        assert "acc:read" in following.feed.account_sync.refusal


async def test_a_key_for_accounts_alone_reads_them_and_tells_what_it_may_not(
    quick: None, open_paper: OpenPaper, follow: Follow, keys_file: Path
) -> None:
    key = make_key(keys_file, "accounts", frozenset({ACCOUNTS}))
    async with open_paper(keys_file) as paper, follow(paper, key) as following:
        assert following.accounts.current is not None
        following.feed.watch({TENCENT})
        following.want(*EVERYTHING)
        await following.until(lambda: len(following.feed.subscriptions.refused) == len(EVERYTHING))
        await following.until(lambda: "qot:read" in following.told)
        assert following.live


async def test_a_wrong_key_never_becomes_live_and_is_named(
    quick: None, open_paper: OpenPaper, follow: Follow, keys_file: Path
) -> None:
    make_key(keys_file, "someone", frozenset({QUOTES}))
    async with open_paper(keys_file) as paper, follow(paper, "fc_wrong", wait=False) as following:
        await following.until(lambda: following.feed.health.link.state is LinkState.DOWN)
        assert isinstance(following.feed.health.link.error, NoKey)
        assert not following.feed.health.ever_up


# Faults of this program


async def test_an_answer_that_cannot_be_taken_in_does_not_end_the_feed(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of this program")

    monkeypatch.setattr(following.store, "apply_snapshot", broken)
    following.feed.watch({XIAOMI})
    await following.until(lambda: "of this program" in following.told)
    monkeypatch.undo()
    await following.subscribed(EVERYTHING)
    assert following.store.quotes[TENCENT].last


async def test_a_feed_that_ends_leaves_nothing_running(quick: None, paper: Paper, follow: Follow) -> None:
    before = asyncio.all_tasks()
    async with follow(paper) as following:
        await following.subscribed(EVERYTHING)
        following.feed.load_listings()
    await asyncio.sleep(0)
    left = asyncio.all_tasks() - before
    assert not [task for task in left if "futu_tui/feed" in repr(task.get_coro())]
