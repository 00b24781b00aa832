"""The paper accounts: who they are, what they hold, what they ordered and what was filled."""

from __future__ import annotations

from collections.abc import Iterable

from futu_tui.paper import trade_messages
from futu_tui.paper.accounts import Account
from futu_tui.paper.currencies import Currency
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.lookups import Filter, account_of, is_of_today, known_account, name_of
from futu_tui.paper.market import Fill, OrderStatus, PersonOrder
from futu_tui.protocol.pb import (
    trd_common_pb2,
    trd_get_acc_list_pb2,
    trd_get_funds_pb2,
    trd_get_history_order_fill_list_pb2,
    trd_get_history_order_list_pb2,
    trd_get_order_fill_list_pb2,
    trd_get_order_list_pb2,
    trd_get_position_list_pb2,
    trd_sub_acc_push_pb2,
)


def get_acc_list(call: Call, c2s: trd_get_acc_list_pb2.C2S) -> trd_get_acc_list_pb2.S2C:
    """All accounts that the key may see; all of them trade securities."""
    served = (trd_common_pb2.TrdCategory_Unknown, trd_common_pb2.TrdCategory_Security)
    if c2s.trdCategory not in served:
        return trd_get_acc_list_pb2.S2C()
    return trd_get_acc_list_pb2.S2C(
        accList=[
            trade_messages.trading_account(account)
            for account in call.gateway.accounts
            if call.access.sees_account(account.acc_id)
        ]
    )


def sub_acc_push(call: Call, c2s: trd_sub_acc_push_pb2.C2S) -> trd_sub_acc_push_pb2.S2C:
    """The accounts whose pushes are wanted from now on, in place of those before."""
    for acc_id in c2s.accIDList:
        known_account(call, acc_id)
    call.client.pushed_accounts = set(c2s.accIDList)
    return trd_sub_acc_push_pb2.S2C()


def get_funds(call: Call, c2s: trd_get_funds_pb2.C2S) -> trd_get_funds_pb2.S2C:
    """Counted in the currency that is asked for; without one, in the account's own."""
    account = account_of(call, c2s.header)
    try:
        currency = Currency(c2s.currency) if c2s.currency else account.currency
    except ValueError:
        known = ", ".join(each.name for each in Currency)
        raise Refusal(
            f"The paper gateway counts in {known} only, not in the currency {c2s.currency}"
        ) from None
    funds = trade_messages.funds(account, call.gateway.market, currency)
    return trd_get_funds_pb2.S2C(header=c2s.header, funds=funds)


def get_position_list(call: Call, c2s: trd_get_position_list_pb2.C2S) -> trd_get_position_list_pb2.S2C:
    account = account_of(call, c2s.header)
    s2c = trd_get_position_list_pb2.S2C(header=c2s.header)
    wanted = Filter(c2s.filterConditions, account)
    for number, holding in enumerate(account.holdings.values(), 1):
        security = holding.security
        day = call.gateway.market.trade_date(security.market)
        holding.begin(day)
        if not (holding.shown and wanted.code(security)):
            continue
        quote = call.gateway.market.quote(security)
        position = trade_messages.position(account, number, name_of(call, security), holding, quote, day)
        if (
            wanted.id(position.positionID)
            and (not c2s.HasField("filterPLRatioMin") or position.plRatio >= c2s.filterPLRatioMin)
            and (not c2s.HasField("filterPLRatioMax") or position.plRatio <= c2s.filterPLRatioMax)
        ):
            s2c.positionList.append(position)
    return s2c


def get_order_list(call: Call, c2s: trd_get_order_list_pb2.C2S) -> trd_get_order_list_pb2.S2C:
    """Today's orders, and older ones that still work."""
    account = account_of(call, c2s.header)
    orders = [
        order
        for order in account.orders.values()
        if order.status.working or is_of_today(call, order.security, order.updated)
    ]
    rows = _orders(call, account, orders, c2s.filterConditions, c2s.filterStatusList)
    return trd_get_order_list_pb2.S2C(header=c2s.header, orderList=rows)


def get_order_fill_list(call: Call, c2s: trd_get_order_fill_list_pb2.C2S) -> trd_get_order_fill_list_pb2.S2C:
    """Today's fills."""
    account = account_of(call, c2s.header)
    fills = [fill for fill in account.fills if is_of_today(call, fill.security, fill.time)]
    rows = _fills(call, account, fills, c2s.filterConditions)
    return trd_get_order_fill_list_pb2.S2C(header=c2s.header, orderFillList=rows)


def get_history_order_list(
    call: Call, c2s: trd_get_history_order_list_pb2.C2S
) -> trd_get_history_order_list_pb2.S2C:
    """Every order that was placed in a stretch of time, newest first."""
    account = account_of(call, c2s.header)
    _require_times(c2s.filterConditions)
    call.gateway.live_past(account)
    orders = reversed(account.orders.values())
    rows = _orders(call, account, orders, c2s.filterConditions, c2s.filterStatusList)
    return trd_get_history_order_list_pb2.S2C(header=c2s.header, orderList=rows)


def get_history_order_fill_list(
    call: Call, c2s: trd_get_history_order_fill_list_pb2.C2S
) -> trd_get_history_order_fill_list_pb2.S2C:
    """Every fill of a stretch of time, newest first."""
    account = account_of(call, c2s.header)
    _require_times(c2s.filterConditions)
    call.gateway.live_past(account)
    rows = _fills(call, account, reversed(account.fills), c2s.filterConditions)
    return trd_get_history_order_fill_list_pb2.S2C(header=c2s.header, orderFillList=rows)


def _orders(
    call: Call,
    account: Account,
    orders: Iterable[PersonOrder],
    conditions: trd_common_pb2.TrdFilterConditions,
    statuses: Iterable[int],
) -> list[trd_common_pb2.Order]:
    wanted, of_status = Filter(conditions, account), frozenset(statuses)
    return [
        trade_messages.order(account, name_of(call, order.security), order)
        for order in orders
        if order.status is not OrderStatus.DELETED
        and wanted.code(order.security)
        and wanted.id(order.order_id)
        and wanted.id_ex(trade_messages.order_id_ex(order.order_id))
        and wanted.time(order.security, order.created)
        and (not of_status or order.status in of_status)
    ]


def _fills(
    call: Call, account: Account, fills: Iterable[Fill], conditions: trd_common_pb2.TrdFilterConditions
) -> list[trd_common_pb2.OrderFill]:
    wanted = Filter(conditions, account)
    return [
        trade_messages.order_fill(account, name_of(call, fill.security), fill)
        for fill in fills
        if wanted.code(fill.security)
        and wanted.id(fill.fill_id)
        and wanted.id_ex(trade_messages.order_id_ex(fill.order_id))
        and wanted.time(fill.security, fill.time)
    ]


def _require_times(conditions: trd_common_pb2.TrdFilterConditions) -> None:
    if not (conditions.beginTime and conditions.endTime):
        raise Refusal("History needs the beginTime and the endTime of its filterConditions")
