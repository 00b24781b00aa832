"""A person's program in a trial: the real client, feed, desk and journal without a screen, trading at random.

`python -m tests.trial.trader TARGET JOURNAL TOLD SEED`: trades until SIGTERM, then waits until every act is closed and
its accounts are as the gateway lists them, and ends with 0. It may be killed at any moment and started again.

TOLD gets a JSON line for each write that leaves it, for each outcome that it is told, and for what it finds at its end.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from futu_tui.feed import Feed
from futu_tui.market import Store
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId
from futu_tui.trading import Account, Accounts, Portfolio, TrdEnv
from futu_tui.trading.acts import ActKind
from futu_tui.trading.desk import Desk
from futu_tui.trading.guard import Guard
from futu_tui.trading.journal import Journal
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.open_acts import Timing
from futu_tui.trading.order_lists import orders_of
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind
from futu_tui.trading.password import Password
from futu_tui.trading.positions import Position
from tests.trial import picks

TIMING = Timing(answer=2.0, settle=2.0, first_look=0.2, slowest_look=2.0, verify=0.5)
"""As in life, but for a gateway that needs no seconds to act: some late answers come too late."""
FRAME = 1 / 30
PLACERS, CHANGERS = 2, 3
"""Of each account, at work side by side."""
PAUSE = 0.3
"""Seconds that each of them thinks, on average."""
SWITCHES = 2.0
"""Seconds an account stays in play, on average."""
CLOSING, HEALING = 120.0, 45.0
"""Seconds after which what is still open, or still differs, is a violation."""
WRITES = frozenset(
    {
        ProtoId.TRD_PLACE_ORDER,
        ProtoId.TRD_MODIFY_ORDER,
        ProtoId.TRD_RECONFIRM_ORDER,
        ProtoId.TRD_UNLOCK_TRADE,
    }
)


class Told:
    """The file of what this program sent and was told, whole lines whenever it is killed."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def __call__(self, **facts: object) -> None:
        os.write(self._file, (json.dumps(facts, ensure_ascii=False) + "\n").encode())


class Gateway(OpenD):
    """The client, with each write told before it goes."""

    def __init__(self, target: str, told: Told) -> None:
        super().__init__(target)
        self._told = told

    async def request(self, protocol: Any, c2s: Any = None, **options: Any) -> Any:
        if protocol in WRITES and "packetID" in (c2s if isinstance(c2s, dict) else {}):
            self._told(sent=[c2s["packetID"]["connID"], c2s["packetID"]["serialNo"]])
        return await super().request(protocol, c2s, **options)


class Trader:
    """Acts on all accounts of the environment in play, until told to stop."""

    def __init__(self, gateway: OpenD, journal: JournalWriter, told: Told, random: Random) -> None:
        self._gateway = gateway
        self._told = told
        self._random = random
        self._accounts = Accounts()
        store = Store()
        self._desk = Desk(
            gateway, self._accounts, journal, Guard(), store, on_event=self._hear, timing=TIMING
        )  # fmt: skip
        environment = TrdEnv.REAL if random.random() < 0.3 else TrdEnv.SIMULATE
        self._feed = Feed(gateway, store, self._accounts, environment=environment, desk=self._desk)
        self._stopping = asyncio.Event()
        self._busy: dict[int, int] = {}
        """Orders that are acted on by this program, and how many acts have no known outcome."""
        self._unknown: dict[int, int] = {}
        """Of an act whose outcome is not known, the order it is about."""

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> bool:
        """Trade until told to stop; whether all is as the gateway has it then."""
        self._feed.watch(picks.SECURITIES)
        beside = [
            asyncio.create_task(work) for work in (self._feed.run(), self._draw(), self._retry(), self._wander())
        ]  # fmt: skip
        try:
            workers = asyncio.create_task(self._work())
            await asyncio.wait([workers, *beside], return_when=asyncio.FIRST_COMPLETED)
            for task in (workers, *beside):
                if task.done():
                    task.result()
            return await self._close()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._desk.close()

    # Beside

    async def _draw(self) -> None:
        while True:
            self._feed.drain(time.monotonic())
            await asyncio.sleep(FRAME)

    async def _retry(self) -> None:
        """Nobody waits for the whole of a long pause between two attempts."""
        while True:
            await asyncio.sleep(1.0)
            self._feed.retry_now()

    async def _wander(self) -> None:
        """Another account in play now and then, of either environment."""
        while not self._stopping.is_set():
            unread = any(not each.funds for each in self._accounts.portfolios.values())
            await self._pause(SWITCHES / 5 if unread else SWITCHES)
            if self._accounts.list and not self._stopping.is_set():
                self._feed.switch_account(self._random.choice(self._accounts.list))

    async def _pause(self, mean: float) -> None:
        await asyncio.sleep(self._random.expovariate(1 / mean))

    # Acting

    async def _work(self) -> None:
        while not self._accounts.list:
            if self._stopping.is_set():
                return
            await asyncio.sleep(FRAME)
        works = [self._place] * PLACERS + [self._change] * CHANGERS
        async with asyncio.TaskGroup() as group:
            for account in self._accounts.list:
                for work in works:
                    group.create_task(self._act_on(account, work))

    async def _act_on(self, account: Account, act: Callable[[Portfolio], Awaitable[None]]) -> None:
        while not self._stopping.is_set():
            await self._pause(PAUSE)
            current = self._accounts.current
            portfolio = self._accounts.portfolios.get(account.acc_id)
            if current and portfolio and portfolio.funds and account.env is current.account.env:
                await act(portfolio)

    async def _place(self, portfolio: Portfolio) -> None:
        account = portfolio.account
        ticket = picks.new_order(
            self._random, account, lambda security: self._desk.context(security, account=account)
        )
        if ticket is not None:
            self._take(await self._desk.place(ticket))

    async def _change(self, portfolio: Portfolio) -> None:
        """Any act but a new order."""
        account, orders, desk = portfolio.account, portfolio.orders.values(), self._desk
        kind = self._random.choices(
            [ActKind.MODIFY, ActKind.CANCEL, ActKind.DISABLE, ActKind.ENABLE, ActKind.DELETE, ActKind.RECONFIRM,
             ActKind.CANCEL_ALL, ActKind.UNLOCK],
            [8, 4, 2.5, 4, 2.5, 4, 0.3, 4],
        )[0]  # fmt: skip
        if self._random.random() < 0.3 and any(map(picks.is_held_back, orders)):
            kind = ActKind.RECONFIRM
        if kind is ActKind.UNLOCK:
            await self._turn(account)
        elif kind is ActKind.CANCEL_ALL:
            market = self._random.choice((None, *account.markets))
            for outcome in await desk.cancel_all(account, trade_market=market):
                self._take(outcome)
        elif kind is ActKind.MODIFY:
            if order := self._pick(orders, picks.can_be_changed):
                context = desk.context(order.security, account=account, leaving_out=order.order_id)
                await self._on(order, desk.modify(picks.change(self._random, order, account, context)))
        elif kind is ActKind.CANCEL:
            # A cancel does not wait for what else is under way.
            free = self._random.random() < 0.5
            if order := self._pick(orders, lambda each: each.working, busy_too=not free):
                await self._on(order, desk.cancel(order, account))
        elif kind is ActKind.DISABLE:
            if order := self._pick(orders, picks.can_be_disabled):
                await self._on(order, desk.disable(order, account))
        elif kind is ActKind.ENABLE:
            if order := self._pick(orders, picks.is_disabled):
                await self._on(order, desk.enable(order, account))
        elif kind is ActKind.DELETE:
            if order := self._pick(orders, picks.can_be_deleted):
                await self._on(order, desk.delete(order, account))
        elif order := self._pick(orders, picks.is_held_back):
            await self._on(order, desk.reconfirm(order, 1, account))

    async def _turn(self, account: Account) -> None:
        if account.env is TrdEnv.SIMULATE:
            return
        if self._desk.unlocked and self._random.random() < 0.1:
            self._take(await self._desk.lock())
        elif not self._desk.unlocked:
            word = "123456" if self._random.random() < 0.9 else "654321"
            self._take(await self._desk.unlock(Password(word)))

    def _pick(self, orders: Any, wanted: Callable[[Order], bool], *, busy_too: bool = False) -> Order | None:
        return picks.pick(
            self._random,
            orders,
            lambda order: wanted(order) and (busy_too or order.order_id not in self._busy),
        )

    async def _on(self, order: Order, act: Awaitable[Outcome]) -> None:
        self._busy[order.order_id] = self._busy.get(order.order_id, 0) + 1
        self._take(await act, order.order_id)

    def _take(self, outcome: Outcome, order_id: int = 0) -> None:
        if outcome.act_id is not None:
            self._told(act=outcome.act_id, outcome=outcome.kind.value)
        if outcome.kind is OutcomeKind.UNKNOWN and outcome.act_id is not None:
            self._unknown[outcome.act_id] = order_id
        else:
            self._free(order_id)

    def _free(self, order_id: int) -> None:
        left = self._busy.pop(order_id, 1) - 1
        if left:
            self._busy[order_id] = left

    def _hear(self, event: DeskEvent) -> None:
        if event.event is Event.JOURNAL:
            self._told(journal=event.text)
        if event.event is not Event.OUTCOME or event.outcome is None or event.outcome.act_id is None:
            return
        self._told(act=event.outcome.act_id, outcome=event.outcome.kind.value)
        if event.outcome.act_id in self._unknown:
            self._free(self._unknown.pop(event.outcome.act_id))

    # The end

    async def _close(self) -> bool:
        try:
            async with asyncio.timeout(CLOSING):
                while self._desk.open_acts or not self._feed.health.live:  # noqa: ASYNC110
                    await asyncio.sleep(FRAME)
        except TimeoutError:
            self._told(stuck=self._where())
            return False
        current = self._accounts.current
        assert current is not None
        right = await self._agrees(current)  # of what was pushed and looked for, without being read anew
        for account in self._accounts.list:
            self._feed.switch_account(account)
            right &= await self._agrees(self._accounts.portfolios[account.acc_id])
        return right

    def _where(self) -> str:
        """What this program waits for when it should be done."""
        health, acts = self._feed.health, self._desk.open_acts
        lines = [f"{health.link.state} silent {health.silent_since} restoring {health.restoring}"]
        lines += [f"act {each.act_id} in flight {each.in_flight} since {each.at:.3f}" for each in acts]
        for task in asyncio.all_tasks():
            stack = [f"{frame.f_code.co_qualname}:{frame.f_lineno}" for frame in _frames(task)]
            lines.append(" > ".join(stack))
        return "\n".join(lines)

    async def _agrees(self, portfolio: Portfolio) -> bool:
        """Whether an account comes to be what the gateway lists, within some seconds."""
        begun = time.monotonic()
        differs = "the gateway never answered"
        while time.monotonic() - begun < HEALING:
            try:
                differs = await self._difference(portfolio)
            except GatewayError:
                pass
            else:
                if not differs:
                    seconds = round(time.monotonic() - begun, 1)
                    self._told(agrees=portfolio.account.acc_id, after=seconds)
                    return True
            await asyncio.sleep(0.25)
        self._told(differs=portfolio.account.acc_id, text=differs)
        return False

    async def _difference(self, portfolio: Portfolio) -> str:
        header = {"header": portfolio.account.header()}
        rows = (await self._gateway.request(ProtoId.TRD_GET_ORDER_LIST, header)).orderList
        fills = (await self._gateway.request(ProtoId.TRD_GET_ORDER_FILL_LIST, header)).orderFillList
        held = (await self._gateway.request(ProtoId.TRD_GET_POSITION_LIST, header)).positionList
        orders = {order.order_id: order for order in orders_of(rows)}
        for order_id in orders.keys() | portfolio.orders.keys():
            theirs, ours = orders.get(order_id), portfolio.orders.get(order_id)
            if theirs != ours:
                return f"order {order_id}: the gateway has {theirs}, this program {ours}"
        if set(portfolio.fills) != {Fill.of(row).key for row in fills}:
            return f"{len(fills)} fills of the gateway, {len(portfolio.fills)} of this program"
        positions = {position.key: position.qty for position in map(Position.of, held)}
        ours_held = {key: position.qty for key, position in portfolio.positions.items()}
        return "" if positions == ours_held else f"positions: {positions} and {ours_held}"


def _frames(task: asyncio.Task[Any]) -> Iterator[FrameType]:
    """Where a task stands, through all that it awaits."""
    awaited: Any = task.get_coro()
    while awaited is not None:
        frame = getattr(awaited, "cr_frame", None)
        if frame is not None:
            yield frame
        awaited = getattr(awaited, "cr_await", None)


async def main(target: str, journal: str, told: str, seed: str) -> int:
    say = Told(Path(told))
    writer = JournalWriter(await asyncio.to_thread(Journal.open, Path(journal)))
    async with Gateway(target, say) as gateway:
        trader = Trader(gateway, writer, say, Random(seed))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, trader.stop)
        print("trading", flush=True)
        return 0 if await trader.run() else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
