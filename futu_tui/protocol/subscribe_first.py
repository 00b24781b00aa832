"""Which subscription a request asks for before a gateway answers it.

The present state of a security is answered only while it is subscribed, and a command that makes one request has
nothing subscribed. History, snapshots and static information need none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from futu_tui.protocol import Protocol, ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot

_SUB_TYPES: dict[int, int] = {
    ProtoId.QOT_GET_BASIC_QOT: qot.SubType_Basic,
    ProtoId.QOT_GET_RT: qot.SubType_RT,
    ProtoId.QOT_GET_TICKER: qot.SubType_Ticker,
    ProtoId.QOT_GET_ORDER_BOOK: qot.SubType_OrderBook,
    ProtoId.QOT_GET_BROKER: qot.SubType_Broker,
}
_KLINES: dict[int, int] = {
    kl_type: sub_type
    for name, kl_type in qot.KLType.items()
    for sub_name, sub_type in qot.SubType.items()
    if sub_name.replace("Qurater", "Quarter") == name.replace("KLType_", "SubType_KL_")
}
"""qot_common.SubType by qot_common.KLType."""


def subscription_for(protocol: Protocol, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of the 3001 request that lets this one be answered, without pushes; None where none is asked for."""
    if protocol.id == ProtoId.QOT_GET_KL:
        sub_type = _KLINES.get(fields.get("klType", 0))
    else:
        sub_type = _SUB_TYPES.get(protocol.id)
    if sub_type is None:
        return None
    securities = fields.get("securityList") or [fields["security"]]
    return {"securityList": securities, "subTypeList": [sub_type], "isSubOrUnSub": True}
