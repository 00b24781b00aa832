"""The day of a contract so far, out of its underlying's: what its quote tells while it has no book, and what its book
opens with."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from futu_tui.paper.day import DayRecord
from futu_tui.paper.derivatives.contracts import Option
from futu_tui.paper.derivatives.crowd import Crowd, traded_by
from futu_tui.paper.derivatives.derived_history import DerivedHistory, derive
from futu_tui.paper.derivatives.lives import Lives
from futu_tui.paper.derivatives.maker import Fair
from futu_tui.paper.derivatives.model import CLOSE_MINUTE, Model
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import at_minute
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT, Direction, TradeKind
from futu_tui.protocol import Market

if TYPE_CHECKING:
    from futu_tui.paper.simulation import Simulation

_FIRST_TICKS = 30


class Days:
    """Contracts through the model, as their underlyings stand in a simulation."""

    def __init__(self, simulation: Simulation, model: Model, crowd: Crowd, lives: Lives) -> None:
        self._simulation = simulation
        self._model = model
        self._crowd = crowd
        self._lives = lives

    def owner(self, instrument: Instrument) -> TradingPost:
        """The post of a contract's underlying."""
        assert instrument.contract is not None
        return self._simulation.posts[instrument.contract.owner]

    def spot(self, instrument: Instrument) -> float:
        """The underlying's price, in its currency."""
        return self.owner(instrument).day.last / UNIT

    def fair(self, instrument: Instrument) -> Fair:
        """What a contract is worth now."""
        contract, now, spot = instrument.contract, self._simulation.now, self.spot(instrument)
        assert contract is not None
        vega = self._model.greeks(contract, spot, now).vega if isinstance(contract, Option) else 0.0
        return Fair(self._model.value(contract, spot, now), vega)

    def value_at(self, instrument: Instrument, price: int, instant: float) -> int:
        """What it is worth when the underlying is at a price, on its own step; price units."""
        contract = instrument.contract
        assert contract is not None
        return instrument.ticks.round(self._model.value(contract, price / UNIT, instant) * UNIT)

    def whole_day(self, instrument: Instrument) -> int:
        """What the day in progress will have traded at its end."""
        owner = self.owner(instrument)
        return self._crowd.day_volume(instrument, owner.instrument, owner.day.day)

    def record(self, instrument: Instrument, today: date) -> DayRecord:
        """The day so far, without its minutes; `today` is the market's local date."""
        owner = self.owner(instrument)
        day, now = owner.day, self._simulation.now
        before = self.value_at(instrument, day.prev_close, self._previous_close(instrument.market, day.day))
        record = DayRecord(day.day, before, day.updated)
        if self._lives.is_over(instrument):
            settled = self._lives.settlement(instrument)
            if settled is not None:
                record.open = record.high = record.low = record.last = round(settled * UNIT)
            return record
        if not day.minutes or today < instrument.listed:
            return record
        prices = [self.value_at(instrument, price, now) for price in (day.open, day.high, day.low, day.last)]
        record.open, record.last = prices[0], prices[3]
        record.high, record.low = max(prices), min(prices)
        record.volume = traded_by(self.whole_day(instrument), self._progress(owner), instrument.lot_size)
        record.turnover = record.volume * sum(prices) // 4
        return record

    def restore(self, post: TradingPost, record: DayRecord) -> None:
        """Give a post the day that was recorded, with its minutes, and its latest trades."""
        instrument, owner = post.instrument, self.owner(post.instrument)
        post.day = record
        if not record.volume:
            return
        record.minutes = derive(
            owner.day.minutes,
            self._simulation.now,
            partial(self.value_at, instrument),
            self.whole_day(instrument),
            instrument.lot_size,
            self._progress(owner),
        )
        record.turnover = sum(candle.turnover for candle in record.minutes)
        for candle in [candle for candle in record.minutes if candle.volume][-_FIRST_TICKS:]:
            direction = Direction.BUY if candle.close >= candle.open else Direction.SELL
            instant = min(candle.start + 30, self._simulation.now)
            post.ticker.add(instant, candle.close, candle.volume, direction, TradeKind.AUTOMATCH)

    def history(self, instrument: Instrument) -> DerivedHistory:
        """A contract's closed days."""
        owner = self.owner(instrument)
        return DerivedHistory(
            instrument,
            self._simulation.histories[owner.security],
            partial(self.value_at, instrument),
            partial(self._crowd.day_volume, instrument, owner.instrument),
        )

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
        return at_minute(market, day, CLOSE_MINUTE[market])
