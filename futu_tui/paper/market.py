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

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from futu_tui.paper.clock import Clock, make_clock
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
from futu_tui.paper.orders import Fill, OrderRejected, OrderStatus, OrderType, PersonOrder, Side
from futu_tui.paper.periods import KLType, RehabType
from futu_tui.paper.universe import Instrument, SecurityType
from futu_tui.paper.views import (
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
    "TradeKind",
    "Traded",
    "make_clock",
]


class PaperMarket:
    """The simulated exchange. Methods that take a security raise KeyError for one that is not in `listings`."""

    listings: Mapping[Security, Instrument]
    """What is listed, in the order of the universe."""

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
        raise NotImplementedError

    def now(self) -> float:
        """Market time, epoch seconds: the clock's, as of the latest advance."""
        raise NotImplementedError

    def state(self, market: Market) -> int:
        """qot_common.QotMarketState of a market."""
        raise NotImplementedError

    def advance(self) -> Iterator[Event]:
        """Run the simulation up to the clock's now, yielding what happens. After a long pause the flow takes up
        where it stopped instead of making up for it."""
        raise NotImplementedError

    # what is to be seen

    def quote(self, security: Security) -> QuoteState:
        raise NotImplementedError

    def book(self, security: Security, levels: int = 10) -> tuple[list[BookLevel], list[BookLevel]]:
        """(bids, asks), best first. In an auction one level a side: the indicative price and the volume that would
        match. Empty for an index and a suspended security."""
        raise NotImplementedError

    def ticks(self, security: Security, count: int = 500) -> list[Tick]:
        """The latest trades, oldest first; 2,000 are kept."""
        raise NotImplementedError

    def bars(
        self, security: Security, kl_type: KLType, count: int, rehab: RehabType = RehabType.NONE
    ) -> list[Bar]:
        """The latest bars, oldest first, the last one still growing while the market trades."""
        raise NotImplementedError

    def history(
        self,
        security: Security,
        kl_type: KLType,
        begin: date,
        end: date,
        rehab: RehabType = RehabType.NONE,
    ) -> list[Bar]:
        """Bars of the trade dates from begin to end (both included), oldest first."""
        raise NotImplementedError

    def intraday(self, security: Security) -> list[RtPoint]:
        """The day in progress by minutes; empty for a suspended security."""
        raise NotImplementedError

    def brokers(self, security: Security, count: int = 40) -> tuple[list[BrokerEntry], list[BrokerEntry]]:
        """(bids, asks): the first orders of each side's queue; empty but for Hong Kong securities."""
        raise NotImplementedError

    def rehabs(self, security: Security) -> list[RehabEvent]:
        """Corporate actions of the last five years, oldest first."""
        raise NotImplementedError

    def year_range(self, security: Security) -> tuple[float, float]:
        """(highest, lowest) unadjusted price of the last 52 weeks, today included."""
        raise NotImplementedError

    def trade_days(self, market: Market, begin: date, end: date) -> list[date]:
        """The market's trading days from begin to end, both included."""
        raise NotImplementedError

    def trade_date(self, market: Market) -> date:
        """The trading day in progress, or the latest one."""
        raise NotImplementedError

    def local_time(self, market: Market, instant: float) -> str:
        """Epoch seconds as the wire writes them: "2026-11-23 10:42:07.123" in the market's zone."""
        raise NotImplementedError

    # a person's orders

    def place(self, order: PersonOrder) -> None:
        """Take an order; it rests in the same book as the flow, in price-time priority. The market keeps the object
        and updates it. Raises OrderRejected: wrong tick or lot, an index, a suspended security, a used order_id."""
        raise NotImplementedError

    def cancel(self, order_id: int) -> None:
        """Cancel a working order. Raises KeyError for an unknown one, OrderRejected for one that is done."""
        raise NotImplementedError

    def working_orders(self) -> list[PersonOrder]:
        """Orders that can still fill, in the order of their placing."""
        raise NotImplementedError
