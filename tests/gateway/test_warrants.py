"""Warrants and callable contracts over the wire: every filter, sort and page, and that all of it agrees."""

from __future__ import annotations

import pytest

from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, security
from tests.gateway.contracts import (
    TENCENT,
    all_warrants,
    snapshots,
    warrants,
)
from tests.gateway.contracts import caller as caller
from tests.gateway.contracts import paper as paper
from tests.gateway.contracts import rested as rested

pytestmark = pytest.mark.asyncio(loop_scope="module")


FILTERS = {
    "typeList": ([3, 4], lambda row: row.type in (3, 4)),
    "issuerList": ([1, 6, 8], lambda row: row.issuer in (1, 6, 8)),
    "maturityTimeMin": ("2027-03-01", lambda row: row.maturityTime >= "2027-03-01"),
    "maturityTimeMax": ("2027-03-01", lambda row: row.maturityTime <= "2027-03-01"),
    "ipoPeriod": (5, lambda row: "2026-10-01" <= row.listTime <= "2026-10-31"),
    "priceType": (2, lambda row: row.inLinePriceStatus == 2 if row.type == 5 else row.ipop >= 0),
    "status": (4, lambda row: row.status == 4),
    "curPriceMin": (0.3, lambda row: row.curPrice >= 0.3),
    "curPriceMax": (0.3, lambda row: row.curPrice <= 0.3),
    "strikePriceMin": (100.0, lambda row: row.strikePrice >= 100),
    "strikePriceMax": (100.0, lambda row: row.strikePrice <= 100),
    "streetMin": (5.0, lambda row: row.streetRate >= 5),
    "streetMax": (5.0, lambda row: row.streetRate <= 5),
    "conversionMin": (50.0, lambda row: row.conversionRatio >= 50),
    "conversionMax": (50.0, lambda row: row.conversionRatio <= 50),
    "volMin": (100_000, lambda row: row.volume >= 100_000),
    "volMax": (100_000, lambda row: row.volume <= 100_000),
    "premiumMin": (3.0, lambda row: row.premium >= 3),
    "premiumMax": (3.0, lambda row: row.premium <= 3),
    "leverageRatioMin": (10.0, lambda row: row.leverage >= 10),
    "leverageRatioMax": (10.0, lambda row: row.leverage <= 10),
    "deltaMin": (0.3, lambda row: row.HasField("delta") and row.delta >= 0.3),
    "deltaMax": (-0.3, lambda row: row.HasField("delta") and row.delta <= -0.3),
    "impliedMin": (35.0, lambda row: row.HasField("impliedVolatility") and row.impliedVolatility >= 35),
    "impliedMax": (35.0, lambda row: row.HasField("impliedVolatility") and row.impliedVolatility <= 35),
    "recoveryPriceMin": (100.0, lambda row: row.HasField("recoveryPrice") and row.recoveryPrice >= 100),
    "recoveryPriceMax": (100.0, lambda row: row.HasField("recoveryPrice") and row.recoveryPrice <= 100),
    "priceRecoveryRatioMin": (5.0, lambda row: row.HasField("recoveryPrice") and row.priceRecoveryRatio >= 5),
    "priceRecoveryRatioMax": (-5.0, lambda row: row.HasField("recoveryPrice") and row.priceRecoveryRatio <= -5),
}  # fmt: skip


TOGETHER = [
    "typeList maturityTimeMin",
    "issuerList curPriceMin",
    "maturityTimeMax strikePriceMin",
    "ipoPeriod",
    "priceType streetMin",
    "status",
    "curPriceMax conversionMax",
    "strikePriceMax volMin",
    "streetMax premiumMin",
    "conversionMin leverageRatioMin",
    "volMax leverageRatioMax",
    "premiumMax deltaMin",
    "deltaMax impliedMax",
    "impliedMin",
    "recoveryPriceMin priceRecoveryRatioMin",
    "recoveryPriceMax priceRecoveryRatioMax",
]
"""Filters that are asked for at once: each leaves out something that the other does not."""


async def test_every_filter_of_warrants_keeps_what_it_names_and_nothing_else(
    paper: Paper, caller: Caller
) -> None:
    everything = await all_warrants(caller)
    assert {field for together in TOGETHER for field in together.split()} == set(FILTERS)
    for together in TOGETHER:
        fields = together.split()
        paper.wait(2)
        kept = await all_warrants(caller, **{field: FILTERS[field][0] for field in fields})
        passing = [[row for row in everything if FILTERS[field][1](row)] for field in fields]
        assert kept == [row for row in passing[0] if row in passing[-1]], together
        assert kept, together
        assert all(len(alone) < len(everything) for alone in passing), together
        assert len(fields) == 1 or all(len(kept) < len(alone) for alone in passing), together


async def test_warrants_of_an_owner_are_those_that_refer_to_it(paper: Paper, caller: Caller) -> None:
    rows = await all_warrants(caller, owner=security(TENCENT))
    assert {Security.of(row.owner) for row in rows} == {Security.parse(TENCENT)}
    related = await caller.ask(3206, security=security(TENCENT), referenceType=1)
    assert {each.basic.security.code for each in related.staticInfoList} == {row.stock.code for row in rows}
    assert {each.warrantExData.type for each in related.staticInfoList} == {1, 2, 3, 4, 5}
    listed = await caller.ask(3202, market=1, secType=common.SecurityType_Warrant)
    assert len(listed.staticInfoList) > len(rows)


async def test_pages_follow_each_other_in_the_order_asked(paper: Paper, caller: Caller) -> None:
    rows = await all_warrants(caller, sortField=common.SortField_Premium, ascend=False, num=70)
    assert [row.premium for row in rows] == sorted((row.premium for row in rows), reverse=True)
    assert len({row.stock.code for row in rows}) == len(rows)
    rising = await warrants(caller, sortField=common.SortField_MaturityTime)
    days = [row.maturityTime for row in rising.warrantDataList]
    assert days == sorted(days)
    assert "sortField" in await caller.refusal(3210, begin=0, num=10, sortField=51, ascend=True)
    assert "200" in await caller.refusal(3210, begin=0, num=201, sortField=1, ascend=True)


async def test_a_warrants_snapshot_says_what_the_list_does(paper: Paper, caller: Caller) -> None:
    rows = (await warrants(caller)).warrantDataList
    for row, snapshot in zip(rows, await snapshots(caller, [row.stock for row in rows]), strict=True):
        told = snapshot.warrantExData
        assert told.conversionRate == row.conversionRatio
        assert (told.warrantType, told.strikePrice) == (row.type, row.strikePrice)
        assert (told.maturityTime, told.endTradeTime) == (row.maturityTime, row.lastTradeTime)
        assert (told.premium, told.leverage, told.ipop) == (row.premium, row.leverage, row.ipop)
        assert (told.streetRate, told.streetVolumn) == (row.streetRate, row.streetVol)
        assert (told.issueVolumn, told.score) == (row.issueSize, row.score)
        assert (told.recoveryPrice, told.delta) == (row.recoveryPrice, row.delta)
        assert (snapshot.basic.curPrice, snapshot.basic.volume) == (row.curPrice, row.volume)
        assert Security.of(told.owner) == Security.of(row.owner)
        assert common.Issuer.Name(row.issuer) == f"Issuer_{told.issuerCode}"
