"""The one place from which orders are sent, changed and cancelled.

    desk = Desk(gateway, accounts, journal_writer, Guard(Limits.of(settings.guard)), store,
                on_event=..., lock_after=settings.trading.lock_after * 60)
    context = desk.context(security)                           # what a ticket is judged by, as of now
    outcome = await desk.place(ticket)                         # Outcome(kind, text, act_id, order_id, refusals)
    outcome = await desk.place(ticket, override="OVERRIDE")    # past the person's own limits, if they allow it
    await desk.modify(ModifyTicket), desk.cancel(order), desk.enable(order), desk.disable(order), desk.delete(order)
    await desk.cancel_all(account, trade_market=None, security=None) -> [Outcome, ...]
    await desk.reconfirm(order, reason), desk.unlock(Password(text)), desk.lock()
    desk.locked, desk.open_acts, desk.readonly_reason, desk.touch()
    run it: `await desk.run()` beside the feed, `desk.observe(trades)` with the trade pushes of each frame,
    `await desk.reconcile()` after the accounts were read at the start and after each reconnect, `desk.link(up)` when
    the link changes, `await desk.close()` at the end.

Nothing is ever sent twice. An outcome that is not known when a call returns (UNKNOWN) comes by `on_event` later.
Acts go to accounts of the environment in play only.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from futu_tui.beat import beat
from futu_tui.opend import errors
from futu_tui.protocol import ProtoId, Scope, Security
from futu_tui.steady_time import steady_time
from futu_tui.trading.accounts import Account, Accounts, TrdEnv
from futu_tui.trading.acts import Act, ActKind
from futu_tui.trading.amounts import number_text, wire_number
from futu_tui.trading.guard import Guard, Proposal, Refusal
from futu_tui.trading.journal import JournalError
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.open_acts import Gateway, OpenAct, Timing
from futu_tui.trading.order_acts import Recipe
from futu_tui.trading.order_types import is_paper
from futu_tui.trading.orders import Order
from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind
from futu_tui.trading.password import Password
from futu_tui.trading.portfolio import Portfolio
from futu_tui.trading.proposals import day_result, propose, unseen_shares
from futu_tui.trading.real_lock import RealLock, says_locked
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import MarketView, MaxQuantities, TicketContext
from futu_tui.trading.tracker import Tracker

if TYPE_CHECKING:
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

ATTEND_EVERY = 1.0
"""Seconds between looks at the idle time and at a journal that failed."""
_TIDY_EVERY = 60.0
_MINUTE = 60.0

_SCOPES = tuple(str(scope) for scope in (Scope.TRADE_SIMULATE, Scope.TRADE_REAL))

_ONE_BY_ONE = frozenset({3, 4})
"""trd_common.TrdMarket, of the mainland, where the gateway cancels orders one by one only."""

_AFTER = {
    ActKind.MODIFY: frozenset({ActKind.MODIFY}),
    ActKind.ENABLE: frozenset({ActKind.DISABLE}),
    ActKind.DISABLE: frozenset({ActKind.ENABLE}),
    ActKind.DELETE: frozenset(ActKind) - {ActKind.DELETE},
}
"""What must be known of an order before it is acted on anew, by the new act: this one would wipe out the traces."""


class Desk:
    """Sends what a person decided, once, and finds out what became of it."""

    def __init__(
        self,
        gateway: Gateway,
        accounts: Accounts,
        journal: JournalWriter,
        guard: Guard,
        market: MarketView,
        *,
        on_event: Callable[[DeskEvent], None] = lambda event: None,
        lock_after: float = 0.0,
        timing: Timing | None = None,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        """`lock_after` is in seconds without a touch, 0 for never; `clock` gives epoch seconds."""
        self.on_event = on_event
        self.guard = guard
        self._gateway = gateway
        self._accounts = accounts
        self._journal = journal
        self._journal.on_problem = self._journal_changed
        self._market = market
        self._clock = clock
        self._lock = RealLock(lock_after, touched=clock())
        self._tidied = clock()
        self._link_up = True
        self._unread = False
        """The journal would not tell what is open."""
        self._scope_missing: dict[TrdEnv, str] = {}
        self._placed: deque[float] = deque()
        """When orders were sent, of the last minute."""
        self._tracker = Tracker(
            gateway,
            accounts,
            journal,
            timing=timing or Timing(),
            clock=clock,
            tell=lambda event: self.on_event(event),
            on_failure=self._request_failed,
        )

    # What a screen asks

    @property
    def open_acts(self) -> list[OpenAct]:
        """Acts whose outcome is not known, the oldest first."""
        return list(self._tracker.open.values())

    @property
    def locked(self) -> bool:
        """Whether orders of the account in play are known to need an unlock first; simulated ones never do."""
        account = self._in_play
        return account is not None and account.env is TrdEnv.REAL and self._lock.locked

    @property
    def unlocked(self) -> bool:
        """Whether this program unlocked real trading, and nothing has locked it since."""
        return self._lock.unlocked

    @property
    def readonly_reason(self) -> str:
        """Why nothing can be sent for the account in play, for the person; empty while trading works.

        A lock is none: it is undone by the password.
        """
        account = self._in_play
        return "no account is in play" if account is None else self._stopped(account)

    def context(
        self,
        security: Security,
        *,
        account: Account | None = None,
        maximum: MaxQuantities | None = None,
        leaving_out: int | None = None,
    ) -> TicketContext:
        """What a ticket is judged by, as of now. Raises LookupError where no account is in play.

        `leaving_out` is the id of an order that is being changed.
        """
        portfolio = self._portfolio(account)
        return TicketContext.of(
            security, portfolio, self._market, self._clock(), maximum=maximum, leaving_out=leaving_out
        )

    def refusals(self, ticket: OrderTicket) -> list[Refusal]:
        """Which of the person's own limits this order would break now."""
        return self.guard.check(self._proposal(ticket, self.context(ticket.security, account=ticket.account)))

    # Acts

    async def place(self, ticket: OrderTicket, *, override: str = "") -> Outcome:
        """Send a new order. `override` is the word that was typed to pass the person's own limits."""
        if stop := await self._begin() or self._stop(ticket.account):
            return stop
        context = self.context(ticket.security, account=ticket.account)
        if wrong := _wrong(ticket.problems(context)):
            return wrong
        refusals = self.guard.check(self._proposal(ticket, context))
        if refusals and not self.guard.opens(override):
            return self._guarded(refusals)
        try:
            act = self._recipe.place(ticket, context, refusals)
        except ValueError as error:
            return _not_sent(str(error))
        self._placed.append(self._clock())
        return await self._send(act, ProtoId.TRD_PLACE_ORDER)

    async def modify(self, change: ModifyTicket, *, override: str = "") -> Outcome:
        """Send a change of a working order."""
        order, account = change.order, change.new.account
        if stop := await self._begin() or self._stop(account) or self._under_way(order, ActKind.MODIFY):
            return stop
        context = self.context(order.security, account=account, leaving_out=order.order_id)
        if wrong := _wrong(change.problems(context)):
            return wrong
        refusals = self.guard.check(self._proposal(change.new, context, changes=order))
        if refusals and not self.guard.opens(override):
            return self._guarded(refusals)
        try:
            act = self._recipe.modify(change, context, refusals)
        except ValueError as error:
            return _not_sent(str(error))
        return await self._send(act, ProtoId.TRD_MODIFY_ORDER)

    async def cancel(self, order: Order, account: Account | None = None) -> Outcome:
        """Cancel a working order."""
        return await self._on_order(ActKind.CANCEL, order, account)

    async def disable(self, order: Order, account: Account | None = None) -> Outcome:
        """Take an order out of the market without giving it up; Hong Kong."""
        return await self._on_order(ActKind.DISABLE, order, account)

    async def enable(self, order: Order, account: Account | None = None) -> Outcome:
        """Put a disabled order back into the market."""
        return await self._on_order(ActKind.ENABLE, order, account)

    async def delete(self, order: Order, account: Account | None = None) -> Outcome:
        """Take a dead order off the list."""
        return await self._on_order(ActKind.DELETE, order, account)

    async def cancel_all(
        self,
        account: Account | None = None,
        *,
        trade_market: int | None = None,
        security: Security | None = None,
    ) -> list[Outcome]:
        """Cancel every working order of an account: of one trd_common.TrdMarket, of one security, or all.

        By one request a market where the gateway takes that, else order by order; an outcome for each request. A
        request that the gateway refuses is followed by cancels of the single orders.
        """
        portfolio = self._portfolio(account)
        account = portfolio.account
        if stop := await self._begin() or self._stop(account):
            return [stop]
        by_market: dict[int, list[Order]] = {}
        for order in portfolio.orders.values():
            wanted = trade_market in (None, order.trade_market) and security in (None, order.security)
            if order.working and wanted:
                by_market.setdefault(order.trade_market, []).append(order)
        if not by_market:
            return [_not_sent("no order is working")]
        outcomes: list[Outcome] = []
        singles: list[Order] = []
        for market, orders in by_market.items():
            if security is None and len(orders) > 1 and _cancels_at_once(account, market):
                act = self._recipe.cancel_all(account, market, len(orders))
                outcomes.append(await self._send(act, ProtoId.TRD_MODIFY_ORDER))
                if outcomes[-1].kind is not OutcomeKind.REFUSED:
                    continue
            singles += orders
        outcomes += await asyncio.gather(*(self.cancel(order, account) for order in singles))
        return outcomes

    async def reconfirm(self, order: Order, reason: int, account: Account | None = None) -> Outcome:
        """Confirm an order again that the gateway holds back, with the reason it gave."""
        account = self._portfolio(account).account
        if stop := await self._begin() or self._stop(account):
            return stop
        return await self._send(self._recipe.reconfirm(order, account, reason), ProtoId.TRD_RECONFIRM_ORDER)

    async def unlock(self, password: Password) -> Outcome:
        """Unlock real trading for all programs on this gateway."""
        self.touch()
        outcome = await self._turn(ActKind.UNLOCK, password)
        if outcome.accepted:
            self._lock.open()
            self._say(Event.UNLOCKED, "trading is unlocked", good=True)
        return outcome

    async def lock(self) -> Outcome:
        """Lock real trading again; from now on this program sends nothing real until it is unlocked."""
        return await self._hold("trading is locked")

    # What goes on beside

    async def run(self) -> None:
        """Lock after idle time, try a journal that failed again, and look on for what is open; until cancelled."""
        while True:
            await beat(ATTEND_EVERY)
            await self.attend()

    async def attend(self) -> None:
        """One such look; `run` does it every second."""
        now = self._clock()
        if self._lock.is_due(now):
            minutes = number_text(wire_number(self._lock.lock_after / _MINUTE))
            await self._hold(f"trading is locked after {minutes} min without a touch")
        if self._link_up and self._unread:
            await self.reconcile()
        elif self._link_up:
            self._tracker.look_on()
        try:
            if self._journal.problem:
                await self._journal.check()
            elif now - self._tidied >= _TIDY_EVERY and not self._tracker.open:
                self._tidied = now
                await self._journal.tidy()
        except JournalError:
            return  # told when it began, and again when it is over

    def touch(self) -> None:
        """The person is there: the idle time begins anew, unless it was over already, as after a sleep."""
        now = self._clock()
        if not self._lock.is_due(now):
            self._lock.touched = now

    def link(self, up: bool) -> None:
        """The link to the gateway came or went: without one nothing is sent."""
        self._link_up = up
        if up:
            self._scope_missing.clear()

    def observe(self, events: Iterable[PushEvent]) -> None:
        """Take in trade pushes, in any order; those that are not of orders are left out."""
        self._tracker.observe(events)

    async def reconcile(self) -> None:
        """Look up every open act, of earlier runs too, and tell what is found; after the accounts were read."""
        self._unread = False
        try:
            await self._tracker.reconcile()
        except JournalError as error:
            self._unread = True
            self._say(Event.JOURNAL, f"{error}; what is open is looked up later", good=False)

    async def close(self) -> None:
        """End what is under way and close the journal; what is open is looked up by the next start."""
        await self._tracker.close()
        await self._journal.close()

    # What stands in the way

    def _stopped(self, account: Account) -> str:
        """Why nothing can be sent for this account; empty while it can."""
        if self._journal.problem:
            return f"trading is stopped: {self._journal.problem}"
        if account.env in self._scope_missing:
            return f"read-only: the API key lacks {self._scope_missing[account.env]}"
        if not account.active:
            return f"{account.label} is closed"
        if not self._link_up:
            return "no link to the gateway"
        if not self._gateway.conn_id:
            return "the gateway has not said hello yet"
        return ""

    async def _begin(self) -> Outcome | None:
        """What every act on orders begins with: what earlier programs left open is taken over first."""
        self.touch()
        if not self._tracker.ready:
            try:
                await self._tracker.take_over()
            except JournalError as error:
                return _not_sent(f"not sent: {error}")
        return None

    def _stop(self, account: Account) -> Outcome | None:
        in_play = self._in_play
        if in_play is None or account.acc_id not in self._accounts.portfolios:
            return _not_sent("no such account is in play")
        if account.env is not in_play.env:
            return _not_sent(f"{account.label} is {account.env.name}, and {in_play.env.name} is in play")
        if why := self._stopped(account):
            return _not_sent(why)
        if account.env is TrdEnv.REAL and self._lock.held:
            return _not_sent("trading is locked: unlock it first")
        return None

    def _under_way(self, order: Order, kind: ActKind) -> Outcome | None:
        """An act on the same order whose outcome is not known yet is not to be raced by one of its kind, nor followed
        by one after which nothing could tell its outcome.

        A cancel that may have been lost can be asked for again: it does no harm twice.
        """
        for before, in_flight in self._tracker.under_way(order):
            if (in_flight and before is kind) or before in _AFTER.get(kind, ()):
                return _not_sent(f"order {order.order_id}: the last {before} is not known to be done yet")
        return None

    def _guarded(self, refusals: list[Refusal]) -> Outcome:
        text = "; ".join(refusal.text for refusal in refusals)
        return Outcome(
            OutcomeKind.NOT_SENT,
            f"your own limit: {text}",
            refusals=tuple(refusals),
            overridable=self.guard.limits.allow_override,
        )

    def _proposal(
        self, ticket: OrderTicket, context: TicketContext, changes: Order | None = None
    ) -> Proposal:
        now = self._clock()
        while self._placed and self._placed[0] <= now - _MINUTE:
            self._placed.popleft()
        portfolio = self._portfolio(ticket.account)
        return propose(
            ticket,
            context,
            changes=changes,
            unseen=unseen_shares(self._tracker.unseen.values(), ticket, portfolio),
            recent_orders=len(self._placed),
            day_result=day_result(portfolio, self._market.quotes) if self.guard.limits.day_loss else None,
        )

    # Sending

    @property
    def _in_play(self) -> Account | None:
        return self._accounts.current.account if self._accounts.current else None

    @property
    def _recipe(self) -> Recipe:
        return Recipe(self._gateway.conn_id)

    def _portfolio(self, account: Account | None) -> Portfolio:
        if account is not None:
            # It may have gone while a dialog is about it: nothing is known of it then.
            return self._accounts.portfolios.get(account.acc_id) or Portfolio(account)
        if self._accounts.current is None:
            raise LookupError("no account is in play")
        return self._accounts.current

    async def _send(self, act: Act, protocol: ProtoId) -> Outcome:
        return await self._tracker.carry_out(act, protocol, act.request)

    async def _on_order(self, kind: ActKind, order: Order, account: Account | None) -> Outcome:
        account = self._portfolio(account).account
        if stop := await self._begin() or self._stop(account) or self._under_way(order, kind):
            return stop
        return await self._send(self._recipe.on_order(kind, order, account), ProtoId.TRD_MODIFY_ORDER)

    async def _hold(self, text: str) -> Outcome:
        self._lock.hold()
        outcome = await self._turn(ActKind.LOCK)
        if not outcome.accepted:
            text = f"{text} here; the gateway: {outcome.text}"
        self._say(Event.LOCKED, text, good=False)
        return outcome

    async def _turn(self, kind: ActKind, password: Password | None = None) -> Outcome:
        """Unlock with the password, or lock without one."""
        account = self._in_play
        if account is None:
            return _not_sent("no account is in play")
        if self._journal.problem:
            return _not_sent(self._stopped(account))

        def request() -> Any:
            # Made when it is sent, so that the password's hash stands in no record and no list of arguments.
            from futu_tui.protocol.pb import trd_unlock_trade_pb2

            c2s = trd_unlock_trade_pb2.C2S(unlock=password is not None)
            if password is not None:
                c2s.pwdMD5 = password.md5
            if account.firm:
                c2s.securityFirm = account.firm
            return c2s

        act = self._recipe.lock(kind, account)
        return await self._tracker.carry_out(act, ProtoId.TRD_UNLOCK_TRADE, request)

    # What is told

    def _request_failed(self, act: Act, error: errors.GatewayError) -> None:
        """A refusal can tell more than that: that trading is locked, or that the key may not trade."""
        env = TrdEnv(act.env)
        if isinstance(error, errors.NoScope):
            lacking = next((scope for scope in _SCOPES if scope in error.message), "")
            if lacking and env not in self._scope_missing:
                self._scope_missing[env] = lacking
                self._say(Event.READ_ONLY, f"read-only: the API key lacks {lacking}", good=False)
        elif act.kind not in (ActKind.UNLOCK, ActKind.LOCK) and env is TrdEnv.REAL and says_locked(error):
            self._say(Event.LOCKED, self._lock.refused(), good=False)

    def _journal_changed(self, problem: str) -> None:
        if problem:
            self._say(Event.JOURNAL, f"trading is stopped: {problem}", good=False)
        else:
            self._say(Event.JOURNAL, "the journal can be written again: trading goes on", good=True)

    def _say(self, event: Event, text: str, *, good: bool) -> None:
        self.on_event(DeskEvent(event, text, good))


def _cancels_at_once(account: Account, market: int) -> bool:
    """Whether the gateway cancels all orders of this market by one request."""
    return is_paper(account) or (account.env is TrdEnv.REAL and market not in _ONE_BY_ONE)


def _not_sent(text: str) -> Outcome:
    return Outcome(OutcomeKind.NOT_SENT, text)


def _wrong(problems: list[Problem]) -> Outcome | None:
    blocking = [problem for problem in problems if problem.blocking]
    return (
        _not_sent("; ".join(f"{problem.field}: {problem.text}" for problem in blocking)) if blocking else None
    )
