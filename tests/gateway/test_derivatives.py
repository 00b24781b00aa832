"""Options, warrants and futures over the wire: what is told of them, and that all of it agrees."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from futu_tui.paper.derivatives.contracts import Option
from futu_tui.paper.derivatives.pricing import price
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper
from tests.gateway.contracts import (
    APPLE,
    HANG_SENG,
    TENCENT,
    all_warrants,
    chain,
    expiries,
    listed,
    snapshots,
    warrants,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with start_paper(symbols=(TENCENT, APPLE, HANG_SENG)) as paper:
        yield paper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller(paper: Paper) -> AsyncIterator[Caller]:
    async with paper.caller() as caller:
        yield caller


@pytest.fixture(autouse=True)
def rested(paper: Paper) -> None:
    """Far enough from the requests of the test before for the gateway's limits."""
    paper.wait(30)


# what is told


@pytest.mark.parametrize(("owner", "size"), [(APPLE, 100), (TENCENT, 100), (HANG_SENG, 50)])
async def test_a_chains_options_are_what_static_information_says(
    caller: Caller, owner: str, size: int
) -> None:
    days = await expiries(caller, owner)
    items = await chain(caller, owner, days[1])
    told = [side for item in items for side in (item.call, item.put)]
    static = await caller.ask(3202, securityList=[each.basic.security for each in told])
    assert list(static.staticInfoList) == told
    for item in items:
        call, put = item.call.optionExData, item.put.optionExData
        assert (call.type, put.type) == (common.OptionType_Call, common.OptionType_Put)
        assert call.strikePrice == put.strikePrice
        assert call.strikeTime == put.strikeTime == days[1]
        assert Security.of(call.owner) == Security.of(put.owner) == Security.parse(owner)
        assert item.call.basic.lotSize == size
        assert item.call.basic.secType == common.SecurityType_Drvt
    await caller.ask(3202, securityList=securities(owner))


async def test_a_small_index_option_is_a_class_of_its_own(caller: Caller) -> None:
    day = (await expiries(caller, HANG_SENG, indexOptionType=common.IndexOptionType_Small))[0]
    items = await chain(caller, HANG_SENG, day, indexOptionType=common.IndexOptionType_Small)
    assert {item.call.basic.lotSize for item in items} == {10}
    assert all(item.call.basic.security.code.startswith("MHI") for item in items)


async def test_a_span_holds_every_expiry_in_it_and_is_a_month_at_most(caller: Caller) -> None:
    days = [day for day in await expiries(caller, APPLE) if day <= "2026-12-22"]
    found = await caller.ask(3209, owner=security(APPLE), beginTime="2026-11-23", endTime="2026-12-22")
    assert [each.strikeTime for each in found.optionChain] == days
    refused = await caller.refusal(3209, owner=security(APPLE), beginTime="2026-11-23", endTime="2026-12-25")
    assert "30 days" in refused
    assert "no options" in await caller.refusal(
        3209, owner=security("HK.00939"), beginTime="2026-11-23", endTime="2026-12-22"
    )


async def test_greeks_are_how_the_quoted_price_moves(paper: Paper, caller: Caller) -> None:
    items = await chain(caller, TENCENT, (await expiries(caller, TENCENT))[3])
    codes = [code for item in items[::5] for code in (item.call.basic.security, item.put.basic.security)]
    model, now = paper.gateway.market.floor.model, paper.gateway.market.now()
    spot = paper.gateway.market.quote(Security.parse(TENCENT)).last
    for snapshot in await snapshots(caller, codes):
        contract = listed(paper, snapshot.basic.security).contract
        assert isinstance(contract, Option)
        told = snapshot.optionExData
        up, down = (model.value(contract, spot + step, now) for step in (0.01, -0.01))
        assert told.delta == pytest.approx((up - down) / 0.02, abs=1e-3)
        assert told.gamma == pytest.approx(
            (up - 2 * model.value(contract, spot, now) + down) / 0.01**2, abs=1e-3
        )
        day = 86_400
        volatility = model.volatility(contract, now)
        later, before = (
            price(model.option_terms(contract, spot, now + step), volatility)
            for step in (day / 10, -day / 10)
        )
        assert told.theta == pytest.approx((later - before) * 5, abs=1e-3)
        assert snapshot.basic.curPrice == pytest.approx(model.value(contract, spot, now), abs=0.01)
        sign = 1 if contract.call else -1
        gain = snapshot.basic.curPrice + sign * (contract.strike - spot)
        assert told.premium == pytest.approx(gain / spot * 100)
        assert told.impliedVolatility == pytest.approx(volatility * 100)
        assert told.expiryDateDistance == (contract.expiry - date(2026, 11, 23)).days
        assert (told.contractSize, told.contractNominalValue) == (100, contract.strike * 100)
        assert Security.of(told.owner) == Security.parse(TENCENT)


async def test_a_chain_keeps_what_its_filters_let_through(paper: Paper, caller: Caller) -> None:
    day = (await expiries(caller, APPLE))[3]
    bounds = {
        "deltaMin": 0.2,
        "deltaMax": 0.6,
        "openInterestMin": 100,
        "volMin": 10,
        "impliedVolatilityMax": 30,
    }
    items = await chain(caller, APPLE, day, dataFilter=bounds, type=common.OptionType_Call)
    everything = await chain(caller, APPLE, day)
    assert 0 < len(items) < len(everything)
    assert not any(item.HasField("put") for item in items)
    kept = {item.call.basic.security.code for item in items}
    for snapshot in await snapshots(caller, [item.call.basic.security for item in everything]):
        told = snapshot.optionExData
        passes = (
            0.2 <= told.delta <= 0.6
            and told.openInterest >= 100
            and snapshot.basic.volume >= 10
            and told.impliedVolatility <= 30
        )
        assert passes is (snapshot.basic.security.code in kept)
    spot = paper.gateway.market.quote(Security.parse(APPLE)).last
    for item in await chain(caller, APPLE, day, condition=1):
        if item.HasField("call"):
            assert item.call.optionExData.strikePrice < spot
        if item.HasField("put"):
            assert item.put.optionExData.strikePrice > spot


async def test_what_nobody_follows_has_no_book(paper: Paper, caller: Caller) -> None:
    items = await chain(caller, APPLE, (await expiries(caller, APPLE))[0])
    before = len(paper.gateway.market.floor)
    await snapshots(caller, [item.call.basic.security for item in items])
    await warrants(caller)
    assert len(paper.gateway.market.floor) == before


# warrants


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


# futures


async def test_futures_tell_their_months_and_terms(caller: Caller) -> None:
    related = await caller.ask(3206, security=security("HK.HSImain"), referenceType=2)
    months = [each.basic.security.code for each in related.staticInfoList]
    assert months == ["HSI2611", "HSI2612", "HSI2703", "HSI2706"]
    codes = securities("HK.HSImain", *(f"HK.{month}" for month in months))
    main, *others = (await caller.ask(3218, securityList=codes)).futureInfoList
    assert (main.lastTradeTime, main.origin.code, main.contractSize) == ("", "HSI2611", 50)
    assert [info.lastTradeTime for info in others][:2] == ["2026-11-27", "2026-12-30"]
    assert {Security.of(info.owner) for info in others} == {Security.parse(HANG_SENG)}
    assert all((info.minVar, info.quoteCurrency, len(info.tradeTime)) == (1, "HKD", 2) for info in others)
    index, *quoted = await snapshots(caller, [*securities(HANG_SENG), *codes])
    assert quoted[0].futureExData.isMainContract
    assert quoted[0].basic.curPrice == quoted[1].basic.curPrice
    for snapshot, info in zip(quoted[1:], others, strict=True):
        years = (date.fromisoformat(info.lastTradeTime) - date(2026, 11, 23)).days / 365
        carried = math.log(snapshot.basic.curPrice / index.basic.curPrice) / years
        assert 0 < carried < 0.05
        assert snapshot.futureExData.lastSettlePrice == snapshot.basic.lastClosePrice
        assert snapshot.futureExData.position > 0


@pytest.mark.parametrize("symbol", ["HK.HSImain", "US.AAPL261218C265000"])
async def test_a_contracts_past_is_its_underlyings(caller: Caller, symbol: str) -> None:
    asked = {"security": security(symbol), "rehabType": 1, "endTime": "2026-11-23"}
    days = (await caller.ask(3103, klType=2, beginTime="2026-09-01", **asked)).klList
    assert len(days) > 50
    minutes = (await caller.ask(3103, klType=1, beginTime="2026-11-20", **asked)).klList
    friday = [line for line in minutes if line.time < "2026-11-21"]
    (day,) = [line for line in days if line.time.startswith("2026-11-20")]
    assert (friday[0].openPrice, friday[-1].closePrice) == (day.openPrice, day.closePrice)
    assert sum(line.volume for line in friday) == day.volume
    (snapshot,) = await snapshots(caller, [security(symbol)])
    assert snapshot.basic.lastClosePrice == day.closePrice
    assert days[-1].closePrice == snapshot.basic.curPrice
