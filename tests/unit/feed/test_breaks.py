"""Links that break and return, and gateways that fall silent: what is shown of it, and what is fetched afterwards."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from futu_tui.feed import catch_up
from futu_tui.feed import feed as feed_module
from futu_tui.feed.catch_up import wire
from futu_tui.market import Freshness
from futu_tui.opend import LinkState
from futu_tui.opend.errors import Refused, TimedOut
from futu_tui.opend.stream import Backoff
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.pane import Wish
from tests.gateway.conftest import Paper
from tests.unit.feed.conftest import APPLE, EVERYTHING, TENCENT, XIAOMI, Follow, Following


def gateway_ticks(following: Following) -> list[int]:
    """The sequences of all trades of Tencent that the gateway remembers."""
    return [tick.sequence for tick in following.paper.gateway.market.ticks(TENCENT, 100_000)]


def sequences(following: Following) -> list[int]:
    return [tick.sequence for tick in following.store.tapes[TENCENT]]


async def down(following: Following) -> None:
    """The link breaks, and that is seen."""
    await following.road.cut()
    await following.until(lambda: following.feed.health.link.state is LinkState.DOWN)


async def back(following: Following) -> None:
    """The way is open again, and what was missed is there."""
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.live)


async def test_a_broken_link_makes_everything_stale_at_once(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    following.feed.watch({TENCENT})
    assert following.store.freshness(TENCENT, time.monotonic()) is Freshness.LIVE
    await down(following)
    assert following.changes.everything
    assert following.store.stretch == 0
    assert following.store.stale_since == pytest.approx(time.monotonic(), abs=1.0)
    assert following.store.freshness(TENCENT, time.monotonic()) is Freshness.LOST
    assert not following.feed.health.live
    assert following.feed.health.link.error is not None
    assert following.feed.health.ever_up


async def test_after_its_return_everything_is_as_the_gateway_has_it(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    await following.until(lambda: following.store.tapes[TENCENT].count > 5, market=1.0)
    await down(following)
    following.paper.run(30.0)
    await back(following)
    store, market = following.store, following.paper.gateway.market
    assert store.stale_since is None
    quote, state = store.quotes[TENCENT], market.quote(TENCENT)
    assert (quote.last, quote.volume) == (state.last, state.volume)
    bids, asks = market.book(TENCENT, 10)
    assert [level.price for level in store.books[TENCENT].bids] == [level.price for level in bids]
    assert [level.price for level in store.books[TENCENT].asks] == [level.price for level in asks]
    assert store.tapes[TENCENT].gaps == []
    assert set(sequences(following)) >= set(gateway_ticks(following)[-20:])
    assert following.feed.health.link.state is LinkState.UP


async def test_what_is_refused_after_its_return_looks_old_until_it_is_told(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    await following.subscribed(EVERYTHING)
    following.feed.watch({TENCENT, XIAOMI})
    following.feed.glance("page", {APPLE})
    store, request = following.store, following.feed.gateway.request
    await following.until(lambda: {XIAOMI, APPLE} <= store.quotes.keys())
    await down(following)

    async def refusing(asked: Any, c2s: Any = None, *args: Any, **more: Any) -> Any:
        if asked == ProtoId.QOT_GET_SECURITY_SNAPSHOT and wire(XIAOMI) in c2s["securityList"]:
            raise Refused("not this one", ret_type=-1, ret_msg="")
        return await request(asked, c2s, *args, **more)

    monkeypatch.setattr(following.feed.gateway, "request", refusing)
    await back(following)
    lost = [each for each in store.quotes if store.freshness(each, time.monotonic()) is Freshness.LOST]
    assert lost == [XIAOMI]
    following.want(*EVERYTHING, Wish(XIAOMI, qot.SubType_Basic))
    await following.until(lambda: not store.is_old(store.quotes[XIAOMI]), market=1.0)
    assert following.changes.everything


async def test_after_its_return_pushes_go_on_without_a_key_pressed(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    await down(following)
    await back(following)
    trades = following.store.tapes[TENCENT].count
    await following.until(lambda: following.store.tapes[TENCENT].count > trades + 3, market=1.0)
    assert following.store.tapes[TENCENT].gaps == []
    assert following.store.stretch == 2


async def test_trades_that_the_gateway_no_longer_tells_leave_a_gap(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "TICKS", 5)
    await following.subscribed(EVERYTHING)
    known = following.store.tapes[TENCENT].count
    await down(following)
    while len([tick for tick in gateway_ticks(following) if tick > sequences(following)[-1]]) < 8:
        following.paper.run(1.0)
    await back(following)
    assert following.store.tapes[TENCENT].gaps == [known]


async def test_what_was_wanted_while_the_link_was_down_is_there_after_its_return(
    following: Following,
) -> None:
    await down(following)
    following.want(*EVERYTHING)
    following.feed.watch({XIAOMI})
    await back(following)
    assert XIAOMI in following.store.listings
    assert len(following.store.books[TENCENT].bids) == 10


async def test_a_return_reads_states_accounts_and_subscriptions_anew(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    await down(following)
    following.asked.clear()
    await back(following)
    for protocol in (
        ProtoId.INIT_CONNECT, ProtoId.GET_GLOBAL_STATE, ProtoId.QOT_SUB, ProtoId.TRD_GET_ACC_LIST,
        ProtoId.TRD_SUB_ACC_PUSH, ProtoId.TRD_GET_FUNDS, ProtoId.TRD_GET_POSITION_LIST,
        ProtoId.TRD_GET_ORDER_LIST, ProtoId.TRD_GET_ORDER_FILL_LIST, ProtoId.QOT_GET_BASIC_QOT,
        ProtoId.QOT_GET_ORDER_BOOK, ProtoId.QOT_GET_BROKER, ProtoId.QOT_GET_TICKER, ProtoId.QOT_GET_RT,
        ProtoId.QOT_GET_KL,
    ):  # fmt: skip
        assert following.asked[protocol], protocol


async def test_a_link_that_breaks_again_and_again_comes_back_each_time(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    for _ in range(3):
        await down(following)
        following.paper.run(2.0)
        await back(following)
    assert following.store.tapes[TENCENT].gaps == []
    assert following.store.quotes[TENCENT].last == following.paper.gateway.market.quote(TENCENT).last


async def test_a_link_that_breaks_while_it_is_being_restored_is_stale_and_comes_back(
    following: Following,
) -> None:
    await following.subscribed(EVERYTHING)
    await down(following)
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.feed.health.restoring)
    await down(following)
    assert not following.feed.health.restoring
    assert following.store.stale_since is not None
    await back(following)


async def test_one_key_tries_the_gateway_at_once(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with follow(paper) as following:
        monkeypatch.setattr(following.feed.stream, "_backoff", Backoff(3_600.0, 3_600.0))
        await down(following)
        assert following.feed.health.link.retry_in == 3_600.0
        await back(following)


# Silence


async def silence(following: Following) -> None:
    following.road.hold_up()
    await following.until(lambda: following.feed.health.silent_since)


async def test_a_silent_gateway_is_stale_though_its_stream_looks_open(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    await silence(following)
    assert following.feed.health.link.state is LinkState.UP
    assert not following.feed.health.live
    assert following.store.stale_since is not None
    assert following.store.freshness(TENCENT, time.monotonic()) is Freshness.LOST


async def test_a_gateway_that_speaks_again_is_live_without_a_new_connection(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    link = following.feed.health.link
    await silence(following)
    following.asked.clear()
    following.paper.run(10.0)
    following.road.let_go()
    await following.until(lambda: following.live)
    assert following.feed.health.link is link
    assert not following.asked[ProtoId.INIT_CONNECT]
    await following.until(lambda: sequences(following)[-1] == gateway_ticks(following)[-1])


async def test_a_pause_in_which_no_trade_was_lost_leaves_no_gap(following: Following) -> None:
    await following.subscribed(EVERYTHING)
    await following.until(lambda: following.store.tapes[TENCENT].count > 5, market=1.0)
    await silence(following)
    following.paper.run(10.0)
    following.road.let_go()
    await following.until(lambda: following.live)
    assert following.store.tapes[TENCENT].gaps == []


def test_the_waits_for_an_answer_are_under_two_seconds_together() -> None:
    assert feed_module.PING_EVERY + feed_module.PING_TIMEOUT < 2.0
    assert feed_module.QUIET_PING_EVERY + feed_module.QUIET_PING_TIMEOUT < 2.0


async def test_a_gateway_silent_for_good_is_left_and_met_anew(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "DEAD_AFTER", 0.2)
    async with follow(paper) as following:
        monkeypatch.setattr(following.feed.stream, "_heartbeat_timeout", 0.3)
        await following.subscribed(EVERYTHING)
        following.road.hold_up()
        await following.until(lambda: following.feed.health.link.state is not LinkState.UP)
        following.road.let_go()
        following.feed.retry_now()
        await following.until(lambda: following.live)


# Answers that fail on an open link


async def test_a_catch_up_that_fails_is_tried_again_while_the_link_holds(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with follow(paper, wait=False) as following:
        read_states, failures = following.feed.service.read_states, [2]

        async def flaky() -> bool:
            if failures[0]:
                failures[0] -= 1
                raise TimedOut("no answer to 1002 in time")
            return await read_states()

        monkeypatch.setattr(following.feed.service, "read_states", flaky)
        await following.until(lambda: following.live)
        assert failures == [0]
        assert following.told.count("no answer to 1002 in time") == 2


async def test_what_waits_and_is_hopelessly_late_is_skipped_and_the_newest_fetched(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    await following.subscribed(EVERYTHING)
    await following.until(lambda: following.store.tapes[TENCENT].count > 5, market=1.0)
    feed = following.feed
    monkeypatch.setattr(feed.load, "observe", lambda *looked: False)
    feed.load.overloaded, feed.load.behind = True, 12.0
    await following.until(lambda: following.store.stale_since is not None)
    assert "12 s late" in feed.notices[-1].text
    await following.until(lambda: following.live)
    assert not feed.load.overloaded
    assert following.store.freshness(TENCENT, time.monotonic()) is Freshness.LIVE
    known = sequences(following)
    assert known == [each for each in gateway_ticks(following) if each >= known[0]]


async def test_a_jump_of_this_computer_s_clock_makes_no_trade_late(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.feed.load.SAMPLE", 0.0)
    monkeypatch.setattr("futu_tui.feed.feed.seconds_without_core", time.monotonic)  # it has no time left
    await following.subscribed(EVERYTHING)
    tape = following.store.tapes[TENCENT]
    for jump in (0, 25_200, -86_400):
        clock = SimpleNamespace(**vars(time) | {"time": lambda jump=jump: time.time() + jump})
        monkeypatch.setattr("futu_tui.feed.feed.time", clock)  # the gateway's goes right
        enough = tape.count + 5
        await following.until(lambda enough=enough: tape.count > enough, market=1.0)
    assert "More comes in than can be taken" not in following.told
