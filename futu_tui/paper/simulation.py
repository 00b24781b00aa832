"""The simulation's course through time: sessions that change, factors that move, orders that arrive at the posts.

Orders arrive as a self-exciting process: some come by themselves, at a pace that follows the hour and the mood, and
each may call forth others soon after it, a trade more than others. What happens is a function of the seed and of the
market's time; how often the market is asked to go on does not matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf, sqrt
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

from futu_tui.paper.clock import Clock
from futu_tui.paper.day import ExtendedRecord
from futu_tui.paper.events import Event, StateChanged
from futu_tui.paper.factors import Factors, day_shape
from futu_tui.paper.flow import Flow
from futu_tui.paper.history import FactorReturns, History
from futu_tui.paper.indices import IndexLevel, MemberReturns
from futu_tui.paper.post import Posts, TradingPost
from futu_tui.paper.restore import restore_extended, restore_index, restore_trades
from futu_tui.paper.serial import Serial
from futu_tui.paper.sessions import Phase, Session, Timetable
from futu_tui.paper.universe import Instrument
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.derivatives.floor import Floor
    from futu_tui.paper.derivatives.maker import Maker

NATURAL_PACE = 0.25
"""Orders a second that come by themselves to a security of average activity."""
_ECHO = 0.4
"""Chance that an order calls forth another."""
_ECHO_OF_TRADE = 0.65
_ECHO_DELAY = 0.2
"""Seconds of the wall, on average."""
_ORDERS_A_CALL = 1.75
"""Orders that come of one that came by itself, itself included; about."""
_EVENTS_AN_ORDER = 2.4
"""About; a pace that is to keep a rate follows what is measured."""
_STEP = 0.5
"""Seconds of the wall between two moves of the fair prices."""
_STEPS_AN_INDEX = 4
"""Moves between two levels of an index."""
_STEPS_A_MEASURE = 4
"""Moves between two looks at whether the rate is kept."""
_FASTEST = 50.0
"""How far a pace may leave its first estimate, as a factor."""
_LARGEST_LAG = 1.0
"""Seconds of the wall that the flow makes up for when it was left alone for longer."""
_PHASE_PACE = {Phase.PRE: 0.15, Phase.AFTER: 0.15, Phase.OVERNIGHT: 0.05}
"""Pace of the phases that are calmer than the regular session."""


class Venue:
    """One market: its session, and the posts of its securities."""

    def __init__(self, market: Market, timetable: Timetable, now: float) -> None:
        self.market = market
        self.timetable = timetable
        self.session = timetable.session_at(now)
        self.first_day = timetable.trading_day_at(now)
        """The first day that is simulated."""
        self.posts: list[TradingPost] = []

    def busyness(self, instant: float) -> float:
        """How busy the hour is, about 1 in the regular session."""
        phase = self.session.phase
        if phase in _PHASE_PACE:
            return _PHASE_PACE[phase]
        segments = self.posts[0].segments
        opening, closing = segments[0][0], segments[-1][1]
        return day_shape(min(max((instant - opening) / (closing - opening), 0.0), 1.0))


class _Visitors:
    """Those who come to one post, and what is to be called when they do."""

    __slots__ = ("arrive", "come", "echo", "flow", "interval", "post", "venue")

    def __init__(self, post: TradingPost, flow: Flow, venue: Venue) -> None:
        self.post = post
        self.flow = flow
        self.venue = venue
        self.interval = 1.0
        """Seconds between two that come by themselves, on average."""
        self.come = False
        """Whether the next one is on the way."""
        self.arrive: Callable[[], None]
        self.echo: Callable[[], None]


class Simulation:
    """All posts of a market, run along its clock."""

    def __init__(
        self,
        seed: int,
        rate: float,
        listings: Mapping[Security, Instrument],
        clock: Clock,
        unopened: Mapping[Security, Instrument] = MappingProxyType({}),
    ) -> None:
        """`rate` is events a second of the wall, 0 for a natural pace. `unopened` are indices whose posts are opened
        when they are first asked for."""
        self.now = clock.now()
        self.order_ids = count(1)
        self.posts = Posts(self._open_later)
        self.flows: dict[Security, Flow | Maker] = {}
        """Only of securities that trade."""
        self.venues: dict[Market, Venue] = {}
        self.histories: dict[Security, History] = {}
        self.fill_ids = Serial()
        self.on_trade: Callable[[TradingPost], None] = lambda post: None
        """Called after trades at a post that is watched."""
        self.on_session: Callable[[Venue], None] = lambda venue: None
        """Called when a market has gone into another session."""
        self.on_halt: Callable[[TradingPost, str], None] = lambda post, why: None
        """Called when a contract's trading ends for good, with the reason in words."""
        self.told: deque[Event] = deque()
        """What has happened and was not yet given out."""
        self._floor: Floor | None = None
        self._listings = listings
        self._seed = seed
        self._clock = clock
        self._unopened = unopened
        self._factors = Factors(seed)
        self._random = Random(f"{seed}/arrivals")
        self._visitors: list[_Visitors] = []
        self._indices: dict[Security, IndexLevel] = {}
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._dues = count()
        self._open_posts(listings)
        self._rate = rate
        self._estimate = self._first_pace(rate)
        self._pace = self._estimate
        """Orders a second of market time that come by themselves to a security of activity 1."""
        self._given = 0
        self._steps = 0
        self._begin()
        self._boundary = min((venue.session.end for venue in self.venues.values()), default=inf)

    @property
    def floor(self) -> Floor:
        """Where contracts trade. It is made, and what it needs is imported, when the first contract is asked for."""
        if self._floor is None:
            from futu_tui.paper.derivatives.floor import Floor

            self._floor = Floor(self, self._seed, self._listings)
        return self._floor

    @property
    def has_contracts(self) -> bool:
        """Whether a contract was ever asked for."""
        return self._floor is not None

    def run(self) -> Iterator[Event]:
        """Go on up to the clock's now, giving out what happens while it stands so."""
        if self._clock.speed != 1 and not any(v.session.phase.has_flow for v in self.venues.values()):
            self._clock.skip_to(self._boundary)
        until = self._clock.now()
        self._forgive_lag(until)
        told, due = self.told, self._due
        while True:
            while told:
                self._given += 1
                yield told.popleft()
            when = due[0][0]
            if self._boundary <= when and self._boundary <= until:
                self._cross_boundary()
            elif when <= until:
                self.now, _, call = heappop(due)
                call()
            else:
                break
        self.now = max(self.now, until)

    @property
    def lateness(self) -> float:
        """Seconds of the wall that the market is behind its clock."""
        return max(self._clock.now() - self.now, 0.0) / self._clock.speed

    def collect(self, post: TradingPost) -> None:
        """Have what changed at a post told."""
        traded = post.traded
        post.changes(self.told)
        if traded and post.watched:
            self.on_trade(post)

    # the beginning

    def _open_posts(self, listings: Mapping[Security, Instrument]) -> None:
        for instrument in listings.values():
            post = self._open_post(instrument)
            if not instrument.is_index and not instrument.suspended:
                auctions = not self._clock.always_open and instrument.market is not Market.US
                restore_trades(self._seed, post, self._factors, opening_auction=auctions)
                restore_extended(self._seed, post)
        for post in self.posts.values():
            if post.instrument.is_index:
                members = self._members(post)
                level = self._level(post, [member.day.prev_close for member in members])
                restore_index(level, [member.day.minutes for member in members])

    def _open_post(self, instrument: Instrument) -> TradingPost:
        """A post on the first simulated day, with nothing traded yet, and its history."""
        venue = self._venue(instrument.market)
        post = self.posts[instrument.security] = TradingPost(instrument, self.order_ids, self.fill_ids)
        venue.posts.append(post)
        returns = (
            MemberReturns(instrument, self.histories)
            if instrument.is_index
            else FactorReturns(self._seed, instrument, self._factors)
        )
        self.histories[post.security] = History(self._seed, instrument, venue.first_day, returns)
        self._begin_day(post, venue, venue.first_day)
        post.instant = self.now
        post.phase = venue.session.phase
        return post

    def _open_later(self, security: Security) -> TradingPost:
        """Open the post of a contract, or of an index that nobody had asked for, with what its members did since the
        beginning."""
        if security not in self._unopened:
            return self.floor.open(security)
        post = self._open_post(self._unopened[security])
        venue, members, history = self._venue(security.market), self._members(post), self.histories[security]
        pasts = [self.histories[member.security] for member in members]
        closes = [member.instrument.price for member in members]
        for day in sorted({day for past in pasts for day in past.closed_days()}):
            minutes = [past.minutes(day) for past in pasts]
            self._begin_day(post, venue, day)
            post.instant = post.segments[-1][1]
            restore_index(self._level(post, closes), minutes)
            history.close_day(day, post.day.minutes)
            closes = [each[-1].close if each else close for each, close in zip(minutes, closes, strict=True)]
        self._begin_day(post, venue, members[0].day.day)
        post.instant = self.now
        restore_index(self._level(post, closes), [member.day.minutes for member in members])
        post.changes(deque())
        return post

    def _venue(self, market: Market) -> Venue:
        venue = self.venues.get(market)
        if venue is None:
            timetable = Timetable(market, always_open=self._clock.always_open, started=self.now)
            venue = self.venues[market] = Venue(market, timetable, self.now)
        return venue

    @staticmethod
    def _begin_day(post: TradingPost, venue: Venue, day: date) -> None:
        segments = venue.timetable.segments(day)
        post.instant = segments[0][0]
        post.open_day(day, segments)

    def _first_pace(self, rate: float) -> float:
        if not rate:
            return NATURAL_PACE / self._clock.speed
        activity = sum(
            post.instrument.activity for post in self.posts.values() if not post.instrument.suspended
        )
        return rate / (_EVENTS_AN_ORDER * _ORDERS_A_CALL * max(activity, 0.1) * self._clock.speed)

    def _begin(self) -> None:
        for post in self.posts.values():
            instrument = post.instrument
            if not instrument.is_index and not instrument.suspended:
                venue = self.venues[instrument.market]
                market, sector = self._factors.market(instrument.market), self._factors.sector(instrument)
                self.flows[post.security] = flow = Flow(self._seed, post, market, sector)
                flow.size = NATURAL_PACE / self._pace
                if post.phase.is_auction:
                    post.begin_auction()
                else:
                    flow.fill_book()
                visitors = _Visitors(post, flow, venue)
                visitors.arrive = partial(self._arrive, visitors)
                visitors.echo = partial(self._echo, visitors)
                self._visitors.append(visitors)
            self.collect(post)
        self.told.clear()
        self._set_intervals()
        for visitors in self._visitors:
            self._expect(visitors)
        self.schedule(_STEP * self._clock.speed, self._step)

    # the flow

    def schedule(self, delay: float, call: Callable[[], None]) -> None:
        """Have something done after some seconds of market time."""
        heappush(self._due, (self.now + delay, next(self._dues), call))

    def _expect(self, visitors: _Visitors) -> None:
        visitors.come = visitors.post.phase.has_flow
        if visitors.come:
            self.schedule(self._random.expovariate(1) * visitors.interval, visitors.arrive)

    def _arrive(self, visitors: _Visitors) -> None:
        self._expect(visitors)
        self._echo(visitors)

    def _echo(self, visitors: _Visitors) -> None:
        post = visitors.post
        if not post.phase.has_flow:
            return
        post.instant = self.now
        visitors.flow.act()
        chance = _ECHO_OF_TRADE if post.traded else _ECHO
        self.collect(post)
        if self._random.random() < chance:
            delay = self._random.expovariate(1) * _ECHO_DELAY * self._clock.speed
            self.schedule(delay, visitors.echo)

    def _set_intervals(self) -> None:
        busyness = {venue.market: venue.busyness(self.now) for venue in self.venues.values()}
        for visitors in self._visitors:
            activity = visitors.post.instrument.activity * sqrt(visitors.flow.excitement)
            visitors.interval = 1 / (self._pace * activity * busyness[visitors.venue.market])

    def _step(self) -> None:
        seconds = _STEP * self._clock.speed
        self._factors.step(seconds)
        for visitors in self._visitors:
            if visitors.post.phase.has_flow:
                visitors.flow.wander(seconds)
        if self._floor is not None:
            self._floor.step(seconds)
        self._steps += 1
        if self._steps % _STEPS_AN_INDEX == 0:
            self._publish_indices()
        if self._steps % _STEPS_A_MEASURE == 0:
            self._keep_rate()
        self._set_intervals()
        self.schedule(seconds, self._step)

    def _keep_rate(self) -> None:
        given, self._given = self._given, 0
        if not self._rate or not given:
            return
        wanted = self._rate * _STEP * _STEPS_A_MEASURE
        change = min(max((wanted / given) ** 0.7, 0.5), 2.0)
        self._pace = min(max(self._pace * change, self._estimate / _FASTEST), self._estimate * _FASTEST)
        for flow in self.flows.values():
            flow.size = NATURAL_PACE / self._pace

    def _forgive_lag(self, until: float) -> None:
        """Let the flow sleep through what it would otherwise have to make up for."""
        lag = until - self.now - _LARGEST_LAG * self._clock.speed
        if lag > 0:
            self._due[:] = [(when + lag, number, call) for when, number, call in self._due]
            heapify(self._due)

    # indices

    def _members(self, post: TradingPost) -> list[TradingPost]:
        return [self.posts[security] for security, _ in post.instrument.members]

    def _level(self, post: TradingPost, prices: list[int]) -> IndexLevel:
        """Have an index follow its members from their `prices`, at which it stands at its previous close."""
        weights = (weight for _, weight in post.instrument.members)
        level = IndexLevel(post, list(zip(self._members(post), weights, strict=True)), prices)
        self._indices[post.security] = level
        return level

    def _publish_indices(self) -> None:
        for level in self._indices.values():
            post = level.index
            if post.phase is Phase.CONTINUOUS:
                post.instant = self.now
                post.observe(level.level())
                post.changes(self.told)

    # sessions

    def _cross_boundary(self) -> None:
        self.now = self._boundary
        self._publish_indices()
        for venue in self.venues.values():
            if venue.session.end <= self.now:
                self._enter(venue, venue.timetable.session_at(self.now))
        self._boundary = min(venue.session.end for venue in self.venues.values())

    def _enter(self, venue: Venue, session: Session) -> None:
        state_changed = session.state != venue.session.state
        venue.session = session
        if state_changed:
            self.told.append(StateChanged(venue.market, session.state))
        for post in venue.posts:
            post.instant = self.now
            flow = self.flows.get(post.security)
            if flow is not None and post.auction is not None:
                post.end_auction()
                flow.keep_depth()
            post.phase = self._phase(post, session.phase)
            if session.trade_date != post.day.day and session.phase.takes_orders:
                self._open_day(venue, post, session)
            if flow is not None:
                if post.phase.is_auction:
                    post.begin_auction()
                elif post.phase.is_extended:
                    post.extended[post.phase] = ExtendedRecord(post.day.last)
                elif post.instrument.contract is not None:
                    flow.keep_depth()  # a maker quotes before the orders that waited for the session come
        self.on_session(venue)
        for post in venue.posts:
            self.collect(post)
        self._set_intervals()
        for visitors in self._visitors:
            if visitors.venue is venue and not visitors.come:
                self._expect(visitors)

    def _phase(self, post: TradingPost, phase: Phase) -> Phase:
        """What a post does while its market is in a phase."""
        return phase if post.instrument.contract is None else self.floor.phase(post.instrument, phase)

    def _open_day(self, venue: Venue, post: TradingPost, session: Session) -> None:
        day = post.day
        if day.minutes:
            self.histories[post.security].close_day(day.day, day.minutes)
        post.open_day(session.trade_date, venue.timetable.segments(session.trade_date))
        if post.security in self._indices:
            self._level(post, [member.day.last for member in self._members(post)])
        flow = self.flows.get(post.security)
        if flow is not None and session.phase is Phase.AUCTION:
            flow.clear_book()
            flow.leap()
