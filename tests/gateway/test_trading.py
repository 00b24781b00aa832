"""The simulated accounts over the wire: their books, filters and pushes."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.paper.accounts import Account
from futu_tui.paper.currencies import Currency
from futu_tui.paper.market import OrderType, PersonOrder, Side
from futu_tui.protocol import Security
from futu_tui.protocol.pb import trd_common_pb2 as common
from futu_tui.protocol.pb.trd_update_order_fill_pb2 import Response as FillPush
from futu_tui.protocol.pb.trd_update_order_pb2 import Response as OrderPush
from tests.gateway.conftest import Caller, Paper

TENCENT = Security.parse("HK.00700")


def header(acc: Any, **other: Any) -> dict[str, Any]:
    fields = {"trdEnv": acc.trdEnv, "accID": acc.accID, "trdMarket": acc.trdMarketAuthList[0]}
    return {"header": {**fields, **other}}


async def accounts(caller: Caller) -> list[Any]:
    return list((await caller.ask(2001, userID=0)).accList)


@pytest.fixture
async def acc(caller: Caller) -> Any:
    """The Hong Kong account."""
    return (await accounts(caller))[0]


@pytest.fixture
def books(paper: Paper) -> Account:
    """The same, as the gateway keeps it."""
    return next(iter(paper.gateway.accounts))


def buy_at_market(paper: Paper, books: Account, qty: int = 100, order_id: int = 900) -> None:
    order = PersonOrder(order_id, books.acc_id, TENCENT, Side.BUY, OrderType.MARKET, 0.0, qty, "by hand")
    paper.gateway.market.place(order)


async def test_each_market_has_a_simulated_account_that_says_it_is_paper(caller: Caller) -> None:
    found = await accounts(caller)
    assert [list(acc.trdMarketAuthList) for acc in found[:3]] == [[1], [2], [3]]
    assert all(acc.trdEnv == common.TrdEnv_Simulate and acc.accType == 1 for acc in found[:3])
    assert all("PAPER" in acc.cardNum and "paper" in acc.competitionAccName for acc in found)
    assert len({acc.accID for acc in found}) == len(found)


async def test_one_account_has_margin_and_one_plays_a_real_one(caller: Caller) -> None:
    margin, real = (await accounts(caller))[3:]
    assert (margin.accType, margin.trdEnv) == (common.TrdAccType_Margin, common.TrdEnv_Simulate)
    assert (real.trdEnv, real.competitionAccName) == (common.TrdEnv_Real, "paper-real")
    assert set(margin.trdMarketAuthList) == {common.TrdMarket_HK, common.TrdMarket_US}


async def test_every_account_begins_with_cash_holdings_and_working_orders(caller: Caller) -> None:
    for acc in (await accounts(caller))[:3]:
        funds = (await caller.ask(2101, **header(acc))).funds
        positions = (await caller.ask(2102, **header(acc))).positionList
        orders = (await caller.ask(2201, **header(acc))).orderList
        assert funds.cash > 0
        assert positions
        assert orders
        assert funds.totalAssets == pytest.approx(funds.cash + sum(each.val for each in positions))


async def test_what_orders_tie_up_is_not_free(caller: Caller, acc: Any) -> None:
    orders = (await caller.ask(2201, **header(acc))).orderList
    funds = (await caller.ask(2101, **header(acc))).funds
    bids = [each for each in orders if each.trdSide == common.TrdSide_Buy]
    value = sum(each.price * (each.qty - each.fillQty) for each in bids)
    assert value < funds.frozenCash < value * 1.003  # with the fees to come
    assert funds.power == pytest.approx(funds.cash - funds.frozenCash)
    for position in (await caller.ask(2102, **header(acc))).positionList:
        asks = [each for each in orders if each.code == position.code and each.trdSide == common.TrdSide_Sell]
        assert position.canSellQty == position.qty - sum(each.qty - each.fillQty for each in asks)


async def test_a_fill_moves_cash_and_holdings_and_is_pushed(
    paper: Paper, caller: Caller, acc: Any, books: Account
) -> None:
    before = books.cash[Currency.HKD], books.holdings[TENCENT].qty
    pushes = await caller.open_pushes()
    await caller.ask(2008, accIDList=[acc.accID])
    buy_at_market(paper, books)
    paper.run_until(lambda: 900 in books.orders and not books.orders[900].status.working)

    event = await pushes.of(2218)
    assert (event.event_type, event.acc_id, event.sec_key) == ("trade", acc.accID, "")
    fill = FillPush.FromString(event.body).s2c.orderFill

    def is_done(event: Any) -> bool:
        if event.proto_id != 2208:
            return False
        order = OrderPush.FromString(event.body).s2c.order
        return order.orderID == 900 and order.orderStatus == common.OrderStatus_Filled_All

    done = OrderPush.FromString((await pushes.until(is_done))[-1].body).s2c.order
    assert (done.fillQty, done.remark, done.secMarket) == (100, "by hand", common.TrdSecMarket_HK)
    assert fill.orderID == 900
    assert books.holdings[TENCENT].qty == before[1] + 100
    spent = sum(round(each.price * 10_000) * each.qty for each in books.fills if each.order_id == 900)
    assert books.cash[Currency.HKD] == before[0] - spent - books.charged(900)
    listed = (await caller.ask(2211, **header(acc))).orderFillList
    assert fill in list(listed)
    orders = (await caller.ask(2201, **header(acc))).orderList
    assert done in list(orders)


async def test_pushes_are_of_the_accounts_that_were_asked_for(
    paper: Paper, caller: Caller, books: Account
) -> None:
    hong_kong, america, *_ = await accounts(caller)
    pushes = await caller.open_pushes()
    await caller.ask(2008, accIDList=[america.accID])
    buy_at_market(paper, books)
    paper.run(1)
    await caller.ask(2008, accIDList=[hong_kong.accID])
    buy_at_market(paper, books, order_id=901)
    paper.run(1)
    event = (await pushes.until(lambda event: event.acc_id == hong_kong.accID))[-1]
    assert "901" in str(OrderPush.FromString(event.body)) or event.proto_id == 2218


async def test_the_working_orders_fill_over_time(paper: Paper, books: Account) -> None:
    working = sum(1 for _ in books.working_orders())
    assert working >= 2
    paper.run_until(lambda: any(fill.order_id < 900 for fill in books.fills), longest=1200)


async def test_orders_are_filtered(paper: Paper, caller: Caller, acc: Any, books: Account) -> None:
    async def found(**conditions: Any) -> set[int]:
        statuses = conditions.pop("filterStatusList", [])
        answer = await caller.ask(2201, filterConditions=conditions, filterStatusList=statuses, **header(acc))
        return {order.orderID for order in answer.orderList}

    everything = await found()
    tencent = {each.order_id for each in books.orders.values() if each.security == TENCENT}
    assert len(everything) > len(tencent) > 0
    one = next(iter(everything))
    assert await found(codeList=["00700"]) == tencent
    assert await found(idList=[one]) == {one}
    assert await found(orderIDExList=[f"PO{one:012d}"]) == {one}
    assert await found(filterMarket=common.TrdMarket_HK) == everything
    assert await found(filterMarket=common.TrdMarket_US) == set()
    assert await found(beginTime="2026-11-23 00:00:00", endTime="2026-11-23 23:59:59") == everything
    assert await found(beginTime="2026-11-24") == set()
    assert await found(filterStatusList=[common.OrderStatus_Cancelled_All]) == set()


async def test_positions_are_filtered_by_profit(caller: Caller, acc: Any) -> None:
    positions = (await caller.ask(2102, **header(acc))).positionList
    winners = (await caller.ask(2102, filterPLRatioMin=0.0, **header(acc))).positionList
    losers = (await caller.ask(2102, filterPLRatioMax=0.0, **header(acc))).positionList
    assert {each.code for each in winners} == {each.code for each in positions if each.plRatio >= 0}
    assert {each.code for each in losers} == {each.code for each in positions if each.plRatio <= 0}
    assert winners
    assert losers


async def test_a_header_that_fits_no_account_is_refused(caller: Caller, acc: Any) -> None:
    for wrong in ({"trdEnv": common.TrdEnv_Real}, {"accID": 1}, {"trdMarket": common.TrdMarket_US}):
        for proto_id in (2101, 2102, 2201, 2211):
            await caller.refusal(proto_id, **header(acc, **wrong))
    await caller.refusal(2008, accIDList=[1])


async def test_only_refreshing_counts_against_the_rate(caller: Caller, acc: Any) -> None:
    for _ in range(11):
        await caller.ask(2101, **header(acc))
    for _ in range(10):
        await caller.ask(2101, refreshCache=True, **header(acc))
    assert "10 requests in 30 seconds" in await caller.refusal(2101, refreshCache=True, **header(acc))
