"""Options and futures over the wire: what is told of them, and that all of it agrees."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import grpc
import pytest

from futu_tui.paper.derivatives.contracts import Option
from futu_tui.paper.derivatives.pricing import price
from futu_tui.paper.keys import make_key
from futu_tui.protocol import Scope, Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper
from tests.gateway.contracts import (
    APPLE,
    HANG_SENG,
    TENCENT,
    chain,
    expiries,
    listed,
    snapshots,
    warrants,
)
from tests.gateway.contracts import caller as caller
from tests.gateway.contracts import paper as paper
from tests.gateway.contracts import rested as rested

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def test_a_key_is_told_of_the_contracts_it_covers(tmp_path: Path) -> None:
    keys, call = tmp_path / "keys.json", "US.AAPL261218C265000"
    scopes = frozenset({Scope.QOT_READ})
    one = make_key(keys, "one", scopes, symbols=frozenset({APPLE, call}))
    hong_kong = make_key(keys, "hong kong", scopes, markets=frozenset({"HK"}))
    async with start_paper(keys, symbols=(TENCENT, APPLE)) as paper:
        async with paper.caller(one) as caller:
            (item,) = await chain(caller, APPLE, "2026-12-18")
            assert Security.of(item.call.basic.security) == Security.parse(call)
            assert not item.HasField("put")
            assert (await warrants(caller)).allCount == 0
        async with paper.caller(hong_kong) as caller:
            assert (await warrants(caller)).allCount > 0
            with pytest.raises(grpc.aio.AioRpcError, match=r"does not cover US\.AAPL"):
                await expiries(caller, APPLE)
