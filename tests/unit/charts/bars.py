"""Bars as columns, for the tests of what is reckoned from them."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

BARS_A_DAY = 330
"""One-minute bars of a Hong Kong day."""


class Bar(NamedTuple):
    at: float
    day: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    turnover: float


class Bars:
    """Columns that bars can be put into."""

    def __init__(self, bars: Iterable[Bar] = ()) -> None:
        self.at, self.day = array("d"), array("q")
        self.open, self.high, self.low, self.close = (array("d") for _ in range(4))
        self.volume, self.turnover = array("d"), array("d")
        for bar in bars:
            self.insert(len(self), bar)

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, place: int) -> Bar:
        return Bar(*(getattr(self, name)[place] for name in Bar._fields))

    def __setitem__(self, place: int, bar: Bar) -> None:
        for name, value in zip(Bar._fields, bar, strict=True):
            getattr(self, name)[place] = value

    def insert(self, place: int, bar: Bar) -> None:
        for name, value in zip(Bar._fields, bar, strict=True):
            getattr(self, name).insert(place, value)


def at_closes(closes: Sequence[float]) -> Bars:
    """Bars of one price each, 100 shares a bar."""
    return Bars(
        Bar(60.0 * place, 0, close, close, close, close, 100.0, 100 * close)
        for place, close in enumerate(closes)
    )


@cache
def walk(count: int, price: float = 100.0, spread: float = 0.01) -> Bars:
    """A random walk, the same each time: each bar moves by about `spread` of its price, some not at all."""
    chance = random.Random(f"{count} {price}")
    bars = Bars()
    close = price
    for place in range(count):
        start = close * (1 + chance.gauss(0, spread / 4))
        close = start if chance.random() < 0.05 else start * (1 + chance.gauss(0, spread))
        if not price / 10 < close < price * 10:
            close = price
        high = max(start, close) * (1 + abs(chance.gauss(0, spread / 2)))
        low = min(start, close) * (1 - abs(chance.gauss(0, spread / 2)))
        volume = chance.choice((0.0, 100.0, float(chance.randrange(100, 1_000_000, 100))))
        paid = volume * chance.uniform(low, high)
        bars.insert(place, Bar(60.0 * place, place // BARS_A_DAY, start, high, low, close, volume, paid))
    return bars
