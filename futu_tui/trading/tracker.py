"""Acts from their sending to the moment their outcome is known, whatever becomes of the answer.

Each act is on the disk before it is sent, and sent once. Its outcome comes from the answer, from a push that was
faster, or, where neither came, from looking the order up: in today's orders (2201), then in those of past days (2221),
by the mark in its remark or by its number. Until then it is UNKNOWN; it is NOT FOUND only once both lists, read long
enough after the gateway could still have acted, show no trace of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from google.protobuf.message import DecodeError

from futu_tui.opend import errors
from futu_tui.protocol import PROTOCOLS, Market, ProtoId, SecurityError
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.times import local_time
from futu_tui.trading import verdicts
from futu_tui.trading.accounts import Accounts
from futu_tui.trading.journal import (
    Act,
    ActKind,
    Answered,
    Entry,
    Journal,
    JournalError,
    LookedUp,
    Pushed,
    Resolved,
    Result,
)
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind

DAY = 86_400.0
"""Seconds."""


class Gateway(Protocol):
    """`futu_tui.opend.OpenD`, as far as trading needs it."""

    @property
    def conn_id(self) -> int: ...

    async def request(
        self,
        protocol: int,
        c2s: Any = None,
        *,
        timeout: float = ...,  # noqa: ASYNC109 - the deadline that goes with the call
    ) -> Any: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds."""

    answer: float = 10.0
    """How long a request may take."""
    settle: float = 20.0
    """How long after a request that was not answered the gateway may still act on it."""
    held_back: float = 40.0
    """The longest that an act of a program that was killed may have waited for the gateway's limits and the answer."""
    first_look: float = 0.2
    """After which what is unknown is looked up for the first time; twice as long each time after that."""
    slowest_look: float = 5.0
    verify: float = 1.0
    """How long after an act that was done the first push of it may take before the list is read."""


@dataclass(eq=False, slots=True)
class OpenAct:
    """An act whose outcome is not known."""

    act: Act
    act_id: int
    at: float
    """Epoch seconds of its recording."""
    settled: asyncio.Future[Outcome]
    """What its caller is told; done once that is known, or known to be unknown."""
    in_flight: bool = True
    """The answer may still come."""
    deadline: float = 0.0
    """Epoch seconds from which a list that does not show it is proof; meaningless while in flight."""
    order_id: int = 0
    id_ex: str = ""
    last: Order | None = None
    """The latest telling of its order."""
    doubts: set[str] = field(default_factory=set)
    """What kept it from being looked up; each is written down once."""

    @property
    def summary(self) -> str:
        return self.act.summary or str(self.act.kind)


_UNKNOWN_RETURNS = frozenset({-100, -200, -400})
"""common.RetType by which a gateway says that it does not know what became of a request."""

_DONE_WORDS = {
    ActKind.PLACE: "placed",
    ActKind.MODIFY: "changed",
    ActKind.CANCEL: "cancel taken",
    ActKind.CANCEL_ALL: "cancel of all orders taken",
    ActKind.ENABLE: "enabled",
    ActKind.DISABLE: "disabled",
    ActKind.DELETE: "deleted",
    ActKind.RECONFIRM: "confirmed again",
    ActKind.UNLOCK: "trading is unlocked",
    ActKind.LOCK: "trading is locked",
}

_MARKETS = {1: Market.HK, 2: Market.US, 3: Market.SH, 4: Market.SH}
"""In whose time zone a trd_common.TrdMarket's history is asked for."""

_STORY = 512
"""Pushes of orders not known yet that are remembered, in case an answer makes them ours."""


class Tracker:
    """All acts of this program, and those that earlier ones left open."""

    def __init__(
        self,
        gateway: Gateway,
        accounts: Accounts,
        journal: JournalWriter,
        *,
        timing: Timing,
        clock: Callable[[], float],
        tell: Callable[[DeskEvent], None],
        on_failure: Callable[[Act, errors.GatewayError], None],
    ) -> None:
        """`tell` hears of outcomes that nobody waits for; `on_failure` of every request that failed."""
        self.open: dict[int, OpenAct] = {}
        """By act id, in the order of their recording."""
        self._gateway = gateway
        self._accounts = accounts
        self._journal = journal
        self._timing = timing
        self._clock = clock
        self._tell = tell
        self._on_failure = on_failure
        self._known: dict[int, Entry] = {}
        """Placed orders of the last day that have an outcome, by act id: what their pushes are written to."""
        self._by_client: dict[str, int] = {}
        self._by_order: dict[int, int] = {}
        self._by_id_ex: dict[str, int] = {}
        self._strangers: deque[tuple[int, str, Pushed]] = deque(maxlen=_STORY)
        """Order id, lasting id and what to write, of pushes that are nobody's so far."""
        self._noted: dict[int, str] = {}
        """The last push that was written of each order, so that one that comes twice is written once."""
        self._fills: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._resolver: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()
        self._nudge = asyncio.Event()
        self._remembered = False

    # Sending

    async def carry_out(
        self, act: Act, protocol: ProtoId, c2s: Mapping[str, Any] | Callable[[], Any]
    ) -> Outcome:
        """Record an act, send it, and answer what became of it, UNKNOWN included.

        It goes on to its end when the caller is cancelled. `c2s` lacks the packet id; a callable makes a request that
        takes none, and is called only when it is about to be sent.
        """
        settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._start(self._carry_out(act, protocol, c2s, settled))
        return await asyncio.shield(settled)

    async def _carry_out(
        self,
        act: Act,
        protocol: ProtoId,
        c2s: Mapping[str, Any] | Callable[[], Any],
        settled: asyncio.Future[Outcome],
    ) -> None:
        try:
            recorded = await self._journal.record(act)
        except JournalError as error:
            settled.set_result(
                Outcome(OutcomeKind.NOT_SENT, f"not sent: {error}", order_id=act.order_id or None)
            )
            return
        opened = OpenAct(act, recorded.act_id, self._clock(), settled, order_id=act.order_id, id_ex=act.id_ex)
        self._hold(opened)
        if callable(c2s):
            body = c2s()
        else:
            body = dict(c2s) | {"packetID": {"connID": act.conn_id, "serialNo": recorded.serial}}
        try:
            answer = await self._gateway.request(protocol, body, timeout=self._timing.answer)
        except errors.GatewayError as error:
            self._failed(opened, error)
        except Exception as error:
            # Not even a fault of this program may leave it in doubt whether something was sent.
            self._failed(opened, errors.GatewayFault(f"the request broke: {type(error).__name__}"))
        else:
            self._answered(opened, answer)

    def _answered(self, opened: OpenAct, answer: Any) -> None:
        opened.in_flight = False
        order_id = getattr(answer, "orderID", 0) or opened.order_id
        id_ex = getattr(answer, "orderIDEx", "") or opened.id_ex
        words = _DONE_WORDS[opened.act.kind]
        number = f" as order {order_id}" if opened.act.kind is ActKind.PLACE and order_id else ""
        self._journal.note(Answered(opened.act_id, self._clock(), f"{words}{number}", order_id, id_ex))
        self._learn(opened, order_id, id_ex)
        self._resolve(opened, Result.ACCEPTED, f"{words}{number}", "the answer")

    def _failed(self, opened: OpenAct, error: errors.GatewayError) -> None:
        opened.in_flight = False
        self._journal.note(Answered(opened.act_id, self._clock(), str(error)))
        self._on_failure(opened.act, error)
        result = outcome_of(error)
        if result is not Result.OPEN:
            text = error.ret_msg if isinstance(error, errors.Refused) and error.ret_msg else str(error)
            self._resolve(opened, result, text, "the answer")
            return
        if opened.act_id not in self.open:
            return  # a push told already
        if opened.act.kind in (ActKind.UNLOCK, ActKind.LOCK):
            self._resolve(opened, Result.NOT_FOUND, str(error), "no answer, and a lock cannot be looked up")
            return
        opened.deadline = self._clock() + self._timing.settle
        if opened.last is not None and (found := verdicts.verdict(opened.act, opened.last)) is not None:
            self._resolve(opened, found.result, found.text, "a push")
            return
        self._settle(
            opened,
            Outcome(
                OutcomeKind.UNKNOWN,
                f"not known: {error.message}; looking it up",
                opened.act_id,
                opened.order_id or None,
            ),
        )
        self._wake()

    # What comes by itself

    def observe(self, events: Iterable[PushEvent]) -> None:
        """Take in trade pushes, of orders (2208) and fills (2218); others and broken ones are left out."""
        for event in events:
            if event.proto_id == ProtoId.TRD_UPDATE_ORDER:
                if (s2c := _read(event)) is not None:
                    self._see([s2c.order], "a push")
            elif event.proto_id == ProtoId.TRD_UPDATE_ORDER_FILL and (s2c := _read(event)) is not None:
                self._see_fill(s2c.orderFill)

    def _see(self, rows: Iterable[Any], how: str) -> list[Order]:
        """Take in tellings of orders, pushed or listed; gives them as orders."""
        orders = []
        for row in rows:
            try:
                order = Order.of(row)
            except SecurityError:
                continue
            orders.append(order)
            self._see_order(order, how)
        return orders

    def _see_order(self, order: Order, how: str) -> None:
        pushed = how == "a push"
        owner = self._owner(order.client_id, order.order_id, order.id_ex)
        if pushed:
            self._write_push(owner, order.order_id, order.id_ex, verdicts.telling(order))
        if owner is not None and owner in self._known:
            self._upgrade(self._known[owner], order, how)
        for opened in list(self.open.values()):
            if not verdicts.concerns(opened.act, order, opened.order_id, opened.id_ex):
                continue
            if opened.last is None or order.supersedes(opened.last, listed=not pushed):
                opened.last = order
            self._learn(opened, order.order_id, order.id_ex)
            found = verdicts.verdict(opened.act, opened.last, in_flight=opened.in_flight)
            if found is not None:
                self._resolve(opened, found.result, found.text, how)

    def _see_fill(self, row: Any) -> None:
        try:
            fill = Fill.of(row)
        except SecurityError:
            return
        if fill.key in self._fills:
            return
        self._fills.add(fill.key)
        text = f"order {fill.order_id} filled {fill.qty:.10g} at {fill.price:.10g}"
        owner = self._owner("", fill.order_id, row.orderIDEx)
        self._write_push(owner, fill.order_id, row.orderIDEx, text, told_before=False)

    def _write_push(
        self, owner: int | None, order_id: int, id_ex: str, text: str, *, told_before: bool = True
    ) -> None:
        if told_before:
            if self._noted.get(order_id) == text:
                return
            self._noted[order_id] = text
        note = Pushed(owner or 0, self._clock(), text, order_id, id_ex)
        if owner is not None:
            self._journal.note(note)
        elif any(opened.act.kind is ActKind.PLACE for opened in self.open.values()):
            self._strangers.append((order_id, id_ex, note))

    def _owner(self, client_id: str, order_id: int, id_ex: str) -> int | None:
        """The act that placed this order."""
        if client_id in self._by_client:
            return self._by_client[client_id]
        return self._by_id_ex.get(id_ex) if id_ex in self._by_id_ex else self._by_order.get(order_id)

    def _upgrade(self, entry: Entry, order: Order, how: str) -> None:
        """An order that was given up for not found turned up."""
        if entry.result is not Result.NOT_FOUND:
            return
        found = verdicts.verdict(entry.act, order)
        if found is None:
            return
        how = f"{how}, late"
        self._close(
            entry.act_id, entry.act, entry.at, found.result, found.text, how, order.order_id, order.id_ex
        )
        kind = OutcomeKind(found.result.value)
        outcome = Outcome(kind, f"{found.text} after all", entry.act_id, order.order_id)
        self._tell(DeskEvent(Event.OUTCOME, outcome.text, outcome.accepted, outcome, entry.act.summary))

    # Keeping track

    def _hold(self, opened: OpenAct) -> None:
        self.open[opened.act_id] = opened
        if opened.act.client_id:
            self._by_client[opened.act.client_id] = opened.act_id

    def _learn(self, opened: OpenAct, order_id: int, id_ex: str) -> None:
        """Take in the numbers of an act's order, and what was pushed under them before they were known."""
        opened.order_id = order_id or opened.order_id
        opened.id_ex = id_ex or opened.id_ex
        if opened.act.kind is not ActKind.PLACE:
            return
        self._index(opened.act_id, order_id, id_ex)
        ours = [each for each in self._strangers if each[0] == order_id or (id_ex and each[1] == id_ex)]
        for each in ours:
            self._strangers.remove(each)
            note = each[2]
            self._journal.note(Pushed(opened.act_id, note.at, note.text, note.order_id, note.id_ex))

    def _index(self, act_id: int, order_id: int, id_ex: str) -> None:
        if order_id:
            self._by_order[order_id] = act_id
        if id_ex:
            self._by_id_ex[id_ex] = act_id

    def _resolve(self, opened: OpenAct, result: Result, text: str, how: str) -> None:
        if self.open.pop(opened.act_id, None) is None:
            return
        self._close(opened.act_id, opened.act, opened.at, result, text, how, opened.order_id, opened.id_ex)
        outcome = Outcome(OutcomeKind(result.value), text, opened.act_id, opened.order_id or None)
        if not opened.settled.done():
            self._settle(opened, outcome)
        else:
            self._tell(DeskEvent(Event.OUTCOME, text, outcome.accepted, outcome, opened.summary))
        if (
            result is Result.ACCEPTED
            and how == "the answer"
            and opened.act.kind not in (ActKind.UNLOCK, ActKind.LOCK)
        ):
            self._start(self._verify(opened))

    def _close(
        self, act_id: int, act: Act, at: float, result: Result, text: str, how: str, order_id: int, id_ex: str
    ) -> None:
        now = self._clock()
        self._journal.note(Resolved(act_id, now, result, text, how, order_id, id_ex))
        if act.kind is ActKind.PLACE:
            self._index(act_id, order_id, id_ex)
            self._known[act_id] = Entry(act_id, at, "", 0, act, result, text, how, now, order_id, id_ex)

    def _settle(self, opened: OpenAct, outcome: Outcome) -> None:
        if not opened.settled.done():
            opened.settled.set_result(outcome)

    async def _verify(self, opened: OpenAct) -> None:
        """Pushes can be lost: where none told of an act that was done, read the order list."""
        await asyncio.sleep(self._timing.verify)
        if opened.last is not None or opened.order_id in self._noted:
            return
        try:
            await self._today(opened.act, refresh=False)
        except errors.GatewayError:
            return  # the link's return reads the account whole

    # Looking up

    async def reconcile(self) -> None:
        """Look up everything open, of programs before this one too; for the start and after a reconnect.

        Returns when each was looked for once, with what was found told; what is open still is looked for until it is
        known. Raises JournalError.
        """
        await self._remember()
        for entry in await self._journal.ask(Journal.open_acts):
            if entry.act_id not in self.open:
                self._adopt(entry)
        unknown = self._unknown()
        if unknown:
            await self._look(unknown)
            self._wake()

    async def _remember(self) -> None:
        """Learn which orders of the last day are ours, so that what is pushed of them is written to their acts."""
        if self._remembered:
            return
        since = self._clock() - DAY
        for entry in await self._journal.ask(lambda journal: journal.orders_since(since)):
            self._known.setdefault(entry.act_id, entry)
            self._by_client.setdefault(entry.act.client_id, entry.act_id)
            self._index(entry.act_id, entry.order_id, entry.id_ex)
        self._remembered = True

    def _adopt(self, entry: Entry) -> None:
        """Take over an act that a program before this one left open, perhaps in the middle of sending it."""
        settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        settled.set_result(Outcome(OutcomeKind.UNKNOWN, "left open", entry.act_id, entry.order_id or None))
        sent_by = min(self._clock(), entry.at + self._timing.held_back)
        opened = OpenAct(
            entry.act,
            entry.act_id,
            entry.at,
            settled,
            in_flight=False,
            deadline=sent_by + self._timing.settle,
            order_id=entry.order_id,
            id_ex=entry.id_ex,
        )
        self._known.pop(entry.act_id, None)
        self._hold(opened)
        if entry.act.kind in (ActKind.UNLOCK, ActKind.LOCK):
            self._resolve(
                opened, Result.NOT_FOUND, "the program ended before the answer", "a lock cannot be looked up"
            )

    def _unknown(self) -> list[OpenAct]:
        """Open acts to look up: their request has ended, and their account is one of this gateway's."""
        return [
            opened
            for opened in self.open.values()
            if not opened.in_flight and opened.act.acc_id in self._accounts.portfolios
        ]

    def _wake(self) -> None:
        self._nudge.set()
        if self._resolver is None or self._resolver.done():
            self._resolver = self._start(self._keep_looking())

    async def _keep_looking(self) -> None:
        wait = self._timing.first_look
        while self._unknown():
            self._nudge.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._nudge.wait()
                wait = self._timing.first_look
            except TimeoutError:
                wait = min(self._timing.slowest_look, wait * 2)
                await self._look(self._unknown())

    async def _look(self, unknown: list[OpenAct]) -> None:
        async with self._looking:
            by_account: dict[tuple[int, int, int], list[OpenAct]] = {}
            for opened in unknown:
                act = opened.act
                by_account.setdefault((act.acc_id, act.env, act.trade_market), []).append(opened)
            await asyncio.gather(*(self._look_in(acts) for acts in by_account.values()))

    async def _look_in(self, acts: list[OpenAct]) -> None:
        """One look for acts of one account and market."""
        late = [opened for opened in acts if self._clock() >= opened.deadline]
        try:
            orders = await self._today(acts[0].act, refresh=bool(late))
            for opened in acts:
                if opened.act.kind is ActKind.CANCEL_ALL and opened.act_id in self.open:
                    found = verdicts.all_cancelled(opened.act, orders, opened.at)
                    if found is not None:
                        self._resolve(opened, found.result, found.text, "today's orders (2201)")
            late = [opened for opened in late if opened.act_id in self.open]
            if late:
                orders += await self._past(late)
        except errors.GatewayError as error:
            for opened in acts:
                if opened.act_id in self.open and error.message not in opened.doubts:
                    opened.doubts.add(error.message)
                    self._journal.note(
                        LookedUp(opened.act_id, self._clock(), f"could not look: {error.message}")
                    )
            return
        for opened in late:
            if opened.act_id in self.open:
                alike = None
                if opened.act.kind is ActKind.PLACE:
                    alike = verdicts.looks_like(opened.act, orders, opened.at)
                end = verdicts.no_trace(opened.act, opened.last, alike)
                self._resolve(opened, end.result, end.text, "orders of today and before (2201, 2221)")

    async def _today(self, act: Act, *, refresh: bool) -> list[Order]:
        """2201, taken in; with `refresh` the broker is asked rather than the gateway's memory."""
        portfolio = self._accounts.portfolios.get(act.acc_id)
        asked = portfolio.revision if portfolio else 0
        answer = await self._gateway.request(
            ProtoId.TRD_GET_ORDER_LIST,
            {"header": _header(act), "refreshCache": refresh},
            timeout=self._timing.answer,
        )
        if portfolio is not None:
            portfolio.apply_orders(answer.orderList, market=act.trade_market, asked=asked)
        return self._see(answer.orderList, "today's orders (2201)")

    async def _past(self, acts: list[OpenAct]) -> list[Order]:
        """2221 around these acts, taken in; a gateway that serves none has no orders of the past."""
        act = acts[0].act
        market = _MARKETS.get(act.trade_market, Market.HK)
        begin, end = min(opened.at for opened in acts) - DAY, self._clock() + DAY
        conditions = {
            "beginTime": f"{local_time(begin, market):%Y-%m-%d %H:%M:%S}",
            "endTime": f"{local_time(end, market):%Y-%m-%d %H:%M:%S}",
        }
        try:
            answer = await self._gateway.request(
                ProtoId.TRD_GET_HISTORY_ORDER_LIST,
                {"header": _header(act), "filterConditions": conditions},
                timeout=self._timing.answer,
            )
        except (errors.Refused, errors.NotServed, errors.NoScope) as error:
            for opened in acts:
                self._journal.note(
                    LookedUp(opened.act_id, self._clock(), f"no orders of the past: {error.message}")
                )
            return []
        return self._see(answer.orderList, "orders of the past (2221)")

    # Tasks

    def _start(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End everything under way; what is open stays so in the journal, for the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for opened in self.open.values():
            self._settle(
                opened,
                Outcome(OutcomeKind.UNKNOWN, "the program ends; the next start looks it up", opened.act_id),
            )


def outcome_of(error: errors.GatewayError) -> Result:
    """What a failed request says of its act: OPEN where the gateway may have acted."""
    match error:
        case errors.BadRequest():
            return Result.NOT_SENT
        case errors.NoKey() | errors.NoScope() | errors.Limited() | errors.NotServed():
            return Result.REFUSED
        case errors.Refused():
            return Result.OPEN if error.ret_type in _UNKNOWN_RETURNS else Result.REFUSED
    return Result.OPEN


def _header(act: Act) -> dict[str, int]:
    return {"trdEnv": act.env, "accID": act.acc_id, "trdMarket": act.trade_market}


def _read(event: PushEvent) -> Any | None:
    message = PROTOCOLS[event.proto_id].response
    assert message is not None
    try:
        response: Any = message.FromString(event.body)
    except DecodeError:
        return None
    return response.s2c if response.retType == 0 and response.HasField("s2c") else None
