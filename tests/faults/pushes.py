"""Pushes of every kind, sound and damaged: each says something that was not known before, and where it shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple

from google.protobuf.message import Message

from futu_tui.market import Period, Rehab, Series
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import (
    notify_pb2,
    qot_update_kl_pb2,
    qot_update_price_reminder_pb2,
    qot_update_rt_pb2,
    trd_update_order_fill_pb2,
    trd_update_order_pb2,
)
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.faults.watched import Watched
from tests.unit.market import wire as market
from tests.unit.trading import wire as trading

TENCENT, ALIBABA = market.TENCENT, market.ALIBABA
_numbers = count(1)


class Kind(NamedTuple):
    """A kind of push, one that is sound, and whether that is seen."""

    proto_id: int
    make: Callable[[Watched], tuple[PushEvent, Callable[[], object]]]


def push(proto_id: int, s2c: Message, security: Security | None = TENCENT) -> PushEvent:
    """As a gateway sends it."""
    response = PROTOCOLS[proto_id].response
    assert response is not None
    body = response(retType=0, s2c=s2c).SerializePartialToString()
    return PushEvent(proto_id=proto_id, sec_key=security.key if security else "", body=body)


def _quote(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    price = 133.0 + next(_numbers) / 10
    moment = at.app.store.quotes[ALIBABA].updated_at + 0.001
    event = market.push_basic(ALIBABA, price, name="Alibaba-W", priceSpread=0.1, updateTimestamp=moment)
    return event, lambda: any(f" {price:.2f} " in line for line in at.pane("Watchlist"))


def _book(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    size = 1_000 + next(_numbers)
    event = market.push_book([(514.0, size, 3), (513.5, 700, 2)], [(514.5, 900, 1)])
    return event, lambda: any(
        f" {size:,} " in line or f"{size / 1000:.1f}K" in line for line in at.pane("Book")
    )


def _brokers(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    seat = 9_000 + next(_numbers)
    return market.push_brokers([(seat, "A broker", 1)]), lambda: any(
        str(seat) in line for line in at.pane("Book")
    )


def next_trade_at(at: Watched) -> float:
    """Trades that grew older and older would be taken for more than the program can take."""
    return max(time.time(), at.app.store.tapes[TENCENT][-1].at + 0.001)


def _ticker(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    newest, shares = at.app.store.tapes[TENCENT][-1], 100 * next(_numbers)
    row = market.tick(newest.sequence + 1, 514.5, next_trade_at(at), time=newest.time, volume=shares)
    return market.push_ticks(row), lambda: any(f" {shares:,} " in line for line in at.pane("Tape"))


def _bars(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    bars = at.app.store.candles[Series(TENCENT, Period.M5, Rehab.FORWARD)]
    last, close = bars[-1], 514.0 + next(_numbers) / 100
    row = market.bar(
        last.time, close, openPrice=514.0, highPrice=516.0, lowPrice=513.0, timestamp=last.at, turnover=1.0
    )
    s2c = qot_update_kl_pb2.S2C(
        rehabType=1, klType=Period.M5.kl_type, security=TENCENT.message(), name="Tencent", klList=[row]
    )
    return push(
        ProtoId.QOT_UPDATE_KL, s2c
    ), lambda: bars[-1].close == close and any(f"C {close:.2f}" in line for line in at.pane("Chart"))


def _points(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    day = at.app.store.intraday[TENCENT]
    last, price = day[-1], 514.0 + next(_numbers) / 100
    row: dict[str, Any] = {
        "time": last.time, "minute": last.minute, "isBlank": False, "price": price, "timestamp": last.at,
        "lastClosePrice": last.prev_close, "avgPrice": 514.0, "volume": 100, "turnover": 1.0,
    }  # fmt: skip
    s2c = qot_update_rt_pb2.S2C(security=TENCENT.message(), name="Tencent", rtList=[row])
    return push(ProtoId.QOT_UPDATE_RT, s2c), lambda: day[-1].price == price


def _header(at: Watched) -> dict[str, int]:
    return {"trdEnv": 0, "accID": at.portfolio.account.acc_id, "trdMarket": 1}


def order_push(at: Watched, order_id: int, **fields: Any) -> PushEvent:
    """A push of an order of the account in play, newer than all that is known."""
    newest = max((order.updated_at for order in at.portfolio.orders.values()), default=1.8e9)
    row = trading.order(order_id, **{"updateTimestamp": newest + 0.001, **fields})
    return push(ProtoId.TRD_UPDATE_ORDER, trd_update_order_pb2.S2C(header=_header(at), order=row), None)


def _order(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    known = next(iter(at.portfolio.orders.values()))
    number = next(_numbers)
    event = order_push(
        at, known.order_id, orderIDEx=known.id_ex, createTimestamp=known.created_at, qty=10_000.0 + number,
        price=known.price, trdSide=known.side.number, remark=known.remark,
    )  # fmt: skip
    return event, lambda: any(f"{10_000 + number:,}" in line for line in at.pane("Orders"))


def fill_push(at: Watched, number: int, **fields: Any) -> PushEvent:
    """A push of a fill of the account in play."""
    s2c = trd_update_order_fill_pb2.S2C(header=_header(at), orderFill=trading.fill(number, **fields))
    return push(ProtoId.TRD_UPDATE_ORDER_FILL, s2c, None)


def _fill(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    number = 70_000 + next(_numbers)
    key = trading.fill(number).fillIDEx
    return fill_push(at, number), lambda: key in at.portfolio.fills


def _notify(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    words = f"to be read {next(_numbers)}"
    s2c = notify_pb2.S2C(type=1, event={"eventType": 1, "desc": words})
    return push(ProtoId.NOTIFY, s2c, None), lambda: any(words in told for told in at.notices)


def _reminder(at: Watched) -> tuple[PushEvent, Callable[[], object]]:
    words = f"reached {next(_numbers)}"
    s2c = qot_update_price_reminder_pb2.S2C(
        security=TENCENT.message(),
        price=514.0,
        changeRate=1.0,
        marketStatus=1,
        content=words,
        note="",
        key=5,
        type=1,
    )
    return push(ProtoId.QOT_UPDATE_PRICE_REMINDER, s2c), lambda: any(
        words in fired.content for fired in at.app.store.alerts.fired
    )


KINDS: dict[str, Kind] = {
    "quote": Kind(ProtoId.QOT_UPDATE_BASIC_QOT, _quote),
    "book": Kind(ProtoId.QOT_UPDATE_ORDER_BOOK, _book),
    "broker queue": Kind(ProtoId.QOT_UPDATE_BROKER, _brokers),
    "ticker": Kind(ProtoId.QOT_UPDATE_TICKER, _ticker),
    "K-line": Kind(ProtoId.QOT_UPDATE_KL, _bars),
    "RT": Kind(ProtoId.QOT_UPDATE_RT, _points),
    "order": Kind(ProtoId.TRD_UPDATE_ORDER, _order),
    "fill": Kind(ProtoId.TRD_UPDATE_ORDER_FILL, _fill),
    "notice": Kind(ProtoId.NOTIFY, _notify),
    "price reminder": Kind(ProtoId.QOT_UPDATE_PRICE_REMINDER, _reminder),
}


def damaged(event: PushEvent, body: bytes) -> PushEvent:
    """The same envelope around another body."""
    changed = PushEvent()
    changed.CopyFrom(event)
    changed.body = body
    return changed


def _lacking(event: PushEvent) -> bytes:
    response = PROTOCOLS[event.proto_id].response
    assert response is not None
    lacking: Any = response(retType=0)
    lacking.s2c.SetInParent()
    if event.proto_id == ProtoId.QOT_UPDATE_BASIC_QOT:
        lacking.s2c.basicQotList.add()
    return bytes(lacking.SerializePartialToString())


def _refusing(event: PushEvent) -> bytes:
    response = PROTOCOLS[event.proto_id].response
    assert response is not None
    return response(retType=-1, retMsg="no such thing").SerializeToString()


DAMAGE: dict[str, Callable[[PushEvent], bytes]] = {
    "is cut short": lambda event: event.body[: len(event.body) // 2],
    "lacks what is required": _lacking,
    "is empty": lambda event: b"",
    "says no without content": _refusing,
    "is noise": lambda event: bytes(range(255, 100, -1)),
}
