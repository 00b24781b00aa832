"""The one object between the gateway and the panes."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Generator, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Protocol

from futu_tui.beat import beat
from futu_tui.cores import seconds_without_core
from futu_tui.feed.account_sync import AccountSync
from futu_tui.feed.alert_sync import AlertSync
from futu_tui.feed.cached_bars import CachedBars
from futu_tui.feed.calendars import Calendars
from futu_tui.feed.catch_up import REFUSALS, CatchUp, lost_link, wire
from futu_tui.feed.group_sync import GroupSync
from futu_tui.feed.history import Histories, History, HistoryQuota
from futu_tui.feed.kept_history import KeptHistory
from futu_tui.feed.link import LinkHealth
from futu_tui.feed.load import Load
from futu_tui.feed.notices import Notice, notice_of
from futu_tui.feed.past_fills import PastFills
from futu_tui.feed.service import Service
from futu_tui.feed.tools import Tools
from futu_tui.market import Changes, Period, Rehab, Series, Store
from futu_tui.market.store import finished
from futu_tui.opend import Link, LinkState, OpenD, PushStream, Subscriptions, Want
from futu_tui.opend.errors import GatewayError, NoKey, NoScope
from futu_tui.own_context import OwnContext
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.steady_time import steady_time
from futu_tui.trading import Account, Accounts, TrdEnv
from futu_tui.trading.desk import Desk

log = logging.getLogger(__name__)

PING_EVERY = 0.5
PING_TIMEOUT = 1.4
"""Together under the two seconds within which a silent gateway must be seen."""
QUIET_PING_EVERY, QUIET_PING_TIMEOUT = 1.0, 0.9
"""The same where nothing has come for `QUIET_AFTER` seconds and the gateway is near: half the wakings for both."""
QUIET_AFTER, NEAR = 5.0, 0.1
"""`NEAR` is the longest round trip of a gateway that is, in seconds."""
DEAD_AFTER = 10.0
"""The stream's own heartbeat: silence is told at once, but only a longer one is worth a new connection."""
POLL_EVERY = 0.5
STATES_EVERY = 10.0
SNAPSHOT_EVERY = 3.0
REST_EVERY = 30.0
"""Seconds between snapshots of what is not traded now."""
RESTORE_AGAIN = 2.0
"""Seconds until what could not be fetched on an open link is asked for again."""
FETCHES = 5
"""Times that the present state of a subscription is asked for before its pushes alone have to do."""
MINUTE_DAYS = 5
"""Trading days that an intraday chart of several days shows."""
SEARCHED_TYPES = (qot.SecurityType_Eqty, qot.SecurityType_Trust, qot.SecurityType_Index)


class Demand(Protocol):
    """A subscription somebody needs; higher priority goes first when the quota is short."""

    @property
    def security(self) -> Security: ...
    @property
    def sub_type(self) -> int: ...
    @property
    def priority(self) -> int: ...
    @property
    def rehab(self) -> int:
        """Of K-lines: how they are to come adjusted (qot_common.RehabType)."""

    @property
    def extended(self) -> bool:
        """Of K-lines: whether with those of the hours around the regular ones."""


class Feed:
    """Owns the stream, the subscriptions and what fills the store and the accounts.

    Call `run` as a task, `drain` once a frame, and `want` when a pane's needs change.
    """

    def __init__(
        self,
        gateway: OpenD,
        store: Store,
        accounts: Accounts,
        *,
        environment: TrdEnv,
        preferred_account: str = "",
        desk: Desk | None = None,
        awaits_desk: bool = False,
        bars: CachedBars | None = None,
    ) -> None:
        """`desk` is told of the link and of every trade push, and looks up its open acts once the accounts are read.

        One that is still being opened comes by `take_desk`: the market is followed meanwhile, accounts are read then.

        `bars` are those on this computer's disk; without them the gateway is asked for the past at each start.
        """
        self.gateway = gateway
        self.desk = desk
        self._desk_came = asyncio.Event()
        if not awaits_desk:
            self._desk_came.set()
        self.store = store
        self.accounts = accounts
        accounts.latest = lambda: store.clock.latest(time.monotonic())
        self.load = Load()
        self.on_news: Callable[[], None] = lambda: None
        """Called when answers that were asked for beside the stream, or a look at the link, may have told something."""
        self._left_out_before = 0
        self.notices: deque[Notice] = deque(maxlen=200)
        self.health = LinkHealth(Link(state=LinkState.CONNECTING, since=time.monotonic()))
        self.stream = PushStream(gateway, store.router.push, self._on_link, heartbeat=DEAD_AFTER)
        self.subscriptions = Subscriptions(gateway, on_active=self._on_active)
        self.account_sync = AccountSync(
            gateway, accounts, self.report, environment=environment, preferred=preferred_account
        )
        tools = Tools(gateway, store, self.report, self._start)
        self.alert_sync = AlertSync(tools)
        self.group_sync = GroupSync(tools)
        self._catch_up = CatchUp(gateway, store, self.report, self.subscriptions.rehabs)
        if bars is not None:
            bars.on_problem = self.report
        kept = KeptHistory(gateway, bars) if bars is not None else None
        self.service = Service(gateway, store, self.health, self.account_sync, self._catch_up, self.report)
        self.histories = Histories(tools, kept)
        self.calendars = Calendars(gateway, store, self.report)
        self.past_fills = PastFills(tools, accounts)
        self._ranks: dict[Hashable, set[tuple[int, int]]] = {}
        self._subscribed: frozenset[Want] = frozenset()
        self._watched: frozenset[Security] = frozenset()
        self._glances: dict[Hashable, frozenset[Security]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = OwnContext()
        self._restoring: asyncio.Task[None] | None = None
        self._fetching: set[asyncio.Task[None]] = set()
        self._listings: asyncio.Task[None] | None = None
        self.listings_complete = False
        self._capital: set[Security] = set()
        """Whose capital flow is being asked for."""

    async def run(self) -> None:
        """Keep the stream, the subscriptions and the health of the link going until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.stream.run())
                group.create_task(self.subscriptions.run())
                group.create_task(self._watch_link())
                group.create_task(self._poll())
                group.create_task(self._watch_tops())
                group.create_task(self._run_desk())
        finally:
            self.account_sync.close()
            for task in self._tasks:
                task.cancel()

    def take_desk(self, desk: Desk | None) -> None:
        """The desk is open, or cannot be opened."""
        self.desk = desk
        if desk is not None:
            desk.link(self.health.link.state is LinkState.UP)
        self._desk_came.set()

    async def _run_desk(self) -> None:
        await self._desk_came.wait()
        if self.desk is not None:
            await self.desk.run()

    def drain(self, now: float) -> Changes:
        """Apply everything that came in since the last frame; says what changed. `now` is monotonic seconds."""
        return finished(self.drain_slowly(now))

    def drain_slowly(self, now: float) -> Generator[None, None, Changes]:
        """The same in slices, as `Store.drain_slowly`."""
        self.health.count(self.store.router.received, now)
        if self.load.is_due(now, self.health.heard_at):
            self._look_at_load(now)
        if self.load.is_hopeless(now) and self.health.live:
            self._skip_ahead(now)
        trades = self.store.router.take_trades()
        if trades:
            self.account_sync.apply(trades)
            self._note(trades)
            if self.desk is not None:
                self.desk.observe(trades)
        changes = yield from self.store.drain_slowly(now)
        self.accounts.take_changes(changes)
        if changes.fired:
            self.alert_sync.heard(changes.fired)
        return changes

    def want(self, owner: Hashable, demands: Iterable[Demand]) -> None:
        """Replace what `owner` needs pushed."""
        by_rank: dict[tuple[int, int], list[Want]] = {}
        for demand in demands:
            rank = (demand.priority, demand.rehab)
            by_rank.setdefault(rank, []).append(Want(demand.security, demand.sub_type))
            period = Period.of_sub_type(demand.sub_type)
            if period is not None and not (demand.extended and demand.rehab == Rehab.FORWARD):
                # Pushes go into what is held; without it, into forward-adjusted bars of all hours.
                series = Series.of(demand.security, period, Rehab(demand.rehab), extended=demand.extended)
                self.store.open_bars(series)
        for rank in self._ranks.get(owner, set()) - by_rank.keys():
            self.subscriptions.want((owner, *rank), ())
        for (priority, rehab), wants in by_rank.items():
            self.subscriptions.want((owner, priority, rehab), wants, priority, rehab=rehab)
        self._ranks[owner] = set(by_rank)

    def watch(self, securities: Collection[Security]) -> None:
        """These are on a list: keep their names known, and their top of book even where none is subscribed."""
        fresh = frozenset(securities)
        added = fresh - self._watched
        self._watched = fresh
        if added and self.health.link.state is LinkState.UP:
            self._start(self._introduce(added))

    def glance(self, owner: Hashable, securities: Collection[Security]) -> None:
        """Replace what `owner` shows for a while: its top of book is kept known too, subscribed or not."""
        known = frozenset().union(self._watched, *self._glances.values())
        if securities:
            self._glances[owner] = frozenset(securities)
        else:
            self._glances.pop(owner, None)
        fresh = frozenset(securities) - known
        if fresh and self.health.link.state is LinkState.UP:
            self._start(self._look_at_tops(fresh))

    def retry_now(self) -> None:
        """Try the gateway at once instead of waiting for the next turn."""
        self.stream.retry_now()

    def more_history(self, series: Series, before: str | None = None) -> None:
        """Ask for a page of bars before the earliest one known; does nothing while that is under way, or of no use.

        `before` is the time of the earliest bar that the asker knew, if it matters.
        """
        self.histories.more(series, before)

    def history_since(self, series: Series, day: date) -> None:
        """Ask for every bar from this day of the market's calendar to the earliest one known."""
        self.histories.since(series, day)

    def fills_since(self, security: Security, day: date) -> None:
        """Ask for the account's fills from this day on, of which the portfolio tells; costs nothing where known."""
        self.past_fills.want(security, day)

    def stop_history(self, series: Series) -> None:
        """Ask for no more of it than the page that is under way."""
        self.histories.stop(series)

    def minutes_of_days(
        self, security: Security, days: int = MINUTE_DAYS, *, extended: bool = False
    ) -> Series:
        """Ask for the one-minute bars of the last trading days; the series that they come in.

        It needs no subscription; then today's are those of the moment, and `Store.intraday` goes on with them. To be
        asked for again whenever a pane that shows it comes into view, which mostly costs nothing.
        """
        return self.histories.days(security, days, extended=extended)

    def history(self, series: Series) -> History:
        """How far the past of a series is loaded; `Changes.histories` tells when that differs."""
        return self.histories.of(series)

    @property
    def history_quota(self) -> HistoryQuota | None:
        """What is used of the quota of histories; None before it is known. `Changes.history_quota` tells of it."""
        return self.histories.quota

    def refresh_capital(self, security: Security) -> None:
        """Ask for the money in and out of a security today; does nothing while that is under way."""
        if security not in self._capital and self.health.live:
            self._capital.add(security)
            self._start(self._load_capital(security))

    def reload_alerts(self) -> None:
        """Ask which price alerts there are; does nothing while that is under way."""
        if self.health.link.state is LinkState.UP:
            self.alert_sync.reload(self._watched)

    async def snapshots(self, securities: Iterable[Security]) -> None:
        """Have the store know the quotes of these as they stand now, without a subscription (3203).

        Those that the gateway does not tell of are left out. Raises GatewayError where the link failed.
        """
        await self._catch_up.snapshots(securities)

    def load_listings(self) -> None:
        """Fetch what search looks through; does nothing while that is done or under way."""
        if not self.listings_complete and (self._listings is None or self._listings.done()):
            self._listings = self._start(self._load_listings())

    def switch_account(self, account: Account) -> None:
        """Make an account the one in play."""
        self._start(self.account_sync.switch(account))

    def report(self, text: str) -> None:
        """Keep something the gateway said where a person can find it."""
        log.warning("%s", text)
        self.notices.append(Notice(text, time.time()))

    def _note(self, events: Iterable[PushEvent]) -> None:
        """Keep what the gateway says unasked."""
        for event in events:
            if (notice := notice_of(event, time.time())) is not None:
                if self.notices and notice.outdates(self.notices[-1]):
                    self.notices.pop()
                self.notices.append(notice)
                self.service.heed(notice)

    @property
    def left_out(self) -> int:
        """Trades that were counted and not kept since the overload began that lasts, or since the last one did."""
        return self._all_left_out() - self._left_out_before

    def _all_left_out(self) -> int:
        return sum(tape.left_out for tape in self.store.tapes.values())

    def _look_at_load(self, now: float) -> None:
        busy = time.process_time() + seconds_without_core()
        if self.load.observe(now, steady_time(), self.store.newest_trade, busy):
            self._note_load()

    def _note_load(self) -> None:
        self.store.overloaded = self.load.overloaded
        if self.load.overloaded:
            self._left_out_before = self._all_left_out()
            self.report(f"More comes in than can be taken: trades are {self.load.behind:.0f} s late.")
        else:
            self.report(f"All that comes in is taken again; {self.left_out:,} ticks were left out.")

    def _skip_ahead(self, now: float) -> None:
        """Leave what waits to be read and is old: the newest quotes and books are asked for, trades leave a gap."""
        self.report(
            f"Trades were {self.load.behind:.0f} s late: what waited is skipped, and the newest fetched."
        )
        self.load.skipped(now)
        self.stream.begin_anew()

    def _report_fault(self, error: Exception) -> None:
        """This program could not cope with an answer: no reason to stop following the market."""
        log.error("an answer could not be taken in", exc_info=error)
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        self.report(f"An answer of the gateway could not be taken in: {error!r}")

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        return self._context.run(self._begin, work)

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        async def guarded() -> None:
            try:
                await work
            except* GatewayError as errors:
                self.report(str(lost_link(errors)))
            except* Exception as errors:
                self._report_fault(errors)

        task = asyncio.ensure_future(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # where it ended before the work began
        task.add_done_callback(lambda _: self.on_news())
        return task

    def _on_link(self, link: Link) -> None:
        was_up, is_up = self.health.link.state is LinkState.UP, link.state is LinkState.UP
        came_up = is_up and not was_up
        self.health.link = link
        if was_up and not is_up:
            self.store.end_pushes()
            self.store.mark_stale(time.monotonic())
        if self.desk is not None:
            self.desk.link(is_up)
        if came_up:
            self.load.begin_anew()
            self.store.overloaded = False
            self.health.silent_since = None
            self.health.restoring = True
            self._restoring = self._start(self._restore())
        elif link.state is LinkState.DOWN:
            self.health.restoring = False
            if self._restoring is not None:
                self._restoring.cancel()
            self.store.mark_stale(time.monotonic())
        self.on_news()

    def _on_active(self, wants: Collection[Want]) -> None:
        task = self._start(self._fetch(wants))
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    async def _fetch(self, wants: Collection[Want]) -> None:
        """Fetch what new subscriptions show; again while the link holds, for an answer may just have been late."""
        link = self.health.link
        for _ in range(FETCHES):
            try:
                await self._catch_up.fetch(wants)
                self._start(self.histories.opened(wants))
                return
            except* GatewayError as errors:
                self.report(str(lost_link(errors)))
            await asyncio.sleep(RESTORE_AGAIN)
            if self.health.link is not link:
                return  # the return of the link subscribes anew

    async def _restore(self) -> None:
        """After the stream opened: bring everything up to date, then call it live. Ends when the link does.

        What the gateway refuses then, and does not push, looks old on.
        """
        was_barred = bool(self.health.barred)
        self.store.begin_anew(time.monotonic())
        self.accounts.begin_anew()
        while True:
            try:
                await self._bring_up_to_date()
                break
            except* GatewayError as errors:
                self.report(str(lost_link(errors)))
            except* Exception as errors:
                self._report_fault(errors)
            await asyncio.sleep(RESTORE_AGAIN)
        self.health.restoring = False
        if self.service.logged_out:
            return
        after_cut, self.health.ever_up = self.health.ever_up, True
        if not self.health.barred:
            self.store.clear_stale()
        if was_barred:
            self.service.settle()
        self.alert_sync.reload(self._watched, after_cut=after_cut)
        self.group_sync.reload()
        if self.desk is not None:
            await self.desk.reconcile()

    async def _bring_up_to_date(self) -> None:
        """Subscribe again and fetch what was missed; quotes first, the rest can keep a gateway busy for a while."""
        self._catch_up.forget_refusals()
        self.histories.forget_refusals()
        self.calendars.forget_refusals()
        self.past_fills.forget_refusals()
        self.health.barred = ""
        self.store.begin_pushes()
        async with asyncio.TaskGroup() as group:
            following = group.create_task(self._follow_anew())
            if not await self.service.read_states():
                following.cancel()  # it would be refused all of it

    async def _follow_anew(self) -> None:
        await self.subscriptions.restore()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._introduce(self._watched.union(*self._glances.values())))
            group.create_task(self._read_accounts())
        while self._fetching:
            await asyncio.wait(self._fetching)

    async def _read_accounts(self) -> None:
        await self._desk_came.wait()
        await self.account_sync.load()

    async def _introduce(self, securities: Collection[Security]) -> None:
        try:
            await self._catch_up.snapshots(securities)
        except NoScope as error:
            self.service.bar(error)
        else:
            await self._catch_up.listings(sorted(securities))

    async def _look_at_tops(self, securities: Collection[Security]) -> None:
        """Snapshots of these; notices too where quotes are not told any more, or not to this key."""
        if self.health.barred:
            return
        try:
            if not securities:
                await self._catch_up.allowed()
            elif not await self._catch_up.snapshots(securities):
                await self.service.read_states()  # something was refused: it may be everything
        except NoScope as error:
            self.service.bar(error)

    async def _look_at_service(self) -> None:
        """Where quotes are told again, follow the market again; where they were all the time, only trades may lack."""
        if not await self.service.look() or self.health.restoring:
            return
        if self.health.barred:
            self.health.restoring = True
            self._restoring = self._start(self._restore())
        else:
            await self._fetch_trades()

    async def _watch_link(self) -> None:
        """A stream can look open on a host that is gone: only an answer proves life."""
        while True:
            quiet = self._is_quiet
            await beat(QUIET_PING_EVERY if quiet else PING_EVERY)
            if self.health.link.state is not LinkState.UP:
                continue
            asked = time.monotonic()
            try:
                self.health.round_trip = await self.gateway.ping(
                    timeout=QUIET_PING_TIMEOUT if quiet else PING_TIMEOUT
                )
            except REFUSALS:
                self.health.round_trip = time.monotonic() - asked
            except NoKey:
                continue  # an answer too; the stream's own heartbeat ends the link and names the key
            except GatewayError:
                if self.health.silent_since is None:
                    self.health.silent_since = asked
                    self.store.mark_stale(asked)
                    self.on_news()
                continue
            if self.health.silent_since is not None:
                self.health.silent_since = None
                if not self.health.restoring:
                    self._start(self._after_silence())

    @property
    def _is_quiet(self) -> bool:
        """Whether nothing comes for now, from a gateway that answers at once."""
        health = self.health
        quiet = time.monotonic() - max(health.heard_at, health.link.since) >= QUIET_AFTER
        return quiet and health.round_trip is not None and health.round_trip <= NEAR

    async def _after_silence(self) -> None:
        """The stream stood still and goes on: only the trades need a look whether any is missing."""
        try:
            await self._fetch_trades()
        finally:
            if self.health.live and not self.health.barred:
                self.store.clear_stale()

    async def _fetch_trades(self) -> None:
        """The latest trades of every tape: what is on none of them is put there."""
        await self._catch_up.fetch(
            [want for want in self.subscriptions.active if want.sub_type == qot.SubType_Ticker]
        )

    async def _poll(self) -> None:
        """What no push brings: market states, the gateway's login, lost trade pushes."""
        states_at = looked_at = time.monotonic()
        while True:
            await beat(POLL_EVERY)
            if not self.health.live:
                continue
            self._forget_released()
            self._learn_calendars()
            if passed := self.histories.passed_a_day(self.subscriptions.active):
                self._on_active(passed)
            now = time.monotonic()
            if self.account_sync.is_due(now):
                self._start(self.account_sync.look())
            if self.group_sync.is_due(now):
                self._start(self.group_sync.look())
            with self._enduring():
                if now >= self.service.due or (self.health.barred and now - looked_at >= SNAPSHOT_EVERY):
                    self.service.due, looked_at = math.inf, now
                    await self._look_at_service()
                if now - states_at >= STATES_EVERY:
                    states_at = now
                    await self.service.read_states()

    async def _watch_tops(self) -> None:
        """Bid and ask of rows without a book subscription: these requests may have to wait for a limit."""
        looked_at = rested_at = time.monotonic()
        while True:
            await beat(POLL_EVERY)
            now = time.monotonic()
            if not self.health.live or self.health.barred or now - looked_at < SNAPSHOT_EVERY:
                continue
            looked_at = now
            shown = self._watched.union(*self._glances.values())
            if now - rested_at < REST_EVERY:
                shown = frozenset(each for each in shown if self.store.session(each.market).open)
            else:
                rested_at = now
            books = {w.security for w in self.subscriptions.active if w.sub_type == qot.SubType_OrderBook}
            with self._enduring():
                await self._look_at_tops(shown - books)
                self.on_news()

    @contextmanager
    def _enduring(self) -> Iterator[None]:
        """What fails in here is asked again the next time."""
        try:
            yield
        except GatewayError as error:
            log.info("poll: %s", error)
        except Exception as error:
            self._report_fault(error)

    def _learn_calendars(self) -> None:
        """The trading days of the markets that are subscribed, today's included."""
        now = self.store.clock.now(time.monotonic(), time.time())
        if due := self.calendars.due({want.security.market for want in self._subscribed}, now):
            self._start(self.calendars.learn(due, now))

    def _forget_released(self) -> None:
        """What is no longer subscribed is no longer kept: it would only age."""
        active = self.subscriptions.active
        for want in self._subscribed - active:
            self.store.forget(want.security, want.sub_type, self.histories.held)
            if self.subscriptions.owners_of(want):
                self.store.show_anew()  # it was lost, not let go of, and is in view
        if active != self._subscribed:
            self.histories.forget(active)
        self._subscribed = active

    async def _load_capital(self, security: Security) -> None:
        """3211 and 3212; a refusal is for the pane to show, since it says what right is missing."""
        try:
            body = {"security": wire(security)}
            flow = await self.gateway.request(
                ProtoId.QOT_GET_CAPITAL_FLOW, body | {"periodType": qot.PeriodType_INTRADAY}
            )
            parts = await self.gateway.request(ProtoId.QOT_GET_CAPITAL_DISTRIBUTION, body)
        except REFUSALS as error:
            self.store.refuse_capital_flow(security, str(error))
        else:
            self.store.apply_capital_flow(security, flow, parts, time.monotonic())
        finally:
            self._capital.discard(security)

    async def _load_listings(self) -> None:
        for market in (qot.QotMarket_HK_Security, qot.QotMarket_US_Security, qot.QotMarket_CNSH_Security,
                       qot.QotMarket_CNSZ_Security):  # fmt: skip
            for sec_type in SEARCHED_TYPES:
                try:
                    await self._catch_up.all_listings(market, sec_type)
                except REFUSALS as error:
                    self.report(f"Search: {error}")
        self.listings_complete = True
