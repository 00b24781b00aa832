"""Where contracts trade: a book opens when somebody looks at a contract or trades it, and closes when nobody does.

A contract without a book has the quote that its book would open with: the day so far is its underlying's, put through
the model.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from futu_tui.paper.derivatives.crowd import Crowd
from futu_tui.paper.derivatives.days import Days
from futu_tui.paper.derivatives.figures import Figurer, Figures
from futu_tui.paper.derivatives.listing import Derivatives
from futu_tui.paper.derivatives.lives import Lives
from futu_tui.paper.derivatives.maker import Maker, touch
from futu_tui.paper.derivatives.model import Model
from futu_tui.paper.events import Event
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import Phase, local
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT, QuoteState
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.simulation import Simulation

_KEPT_PHASES = (Phase.CONTINUOUS, Phase.BREAK, Phase.WAITING)
"""What contracts take part in: neither auctions nor US hours outside the regular ones."""


class Floor:
    """The contracts on the securities of a simulation."""

    def __init__(self, simulation: Simulation, seed: int, cash: Mapping[Security, Instrument]) -> None:
        self._simulation = simulation
        self._seed = seed
        self._cash = cash
        self.model = Model(seed, cash)
        self.derivatives = Derivatives(cash, self.model, self._today, self._around)
        self.lives = Lives(simulation, self.derivatives, self.model, self._today)
        crowd = Crowd(self.model)
        self._days = Days(simulation, self.model, crowd, self.lives)
        self._figurer = Figurer(self.model, crowd)
        self._makers: dict[Security, Maker] = {}
        self._halted: set[Security] = set()
        """The open books whose trading has ended for good."""

    def __contains__(self, security: Security) -> bool:
        """Whether a contract has a book."""
        return security in self._makers

    def __len__(self) -> int:
        """How many contracts have one."""
        return len(self._makers)

    # books

    def open(self, security: Security) -> TradingPost:
        """Open a contract's post. Raises KeyError for a security that is no contract here."""
        instrument = self._found(security)
        simulation = self._simulation
        venue = simulation.venues[security.market]
        post = TradingPost(instrument, simulation.order_ids, simulation.fill_ids)
        post.instant = simulation.now
        post.segments = self._days.owner(instrument).segments
        post.phase = self.phase(instrument, venue.session.phase)
        self._days.restore(post, self._days.record(instrument, self._today(security.market)))
        simulation.posts[security] = post
        venue.posts.append(post)
        simulation.histories[security] = self._days.history(instrument)
        maker = Maker(
            self._seed, post, partial(self._days.fair, instrument), self._days.whole_day(instrument)
        )
        self._makers[security] = simulation.flows[security] = maker
        maker.keep_depth()
        post.changes(deque[Event]())  # nobody has seen it, so nothing of it has changed
        return post

    def retire(self, wanted: Callable[[Security], bool]) -> list[Security]:
        """Close the books that nobody wants any more, with what was traded in them; answers which."""
        simulation = self._simulation
        closed = [security for security in self._makers if not wanted(security)]
        for security in closed:
            del self._makers[security]
            self._halted.discard(security)
            del simulation.flows[security]
            del simulation.histories[security]
            simulation.venues[security.market].posts.remove(simulation.posts.pop(security))
        return closed

    def step(self, seconds: float) -> None:
        """Let makers follow their underlyings for some seconds of trading, and call what has reached its call price."""
        self.lives.call()
        for maker in list(self._makers.values()):
            maker.post.instant = self._simulation.now
            if self.lives.is_over(maker.post.instrument):
                self._halt(maker)
            else:
                maker.follow(seconds)
            self._simulation.collect(maker.post)

    def _halt(self, maker: Maker) -> None:
        if maker.post.security not in self._halted:
            self._halted.add(maker.post.security)
            maker.post.phase = Phase.CLOSED
            maker.clear_book()
            self._simulation.on_halt(maker.post, self.lives.why_closed(maker.post.instrument))

    def phase(self, instrument: Instrument, phase: Phase) -> Phase:
        """The phase of a contract when its market is in one."""
        return phase if phase in _KEPT_PHASES and not self.lives.why_closed(instrument) else Phase.CLOSED

    # quotes

    def quote(self, security: Security) -> QuoteState:
        """Of a contract without a book. Raises KeyError for a security that is none."""
        instrument = self._found(security)
        day = self._days.record(instrument, self._today(security.market))
        volume = day.volume
        bid = ask = size = 0
        if self.phase(instrument, self._simulation.venues[security.market].session.phase) is Phase.CONTINUOUS:
            bid, ask = touch(instrument, self._days.fair(instrument))
            lots = self._days.whole_day(instrument) // 300 // instrument.lot_size
            size = max(lots, 1) * instrument.lot_size
        average = day.turnover / volume if volume else day.last
        return QuoteState(
            security=security,
            suspended=False,
            status=self.lives.status(instrument),
            tick=instrument.tick_at(day.last) / UNIT,
            time=day.updated,
            open=day.open / UNIT,
            high=day.high / UNIT,
            low=day.low / UNIT,
            last=day.last / UNIT,
            prev_close=day.prev_close / UNIT,
            volume=volume,
            turnover=day.turnover * instrument.contract_size / UNIT,
            turnover_rate=volume / instrument.shares * 100 if instrument.shares else 0.0,
            amplitude=(day.high - day.low) / day.prev_close * 100,
            average=average / UNIT,
            bid=bid / UNIT,
            bid_size=size if bid else 0,
            ask=ask / UNIT,
            ask_size=size,
            pre=None,
            after=None,
            overnight=None,
            figures=self.figures(instrument, day.last, day.prev_close),
        )

    def figures(self, instrument: Instrument, last: int, prev_close: int) -> Figures:
        """What is told of a contract beside its quote; prices in price units."""
        return self._figurer.of(
            instrument,
            self._days.owner(instrument).instrument,
            self._days.spot(instrument),
            last / UNIT,
            prev_close / UNIT,
            self._simulation.now,
            self._today(instrument.market),
        )

    def settlement(self, security: Security) -> float | None:
        """What a contract that has ended is paid at, in its currency; None while it has not."""
        return self.lives.settlement(self._found(security))

    def _found(self, security: Security) -> Instrument:
        instrument = self.derivatives.find(security)
        if instrument is None:
            raise KeyError(security)
        return instrument

    def _today(self, market: Market) -> date:
        return local(market, self._simulation.now).date()

    def _around(self, owner: Security) -> tuple[float, float]:
        """What the strikes of an underlying lie around: where the simulation began, and where the day did."""
        prices = self._cash[owner].price, self._simulation.posts[owner].day.prev_close
        return min(prices) / UNIT, max(prices) / UNIT
