"""The paper market: many securities, one simulated order flow, and every view of the trades that come out of it.

The facade:

    market = PaperMarket(seed=1, rate=0, symbols=None, clock=make_clock("always-open"))
    for event in market.advance():       # lazily: the market stands at the event while the loop body runs
        match event:
            case Traded(security, tick): ...
            case QuoteChanged(security): market.quote(security)
    market.place(PersonOrder(...)); market.cancel(order_id)   # their events come out of the next advance()

Everything is in one thread and does no I/O. Same seed, clock and person's orders, same market, however often
`advance` is called.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from futu_tui.paper.capital import CapitalDay, CapitalRecord
from futu_tui.paper.clock import Clock, make_clock
from futu_tui.paper.derivatives.codes import kind_of
from futu_tui.paper.desk import Desk
from futu_tui.paper.events import (
    BarsChanged,
    BookChanged,
    BrokersChanged,
    Event,
    Filled,
    OrderUpdated,
    QuoteChanged,
    RtChanged,
    StateChanged,
    Traded,
)
from futu_tui.paper.listings import Listings
from futu_tui.paper.order_rules import takes
from futu_tui.paper.orders import (
    Fill,
    Hours,
    OrderRejected,
    OrderStatus,
    OrderType,
    PersonOrder,
    Side,
    TimeInForce,
    TrailType,
)
from futu_tui.paper.periods import KLType, RehabType
from futu_tui.paper.plates import Plate, plates_of
from futu_tui.paper.post import TradingPost
from futu_tui.paper.serial import Serial
from futu_tui.paper.series import Series
from futu_tui.paper.sessions import MarketState, Phase, Segments, local
from futu_tui.paper.simulation import Simulation
from futu_tui.paper.timeshare import latest_rt_point, mean_level, rt_points
from futu_tui.paper.universe import Instrument, SecurityType, choose_listings
from futu_tui.paper.views import (
    UNIT,
    Bar,
    BookLevel,
    BrokerEntry,
    Direction,
    ExtendedQuote,
    QuoteState,
    RehabEvent,
    RtPoint,
    SecurityStatus,
    Tick,
    TradeKind,
)
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.derivatives.floor import Floor
    from futu_tui.paper.derivatives.listing import Derivatives

__all__ = [
    "Bar",
    "BarsChanged",
    "BookChanged",
    "BookLevel",
    "BrokerEntry",
    "BrokersChanged",
    "Clock",
    "Direction",
    "Event",
    "ExtendedQuote",
    "Fill",
    "Filled",
    "Hours",
    "Instrument",
    "KLType",
    "OrderRejected",
    "OrderStatus",
    "OrderType",
    "OrderUpdated",
    "PaperMarket",
    "PersonOrder",
    "QuoteChanged",
    "QuoteState",
    "RehabEvent",
    "RehabType",
    "RtChanged",
    "RtPoint",
    "SecurityStatus",
    "SecurityType",
    "Side",
    "StateChanged",
    "Tick",
    "TimeInForce",
    "TradeKind",
    "Traded",
    "TrailType",
    "make_clock",
]


class PaperMarket:
    """The simulated exchange. Methods that take a security raise KeyError for one that is not in `instruments`."""

    listings: Mapping[Security, Instrument]
    """What is listed, in the order of the universe. Derivatives are found in it, but it does not run through them."""
    plates: Mapping[Security, Plate]
    """Groups of what is listed."""
    instruments: Mapping[Security, Instrument]
    """Everything that can be asked about: what is listed, and the plates."""

    def __init__(
        self,
        *,
        seed: int = 1,
        rate: float = 0,
        symbols: Sequence[Security] | int | None = None,
        clock: Clock,
    ) -> None:
        """`rate` is events a second of the wall over all securities, 0 for a natural pace. `symbols` restricts the
        listings to these (an index brings its members), or gives their number, made up beyond the real ones.
        Raises KeyError for a symbol that the universe does not have."""
        cash = choose_listings(symbols)
        self.plates = plates_of(cash)
        unlisted = {security: plate.instrument for security, plate in self.plates.items()}
        self._simulation = Simulation(seed, rate, cash, clock, unlisted)
        self.listings = Listings(cash, self._find_contract)
        self.instruments = Listings({**cash, **unlisted}, self._find_contract)
        self._posts = self._simulation.posts
        self._desk = Desk(self._simulation)
        self._series: dict[Security, Series] = {}
        self._prepared: set[Security] = set()

    def find(self, security: Security) -> Instrument | None:
        """What a security is; None for one that cannot be asked about. A plate moves from when it is first found."""
        if security in self.plates:
            self._open(security)
        return self.instruments.get(security)

    def now(self) -> float:
        """Market time, epoch seconds: the clock's, as of the latest advance; within an event's turn, the event's."""
        return self._simulation.now

    @property
    def lateness(self) -> float:
        """By how much the simulation stands behind its clock, in seconds of the wall."""
        return self._simulation.lateness

    def state(self, market: Market) -> int:
        """qot_common.QotMarketState of a market; 0 for one without securities here."""
        venue = self._simulation.venues.get(market)
        return venue.session.state if venue else MarketState.NONE

    def phase(self, market: Market) -> Phase:
        """What a market does with orders now. Raises KeyError for one without securities."""
        return self._simulation.venues[market].session.phase

    def advance(self) -> Iterator[Event]:
        """Run the simulation up to the clock's now, yielding what happens. After a long pause the flow takes up
        where it stopped instead of making up for it."""
        return self._simulation.run()

    @property
    def floor(self) -> Floor:
        """Where contracts trade."""
        return self._simulation.floor

    @property
    def derivatives(self) -> Derivatives:
        """What contracts there are on the securities."""
        return self._simulation.floor.derivatives

    def status(self, instrument: Instrument) -> SecurityStatus:
        """Whether it trades, and why not."""
        if instrument.contract is not None:
            return self.floor.lives.status(instrument)
        return SecurityStatus.SUSPENDED if instrument.suspended else SecurityStatus.NORMAL

    def open_books(self, securities: Iterable[Security]) -> None:
        """Open the books of contracts that somebody wants to follow."""
        for security in securities:
            self._posts[security]

    def retire(self, watched: Container[Security]) -> None:
        """Close the books of contracts that nobody watches and where no person's order waits or has filled today."""
        if not (self._simulation.has_contracts and len(self.floor)):
            return
        busy = self._desk.busy()
        for security in self.floor.retire(lambda each: each in watched or each in busy):
            self._series.pop(security, None)

    # what is to be seen

    def quote(self, security: Security) -> QuoteState:
        if security not in self._posts and kind_of(security) is not None:
            return self.floor.quote(security)
        post = self._posts[security]
        instrument, day = post.instrument, post.day
        bids, asks = post.shown_book(1)
        if instrument.is_index:
            average = mean_level(day.minutes) if day.minutes else day.last
        else:
            average = day.turnover / day.volume if day.volume else day.last
        extended = {phase: record.quote() for phase, record in post.extended.items()}
        return QuoteState(
            security=security,
            suspended=instrument.suspended,
            status=self.status(instrument),
            tick=instrument.tick_at(day.last) / UNIT,
            time=day.updated,
            open=day.open / UNIT,
            high=day.high / UNIT,
            low=day.low / UNIT,
            last=day.last / UNIT,
            prev_close=day.prev_close / UNIT,
            volume=day.volume,
            turnover=day.turnover * instrument.contract_size / UNIT,
            turnover_rate=day.volume / instrument.shares * 100 if instrument.shares else 0.0,
            amplitude=(day.high - day.low) / day.prev_close * 100,
            average=average / UNIT,
            bid=bids[0].price if bids else 0.0,
            bid_size=bids[0].volume if bids else 0,
            ask=asks[0].price if asks else 0.0,
            ask_size=asks[0].volume if asks else 0,
            pre=extended.get(Phase.PRE),
            after=extended.get(Phase.AFTER),
            overnight=extended.get(Phase.OVERNIGHT),
            figures=self.floor.figures(instrument, day.last, day.prev_close) if instrument.contract else None,
        )

    def book(self, security: Security, levels: int = 10) -> tuple[list[BookLevel], list[BookLevel]]:
        """(bids, asks), best first. In an auction one level a side: the indicative price and the volume that would
        match. Empty for an index and a suspended security."""
        return self._posts[security].shown_book(levels)

    def ticks(self, security: Security, count: int = 500) -> list[Tick]:
        """The latest trades, oldest first; 2,000 are kept."""
        ticks = self._posts[security].ticker.ticks
        return list(islice(ticks, max(len(ticks) - count, 0), None))

    def bars(
        self, security: Security, kl_type: KLType, count: int, rehab: RehabType = RehabType.NONE
    ) -> list[Bar]:
        """The latest bars, oldest first, the last one still growing while the market trades."""
        return self._series_of(security).latest(kl_type, count, rehab)

    def history(
        self,
        security: Security,
        kl_type: KLType,
        begin: date,
        end: date,
        rehab: RehabType = RehabType.NONE,
    ) -> list[Bar]:
        """The bars whose first trade date is from begin to end (both included), oldest first; the bar in progress is
        one of them. Days go back five years, minutes thirty trading days."""
        return self._series_of(security).between(kl_type, begin, end, rehab)

    def intraday(self, security: Security) -> list[RtPoint]:
        """The day in progress by minutes, up to the current one; empty before the first trade and for a suspended
        security."""
        return rt_points(self._posts[security], self._simulation.now)

    def capital(self, security: Security) -> CapitalRecord:
        """The money in and out of the day in progress, of regular hours; not to be changed."""
        return self._posts[security].capital

    def capital_days(self, security: Security) -> list[CapitalDay]:
        """The same of each day since the market was started, oldest first, the day in progress last."""
        post = self._posts[security]
        days = list(post.capital_days)
        return [*days, CapitalDay(post.day.day, post.capital.net)] if post.capital.minutes else days

    def rt_point(self, security: Security) -> RtPoint | None:
        """The point of the latest minute with a trade: what an RtChanged tells of."""
        return latest_rt_point(self._posts[security])

    def brokers(self, security: Security, count: int = 40) -> tuple[list[BrokerEntry], list[BrokerEntry]]:
        """(bids, asks): the first orders of each side's queue within ten levels; empty but for Hong Kong."""
        return self._posts[security].shown_brokers(count)

    def rehabs(self, security: Security) -> list[RehabEvent]:
        """Corporate actions of the last five years, oldest first."""
        self._open(security)
        actions = self._simulation.histories[security].actions
        return [action.event(security.market) for action in actions]

    def year_range(self, security: Security) -> tuple[float, float]:
        """(highest, lowest) unadjusted price of the last 52 weeks, today included."""
        return self._series_of(security).year_range()

    def trade_days(self, market: Market, begin: date, end: date) -> list[date]:
        """The market's trading days from begin to end, both included. Raises KeyError for one without securities."""
        timetable = self._simulation.venues[market].timetable
        days = (begin + timedelta(number) for number in range((end - begin).days + 1))
        return [day for day in days if timetable.is_trading_day(day)]

    def segments(self, market: Market, day: date) -> Segments:
        """The stretches of a day's regular trading. Raises KeyError for a market without securities."""
        return self._simulation.venues[market].timetable.segments(day)

    def trade_date(self, market: Market) -> date:
        """The trading day in progress, or the latest one."""
        return self._simulation.venues[market].posts[0].day.day

    def local_time(self, market: Market, instant: float) -> str:
        """Epoch seconds as the wire writes them: "2026-11-23 10:42:07.123" in the market's zone."""
        return local(market, instant).isoformat(" ", "milliseconds")[:23]

    # a person's orders

    def place(self, order: PersonOrder) -> None:
        """Take an order; it rests in the same book as the flow, in price-time priority. The market keeps the object
        and updates it. Raises OrderRejected: wrong tick or lot, an index, a suspended security, a used order_id, a
        type, time in force or session that does not go together."""
        self._desk.place(order)

    def check(self, order: PersonOrder) -> None:
        """Raise OrderRejected where `place` would, and do nothing."""
        self._desk.check(order)

    def hold(self, order: PersonOrder) -> None:
        """Take an order but send it only on `release`. Raises as `place`."""
        self._desk.hold(order)

    def release(self, order_id: int) -> None:
        """Send an order that was held back. Raises as `cancel`."""
        self._desk.release(order_id)

    def restore(self, order: PersonOrder) -> None:
        """Take back an order of an earlier run of the market, as it was left."""
        self._desk.restore(order)

    def modify(self, order_id: int, changed: PersonOrder) -> None:
        """Give an order the quantity, price, trigger and trail of `changed`. Raises as `cancel`."""
        self._desk.modify(order_id, changed)

    def cancel(self, order_id: int) -> None:
        """Cancel a working order. Raises KeyError for an unknown one, OrderRejected for one that is done."""
        self._desk.cancel(order_id)

    def disable(self, order_id: int) -> None:
        """Take a Hong Kong order out of the market and keep it. Raises as `cancel`."""
        self._desk.disable(order_id)

    def enable(self, order_id: int) -> None:
        """Put a disabled order back. Raises as `cancel`."""
        self._desk.enable(order_id)

    def delete(self, order_id: int) -> None:
        """Delete an order that is done or disabled and had no fill. Raises as `cancel`."""
        self._desk.delete(order_id)

    def told(self) -> Iterator[Event]:
        """What happened because of orders, without letting any time pass."""
        told = self._simulation.told
        while told:
            yield told.popleft()

    @property
    def fill_ids(self) -> Serial:
        """What numbers the fills."""
        return self._simulation.fill_ids

    def cost_to_trade(self, security: Security, side: Side, qty: int) -> int:
        """What a market order would pay or bring now, in price units; the best guess where the book is too thin or
        does not match at the moment."""
        return self._posts[security].cost_to_trade(side, qty)

    def trades_at_once(self, order: PersonOrder) -> bool:
        """Whether an order is one at market and would meet the book as it stands now."""
        post = self._posts[order.security]
        return order.type is OrderType.MARKET and post.auction is None and takes(order, post.phase)

    def working_orders(self) -> list[PersonOrder]:
        """Orders that can still fill, in the order of their placing."""
        return self._desk.working()

    def prepare(self, security: Security) -> Iterator[None]:
        """Make a security's history, which is otherwise made when first asked for, in steps of a few milliseconds."""
        if security in self._prepared:
            return
        instrument = self.instruments[security]
        if instrument.contract is not None:
            yield from self.prepare(instrument.contract.owner)
            self._prepared.add(security)
            return
        self._open(security)
        histories = self._simulation.histories
        for member, _ in instrument.members:
            histories[member].returns()
            yield
        for day in histories[security].minute_days():
            histories[security].minutes(day)
            yield
        histories[security].days()
        self._prepared.add(security)

    def _series_of(self, security: Security) -> Series:
        series = self._series.get(security)
        if series is None:
            timetable = self._simulation.venues[security.market].timetable
            post, history = self._open(security), self._simulation.histories[security]
            series = self._series[security] = Series(post, history, timetable)
        return series

    def _find_contract(self, security: Security) -> Instrument | None:
        return self.derivatives.find(security)

    def _open(self, security: Security) -> TradingPost:
        """The post of a security, which opens a plate's or a contract's with its history."""
        return self._posts[security]
