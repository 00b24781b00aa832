"""What the replay gateway answers to the requests that a dashboard makes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import futu_service_pb2, qot_common_pb2, trd_common_pb2
from tests.benchmarks.scene import CURRENT, OPENING, TICK, Scene, Stock

ACCOUNT = 1234
BARS = 500
MINUTES = 30
"""Points of the day that there are."""
QUOTA = 2000
HELD, WORKING = 8, 6
"""Positions and orders of the account."""
OPEN, CLOSED = qot_common_pb2.QotMarketState_Morning, qot_common_pb2.QotMarketState_Closed


class Answers:
    """Answers for a scene as it was before its first event, which every push is newer than."""

    def __init__(self, state: int = OPEN) -> None:
        """`state` is the qot_common.QotMarketState of every market."""
        self._state = state
        self._stocks = Scene().stocks
        self._used = 0
        self._served: dict[int, Callable[[Any], dict[str, Any]]] = {
            ProtoId.INIT_CONNECT: self._init,
            ProtoId.GET_GLOBAL_STATE: self._global_state,
            ProtoId.KEEP_ALIVE: lambda c2s: {"time": c2s.time},
            ProtoId.TRD_GET_ACC_LIST: self._accounts,
            ProtoId.TRD_SUB_ACC_PUSH: lambda c2s: {},
            ProtoId.TRD_GET_FUNDS: self._funds,
            ProtoId.TRD_GET_POSITION_LIST: self._positions,
            ProtoId.TRD_GET_ORDER_LIST: self._orders,
            ProtoId.TRD_GET_ORDER_FILL_LIST: lambda c2s: {"header": c2s.header},
            ProtoId.TRD_MODIFY_ORDER: lambda c2s: {"header": c2s.header, "orderID": c2s.orderID},
            ProtoId.QOT_SUB: self._subscribe,
            ProtoId.QOT_GET_SUB_INFO: self._sub_info,
            ProtoId.QOT_GET_BASIC_QOT: self._basic,
            ProtoId.QOT_GET_KL: self._bars,
            ProtoId.QOT_GET_RT: self._day,
            ProtoId.QOT_GET_TICKER: lambda c2s: {"security": c2s.security},
            ProtoId.QOT_GET_ORDER_BOOK: lambda c2s: {"security": c2s.security},
            ProtoId.QOT_GET_BROKER: lambda c2s: {"security": c2s.security},
            ProtoId.QOT_GET_STATIC_INFO: self._static,
            ProtoId.QOT_GET_SECURITY_SNAPSHOT: self._snapshots,
        }

    def answer(self, request: bytes) -> bytes:
        """A serialized FutuRequest to a serialized FutuResponse; tells on the output when an act on an order comes."""
        asked = futu_service_pb2.FutuRequest.FromString(request)
        if asked.proto_id == ProtoId.TRD_MODIFY_ORDER:
            print(f"acted {time.monotonic()}", flush=True)
        served = self._served.get(asked.proto_id)
        if served is None:
            return futu_service_pb2.FutuResponse(
                ret_type=-1, ret_msg=f"{asked.proto_id} is not replayed", proto_id=asked.proto_id
            ).SerializeToString()
        protocol = PROTOCOLS[asked.proto_id]
        assert protocol.request is not None
        assert protocol.response is not None
        assert protocol.s2c is not None
        whole: Any = protocol.request.FromString(asked.body)
        s2c = protocol.s2c(**served(whole.c2s))
        body = protocol.response(retType=0, s2c=s2c).SerializeToString()
        return futu_service_pb2.FutuResponse(proto_id=asked.proto_id, body=body).SerializeToString()

    def bars(self, security: Security) -> list[qot_common_pb2.KLine]:
        """The five-minute bars before the opening."""
        stock = self._stocks[security]
        times = (OPENING - timedelta(minutes=5 * back) for back in range(BARS, 0, -1))
        bars = [stock.bar(at, 5) for at in times]
        for i, bar in enumerate(bars):
            drift = round((i * 7919 % 61 - 30) * TICK, 1)
            bar.openPrice += drift
            bar.highPrice += drift + 0.5
            bar.lowPrice += drift - 0.5
        return bars

    def _stock(self, security: qot_common_pb2.Security) -> Stock:
        """The scene's, or one made up: a dashboard's own lists name others too."""
        asked = Security.of(security)
        return self._stocks.setdefault(asked, Stock(asked, 3000))

    def _init(self, c2s: Any) -> dict[str, Any]:
        return {
            "serverVer": 900, "loginUserID": 1, "connID": 1, "connAESKey": "0" * 16, "keepAliveInterval": 10,
        }  # fmt: skip

    def _global_state(self, c2s: Any) -> dict[str, Any]:
        states = dict.fromkeys(
            ("marketHK", "marketUS", "marketSH", "marketSZ", "marketHKFuture"), self._state
        )
        told = {"qotLogined": True, "trdLogined": True, "serverVer": 900, "serverBuildNo": 1}
        return {**states, **told, "time": int(OPENING.timestamp())}

    # Quotes

    def _subscribe(self, c2s: Any) -> dict[str, Any]:
        self._used += len(c2s.securityList) * len(c2s.subTypeList) * (1 if c2s.isSubOrUnSub else -1)
        return {}

    def _sub_info(self, c2s: Any) -> dict[str, Any]:
        return {"totalUsedQuota": self._used, "remainQuota": QUOTA - self._used}

    def _basic(self, c2s: Any) -> dict[str, Any]:
        return {"basicQotList": [self._stock(security).basic(OPENING) for security in c2s.securityList]}

    def _bars(self, c2s: Any) -> dict[str, Any]:
        return {"security": c2s.security, "klList": self.bars(self._stock(c2s.security).security)}

    def _day(self, c2s: Any) -> dict[str, Any]:
        stock = self._stock(c2s.security)
        times = (OPENING - timedelta(minutes=back) for back in range(MINUTES, 0, -1))
        return {"security": c2s.security, "rtList": [stock.point(at) for at in times]}

    def _static(self, c2s: Any) -> dict[str, Any]:
        rows = [
            {
                "security": stock.security.message(),
                "id": 1,
                "lotSize": 100,
                "secType": qot_common_pb2.SecurityType_Eqty,
                "name": f"Name of {stock.security.code}",
                "listTime": "2004-06-16",
            }
            for stock in map(self._stock, c2s.securityList)
        ]
        return {"staticInfoList": [{"basic": row} for row in rows]}

    def _snapshots(self, c2s: Any) -> dict[str, Any]:
        return {"snapshotList": [{"basic": self._snapshot(security)} for security in c2s.securityList]}

    def _snapshot(self, security: qot_common_pb2.Security) -> dict[str, Any]:
        stock = self._stock(security)
        basic = stock.basic(OPENING)
        shared = (
            "security", "name", "listTime", "priceSpread", "updateTime", "updateTimestamp", "highPrice",
            "openPrice", "lowPrice", "curPrice", "lastClosePrice", "volume", "turnover", "turnoverRate",
        )  # fmt: skip
        return {
            **{field: getattr(basic, field) for field in shared},
            "type": qot_common_pb2.SecurityType_Eqty,
            "isSuspend": False,
            "lotSize": 100,
            "bidPrice": round((stock.price - 1) * TICK, 1),
            "askPrice": round((stock.price + 1) * TICK, 1),
        }

    # Accounts

    def _accounts(self, c2s: Any) -> dict[str, Any]:
        account = {
            "trdEnv": trd_common_pb2.TrdEnv_Simulate,
            "accID": ACCOUNT,
            "trdMarketAuthList": [trd_common_pb2.TrdMarket_HK],
            "accType": trd_common_pb2.TrdAccType_Cash,
        }
        return {"accList": [account]}

    def _funds(self, c2s: Any) -> dict[str, Any]:
        amounts = (
            "power", "totalAssets", "cash", "marketVal", "frozenCash", "debtCash", "avlWithdrawalCash",
        )  # fmt: skip
        return {"header": c2s.header, "funds": dict.fromkeys(amounts, 1_000_000.0)}

    def _positions(self, c2s: Any) -> dict[str, Any]:
        rows = [
            {
                "positionID": i,
                "positionSide": trd_common_pb2.PositionSide_Long,
                "code": stock.security.code,
                "name": f"Name of {stock.security.code}",
                "secMarket": stock.security.trade_market,
                "qty": 600.0,
                "canSellQty": 600.0,
                "price": stock.last,
                "averageCostPrice": stock.last,
                "dilutedCostPrice": stock.last,
                "val": 600 * stock.last,
                "plVal": 0.0,
                "currency": trd_common_pb2.Currency_HKD,
            }
            for i, stock in enumerate(list(self._stocks.values())[:HELD])
        ]
        return {"header": c2s.header, "positionList": rows}

    def _orders(self, c2s: Any) -> dict[str, Any]:
        rows = [
            {
                "trdSide": trd_common_pb2.TrdSide_Buy,
                "orderType": trd_common_pb2.OrderType_Normal,
                "orderStatus": trd_common_pb2.OrderStatus_Submitted,
                "orderID": i,
                "orderIDEx": str(i),
                "code": CURRENT.code,
                "name": f"Name of {CURRENT.code}",
                "secMarket": CURRENT.trade_market,
                "qty": 200.0,
                "price": 490.0 + i,
                "createTime": "2025-11-24 09:40:00",
                "updateTime": "2025-11-24 09:40:00",
                "updateTimestamp": OPENING.timestamp(),
            }
            for i in range(1, WORKING + 1)
        ]
        return {"header": c2s.header, "orderList": rows}
