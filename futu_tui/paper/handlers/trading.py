"""The simulated accounts: who they are, what they hold, what they ordered and what was filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from futu_tui.paper import trade_messages, wire
from futu_tui.paper.accounts import Account
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import parse_time
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    trd_common_pb2,
    trd_get_acc_list_pb2,
    trd_get_funds_pb2,
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
        _known(call, acc_id)
    call.client.pushed_accounts = set(c2s.accIDList)
    return trd_sub_acc_push_pb2.S2C()


def get_funds(call: Call, c2s: trd_get_funds_pb2.C2S) -> trd_get_funds_pb2.S2C:
    account = _account(call, c2s.header)
    return trd_get_funds_pb2.S2C(header=c2s.header, funds=trade_messages.funds(account, call.gateway.market))


def get_position_list(call: Call, c2s: trd_get_position_list_pb2.C2S) -> trd_get_position_list_pb2.S2C:
    account = _account(call, c2s.header)
    s2c = trd_get_position_list_pb2.S2C(header=c2s.header)
    wanted = _Filter(c2s.filterConditions, account)
    for number, holding in enumerate(account.holdings.values(), 1):
        security = holding.security
        holding.begin(call.gateway.market.trade_date(security.market))
        if not (holding.shown and wanted.code(security)):
            continue
        quote = call.gateway.market.quote(security)
        position = trade_messages.position(account, number, _name(call, security), holding, quote)
        if (
            wanted.id(position.positionID)
            and (not c2s.HasField("filterPLRatioMin") or position.plRatio >= c2s.filterPLRatioMin)
            and (not c2s.HasField("filterPLRatioMax") or position.plRatio <= c2s.filterPLRatioMax)
        ):
            s2c.positionList.append(position)
    return s2c


def get_order_list(call: Call, c2s: trd_get_order_list_pb2.C2S) -> trd_get_order_list_pb2.S2C:
    account = _account(call, c2s.header)
    wanted = _Filter(c2s.filterConditions, account)
    return trd_get_order_list_pb2.S2C(
        header=c2s.header,
        orderList=[
            trade_messages.order(account, _name(call, order.security), order)
            for order in account.orders.values()
            if wanted.code(order.security)
            and wanted.id(order.order_id)
            and wanted.id_ex(trade_messages.order_id_ex(order.order_id))
            and wanted.time(order.security, order.created)
            and (not c2s.filterStatusList or order.status in c2s.filterStatusList)
        ],
    )


def get_order_fill_list(call: Call, c2s: trd_get_order_fill_list_pb2.C2S) -> trd_get_order_fill_list_pb2.S2C:
    account = _account(call, c2s.header)
    wanted = _Filter(c2s.filterConditions, account)
    return trd_get_order_fill_list_pb2.S2C(
        header=c2s.header,
        orderFillList=[
            trade_messages.order_fill(account, _name(call, fill.security), fill)
            for fill in account.fills
            if wanted.code(fill.security)
            and wanted.id(fill.fill_id)
            and wanted.id_ex(trade_messages.order_id_ex(fill.order_id))
            and wanted.time(fill.security, fill.time)
        ],
    )


class _Filter:
    """A request's filterConditions; what it leaves out lets everything through."""

    def __init__(self, conditions: trd_common_pb2.TrdFilterConditions, account: Account) -> None:
        self._codes = frozenset(conditions.codeList)
        self._ids: Sequence[int] = conditions.idList
        self._ids_ex: Sequence[str] = conditions.orderIDExList
        self._begin = parse_time(conditions.beginTime) if conditions.beginTime else datetime.min
        self._end = parse_time(conditions.endTime, end_of_day=True) if conditions.endTime else datetime.max
        self._other_market = conditions.filterMarket not in (
            trd_common_pb2.TrdMarket_Unknown,
            account.venue.trade_market,
        )

    def code(self, security: Security) -> bool:
        return not self._other_market and (not self._codes or security.code in self._codes)

    def id(self, number: int) -> bool:
        return not self._ids or number in self._ids

    def id_ex(self, text: str) -> bool:
        return not self._ids_ex or text in self._ids_ex

    def time(self, security: Security, instant: float) -> bool:
        local = datetime.fromisoformat(wire.local_second(security.market, instant))
        return self._begin <= local <= self._end


def _account(call: Call, header: trd_common_pb2.TrdHeader) -> Account:
    """The account of a request's header. Raises Refusal where the header does not fit one."""
    if header.trdEnv != trd_common_pb2.TrdEnv_Simulate:
        raise Refusal("The paper gateway has simulated accounts only: trdEnv must be TrdEnv_Simulate")
    account = _known(call, header.accID)
    if header.trdMarket != account.venue.trade_market:
        raise Refusal(f"The account {account.acc_id} does not trade the market {header.trdMarket}")
    return account


def _known(call: Call, acc_id: int) -> Account:
    account = call.gateway.accounts.get(acc_id)
    if account is None:
        raise Refusal(f"Nonexisting acc_id {acc_id}: 2001 lists the accounts")
    return account


def _name(call: Call, security: Security) -> str:
    return call.gateway.language.call(call.gateway.market.listings[security])
