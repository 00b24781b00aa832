"""What becomes of a person's orders, made into trade pushes."""

from __future__ import annotations

from google.protobuf.message import Message

from futu_tui.paper import trade_messages
from futu_tui.paper.accounts import Account
from futu_tui.paper.market import Fill, PersonOrder
from futu_tui.paper.push import Push
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import trd_notify_pb2, trd_update_order_fill_pb2, trd_update_order_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

NOTHING_IN_PARTICULAR = 0
"""The type of every 2240: the public gateway's own numbers are not published."""


def order_push(account: Account, name: str, order: PersonOrder) -> Push:
    """2208: an order was taken, filled or cancelled."""
    s2c = trd_update_order_pb2.S2C(
        header=trade_messages.header(account, order.security),
        order=trade_messages.order(account, name, order),
    )
    return _push(account, ProtoId.TRD_UPDATE_ORDER, trd_update_order_pb2.Response(retType=0, s2c=s2c))


def fill_push(account: Account, name: str, fill: Fill) -> Push:
    """2218: an order was executed, in part or whole."""
    s2c = trd_update_order_fill_pb2.S2C(
        header=trade_messages.header(account, fill.security),
        orderFill=trade_messages.order_fill(account, name, fill),
    )
    return _push(
        account, ProtoId.TRD_UPDATE_ORDER_FILL, trd_update_order_fill_pb2.Response(retType=0, s2c=s2c)
    )


def account_push(account: Account) -> Push:
    """2240: something about an account that no order and no fill tells; look at it again."""
    s2c = trd_notify_pb2.S2C(header=trade_messages.account_header(account), type=NOTHING_IN_PARTICULAR)
    return _push(account, ProtoId.TRD_NOTIFY, trd_notify_pb2.Response(retType=0, s2c=s2c))


def _push(account: Account, proto_id: ProtoId, body: Message) -> Push:
    event = PushEvent(
        proto_id=proto_id, body=body.SerializeToString(), event_type="trade", acc_id=account.acc_id
    )
    return Push(event.SerializeToString(), acc_id=account.acc_id)
