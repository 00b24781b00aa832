"""Options, warrants and futures over the wire: what is told of them agrees, their books live, their orders fill."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from futu_tui.paper.derivatives.contracts import Option, Warrant
from futu_tui.paper.derivatives.model import expiry_instant
from futu_tui.paper.derivatives.pricing import price
from futu_tui.paper.market import Instrument
from futu_tui.paper.state import State
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_update_basic_qot_pb2, qot_update_order_book_pb2
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper
from tests.gateway.desk import BUY, SELL, Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

TENCENT, APPLE, HANG_SENG = "HK.00700", "US.AAPL", "HK.800000"
MARGIN_ACCOUNT = 7_000_004


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


async def expiries(caller: Caller, owner: str, **more: Any) -> list[str]:
    answer = await caller.ask(3224, owner=security(owner), **more)
    return [each.strikeTime for each in answer.dateList]


async def chain(caller: Caller, owner: str, day: str, **more: Any) -> list[Any]:
    """The items of one expiry."""
    answer = await caller.ask(3209, owner=security(owner), beginTime=day, endTime=day, **more)
    return [item for each in answer.optionChain for item in each.option]


async def snapshots(caller: Caller, codes: list[Any]) -> list[Any]:
    return list((await caller.ask(3203, securityList=codes)).snapshotList)


async def warrants(caller: Caller, **c2s: Any) -> Any:
    return await caller.ask(
        3210, **{"begin": 0, "num": 200, "sortField": common.SortField_Code, "ascend": True, **c2s}
    )


def listed(paper: Paper, code: Any) -> Instrument:
    return paper.gateway.market.listings[Security.of(code)]


async def near_the_money(paper: Paper, caller: Caller, owner: str, expiry: int = 2) -> Security:
    """A call of an expiry whose strike is next to the price."""
    spot = paper.gateway.market.quote(Security.parse(owner)).last
    items = await chain(caller, owner, (await expiries(caller, owner))[expiry])
    item = min(items, key=lambda item: abs(item.call.optionExData.strikePrice - spot))
    return Security.of(item.call.basic.security)


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


async def all_warrants(caller: Caller, **c2s: Any) -> list[Any]:
    rows: list[Any] = []
    while True:
        page = await warrants(caller, begin=len(rows), **c2s)
        rows += page.warrantDataList
        if page.lastPage:
            assert page.allCount == len(rows)
            return rows


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


# books


async def test_a_followed_option_moves_with_its_underlying(paper: Paper, caller: Caller) -> None:
    option = await near_the_money(paper, caller, APPLE)
    pushes = await caller.open_pushes()
    await caller.subscribe(str(option), to=[1, 2, 4, 5, 6, 11], first=True)
    assert option in paper.gateway.market.floor
    book = (await caller.ask(3012, security=option.message(), num=10)).orderBookAskList
    before = (await snapshots(caller, [option.message()]))[0]
    flow = paper.gateway.market._simulation.flows[Security.parse(APPLE)]
    flow.fair *= 1.03
    paper.run(20)
    quoted = await pushes.until(
        lambda event: (
            event.proto_id == 3013 and event.sec_key == option.key and _best_ask(event) > book[0].price
        )
    )
    assert quoted
    after = (await snapshots(caller, [option.message(), *securities(APPLE)]))[0]
    contract = listed(paper, option.message()).contract
    spot = paper.gateway.market.quote(Security.parse(APPLE)).last
    worth = paper.gateway.market.floor.model.value(contract, spot, paper.gateway.market.now())
    assert after.basic.bidPrice <= worth <= after.basic.askPrice
    assert after.basic.bidPrice > before.basic.askPrice
    basic = await pushes.of(3005)
    (quote,) = qot_update_basic_qot_pb2.Response.FromString(basic.body).s2c.basicQotList
    assert quote.optionExData.delta > 0
    assert quote.optionExData.strikePrice == contract.strike
    line = await caller.ask(3006, security=option.message(), klType=2, rehabType=0, reqNum=30)
    assert len(line.klList) > 10
    assert line.klList[-1].closePrice == after.basic.curPrice
    assert line.klList[-2].closePrice == after.basic.lastClosePrice
    points = await caller.ask(3008, security=option.message())
    assert points.rtList[-1].price == after.basic.curPrice
    ticks = (await caller.ask(3010, security=option.message(), maxRetNum=5)).tickerList
    assert ticks[-1].price == after.basic.curPrice
    assert ticks[-1].turnover == pytest.approx(ticks[-1].price * ticks[-1].volume * 100)
    pushes.call.cancel()
    flow.fair /= 1.03
    paper.run(20)


def _best_ask(event: Any) -> float:
    book = qot_update_order_book_pb2.Response.FromString(event.body).s2c
    return book.orderBookAskList[0].price if book.orderBookAskList else 0.0


async def test_a_book_closes_when_nobody_follows_it(paper: Paper, caller: Caller) -> None:
    option = await near_the_money(paper, caller, TENCENT, 3)
    async with paper.caller() as other:
        await other.subscribe(str(option), to=[1])
        assert option in paper.gateway.market.floor
        paper.wait(61)
        assert option in paper.gateway.market.floor
        await other.ask(3001, securityList=[option.message()], subTypeList=[1], isSubOrUnSub=False)
    paper.wait(1)
    assert option not in paper.gateway.market.floor
    assert (await snapshots(caller, [option.message()]))[0].basic.curPrice > 0


# orders


async def test_an_options_order_fills_and_is_valued_by_its_contracts(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, acc_id=7_000_002, market=2)
    option = await near_the_money(paper, caller, APPLE)
    cash = desk.books.cash.copy()
    ask = desk.ask_price(option)
    order_id = await desk.place(BUY, 2, ask, code=option.code)
    row = await desk.row(order_id)
    assert (row.fillQty, row.fillAvgPrice) == (2, pytest.approx(ask))
    (fees,) = (await caller.ask(2225, header=desk.header, orderIdExList=[row.orderIDEx])).orderFeeList
    (spent,) = [before - desk.books.cash[currency] for currency, before in cash.items()]
    assert spent / 10_000 == pytest.approx(2 * 100 * ask + fees.feeAmount)
    positions = (await caller.ask(2102, header=desk.header)).positionList
    (position,) = [each for each in positions if each.code == option.code]
    last = (await snapshots(caller, [option.message()]))[0].basic.curPrice
    assert (position.qty, position.costPrice) == (2, pytest.approx(ask))
    assert position.val == pytest.approx(2 * 100 * last)
    assert position.plVal == pytest.approx(2 * 100 * (last - ask))
    sold = await desk.place(SELL, 2, desk.bid_price(option), code=option.code)
    assert (await desk.row(sold)).fillQty == 2
    assert "Not enough position" in await desk.refused(SELL, 1, ask, code=option.code)
    assert "step" in await desk.refused(BUY, 1, ask + 0.003, code=option.code)
    assert "regular hours" in await desk.refused(BUY, 1, ask, code=option.code, fillOutsideRTH=True)


async def test_a_resting_order_is_met_when_the_price_comes_to_it(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, 7_000_002, 2, count(100))
    option = await near_the_money(paper, caller, APPLE)
    order_id = await desk.place(BUY, 3, round(desk.bid_price(option) * 0.9, 1), code=option.code)
    assert desk.books.orders[order_id].filled == 0
    flow = paper.gateway.market._simulation.flows[Security.parse(APPLE)]
    flow.fair *= 0.97
    paper.run_until(lambda: desk.books.orders[order_id].filled == 3, 60)
    flow.fair /= 0.97
    paper.run(20)


async def test_a_future_is_bought_and_sold_short_on_margin(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, acc_id=MARGIN_ACCOUNT)
    future = Security.parse("HK.MHI2612")
    assert "HK.HSI2611" in await desk.refused(BUY, 1, code="HSImain")
    before = await desk.funds()
    bought = await desk.place(BUY, 2, desk.ask_price(future), code=future.code)
    assert (await desk.row(bought)).fillQty == 2
    held = await desk.funds()
    price = paper.gateway.market.quote(future).last
    asked = held.initialMargin - before.initialMargin
    assert asked == pytest.approx(2 * 10 * price * 0.12, rel=0.01)
    assert held.totalAssets == pytest.approx(before.totalAssets, abs=2_000)
    await desk.place(SELL, 2, desk.bid_price(future), code=future.code)
    short = await desk.place(SELL, 1, desk.bid_price(future), code=future.code)
    assert (await desk.row(short)).fillQty == 1
    assert desk.books.held(future) == -1
    await desk.place(BUY, 1, desk.ask_price(future), code=future.code)


async def test_a_callable_contract_is_knocked_out(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller)
    paper.wait(60)
    owner = Security.parse(TENCENT)
    rows = await all_warrants(caller, owner=security(TENCENT), typeList=[common.WarrantType_Bull], status=1)
    nearest = max(rows, key=lambda row: row.recoveryPrice)
    bull = Security.of(nearest.stock)
    contract = listed(paper, nearest.stock).contract
    assert isinstance(contract, Warrant)
    assert nearest.recoveryPrice < paper.gateway.market.quote(owner).last
    await caller.subscribe(str(bull), to=[common.SubType_OrderBook])
    lot = nearest.lotSize
    await desk.place(BUY, lot, desk.ask_price(bull), code=bull.code)
    resting = await desk.place(BUY, lot, 0.01, code=bull.code)
    assert desk.books.held(bull) == lot
    flow = paper.gateway.market._simulation.flows[owner]
    flow.fair = nearest.recoveryPrice * 0.995 * 10_000
    paper.run_until(lambda: not desk.books.orders[resting].status.working, 120)
    assert "was called" in (await desk.row(resting)).lastErrMsg
    (called,) = [
        row for row in await all_warrants(caller, owner=security(TENCENT)) if row.stock.code == bull.code
    ]
    assert (called.status, called.bidPrice, called.askPrice) == (common.WarrantStatus_StopTrade, 0, 0)
    snapshot = (await snapshots(caller, [bull.message()]))[0]
    assert snapshot.basic.secStatus == common.SecurityStatus_Called
    assert "was called" in await desk.refused(BUY, lot, 0.1, code=bull.code)
    book = await caller.ask(3012, security=bull.message(), num=10)
    assert not book.orderBookAskList
    assert not book.orderBookBidList
    residual = (contract.call_price - contract.strike) / contract.conversion
    paper.wait(1)
    assert desk.books.held(bull) == 0
    paid = desk.books.movements[-1]
    assert (paid.kind, paid.amount / 10_000) == (
        "Settlement",
        pytest.approx(residual * lot, abs=lot / 10_000),
    )


async def test_an_option_is_settled_when_it_expires() -> None:
    async with start_paper(symbols=(APPLE,)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller, acc_id=7_000_002, market=2)
        spot = paper.gateway.market.quote(Security.parse(APPLE)).last
        items = await chain(caller, APPLE, (await expiries(caller, APPLE))[0])
        item = max(items, key=lambda item: item.call.optionExData.strikePrice < spot * 0.97)
        option = Security.of(item.call.basic.security)
        contract = listed(paper, item.call.basic.security).contract
        assert isinstance(contract, Option)
        await desk.place(BUY, 1, desk.ask_price(option), code=option.code)
        waiting = await desk.place(BUY, 1, 0.01, code=option.code, timeInForce=1)
        paper.clock.instant = expiry_instant(contract, Market.US) - 5
        paper.gateway.step()
        assert desk.books.held(option) == 1
        paper.run(10)
        paper.wait(1)
        final = paper.gateway.market.floor.settlement(option)
        assert final == pytest.approx(
            max(paper.gateway.market.quote(Security.parse(APPLE)).last - contract.strike, 0), abs=1.5
        )
        assert desk.books.held(option) == 0
        paid = desk.books.movements[-1]
        assert (paid.kind, paid.amount / 10_000) == ("Settlement", pytest.approx(final * 100, abs=0.01))
        assert "expired" in (await desk.row(waiting)).lastErrMsg
        assert "expired" in await desk.refused(BUY, 1, 1.0, code=option.code)


async def test_a_contract_that_is_held_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "paper.state"
    async with start_paper(symbols=(APPLE,), state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller, acc_id=7_000_002, market=2)
        option = await near_the_money(paper, caller, APPLE)
        await desk.place(BUY, 1, desk.ask_price(option), code=option.code)
        resting = await desk.place(BUY, 1, 0.5, code=option.code, timeInForce=1)
    async with start_paper(symbols=(APPLE,), state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller, acc_id=7_000_002, market=2)
        assert desk.books.held(option) == 1
        assert option in paper.gateway.market.floor
        positions = (await caller.ask(2102, header=desk.header)).positionList
        assert option.code in {position.code for position in positions}
        assert resting in {order.order_id for order in paper.gateway.market.working_orders()}
