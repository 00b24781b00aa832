"""Money to the cent: fees, cash, margin, settlement and the past of the accounts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.fees import CENT, order_fees, total
from futu_tui.paper.market import KLType, PaperMarket
from futu_tui.paper.opening import blank_accounts, furnish
from futu_tui.paper.orders import Side
from futu_tui.paper.serial import Serial
from futu_tui.paper.valuation import Valuation
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from tests.gateway.conftest import MONDAY_MORNING, Caller, Paper, StepClock, securities
from tests.gateway.desk import APPLE, BUY, SELL, TENCENT, Desk

PAST = {"beginTime": "2026-10-01", "endTime": "2026-11-23"}


@pytest.fixture
def desk(paper: Paper, caller: Caller) -> Desk:
    return Desk(paper, caller)


@pytest.fixture
def margin(paper: Paper, caller: Caller) -> Desk:
    return Desk(paper, caller, 7_000_004)


def fees(market: Market, side: Side, money: str, shares: int, *, is_fund: bool = False) -> dict[str, float]:
    charged = order_fees(market, side, int(Fraction(money) * UNIT), shares, is_fund=is_fund)
    return {fee.title: fee.amount / UNIT for fee in charged}


def test_hong_kong_takes_stamp_duty_by_the_dollar_and_levies_by_the_cent() -> None:
    assert fees(Market.HK, Side.BUY, "102460", 200) == {
        "Commission": 30.74,
        "Platform Fee": 15.0,
        "Stamp Duty": 103.0,
        "SFC Transaction Levy": 2.77,
        "AFRC Transaction Levy": 0.15,
        "Trading Fee": 5.79,
        "Settlement Fee": 4.3,
    }
    assert "Stamp Duty" not in fees(Market.HK, Side.BUY, "102460", 200, is_fund=True)


def test_the_us_charges_by_the_share_and_sellers_pay_the_regulator() -> None:
    assert fees(Market.US, Side.BUY, "2500", 10) == {
        "Commission": 0.99,
        "Platform Fee": 1.0,
        "Settlement Fee": 0.03,
    }
    sold = fees(Market.US, Side.SELL, "250000", 1_000)
    assert (sold["Commission"], sold["SEC Fee"], sold["Trading Activity Fee"]) == (4.9, 6.95, 0.17)
    assert fees(Market.US, Side.BUY, "10", 1)["Commission"] == 0.05  # half a percent at most


def test_the_mainland_taxes_sellers() -> None:
    assert "Stamp Duty" not in fees(Market.SH, Side.BUY, "145000", 100)
    assert fees(Market.SH, Side.SELL, "145000", 100)["Stamp Duty"] == 72.5


@given(
    st.sampled_from([Market.HK, Market.US, Market.SH]),
    st.sampled_from(Side),
    st.lists(st.tuples(st.integers(1, 5_000_000), st.integers(1, 900)), min_size=1, max_size=8),
)
def test_fees_are_whole_cents_and_never_shrink_as_an_order_fills(
    market: Market, side: Side, fills: list[tuple[int, int]]
) -> None:
    paid = shares = before = 0
    for price, qty in fills:
        paid, shares = paid + price * qty, shares + qty
        now = order_fees(market, side, paid, shares, is_fund=False)
        assert all(fee.amount >= 0 and fee.amount % CENT == 0 for fee in now)
        assert total(now) >= before
        before = total(now)


async def test_a_fill_costs_its_price_and_its_fees_to_the_cent(desk: Desk) -> None:
    before = await desk.funds()
    order_id = await desk.place(BUY, 200)
    row = await desk.row(order_id)
    answer = await desk.caller.ask(2225, header=desk.header, orderIdExList=[row.orderIDEx])
    (fee,) = answer.orderFeeList
    assert fee.feeAmount == pytest.approx(sum(item.value for item in fee.feeList))
    spent = round((before.cash - (await desk.funds()).cash) * 100)
    assert spent == round(row.fillAvgPrice * row.fillQty * 100) + round(fee.feeAmount * 100)
    flow = (await desk.caller.ask(2226, header=desk.header, clearingDate="2026-11-23")).flowSummaryInfoList
    today = [each for each in flow if each.cashFlowType != "Deposit"]
    assert {each.cashFlowType for each in today} >= {"Buy", "Fees"}
    assert {each.settlementDate for each in today} == {"2026-11-25"}
    out = await desk.caller.ask(2226, header=desk.header, clearingDate="2026-11-23", cashFlowDirection=2)
    assert all(each.cashFlowAmount < 0 for each in out.flowSummaryInfoList)


async def test_what_a_sale_brings_buys_at_once_and_is_withdrawn_after_settlement(desk: Desk) -> None:
    before = await desk.funds()
    await desk.place(SELL, 100)
    after = await desk.funds()
    assert after.power > before.power + 40_000
    assert after.avlWithdrawalCash <= before.avlWithdrawalCash
    assert after.pendingAsset > 40_000


async def test_the_most_that_can_be_bought_is_taken_and_a_lot_more_is_not(desk: Desk) -> None:
    c2s = {"header": desk.header, "orderType": 1, "code": "00700", "price": 400.0}
    most = (await desk.caller.ask(2111, **c2s)).maxTrdQtys
    assert most.maxCashBuy == most.maxCashAndMarginBuy > 0
    assert most.maxSellShort == 0
    await desk.refused(BUY, most.maxCashBuy + 100, 400.0)
    order_id = await desk.place(BUY, most.maxCashBuy, 400.0)
    assert (await desk.caller.ask(2111, **c2s)).maxTrdQtys.maxCashBuy == 0
    again = (await desk.caller.ask(2111, orderID=order_id, **c2s)).maxTrdQtys
    assert again.maxCashBuy == most.maxCashBuy


async def test_margin_buys_more_than_cash(margin: Desk) -> None:
    most = (
        await margin.caller.ask(2111, header=margin.header, orderType=1, code="00700", price=400.0)
    ).maxTrdQtys
    assert most.maxCashAndMarginBuy > 2 * most.maxCashBuy > 0
    ratios = await margin.caller.ask(2223, header=margin.header, securityList=securities("HK.00700"))
    (ratio,) = ratios.marginRatioInfoList
    assert 0 < ratio.mmLongRatio < ratio.mcmLongRatio < ratio.alertLongRatio < ratio.imLongRatio < 100
    assert ratio.isShortPermit
    before = await margin.funds()
    await margin.place(BUY, 1_000)
    after = await margin.funds()
    spent = (before.power - after.power) * 0.5
    assert spent == pytest.approx(margin.ask_price() * 1_000 * ratio.imLongRatio / 100, rel=0.05)
    assert after.initialMargin > before.initialMargin
    assert 1 <= before.riskStatus <= after.riskStatus <= 9


async def test_shares_are_sold_short_and_bought_back(margin: Desk) -> None:
    order_id = await margin.place(SELL, 300)
    assert (await margin.row(order_id)).trdSide == 3
    (position,) = [
        each
        for each in (await margin.caller.ask(2102, header=margin.header)).positionList
        if each.code == "00700"
    ]
    assert (position.positionSide, position.qty, position.canSellQty) == (1, -300, -300)
    assert (await margin.funds()).shortMv < 0
    assert "bought back" in await margin.refused(BUY, 400)
    order_id = await margin.place(BUY, 300)
    assert (await margin.row(order_id)).trdSide == 4
    assert margin.books.held(TENCENT) == 0
    assert margin.books.holdings[TENCENT].realized < 0  # the spread


async def test_a_cash_account_cannot_sell_short_nor_can_mainland_shares_be(
    paper: Paper, caller: Caller
) -> None:
    desk = Desk(paper, caller, 7_000_002, 2)
    assert "Not enough position" in await desk.refused(SELL, 10_000, code="AAPL")
    real = Desk(paper, caller, 7_000_009, 4)
    paper.gateway.lock(locked=False)
    assert "sold short" in await real.refused(SELL, 100, code="600519")


async def test_funds_are_told_by_currency_and_market(margin: Desk) -> None:
    american = Desk(margin.paper, margin.caller, margin.acc_id, 2)
    await american.place(BUY, 10, code="AAPL")
    funds = await margin.funds()
    cash = {each.currency: each.cash for each in funds.cashInfoList}
    assert cash[2] < 0 < cash[1]
    assert funds.debtCash == pytest.approx(-cash[2] * 7.8, abs=0.01)
    assert funds.cash == pytest.approx(cash[1] + cash[2] * 7.8, abs=0.01)
    assert sum(each.assets for each in funds.marketInfoList) == pytest.approx(funds.totalAssets, abs=0.05)
    in_dollars = await margin.funds(currency=2)
    assert in_dollars.totalAssets == pytest.approx(funds.totalAssets / 7.8, abs=0.01)
    assert in_dollars.currency == 2
    says = await margin.caller.refusal(2101, header=margin.header, currency=5)
    assert "HKD, USD, CNH" in says
    assert margin.books.held(APPLE) == 10


# the past


async def rows(desk: Desk, proto_id: int, name: str, **conditions: str) -> list[Any]:
    desk.paper.wait(5)
    answer = await desk.caller.ask(proto_id, header=desk.header, filterConditions={**PAST, **conditions})
    return list(getattr(answer, name))


async def test_accounts_have_a_past_at_prices_that_were(desk: Desk) -> None:
    held = {each.code: each for each in (await desk.caller.ask(2102, header=desk.header)).positionList}
    orders = await rows(desk, 2221, "orderList")
    fills = await rows(desk, 2222, "orderFillList")
    assert {order.orderStatus for order in orders} >= {11, 15}
    assert {fill.orderID for fill in fills} < {order.orderID for order in orders}
    for code, position in held.items():
        mine = [fill for fill in fills if fill.code == code]
        assert sum(fill.qty if fill.trdSide == BUY else -fill.qty for fill in mine) == position.qty
    market = desk.paper.gateway.market
    for fill in fills:
        day = date.fromisoformat(fill.createTime[:10])
        if fill.code == "00700" and day < date(2026, 11, 23):
            (bar,) = market.history(TENCENT, KLType.DAY, day, day)
            assert bar.low * 0.97 <= fill.price <= bar.high * 1.03
    funds = await desk.funds()
    assert funds.cash == 1_000_000
    assert sum(move.amount for move in desk.books.movements) == 1_000_000 * UNIT
    today = (await desk.caller.ask(2201, header=desk.header)).orderList
    assert not {order.orderID for order in today} & {fill.orderID for fill in fills}


async def test_the_past_is_asked_for_by_dates_and_codes(desk: Desk) -> None:
    everything = await rows(desk, 2221, "orderList")
    tencent = await rows(desk, 2221, "orderList", codeList=["00700"])  # type: ignore[arg-type]
    assert 0 < len(tencent) < len(everything)
    day = everything[-1].createTime[:10]
    one_day = await rows(desk, 2221, "orderList", beginTime=day, endTime=day)
    assert one_day
    assert {each.createTime[:10] for each in one_day} == {day}
    desk.paper.wait(5)
    assert "beginTime" in await desk.caller.refusal(2221, header=desk.header, filterConditions={})


async def test_past_days_have_a_cash_flow(desk: Desk) -> None:
    (fill, *_) = await rows(desk, 2222, "orderFillList")
    day = date.fromisoformat(fill.createTime[:10])
    answer = await desk.caller.ask(2226, header=desk.header, clearingDate=day.isoformat())
    assert {"Fees"} < {each.cashFlowType for each in answer.flowSummaryInfoList}
    assert all(
        date.fromisoformat(each.settlementDate) >= day + timedelta(1) for each in answer.flowSummaryInfoList
    )


def test_money_paid_in_is_there_in_every_market_even_where_it_is_still_yesterday() -> None:
    tuesday_in_hong_kong_monday_in_new_york = MONDAY_MORNING + 20 * 3600
    market = PaperMarket(
        seed=1,
        symbols=[Security.parse("HK.00700"), Security.parse("US.AAPL")],
        clock=StepClock(tuesday_in_hong_kong_monday_in_new_york),
    )
    assert market.trade_date(Market.HK) > market.trade_date(Market.US)
    accounts = blank_accounts()
    for account in accounts:
        furnish(account, market, Serial())
        valuation = Valuation(account, market)
        assert {currency: valuation.unsettled(currency) for currency in account.cash} == dict.fromkeys(
            account.cash, 0
        )
