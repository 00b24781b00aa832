"""An answer that is of no use costs itself only: whatever else was asked for is shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from math import inf
from typing import Any

import grpc
import pytest

from futu_tui.feed import Feed
from futu_tui.feed.catch_up import CatchUp
from futu_tui.feed.feed import PING_TIMEOUT, QUIET_PING_TIMEOUT
from futu_tui.market import Store
from futu_tui.opend import OpenD, Want
from futu_tui.opend.errors import NoKey, TimedOut
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse
from futu_tui.trading import Accounts, TrdEnv
from tests.unit.market.wire import ALIBABA, TENCENT, basic, snapshot
from tests.unit.opend.conftest import ScriptedGateway, serving, success

WANTS = [(TENCENT, sub_type) for sub_type in (qot.SubType_Basic, qot.SubType_OrderBook, qot.SubType_RT)]


def scripted(gateway: ScriptedGateway) -> None:
    """A gateway of one security, of which it tells the quote and the book, and no account."""
    sec = {"market": 1, "code": "00700"}
    gateway.answer(ProtoId.GET_GLOBAL_STATE, FutuResponse(ret_type=-1, ret_msg="not today"))
    gateway.answer(ProtoId.QOT_GET_SUB_INFO, success(3003, totalUsedQuota=0, remainQuota=100))
    gateway.answer(ProtoId.QOT_SUB, success(3001))
    gateway.answer(ProtoId.TRD_GET_ACC_LIST, success(2001))
    gateway.answer(ProtoId.QOT_GET_BASIC_QOT, success(3004, basicQotList=[basic()]))
    level = {"price": 512.5, "volume": 100, "orederCount": 1}
    gateway.answer(ProtoId.QOT_GET_ORDER_BOOK, success(3012, security=sec, orderBookBidList=[level]))


@pytest.fixture
async def gateway() -> AsyncIterator[ScriptedGateway]:
    async with serving() as gateway:
        scripted(gateway)
        yield gateway


async def until(true: Callable[[], bool], feed: Feed) -> None:
    """Draw frames until it holds."""
    async with asyncio.timeout(5):
        while not true():
            feed.drain(0.0)
            await asyncio.sleep(0.01)


async def test_the_accounts_know_how_late_it_may_be_by_the_brokers_clock(gateway: ScriptedGateway) -> None:
    async with OpenD(gateway.target) as opened:
        feed = Feed(opened, Store(), Accounts(), environment=TrdEnv.SIMULATE)
        assert feed.accounts.latest() == inf
        asked = time.monotonic()
        feed.store.clock.tell(1_764_000_000, asked, asked)
        assert 1_764_000_000 < feed.accounts.latest() < 1_764_000_060


async def following(gateway: ScriptedGateway, opened: OpenD) -> tuple[Feed, asyncio.Task[None]]:
    feed = Feed(opened, Store(), Accounts(), environment=TrdEnv.SIMULATE)
    feed.subscriptions.want("test", [Want(Security(*security), kind) for security, kind in WANTS])
    return feed, asyncio.create_task(feed.run())


@pytest.mark.parametrize(
    "code", [grpc.StatusCode.INTERNAL, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.PERMISSION_DENIED]
)
async def test_a_request_that_fails_at_the_gateway_takes_no_other_with_it(
    gateway: ScriptedGateway, code: grpc.StatusCode
) -> None:
    gateway.refuse(ProtoId.QOT_GET_RT, code, "no course today")
    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: feed.health.live, feed)
        assert feed.store.quotes[TENCENT].last == 512.5
        assert feed.store.books[TENCENT].bids[0].price == 512.5
        assert any("no course today" in notice.text for notice in feed.notices)
        run.cancel()
        await asyncio.wait([run])


async def test_what_was_too_late_once_is_asked_for_again(
    gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.feed.feed.RESTORE_AGAIN", 0.0)
    request, late = OpenD.request, [ProtoId.QOT_GET_ORDER_BOOK]

    async def slow(self: OpenD, protocol: Any, *args: Any, **kwargs: Any) -> Any:
        if protocol in late:
            late.remove(protocol)
            raise TimedOut("no answer in time")
        return await request(self, protocol, *args, **kwargs)

    monkeypatch.setattr(OpenD, "request", slow)
    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: TENCENT in feed.store.books, feed)
        assert any("no answer in time" in notice.text for notice in feed.notices)
        run.cancel()
        await asyncio.wait([run])


async def test_a_key_that_is_no_longer_good_does_not_pass_for_silence(
    gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.feed.feed.PING_EVERY", 0.01)
    turned_away = 0

    async def ping(self: OpenD, **_: float) -> float:
        nonlocal turned_away
        turned_away += 1
        raise NoKey("the key was revoked")

    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: feed.health.live, feed)
        monkeypatch.setattr(OpenD, "ping", ping)
        await until(lambda: turned_away > 2, feed)
        assert feed.health.silent_since is None
        assert not run.done()
        run.cancel()
        await asyncio.wait([run])


@pytest.mark.parametrize(("trip", "rare"), [(0.001, True), (0.2, False)])
async def test_while_nothing_comes_a_gateway_that_is_near_is_pinged_half_as_often(
    gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch, trip: float, rare: bool
) -> None:
    for name, value in (("PING_EVERY", 0.01), ("QUIET_PING_EVERY", 0.02), ("QUIET_AFTER", 0.0)):
        monkeypatch.setattr(f"futu_tui.feed.feed.{name}", value)
    asked: list[float] = []

    async def ping(self: OpenD, **options: float) -> float:
        asked.append(options["timeout"])
        return trip

    monkeypatch.setattr(OpenD, "ping", ping)
    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: feed.health.live and len(asked) > 3, feed)
        asked.clear()
        await until(lambda: len(asked) > 3, feed)
        assert set(asked) == {QUIET_PING_TIMEOUT if rare else PING_TIMEOUT}
        run.cancel()
        await asyncio.wait([run])


async def test_an_answer_that_does_not_parse_takes_no_other_with_it(gateway: ScriptedGateway) -> None:
    gateway.answer(ProtoId.QOT_GET_RT, FutuResponse(proto_id=3008, body=b"\xff\xff"))
    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: feed.health.live, feed)
        assert TENCENT in feed.store.books
        run.cancel()
        await asyncio.wait([run])


async def test_an_answer_that_this_program_cannot_take_in_is_told_of_and_the_rest_goes_on(
    gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.answer(ProtoId.QOT_GET_RT, success(3008, security={"market": 1, "code": "00700"}))

    def fail(self: Store, s2c: object) -> None:
        raise ZeroDivisionError("a day without minutes")

    monkeypatch.setattr(Store, "apply_rt", fail)
    async with OpenD(gateway.target) as opened:
        feed, run = await following(gateway, opened)
        await until(lambda: any("a day without minutes" in notice.text for notice in feed.notices), feed)
        await until(lambda: feed.health.live, feed)
        assert feed.store.quotes[TENCENT].last == 512.5
        assert not run.done()
        run.cancel()
        await asyncio.wait([run])


async def test_a_security_that_the_gateway_does_not_serve_costs_the_others_nothing(
    gateway: ScriptedGateway,
) -> None:
    def served(c2s: Any) -> list[str]:
        return [row.code for row in c2s.securityList]

    asked: list[list[str]] = []

    async def snapshots(c2s: Any, context: Any) -> FutuResponse:
        asked.append(served(c2s))
        if "99999" in asked[-1]:
            return FutuResponse(ret_type=-1, ret_msg="Unknown stock 99999")
        rows = [snapshot(Security.parse(f"HK.{code}"), bidPrice=512.0, bidVol=100) for code in asked[-1]]
        return success(3203, snapshotList=rows)

    gateway.answers[ProtoId.QOT_GET_SECURITY_SNAPSHOT] = snapshots
    unknown = Security.parse("HK.99999")
    async with OpenD(gateway.target) as opened:
        store, told = Store(), list[str]()
        catch_up = CatchUp(opened, store, told.append)
        listed = [TENCENT, ALIBABA, unknown]
        await catch_up.snapshots(listed)
        assert store.quotes[TENCENT].bid == store.quotes[ALIBABA].bid == 512.0
        assert len(told) == 1
        assert told[0].startswith("HK.99999: ")
        asked.clear()
        await catch_up.snapshots(listed)
        assert asked == [["00700", "09988"]]
        catch_up.forget_refusals()
        await catch_up.snapshots([unknown])
        assert asked[-1] == ["99999"]
