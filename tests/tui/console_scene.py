"""The still market with a gateway that answers what the console asks as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from google.protobuf.message import Message

from futu_tui.opend.errors import GatewayError
from futu_tui.opend.limits import Room
from futu_tui.protocol import Protocol, Security
from futu_tui.protocol.pb import qot_common_pb2, qot_request_history_kl_pb2, trd_get_order_list_pb2
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import ORDERS, PLAY_ID, TARGET, StillTime


class AnsweringGateway:
    """Keeps what it was asked, and answers by `answers`; an error there is raised, a function is called."""

    def __init__(self) -> None:
        self.target = TARGET
        self.exposed = False
        self.user_id = 77
        self.waiting: list[tuple[Any, float]] = []
        self.answers: dict[int, Message | bytes | GatewayError | Callable[[Any], Message | bytes]] = {}
        self.asked: list[tuple[int, Any]] = []
        self.held: asyncio.Event | None = None
        """What every answer waits for, if anything."""
        self.left = 7

    def room(self, protocol: Protocol, account: int = 0) -> Room | None:
        return Room(self.left, 0.0 if self.left else 12.0) if protocol.limit else None

    async def request(self, protocol: Protocol, c2s: Any, *, timeout: float) -> Any:  # noqa: ASYNC109
        self.asked.append((int(protocol.id), c2s))
        if self.held is not None:
            await self.held.wait()
        answer = self.answers.get(int(protocol.id))
        if answer is None:
            assert protocol.s2c is not None
            return protocol.s2c()
        if isinstance(answer, GatewayError):
            raise answer
        return answer(c2s) if callable(answer) else answer


class ConsoleScene(DeskScene):
    """The program on the still market, with a gateway to ask."""

    def __init__(self, clock: StillTime, **scene: Any) -> None:
        super().__init__(clock, **scene)
        self.gateway = AnsweringGateway()
        self.still.gateway = self.gateway  # type: ignore[assignment]
        self.still.subscriptions.active = frozenset()
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)


def bars(count: int) -> Message:
    """A history of so many bars."""
    s2c = qot_request_history_kl_pb2.S2C(security=Security.parse("HK.00700").message(), name="Tencent")
    for n in range(count):
        close = 500 + n % 37 * 0.5
        s2c.klList.append(
            qot_common_pb2.KLine(
                time=f"2026-11-{n % 20 + 2:02d} 10:{n % 60:02d}:00", isBlank=False, openPrice=close - 1,
                highPrice=close + 2, lowPrice=close - 2.5, closePrice=close, volume=1_000 + n * 137 % 9_000,
            )
        )  # fmt: skip
    return s2c


def orders() -> Message:
    """Today's orders of the account of the scene."""
    s2c = trd_get_order_list_pb2.S2C(orderList=ORDERS[:3])
    s2c.header.trdEnv, s2c.header.accID, s2c.header.trdMarket = 0, PLAY_ID, 1
    return s2c
