"""Delays, the login and its codes, notices, and the commands of trials, over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.delays import USUAL_BOUNDS, Delays, buckets
from futu_tui.paper.keys import KeyRing, make_key
from futu_tui.paper.market import OrderStatus, OrderType, PersonOrder, Side
from futu_tui.protocol import Scope, Security
from futu_tui.protocol.pb import common_pb2, notify_pb2, trd_notify_pb2
from futu_tui.protocol.pb import get_delay_statistics_pb2 as delays
from futu_tui.protocol.pb.qot_common_pb2 import QotRight_Level2, QotRight_No, SubType_Basic, SubType_Ticker
from tests.gateway.conftest import Caller, OpenPaper, Paper, Pushes, securities
from tests.gateway.desk import BUY, Desk

PICTURE, PHONE = 1, 2
ASK, GIVE = 1, 2


async def notices(pushes: Pushes, count: int) -> list[Any]:
    return [notify_pb2.Response.FromString((await pushes.of(1003)).body).s2c for _ in range(count)]


# delays


async def test_every_answer_is_counted_and_measured(caller: Caller) -> None:
    for _ in range(3):
        await caller.ask(1004, time=1)
    await caller.refusal(3204, market=1, plateSetType=99)
    told = (await caller.ask(1006, typeList=[delays.DelayStatisticsType_ReqReply])).reqReplyStatisticsList
    (keep_alive,) = [each for each in told if each.protoID == 1004]
    assert keep_alive.count == 3
    assert 0 < keep_alive.totalCostAvg == keep_alive.openDCostAvg < 5_000
    assert 3204 not in [each.protoID for each in told]


async def test_pushes_are_measured_from_the_exchange_to_the_stream(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe("HK.00700", to=[SubType_Basic, SubType_Ticker], first=True)
    await pushes.of(3011)
    assert not (await caller.ask(1006, typeList=[1])).qotPushStatisticsList
    paper.trade("HK.00700")
    await pushes.of(3011)
    whole = {}
    for stage in delays.QotPushStage.values()[1:]:
        told = (await caller.ask(1006, typeList=[1], qotPushStage=stage)).qotPushStatisticsList
        assert {each.qotPushType for each in told} <= {delays.QotPushType_Price, delays.QotPushType_Ticker}
        for each in told:
            assert sum(item.count for item in each.itemList) == each.count
            assert each.itemList[-1].cumulativeRatio == pytest.approx(100)
            assert len(each.itemList) == len(USUAL_BOUNDS) - 1
        whole[stage] = {each.qotPushType: each.delayAvg for each in told}
    ticker = {stage: kinds[delays.QotPushType_Ticker] for stage, kinds in whole.items()}
    assert ticker[delays.QotPushStage_SS2CR] == 0
    assert ticker[delays.QotPushStage_CR2CS] > 0
    # The test's clock moves in steps, and what happens within one is told of at its end.
    assert 0 < ticker[delays.QotPushStage_SR2SS] <= 500
    assert ticker[delays.QotPushStage_SR2CS] == pytest.approx(
        ticker[delays.QotPushStage_SR2SS] + ticker[delays.QotPushStage_SS2CS], rel=1e-3
    )


async def test_an_order_is_measured_once_it_is_at_the_exchange(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller)
    placed = [await desk.place(BUY, 100, 400.0)]
    waiting = await desk.place(BUY, 100, orderType=10, auxPrice=560.0)
    placed.append(await desk.place(BUY, 100))
    told = (await caller.ask(1006, typeList=[3])).placeOrderStatisticsList
    assert len(told) == len(placed)
    assert all(each.totalCost > 0 == each.updateCost == each.netDelay for each in told)
    assert paper.gateway.accounts.get(desk.acc_id).orders[waiting].status.working  # type: ignore[union-attr]


async def test_an_order_that_waited_is_measured_when_it_comes_to_the_exchange(paper: Paper) -> None:
    measured = Delays()
    security = Security.parse("HK.00700")
    for end, comes in ((OrderStatus.SUBMITTED, True), (OrderStatus.CANCELLED_ALL, False)):
        order = PersonOrder(1, 7_000_001, security, Side.BUY, OrderType.LIMIT, 400.0, 100)
        order.status = OrderStatus.WAITING_SUBMIT
        measured.note_placed(order, 0.004)
        measured.note_order(order)
        assert not measured.orders
        order.status = end
        measured.note_order(order)
        measured.note_order(order)
        assert [(each.total, each.update > 0) for each in measured.orders] == [(4.0, True)] * comes
        measured.orders.clear()


async def test_buckets_are_those_asked_for(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe("HK.00700", to=[SubType_Basic])
    paper.trade("HK.00700")
    await pushes.of(3005)
    (told,) = (await caller.ask(1006, typeList=[1], segmentList=[100, 5_000, -1])).qotPushStatisticsList
    assert [(item.begin, item.end) for item in told.itemList] == [(0, 100), (100, 5_000), (5_000, -1)]
    assert "rise" in await caller.refusal(1006, typeList=[1], segmentList=[5, 3])
    assert "QotPushStage" in await caller.refusal(1006, typeList=[1], qotPushStage=99)
    assert "DelayStatisticsType" in await caller.refusal(1006, typeList=[99])


@given(st.lists(st.floats(0, 5_000)), st.sets(st.integers(1, 4_000), min_size=1), st.booleans())
def test_every_delay_is_in_one_bucket(values: list[float], edges: set[int], open_ended: bool) -> None:
    bounds = sorted(edges)
    found = buckets(values, [*bounds, -1] if open_ended else bounds)
    assert [bucket.begin for bucket in found] == [0, *bounds][: len(found)]
    assert sum(bucket.size for bucket in found) == sum(open_ended or each < bounds[-1] for each in values)


# the login


async def test_a_lost_login_is_told_refuses_and_comes_back_by_a_code(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.ask(1008, cmd="logout", paramStr="picture")
    paper.run(0.1)
    lost, status, event = await notices(pushes, 3)
    assert (lost.connectStatus.qotLogined, lost.connectStatus.trdLogined) == (False, False)
    assert status.programStatus.programStatus.type == common_pb2.ProgramStatusType_NeedPicVerifyCode
    assert event.event.eventType == notify_pb2.GtwEventType_NeedPicVerifyCode
    state = await caller.ask(1002, userID=0)
    assert (state.qotLogined, state.programStatus.type) == (
        False,
        common_pb2.ProgramStatusType_NeedPicVerifyCode,
    )
    for proto_id, asked in ((3203, {"securityList": securities("HK.00700")}), (2001, {"userID": 0})):
        assert "not logged in" in await caller.refusal(proto_id, **asked)

    first = paper.gateway.login.code
    assert first in event.event.desc
    assert "wrong" in await caller.refusal(3000, type=PICTURE, op=GIVE, code="nothing")
    assert "phone" in await caller.refusal(3000, type=PHONE, op=ASK)
    await caller.ask(3000, type=PICTURE, op=ASK)
    paper.run(0.1)
    second = (await notices(pushes, 3))[2].event.desc
    assert paper.gateway.login.code in second
    await caller.ask(3000, type=PICTURE, op=GIVE, code=paper.gateway.login.code)
    paper.run(0.1)
    back, ready = await notices(pushes, 2)
    assert back.connectStatus.qotLogined
    assert ready.programStatus.programStatus.type == common_pb2.ProgramStatusType_Ready
    await caller.ask(2001, userID=0)


async def test_codes_are_not_guessed(paper: Paper, caller: Caller) -> None:
    await caller.ask(1008, cmd="logout", paramStr="phone")
    code = paper.gateway.login.code
    for _ in range(5):
        assert "wrong" in await caller.refusal(3000, type=PHONE, op=GIVE, code="x")
    assert "too many" in await caller.refusal(3000, type=PHONE, op=GIVE, code=code)
    await caller.ask(3000, type=PHONE, op=ASK)
    await caller.ask(3000, type=PHONE, op=GIVE, code=paper.gateway.login.code)


async def test_no_code_is_taken_while_logged_in(caller: Caller) -> None:
    assert "logged in" in await caller.refusal(3000, type=PICTURE, op=ASK)
    assert "VerificationType" in await caller.refusal(3000, type=7, op=ASK)
    assert "VerificationOp" in await caller.refusal(3000, type=PICTURE, op=7)


async def test_nothing_of_the_market_is_pushed_while_logged_out(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe("HK.00700", to=[SubType_Ticker])
    await caller.ask(1008, cmd="logout")
    paper.run(0.1)
    paper.trade("HK.00700")
    await caller.ask(1008, cmd="login")
    paper.run(0.1)
    back = await pushes.until(
        lambda event: (
            event.proto_id == 1003 and notify_pb2.Response.FromString(event.body).s2c.connectStatus.qotLogined
        )
    )
    lost = [n for n, event in enumerate(back) if event.proto_id == 1003]
    assert 3011 not in [event.proto_id for event in back[lost[-2] :]]
    paper.trade("HK.00700")
    await pushes.of(3011)


# commands and notices


async def test_commands_are_listed_and_answered(caller: Caller) -> None:
    listed = (await caller.ask(1008, cmd="help")).resultStr
    assert {"help", "echo", "logout"} <= {line.split()[0] for line in listed.splitlines()}
    echo = await caller.ask(1008, cmd="echo", paramStr="there", paramBytes=b"\x00\x01")
    assert (echo.cmd, echo.resultStr, echo.resultBytes) == ("echo", "there", b"\x00\x01")
    assert "help" in await caller.refusal(1008, cmd="nonsense")
    assert "two numbers" in await caller.refusal(1008, cmd="quota", paramStr="many")
    assert "KickedOut" in await caller.refusal(1008, cmd="event", paramStr="nonsense")
    assert "picture" in await caller.refusal(1008, cmd="logout", paramStr="nonsense")


async def test_what_changes_something_needs_the_scope_admin(open_paper: OpenPaper, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    reader = make_key(keys, "reader", frozenset({Scope.QOT_READ}))
    admin = make_key(keys, "admin", frozenset({Scope.ADMIN}))
    async with open_paper(keys_file=keys) as paper:
        async with paper.caller(reader) as caller:
            assert "logout" in (await caller.ask(1008, cmd="help")).resultStr
            with pytest.raises(grpc.aio.AioRpcError, match="admin"):
                await caller.answer(1008, cmd="logout")
            assert paper.gateway.login.holds
        async with paper.caller(admin) as caller:
            await caller.ask(1008, cmd="logout")
            assert not paper.gateway.login.holds


async def test_a_changed_quota_and_an_event_are_told(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.ask(1008, cmd="quota", paramStr="120 7")
    await caller.ask(1008, cmd="event", paramStr="KickedOut logged in elsewhere")
    paper.run(0.1)
    quota, event = await notices(pushes, 2)
    assert (quota.apiQuota.subQuota, quota.apiQuota.historyKLQuota) == (120, 7)
    assert (event.event.eventType, event.event.desc) == (
        notify_pb2.GtwEventType_KickedOut,
        "logged in elsewhere",
    )
    info = await caller.ask(1005)
    assert (info.subQuota, info.historyKLQuota) == (120, 7)


async def test_rights_are_the_key_s_and_a_change_of_them_is_told(
    open_paper: OpenPaper, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    plaintext = make_key(keys, "reader", frozenset({Scope.QOT_READ}), markets=["HK", "US"])
    async with open_paper(keys_file=keys) as paper, paper.caller(plaintext) as caller:
        info = await caller.ask(1005)
        assert (info.hkQotRight, info.usQotRight, info.cnQotRight) == (
            QotRight_Level2, QotRight_Level2, QotRight_No,
        )  # fmt: skip
        pushes = await caller.open_pushes()
        keys.write_text(keys.read_text().replace('"US"', '"SZ"'))
        assert KeyRing(keys).find(plaintext)
        paper.gateway.tidy()
        (notice,) = await notices(pushes, 1)
        now = await caller.ask(1005)
    assert notice.type == notify_pb2.NotifyType_QotRight
    told = {field.name: value for field, value in notice.qotRight.ListFields()}
    assert (told["usQotRight"], told["szQotRight"], told["cnQotRight"]) == (
        QotRight_No, QotRight_Level2, QotRight_Level2,
    )  # fmt: skip
    assert told == {name: getattr(now, name) for name in told}


async def test_a_lock_is_told_of_to_who_asked_for_the_account_s_pushes(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.ask(2008, accIDList=[7_000_009])
    password = "e10adc3949ba59abbe56e057f20f883e"
    await caller.ask(2005, unlock=True, pwdMD5=password)
    await caller.ask(2005, unlock=True, pwdMD5=password)
    await caller.ask(2005, unlock=False)
    paper.run(0.1)
    events = [await pushes.of(2240) for _ in range(2)]
    for event in events:
        assert (event.event_type, event.acc_id) == ("trade", 7_000_009)
        header = trd_notify_pb2.Response.FromString(event.body).s2c.header
        assert (header.accID, header.trdEnv) == (7_000_009, 1)
