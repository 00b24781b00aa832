"""What the paper gateway answers, by protocol. What is not in the table it does not serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, cast

from google.protobuf.message import Message

from futu_tui.paper.gateway import Call
from futu_tui.paper.handlers import (
    alerts,
    capital,
    connection,
    history,
    money,
    orders,
    quotes,
    reference,
    subscribing,
    trading,
)
from futu_tui.protocol import ProtoId

Handler = Callable[[Call, Any], Message]
"""Takes a C2S of its protocol and answers an S2C; raises Refusal, SubscriptionError or SecurityError to say no."""


def _of_derivatives(name: str) -> Handler:
    """A handler that is imported when it is first asked: what it needs would make every start slower."""

    def handle(call: Call, c2s: Any) -> Message:
        handler = cast(Handler, getattr(import_module("futu_tui.paper.handlers.derivatives"), name))
        return handler(call, c2s)

    return handle


HANDLERS: Mapping[int, Handler] = MappingProxyType(
    {
        ProtoId.INIT_CONNECT: connection.init_connect,
        ProtoId.GET_GLOBAL_STATE: connection.get_global_state,
        ProtoId.KEEP_ALIVE: connection.keep_alive,
        ProtoId.GET_USER_INFO: connection.get_user_info,
        ProtoId.GET_USED_QUOTA: connection.get_used_quota,
        ProtoId.QOT_SUB: subscribing.subscribe,
        ProtoId.QOT_REG_QOT_PUSH: subscribing.register_push,
        ProtoId.QOT_GET_SUB_INFO: subscribing.get_sub_info,
        ProtoId.QOT_GET_BASIC_QOT: quotes.get_basic_qot,
        ProtoId.QOT_GET_KL: quotes.get_kl,
        ProtoId.QOT_GET_RT: quotes.get_rt,
        ProtoId.QOT_GET_TICKER: quotes.get_ticker,
        ProtoId.QOT_GET_ORDER_BOOK: quotes.get_order_book,
        ProtoId.QOT_GET_BROKER: quotes.get_broker,
        ProtoId.QOT_REQUEST_HISTORY_KL: history.request_history_kl,
        ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA: history.request_history_kl_quota,
        ProtoId.QOT_REQUEST_REHAB: history.request_rehab,
        ProtoId.QOT_REQUEST_TRADE_DATE: history.request_trade_date,
        ProtoId.QOT_GET_STATIC_INFO: reference.get_static_info,
        ProtoId.QOT_GET_SECURITY_SNAPSHOT: reference.get_security_snapshot,
        ProtoId.QOT_GET_MARKET_STATE: reference.get_market_state,
        ProtoId.QOT_GET_OPTION_CHAIN: _of_derivatives("get_option_chain"),
        ProtoId.QOT_GET_OPTION_EXPIRATION_DATE: _of_derivatives("get_option_expirations"),
        ProtoId.QOT_GET_WARRANT: _of_derivatives("get_warrant"),
        ProtoId.QOT_GET_FUTURE_INFO: _of_derivatives("get_future_info"),
        ProtoId.QOT_GET_REFERENCE: _of_derivatives("get_reference"),
        ProtoId.QOT_GET_CAPITAL_FLOW: capital.get_capital_flow,
        ProtoId.QOT_GET_CAPITAL_DISTRIBUTION: capital.get_capital_distribution,
        ProtoId.QOT_SET_PRICE_REMINDER: alerts.set_price_reminder,
        ProtoId.QOT_GET_PRICE_REMINDER: alerts.get_price_reminder,
        ProtoId.TRD_GET_ACC_LIST: trading.get_acc_list,
        ProtoId.TRD_SUB_ACC_PUSH: trading.sub_acc_push,
        ProtoId.TRD_GET_FUNDS: trading.get_funds,
        ProtoId.TRD_GET_POSITION_LIST: trading.get_position_list,
        ProtoId.TRD_GET_ORDER_LIST: trading.get_order_list,
        ProtoId.TRD_GET_ORDER_FILL_LIST: trading.get_order_fill_list,
        ProtoId.TRD_GET_HISTORY_ORDER_LIST: trading.get_history_order_list,
        ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST: trading.get_history_order_fill_list,
        ProtoId.TRD_UNLOCK_TRADE: orders.unlock_trade,
        ProtoId.TRD_PLACE_ORDER: orders.place_order,
        ProtoId.TRD_MODIFY_ORDER: orders.modify_order,
        ProtoId.TRD_RECONFIRM_ORDER: orders.reconfirm_order,
        ProtoId.TRD_GET_MAX_TRD_QTYS: money.get_max_trd_qtys,
        ProtoId.TRD_GET_MARGIN_RATIO: money.get_margin_ratio,
        ProtoId.TRD_GET_ORDER_FEE: money.get_order_fee,
        ProtoId.TRD_FLOW_SUMMARY: money.get_flow_summary,
    }
)
