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
import re
import time
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from futu_tui.opend import errors
from futu_tui.protocol import ProtoId, Scope, Security
from futu_tui.trading.accounts import Account, Accounts, TrdEnv
from futu_tui.trading.amounts import ZERO, number_text, wire_number
from futu_tui.trading.client_id import new_client_id
from futu_tui.trading.guard import Guard, Proposal, Refusal
from futu_tui.trading.journal import Act, ActKind, JournalError
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.markets import market_name, venue_of
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.order_types import Field, is_paper
from futu_tui.trading.orders import Order
from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind
from futu_tui.trading.password import Password
from futu_tui.trading.portfolio import Portfolio
from futu_tui.trading.positions import totals
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import MarketView, MaxQuantities, TicketContext
from futu_tui.trading.tracker import Gateway, OpenAct, Timing, Tracker

ATTEND_EVERY = 1.0
"""Seconds between looks at the idle time and at a journal that failed."""
_TIDY_EVERY = 60.0
_MINUTE = 60.0

_LOCKED = re.compile(r"\bun-?lock|\block(?:ed)?\b|解锁|解鎖|锁定|鎖定", re.IGNORECASE)
"""How gateways say that trading must be unlocked first; there is no code for it."""
_SCOPES = tuple(str(scope) for scope in (Scope.TRADE_SIMULATE, Scope.TRADE_REAL))

_MAINLAND_VENUES = frozenset({3, 4})
"""trd_common.TrdMarket where the gateway cancels orders one by one only."""

_NORMAL, _CANCEL, _DISABLE, _ENABLE, _DELETE = 1, 2, 3, 4, 5
"""trd_common.ModifyOrderOp"""


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
        clock: Callable[[], float] = time.time,
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
        self._lock_after = lock_after
        self._touched = clock()
        self._tidied = clock()
        self._link_up = True
        self._unlocked = False
        self._locked_here = False
        self._lock_seen = False
        self._scope_missing: dict[TrdEnv, str] = {}
        self._placed: deque[float] = deque()
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
        return account is not None and account.env is TrdEnv.REAL and (self._locked_here or self._lock_seen)

    @property
    def unlocked(self) -> bool:
        """Whether this program unlocked real trading, and nothing has locked it since."""
        return self._unlocked

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
        self.touch()
        context = self.context(ticket.security, account=ticket.account)
        stop = self._stop(ticket.account) or _wrong(ticket.problems(context))
        if stop:
            return stop
        refusals = self.guard.check(self._proposal(ticket, context))
        if refusals and not self.guard.opens(override):
            return self._guarded(refusals)
        client_id = new_client_id()
        try:
            request = ticket.c2s(client_id)
        except ValueError as error:
            return _not_sent(str(error))
        self._placed.append(self._clock())
        act = self._act(
            ActKind.PLACE,
            ticket.account,
            request,
            security=str(ticket.security),
            side=ticket.side.label,
            order_type=ticket.order_type.label,
            qty=_text(ticket.qty),
            price=_text(ticket.limit),
            client_id=client_id,
            summary=ticket.sentence(context),
            override=_overridden(refusals),
        )
        return await self._tracker.carry_out(act, ProtoId.TRD_PLACE_ORDER, request)

    async def modify(self, change: ModifyTicket, *, override: str = "") -> Outcome:
        """Send a change of a working order."""
        self.touch()
        order, account = change.order, change.new.account
        context = self.context(order.security, account=account, leaving_out=order.order_id)
        stop = (
            self._stop(account) or _wrong(change.problems(context)) or self._under_way(order, ActKind.MODIFY)
        )
        if stop:
            return stop
        refusals = self.guard.check(self._proposal(change.new, context, of=order))
        if refusals and not self.guard.opens(override):
            return self._guarded(refusals)
        try:
            terms = change.c2s()
        except ValueError as error:
            return _not_sent(str(error))
        return await self._on_order(
            ActKind.MODIFY,
            _NORMAL,
            order,
            account,
            terms=terms,
            summary=change.sentence(context),
            qty=_text(change.new.qty),
            price=_text(change.new.limit),
            override=_overridden(refusals),
        )

    async def cancel(self, order: Order, account: Account | None = None) -> Outcome:
        """Cancel a working order."""
        return await self._simple(ActKind.CANCEL, _CANCEL, order, account)

    async def disable(self, order: Order, account: Account | None = None) -> Outcome:
        """Take an order out of the market without giving it up; Hong Kong."""
        return await self._simple(ActKind.DISABLE, _DISABLE, order, account)

    async def enable(self, order: Order, account: Account | None = None) -> Outcome:
        """Put a disabled order back into the market."""
        return await self._simple(ActKind.ENABLE, _ENABLE, order, account)

    async def delete(self, order: Order, account: Account | None = None) -> Outcome:
        """Take a dead order off the list."""
        return await self._simple(ActKind.DELETE, _DELETE, order, account)

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
        self.touch()
        portfolio = self._portfolio(account)
        account = portfolio.account
        if stop := self._stop(account):
            return [stop]
        working = [
            order
            for order in portfolio.orders.values()
            if order.working
            and trade_market in (None, order.trade_market)
            and security in (None, order.security)
        ]
        if not working:
            return [_not_sent("no order is working")]
        outcomes: list[Outcome] = []
        singles: list[Order] = []
        for market in dict.fromkeys(order.trade_market for order in working):
            orders = [order for order in working if order.trade_market == market]
            if security is None and len(orders) > 1 and _cancels_all(account, market):
                outcome = await self._cancel_market(account, market, len(orders))
                outcomes.append(outcome)
                if outcome.kind is not OutcomeKind.REFUSED:
                    continue
            singles += orders
        outcomes += await asyncio.gather(*(self.cancel(order, account) for order in singles))
        return outcomes

    async def reconfirm(self, order: Order, reason: int, account: Account | None = None) -> Outcome:
        """Confirm an order again that the gateway holds back, with the reason it gave."""
        self.touch()
        account = self._portfolio(account).account
        if stop := self._stop(account):
            return stop
        request = {
            "header": account.header(order.trade_market or None),
            "orderID": order.order_id,
            "reconfirmReason": reason,
        }
        act = self._act(
            ActKind.RECONFIRM, account, request, **_of(order), summary=_words("CONFIRM AGAIN", order, account)
        )
        return await self._tracker.carry_out(act, ProtoId.TRD_RECONFIRM_ORDER, request)

    async def unlock(self, password: Password) -> Outcome:
        """Unlock real trading for all programs on this gateway."""
        self.touch()
        account = self._in_play
        if account is None:
            return _not_sent("no account is in play")
        outcome = await self._lock_act(ActKind.UNLOCK, account, password)
        if outcome.accepted:
            self._unlocked, self._locked_here, self._lock_seen = True, False, False
            self._say(Event.UNLOCKED, "trading is unlocked", good=True)
        return outcome

    async def lock(self) -> Outcome:
        """Lock real trading again; from now on this program sends nothing real until it is unlocked."""
        return await self._lock("trading is locked")

    # What goes on beside

    async def run(self) -> None:
        """Lock after idle time, and try a journal that failed again; until cancelled."""
        while True:
            await asyncio.sleep(ATTEND_EVERY)
            await self.attend()

    async def attend(self) -> None:
        """One such look; `run` does it every second."""
        now = self._clock()
        if self._unlocked and self._lock_after and now - self._touched >= self._lock_after:
            minutes = number_text(wire_number(self._lock_after / _MINUTE))
            await self._lock(f"trading is locked after {minutes} min without a touch")
        try:
            if self._journal.problem:
                await self._journal.check()
            elif now - self._tidied >= _TIDY_EVERY and not self._tracker.open:
                self._tidied = now
                await self._journal.tidy()
        except JournalError:
            return  # told when it began, and again when it is over

    def touch(self) -> None:
        """The person is there: the idle time begins anew."""
        self._touched = self._clock()

    def link(self, up: bool) -> None:
        """The link to the gateway came or went: without one nothing is sent."""
        self._link_up = up
        if up:
            self._scope_missing.clear()

    def observe(self, events: Any) -> None:
        """Take in trade pushes (PushEvent), in any order; those that are not of orders are left out."""
        self._tracker.observe(events)

    async def reconcile(self) -> None:
        """Look up every open act, of earlier runs too, and tell what is found; after the accounts were read."""
        try:
            await self._tracker.reconcile()
        except JournalError as error:
            self._say(Event.JOURNAL, str(error), good=False)

    async def close(self) -> None:
        """End what is under way and close the journal; what is open is looked up by the next start."""
        await self._tracker.close()
        await self._journal.close()

    # Inside

    @property
    def _in_play(self) -> Account | None:
        return self._accounts.current.account if self._accounts.current else None

    def _portfolio(self, account: Account | None) -> Portfolio:
        if account is not None:
            return self._accounts.portfolios[account.acc_id]
        if self._accounts.current is None:
            raise LookupError("no account is in play")
        return self._accounts.current

    def _stopped(self, account: Account) -> str:
        """Why nothing can be sent for this account; empty while it can."""
        if self._journal.problem:
            return f"trading is stopped: {self._journal.problem}"
        if account.env in self._scope_missing:
            return f"read-only: {self._scope_missing[account.env]}"
        if not account.active:
            return f"{account.label} is closed"
        if not self._link_up:
            return "no link to the gateway"
        if not self._gateway.conn_id:
            return "the gateway has not said hello yet"
        return ""

    def _stop(self, account: Account) -> Outcome | None:
        in_play = self._in_play
        if in_play is None or account.acc_id not in self._accounts.portfolios:
            return _not_sent("no such account is in play")
        if account.env is not in_play.env:
            return _not_sent(f"{account.label} is {account.env.name}, and {in_play.env.name} is in play")
        if why := self._stopped(account):
            return _not_sent(why)
        if account.env is TrdEnv.REAL and self._locked_here:
            return _not_sent("trading is locked: unlock it first")
        return None

    def _under_way(self, order: Order, kind: ActKind) -> Outcome | None:
        """An act of the same kind on the same order whose outcome is not known yet is not to be raced."""
        for opened in self._tracker.open.values():
            about = opened.order_id == order.order_id and opened.act.kind is kind
            if about and (opened.in_flight or kind is ActKind.MODIFY):
                return _not_sent(f"order {order.order_id}: the last {kind} is not known to be done yet")
        return None

    def _guarded(self, refusals: list[Refusal]) -> Outcome:
        text = "; ".join(refusal.text for refusal in refusals)
        return Outcome(
            OutcomeKind.NOT_SENT,
            f"your own limit: {text}",
            refusals=tuple(refusals),
            overridable=self.guard.limits.allow_override,
        )

    def _proposal(self, ticket: OrderTicket, context: TicketContext, of: Order | None = None) -> Proposal:
        now = self._clock()
        while self._placed and self._placed[0] <= now - _MINUTE:
            self._placed.popleft()
        buys = ticket.side.sign > 0
        prices = [ticket.limit, ticket.trigger if Field.TRIGGER in ticket.needs else None]
        filled = wire_number(of.filled) if of else ZERO
        return Proposal(
            security=ticket.security,
            buys=buys,
            qty=(ticket.qty or ZERO) - filled,
            prices=tuple(price for price in prices if price is not None),
            reference=ticket.reference(context),
            multiplier=context.multiplier,
            last=context.last,
            position=context.position,
            working=context.working_buy if buys else context.working_sell,
            recent_orders=len(self._placed),
            is_new=of is None,
            day_result=self._day_result(ticket.account),
        )

    def _day_result(self, account: Account) -> dict[str, Decimal]:
        if not self.guard.limits.day_loss:
            return {}
        positions = self._accounts.portfolios[account.acc_id].positions.values()
        return {
            total.currency: wire_number(total.today_pl)
            for total in totals(positions, self._market.quotes)
            if total.today_pl is not None
        }

    def _act(self, kind: ActKind, account: Account, request: dict[str, Any], **fields: Any) -> Act:
        return Act(
            kind=kind,
            acc_id=account.acc_id,
            env=int(account.env),
            trade_market=request.get("header", {}).get("trdMarket", 0),
            account=account.label,
            request=request,
            conn_id=self._gateway.conn_id,
            **fields,
        )

    async def _simple(self, kind: ActKind, op: int, order: Order, account: Account | None) -> Outcome:
        self.touch()
        account = self._portfolio(account).account
        stop = self._stop(account) or self._under_way(order, kind)
        if stop:
            return stop
        return await self._on_order(kind, op, order, account, summary=_words(kind.upper(), order, account))

    async def _on_order(
        self,
        kind: ActKind,
        op: int,
        order: Order,
        account: Account,
        *,
        summary: str,
        terms: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Outcome:
        request: dict[str, Any] = {
            "header": account.header(order.trade_market or venue_of(order.security.market, account.markets)),
            "orderID": order.order_id,
            "modifyOrderOp": op,
        }
        if order.id_ex:
            request["orderIDEx"] = order.id_ex
        request |= terms or {}
        act = self._act(kind, account, request, **(_of(order) | fields), summary=summary)
        return await self._tracker.carry_out(act, ProtoId.TRD_MODIFY_ORDER, request)

    async def _cancel_market(self, account: Account, market: int, count: int) -> Outcome:
        request = {
            "header": account.header(market),
            "orderID": 0,
            "modifyOrderOp": _CANCEL,
            "forAll": True,
            "trdMarket": market,
        }
        summary = f"CANCEL ALL {count} orders of {market_name(market)}, {account.env.name} {account.label}"
        act = self._act(ActKind.CANCEL_ALL, account, request, summary=summary)
        return await self._tracker.carry_out(act, ProtoId.TRD_MODIFY_ORDER, request)

    async def _lock(self, text: str) -> Outcome:
        account = self._in_play
        self._unlocked, self._locked_here = False, True
        if account is None:
            return _not_sent("no account is in play")
        outcome = await self._lock_act(ActKind.LOCK, account)
        self._say(
            Event.LOCKED,
            text if outcome.accepted else f"{text} here; the gateway: {outcome.text}",
            good=False,
        )
        return outcome

    async def _lock_act(self, kind: ActKind, account: Account, password: Password | None = None) -> Outcome:
        if self._journal.problem:
            return _not_sent(self._stopped(account))
        act = self._act(kind, account, {}, summary=f"{kind.upper()} trading, {account.env.name}")

        def request() -> Any:
            from futu_tui.protocol.pb import trd_unlock_trade_pb2

            c2s = trd_unlock_trade_pb2.C2S(unlock=password is not None)
            if password is not None:
                c2s.pwdMD5 = password.md5
            if account.firm:
                c2s.securityFirm = account.firm
            return c2s

        return await self._tracker.carry_out(act, ProtoId.TRD_UNLOCK_TRADE, request)

    def _request_failed(self, act: Act, error: errors.GatewayError) -> None:
        """A refusal can tell more than that: that trading is locked, or that the key may not trade."""
        env = TrdEnv(act.env)
        if isinstance(error, errors.NoScope) and any(scope in error.message for scope in _SCOPES):
            if env not in self._scope_missing:
                self._scope_missing[env] = f"the API key lacks {_scope_named(error)}"
                self._say(Event.READ_ONLY, f"read-only: {self._scope_missing[env]}", good=False)
        elif act.kind not in (ActKind.UNLOCK, ActKind.LOCK) and env is TrdEnv.REAL and says_locked(error):
            was_unlocked, self._unlocked, self._lock_seen = self._unlocked, False, True
            text = "the gateway locked trading again" if was_unlocked else "trading is locked"
            self._say(Event.LOCKED, f"{text}: unlock it first", good=False)

    def _journal_changed(self, problem: str) -> None:
        if problem:
            self._say(Event.JOURNAL, f"trading is stopped: {problem}", good=False)
        else:
            self._say(Event.JOURNAL, "the journal can be written again: trading goes on", good=True)

    def _say(self, event: Event, text: str, *, good: bool) -> None:
        self.on_event(DeskEvent(event, text, good))


def _cancels_all(account: Account, market: int) -> bool:
    """Whether the gateway cancels all orders of this market by one request."""
    return is_paper(account) or (account.env is TrdEnv.REAL and market not in _MAINLAND_VENUES)


def says_locked(error: errors.GatewayError) -> bool:
    """Whether a refusal is because real trading is locked."""
    return isinstance(error, errors.Refused) and _LOCKED.search(error.ret_msg) is not None


def _scope_named(error: errors.NoScope) -> str:
    return next((scope for scope in _SCOPES if scope in error.message), str(error.scope))


def _of(order: Order) -> dict[str, Any]:
    """An order as the fields of the act on it."""
    return {
        "security": str(order.security),
        "side": order.side.label,
        "order_type": order.type.label,
        "qty": _text(wire_number(order.qty)),
        "price": "" if order.price is None else _text(wire_number(order.price)),
        "order_id": order.order_id,
        "id_ex": order.id_ex,
    }


def _words(verb: str, order: Order, account: Account) -> str:
    price = "" if order.price is None else f" at {order.price:,.10g}"
    what = f"{order.side.label} {number_text(wire_number(order.qty))} {order.security}{price}"
    return f"{verb} {what}, {account.env.name} {account.label}"


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _overridden(refusals: list[Refusal]) -> str:
    return "; ".join(refusal.text for refusal in refusals)


def _not_sent(text: str) -> Outcome:
    return Outcome(OutcomeKind.NOT_SENT, text)


def _wrong(problems: list[Problem]) -> Outcome | None:
    blocking = [problem for problem in problems if problem.blocking]
    return (
        _not_sent("; ".join(f"{problem.field}: {problem.text}" for problem in blocking)) if blocking else None
    )
