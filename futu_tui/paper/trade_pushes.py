"""What becomes of a person's orders, made into trade pushes."""

from __future__ import annotations

from google.protobuf.message import Message

from futu_tui.paper import trade_messages
from futu_tui.paper.accounts import Account
from futu_tui.paper.market import Fill, PersonOrder
from futu_tui.paper.push import Push
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import trd_update_order_fill_pb2, trd_update_order_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent


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


def _push(account: Account, proto_id: ProtoId, body: Message) -> Push:
    event = PushEvent(
        proto_id=proto_id, body=body.SerializeToString(), event_type="trade", acc_id=account.acc_id
    )
    return Push(event.SerializeToString(), acc_id=account.acc_id)
