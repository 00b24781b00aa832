"""The record of a security's trading day, kept from its trades: quote, ticker and minute candles agree by making."""

from __future__ import annotations

from collections import deque
from datetime import date

from futu_tui.paper.bars import Candle
from futu_tui.paper.views import UNIT, Direction, ExtendedQuote, Tick, TradeKind

TICKS_KEPT = 2_000


class Ticker:
    """The latest trades, numbered in one rising sequence over all days."""

    def __init__(self, contract_size: int = 1) -> None:
        """`contract_size` is what a price is multiplied by to be money."""
        self._contract_size = contract_size
        self.ticks: deque[Tick] = deque(maxlen=TICKS_KEPT)
        self._sequence = 0

    def add(self, instant: float, price: int, quantity: int, direction: Direction, kind: TradeKind) -> Tick:
        """Record a trade."""
        # Microseconds, so that a market started later goes on with higher numbers.
        self._sequence = max(self._sequence + 1, int(instant * 1_000_000))
        turnover = price * quantity * self._contract_size / UNIT
        tick = Tick(self._sequence, instant, price / UNIT, quantity, turnover, direction, kind)
        self.ticks.append(tick)
        return tick


class DayRecord:
    """What one regular trading day has seen so far. Prices in price units."""

    __slots__ = (
        "day",
        "high",
        "last",
        "low",
        "minutes",
        "open",
        "prev_close",
        "turnover",
        "updated",
        "volume",
    )

    def __init__(self, day: date, prev_close: int, updated: float) -> None:
        self.day = day
        self.prev_close = prev_close
        self.open = self.high = self.low = self.last = prev_close
        self.volume = 0
        self.turnover = 0
        self.updated = updated
        """Of the last trade, or the beginning of the day; epoch seconds."""
        self.minutes: list[Candle] = []

    def trade(self, instant: float, minute: float, price: int, quantity: int) -> None:
        """Take in a trade, or an index level with no quantity, into the minute that begins at `minute`."""
        if not self.minutes:
            self.open = self.high = self.low = price
        elif price > self.high:
            self.high = price
        elif price < self.low:
            self.low = price
        self.last = price
        self.volume += quantity
        self.turnover += price * quantity
        self.updated = instant
        if self.minutes and self.minutes[-1].start >= minute:
            self.minutes[-1].add(price, quantity)
        else:
            self.minutes.append(Candle(minute, price, price, price, price, quantity, price * quantity))

    def candle(self, start: float) -> Candle:
        """The day as one candle that starts at local midnight."""
        return Candle(start, self.open, self.high, self.low, self.last, self.volume, self.turnover)


class ExtendedRecord:
    """What one session outside regular hours has seen. Prices in price units."""

    __slots__ = ("base", "high", "low", "price", "turnover", "volume")

    def __init__(self, base: int) -> None:
        """`base` is the regular close that the session starts from."""
        self.base = base
        self.price = self.high = self.low = 0
        self.volume = 0
        self.turnover = 0

    def trade(self, price: int, quantity: int) -> None:
        """Take in a trade."""
        self.high = max(self.high, price)
        self.low = min(self.low, price) if self.volume else price
        self.price = price
        self.volume += quantity
        self.turnover += price * quantity

    def quote(self) -> ExtendedQuote | None:
        """As the wire has it; None before the first trade."""
        if not self.volume:
            return None
        return ExtendedQuote(
            price=self.price / UNIT,
            high=self.high / UNIT,
            low=self.low / UNIT,
            volume=self.volume,
            turnover=self.turnover / UNIT,
            change=(self.price - self.base) / UNIT,
            change_rate=(self.price - self.base) / self.base * 100,
            amplitude=(self.high - self.low) / self.base * 100,
        )
