"""A depth chart drawn on cells: what waits at each price or better, bids left of the middle and asks right of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from futu_tui.market.order_book import Level
from futu_tui.tui import format
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.scales import VolumeScale, nice_step
from futu_tui.tui.charts.time_axis import GAP
from futu_tui.tui.charts.tones import Tone

MARK_SPACING = 3
"""Rows from one size at the right edge to the next, about."""
LABEL_WIDTH = 6
EVEN = 0.45
"""A side with at least this share of what waits is about as strong as the other."""
CROSSHAIR, MIDDLE = "│", "┊"


class Reach(NamedTuple):
    """What an order would meet on its way to a price."""

    is_bid: bool
    price: float
    """Of the farthest level on the way."""
    size: int
    """Shares up to it."""
    money: float
    """What they cost, or bring."""

    @property
    def average(self) -> float:
        """The price of a share."""
        return self.money / self.size


def reaches(levels: Sequence[Level], *, is_bid: bool) -> list[Reach]:
    """What waits at each level or better, best first. Levels of no size are passed over."""
    found: list[Reach] = []
    size, money = 0, 0.0
    for level in levels:
        size, money = size + level.size, money + level.price * level.size
        if size:
            found.append(Reach(is_bid, level.price, size, money))
    return found


def balance(bids: int, asks: int) -> str:
    """Which side more shares wait on, in words."""
    if not bids or not asks:
        return "no bids" if asks else "no asks" if bids else ""
    share = bids / (bids + asks)
    if EVEN <= share <= 1 - EVEN:
        return "bids and asks about even"
    strong, weak, times = ("bids", "asks", bids / asks) if share > 0.5 else ("asks", "bids", asks / bids)
    return f"{strong} {times:,.1f} times the {weak}" if times < 100 else f"{strong} alone, hardly any {weak}"


class DepthPlot:
    """The drawing of the best levels of a book, `width` by `height` cells with its axes."""

    def __init__(
        self,
        bids: Sequence[Level],
        asks: Sequence[Level],
        width: int,
        height: int,
        *,
        decimals: int,
        tick: float,
        own: Mapping[float, float] = {},
        crosshair: int | None = None,
        stale: bool = False,
    ) -> None:
        """At least one side has a level. `own` are shares of own orders by price; `crosshair` is a column."""
        self.bids, self.asks = reaches(bids, is_bid=True), reaches(asks, is_bid=False)
        self.canvas = Canvas(width, height)
        self.plot_width = max(2, width - LABEL_WIDTH - 2)
        self.rows = max(1, height - 1)
        self._decimals, self._tick, self._stale = decimals, tick, stale
        best = [side[0].price for side in (bids, asks) if side]
        self.middle = sum(best) / len(best)
        """Half way between best bid and best ask; the best price there is where one side is empty."""
        far = max(abs(level.price - self.middle) for side in (bids, asks) for level in side)
        self.span = max(far, 2 * tick) + tick / 2
        """Prices from the middle to either edge."""
        largest = max((side[-1].size for side in (self.bids, self.asks) if side), default=0)
        self.scale = VolumeScale.fit(largest, self.rows)
        self._draw(own, crosshair)

    # What is where

    def column(self, price: float) -> int:
        """The column that a price falls in, kept within the plot."""
        share = (price - self.middle) / self.span
        return min(max(math.floor((share + 1) / 2 * self.plot_width), 0), self.plot_width - 1)

    def reach_at(self, column: int) -> Reach | None:
        """What an order would meet on its way to the price of a column; None between the best bid and the best ask."""
        low, high = self._edge(column), self._edge(column + 1)
        if column + 0.5 < self.plot_width / 2:
            return next((reach for reach in reversed(self.bids) if reach.price >= low - 1e-9), None)
        return next((reach for reach in reversed(self.asks) if reach.price <= high + 1e-9), None)

    def stepped(self, column: int | None, by: int) -> int:
        """The next column by 1 or -1 at which more or less waits; from none, the best of the side it goes to."""
        if column is None:
            side = (self.asks if by > 0 else self.bids) or self.bids or self.asks
            return self.column(side[0].price) if side else self.plot_width // 2
        here = self.reach_at(column)
        for other in range(column + by, self.plot_width if by > 0 else -1, by):
            there = self.reach_at(other)
            if there is not None and there != here:
                return other
        return column

    def _edge(self, column: int) -> float:
        """The price at a column's left edge."""
        return self.middle + (2 * column / self.plot_width - 1) * self.span

    # Drawing

    def _draw(self, own: Mapping[float, float], crosshair: int | None) -> None:
        canvas = self.canvas
        heights = [0] * self.plot_width
        if crosshair is None:
            self._column_line(self.plot_width // 2, MIDDLE, Tone.BORDER)
        else:
            self._column_line(crosshair, CROSSHAIR, Tone.ACCENT)
        for column in range(self.plot_width):
            reach = self.reach_at(column)
            if reach is not None:
                heights[column] = self._draw_column(column, reach)
        for price in own:
            if abs(price - self.middle) <= self.span:
                column = self.column(price)
                canvas.write(column, max(self.rows - heights[column] - 1, 0), "◆", Tone.OWN)
        self._draw_sizes()
        self._draw_prices()

    def _draw_column(self, column: int, reach: Reach) -> int:
        """Draw what waits up to a price; how many rows it takes."""
        body, edge = (Tone.BID, Tone.BID_WALL) if reach.is_bid else (Tone.ASK, Tone.ASK_WALL)
        if self._stale:
            body = edge = Tone.STALE
        glyphs = self.scale.column(reach.size)
        height = sum(glyph != " " for glyph in glyphs)
        for y, glyph in enumerate(glyphs):
            self.canvas.write(column, y, glyph, edge if y == self.rows - height else body)
        return height

    def _column_line(self, column: int, glyph: str, tone: Tone) -> None:
        for y in range(self.rows):
            self.canvas.write(column, y, glyph, tone)

    def _draw_sizes(self) -> None:
        canvas, x = self.canvas, self.plot_width
        for y in range(canvas.height):
            canvas.write(x, y, "│", Tone.BORDER)
        step = nice_step(self.scale.top / self.rows * MARK_SPACING)
        for count in range(1, int(self.scale.top / step + 1e-9) + 1):
            row = round(self.rows * (1 - count * step / self.scale.top))
            canvas.write(x, row, "┤", Tone.BORDER)
            canvas.write(x + 2, row, format.volume(count * step).rjust(LABEL_WIDTH), Tone.DIM)

    def _draw_prices(self) -> None:
        """Round prices below the columns that they fall in, the middle one first."""
        decimals = self._decimals
        widest = len(format.price(self.middle + self.span, decimals)) + 1
        taken: set[int] = set()
        middle = format.price(self.middle, decimals + 1)
        self._write_price(self.plot_width // 2, middle, Tone.TEXT, taken)
        cells = widest + 2 * GAP
        step = max(nice_step(2 * self.span / self.plot_width * cells), 10.0**-decimals)
        first = math.ceil((self.middle - self.span) / step)
        last = math.floor((self.middle + self.span) / step)
        for count in range(first, last + 1):
            price = round(count * step, decimals)
            self._write_price(self.column(price), format.price(price, decimals), Tone.DIM, taken)

    def _write_price(self, column: int, text: str, tone: Tone, taken: set[int]) -> None:
        start = min(max(column - len(text) // 2, 0), max(self.plot_width - len(text), 0))
        cells = range(start, start + len(text))
        if taken.isdisjoint(cells):
            self.canvas.write(start, self.rows, text, tone)
            taken.update(range(start - GAP, start + len(text) + GAP))
