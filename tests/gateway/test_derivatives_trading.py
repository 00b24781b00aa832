"""Contracts over the wire: their books live, their orders fill, and they end."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from futu_tui.paper.derivatives.contracts import Option, Warrant
from futu_tui.paper.derivatives.model import expiry_instant
from futu_tui.paper.state import State
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_update_basic_qot_pb2, qot_update_order_book_pb2
from tests.gateway.conftest import Caller, Paper, securities, security, start_paper
from tests.gateway.contracts import (
    APPLE,
    TENCENT,
    all_warrants,
    chain,
    expiries,
    listed,
    near_the_money,
    snapshots,
)
from tests.gateway.contracts import caller as caller
from tests.gateway.contracts import paper as paper
from tests.gateway.contracts import rested as rested
from tests.gateway.desk import BUY, CANCEL, SELL, Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARGIN_ACCOUNT = 7_000_004


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


async def test_a_price_alert_keeps_an_options_book_open_and_comes_true(paper: Paper, caller: Caller) -> None:
    option = await near_the_money(paper, caller, APPLE, 4)
    last = paper.gateway.market.quote(option).last
    pushes = await caller.open_pushes()
    wanted = {"type": 1, "freq": 1, "value": last * 1.2}
    await caller.ask(3220, security=option.message(), op=1, **wanted)
    paper.wait(2)
    assert option in paper.gateway.market.floor
    flow = paper.gateway.market._simulation.flows[Security.parse(APPLE)]
    flow.fair *= 1.03
    paper.run_until(lambda: paper.gateway.market.quote(option).last >= last * 1.2, 120)
    event = await pushes.of(3019)
    assert event.sec_key == option.key
    pushes.call.cancel()
    flow.fair /= 1.03
    paper.run(20)


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
    most = await caller.ask(2111, header=desk.header, orderType=1, code=option.code, price=ask, secMarket=2)
    free = (await desk.funds()).availableFunds
    assert most.maxTrdQtys.maxCashBuy == pytest.approx(free / (100 * ask), abs=0.02 * free / (100 * ask))
    assert most.maxTrdQtys.maxCashBuy * 100 * ask < free
    assert most.maxTrdQtys.maxPositionSell == 2
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


async def test_a_large_order_is_large_by_its_contracts(paper: Paper, caller: Caller) -> None:
    """Two contracts of 50 dollars a point are worth more than two million Hong Kong dollars."""
    desk = Desk(paper, caller, MARGIN_ACCOUNT, _serials=count(100))
    future = Security.parse("HK.HSI2612")
    held_back = await desk.place(BUY, 2, desk.bid_price(future), code=future.code)
    assert "Confirm again" in (await desk.row(held_back)).lastErrMsg
    await desk.modify(held_back, CANCEL)


async def test_options_and_warrants_are_not_sold_short(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, MARGIN_ACCOUNT, _serials=count(200))
    option = await near_the_money(paper, caller, TENCENT)
    assert "cannot be sold short" in await desk.refused(SELL, 1, desk.bid_price(option), code=option.code)
    (ratios,) = (
        await caller.ask(2223, header=desk.header, securityList=[option.message()])
    ).marginRatioInfoList
    assert (ratios.isShortPermit, ratios.imLongRatio) == (False, 100)


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
