"""Where a price or a volume falls on a column of cells.

A scale is fitted once to what is in view and kept while that still fits, so that a chart does not breathe with every
tick. Rows count from the top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

HEADROOM = 0.05
"""Share of the prices in view that is left free above and below them."""
SLACK = 0.6
"""A kept scale is fitted anew once the prices in view fill less than this share of it."""
NICE = (1.0, 2.0, 5.0, 10.0)
EIGHTHS = " ▁▂▃▄▅▆▇█"


def nice_step(at_least: float) -> float:
    """The smallest of 1, 2 or 5 times a power of ten that is not below `at_least` (which is above 0)."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next((nice * power for nice in NICE if nice * power >= at_least * (1 - 1e-9)), 10 * power)


class PriceMark(NamedTuple):
    """A price worth writing beside a row."""

    row: int
    price: float


@dataclass(frozen=True, slots=True)
class PriceScale:
    """Prices from `high` at the top of `rows` rows down to `low` at their bottom."""

    low: float
    high: float
    rows: int

    @classmethod
    def fit(cls, low: float, high: float, rows: int, tick: float) -> PriceScale:
        """A scale that holds `low` to `high` with some room; at least four ticks high, so flat prices stay calm."""
        span = high - low
        pad = max(span * HEADROOM, (_least_span(high, tick) - span) / 2)
        return cls(low - pad, high + pad, rows)

    def suits(self, low: float, high: float, rows: int, tick: float) -> bool:
        """Whether these prices can go on being drawn on this scale."""
        if rows != self.rows or low < self.low or high > self.high:
            return False
        return max(high - low, _least_span(high, tick)) >= SLACK * (self.high - self.low)

    def level(self, price: float, per_row: int) -> int:
        """The price's place counted from the top, in steps of which each row has `per_row`; kept within the rows."""
        steps = self.rows * per_row
        place = math.floor((self.high - price) / (self.high - self.low) * steps)
        return min(max(place, 0), steps - 1)

    def row(self, price: float) -> int:
        """The row that the price falls in."""
        return self.level(price, 2) // 2

    def holds(self, price: float) -> bool:
        """Whether the price falls in one of the rows at all."""
        return self.low <= price <= self.high

    def marks(self, decimals: int, spacing: int) -> list[PriceMark]:
        """Round prices to write beside the rows, highest first, about `spacing` rows apart and never closer than 2."""
        apart = (self.high - self.low) / self.rows * max(spacing, 2)
        step = max(nice_step(apart), 10.0**-decimals)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        marks = (round(count * step, decimals) for count in range(last, first - 1, -1))
        return [PriceMark(self.row(price), price) for price in marks]


def _least_span(price: float, tick: float) -> float:
    """Prices that stand still are drawn on a scale this high: four ticks, or a trace of the price without one."""
    return max(4 * tick, abs(price) * 1e-6, 1e-9)


@dataclass(frozen=True, slots=True)
class VolumeScale:
    """Volumes from nothing at the bottom of `rows` rows to `top` at their top, in eighths of a row."""

    top: float
    rows: int

    @classmethod
    def fit(cls, largest: float, rows: int) -> VolumeScale:
        """A scale up to the next round number, so that a growing bar does not rescale the others each time."""
        return cls(nice_step(largest) if largest > 0 else 1.0, rows)

    def suits(self, largest: float, rows: int) -> bool:
        """Whether this largest volume can go on being drawn on this scale."""
        return rows == self.rows and VolumeScale.fit(largest, rows).top == self.top

    def column(self, volume: float) -> str:
        """The bar as one glyph a row, from the top; any volume at all shows at least an eighth."""
        eighths = min(round(volume / self.top * self.rows * 8), self.rows * 8)
        if volume > 0:
            eighths = max(eighths, 1)
        full, rest = divmod(eighths, 8)
        column = "█" * full + (EIGHTHS[rest] if rest else "")
        return column.ljust(self.rows)[::-1]
