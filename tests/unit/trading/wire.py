"""Bodies as a gateway makes them, with everything but the point of a test filled in."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from google.protobuf.message import Message

from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import trd_common_pb2, trd_update_order_fill_pb2, trd_update_order_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Account, Portfolio

TENCENT = Security.parse("HK.00700")
XIAOMI = Security.parse("HK.01810")
ACC_ID = 281756455988231234
NOON = 1_763_870_400.0
"""2025-11-23 12:00 in Hong Kong, in epoch seconds."""

SUBMITTED, PART_FILLED, FILLED, CANCELLING, CANCELLED = 5, 10, 11, 13, 15
"""trd_common.OrderStatus"""


def account(acc_id: int = ACC_ID, **fields: Any) -> trd_common_pb2.TrdAcc:
    row = {"trdEnv": 0, "accID": acc_id, "trdMarketAuthList": [1], "accType": 1, "accStatus": 0}
    return trd_common_pb2.TrdAcc(**(row | fields))


def portfolio(latest: Callable[[], float] = lambda: inf) -> Portfolio:
    """`latest` tells the latest that the broker's clock may show."""
    return Portfolio(Account.of(account()), latest)


def order(
    order_id: int = 1, status: int = SUBMITTED, at: float = NOON, **fields: Any
) -> trd_common_pb2.Order:
    row = {
        "trdSide": 1,
        "orderType": 1,
        "orderStatus": status,
        "orderID": order_id,
        "orderIDEx": f"ex{order_id}",
        "code": "00700",
        "name": "Tencent",
        "qty": 200,
        "price": 512.3,
        "createTime": "2025-11-23 12:00:00",
        "updateTime": "2025-11-23 12:00:00",
        "fillQty": 0,
        "secMarket": 1,
        "createTimestamp": NOON,
        "updateTimestamp": at,
        "trdMarket": 1,
    }
    return trd_common_pb2.Order(**(row | fields))


def fill(number: int = 1, **fields: Any) -> trd_common_pb2.OrderFill:
    row = {
        "trdSide": 1,
        "fillID": number,
        "fillIDEx": f"f{number}",
        "orderID": 1,
        "code": "00700",
        "name": "Tencent",
        "qty": 100,
        "price": 512.3,
        "createTime": "2025-11-23 12:00:00",
        "secMarket": 1,
        "createTimestamp": NOON,
        "updateTimestamp": NOON,
    }
    return trd_common_pb2.OrderFill(**(row | fields))


def position(
    code: str, qty: float, cost: float | None, last: float, today: float | None, **fields: Any
) -> trd_common_pb2.Position:
    row: dict[str, Any] = {
        "positionID": 1,
        "positionSide": 0,
        "code": code,
        "name": code,
        "qty": qty,
        "canSellQty": qty,
        "price": last,
        "val": qty * last,
        "plVal": 0.0 if cost is None else qty * (last - cost),
        "secMarket": 1,
        "currency": 1,
        "trdMarket": 1,
    }
    if cost is not None:
        row["costPrice"] = cost
    if today is not None:
        row["td_plVal"] = today
    return trd_common_pb2.Position(**(row | fields))


def push(proto_id: int, s2c: Message) -> PushEvent:
    response = PROTOCOLS[proto_id].response
    assert response is not None
    body = response(retType=0, s2c=s2c).SerializeToString()
    return PushEvent(proto_id=proto_id, body=body, event_type="trade")


def _header(acc_id: int) -> dict[str, int]:
    return {"trdEnv": 0, "accID": acc_id, "trdMarket": 1}


def push_order(row: trd_common_pb2.Order, acc_id: int = ACC_ID) -> PushEvent:
    return push(ProtoId.TRD_UPDATE_ORDER, trd_update_order_pb2.S2C(header=_header(acc_id), order=row))


def push_fill(row: trd_common_pb2.OrderFill, acc_id: int = ACC_ID) -> PushEvent:
    return push(
        ProtoId.TRD_UPDATE_ORDER_FILL, trd_update_order_fill_pb2.S2C(header=_header(acc_id), orderFill=row)
    )
