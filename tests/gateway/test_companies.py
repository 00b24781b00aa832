"""Holders, changes of code and new issues over the wire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio

from futu_tui.paper.code_changes import ChangeKind, code_changes
from futu_tui.paper.ipos import coming_ipos
from futu_tui.paper.trading_days import is_trading_day
from futu_tui.paper.universe import choose_listings
from futu_tui.protocol import Market
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_get_code_change_pb2 as code_change
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")

TODAY = "2026-11-23"
SYMBOLS = ("HK.800000", "HK.02800", "US.AAPL", "SH.600519", "SZ.300750")
KINDS = [common.HolderCategory_Agency, common.HolderCategory_Fund, common.HolderCategory_SeniorManager]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def market() -> AsyncIterator[Paper]:
    async with start_paper(symbols=SYMBOLS) as paper:
        yield paper


@pytest_asyncio.fixture(loop_scope="module")
async def asker(market: Paper) -> AsyncIterator[Caller]:
    async with market.caller() as caller:
        yield caller


async def changes(asker: Caller, kind: int, **times: str) -> list[Any]:
    asked = {"security": security("HK.00700"), "holderCategory": kind}
    return list((await asker.ask(3208, **asked, **times)).holdingChangeList)


@pytest.mark.parametrize("kind", KINDS)
async def test_each_holding_goes_on_from_the_one_before(asker: Caller, kind: int) -> None:
    found = await changes(asker, kind, beginTime="2020-01-01", endTime=TODAY)
    times = [each.time for each in found]
    assert times == sorted(times, reverse=True)
    assert times[0] < "2026-11-24"
    (snapshot,) = (await asker.ask(3203, securityList=securities("HK.00700"))).snapshotList
    held: dict[str, float] = {}
    for each in reversed(found):
        before = each.holdingQty - each.changeQty
        assert before == held.get(each.holderName, before) > 0
        held[each.holderName] = each.holdingQty
        assert each.changeRatio == pytest.approx(each.changeQty / before * 100)
        assert each.holdingRatio == pytest.approx(each.holdingQty / snapshot.equityExData.issuedShares * 100)
    assert len(held) >= 3
    assert sum(held.values()) < snapshot.equityExData.issuedShares


async def test_only_what_was_published_in_the_time_asked_comes(asker: Caller) -> None:
    whole = await changes(asker, KINDS[0], beginTime="2025-01-01", endTime="2026-06-30")
    assert all("2025-01-01" <= each.time < "2026-07-01" for each in whole)
    parts = await changes(asker, KINDS[0], beginTime="2025-10-01", endTime="2026-06-30")
    parts += await changes(asker, KINDS[0], beginTime="2025-01-01", endTime="2025-09-30")
    assert parts == whole != []
    year = await changes(asker, KINDS[0])
    assert year
    assert all(each.time > "2025-11-23" for each in year)


async def test_funds_and_indices_have_no_holders(asker: Caller) -> None:
    for symbol in ("HK.02800", "HK.800000"):
        answer = await asker.ask(3208, security=security(symbol), holderCategory=1)
        assert not answer.holdingChangeList
    assert "HolderCategory" in await asker.refusal(3208, security=security("HK.00700"), holderCategory=9)


async def codes(asker: Caller, **asked: Any) -> list[Any]:
    return list((await asker.ask(3216, **asked)).codeChangeList)


async def test_changes_of_code_are_told_by_security_type_and_time(asker: Caller) -> None:
    whole = await codes(asker)
    assert whole
    listed = {each.basic.security.code for each in (await asker.ask(3202, market=1)).staticInfoList}
    for each in whole:
        assert each.security.code in listed
        assert each.relatedSecurity.code not in listed
        assert each.publicTime < each.effectiveTime < each.endTime
        assert each in await codes(asker, securityList=[each.security])
    assert await codes(asker, typeList=[code_change.CodeChangeType_ChangeLot]) == [
        each for each in whole if each.type == code_change.CodeChangeType_ChangeLot
    ]
    effective = whole[0].effectiveTime[:10]
    on_that_day = {
        "type": code_change.TimeFilterType_Effective, "beginTime": effective, "endTime": effective,
    }  # fmt: skip
    assert await codes(asker, timeFilterList=[on_that_day]) == [
        each for each in whole if each.effectiveTime[:10] == effective
    ]
    never = on_that_day | {"type": code_change.TimeFilterType_Public}
    assert await codes(asker, timeFilterList=[on_that_day, never]) == []
    assert "TimeFilterType" in await asker.refusal(3216, timeFilterList=[{"type": 0}])


async def test_new_issues_tell_what_their_market_tells(asker: Caller) -> None:
    extra = {1: "hkExData", 11: "usExData", 21: "cnExData", 22: "cnExData"}
    for market, field in extra.items():
        issues = (await asker.ask(3217, market=market)).ipoList
        assert issues
        for issue in issues:
            assert issue.basic.listTime > TODAY
            assert [each.name for each, _ in issue.ListFields()] == ["basic", field]
            unlisted = await asker.refusal(3203, securityList=[issue.basic.security])
            assert "Unknown stock" in unlisted
    assert not (await asker.ask(3217, market=31)).ipoList


async def test_an_issue_is_open_until_its_last_day_of_applications(asker: Caller) -> None:
    for issue in (await asker.ask(3217, market=1)).ipoList:
        ex = issue.hkExData
        assert ex.isSubscribeStatus == (ex.applyEndTime[:10] >= TODAY)
        assert (ex.listPrice == 0) == ex.isSubscribeStatus
        assert ex.isSubscribeStatus or ex.ipoPriceMin <= ex.listPrice <= ex.ipoPriceMax
        assert ex.entrancePrice == pytest.approx(ex.ipoPriceMax * ex.lotSize * 1.010085, abs=0.01)
    mainland = list((await asker.ask(3217, market=21)).ipoList)
    assert {issue.basic.security.market for issue in mainland} == {21, 22}
    for issue in mainland:
        cn = issue.cnExData
        assert cn.isHasWon == bool(cn.winningNumData) == (cn.winningTime[:10] <= TODAY)
        assert cn.applyTime < cn.winningTime < issue.basic.listTime


@pytest.mark.parametrize("market", [Market.HK, Market.US, Market.SH, Market.SZ])
async def test_an_issue_stays_what_it_is_until_it_lists(market: Market) -> None:
    seen: dict[object, set[object]] = defaultdict(set)
    day = date(2026, 11, 20)
    for _ in range(30):
        day += timedelta(1)
        for issue in coming_ipos(market, day, ()):
            assert issue.listing > day
            assert is_trading_day(market, issue.listing)
            seen[issue.security].add(issue)
    assert len(seen) > 5
    assert all(len(issues) == 1 for issues in seen.values())


async def test_made_up_companies_move_from_gem_to_the_main_board() -> None:
    listings = choose_listings(300)
    found = code_changes(listings.values(), date(2026, 11, 23))
    moved = [each for each in found if each.kind is ChangeKind.GEM_TO_MAIN]
    assert moved
    for each in moved:
        assert listings[each.security].industry
        assert each.related.code.startswith("08")
        assert each.ended is None
