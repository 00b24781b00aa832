"""The foreign gateway's answer to each request that it serves."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import Qot_Common_pb2 as qot
from scene import SIMULATED, Stock, accounts, funds, order, position

FRAME = {
    qot.KLType_1Min: datetime.timedelta(minutes=1),
    qot.KLType_5Min: datetime.timedelta(minutes=5),
    qot.KLType_15Min: datetime.timedelta(minutes=15),
    qot.KLType_60Min: datetime.timedelta(hours=1),
    qot.KLType_Day: datetime.timedelta(days=1),
    qot.KLType_Week: datetime.timedelta(weeks=1),
    qot.KLType_Month: datetime.timedelta(days=30),
}
SUB_TYPE_OF_KL = {
    qot.KLType_1Min: qot.SubType_KL_1Min,
    qot.KLType_5Min: qot.SubType_KL_5Min,
    qot.KLType_15Min: qot.SubType_KL_15Min,
    qot.KLType_60Min: qot.SubType_KL_60Min,
    qot.KLType_Day: qot.SubType_KL_Day,
    qot.KLType_Week: qot.SubType_KL_Week,
    qot.KLType_Month: qot.SubType_KL_Month,
}
QUOTA = 100
OPEN = 3
"""Qot_Common.QotMarketState_Morning"""


class Refused(Exception):
    """The request is answered with retType -1 and this text."""


class Gateway:
    """The state behind the answers: what is listed, subscribed and ordered."""

    def __init__(self, scene: dict[str, Any]) -> None:
        self.stocks = {symbol: Stock.of(symbol, facts) for symbol, facts in scene["stocks"].items()}
        self.by_key = {stock.key: stock for stock in self.stocks.values()}
        self.subscribed: set[tuple[str, int]] = set()
        self.first = next(iter(self.stocks.values()))
        self.orders = {facts["orderID"]: order(self.first, facts) for facts in scene.get("orders", ())}
        self.position = (scene.get("held", 600), scene.get("cost", 488.2))

    def stock(self, security: Any) -> Stock:
        try:
            return self.by_key[f"{security.market}_{security.code}"]
        except KeyError:
            raise Refused(f"unknown stock {security.code}") from None

    def subscribed_stock(self, security: Any, sub_type: int) -> Stock:
        stock = self.stock(security)
        if (stock.key, sub_type) not in self.subscribed:
            raise Refused(f"{stock.key}: subscribe to SubType {sub_type} first")
        return stock


def init(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"serverVer": 900, "loginUserID": 42, "connID": 7, "connAESKey": "0" * 16, "keepAliveInterval": 10}


def global_state(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    markets = dict.fromkeys(("marketHK", "marketUS", "marketSH", "marketSZ", "marketHKFuture"), OPEN)
    logged_in = {"qotLogined": True, "trdLogined": True}
    return {**markets, **logged_in, "serverVer": 900, "serverBuildNo": 1, "time": int(time.time())}


def keep_alive(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"time": int(time.time())}


def subscribe(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    topics = {
        (gateway.stock(security).key, sub_type)
        for security in c2s.securityList
        for sub_type in c2s.subTypeList
    }
    if c2s.isSubOrUnSub:
        gateway.subscribed |= topics
    else:
        gateway.subscribed -= topics
    return {}


def sub_info(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    held = [
        qot.SubInfo(subType=sub_type, securityList=[gateway.by_key[key].security])
        for key, sub_type in sorted(gateway.subscribed)
    ]
    used = len(gateway.subscribed)
    mine = qot.ConnSubInfo(subInfoList=held, usedQuota=used, isOwnConnData=True)
    return {"connSubInfoList": [mine], "totalUsedQuota": used, "remainQuota": QUOTA - used}


def static_info(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    if c2s.securityList:
        chosen = [gateway.stock(security) for security in c2s.securityList]
    else:
        equities = c2s.secType == qot.SecurityType_Eqty
        chosen = [stock for stock in gateway.stocks.values() if equities and stock.market == c2s.market]
    return {"staticInfoList": [stock.static() for stock in chosen]}


def snapshot(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"snapshotList": [gateway.stock(security).snapshot() for security in c2s.securityList]}


def basic(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stocks = [gateway.subscribed_stock(security, qot.SubType_Basic) for security in c2s.securityList]
    return {"basicQotList": [stock.basic() for stock in stocks]}


def kl(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stock = gateway.subscribed_stock(c2s.security, SUB_TYPE_OF_KL[c2s.klType])
    return {"security": c2s.security, "klList": stock.bars(FRAME[c2s.klType])[-c2s.reqNum :]}


def rt(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stock = gateway.subscribed_stock(c2s.security, qot.SubType_RT)
    point = qot.TimeShare(
        time=f"{stock.now():%Y-%m-%d %H:%M}:00", minute=stock.now().hour * 60 + stock.now().minute,
        isBlank=False, price=stock.last, lastClosePrice=stock.prev_close, avgPrice=stock.last, volume=100,
    )  # fmt: skip
    return {"security": c2s.security, "rtList": [point]}


def ticker(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stock = gateway.subscribed_stock(c2s.security, qot.SubType_Ticker)
    return {"security": c2s.security, "tickerList": stock.ticks[-c2s.maxRetNum :]}


def order_book(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stock = gateway.subscribed_stock(c2s.security, qot.SubType_OrderBook)
    bids, asks = stock.book(-1), stock.book(+1)
    return {
        "security": c2s.security, "orderBookAskList": asks[: c2s.num], "orderBookBidList": bids[: c2s.num],
    }  # fmt: skip


def broker(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    stock = gateway.subscribed_stock(c2s.security, qot.SubType_Broker)
    queue = [qot.Broker(id=6699, name="Foreign Brokers", pos=1)]
    return {"security": stock.security, "brokerAskList": queue, "brokerBidList": queue}


def account_list(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"accList": accounts()}


def account_push(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {}


def account_funds(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"header": c2s.header, "funds": funds()}


def positions(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"header": c2s.header, "positionList": [position(gateway.first, *gateway.position)]}


def orders(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    mine = gateway.orders.values() if c2s.header.accID == SIMULATED else ()
    return {"header": c2s.header, "orderList": list(mine)}


def fills(gateway: Gateway, c2s: Any) -> dict[str, Any]:
    return {"header": c2s.header}


class Served(NamedTuple):
    """A request's futu-api module, without its ending, and who answers it."""

    module: str
    answer: Callable[[Gateway, Any], dict[str, Any]]


SERVED = {
    1001: Served("InitConnect", init),
    1002: Served("GetGlobalState", global_state),
    1004: Served("KeepAlive", keep_alive),
    2001: Served("Trd_GetAccList", account_list),
    2008: Served("Trd_SubAccPush", account_push),
    2101: Served("Trd_GetFunds", account_funds),
    2102: Served("Trd_GetPositionList", positions),
    2201: Served("Trd_GetOrderList", orders),
    2211: Served("Trd_GetOrderFillList", fills),
    3001: Served("Qot_Sub", subscribe),
    3003: Served("Qot_GetSubInfo", sub_info),
    3004: Served("Qot_GetBasicQot", basic),
    3006: Served("Qot_GetKL", kl),
    3008: Served("Qot_GetRT", rt),
    3010: Served("Qot_GetTicker", ticker),
    3012: Served("Qot_GetOrderBook", order_book),
    3014: Served("Qot_GetBroker", broker),
    3202: Served("Qot_GetStaticInfo", static_info),
    3203: Served("Qot_GetSecuritySnapshot", snapshot),
}


def answer(gateway: Gateway, proto_id: int, body: bytes) -> tuple[int, str, bytes]:
    """The envelope's ret_type and ret_msg and the whole Response."""
    if proto_id not in SERVED:
        return -1, f"{proto_id} is unsupported", b""
    served = SERVED[proto_id]
    messages = import_module(f"{served.module}_pb2")
    try:
        s2c = served.answer(gateway, messages.Request.FromString(body).c2s)
    except Refused as no:
        response = messages.Response(retType=-1, retMsg=str(no))
    else:
        response = messages.Response(retType=0, s2c=messages.S2C(**s2c))
    return response.retType, response.retMsg, response.SerializeToString()
