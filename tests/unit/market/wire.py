"""Bodies and envelopes as a gateway makes them, with everything but the point of a test filled in."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from futu_tui.market import Store
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_rt_pb2,
    qot_get_security_snapshot_pb2,
    qot_get_ticker_pb2,
    qot_update_basic_qot_pb2,
    qot_update_broker_pb2,
    qot_update_kl_pb2,
    qot_update_order_book_pb2,
    qot_update_rt_pb2,
    qot_update_ticker_pb2,
)
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

TENCENT = Security.parse("HK.00700")
ALIBABA = Security.parse("HK.09988")
APPLE = Security.parse("US.AAPL")

NOON = 1_763_870_400.0
"""2025-11-23 12:00 in Hong Kong, in epoch seconds."""


def push(proto_id: int, s2c: Message, security: Security | str = TENCENT, sub_type: int = 0) -> PushEvent:
    """A push as the stream gives it: parsed from bytes."""
    response = PROTOCOLS[proto_id].response
    assert response is not None
    body = response(retType=0, s2c=s2c).SerializeToString()
    key = security if isinstance(security, str) else security.key
    event = PushEvent(proto_id=proto_id, sec_key=key, sub_type=sub_type, body=body, event_type="quote")
    return PushEvent.FromString(event.SerializeToString())


def basic(security: Security = TENCENT, last: float = 512.5, **fields: Any) -> qot_common_pb2.BasicQot:
    row = {
        "security": security.message(),
        "name": "Tencent",
        "isSuspended": False,
        "listTime": "2004-06-16",
        "priceSpread": 0.2,
        "updateTime": "2025-11-23 12:00:00",
        "highPrice": 513.0,
        "openPrice": 506.0,
        "lowPrice": 505.0,
        "curPrice": last,
        "lastClosePrice": 506.0,
        "volume": 12_400_000,
        "turnover": 6.3e9,
        "turnoverRate": 0.13,
        "amplitude": 1.6,
        "updateTimestamp": NOON,
    }
    return qot_common_pb2.BasicQot(**(row | fields))


def push_basic(security: Security = TENCENT, last: float = 512.5, **fields: Any) -> PushEvent:
    s2c = qot_update_basic_qot_pb2.S2C(basicQotList=[basic(security, last, **fields)])
    return push(ProtoId.QOT_UPDATE_BASIC_QOT, s2c, security, 1)


def snapshot(
    security: Security = TENCENT, last: float = 512.5, **fields: Any
) -> qot_get_security_snapshot_pb2.Snapshot:
    row = {
        "security": security.message(),
        "name": "Tencent",
        "type": 3,
        "isSuspend": False,
        "listTime": "2004-06-16",
        "lotSize": 100,
        "priceSpread": 0.2,
        "updateTime": "2025-11-23 12:00:00",
        "highPrice": 513.0,
        "openPrice": 506.0,
        "lowPrice": 505.0,
        "lastClosePrice": 506.0,
        "curPrice": last,
        "volume": 12_400_000,
        "turnover": 6.3e9,
        "turnoverRate": 0.13,
        "updateTimestamp": NOON,
    }
    return qot_get_security_snapshot_pb2.Snapshot(basic=row | fields)


Side = list[tuple[float, int, int]]


def book(bids: Side, asks: Side, security: Security = TENCENT, **fields: Any) -> Any:
    def rows(side: Side) -> list[dict[str, Any]]:
        return [{"price": price, "volume": size, "orederCount": orders} for price, size, orders in side]

    return qot_update_order_book_pb2.S2C(
        security=security.message(), orderBookBidList=rows(bids), orderBookAskList=rows(asks), **fields
    )


def push_book(bids: Side, asks: Side, security: Security = TENCENT, **fields: Any) -> PushEvent:
    return push(ProtoId.QOT_UPDATE_ORDER_BOOK, book(bids, asks, security, **fields), security, 2)


def push_brokers(bids: list[tuple[int, str, int]], security: Security = TENCENT) -> PushEvent:
    rows = [{"id": number, "name": name, "pos": position} for number, name, position in bids]
    s2c = qot_update_broker_pb2.S2C(security=security.message(), brokerBidList=rows)
    return push(ProtoId.QOT_UPDATE_BROKER, s2c, security, 14)


def tick(sequence: int, price: float = 512.5, at: float | None = None, **fields: Any) -> dict[str, Any]:
    """A qot_common.Ticker; a second passes with each sequence number."""
    row = {
        "time": "2025-11-23 12:00:00",
        "sequence": sequence,
        "dir": 1,
        "price": price,
        "volume": 400,
        "turnover": price * 400,
        "type": 1,
        "timestamp": NOON + sequence if at is None else at,
    }
    return row | fields


def ticks(*rows: dict[str, Any]) -> list[qot_common_pb2.Ticker]:
    return [qot_common_pb2.Ticker(**row) for row in rows]


def push_ticks(*rows: dict[str, Any], security: Security = TENCENT) -> PushEvent:
    s2c = qot_update_ticker_pb2.S2C(security=security.message(), tickerList=rows)
    return push(ProtoId.QOT_UPDATE_TICKER, s2c, security, 4)


def recent_ticks(*rows: dict[str, Any], security: Security = TENCENT) -> qot_get_ticker_pb2.S2C:
    return qot_get_ticker_pb2.S2C(security=security.message(), tickerList=rows)


def bar(time: str, close: float = 512.0, volume: int = 1000, **fields: Any) -> qot_common_pb2.KLine:
    row = {
        "time": time,
        "isBlank": False,
        "highPrice": 514.0,
        "openPrice": 511.0,
        "lowPrice": 510.0,
        "closePrice": close,
        "lastClosePrice": 511.0,
        "volume": volume,
        "turnover": close * volume,
    }
    return qot_common_pb2.KLine(**(row | fields))


def push_bars(*bars: qot_common_pb2.KLine, kl_type: int = 1, rehab: int = 1) -> PushEvent:
    s2c = qot_update_kl_pb2.S2C(security=TENCENT.message(), klType=kl_type, rehabType=rehab, klList=bars)
    return push(ProtoId.QOT_UPDATE_KL, s2c, TENCENT, 11)


def point(clock: str, price: float = 512.0, day: str = "2025-11-23", **fields: Any) -> dict[str, Any]:
    """A qot_common.TimeShare of this hour and minute."""
    hour, minute = map(int, clock.split(":"))
    row = {
        "time": f"{day} {clock}:00",
        "minute": hour * 60 + minute,
        "isBlank": False,
        "price": price,
        "lastClosePrice": 506.0,
        "avgPrice": 511.0,
        "volume": 400,
    }
    return row | fields


def push_points(*points: dict[str, Any], security: Security = TENCENT) -> PushEvent:
    s2c = qot_update_rt_pb2.S2C(security=security.message(), rtList=points)
    return push(ProtoId.QOT_UPDATE_RT, s2c, security, 5)


def day(*points: dict[str, Any], security: Security = TENCENT) -> qot_get_rt_pb2.S2C:
    return qot_get_rt_pb2.S2C(security=security.message(), rtList=points)


def fed(*events: PushEvent, store: Store | None = None, now: float = 1.0) -> Store:
    """A store that took these pushes in one frame."""
    store = store or Store()
    for event in events:
        store.router.push(event)
    store.drain(now)
    return store
