"""What the paper gateway answers, by protocol. What is not in the table it does not serve."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

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

Handler = Callable[[Call, Any], Message | Generator[None, None, Message]]
"""Takes a C2S of its protocol and answers an S2C, in steps where that takes long; raises Refusal, SubscriptionError or
SecurityError to say no."""


def _later(name: str) -> Handler:
    """A handler, "module.function", whose module is imported when it is first asked: most clients never ask it, and
    all wait for the gateway's start."""

    def handler(call: Call, c2s: Any) -> Message | Generator[None, None, Message]:
        module, function = name.split(".")
        found: Handler = getattr(import_module(f"{__name__}.{module}"), function)
        return found(call, c2s)

    return handler


HANDLERS: Mapping[int, Handler] = MappingProxyType(
    {
        ProtoId.INIT_CONNECT: connection.init_connect,
        ProtoId.GET_GLOBAL_STATE: connection.get_global_state,
        ProtoId.KEEP_ALIVE: connection.keep_alive,
        ProtoId.GET_USER_INFO: connection.get_user_info,
        ProtoId.GET_USED_QUOTA: connection.get_used_quota,
        ProtoId.GET_DELAY_STATISTICS: _later("diagnostics.get_delay_statistics"),
        ProtoId.TEST_CMD: _later("diagnostics.test_cmd"),
        ProtoId.VERIFICATION: _later("diagnostics.verification"),
        ProtoId.QOT_SUB: subscribing.subscribe,
        ProtoId.QOT_REG_QOT_PUSH: subscribing.register_push,
        ProtoId.QOT_GET_SUB_INFO: subscribing.get_sub_info,
        ProtoId.QOT_GET_BASIC_QOT: quotes.get_basic_qot,
        ProtoId.QOT_GET_KL: quotes.get_kl,
        ProtoId.QOT_GET_RT: quotes.get_rt,
        ProtoId.QOT_GET_TICKER: quotes.get_ticker,
        ProtoId.QOT_GET_ORDER_BOOK: quotes.get_order_book,
        ProtoId.QOT_GET_BROKER: quotes.get_broker,
        ProtoId.QOT_GET_HISTORY_KL: _later("downloads.get_history_kl"),
        ProtoId.QOT_GET_HISTORY_KL_POINTS: _later("downloads.get_history_kl_points"),
        ProtoId.QOT_GET_REHAB: _later("downloads.get_rehab"),
        ProtoId.QOT_GET_SUSPEND: _later("downloads.get_suspend"),
        ProtoId.QOT_REQUEST_HISTORY_KL: history.request_history_kl,
        ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA: history.request_history_kl_quota,
        ProtoId.QOT_REQUEST_REHAB: history.request_rehab,
        ProtoId.QOT_REQUEST_TRADE_DATE: history.request_trade_date,
        ProtoId.QOT_GET_STATIC_INFO: reference.get_static_info,
        ProtoId.QOT_GET_SECURITY_SNAPSHOT: reference.get_security_snapshot,
        ProtoId.QOT_GET_PLATE_SET: _later("plates.get_plate_set"),
        ProtoId.QOT_GET_PLATE_SECURITY: _later("plates.get_plate_security"),
        ProtoId.QOT_GET_OWNER_PLATE: _later("plates.get_owner_plate"),
        ProtoId.QOT_STOCK_FILTER: _later("screener.stock_filter"),
        ProtoId.QOT_GET_HOLDING_CHANGE_LIST: _later("companies.get_holding_change_list"),
        ProtoId.QOT_GET_CODE_CHANGE: _later("companies.get_code_change"),
        ProtoId.QOT_GET_IPO_LIST: _later("companies.get_ipo_list"),
        ProtoId.QOT_GET_USER_SECURITY_GROUP: _later("groups.get_user_security_group"),
        ProtoId.QOT_GET_USER_SECURITY: _later("groups.get_user_security"),
        ProtoId.QOT_MODIFY_USER_SECURITY: _later("groups.modify_user_security"),
        ProtoId.QOT_GET_MARKET_STATE: reference.get_market_state,
        ProtoId.QOT_GET_OPTION_CHAIN: _later("derivatives.get_option_chain"),
        ProtoId.QOT_GET_OPTION_EXPIRATION_DATE: _later("derivatives.get_option_expirations"),
        ProtoId.QOT_GET_WARRANT: _later("derivatives.get_warrant"),
        ProtoId.QOT_GET_FUTURE_INFO: _later("derivatives.get_future_info"),
        ProtoId.QOT_GET_REFERENCE: _later("derivatives.get_reference"),
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
