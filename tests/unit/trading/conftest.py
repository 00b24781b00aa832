"""A desk on a scripted exchange, with a journal on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from futu_tui.opend import OpenD
from futu_tui.trading.accounts import Account, Accounts
from futu_tui.trading.desk import Desk
from futu_tui.trading.guard import Guard
from futu_tui.trading.journal import Entry, Journal
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.open_acts import Timing
from futu_tui.trading.orders import Order, Side
from futu_tui.trading.outcome import DeskEvent, Event, Outcome
from futu_tui.trading.ticket import OrderTicket
from tests.unit.opend.conftest import ScriptedGateway, serving
from tests.unit.trading import wire
from tests.unit.trading.exchange import Exchange, KnownMarket, Listing, Quote
from tests.unit.trading.wire import TENCENT, XIAOMI

FAST = Timing(answer=0.25, settle=0.15, held_back=0.1, first_look=0.02, slowest_look=0.05, verify=0.05)
"""Everything that takes seconds in life."""

SIMULATED, REAL = 281756455988231234, 9001


async def until(condition: Callable[[], bool]) -> None:
    """Return once this holds; for what tells nobody when it changes."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@dataclass
class Scene:
    """A person's side of a test."""

    gateway: ScriptedGateway
    exchange: Exchange
    gw: OpenD
    accounts: Accounts
    market: KnownMarket
    desk: Desk
    path: Path
    told: list[DeskEvent] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def account(self) -> Account:
        assert self.accounts.current is not None
        return self.accounts.current.account

    def hear(self, event: DeskEvent) -> None:
        self.told.append(event)
        self._more.set()

    async def news(self, event: Event = Event.OUTCOME) -> DeskEvent:
        """The first event of this kind, once it comes."""
        async with asyncio.timeout(5):
            while not (found := [told for told in self.told if told.event is event]):
                self._more.clear()
                await self._more.wait()
        return found[0]

    def ticket(
        self, side: Side = Side.BUY, qty: int = 200, price: str = "512.00", **more: Any
    ) -> OrderTicket:
        return OrderTicket(self.account, TENCENT, side, qty=Decimal(qty), price=Decimal(price), **more)

    async def place(self, **more: Any) -> Outcome:
        return await self.desk.place(self.ticket(**more))

    def order(self, number: int) -> Order:
        """As the exchange has it."""
        return Order.of(self.exchange.orders[number])

    def known(self, number: int) -> Order:
        """The exchange's order, taken into the account as a list would."""
        assert self.accounts.current is not None
        self.accounts.current.apply_order(self.exchange.orders[number])
        return self.accounts.current.orders[number]

    def entries(self) -> list[Entry]:
        """What stands in the journal."""
        journal = Journal.open(self.path, read_only=True)
        try:
            return journal.entries()
        finally:
            journal.close()

    async def written(self) -> list[Entry]:
        """The same, once everything is written."""
        await self.desk._journal.flush()
        return self.entries()

    async def again(self, meanwhile: Callable[[], object] = lambda: None) -> Desk:
        """A new desk on the same journal, as after a new start."""
        await self.desk.close()
        meanwhile()
        self.desk = _desk(self)
        return self.desk


def _desk(scene: Scene, guard: Guard | None = None) -> Desk:
    return Desk(
        scene.gw,
        scene.accounts,
        JournalWriter(Journal.open(scene.path)),
        guard or Guard(),
        scene.market,
        on_event=scene.hear,
        timing=FAST,
    )


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with serving() as gateway, OpenD(gateway.target) as gw:
        exchange = Exchange(gateway)
        await gw.init()
        accounts = Accounts()
        accounts.apply_list(
            [
                wire.account(SIMULATED),
                wire.account(REAL, trdEnv=1, cardNum="55501234", securityFirm=1, trdMarketAuthList=[1, 2]),
            ]
        )
        accounts.open(accounts.list[0])
        market = KnownMarket(
            {TENCENT: Quote(), XIAOMI: Quote()}, {TENCENT: Listing(), XIAOMI: Listing("Xiaomi")}
        )
        scene = Scene(gateway, exchange, gw, accounts, market, None, tmp_path / "data" / "journal.sqlite3")  # type: ignore[arg-type]
        scene.desk = _desk(scene)
        gateway.requests.clear()
        yield scene
        await scene.desk.close()


@pytest.fixture
async def real(scene: Scene) -> Scene:
    """The same with the real account in play."""
    scene.accounts.open(scene.accounts.list[1])
    return scene
