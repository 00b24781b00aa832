"""Live quotes: what is pushed and what is answered are one market."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import (
    qot_update_basic_qot_pb2,
    qot_update_broker_pb2,
    qot_update_kl_pb2,
    qot_update_order_book_pb2,
    qot_update_rt_pb2,
    qot_update_ticker_pb2,
)
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.pb.notify_pb2 import Response as Notify
from tests.gateway.conftest import Caller, Paper, Pushes, securities, security

TENCENT = "HK.00700"

_PUSHES: dict[int, Any] = {
    3005: qot_update_basic_qot_pb2,
    3007: qot_update_kl_pb2,
    3009: qot_update_rt_pb2,
    3011: qot_update_ticker_pb2,
    3013: qot_update_order_book_pb2,
    3015: qot_update_broker_pb2,
}


def s2c(event: PushEvent) -> Any:
    response = _PUSHES[event.proto_id].Response.FromString(event.body)
    assert response.retType == 0
    return response.s2c


async def all_pushed(paper: Paper, caller: Caller, pushes: Pushes) -> list[PushEvent]:
    """What was pushed so far; the notice that the history quota changed marks its end."""
    await caller.ask(
        3103,
        security=security("HK.01810"),
        klType=2,
        rehabType=0,
        beginTime="2026-11-20",
        endTime="2026-11-20",
    )
    paper.gateway.step()

    def is_mark(event: PushEvent) -> bool:
        return event.proto_id == 1003 and bool(Notify.FromString(event.body).s2c.usedQuota.usedKLineQuota)

    return [event for event in await pushes.until(is_mark) if event.proto_id in _PUSHES]


@pytest.mark.parametrize("kl_type", [number for number in common.KLType.values() if number])
async def test_bars_of_every_period_are_pushed_answered_and_recorded_alike(
    paper: Paper, caller: Caller, kl_type: int
) -> None:
    name = common.KLType.Name(common.KLType.ValueType(kl_type)).removeprefix("KLType_")
    sub_type = common.SubType.Value(f"SubType_KL_{'Qurater' if name == 'Quarter' else name}")
    pushes = await caller.open_pushes()
    await caller.subscribe(TENCENT, to=[sub_type], regPushRehabTypeList=[0, 1, 2])
    paper.trade(TENCENT)
    asked = {"security": security(TENCENT), "klType": kl_type}
    for _ in range(3):
        event = await pushes.of(3007)
        pushed = s2c(event)
        assert (event.sub_type, pushed.klType) == (sub_type, kl_type)
        latest = (await caller.ask(3006, reqNum=3, rehabType=pushed.rehabType, **asked)).klList
        assert pushed.klList[-1].time == latest[-1].time
        recorded = await caller.ask(
            3103, rehabType=pushed.rehabType, beginTime="2020-01-01", endTime="2026-11-23", **asked
        )
        assert list(recorded.klList[-3:]) == list(latest)


async def test_every_push_names_its_security_and_subscription(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe(TENCENT, to=[common.SubType_Ticker])
    paper.trade(TENCENT)
    event = await pushes.of(3011)
    assert (event.event_type, event.sec_key, event.sub_type) == ("quote", "1_00700", common.SubType_Ticker)
    assert s2c(event).name == "Tencent"


async def test_the_last_pushes_are_what_requests_answer(paper: Paper, caller: Caller) -> None:
    kinds = [common.SubType_Basic, common.SubType_OrderBook, common.SubType_Broker, common.SubType_KL_5Min]
    pushes = await caller.open_pushes()
    await caller.subscribe(TENCENT, to=[*kinds, common.SubType_RT, common.SubType_Ticker])
    paper.run(60)
    paper.trade(TENCENT)
    basic = (await caller.ask(3004, securityList=securities(TENCENT))).basicQotList[0]
    book = await caller.ask(3012, security=security(TENCENT), num=10)
    brokers = await caller.ask(3014, security=security(TENCENT))
    rt = (await caller.ask(3008, security=security(TENCENT))).rtList
    bars = (await caller.ask(3006, security=security(TENCENT), klType=6, rehabType=1, reqNum=2)).klList
    ticks = (await caller.ask(3010, security=security(TENCENT), maxRetNum=1000)).tickerList

    last: dict[int, Any] = {}
    pushed_ticks: list[Any] = []
    for event in await all_pushed(paper, caller, pushes):
        last[event.proto_id] = message = s2c(event)
        if event.proto_id == 3011:
            pushed_ticks += message.tickerList
    assert last[3005].basicQotList[0] == basic
    assert list(last[3013].orderBookBidList) == list(book.orderBookBidList)
    assert list(last[3013].orderBookAskList) == list(book.orderBookAskList)
    assert list(last[3015].brokerBidList) == list(brokers.brokerBidList)
    assert last[3009].rtList[0] == rt[-1]
    assert [tick.sequence for tick in pushed_ticks] == [tick.sequence for tick in ticks[-len(pushed_ticks) :]]

    assert basic.curPrice == ticks[-1].price == bars[-1].closePrice == rt[-1].price
    assert len(book.orderBookBidList) == len(book.orderBookAskList) == 10
    assert book.orderBookBidList[0].price < book.orderBookAskList[0].price


async def test_at_a_bars_end_the_closed_one_is_pushed_with_the_new_one(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe(TENCENT, to=[common.SubType_KL_1Min])
    paper.run(90)
    paper.trade(TENCENT)
    bars: list[Any] = []
    while len(bars) < 2:
        event = await pushes.of(3007)
        bars = list(s2c(event).klList)
    closed, new = bars
    assert new.timestamp > closed.timestamp
    assert new.lastClosePrice == closed.closePrice
    answer = await caller.ask(3006, security=security(TENCENT), klType=1, rehabType=1, reqNum=5)
    assert closed in list(answer.klList)


async def test_k_lines_are_pushed_adjusted_as_asked(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe(TENCENT, to=[common.SubType_KL_Day], regPushRehabTypeList=[0, 2])
    paper.trade(TENCENT)
    first, second = s2c(await pushes.of(3007)), s2c(await pushes.of(3007))
    assert {first.rehabType, second.rehabType} == {0, 2}


async def test_counts_are_kept_within_what_there_is(caller: Caller) -> None:
    await caller.subscribe(TENCENT, to=[common.SubType_OrderBook, common.SubType_Ticker])
    assert len((await caller.ask(3012, security=security(TENCENT), num=3)).orderBookBidList) == 3
    assert len((await caller.ask(3012, security=security(TENCENT), num=50)).orderBookBidList) == 10
    await caller.refusal(3010, security=security(TENCENT), maxRetNum=0)


async def test_times_are_strings_of_the_market_s_zone_beside_timestamps(paper: Paper, caller: Caller) -> None:
    await caller.subscribe("HK.00700", "US.AAPL", to=[common.SubType_Basic])
    paper.run(5)
    answer = await caller.ask(3004, securityList=securities("HK.00700", "US.AAPL"))
    hong_kong, new_york = answer.basicQotList
    assert hong_kong.updateTime.startswith("2026-11-23 10:42:")
    assert new_york.updateTime.startswith("2026-11-22 21:42:")
    assert abs(hong_kong.updateTimestamp - paper.clock.instant) < 10
