"""What trading takes and has cost: largest quantities, margin ratios, fees, the cash flow of a day."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from futu_tui.paper import trade_messages
from futu_tui.paper.accounts import fees_of, money, units
from futu_tui.paper.fees import total
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import parse_time
from futu_tui.paper.handlers.lookups import account_of, security_of
from futu_tui.paper.handlers.orders import adjusted
from futu_tui.paper.market import OrderType, SecurityType, Side
from futu_tui.paper.valuation import Valuation
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    trd_common_pb2,
    trd_flow_summary_pb2,
    trd_get_margin_ratio_pb2,
    trd_get_max_trd_qtys_pb2,
    trd_get_order_fee_pb2,
)


def get_max_trd_qtys(call: Call, c2s: trd_get_max_trd_qtys_pb2.C2S) -> trd_get_max_trd_qtys_pb2.S2C:
    """With the number of an order, what that order could be changed to: its own money and shares count as free."""
    account = account_of(call, c2s.header)
    security = security_of(account, c2s.header, c2s.secMarket, c2s.code)
    instrument = call.instrument(security)
    if c2s.orderID or c2s.orderIDEx:
        others = {
            number: order
            for number, order in account.orders.items()
            if number != c2s.orderID and trade_messages.order_id_ex(number) != c2s.orderIDEx
        }
        account = replace(account, orders=others)
    try:
        order_type = OrderType(c2s.orderType)
    except ValueError:
        raise Refusal(f"orderType {c2s.orderType} is unknown") from None
    price = c2s.price or call.gateway.market.quote(security).last
    if c2s.adjustPrice and order_type.has_price:
        price = adjusted(price, instrument, c2s.adjustSideAndLimit)
    at = units(price)
    if at <= 0:
        raise Refusal(f"{c2s.price:g} is no price")
    valuation = Valuation(account, call.gateway.market)
    quantities = trd_common_pb2.MaxTrdQtys(
        maxCashBuy=valuation.largest(security, Side.BUY, at, cash_only=True),
        maxPositionSell=account.can_sell(security, call.gateway.market.trade_date(security.market)),
        maxBuyBack=account.can_buy_back(security),
    )
    if account.margin:
        quantities.maxCashAndMarginBuy = valuation.largest(security, Side.BUY, at)
        ratios = valuation.ratios(security)
        can_short = ratios.can_short and account.held(security) <= 0
        largest = valuation.largest(security, Side.SELL, at, short=True) if can_short else 0
        quantities.maxSellShort = min(largest, ratios.short_pool)
    else:
        quantities.maxCashAndMarginBuy = quantities.maxCashBuy
    return trd_get_max_trd_qtys_pb2.S2C(header=c2s.header, maxTrdQtys=quantities)


def get_margin_ratio(call: Call, c2s: trd_get_margin_ratio_pb2.C2S) -> trd_get_margin_ratio_pb2.S2C:
    """What a margin account must hold against each security, in percent."""
    account = account_of(call, c2s.header)
    valuation = Valuation(account, call.gateway.market)
    s2c = trd_get_margin_ratio_pb2.S2C(header=c2s.header)
    for each in c2s.securityList:
        security = Security.of(each)
        call.instrument(security)
        ratios = valuation.ratios(security)
        s2c.marginRatioInfoList.add(
            security=security.message(),
            isLongPermit=True,
            isShortPermit=ratios.can_short,
            shortPoolRemain=ratios.short_pool,
            shortFeeRate=_percent(ratios.short_fee),
            alertLongRatio=_percent(ratios.long.alert),
            alertShortRatio=_percent(ratios.short.alert),
            imLongRatio=_percent(ratios.long.initial),
            imShortRatio=_percent(ratios.short.initial),
            mcmLongRatio=_percent(ratios.long.call),
            mcmShortRatio=_percent(ratios.short.call),
            mmLongRatio=_percent(ratios.long.maintenance),
            mmShortRatio=_percent(ratios.short.maintenance),
        )
    return s2c


def _percent(ratio: Fraction) -> float:
    return float(ratio * 100)


def get_order_fee(call: Call, c2s: trd_get_order_fee_pb2.C2S) -> trd_get_order_fee_pb2.S2C:
    """What orders have cost so far, item by item; those that are not the account's are left out."""
    account = account_of(call, c2s.header)
    call.gateway.live_past(account)
    orders = {trade_messages.order_id_ex(number): order for number, order in account.orders.items()}
    s2c = trd_get_order_fee_pb2.S2C(header=c2s.header)
    for id_ex in c2s.orderIdExList:
        order = orders.get(id_ex)
        if order is None:
            continue
        is_fund = call.instrument(order.security).sec_type is SecurityType.TRUST
        fees = fees_of(order, is_fund=is_fund)
        s2c.orderFeeList.add(
            orderIDEx=id_ex,
            feeAmount=money(total(fees)),
            feeList=[trd_common_pb2.OrderFeeItem(title=fee.title, value=money(fee.amount)) for fee in fees],
        )
    return s2c


def get_flow_summary(call: Call, c2s: trd_flow_summary_pb2.C2S) -> trd_flow_summary_pb2.S2C:
    """The money that came and went on a day."""
    account = account_of(call, c2s.header)
    call.gateway.live_past(account)
    day = parse_time(c2s.clearingDate).date()
    s2c = trd_flow_summary_pb2.S2C(header=c2s.header)
    for move in account.movements:
        came = move.amount >= 0
        direction = (
            trd_flow_summary_pb2.TrdCashFlowDirection_In
            if came
            else trd_flow_summary_pb2.TrdCashFlowDirection_Out
        )
        if move.day == day and c2s.cashFlowDirection in (0, direction):
            s2c.flowSummaryInfoList.add(
                clearingDate=f"{move.day:%Y-%m-%d}",
                settlementDate=f"{move.settled:%Y-%m-%d}",
                currency=move.currency,
                cashFlowType=move.kind,
                cashFlowDirection=direction,
                cashFlowAmount=money(move.amount),
                cashFlowRemark=move.remark,
                cashFlowID=move.number,
            )
    return s2c
