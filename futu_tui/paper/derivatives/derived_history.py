"""What a contract did on closed days: its underlying's days and minutes, put through the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from futu_tui.paper.bars import Candle, DayCandle, merge
from futu_tui.paper.derivatives.crowd import traded_by
from futu_tui.paper.history import History
from futu_tui.paper.sessions import at_minute, midnight
from futu_tui.paper.universe import Instrument

ValueAt = Callable[[int, float], int]
"""(the underlying's price, an instant) -> the contract's; both in price units."""

_CLOSE = 960


class DerivedHistory(History):
    """The closed days of one contract since it was listed. Of days on which its book was open, what traded there."""

    def __init__(
        self, instrument: Instrument, owner: History, value: ValueAt, day_volume: Callable[[date], int]
    ) -> None:
        self._instrument = instrument
        self._owner = owner
        self._value = value
        self._day_volume = day_volume
        self._own: dict[date, list[Candle]] = {}
        self._known: list[DayCandle] = []
        self.actions = []

    def days(self) -> list[DayCandle]:
        past = [day for day in self._owner.days() if day.day >= self._instrument.listed]
        if len(past) != len(self._known):
            self._known = [self._day(each) for each in past]
        return self._known

    def minute_days(self) -> list[date]:
        return [day for day in self._owner.minute_days() if day >= self._instrument.listed]

    def minutes(self, day: date) -> list[Candle]:
        own = self._own.get(day)
        if own is None:
            lot = self._instrument.lot_size
            own = self._own[day] = derive(
                self._owner.minutes(day), self._at(day), self._value, self._day_volume(day), lot, 1.0
            )
        return own

    def returns(self) -> dict[date, float]:
        days = self.days()
        return {after.day: after.candle.close / before.candle.close - 1 for before, after in pairwise(days)}

    def close_day(self, day: date, minutes: list[Candle]) -> None:
        self._own[day] = minutes
        self._known = []

    def _at(self, day: date) -> float:
        return at_minute(self._instrument.market, day, _CLOSE)

    def _day(self, past: DayCandle) -> DayCandle:
        day, candle = past
        start = midnight(self._instrument.market, day)
        own = self._own.get(day)
        if own:
            return DayCandle(day, merge(start, own))
        instant = self._at(day)
        opened, closed, one, other = (
            self._value(price, instant) for price in (candle.open, candle.close, candle.high, candle.low)
        )
        high, low = max(opened, closed, one, other), min(opened, closed, one, other)
        volume = self._day_volume(day)
        return DayCandle(
            day,
            Candle(start, opened, high, low, closed, volume, volume * (opened + high + low + closed) // 4),
        )


def derive(
    minutes: list[Candle], instant: float, value: ValueAt, volume: int, lot: int, progress: float
) -> list[Candle]:
    """A contract's minutes of a day out of its underlying's; `progress` is how much of the day they are (0 to 1), and
    `volume` the whole day's. Every price is of `instant`."""
    known: dict[int, int] = {}

    def at(price: int) -> int:
        found = known.get(price)
        if found is None:
            found = known[price] = value(price, instant)
        return found

    derived = []
    before = 0
    for number, candle in enumerate(minutes, start=1):
        traded = traded_by(volume, progress * number / len(minutes), lot)
        prices = [at(candle.open), at(candle.high), at(candle.low), at(candle.close)]
        here, before = traded - before, traded
        derived.append(
            Candle(candle.start, prices[0], max(prices), min(prices), prices[3], here, here * prices[3])
        )
    return derived
