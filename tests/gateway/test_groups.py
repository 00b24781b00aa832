"""Groups of securities over the wire: kept for each key, and over restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from futu_tui.paper.keys import make_key
from futu_tui.paper.names import Language
from futu_tui.paper.state import State
from futu_tui.protocol import Scope
from futu_tui.protocol.pb.qot_get_user_security_group_pb2 import (
    GroupType_All,
    GroupType_Custom,
    GroupType_System,
)
from tests.gateway.conftest import Caller, OpenPaper, Paper, securities

ADD, DELETE, MOVE_OUT = 1, 2, 3


async def names(caller: Caller, kind: int = GroupType_All) -> list[str]:
    return [each.groupName for each in (await caller.ask(3222, groupType=kind)).groupList]


async def held(caller: Caller, group: str) -> list[str]:
    return [each.basic.security.code for each in (await caller.ask(3213, groupName=group)).staticInfoList]


async def change(caller: Caller, group: str, op: int, *symbols: str) -> None:
    await caller.ask(3214, groupName=group, op=op, securityList=securities(*symbols))


async def test_every_group_is_of_one_kind_and_can_be_asked_for(caller: Caller) -> None:
    system, custom = await names(caller, GroupType_System), await names(caller, GroupType_Custom)
    assert await names(caller) == system + custom
    assert {"All", "HK", "US", "CN"} <= set(system)
    for name in custom:
        assert set(await held(caller, name)) <= set(await held(caller, "All"))


async def test_system_groups_hold_what_is_theirs(caller: Caller) -> None:
    markets = [await held(caller, name) for name in ("HK", "US", "CN")]
    assert markets == [["00700", "01810"], ["AAPL"], ["600519", "300750"]]


async def test_what_is_added_is_listed_and_in_all(paper: Paper, caller: Caller) -> None:
    await change(caller, "Core", DELETE, "HK.00700", "US.AAPL")
    assert not {"00700", "AAPL"} & {*await held(caller, "All"), *await held(caller, "Core")}
    await change(caller, "Funds", ADD, "HK.00700")
    await change(caller, "Funds", ADD, "HK.00700", "US.AAPL")
    assert await held(caller, "Funds") == ["00700", "AAPL"]
    assert (await held(caller, "All"))[-2:] == ["00700", "AAPL"]
    assert "00700" not in await held(caller, "Core")


async def test_what_is_moved_out_of_one_group_stays_in_the_others(caller: Caller) -> None:
    await change(caller, "Indices", ADD, "HK.00700")
    await change(caller, "Core", MOVE_OUT, "HK.00700")
    assert "00700" not in await held(caller, "Core")
    assert "00700" in await held(caller, "Indices")
    assert "00700" in await held(caller, "HK")


async def test_what_cannot_be_done_is_refused(caller: Caller) -> None:
    tencent = securities("HK.00700")
    assert "cannot be changed" in await caller.refusal(3214, groupName="HK", op=ADD, securityList=tencent)
    assert "no group" in await caller.refusal(3214, groupName="Nothing", op=ADD, securityList=tencent)
    assert "no group" in await caller.refusal(3213, groupName="Nothing")
    assert "ModifyUserSecurityOp" in await caller.refusal(3214, groupName="Core", op=9, securityList=tencent)
    assert "HK.99999" in await caller.refusal(
        3214, groupName="Core", op=ADD, securityList=securities("HK.99999")
    )
    assert "GroupType" in await caller.refusal(3222, groupType=0)
    assert "one or more" in await caller.refusal(3214, groupName="Core", op=ADD)


async def test_each_key_has_its_own_and_sees_what_it_may(open_paper: OpenPaper, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    one = make_key(keys, "one", frozenset({Scope.QOT_READ}))
    two = make_key(keys, "two", frozenset({Scope.QOT_READ}), markets=["US"])
    async with open_paper(keys_file=keys) as paper, paper.caller(one) as first, paper.caller(two) as second:
        await change(first, "Core", DELETE, "US.AAPL")
        assert "AAPL" not in await held(first, "All")
        assert await held(second, "All") == ["AAPL"]


@pytest.mark.parametrize("language", [Language.ZH, Language.EN])
async def test_system_groups_are_known_by_either_name(open_paper: OpenPaper, language: Language) -> None:
    async with open_paper(language=language, symbols=("HK.00700",)) as paper, paper.caller() as caller:
        assert (await names(caller, GroupType_System))[0] == ("全部" if language is Language.ZH else "All")
        assert await held(caller, "全部") == await held(caller, "All") == ["00700"]


async def test_groups_are_there_again_after_a_restart(open_paper: OpenPaper, tmp_path: Path) -> None:
    path = tmp_path / "paper.state"
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        await change(caller, "Funds", ADD, "HK.01810", "US.AAPL")
        await change(caller, "Core", DELETE, "SH.600519")
        before = {name: await held(caller, name) for name in await names(caller)}
    # Not closed: the process was killed.
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        assert {name: await held(caller, name) for name in await names(caller)} == before
        assert before["Funds"] == ["01810", "AAPL"]
