"""The paper gateway without its wire: the market, the accounts, the clients, and what they may and did ask."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain

from futu_tui.paper.access import Access, AccessError, Doorkeeper
from futu_tui.paper.accounts import Account, Accounts
from futu_tui.paper.alert_pushes import alert_push
from futu_tui.paper.alert_watch import AlertWatch
from futu_tui.paper.alerts import Alert, Alerts
from futu_tui.paper.brokerage import Brokerage
from futu_tui.paper.clients import Client, Clients
from futu_tui.paper.delays import Delays
from futu_tui.paper.derivatives.settlement import settle_contracts
from futu_tui.paper.faults import Faults
from futu_tui.paper.groups import Groups
from futu_tui.paper.histories import Histories
from futu_tui.paper.history_quota import HistoryQuota
from futu_tui.paper.login import Login
from futu_tui.paper.market import (
    BookChanged,
    Event,
    Filled,
    Instrument,
    OrderUpdated,
    PaperMarket,
    QuoteChanged,
    SecurityType,
)
from futu_tui.paper.names import Language
from futu_tui.paper.notify_pushes import login_pushes, quota_push, rights_push, used_quota_push
from futu_tui.paper.opening import blank_accounts, furnish, give_past
from futu_tui.paper.packets import PacketGuard
from futu_tui.paper.push import Push
from futu_tui.paper.quote_pushes import QuotePushes
from futu_tui.paper.rates import Rates
from futu_tui.paper.rights import quote_rights
from futu_tui.paper.state import State, StateError
from futu_tui.paper.streams import Backlog, Stopping, Stream
from futu_tui.paper.subscriptions import DEFAULT_QUOTA, Subscriptions, Topic
from futu_tui.paper.trade_pushes import account_push, fill_push, order_push
from futu_tui.protocol import Security
from futu_tui.protocol.pb.common_pb2 import RetType_Failed

STEP_SECONDS = 0.01
"""How often the market goes on: well below a frame, so that nothing waits to be seen."""
SLICE_SECONDS = 0.005
"""How long it may go on at a time: requests and streams wait no longer than that. An overloaded market runs late."""
_MOST_PAUSES = 10
_MOVES = (QuoteChanged, BookChanged)
"""What price alerts look at."""
IDLE_SECONDS = 0.05
"""How often a step of idle work is done, which takes some milliseconds."""
_GIVEN_OUT = 2**48
"""Above the connIDs that are given out here; a caller that makes up its own may go higher."""
TIDY_SECONDS = 1.0
"""How often clients that are gone and keys that were changed are looked for."""


class Refusal(Exception):
    """A request that is answered with no."""

    def __init__(self, text: str, ret_type: int = RetType_Failed) -> None:
        super().__init__(text)
        self.text = text
        self.ret_type = ret_type


@dataclass(frozen=True)
class Call:
    """Who asks, of which gateway."""

    gateway: Gateway
    client: Client
    access: Access

    def instrument(self, security: Security) -> Instrument:
        """The listing of a security. Raises Refusal when there is none."""
        instrument = self.gateway.market.find(security)
        if instrument is None:
            raise Refusal(f"Unknown stock {security}: the paper gateway does not list it")
        return instrument


class Gateway:
    """One paper gateway. All of it runs in one thread; `step` moves the market on."""

    def __init__(
        self,
        market: PaperMarket,
        *,
        doorkeeper: Doorkeeper | None = None,
        language: Language = Language.BOTH,
        quota: int = DEFAULT_QUOTA,
        clock: Callable[[], float] = time.monotonic,
        state: State | None = None,
        faults: Faults | None = None,
    ) -> None:
        """`clock` is in monotonic seconds; holds, rates and lifetimes go by it, whatever the market's time does.
        `state` keeps the accounts over restarts; what it holds is taken up. Raises StateError.
        """
        self.market = market
        self.language = language
        self.doorkeeper = doorkeeper or Doorkeeper(None)
        packets = state.packets if state is not None else []
        # A number that is given out again would make another's new writes look like those that were done.
        self.clients = Clients(
            clock, max((conn_id for conn_id, _ in packets if conn_id < _GIVEN_OUT), default=0)
        )
        self.subscriptions = Subscriptions(clock, quota)
        self.history_quota = HistoryQuota()
        self.histories = Histories(market)
        self.rates = Rates(clock)
        self.accounts = Accounts(blank_accounts(), self._is_fund)
        self.brokerage = Brokerage(market, self.accounts)
        self.packets = PacketGuard(packets)
        self.login = Login()
        self.delays = Delays()
        self.groups = Groups(market.instruments, state.groups if state is not None else {}, language)
        self.alerts = Alerts(state.alerts if state is not None else ())
        self._alert_watch = AlertWatch(market, self.alerts)
        self.faults = faults or Faults({})
        self._state = state
        self._with_past: set[int] = set()
        self._held: deque[Push] = deque()
        """Pushes of what a request did, for the next step to send: the answer goes first."""
        self._open_accounts()
        self._pushes = QuotePushes(market, self.subscriptions, language)
        self._streams: dict[Stream, str | None] = {}
        """The open streams, each with the `authorization` that opened it."""
        self._events: Iterator[Event] | None = None
        """What is left of the market's latest advance."""
        self._told_quota = self.used_quota

    @property
    def used_quota(self) -> tuple[int, int]:
        """(subscriptions, securities of the history quota) in use."""
        return self.subscriptions.used, self.history_quota.used(self.market.now())

    def _open_accounts(self) -> None:
        if self._state is not None and not self._state.is_empty:
            self._state.restore(self.accounts, self.brokerage.order_ids, self.market.fill_ids)
            self._require_listed()
            self.brokerage.locked = self._state.locked
            self._with_past.update(account.acc_id for account in self.accounts)
            for account in self.accounts:
                for order in account.orders.values():
                    self.market.restore(replace(order))
            return
        for account in self.accounts:
            furnish(account, self.market, self.brokerage.order_ids)
            if self._state is not None:
                self.live_past(account)
        if self._state is not None:
            self._state.note_all(self.accounts)
            self._state.commit()

    def _require_listed(self) -> None:
        self._require_each({alert.security for alert in self.alerts}, "price alerts")
        for account in self.accounts:
            kept = {order.security for order in account.orders.values()} | set(account.holdings)
            self._require_each(kept, "accounts")

    def _require_each(self, kept: set[Security], whose: str) -> None:
        missing = sorted(security for security in kept if self.market.find(security) is None)
        if missing:
            raise StateError(
                f"the {whose} have {missing[0]}, which this market does not list: start it as before, or anew"
            )

    def live_past(self, account: Account) -> None:
        """See to it that an account has a past: it is made up when it is first asked for."""
        if account.acc_id not in self._with_past:
            self._with_past.add(account.acc_id)
            give_past(account, self.market)

    def settle(self) -> None:
        """Take in, and keep, what a request has done to orders, before it is answered; its pushes go out after."""
        for event in self.market.told():
            self._held.extend(self._pushes_of(event))
        if self._state is not None:
            self._state.commit()

    def note_done(self, conn_id: int, serial: int) -> None:
        """Note that the write of this packetID is done; to be kept with what it did, by `settle`."""
        if self._state is not None:
            self._state.note_packet(conn_id, serial)

    def note_alert(self, alert: Alert, *, kept: bool = True) -> None:
        """Note that a price alert was made, changed or told of, or is no longer kept."""
        if self._state is not None:
            self._state.note_alert(alert, kept=kept)

    def send_held(self) -> None:
        """Send the pushes of what requests have done."""
        while self._held:
            self._offer(self._held.popleft())

    def lock(self, *, locked: bool) -> None:
        """Note that real accounts are locked or not."""
        if locked is not self.brokerage.locked:
            pushed = self._pushed_accounts()
            self._held.extend(
                account_push(account)
                for account in self.accounts
                if account.real and account.acc_id in pushed
            )
        self.brokerage.locked = locked
        if self._state is not None:
            self._state.note_lock(locked=locked)
            self._state.commit()

    def tell(self, push: Push) -> None:
        """Have a push sent after the answer to the request that it comes of."""
        self._held.append(push)

    def tell_login(self) -> None:
        """Have everyone told how it stands with the gateway's login."""
        self._held.extend(login_pushes(self.login))

    def set_quota(self, subscriptions: int, history: int) -> None:
        """Change the two quotas, and have everyone told."""
        self.subscriptions.quota, self.history_quota.quota = subscriptions, history
        self.tell(quota_push(subscriptions, history))

    def keep_groups(self) -> None:
        """Keep the groups of securities as they are."""
        if self._state is not None:
            self._state.note_groups(self.groups.owned)
            self._state.commit()

    def close(self) -> None:
        """Let go of what it has open."""
        if self._state is not None:
            self._state.close()

    @contextmanager
    def open_stream(self, authorization: str | None, peer: str) -> Iterator[Backlog]:
        """Queue pushes for one reader until the block ends. Raises AccessError when it may have none."""
        access = self.doorkeeper.admit(authorization)
        access.require_stream()
        client = self.clients.seen(peer, access.key.name if access.key else None)
        stream = Stream(client, access, self.delays.note_sent)
        self._streams[stream] = authorization
        self.clients.stream_opened(client)
        try:
            yield stream.backlog
        finally:
            del self._streams[stream]
            self.clients.stream_closed(client)

    def push_first(self, client: Client, topics: Collection[Topic]) -> None:
        """Push what stands now of `topics`, to this client's own streams, or to all where it has none."""
        streams = [stream for stream in self._streams if stream.client is client] or list(self._streams)
        for topic in topics:
            rehab_types = self.subscriptions.pushed(topic.security).get(topic.sub_type, frozenset())
            for push in self._pushes.first(topic, rehab_types):
                for stream in streams:
                    stream.offer(push)

    def end_streams(self) -> None:
        """Tell every reader that the gateway stops."""
        for stream in self._streams:
            stream.backlog.close(Stopping("the paper gateway is stopping"))

    def step(self, longest: float = math.inf) -> None:
        """Bring the market up to its clock, the accounts with it, and queue the pushes.

        After `longest` seconds it leaves the rest to the next step.
        """
        deadline = time.perf_counter() + longest
        self.send_held()
        self._events = self._events or self.market.advance()
        for event in self._events:
            self._publish(event)
            if time.perf_counter() > deadline:
                break
        else:
            self._events = None
        if self._state is not None:
            self._state.commit()
        if self.used_quota != self._told_quota:
            self._told_quota = self.used_quota
            self._offer(used_quota_push(*self._told_quota))

    def tidy(self) -> None:
        """Let go of clients that are gone, and hold open streams to what their keys now say."""
        for client in self.clients.take_gone():
            self.subscriptions.release(client)
        followed = self.subscriptions.securities | {alert.security for alert in self.alerts if alert.enabled}
        self.market.open_books(followed)
        self.market.retire(followed)
        self._settle_contracts()
        for stream, authorization in self._streams.items():
            try:
                access = self.doorkeeper.admit(authorization)
                access.require_stream()
                self._set_access(stream, access)
            except AccessError as error:
                stream.backlog.close(error)

    def _settle_contracts(self) -> None:
        """Pay out what accounts hold of contracts that have ended."""
        for account in self.accounts:
            if settle_contracts(account, self.market) and self._state is not None:
                self._state.note_account(account)
                self._state.commit()

    def hold_streams(self, authorization: str | None, access: Access) -> None:
        """Hold the streams of a caller to what its key says as it asks something: who is answered is also pushed to."""
        for stream, shown in self._streams.items():
            if shown == authorization:
                self._set_access(stream, access)

    def _set_access(self, stream: Stream, access: Access) -> None:
        """Hold a stream to what its key now says, and tell it where its quote rights are others."""
        if access == stream.access:
            return
        before, rights = (quote_rights(self.market, each) for each in (stream.access, access))
        stream.set_access(access)
        if rights != before:
            stream.offer(rights_push(rights))

    async def run(self) -> None:
        """Keep the market going until cancelled."""
        tidied = idled = time.monotonic()
        while True:
            self.step(SLICE_SECONDS)
            if time.monotonic() - tidied >= TIDY_SECONDS:
                tidied = time.monotonic()
                self.tidy()
            if self._events is None:
                if time.monotonic() - idled >= IDLE_SECONDS:
                    idled = time.monotonic()
                    self.histories.make_some()
                await asyncio.sleep(STEP_SECONDS)
            else:
                await self._readers_caught_up()

    async def _readers_caught_up(self) -> None:
        """Give way to sending before the market goes on, but not for long: one slow reader must not stop it."""
        for _ in range(_MOST_PAUSES):
            await asyncio.sleep(STEP_SECONDS / _MOST_PAUSES)
            if not any(stream.backlog.behind for stream in self._streams):
                return

    def _publish(self, event: Event) -> None:
        for push in self._pushes_of(event):
            self._offer(push)

    def _pushes_of(self, event: Event) -> Iterable[Push]:
        if isinstance(event, OrderUpdated | Filled):
            return list(self._trade_pushes(event))
        pushes = self._pushes.of(event) if self._streams else ()
        if isinstance(event, _MOVES) and self.alerts.of(event.security):
            return chain(pushes, self._alert_pushes(event.security))
        return pushes

    def _alert_pushes(self, security: Security) -> Iterator[Push]:
        for fired in self._alert_watch.look(security):
            self.note_alert(fired.alert)
            yield alert_push(self._name(security), fired)

    def _trade_pushes(self, event: OrderUpdated | Filled) -> Iterator[Push]:
        market = event.order.security.market
        account = self.accounts.apply(event, self.market.trade_date(market))
        if account is None:
            return
        if self._state is not None:
            self._state.note_order(account, event.order)
            if isinstance(event, Filled):
                self._state.note_fill(account, event.fill)
        self.delays.note_order(event.order)
        if account.acc_id not in self._pushed_accounts():
            return
        if isinstance(event, Filled):
            yield fill_push(account, self._name(event.order.security), event.fill)
        else:
            yield order_push(account, self._name(event.order.security), event.order)

    def _pushed_accounts(self) -> set[int]:
        """The accounts whose pushes somebody asked for."""
        return {acc_id for client in self.clients for acc_id in client.pushed_accounts}

    def _name(self, security: Security) -> str:
        return self.language.call(self.market.instruments[security])

    def _offer(self, push: Push) -> None:
        if push.kind is not None:
            push.made, push.lateness = time.perf_counter(), self.market.lateness
        if not self.login.holds and (push.security is not None or push.acc_id is not None):
            return
        for sent in self.faults.pushes(push):
            for stream in list(self._streams):
                stream.offer(sent)
        if self.faults.cuts_stream(push):
            for stream in self._streams:
                stream.backlog.close(Stopping("the stream was cut by --chaos"))

    def _is_fund(self, security: Security) -> bool:
        instrument = self.market.listings.get(security)
        return instrument is not None and instrument.sec_type is SecurityType.TRUST
