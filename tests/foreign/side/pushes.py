"""What a command makes the foreign gateway push, or only know of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import Qot_Common_pb2 as qot
import Qot_UpdateBasicQot_pb2 as update_basic
import Qot_UpdateTicker_pb2 as update_ticker
import Trd_Common_pb2 as trd
import Trd_UpdateOrder_pb2 as update_order
from answers import Gateway
from scene import SIMULATED, order


class Push(NamedTuple):
    """The fields of a PushEvent."""

    proto_id: int
    body: bytes
    sec_key: str = ""
    sub_type: int = 0
    event_type: str = "quote"
    acc_id: int = 0


def quote(gateway: Gateway, security: str, **facts: Any) -> list[Push]:
    """A security's facts change, as in last=512.5; those who subscribed are told."""
    stock = gateway.stocks[security]
    for name, value in facts.items():
        setattr(stock, name, value)
    if (stock.key, qot.SubType_Basic) not in gateway.subscribed:
        return []
    response = update_basic.Response(retType=0, s2c=update_basic.S2C(basicQotList=[stock.basic()]))
    return [Push(3005, response.SerializeToString(), stock.key, qot.SubType_Basic)]


def ticks(gateway: Gateway, security: str, rows: list[Any], silent: bool = False) -> list[Push]:
    """Trades happen; a `silent` gateway tells of them only when asked."""
    stock = gateway.stocks[security]
    added = stock.add_ticks(rows)
    if silent or (stock.key, qot.SubType_Ticker) not in gateway.subscribed:
        return []
    s2c = update_ticker.S2C(security=stock.security, tickerList=added)
    response = update_ticker.Response(retType=0, s2c=s2c)
    return [Push(3011, response.SerializeToString(), stock.key, qot.SubType_Ticker)]


def order_update(gateway: Gateway, **facts: Any) -> list[Push]:
    """An order of the simulated account is new, or has changed."""
    told = gateway.orders[facts["orderID"]] = order(gateway.first, facts)
    header = trd.TrdHeader(trdEnv=trd.TrdEnv_Simulate, accID=SIMULATED, trdMarket=trd.TrdMarket_HK)
    response = update_order.Response(retType=0, s2c=update_order.S2C(header=header, order=told))
    return [Push(2208, response.SerializeToString(), event_type="trade", acc_id=SIMULATED)]


def raw(gateway: Gateway, proto_id: int, body: str, **envelope: Any) -> list[Push]:
    """Anything at all; `body` in hexadecimal digits."""
    return [Push(proto_id, bytes.fromhex(body), **envelope)]


COMMANDS: dict[str, Callable[..., list[Push]]] = {
    "quote": quote,
    "ticks": ticks,
    "order": order_update,
    "raw": raw,
}
