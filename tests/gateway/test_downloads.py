"""The older history requests tell what the newer ones tell, and suspensions what snapshots do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_get_history_kl_points_pb2 as points
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")

APPLE = {"security": security("US.AAPL"), "klType": common.KLType_Day}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def market() -> AsyncIterator[Paper]:
    async with start_paper(symbols=("US.AAPL", "HK.00700", "SZ.000858", "SZ.300750")) as paper:
        yield paper


@pytest_asyncio.fixture(loop_scope="module")
async def asker(market: Paper) -> AsyncIterator[Caller]:
    async with market.caller() as caller:
        yield caller


@pytest.mark.parametrize("rehab", [0, 1, 2])
async def test_bars_are_those_of_3103_and_cost_no_quota(asker: Caller, rehab: int) -> None:
    asked = APPLE | {"rehabType": rehab, "beginTime": "2026-06-01", "endTime": "2026-11-23"}
    old = await asker.ask(3100, **asked)
    before = (await asker.ask(3104)).usedQuota
    new = await asker.ask(3103, **asked)
    assert list(old.klList) == list(new.klList) != []
    assert not old.HasField("nextKLTime")
    assert rehab or before == 0


async def test_the_rest_begins_where_it_is_told(asker: Caller) -> None:
    asked = APPLE | {"rehabType": 1, "endTime": "2026-11-23"}
    whole = await asker.ask(3100, beginTime="2026-10-01", **asked)
    first = await asker.ask(3100, beginTime="2026-10-01", maxAckKLNum=10, **asked)
    rest = await asker.ask(3100, beginTime=first.nextKLTime, **asked)
    assert [*first.klList, *rest.klList] == list(whole.klList)
    assert len(first.klList) == 10


async def at(asker: Caller, mode: int, *times: str, kl_type: int = common.KLType_Day) -> list[Any]:
    asked = {"rehabType": 0, "klType": kl_type, "noDataMode": mode, "timeList": times}
    answer = await asker.ask(3101, securityList=securities("US.AAPL"), **asked)
    return [(each.status, each.reqTime, each.kl) for each in answer.klPointList[0].klList]


async def test_a_time_without_a_bar_is_stood_in_for_as_asked(asker: Caller) -> None:
    friday, saturday, monday = "2026-11-13", "2026-11-14", "2026-11-16"
    ((_, _, before),) = await at(asker, points.NoDataMode_Null, friday)
    ((_, _, after),) = await at(asker, points.NoDataMode_Null, monday)
    assert (before.time[:10], after.time[:10]) == (friday, monday)
    ((status, asked, line),) = await at(asker, points.NoDataMode_Null, saturday)
    assert (status, asked, line.isBlank) == (points.DataStatus_Null, saturday, True)
    assert await at(asker, points.NoDataMode_Forward, saturday) == [
        (points.DataStatus_Previous, saturday, before)
    ]
    assert await at(asker, points.NoDataMode_Backward, saturday) == [
        (points.DataStatus_Back, saturday, after)
    ]


async def test_before_all_history_and_after_it_nothing_stands_in(asker: Caller) -> None:
    ((status, _, _),) = await at(asker, points.NoDataMode_Forward, "1999-01-01")
    assert status == points.DataStatus_Null
    ((status, _, _),) = await at(asker, points.NoDataMode_Backward, "2099-01-01")
    assert status == points.DataStatus_Null


async def test_a_week_s_bar_is_that_of_each_of_its_days(asker: Caller) -> None:
    found = await at(asker, points.NoDataMode_Null, "2026-11-10", "2026-11-13", kl_type=common.KLType_Week)
    assert [status for status, _, _ in found] == [points.DataStatus_Current] * 2
    assert found[0][2] == found[1][2]


async def test_many_securities_come_as_many_as_are_asked_for(asker: Caller) -> None:
    asked = {"rehabType": 0, "klType": 2, "noDataMode": 0, "timeList": ["2026-11-10"]}
    both = securities("US.AAPL", "HK.00700")
    some = await asker.ask(3101, securityList=both, maxReqSecurityNum=1, **asked)
    everything = await asker.ask(3101, securityList=both, **asked)
    assert (len(some.klPointList), some.hasNext) == (1, True)
    assert (len(everything.klPointList), everything.hasNext) == (2, False)


async def test_factors_are_those_of_3105(asker: Caller) -> None:
    asked = securities("US.AAPL", "HK.00700", "SZ.300750")
    old = (await asker.ask(3702, securityList=asked)).securityRehabList
    for each, named in zip(old, asked, strict=True):
        assert each.security == named
        assert list(each.rehabList) == list((await asker.ask(3105, security=named)).rehabList)
    assert len(old[0].rehabList) > 10


async def test_suspensions_agree_with_snapshots_and_bars(market: Paper, asker: Caller) -> None:
    asked = securities("SZ.000858", "SZ.300750", "US.AAPL")
    snapshots = (await asker.ask(3203, securityList=asked)).snapshotList
    days = {"beginTime": "2026-11-16", "endTime": "2026-12-31"}
    suspensions = (await asker.ask(3201, securityList=asked, **days)).SecuritySuspendList
    for snapshot, suspension in zip(snapshots, suspensions, strict=True):
        assert suspension.security == snapshot.basic.security
        assert bool(suspension.suspendList) == snapshot.basic.isSuspend
    suspended = [each.time[:10] for each in suspensions[0].suspendList]
    assert suspended == ["2026-11-23"]
    bars = await asker.ask(3103, security=asked[0], klType=2, rehabType=0, **days)
    trading = (
        await asker.ask(3219, market=common.TradeDateMarket_CN, **days | {"endTime": "2026-11-23"})
    ).tradeDateList
    assert sorted(suspended + [bar.time[:10] for bar in bars.klList]) == [day.time for day in trading]


async def test_what_makes_no_sense_is_refused(asker: Caller) -> None:
    days = {"beginTime": "2026-11-16", "endTime": "2026-11-01"}
    assert "after" in await asker.refusal(3100, **APPLE, rehabType=0, **days)
    assert "after" in await asker.refusal(3201, securityList=securities("US.AAPL"), **days)
    assert "NoDataMode" in await asker.refusal(3101, klType=2, rehabType=0, noDataMode=9)
    assert "HK.99999" in await asker.refusal(3702, securityList=securities("HK.99999"))
