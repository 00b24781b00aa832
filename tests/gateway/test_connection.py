"""Hello, keep-alive, global state, user and quota."""

from __future__ import annotations

from futu_tui.protocol.pb.get_user_info_pb2 import UserInfoField_API
from futu_tui.protocol.pb.notify_pb2 import NotifyType_UsedQuota
from futu_tui.protocol.pb.notify_pb2 import Response as Notify
from futu_tui.protocol.pb.qot_common_pb2 import SubType_Basic
from tests.gateway.conftest import Caller, Paper


async def test_each_connection_has_its_own_number(paper: Paper) -> None:
    async with paper.caller() as one, paper.caller() as two:
        first = await one.ask(1001, clientVer=1, clientID="one")
        again = await one.ask(1001, clientVer=1, clientID="one")
        second = await two.ask(1001, clientVer=1, clientID="two")
    assert first.connID == again.connID != second.connID
    assert first.keepAliveInterval > 0


async def test_the_state_is_of_the_market_s_time(paper: Paper, caller: Caller) -> None:
    state = await caller.ask(1002, userID=0)
    assert state.time == int(paper.clock.instant)
    assert state.qotLogined
    assert state.trdLogined
    assert state.marketHK in (3, 5)


async def test_user_info_tells_the_quota_and_no_more_than_asked(caller: Caller) -> None:
    info = await caller.ask(1005, flag=UserInfoField_API)
    assert info.subQuota == 500
    assert not info.HasField("hkQotRight")
    assert (await caller.ask(1005)).HasField("hkQotRight")


async def test_used_quota_is_told_when_asked_and_when_it_changes(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    await caller.subscribe("HK.00700", "US.AAPL", to=[SubType_Basic])
    assert (await caller.ask(1010)).usedSubQuota == 2
    paper.run(0.1)
    event = await pushes.of(1003)
    assert (event.event_type, event.sec_key) == ("notify", "")
    notice = Notify.FromString(event.body).s2c
    assert notice.type == NotifyType_UsedQuota
    assert notice.usedQuota.usedSubQuota == 2
