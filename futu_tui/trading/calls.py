"""What the gateway is asked about an account beside its state: limits of an order, margin, fees, cash flow, the past.

    calls = TradeCalls(gateway)
    maximum = await calls.max_quantities(account, security, OrderType.LIMIT, Decimal("512.50"))
Each raises `futu_tui.opend.errors.GatewayError`; most are limited to 10 in 30 seconds an account, which the client
keeps by waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from futu_tui.opend.errors import BadBody
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import OddNumber, believable
from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import wire_number
from futu_tui.trading.currencies import currency_of
from futu_tui.trading.funds import Funds
from futu_tui.trading.markets import venue_of
from futu_tui.trading.open_acts import Gateway
from futu_tui.trading.orders import Fill, Order, OrderType
from futu_tui.trading.ticket_context import MaxQuantities

_IN, _OUT = 1, 2
"""trd_flow_summary.TrdCashFlowDirection"""


class MarginRatio(Struct, frozen=True):
    """What a security asks for of a position's value, in percent; None is what the gateway does not tell."""

    security: Security
    can_long: bool | None
    """Whether it can be bought on margin."""
    can_short: bool | None
    short_pool: Decimal | None
    """Shares that can be borrowed."""
    short_fee: Decimal | None
    """Percent a year."""
    initial_long: Decimal | None
    initial_short: Decimal | None
    maintenance_long: Decimal | None
    maintenance_short: Decimal | None


class FeeItem(Struct, frozen=True):
    title: str
    amount: Decimal


class OrderFees(Struct, frozen=True):
    """What an order cost, in its currency."""

    id_ex: str
    total: Decimal
    items: tuple[FeeItem, ...]


class CashFlow(Struct, frozen=True):
    """Money that came in or went out."""

    flow_id: int
    clearing_date: str
    """In the market's zone, as `settlement_date`: 2025-11-23."""
    settlement_date: str
    currency: str
    kind: str
    """In the gateway's words."""
    amount: Decimal
    """Above 0 in, below 0 out."""
    remark: str


class TradeCalls:
    """The requests of one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def max_quantities(
        self,
        account: Account,
        security: Security,
        order_type: OrderType,
        price: Decimal,
        *,
        order_id: int = 0,
        session: int = 0,
    ) -> MaxQuantities:
        """How much can be traded at this price (of a market order: the present one); with the shares of `order_id`
        that is to be changed (2111)."""
        c2s: dict[str, Any] = {
            "header": account.header(venue_of(security.market, account.markets)),
            "orderType": order_type.number,
            "code": security.code,
            "secMarket": security.trade_market,
            "price": float(price),
        }
        if order_id:
            c2s["orderID"] = order_id
        if session:
            c2s["session"] = session
        most = (await self._ask(ProtoId.TRD_GET_MAX_TRD_QTYS, c2s)).maxTrdQtys
        with _readable(ProtoId.TRD_GET_MAX_TRD_QTYS):
            return MaxQuantities(
                cash_buy=wire_number(most.maxCashBuy),
                margin_buy=_told(most, "maxCashAndMarginBuy"),
                position_sell=wire_number(most.maxPositionSell),
                short_sell=_told(most, "maxSellShort"),
                cover=_told(most, "maxBuyBack"),
            )

    async def margin_ratios(
        self, account: Account, securities: Sequence[Security]
    ) -> dict[Security, MarginRatio]:
        """What these securities of one market ask for (2223)."""
        header = account.header(venue_of(securities[0].market, account.markets)) if securities else {}
        if not header:
            return {}
        rows = [{"market": int(security.market), "code": security.code} for security in securities]
        answer = await self._ask(ProtoId.TRD_GET_MARGIN_RATIO, {"header": header, "securityList": rows})
        ratios = (_margin_ratio(row) for row in answer.marginRatioInfoList)
        return {ratio.security: ratio for ratio in ratios if ratio is not None}

    async def order_fees(self, account: Account, orders: Sequence[Order]) -> dict[str, OrderFees]:
        """What these orders cost, by their lasting id; those that the gateway knows no fee of are left out (2225)."""
        ids = [order.id_ex for order in orders if order.id_ex]
        if not ids:
            return {}
        answer = await self._ask(
            ProtoId.TRD_GET_ORDER_FEE,
            {"header": account.header(orders[0].trade_market or None), "orderIdExList": ids},
        )
        with _readable(ProtoId.TRD_GET_ORDER_FEE):
            return {
                row.orderIDEx: OrderFees(
                    row.orderIDEx,
                    wire_number(row.feeAmount),
                    tuple(FeeItem(item.title, wire_number(item.value)) for item in row.feeList),
                )
                for row in answer.orderFeeList
            }

    async def cash_flow(self, account: Account, day: date, *, market: int | None = None) -> list[CashFlow]:
        """Money in and out on a clearing day, of a trd_common.TrdMarket, the account's first by default (2226)."""
        answer = await self._ask(
            ProtoId.TRD_FLOW_SUMMARY,
            {"header": account.header(market), "clearingDate": day.isoformat()},
        )
        with _readable(ProtoId.TRD_FLOW_SUMMARY):
            return [
                CashFlow(
                    flow_id=row.cashFlowID,
                    clearing_date=row.clearingDate,
                    settlement_date=row.settlementDate,
                    currency=currency_of(row.currency),
                    kind=row.cashFlowType,
                    amount=_signed(wire_number(row.cashFlowAmount), row.cashFlowDirection),
                    remark=row.cashFlowRemark,
                )
                for row in answer.flowSummaryInfoList
            ]

    async def past_orders(
        self, account: Account, begin: date, end: date, *, market: int | None = None
    ) -> list[Order]:
        """Orders of these days, both included, the newest first (2221)."""
        answer = await self._ask(ProtoId.TRD_GET_HISTORY_ORDER_LIST, _days(account, begin, end, market))
        return sorted(_orders(answer.orderList), key=lambda order: -order.created_at)

    async def past_fills(
        self, account: Account, begin: date, end: date, *, market: int | None = None
    ) -> list[Fill]:
        """Fills of these days, both included, the newest first (2222)."""
        answer = await self._ask(ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST, _days(account, begin, end, market))
        return sorted(_fills(answer.orderFillList), key=lambda fill: -fill.created_at)

    async def funds(self, account: Account, *, currency: int | None = None) -> Funds:
        """What the account is worth and can spend, in a trd_common.Currency where it has several (2101)."""
        c2s: dict[str, Any] = {"header": account.header()}
        if currency is not None:
            c2s["currency"] = currency
        answer = await self._ask(ProtoId.TRD_GET_FUNDS, c2s)
        with _readable(ProtoId.TRD_GET_FUNDS):
            return Funds.of(answer.funds)

    async def _ask(self, protocol: ProtoId, c2s: dict[str, Any]) -> Any:
        return await self._gateway.request(protocol, c2s)


def _days(account: Account, begin: date, end: date, market: int | None) -> dict[str, Any]:
    return {
        "header": account.header(market),
        "filterConditions": {"beginTime": f"{begin} 00:00:00", "endTime": f"{end} 23:59:59"},
    }


def _orders(rows: Iterable[Any]) -> Iterable[Order]:
    for row in rows:
        try:
            yield Order.of(row)
        except (SecurityError, OddNumber):
            continue


def _fills(rows: Iterable[Any]) -> Iterable[Fill]:
    for row in rows:
        try:
            yield Fill.of(row)
        except (SecurityError, OddNumber):
            continue


@contextmanager
def _readable(protocol: ProtoId) -> Iterator[None]:
    """An answer with an amount that cannot be is no answer: BadBody."""
    try:
        yield
    except OddNumber as odd:
        raise BadBody(f"the answer to {protocol:d} cannot be right: {odd}", "Ask again.") from odd


def _margin_ratio(row: Any) -> MarginRatio | None:
    try:
        security = Security.of(row.security)
    except SecurityError:
        return None
    return MarginRatio(
        security=security,
        can_long=row.isLongPermit if row.HasField("isLongPermit") else None,
        can_short=row.isShortPermit if row.HasField("isShortPermit") else None,
        short_pool=_told(row, "shortPoolRemain"),
        short_fee=_told(row, "shortFeeRate"),
        initial_long=_told(row, "imLongRatio"),
        initial_short=_told(row, "imShortRatio"),
        maintenance_long=_told(row, "mmLongRatio"),
        maintenance_short=_told(row, "mmShortRatio"),
    )


def _signed(amount: Decimal, direction: int) -> Decimal:
    if direction in (_IN, _OUT):
        return abs(amount) if direction == _IN else -abs(amount)
    return amount


def _told(message: Any, field: str) -> Decimal | None:
    value = getattr(message, field)
    return wire_number(value) if message.HasField(field) and believable(value) else None
