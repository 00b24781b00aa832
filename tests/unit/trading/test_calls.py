"""What is asked about an account, and how the answers are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.calls import CashFlow, FeeItem, TradeCalls
from futu_tui.trading.funds import Funds
from futu_tui.trading.orders import Order, OrderType
from tests.unit.trading import wire
from tests.unit.trading.wire import TENCENT

ACCOUNT = Account.of(wire.account(7, trdMarketAuthList=[1, 2]))
HEADER = {"trdEnv": 0, "accID": 7, "trdMarket": 1}


class Gateway:
    """Answers one request, and keeps what was asked."""

    conn_id = 1

    def __init__(self, **s2c: Any) -> None:
        self.s2c = s2c
        self.asked: list[tuple[int, Any]] = []

    async def request(self, protocol: int, c2s: Any = None, *, timeout: float = 10.0) -> Any:  # noqa: ASYNC109
        from google.protobuf.json_format import ParseDict

        described = PROTOCOLS[protocol]
        assert described.c2s is not None
        assert described.s2c is not None
        message = ParseDict(c2s, described.c2s())
        assert message.IsInitialized()
        self.asked.append((protocol, message))
        return described.s2c(header=HEADER, **self.s2c)


async def test_the_most_that_can_be_traded() -> None:
    gateway = Gateway(maxTrdQtys={"maxCashBuy": 1600, "maxCashAndMarginBuy": 2400, "maxPositionSell": 600})
    most = await TradeCalls(gateway).max_quantities(
        ACCOUNT, Security.parse("US.AAPL"), OrderType.LIMIT, Decimal("268.13"), order_id=5, session=2
    )
    assert (most.buy, most.sell, most.short_sell) == (2400, 600, None)
    ((protocol, c2s),) = gateway.asked
    assert protocol == ProtoId.TRD_GET_MAX_TRD_QTYS
    assert (c2s.header.trdMarket, c2s.code, c2s.secMarket, c2s.price, c2s.orderID, c2s.session) == (
        2,
        "AAPL",
        2,
        268.13,
        5,
        2,
    )


async def test_margin_ratios_of_known_securities() -> None:
    rows = [
        {"security": {"market": 1, "code": "00700"}, "isShortPermit": False, "imLongRatio": 35.5},
        {"security": {"market": 12345, "code": "x"}},
    ]
    found = await TradeCalls(Gateway(marginRatioInfoList=rows)).margin_ratios(ACCOUNT, [TENCENT])
    assert list(found) == [TENCENT]
    ratio = found[TENCENT]
    assert (ratio.can_long, ratio.can_short, ratio.initial_long, ratio.initial_short) == (
        None,
        False,
        Decimal("35.5"),
        None,
    )


async def test_fees_of_orders() -> None:
    fees = [{"orderIDEx": "ex1", "feeAmount": 161.77, "feeList": [{"title": "Commission", "value": 30.75}]}]
    gateway = Gateway(orderFeeList=fees)
    found = await TradeCalls(gateway).order_fees(ACCOUNT, [Order.of(wire.order(1))])
    assert found["ex1"].total == Decimal("161.77")
    assert found["ex1"].items == (FeeItem("Commission", Decimal("30.75")),)
    assert await TradeCalls(gateway).order_fees(ACCOUNT, []) == {}
    assert len(gateway.asked) == 1


async def test_cash_flow_of_a_day_has_signs() -> None:
    rows = [
        {"cashFlowID": 1, "currency": 1, "cashFlowDirection": 1, "cashFlowAmount": 50.5, "cashFlowType": "Dividend"},
        {"cashFlowID": 2, "currency": 2, "cashFlowDirection": 2, "cashFlowAmount": 9.25},
    ]  # fmt: skip
    gateway = Gateway(flowSummaryInfoList=rows)
    found = await TradeCalls(gateway).cash_flow(ACCOUNT, date(2026, 11, 23))
    assert found == [
        CashFlow(1, "", "", "HKD", "Dividend", Decimal("50.5"), ""),
        CashFlow(2, "", "", "USD", "", Decimal("-9.25"), ""),
    ]
    assert gateway.asked[0][1].clearingDate == "2026-11-23"


async def test_the_past_comes_newest_first_for_whole_days() -> None:
    orders = [wire.order(1, createTimestamp=5.0), wire.order(2, createTimestamp=9.0)]
    gateway = Gateway(orderList=orders)
    found = await TradeCalls(gateway).past_orders(ACCOUNT, date(2026, 11, 1), date(2026, 11, 2))
    assert [order.order_id for order in found] == [2, 1]
    conditions = gateway.asked[0][1].filterConditions
    assert (conditions.beginTime, conditions.endTime) == ("2026-11-01 00:00:00", "2026-11-02 23:59:59")
    fills = [wire.fill(1, createTimestamp=5.0), wire.fill(2, createTimestamp=9.0)]
    past = await TradeCalls(Gateway(orderFillList=fills)).past_fills(
        ACCOUNT, date(2026, 11, 1), date(2026, 11, 2), market=2
    )
    assert [fill.fill_id for fill in past] == [2, 1]


async def test_funds_in_a_currency() -> None:
    required = dict.fromkeys(
        ("power", "totalAssets", "cash", "marketVal", "frozenCash", "debtCash", "avlWithdrawalCash"), 1.0
    )
    more = {"riskStatus": 8, "maxPowerShort": 5.0, "marketInfoList": [{"trdMarket": 1, "assets": 9.0}]}
    gateway = Gateway(funds=required | more)
    funds = await TradeCalls(gateway).funds(ACCOUNT, currency=2)
    assert gateway.asked[0][1].currency == 2
    assert (funds.risk, funds.risky, funds.short_power, funds.margin_call) == (
        "Level 8 of 9",
        True,
        5.0,
        None,
    )
    assert [(each.market, each.assets) for each in funds.by_market] == [("HK", 9.0)]
    assert isinstance(funds, Funds)
