"""Subscriptions over the wire: what they allow, cost, push and outlive."""

from __future__ import annotations

import pytest

from futu_tui.paper.clients import LEFT_SECONDS
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb.qot_common_pb2 import (
    SubType_Basic,
    SubType_KL_1Min,
    SubType_OrderBook,
    SubType_Ticker,
)
from futu_tui.protocol.pb.qot_update_ticker_pb2 import Response as TickerPush
from tests.gateway.conftest import Caller, OpenPaper, Paper, securities, security

QUOTES = {
    3004: (common.SubType_Basic, {"securityList": securities("HK.00700")}),
    3006: (SubType_KL_1Min, {"security": security("HK.00700"), "rehabType": 1, "klType": 1, "reqNum": 10}),
    3008: (common.SubType_RT, {"security": security("HK.00700")}),
    3010: (SubType_Ticker, {"security": security("HK.00700"), "maxRetNum": 10}),
    3012: (SubType_OrderBook, {"security": security("HK.00700"), "num": 10}),
    3014: (common.SubType_Broker, {"security": security("HK.00700")}),
}


@pytest.mark.parametrize("proto_id", QUOTES)
async def test_a_quote_is_answered_once_it_is_subscribed(caller: Caller, proto_id: int) -> None:
    sub_type, c2s = QUOTES[proto_id]
    assert "subscribe" in await caller.refusal(proto_id, **c2s)
    await caller.subscribe("HK.00700", to=[sub_type])
    await caller.ask(proto_id, **c2s)


@pytest.mark.parametrize(
    ("symbol", "sub_type"),
    [
        ("HK.99999", SubType_Basic),
        ("US.AAPL", common.SubType_Broker),
        ("HK.00700", common.SubType_None),
        ("HK.00700", 99),
    ],
)
async def test_what_there_is_not_cannot_be_subscribed(caller: Caller, symbol: str, sub_type: int) -> None:
    await caller.refusal(3001, securityList=securities(symbol), subTypeList=[sub_type], isSubOrUnSub=True)
    assert (await caller.ask(3003)).totalUsedQuota == 0


async def test_an_index_has_quotes_and_no_orders(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.800000",)) as paper, paper.caller() as caller:
        await caller.subscribe("HK.800000", to=[SubType_Basic, SubType_KL_1Min, common.SubType_RT])
        for sub_type in (SubType_OrderBook, SubType_Ticker, common.SubType_Broker):
            index = {"securityList": securities("HK.800000"), "subTypeList": [sub_type]}
            assert "index" in await caller.refusal(3001, isSubOrUnSub=True, **index)


async def test_the_quota_is_enforced(open_paper: OpenPaper) -> None:
    async with open_paper(quota=2) as paper, paper.caller() as caller:
        await caller.subscribe("HK.00700", to=[SubType_Basic, SubType_OrderBook])
        more = {"securityList": securities("US.AAPL"), "subTypeList": [SubType_Basic], "isSubOrUnSub": True}
        assert "quota" in await caller.refusal(3001, **more)


async def test_unsubscribing_is_refused_for_sixty_seconds(paper: Paper, caller: Caller) -> None:
    await caller.subscribe("HK.00700", to=[SubType_Basic])
    drop = {"securityList": securities("HK.00700"), "subTypeList": [SubType_Basic], "isSubOrUnSub": False}
    assert "60 seconds" in await caller.refusal(3001, **drop)
    assert "60 seconds" in await caller.refusal(3001, isSubOrUnSub=False, isUnsubAll=True)
    paper.wait(60)
    await caller.ask(3001, **drop)
    await caller.refusal(3004, securityList=securities("HK.00700"))


async def test_each_client_is_told_what_it_holds_and_on_request_what_all_hold(paper: Paper) -> None:
    async with paper.caller() as one, paper.caller() as two:
        await one.subscribe("HK.00700", to=[SubType_Basic, SubType_OrderBook])
        await two.subscribe("HK.00700", "US.AAPL", to=[SubType_Basic])
        own = await one.ask(3003)
        everyone = await one.ask(3003, isReqAllConn=True)
    assert [(each.isOwnConnData, each.usedQuota) for each in own.connSubInfoList] == [(True, 2)]
    assert {each.subType for each in own.connSubInfoList[0].subInfoList} == {SubType_Basic, SubType_OrderBook}
    assert sorted((each.isOwnConnData, each.usedQuota) for each in everyone.connSubInfoList) == [
        (False, 2),
        (True, 2),
    ]
    assert (everyone.totalUsedQuota, everyone.remainQuota) == (3, 497)


async def test_the_first_push_tells_what_stands_now(paper: Paper, caller: Caller) -> None:
    paper.trade("HK.00700")
    pushes = await caller.open_pushes()
    kinds = [SubType_Basic, SubType_OrderBook, SubType_Ticker, common.SubType_RT, SubType_KL_1Min]
    await caller.subscribe("HK.00700", to=[*kinds, common.SubType_Broker], first=True)
    events = [await pushes.next() for _ in range(6)]
    assert {event.proto_id for event in events} == {3005, 3007, 3009, 3011, 3013, 3015}
    assert {event.sub_type for event in events} == {*kinds, common.SubType_Broker}
    ticks = TickerPush.FromString(next(event.body for event in events if event.proto_id == 3011))
    assert {tick.pushDataType for tick in ticks.s2c.tickerList} == {common.PushDataType_Cache}


async def test_the_first_push_goes_to_the_one_who_asked(paper: Paper) -> None:
    async with paper.caller() as asking, paper.caller() as other:
        mine, theirs = await asking.open_pushes(), await other.open_pushes()
        await asking.subscribe("HK.00700", to=[SubType_Basic], first=True)
        assert (await mine.next()).proto_id == 3005
        paper.run(0.1)
        assert (await theirs.next()).proto_id == 1003


async def test_without_registering_nothing_is_pushed(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    quiet = {"securityList": securities("HK.00700"), "subTypeList": [SubType_Ticker]}
    await caller.ask(3001, isSubOrUnSub=True, **quiet)
    await caller.subscribe("US.AAPL", to=[SubType_Ticker])
    paper.trade("HK.00700", "US.AAPL")
    apple = await pushes.until(lambda event: event.sec_key == "11_AAPL")
    assert "1_00700" not in {event.sec_key for event in apple}

    await caller.ask(3002, isRegOrUnReg=True, **quiet)
    paper.trade("HK.00700")
    await pushes.until(lambda event: event.sec_key == "1_00700")


async def test_pushes_cannot_be_registered_before_subscribing(caller: Caller) -> None:
    quiet = {"securityList": securities("HK.00700"), "subTypeList": [SubType_Ticker]}
    assert "subscribe" in await caller.refusal(3002, isRegOrUnReg=True, **quiet)


async def test_a_client_that_was_killed_holds_nothing_for_long(paper: Paper) -> None:
    async with paper.caller() as caller:
        await caller.open_pushes()
        await caller.subscribe("HK.00700", to=[SubType_Basic])
    async with paper.caller() as caller:
        while any(client.streams for client in paper.gateway.clients):
            await caller.ask(1004, time=0)  # the broken connection is noticed in the gateway's own loop
        assert (await caller.ask(3003, isReqAllConn=True)).totalUsedQuota == 1
        paper.wait(LEFT_SECONDS + 1)
        assert (await caller.ask(3003, isReqAllConn=True)).totalUsedQuota == 0
