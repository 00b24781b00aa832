"""Plates over the wire: their sets, their members, whose they are, and their own quotes and bars."""

from __future__ import annotations

import functools
import operator
from pathlib import Path
from typing import Any

import grpc
import pytest

from futu_tui.paper.keys import make_key
from futu_tui.paper.plates import BASE_LEVEL
from futu_tui.paper.state import State
from futu_tui.protocol import Scope
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")


def symbols_of(infos: Any) -> list[tuple[int, str]]:
    return [(each.basic.security.market, each.basic.security.code) for each in infos]


async def every_plate(caller: Caller, market: int = 1, kind: int = common.PlateSetType_All) -> list[Any]:
    return list((await caller.ask(3204, market=market, plateSetType=kind)).plateInfoList)


async def test_every_kind_is_part_of_all(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        whole = [each.plate.code for each in await every_plate(caller)]
        kinds = (common.PlateSetType_Industry, common.PlateSetType_Region, common.PlateSetType_Concept)
        parts = [[each.plate.code for each in await every_plate(caller, kind=kind)] for kind in kinds]
    assert all(parts)
    assert functools.reduce(operator.iadd, parts, []) == whole


async def test_shanghai_and_shenzhen_have_one_set(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        shanghai, shenzhen = [await every_plate(caller, market) for market in (21, 22)]
    assert shanghai == shenzhen != []


async def test_members_are_listed_and_name_the_plate_as_theirs(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        plates = await every_plate(caller, market=21)
        members: dict[str, list[Any]] = {}
        for plate in plates[:9]:
            found = (await caller.ask(3205, plate=plate.plate)).staticInfoList
            listed = (
                await caller.ask(3202, securityList=[each.basic.security for each in found])
            ).staticInfoList
            assert list(listed) == list(found) != []
            members[plate.plate.code] = [each.basic.security for each in found]
        named = [member for each in members.values() for member in each]
        owners = (await caller.ask(3207, securityList=named)).ownerPlateList
    held = {owner.security.code: {each.plate.code for each in owner.plateInfoList} for owner in owners}
    for code, inside in members.items():
        assert all(code in held[member.code] for member in inside)


async def test_a_security_is_in_no_plate_that_does_not_list_it(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        (owner,) = (await caller.ask(3207, securityList=securities("HK.00700"))).ownerPlateList
        for plate in owner.plateInfoList:
            assert (1, "00700") in symbols_of((await caller.ask(3205, plate=plate.plate)).staticInfoList)
        (fund,) = (await caller.ask(3207, securityList=securities("HK.02800"))).ownerPlateList
    assert {each.plateType for each in owner.plateInfoList} == {1, 2, 3}
    assert not fund.plateInfoList


@pytest.mark.parametrize(
    ("field", "figure"),
    [
        (common.SortField_CurPrice, lambda basic: basic.curPrice),
        (common.SortField_ChangeRate, lambda basic: basic.curPrice / basic.lastClosePrice),
        (common.SortField_Turnover, lambda basic: basic.turnover),
        (common.SortField_AskVol, lambda basic: basic.askVol),
        (common.SortField_Code, lambda basic: basic.security.code),
    ],
)
async def test_members_are_sorted_as_asked(whole_market: Paper, field: int, figure: Any) -> None:
    plate = security("US.BK2201")
    async with whole_market.caller() as caller:
        orders = []
        for ascend in (True, False):
            found = (await caller.ask(3205, plate=plate, sortField=field, ascend=ascend)).staticInfoList
            named = [each.basic.security for each in found]
            snapshots = (await caller.ask(3203, securityList=named)).snapshotList
            orders.append([figure(each.basic) for each in snapshots])
    assert orders[0] == sorted(orders[0])
    assert orders[1] == sorted(orders[1], reverse=True)


async def test_a_plate_s_snapshot_counts_and_follows_its_members(whole_market: Paper) -> None:
    plate = security("HK.BK1004")
    async with whole_market.caller() as caller:
        whole_market.run(5)
        snapshot = (await caller.ask(3203, securityList=[plate])).snapshotList[0]
        members = [each.basic.security for each in (await caller.ask(3205, plate=plate)).staticInfoList]
        inside = list((await caller.ask(3203, securityList=members)).snapshotList)
    basic, counts = snapshot.basic, snapshot.plateExData
    assert basic.type == common.SecurityType_Plate
    moves = [each.basic.curPrice - each.basic.lastClosePrice for each in inside]
    assert (counts.raiseCount, counts.fallCount) == (sum(m > 0 for m in moves), sum(m < 0 for m in moves))
    worth = [each.equityExData.issuedShares * each.basic.lastClosePrice for each in inside]
    rates = [each.basic.curPrice / each.basic.lastClosePrice for each in inside]
    expected = BASE_LEVEL * sum(w * r for w, r in zip(worth, rates, strict=True)) / sum(worth)
    # A level is published every two seconds, and the market moves on between two answers.
    assert basic.curPrice == pytest.approx(expected, rel=2e-3)
    assert basic.lowPrice <= basic.curPrice <= basic.highPrice


async def test_a_plate_has_bars_and_pushes_as_an_index_has(whole_market: Paper) -> None:
    plate = security("HK.BK1003")
    async with whole_market.caller() as caller:
        await caller.subscribe("HK.BK1003", to=[common.SubType_Basic, common.SubType_KL_Day])
        whole_market.run(3)
        (quote,) = (await caller.ask(3004, securityList=[plate])).basicQotList
        bars = (await caller.ask(3006, security=plate, klType=2, rehabType=0, reqNum=20)).klList
        history = await caller.ask(
            3103, security=plate, klType=2, rehabType=0, beginTime="2026-01-01", endTime="2026-12-31"
        )
    assert len(bars) == 20
    assert bars[-1].closePrice == quote.curPrice
    assert bars[-2].closePrice == quote.lastClosePrice == BASE_LEVEL
    assert list(history.klList[-20:-1]) == list(bars[:-1])


async def test_a_plate_is_pushed_from_when_it_is_subscribed() -> None:
    async with start_paper(symbols=("HK.01299", "HK.02318")) as paper, paper.caller() as caller:
        pushes = await caller.open_pushes()
        await caller.subscribe("HK.BK1004", to=[common.SubType_Basic])
        paper.trade("HK.01299", "HK.02318")
        paper.run(3)
        assert (await pushes.of(3005)).sec_key == "1_BK1004"


async def test_an_alert_on_a_plate_tells_also_after_a_restart(tmp_path: Path) -> None:
    path, symbols = tmp_path / "paper.state", ("HK.01299", "HK.02318")
    plate, always, above = security("HK.BK1004"), 1, 1
    async with start_paper(symbols=symbols, state=State(path)) as paper, paper.caller() as caller:
        await caller.ask(3220, security=plate, op=1, type=above, freq=always, value=1.0)
    async with start_paper(symbols=symbols, state=State(path)) as paper, paper.caller() as caller:
        pushes = await caller.open_pushes()
        paper.trade("HK.01299", "HK.02318")
        paper.run(3)
        assert (await pushes.of(3019)).proto_id == 3019


async def test_a_plate_is_told_where_its_type_or_its_code_is_named(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        plates = (await caller.ask(3202, market=1, secType=common.SecurityType_Plate)).staticInfoList
        everything = (await caller.ask(3202, market=1)).staticInfoList
        told = (await caller.ask(3202, securityList=securities("HK.BK1003"))).staticInfoList
        listed = [each.plate.code for each in await every_plate(caller)]
    assert [each.basic.security.code for each in plates] == listed
    assert not set(symbols_of(plates)) & set(symbols_of(everything))
    assert told[0].basic.secType == common.SecurityType_Plate


async def test_what_is_no_plate_is_refused(whole_market: Paper) -> None:
    async with whole_market.caller() as caller:
        assert "no plate" in await caller.refusal(3205, plate=security("HK.00700"))
        assert "HK.BK9999" in await caller.refusal(3205, plate=security("HK.BK9999"))
        assert "order book" in await caller.refusal(
            3001,
            securityList=securities("HK.BK1003"),
            subTypeList=[common.SubType_OrderBook],
            isSubOrUnSub=True,
        )


async def test_a_key_sees_the_plates_of_its_markets(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    key = make_key(keys, "american", frozenset({Scope.QOT_READ}), markets=["US"])
    async with start_paper(keys_file=keys) as paper, paper.caller(key) as caller:
        assert await every_plate(caller, market=11)
        assert not await every_plate(caller, market=1)
        for proto_id, asked in ((3205, {}), (3215, {"begin": 0, "num": 1, "market": 1})):
            with pytest.raises(grpc.aio.AioRpcError, match=r"does not cover HK\.BK1001"):
                await caller.answer(proto_id, plate=security("HK.BK1001"), **asked)


async def test_a_plate_is_the_same_whenever_it_is_first_asked_for() -> None:
    """Over days, too: what its members did before it was asked for is in its bars."""
    plate = {"security": security("HK.BK1004"), "klType": 2, "rehabType": 0}
    days = {"beginTime": "2026-11-20", "endTime": "2026-11-27"}
    bars = []
    for early in (True, False):
        async with start_paper(symbols=("HK.01299", "HK.02318")) as paper, paper.caller() as caller:
            if early:
                await caller.ask(3203, securityList=[plate["security"]])
            for _ in range(3):
                paper.clock.instant += 86_400
                paper.trade("HK.01299", "HK.02318")
            bars.append((await caller.ask(3103, **plate, **days)).klList)
    assert len(bars[0]) == len(bars[1]) >= 3
    for one, other in zip(*bars, strict=True):
        assert one.time == other.time
        # The day in progress may be two seconds late: a level is published so often.
        closed = one is not bars[0][-1]
        assert one.closePrice == pytest.approx(other.closePrice, rel=1e-6 if closed else 1e-3)
        assert one.highPrice == pytest.approx(other.highPrice, rel=3e-3)
