"""Where contracts trade: a book opens when somebody looks at a contract or trades it, and closes when nobody does.

A contract without a book has the quote that its book would open with: the day so far is its underlying's, put through
the model.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from futu_tui.paper.day import DayRecord
from futu_tui.paper.derivatives.contracts import Contract, Future, Option, Warrant, WarrantType
from futu_tui.paper.derivatives.crowd import Crowd, traded_by
from futu_tui.paper.derivatives.derived_history import DerivedHistory, derive
from futu_tui.paper.derivatives.figures import Figurer, Figures
from futu_tui.paper.derivatives.listing import Derivatives
from futu_tui.paper.derivatives.maker import Fair, Maker, touch
from futu_tui.paper.derivatives.model import Model, expiry_instant
from futu_tui.paper.events import Event
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import Phase, at_minute, local
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT, Direction, QuoteState, SecurityStatus, TradeKind
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.simulation import Simulation

_CLOSE = 960
_FIRST_TICKS = 30
_KEPT_PHASES = (Phase.CONTINUOUS, Phase.BREAK, Phase.WAITING)
"""What contracts take part in: neither auctions nor US hours outside the regular ones."""
_HALTED = (SecurityStatus.CALLED, SecurityStatus.EXPIRED, SecurityStatus.LAST_TRADING_DATE)


class Floor:
    """The contracts on the securities of a simulation."""

    def __init__(self, simulation: Simulation, seed: int, cash: Mapping[Security, Instrument]) -> None:
        self._simulation = simulation
        self._seed = seed
        self._cash = cash
        self.model = Model(seed, cash)
        self.crowd = Crowd(self.model)
        self.derivatives = Derivatives(cash, self.model, self._today, self._around)
        self._figurer = Figurer(self.model, self.crowd)
        self._makers: dict[Security, Maker] = {}
        self._called: dict[Security, float] = {}
        """What was called, and when."""
        self._halted: set[Security] = set()
        """The open books whose trading has ended for good."""
        self._settled: dict[Security, float] = {}
        self._callable: dict[Security, list[Instrument]] = {}
        """What is not called yet, by underlying, of the day `_callable_day`."""
        self._callable_day: date | None = None

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
        owner = self._owner(instrument)
        venue = simulation.venues[security.market]
        post = TradingPost(instrument, simulation.order_ids, simulation.fill_ids)
        post.instant = simulation.now
        post.segments = owner.segments
        post.phase = self.phase(instrument, venue.session.phase)
        post.day = self._day(instrument)
        if not self._is_over(instrument):
            self._restore(post, owner)
        simulation.posts[security] = post
        venue.posts.append(post)
        simulation.histories[security] = DerivedHistory(
            instrument,
            simulation.histories[owner.security],
            partial(self._value_at, instrument),
            partial(self.crowd.day_volume, instrument, owner.instrument),
        )
        volume = self.crowd.day_volume(instrument, owner.instrument, post.day.day)
        maker = Maker(self._seed, post, partial(self._fair, instrument), volume)
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
        self._call()
        for maker in list(self._makers.values()):
            post = maker.post
            post.instant = self._simulation.now
            if self._is_over(post.instrument):
                self._halt(maker)
            else:
                maker.follow(seconds)
            self._simulation.collect(post)

    def _halt(self, maker: Maker) -> None:
        if maker.post.security not in self._halted:
            self._halted.add(maker.post.security)
            maker.post.phase = Phase.CLOSED
            maker.clear_book()
            self._simulation.on_halt(maker.post, self.why_closed(maker.post.instrument))

    def phase(self, instrument: Instrument, phase: Phase) -> Phase:
        """The phase of a contract when its market is in one."""
        return phase if phase in _KEPT_PHASES and not self.why_closed(instrument) else Phase.CLOSED

    # what stands

    def status(self, instrument: Instrument) -> SecurityStatus:
        """Of a contract; normal of anything else."""
        contract, now = instrument.contract, self._simulation.now
        if contract is None or (isinstance(contract, Future) and contract.is_main):
            return SecurityStatus.NORMAL
        self._watch_calls(contract)
        if instrument.security in self._called:
            return SecurityStatus.CALLED
        if now >= expiry_instant(contract, instrument.market):
            return SecurityStatus.EXPIRED
        if isinstance(contract, Warrant):
            today = self._today(instrument.market)
            if today > contract.last_trade:
                return SecurityStatus.LAST_TRADING_DATE
            if today < contract.listed:
                return SecurityStatus.TO_BE_OPEN
        return SecurityStatus.NORMAL

    def why_closed(self, instrument: Instrument) -> str:
        """Why nobody trades a contract, in words; empty where they do."""
        contract, name = instrument.contract, instrument.security
        match self.status(instrument):
            case SecurityStatus.CALLED:
                assert isinstance(contract, Warrant)
                return (
                    f"{name} was called: {contract.owner} reached its call price of {contract.call_price:g}"
                )
            case SecurityStatus.EXPIRED:
                assert contract is not None
                return f"{name} expired on {contract.expiry}"
            case SecurityStatus.LAST_TRADING_DATE:
                assert isinstance(contract, Warrant)
                return f"the last day to trade {name} was {contract.last_trade}"
            case SecurityStatus.TO_BE_OPEN:
                return f"{name} begins to trade on {instrument.listed}"
        return ""

    def why_not(self, instrument: Instrument) -> str:
        """Why a person cannot trade a contract, in words; empty where one can."""
        if instrument.contract is None:
            return ""
        contract = self._found(instrument.security).contract
        if isinstance(contract, Future) and contract.is_main:
            return f"{instrument.security} only shows prices: trade the month, {contract.origin}"
        return self.why_closed(instrument)

    def settlement(self, security: Security) -> float | None:
        """What a contract that has ended is paid at, in its currency; None while it has not."""
        instrument = self._found(security)
        if security not in self._settled:
            contract = instrument.contract
            assert contract is not None
            if security in self._called:
                assert isinstance(contract, Warrant)
                self._settled[security] = abs(contract.call_price - contract.strike) / contract.conversion
            elif self.status(instrument) is SecurityStatus.EXPIRED:
                end = expiry_instant(contract, instrument.market)
                self._settled[security] = self.model.value(contract, self._final(instrument), end)
            else:
                return None
        return self._settled[security]

    def quote(self, security: Security) -> QuoteState:
        """Of a contract without a book. Raises KeyError for a security that is none."""
        instrument = self._found(security)
        day = self._day(instrument)
        size, volume = instrument.contract_size, day.volume
        bid = ask = bid_size = ask_size = 0
        if self.phase(instrument, self._simulation.venues[security.market].session.phase) is Phase.CONTINUOUS:
            bid, ask = touch(instrument, self._fair(instrument))
            usual = max(self._whole_day(instrument) // 300 // instrument.lot_size, 1) * instrument.lot_size
            bid_size, ask_size = usual if bid else 0, usual
        average = day.turnover / volume if volume else day.last
        return QuoteState(
            security=security,
            suspended=False,
            status=self.status(instrument),
            tick=instrument.tick_at(day.last) / UNIT,
            time=day.updated,
            open=day.open / UNIT,
            high=day.high / UNIT,
            low=day.low / UNIT,
            last=day.last / UNIT,
            prev_close=day.prev_close / UNIT,
            volume=volume,
            turnover=day.turnover * size / UNIT,
            turnover_rate=volume / instrument.shares * 100 if instrument.shares else 0.0,
            amplitude=(day.high - day.low) / day.prev_close * 100,
            average=average / UNIT,
            bid=bid / UNIT,
            bid_size=bid_size,
            ask=ask / UNIT,
            ask_size=ask_size,
            pre=None,
            after=None,
            overnight=None,
            figures=self.figures(instrument, day.last, day.prev_close),
        )

    def figures(self, instrument: Instrument, last: int, prev_close: int) -> Figures:
        """What is told of a contract beside its quote; prices in price units."""
        owner = self._owner(instrument)
        return self._figurer.of(
            instrument,
            owner.instrument,
            self._spot(instrument),
            last / UNIT,
            prev_close / UNIT,
            self._simulation.now,
            self._today(instrument.market),
        )

    # the day so far

    def _day(self, instrument: Instrument) -> DayRecord:
        """What a contract's day has seen, its minutes left out."""
        owner = self._owner(instrument)
        day, now = owner.day, self._simulation.now
        before = self._value_at(instrument, day.prev_close, self._previous_close(instrument.market, day.day))
        record = DayRecord(day.day, before, day.updated)
        if self._is_over(instrument):
            settled = self.settlement(instrument.security)
            if settled is not None:
                record.last = round(settled * UNIT)
                record.open = record.high = record.low = record.last
            return record
        if not day.minutes or self._today(instrument.market) < instrument.listed:
            return record
        prices = [self._value_at(instrument, price, now) for price in (day.open, day.high, day.low, day.last)]
        record.open, record.last = prices[0], prices[3]
        record.high, record.low = max(prices), min(prices)
        lot = instrument.lot_size
        record.volume = traded_by(self._whole_day(instrument), self._progress(owner), lot)
        record.turnover = record.volume * sum(prices) // 4
        return record

    def _restore(self, post: TradingPost, owner: TradingPost) -> None:
        """Give a post the day that its quote told of, by minutes, and its latest trades."""
        instrument, day = post.instrument, post.day
        if not day.volume:
            return
        day.minutes = derive(
            owner.day.minutes,
            self._simulation.now,
            partial(self._value_at, instrument),
            self._whole_day(instrument),
            instrument.lot_size,
            self._progress(owner),
        )
        day.turnover = sum(candle.turnover for candle in day.minutes)
        for candle in [candle for candle in day.minutes if candle.volume][-_FIRST_TICKS:]:
            rises = candle.close >= candle.open
            direction = Direction.BUY if rises else Direction.SELL
            instant = min(candle.start + 30, self._simulation.now)
            post.ticker.add(instant, candle.close, candle.volume, direction, TradeKind.AUTOMATCH)

    def _whole_day(self, instrument: Instrument) -> int:
        owner = self._owner(instrument)
        return self.crowd.day_volume(instrument, owner.instrument, owner.day.day)

    def _progress(self, owner: TradingPost) -> float:
        """How much of an underlying's day has gone by, 0 to 1."""
        now = self._simulation.now
        gone = sum(max(min(now, end) - start, 0.0) for start, end in owner.segments)
        return gone / sum(end - start for start, end in owner.segments)

    def _previous_close(self, market: Market, day: date) -> float:
        timetable = self._simulation.venues[market].timetable
        day -= timedelta(1)
        while not timetable.is_trading_day(day):
            day -= timedelta(1)
        return at_minute(market, day, _CLOSE)

    def _final(self, instrument: Instrument) -> float:
        """The underlying's price when a contract expired: that day's close, or the last one before it."""
        contract, owner = instrument.contract, self._owner(instrument)
        assert contract is not None
        if contract.expiry >= owner.day.day:
            return owner.day.last / UNIT
        days = self._simulation.histories[owner.security].days()
        closes = [past.candle.close for past in days if past.day <= contract.expiry]
        return (closes[-1] if closes else owner.day.last) / UNIT

    # prices

    def _value_at(self, instrument: Instrument, price: int, instant: float) -> int:
        contract = instrument.contract
        assert contract is not None
        return instrument.ticks.round(self.model.value(contract, price / UNIT, instant) * UNIT)

    def _fair(self, instrument: Instrument) -> Fair:
        contract, now = instrument.contract, self._simulation.now
        assert contract is not None
        spot = self._spot(instrument)
        vega = self.model.greeks(contract, spot, now).vega if isinstance(contract, Option) else 0.0
        return Fair(self.model.value(contract, spot, now), vega)

    def _spot(self, instrument: Instrument) -> float:
        return self._owner(instrument).day.last / UNIT

    def _owner(self, instrument: Instrument) -> TradingPost:
        assert instrument.contract is not None
        return self._simulation.posts[instrument.contract.owner]

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

    def _is_over(self, instrument: Instrument) -> bool:
        return self.status(instrument) in _HALTED

    # calls

    def _watch_calls(self, contract: Contract) -> None:
        """Begin to look after callable contracts when somebody asks for one; before that there is no need to."""
        if isinstance(contract, Warrant) and contract.type.is_callable and not self._callable_day:
            self._begin_calls()

    def _begin_calls(self) -> None:
        self._callable_day = today = self._today(Market.HK)
        self._callable = {}
        for instrument in self.derivatives.warrants():
            contract = instrument.contract
            assert isinstance(contract, Warrant)
            trades = contract.listed <= today <= contract.last_trade
            if contract.type.is_callable and trades and instrument.security not in self._called:
                self._callable.setdefault(contract.owner, []).append(instrument)
        self._call()

    def _call(self) -> None:
        """Note the callable contracts whose underlying has reached their call price today."""
        if not self._callable_day:
            return
        if self._callable_day != self._today(Market.HK):
            self._begin_calls()
        for owner, issues in self._callable.items():
            day = self._simulation.posts[owner].day
            for instrument in [each for each in issues if _is_reached(each, day)]:
                issues.remove(instrument)
                self._called[instrument.security] = self._simulation.now


def _is_reached(instrument: Instrument, day: DayRecord) -> bool:
    contract = instrument.contract
    assert isinstance(contract, Warrant)
    if not day.minutes:
        return False
    reached = day.low / UNIT <= contract.call_price
    return reached if contract.type is WarrantType.BULL else day.high / UNIT >= contract.call_price
