"""Where a price or a volume falls on a column of cells.

A scale is fitted once to what is in view and kept while that still fits, so that a chart does not breathe with every
tick. Rows count from the top.
"""

from __future__ import annotations

import math

from msgspec import Struct

HEADROOM = 0.05
"""Share of the prices in view that is left free above and below them."""
SLACK = 0.6
"""A kept scale is fitted anew once the prices in view fill less than this share of it."""
LEAST_STEP = 1e-300
NICE = (1.0, 2.0, 5.0, 10.0)
EIGHTHS = " ▁▂▃▄▅▆▇█"


def nice_step(at_least: float) -> float:
    """The smallest of 1, 2 or 5 times a power of ten that is not below `at_least` (which is above 0).

    Of numbers so small that they have lost their digits, one that has not.
    """
    at_least = max(at_least, LEAST_STEP)
    power = 10.0 ** math.floor(math.log10(at_least))
    return next((nice * power for nice in NICE if nice * power >= at_least * (1 - 1e-9)), 10 * power)


def _tick_step(at_least: float, tick: float) -> float:
    """The smallest nice step that is not below `at_least` and, where there is a tick, of whole ticks."""
    step = nice_step(max(at_least, tick))
    for _ in range(_STEPS_TRIED if tick > 0 else 0):
        ticks = step / tick
        if abs(ticks - round(ticks)) < 1e-6 * ticks:
            return step
        step = nice_step(step * 1.5)
    return step


_STEPS_TRIED = 6
"""By then a step is a thousand times larger: a tick that fits in none of them is no ordinary one."""


class PriceMark(Struct, frozen=True):
    """A price worth writing beside a row."""

    row: int
    price: float


class PriceScale(Struct, frozen=True):
    """Prices from `high` at the top of `rows` rows down to `low` at their bottom."""

    low: float
    high: float
    rows: int
    log: bool = False
    """Whether equal ratios, not equal differences, are equally far apart; of prices above 0 alone."""

    @classmethod
    def fit(cls, low: float, high: float, rows: int, tick: float, *, log: bool = False) -> PriceScale:
        """A scale that holds `low` to `high` with some room; at least four ticks high, so flat prices stay calm.

        With `log` it is a logarithmic one where all prices are above 0.
        """
        span = high - low
        if log and low > 0:
            room = max((high / low) ** HEADROOM, 1 + max(0.0, _least_span(high, tick) - span) / 2 / low)
            return cls(low / room, high * room, rows, True)
        pad = max(span * HEADROOM, (_least_span(high, tick) - span) / 2)
        return cls(low - pad, high + pad, rows)

    def suits(self, low: float, high: float, rows: int, tick: float, *, log: bool = False) -> bool:
        """Whether these prices can go on being drawn on this scale."""
        if rows != self.rows or low < self.low or high > self.high or self.log != (log and low > 0):
            return False
        least = _least_span(high, tick)
        if self.log:
            return math.log(max(high, low + least) / low) >= SLACK * math.log(self.high / self.low)
        return max(high - low, least) >= SLACK * (self.high - self.low)

    def place(self, price: float) -> float:
        """How many rows below the top the price lies; beyond the rows for one beyond the scale."""
        if self.log:
            if price <= 0:
                return math.inf
            return math.log(self.high / price) / math.log(self.high / self.low) * self.rows
        return (self.high - price) / (self.high - self.low) * self.rows

    def price_at(self, place: float) -> float:
        """The price so many rows below the top."""
        share = place / self.rows
        if self.log:
            return self.high * math.exp(-share * math.log(self.high / self.low))
        return self.high - share * (self.high - self.low)

    def level(self, price: float, per_row: int) -> int:
        """The price's place counted from the top, in steps of which each row has `per_row`; kept within the rows."""
        steps = self.rows * per_row
        if self.log:
            place = self.place(price) * per_row
            return min(max(math.floor(place), 0), steps - 1) if place < steps else steps - 1
        level = math.floor((self.high - price) / (self.high - self.low) * steps)
        return min(max(level, 0), steps - 1)

    def row(self, price: float) -> int:
        """The row that the price falls in."""
        return self.level(price, 2) // 2

    def holds(self, price: float) -> bool:
        """Whether the price falls in one of the rows at all."""
        return self.low <= price <= self.high

    def marks(self, decimals: int, spacing: int, tick: float = 0.0) -> list[PriceMark]:
        """Round prices to write beside the rows, highest first, about `spacing` rows apart and never closer than 2.

        Where there is a `tick` they are prices that can be traded at.
        """
        spacing = max(spacing, 2)
        if self.log:
            return self._log_marks(decimals, spacing, tick)
        step = max(_tick_step((self.high - self.low) / self.rows * spacing, tick), 10.0**-decimals)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        marks = (round(count * step, decimals) for count in range(last, first - 1, -1))
        return [PriceMark(self.row(price), price) for price in marks]

    def _log_marks(self, decimals: int, spacing: int, tick: float) -> list[PriceMark]:
        """The same where a row is worth less the lower it lies: each mark is round for its own place."""
        marks: list[PriceMark] = []
        above = self.price_at(-spacing)
        while (ceiling := self.price_at(self.place(above) + spacing)) > self.low:
            step = max(_tick_step((above - ceiling) * 0.4, tick), 10.0**-decimals)
            price = round(math.floor(ceiling / step * (1 + 1e-12)) * step, decimals)
            if price < self.low or price >= above:
                break
            marks.append(PriceMark(self.row(price), price))
            above = price
        return marks


def _least_span(price: float, tick: float) -> float:
    """Prices that stand still are drawn on a scale this high: four ticks, or a trace of the price without one."""
    return max(4 * tick, abs(price) * 1e-6, 1e-9)


class VolumeScale(Struct, frozen=True):
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
