"""Acts from their sending to the moment their outcome is known, whatever becomes of the answer.

Each act is on the disk before it is sent, and sent once. Its outcome comes from the answer, from a push that was
faster, or, where neither came, from looking the order up: in today's orders (2201), then in those of past days (2221),
by the mark in its remark or by its number. Until then it is UNKNOWN; it is NOT FOUND only once both lists, read long
enough after the gateway could still have acted, show no trace of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from google.protobuf.message import DecodeError

from futu_tui.opend import errors
from futu_tui.own_context import OwnContext
from futu_tui.protocol import PROTOCOLS, ProtoId, SecurityError
from futu_tui.protocol.numbers import OddNumber
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.utf8 import readable
from futu_tui.trading import verdicts
from futu_tui.trading.accounts import Accounts
from futu_tui.trading.acts import Act, ActKind, Answered, Entry, LookedUp, Resolved, Result
from futu_tui.trading.journal import Journal, JournalError
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.open_acts import Gateway, OpenAct, Timing, result_of
from futu_tui.trading.order_lists import DAY, NOT_SERVED, REFUSALS_MEANT, OrderLists, orders_of
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind
from futu_tui.trading.stories import Stories

Request = Mapping[str, Any] | Callable[[], Any]
"""The fields of a C2S without its packet id; or what makes a C2S that has none, called when it is about to be sent."""

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

_LOCKS = frozenset({ActKind.UNLOCK, ActKind.LOCK})
"""What no list tells anything of."""

_PUSH, _ANSWER = "a push", "the answer"
_TODAY, _PAST = "today's orders (2201)", "orders of the past (2221)"
"""How an outcome became known."""


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
        self._recording: dict[asyncio.Future[Outcome], Act] = {}
        """Acts that are being written down and will be sent, by what their callers wait for."""
        self.unseen: dict[int, Act] = {}
        """Orders placed, or perhaps placed, that nothing has shown in the account yet, by act id."""
        self.ready = False
        """Whether what earlier programs left open was taken over."""
        self._gateway = gateway
        self._accounts = accounts
        self._journal = journal
        self._timing = timing
        self._clock = clock
        self._tell = tell
        self._on_failure = on_failure
        self._lists = OrderLists(gateway, accounts, timing.answer)
        self._stories = Stories(journal)
        self._adopted: set[int] = set()
        """Acts of earlier programs: the journal may not show yet that one is not open any more."""
        self._missing: dict[int, Entry] = {}
        """Orders given up for not found, by act id."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = OwnContext()
        self._resolver: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()
        self._nudge = asyncio.Event()

    # Sending

    async def carry_out(self, act: Act, protocol: ProtoId, request: Request) -> Outcome:
        """Record an act, send it, and answer what became of it, UNKNOWN included.

        It goes on to its end when the caller is cancelled.
        """
        settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._recording[settled] = act
        task = self._start(self._carry_out(act, protocol, request, settled))
        task.add_done_callback(lambda _: self._cut_short(settled))
        return await asyncio.shield(settled)

    async def _carry_out(
        self, act: Act, protocol: ProtoId, request: Request, settled: asyncio.Future[Outcome]
    ) -> None:
        try:
            recorded = await self._journal.record(act)
        except JournalError as error:
            order_id = act.order_id or None
            settled.set_result(Outcome(OutcomeKind.NOT_SENT, f"not sent: {error}", order_id=order_id))
            return
        finally:
            del self._recording[settled]
        opened = OpenAct(
            act, recorded.act_id, self._clock(), settled,
            order_id=act.order_id,
            id_ex=act.id_ex,
            before=self._known(act),
        )  # fmt: skip
        self._hold(opened)
        await self._request(opened, protocol, request, recorded.serial)

    def _known(self, act: Act) -> Order | None:
        """The order that an act is on, as the account has it now."""
        portfolio = self._accounts.portfolios.get(act.acc_id)
        return portfolio.orders.get(act.order_id) if portfolio else None

    def _cut_short(self, settled: asyncio.Future[Outcome]) -> None:
        """Where the program's end came before the outcome, tell the caller as much as is known."""
        self._recording.pop(settled, None)
        if settled.done():
            return
        sent = any(opened.settled is settled for opened in self.open.values())
        text = "the program ends; the next start looks it up" if sent else "the program ends"
        settled.set_result(Outcome(OutcomeKind.UNKNOWN if sent else OutcomeKind.NOT_SENT, text))

    async def _request(self, opened: OpenAct, protocol: ProtoId, request: Request, serial: int) -> None:
        if callable(request):
            body = request()
        else:
            packet_id = {"connID": opened.act.conn_id, "serialNo": serial}
            body = dict(request) | {"packetID": packet_id}
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
        text = _DONE_WORDS[opened.act.kind]
        if opened.act.kind is ActKind.PLACE and order_id:
            text += f" as order {order_id}"
        self._journal.note(Answered(opened.act_id, self._clock(), text, order_id, id_ex))
        self._learn(opened, order_id, id_ex)
        self._resolve(opened, Result.ACCEPTED, text, _ANSWER)

    def _failed(self, opened: OpenAct, error: errors.GatewayError) -> None:
        opened.in_flight = False
        self._journal.note(Answered(opened.act_id, self._clock(), str(error)))
        self._on_failure(opened.act, error)
        result = result_of(error)
        if result is not Result.OPEN:
            text = error.ret_msg if isinstance(error, errors.Refused) and error.ret_msg else str(error)
            self._resolve(opened, result, text, _ANSWER)
        elif opened.act.kind in _LOCKS:
            self._resolve(opened, Result.NOT_FOUND, str(error), "no answer, and a lock cannot be looked up")
        elif opened.act_id in self.open:  # else a push told already
            self._doubt(opened, error)

    def _doubt(self, opened: OpenAct, error: errors.GatewayError) -> None:
        """No answer: what was pushed of the order tells, else it is looked up."""
        opened.deadline = self._clock() + self._timing.settle
        if opened.last is not None and (found := verdicts.verdict(opened.act, opened.last)) is not None:
            self._resolve(opened, found.result, found.text, _PUSH)
            return
        text = f"not known: {error.message}; looking it up"
        opened.tell(Outcome(OutcomeKind.UNKNOWN, text, opened.act_id, opened.order_id or None))
        self._wake()

    def under_way(self, order: Order) -> list[tuple[ActKind, bool]]:
        """The acts on an order whose outcome is not known: the kind of each, and whether its answer may still come."""
        recording = [
            (act.kind, True)
            for act in self._recording.values()
            if verdicts.concerns(act, order, act.order_id, act.id_ex)
        ]
        return recording + [
            (opened.act.kind, opened.in_flight)
            for opened in self.open.values()
            if self._concerns(opened, order)
        ]

    # What comes by itself

    def observe(self, events: Iterable[PushEvent]) -> None:
        """Take in trade pushes, of orders (2208) and fills (2218); others and broken ones are left out."""
        for event in events:
            if event.proto_id == ProtoId.TRD_UPDATE_ORDER:
                if (s2c := _read(event)) is not None:
                    self._see(orders_of([s2c.order], self._accounts.latest()), _PUSH)
            elif event.proto_id == ProtoId.TRD_UPDATE_ORDER_FILL and (s2c := _read(event)) is not None:
                try:
                    fill = Fill.of(s2c.orderFill)
                except (SecurityError, OddNumber):
                    continue
                self._stories.fill_pushed(fill, s2c.orderFill.orderIDEx, self._clock())

    def _see(self, orders: Iterable[Order], how: str, asked: float = 0.0) -> None:
        """Take in tellings of orders, pushed, or listed as `asked` for at a time in epoch seconds."""
        for order in orders:
            owner = self._stories.owner(order.client_id, order.order_id, order.id_ex)
            about = [each for each in self.open.values() if self._concerns(each, order)]
            if owner is not None:
                self.unseen.pop(owner, None)
            if how == _PUSH:
                teller = owner or (about[0].act_id if about else None)
                self._stories.order_pushed(order, teller, self._clock())
            if owner in self._missing:
                self._turned_up(self._missing[owner], order, how)
            for opened in about:
                self._judge(opened, order, how, asked)

    def _concerns(self, opened: OpenAct, order: Order) -> bool:
        return verdicts.concerns(opened.act, order, opened.order_id, opened.id_ex)

    def _judge(self, opened: OpenAct, order: Order, how: str, asked: float) -> None:
        """What a telling of its order says of an open act.

        A list that was asked for after the act was made is never of the time before it, whatever its times say.
        """
        known = opened.last or (opened.before if asked < opened.at else None)
        if known is None or order.supersedes(known, listed=how != _PUSH):
            opened.last = order
        self._learn(opened, order.order_id, order.id_ex)
        if opened.last is None:
            return  # it tells of the time before the act
        found = verdicts.verdict(opened.act, opened.last, in_flight=opened.in_flight)
        if found is not None:
            self._resolve(opened, found.result, found.text, how)

    def _turned_up(self, entry: Entry, order: Order, how: str) -> None:
        """An order that was given up for not found is there after all."""
        found = verdicts.verdict(entry.act, order)
        if found is None:
            return
        del self._missing[entry.act_id]
        self._stories.number(entry.act_id, order.order_id, order.id_ex)
        self._journal.note(
            Resolved(
                entry.act_id, self._clock(), found.result, found.text, f"{how}, late", order.order_id, order.id_ex
            )
        )  # fmt: skip
        outcome = Outcome(
            OutcomeKind(found.result.value), f"{found.text} after all", entry.act_id, order.order_id
        )
        self._tell(DeskEvent(Event.OUTCOME, outcome.text, outcome.accepted, outcome, entry.act.summary))

    # Keeping track

    def _hold(self, opened: OpenAct) -> None:
        self.open[opened.act_id] = opened
        if opened.act.kind is ActKind.PLACE:
            self.unseen[opened.act_id] = opened.act
            self._stories.mark(opened.act_id, opened.act.client_id)

    def _learn(self, opened: OpenAct, order_id: int, id_ex: str) -> None:
        """Take in the numbers of an act's order."""
        opened.order_id = order_id or opened.order_id
        opened.id_ex = id_ex or opened.id_ex
        if opened.act.kind is ActKind.PLACE:
            self._stories.number(opened.act_id, order_id, id_ex)

    def _resolve(self, opened: OpenAct, result: Result, text: str, how: str) -> None:
        """Its outcome is known: written down, and told to whoever waits, or to whoever waited."""
        if self.open.pop(opened.act_id, None) is None:
            return
        now = self._clock()
        self._journal.note(Resolved(opened.act_id, now, result, text, how, opened.order_id, opened.id_ex))
        outcome = Outcome(OutcomeKind(result.value), text, opened.act_id, opened.order_id or None)
        if opened.settled.done():
            self._tell(DeskEvent(Event.OUTCOME, text, outcome.accepted, outcome, opened.summary))
        opened.tell(outcome)
        if result is Result.ACCEPTED:
            if how == _ANSWER and opened.act.kind not in _LOCKS:
                self._start(self._verify(opened))
        else:
            self.unseen.pop(opened.act_id, None)
        if result is Result.NOT_FOUND and opened.act.kind is ActKind.PLACE:
            self._missing[opened.act_id] = Entry(
                opened.act_id, opened.at, "", 0, opened.act, result, text, how, now, 0, ""
            )

    async def _verify(self, opened: OpenAct) -> None:
        """Pushes can be lost: where none told of an act that was done, read the order list."""
        await asyncio.sleep(self._timing.verify)
        if opened.last is None and not self._stories.was_told(opened.order_id):
            asked = self._clock()
            try:
                self._see(await self._lists.today(opened.act, refresh=False), _TODAY, asked)
            except errors.GatewayError:
                return  # the link's return reads the account whole

    # Looking up

    async def take_over(self) -> None:
        """Take over what programs that ended left open, so that no act of this one comes in between.

        Raises JournalError.
        """
        if not self.ready:
            since = self._clock() - DAY
            entries = await self._journal.ask(lambda journal: journal.orders_since(since))
            self._stories.remember(entries)
            self._missing |= {each.act_id: each for each in entries if each.result is Result.NOT_FOUND}
        for entry in await self._journal.ask(Journal.open_acts):
            if entry.act_id not in self._adopted:
                self._adopt(entry)
        self.ready = True

    async def reconcile(self) -> None:
        """Look up everything open, of programs before this one too; for the start and after a reconnect.

        Returns when each was looked for once, with what was found told; what is open still is looked for until it is
        known. Raises JournalError.
        """
        await self.take_over()
        if unknown := self._unknown():
            await self._look(unknown)
            self._wake()

    def _adopt(self, entry: Entry) -> None:
        """Take over an act that a program before this one left open, perhaps in the middle of sending it."""
        settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        settled.set_result(Outcome(OutcomeKind.UNKNOWN, "left open", entry.act_id, entry.order_id or None))
        sent_by = min(self._clock(), entry.at + self._timing.held_back)
        opened = OpenAct(
            entry.act, entry.act_id, entry.at, settled,
            in_flight=False,
            deadline=sent_by + self._timing.settle,
            order_id=entry.order_id,
            id_ex=entry.id_ex,
        )  # fmt: skip
        self._adopted.add(entry.act_id)
        self._hold(opened)
        if entry.act.kind in _LOCKS:
            text = "the program ended before the answer"
            self._resolve(opened, Result.NOT_FOUND, text, "a lock cannot be looked up")

    def _unknown(self) -> list[OpenAct]:
        """Open acts to look up: their request has ended, and their account is one of this gateway's."""
        return [
            opened
            for opened in self.open.values()
            if not opened.in_flight and opened.act.acc_id in self._accounts.portfolios
        ]

    def look_on(self) -> None:
        """See to it that what is open is looked for: a look that failed in any way must not have been the last."""
        if self._unknown() and (self._resolver is None or self._resolver.done()):
            self._wake()

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
        """One look for all of these, account by account."""
        async with self._looking:
            groups: dict[tuple[int, int, int], list[OpenAct]] = {}
            for opened in unknown:
                act = opened.act
                groups.setdefault((act.acc_id, act.env, act.trade_market), []).append(opened)
            await asyncio.gather(*(self._look_in(group) for group in groups.values()))

    async def _look_in(self, acts: list[OpenAct]) -> None:
        """One look for acts of one account and market."""
        asked = self._clock()
        late = [opened for opened in acts if asked >= opened.deadline]
        try:
            orders = await self._lists.today(acts[0].act, refresh=bool(late))
            self._see(orders, _TODAY, asked)
            for opened in self._still_open(acts):
                if opened.act.kind is ActKind.CANCEL_ALL:
                    found = verdicts.all_cancelled(opened.act, orders, opened.at)
                    if found is not None:
                        self._resolve(opened, found.result, found.text, _TODAY)
            if late := self._still_open(late):
                past = await self._look_back(late)
                if past is None:
                    return
                orders += past
        except errors.GatewayError as error:
            doubtful = [each for each in self._still_open(acts) if error.message not in each.doubts]
            for opened in doubtful:
                opened.doubts.add(error.message)
            self._write_looks(doubtful, f"could not look: {error.message}")
            return
        for opened in self._still_open(late):
            alike = None
            if opened.act.kind is ActKind.PLACE:
                alike = verdicts.looks_like(opened.act, orders, opened.at)
            last = opened.last
            if (
                opened.act.kind is ActKind.DELETE
            ):  # what was told of it before does not count: is it listed now?
                last = next((order for order in orders if self._concerns(opened, order)), None)
            end = verdicts.no_trace(opened.act, last, alike)
            self._resolve(opened, end.result, end.text, f"{_TODAY} and {_PAST}")

    async def _look_back(self, acts: list[OpenAct]) -> list[Order] | None:
        """The orders of the past, taken in; none where the gateway serves none, None where it may the next time."""
        since, asked = min(opened.at for opened in acts), self._clock()
        try:
            orders = await self._lists.past(acts[0].act, since, asked)
        except NOT_SERVED as error:
            self._write_looks(acts, f"no orders of the past: {error.message}")
            return []
        except errors.Refused as error:
            self._write_looks(acts, f"no orders of the past: {error.message}")
            for opened in acts:
                opened.refused_looks += 1
            return [] if all(opened.refused_looks >= REFUSALS_MEANT for opened in acts) else None
        self._see(orders, _PAST, asked)
        return orders

    def _still_open(self, acts: list[OpenAct]) -> list[OpenAct]:
        return [opened for opened in acts if opened.act_id in self.open]

    def _write_looks(self, acts: Iterable[OpenAct], text: str) -> None:
        for opened in acts:
            self._journal.note(LookedUp(opened.act_id, self._clock(), text))

    # Tasks

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self._context.run(self._begin, work)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End everything under way; what is open stays so in the journal, for the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _read(event: PushEvent) -> Any | None:
    message = PROTOCOLS[event.proto_id].response
    assert message is not None
    try:
        response: Any = message.FromString(event.body)
    except DecodeError:
        return None
    if response.retType or not response.HasField("s2c") or not response.IsInitialized():
        return None
    return readable(response.s2c)
