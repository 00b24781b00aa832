"""A scripted exchange behind a real gRPC server: it takes orders, and loses, delays or refuses answers as told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import grpc

from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse
from futu_tui.trading.order_status import OrderStatus
from tests.unit.opend.conftest import Context, ScriptedGateway, success
from tests.unit.trading import wire

SUBMITTED, CANCELLED = OrderStatus.SUBMITTED.number, OrderStatus.CANCELLED.number

Fault = Callable[["Exchange", Any, Context, Callable[[], FutuResponse]], Awaitable[FutuResponse]]


class Exchange:
    """Answers the trading requests of a scripted gateway. `fault` stands between a write and its answer."""

    def __init__(self, gateway: ScriptedGateway) -> None:
        self.gateway = gateway
        self.orders: dict[int, trd_common_pb2.Order] = {}
        """Today's, as 2201 lists them."""
        self.past: list[trd_common_pb2.Order] = []
        """As 2221 lists them."""
        self.writes: list[Any] = []
        """The C2S of each write taken."""
        self.looks: list[tuple[float, int]] = []
        """When a list was asked for (epoch seconds), and its proto_id."""
        self.fault: Fault | None = None
        self.refusal: tuple[int, str] | None = None
        """retType and retMsg of every write."""
        self.locked = False
        self.takes_all = True
        """Whether one request cancels all orders of a market."""
        answers: Mapping[int, Callable[[Any, Context], Awaitable[FutuResponse]]] = {
            ProtoId.TRD_PLACE_ORDER: self._place,
            ProtoId.TRD_MODIFY_ORDER: self._modify,
            ProtoId.TRD_UNLOCK_TRADE: self._unlock,
            ProtoId.TRD_RECONFIRM_ORDER: self._reconfirm,
            ProtoId.TRD_GET_ORDER_LIST: self._today,
            ProtoId.TRD_GET_HISTORY_ORDER_LIST: self._past_orders,
        }
        gateway.answers.update(answers)

    def count(self, proto_id: int) -> int:
        """How many lists of this kind were asked for."""
        return sum(asked == proto_id for _, asked in self.looks)

    def do(self, c2s: Any) -> int:
        """Take an order into the list; its number."""
        number = 1000 + len(self.orders)
        self.orders[number] = wire.order(
            number,
            SUBMITTED,
            time.time(),
            code=c2s.code,
            qty=c2s.qty,
            price=c2s.price,
            trdSide=c2s.trdSide,
            orderType=c2s.orderType,
            remark=c2s.remark,
            createTimestamp=time.time(),
            trdMarket=c2s.header.trdMarket,
        )
        return number

    async def _place(self, c2s: Any, context: Context) -> FutuResponse:
        def done() -> FutuResponse:
            number = self.do(c2s)
            return success(
                ProtoId.TRD_PLACE_ORDER, header=c2s.header, orderID=number, orderIDEx=f"ex{number}"
            )

        return await self._write(ProtoId.TRD_PLACE_ORDER, c2s, context, done)

    async def _modify(self, c2s: Any, context: Context) -> FutuResponse:
        def done() -> FutuResponse:
            orders = self.orders.values() if c2s.forAll else [self.orders[c2s.orderID]]
            for order in orders:
                if c2s.modifyOrderOp == trd_common_pb2.ModifyOrderOp_Normal:
                    order.qty, order.price = c2s.qty, c2s.price
                elif order.orderStatus == SUBMITTED:
                    order.orderStatus = {2: CANCELLED, 3: OrderStatus.DISABLED.number}[c2s.modifyOrderOp]
                order.updateTimestamp = time.time()
            return success(ProtoId.TRD_MODIFY_ORDER, header=c2s.header, orderID=c2s.orderID)

        if c2s.forAll and not self.takes_all:
            self.writes.append(c2s)
            return refused(ProtoId.TRD_MODIFY_ORDER, -1, "not here")
        return await self._write(ProtoId.TRD_MODIFY_ORDER, c2s, context, done)

    async def _reconfirm(self, c2s: Any, context: Context) -> FutuResponse:
        def done() -> FutuResponse:
            return success(ProtoId.TRD_RECONFIRM_ORDER, header=c2s.header, orderID=c2s.orderID)

        return await self._write(ProtoId.TRD_RECONFIRM_ORDER, c2s, context, done)

    async def _unlock(self, c2s: Any, context: Context) -> FutuResponse:
        self.writes.append(c2s)
        if c2s.unlock and c2s.pwdMD5 != "e10adc3949ba59abbe56e057f20f883e":  # of 123456
            return refused(ProtoId.TRD_UNLOCK_TRADE, -1, "wrong password")
        self.locked = not c2s.unlock
        return success(ProtoId.TRD_UNLOCK_TRADE)

    async def _write(
        self, proto_id: int, c2s: Any, context: Context, done: Callable[[], FutuResponse]
    ) -> FutuResponse:
        self.writes.append(c2s)
        if self.locked and c2s.header.trdEnv:
            return refused(proto_id, -1, "Please unlock trading first")
        if self.refusal:
            return refused(proto_id, *self.refusal)
        if self.fault:
            return await self.fault(self, c2s, context, done)
        return done()

    async def _today(self, c2s: Any, context: Context) -> FutuResponse:
        self.looks.append((time.time(), ProtoId.TRD_GET_ORDER_LIST))
        return success(ProtoId.TRD_GET_ORDER_LIST, header=c2s.header, orderList=list(self.orders.values()))

    async def _past_orders(self, c2s: Any, context: Context) -> FutuResponse:
        self.looks.append((time.time(), ProtoId.TRD_GET_HISTORY_ORDER_LIST))
        return success(ProtoId.TRD_GET_HISTORY_ORDER_LIST, header=c2s.header, orderList=self.past)


def refused(proto_id: int, ret_type: int, ret_msg: str) -> FutuResponse:
    return FutuResponse(proto_id=proto_id, ret_type=ret_type, ret_msg=ret_msg)


async def lost_after_act(
    exchange: Exchange, c2s: Any, context: Context, done: Callable[[], FutuResponse]
) -> FutuResponse:
    """It is done, and the answer never comes."""
    done()
    await asyncio.Event().wait()
    raise AssertionError


async def lost_without_act(
    exchange: Exchange, c2s: Any, context: Context, done: Callable[[], FutuResponse]
) -> FutuResponse:
    """It is never done, and the answer never comes."""
    await asyncio.Event().wait()
    raise AssertionError


async def cut_after_act(
    exchange: Exchange, c2s: Any, context: Context, done: Callable[[], FutuResponse]
) -> FutuResponse:
    """It is done, and the connection breaks."""
    done()
    await context.abort(grpc.StatusCode.UNAVAILABLE, "Socket closed")
    raise AssertionError


@dataclass
class Quote:
    last: float | None = 512.0
    bid: float | None = 511.5
    ask: float | None = 512.5
    tick: float = 0.5
    halted: bool = False
    prev_close: float | None = 500.0

    @property
    def price(self) -> float | None:
        return self.last


@dataclass
class Listing:
    name: str = "Tencent"
    lot_size: int = 100
    sec_type: int = 3


@dataclass
class Session:
    label: str = "open"
    open: bool = True
    extended: str = ""


@dataclass
class KnownMarket:
    """What is known of the market, as a desk wants it."""

    quotes: dict[Security, Quote] = field(default_factory=dict)
    listings: dict[Security, Listing] = field(default_factory=dict)
    state: Session = field(default_factory=Session)

    def session(self, market: Market) -> Session:
        return self.state
