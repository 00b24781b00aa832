"""A person at a desk: one account, its requests and its pushes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from futu_tui.paper.accounts import Account
from futu_tui.protocol import Security
from tests.gateway.conftest import Caller, Paper

TENCENT = Security.parse("HK.00700")
APPLE = Security.parse("US.AAPL")
BUY, SELL = 1, 2
LIMIT, MARKET = 1, 2
NORMAL, CANCEL, DISABLE, ENABLE, DELETE = 1, 2, 3, 4, 5


@dataclass
class Desk:
    """Sends acts of one account, far enough apart for the gateway's limits."""

    paper: Paper
    caller: Caller
    acc_id: int = 7_000_001
    market: int = 1
    _serials: Any = field(default_factory=lambda: count(1))

    @property
    def books(self) -> Account:
        """As the gateway keeps them."""
        account = self.paper.gateway.accounts.get(self.acc_id)
        assert account is not None
        return account

    @property
    def header(self) -> dict[str, int]:
        return {"trdEnv": int(self.books.real), "accID": self.acc_id, "trdMarket": self.market}

    def packet(self) -> dict[str, int]:
        return {"connID": self.acc_id, "serialNo": next(self._serials)}

    def ask_price(self, security: Security = TENCENT) -> float:
        return self.paper.gateway.market.quote(security).ask

    def bid_price(self, security: Security = TENCENT) -> float:
        return self.paper.gateway.market.quote(security).bid

    def order(self, side: int, qty: float, price: float | None = None, **more: Any) -> dict[str, Any]:
        """The C2S of a placing."""
        c2s = {
            "packetID": self.packet(),
            "header": self.header,
            "trdSide": side,
            "orderType": LIMIT if price is not None else MARKET,
            "code": "00700",
            "qty": qty,
            **more,
        }
        return c2s if price is None else {**c2s, "price": price}

    async def place(self, side: int, qty: float, price: float | None = None, **more: Any) -> int:
        """An order that is taken; its number."""
        self.paper.wait(2.5)
        return int((await self.caller.ask(2202, **self.order(side, qty, price, **more))).orderID)

    async def refused(self, side: int, qty: float, price: float | None = None, **more: Any) -> str:
        """What an order is told that is not taken."""
        self.paper.wait(2.5)
        before = dict(self.books.orders)
        text = await self.caller.refusal(2202, **self.order(side, qty, price, **more))
        assert self.books.orders == before
        return text

    def change(self, order_id: int, op: int, **more: Any) -> dict[str, Any]:
        """The C2S of a change."""
        return {
            "packetID": self.packet(),
            "header": self.header,
            "orderID": order_id,
            "modifyOrderOp": op,
            **more,
        }

    async def modify(self, order_id: int, op: int = NORMAL, **more: Any) -> None:
        self.paper.wait(2.5)
        await self.caller.ask(2205, **self.change(order_id, op, **more))

    async def row(self, order_id: int) -> Any:
        """An order as 2201 tells it."""
        rows = (await self.caller.ask(2201, header=self.header)).orderList
        (found,) = [row for row in rows if row.orderID == order_id]
        return found

    async def funds(self, **more: Any) -> Any:
        return (await self.caller.ask(2101, header=self.header, **more)).funds
