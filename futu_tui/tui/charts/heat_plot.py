"""A heat strip drawn on cells: the book through time, shaded by size, with the last trades as a line over it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from futu_tui.market.depth_history import DepthSample
from futu_tui.market.order_book import Level
from futu_tui.tui import format
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.scales import nice_step
from futu_tui.tui.charts.tones import Tone

SHADES = " ░▒▓█"
"""By how much waits; the last two are walls."""
THRESHOLDS = (0.06, 0.2, 0.45)
"""Shares of the largest size in view from which the second and later shades begin."""
STEPS = (1, 2, 4, 10, 20, 40, 100, 200, 400, 1000)
"""Ticks that one row can stand for."""
HELD = 0.7
"""The price may go so far from the middle, as a share of the way to the edge, before the view follows it."""
MARK_SPACING = 3
LABEL_EVERY = 14
"""Columns from one time at the foot to the next, about."""


CROSSHAIR, CROSSHAIR_ROW, CROSSING = "│", "─", "┼"


class Cell(NamedTuple):
    """A place on the strip."""

    column: int
    row: int


class Reading(NamedTuple):
    """What a cell stands for."""

    low: float
    """The lowest and the highest price of the row."""
    high: float
    bid: int
    """Shares that waited there, as of `ask`."""
    ask: int
    last: float | None
    """What the last trade was at then."""
    is_wall: bool


class PriceWindow(NamedTuple):
    """The prices in view, a row so many ticks high."""

    top: int
    """The highest price of the first row, in ticks."""
    step: int
    """Ticks a row."""
    rows: int
    tick: float

    def row(self, price: float) -> int:
        """The row of a price, which may lie above or below those in view."""
        return (self.top - round(price / self.tick)) // self.step

    def price(self, row: int) -> float:
        """The highest price of a row."""
        return (self.top - row * self.step) * self.tick

    def holds(self, price: float) -> bool:
        """Whether a price stands so near the middle that the view need not move."""
        return abs(self.row(price) + 0.5 - self.rows / 2) <= self.rows / 2 * HELD

    @classmethod
    def around(cls, price: float, step: int, rows: int, tick: float) -> PriceWindow:
        """With a price in the middle."""
        place = round(price / tick) + rows * step // 2
        return cls(math.ceil(place / step) * step, step, rows, tick)


def fitting_step(samples: Iterable[DepthSample], rows: int, tick: float) -> int:
    """The fewest ticks a row with which the whole of these books is in view."""
    prices = [level.price for sample in samples for side in (sample.bids, sample.asks) for level in side]
    ticks = round((max(prices) - min(prices)) / tick) + 1 if prices else 1
    return next((step for step in STEPS if rows * step >= ticks), STEPS[-1])


class HeatPlot:
    """The drawing of samples, the newest at the right edge, `width` by `height` cells with its axes."""

    def __init__(
        self,
        samples: Sequence[DepthSample | None],
        window: PriceWindow,
        width: int,
        height: int,
        *,
        seconds: int,
        decimals: int,
        top: float = 0.0,
        stale: bool = False,
    ) -> None:
        """`samples` are one a column of the plot; `seconds` is what each stands for; `top` is an earlier drawing's."""
        self.canvas = Canvas(width, height)
        self.plot_width = plot_width(width, window, decimals)
        self._window, self._decimals, self._stale = window, decimals, stale
        self._samples = list(samples[-self.plot_width :])
        self._left = self.plot_width - len(self._samples)
        self._seconds = seconds
        cells = [self._cells(sample) for sample in self._samples]
        self._settled = max(map(_largest, cells[:-1]), default=0)
        largest = max(self._settled, _largest(cells[-1])) if cells else 0
        self.top = top if _suits(top, largest) else nice_step(largest) if largest else 1.0
        """The size that all shades are measured by."""
        for column, column_cells in enumerate(cells, self._left):
            self._draw_column(column, column_cells)
        self._draw_trades(self._left)
        self._draw_axes()

    def go_on(self, samples: Sequence[DepthSample | None], window: PriceWindow) -> bool:
        """Draw what the newest sample changes, the others being as they were.

        False, and nothing drawn, where more than that differs or it does not fit the shades.
        """
        told = samples[-self.plot_width :]
        if (
            window != self._window
            or len(told) != len(self._samples)
            or not told
            or any(new is not old for new, old in zip(told[:-1], self._samples[:-1], strict=True))
        ):
            return False
        cells = self._cells(told[-1])
        if not _suits(self.top, max(self._settled, _largest(cells))):
            return False
        self._samples[-1] = told[-1]
        last = self.plot_width - 1
        self.canvas.clear(last)
        self._draw_column(last, cells)
        self._draw_trades(last)
        self._draw_axes()
        return True

    # What is where

    @property
    def left(self) -> int:
        """The first column that has a sample."""
        known = (column for column, sample in enumerate(self._samples, self._left) if sample is not None)
        return next(known, self.plot_width - 1)

    def holds(self, cell: Cell) -> bool:
        """Whether a cell lies on the strip."""
        return self.left <= cell.column < self.plot_width and 0 <= cell.row < self._window.rows

    def read(self, cell: Cell) -> Reading | None:
        """What waited at a cell of the strip; None where nothing was heard of the book."""
        sample = self._samples[cell.column - self._left]
        if sample is None:
            return None
        bid, ask = (self._sizes(side).get(cell.row, 0) for side in (sample.bids, sample.asks))
        high = self._window.price(cell.row)
        low = high - (self._window.step - 1) * self._window.tick
        return Reading(low, high, bid, ask, sample.price, shade_of(max(bid, ask), self.top) > 2)

    def lines(self, crosshair: Cell | None = None) -> list[tuple[str, tuple[int, ...]]]:
        """The drawing line by line: glyphs and tones, with the crosshair behind what is drawn."""
        rows = [self.canvas.row(y) for y in range(self.canvas.height)]
        if crosshair is None or not self.holds(crosshair):
            return rows
        at, across = crosshair
        for y in range(self._window.rows):
            glyphs, tones = list(rows[y][0]), list(rows[y][1])
            places = [at] if y != across else range(self.plot_width)
            for x in places:
                here = (x, y) == crosshair
                if glyphs[x] == " ":
                    glyphs[x] = CROSSING if here else CROSSHAIR if x == at else CROSSHAIR_ROW
                    tones[x] = Tone.ACCENT
                elif here:
                    tones[x] = Tone.ACCENT
            rows[y] = ("".join(glyphs), tuple(tones))
        return rows

    def _cells(self, sample: DepthSample | None) -> dict[int, tuple[int, bool]]:
        """How much waits in each row of a sample, and whether it bids; of two sides in one row the larger."""
        if sample is None:
            return {}
        sides = [(self._sizes(sample.bids), True), (self._sizes(sample.asks), False)]
        found: dict[int, tuple[int, bool]] = {}
        for sizes, is_bid in sides:
            for row, size in sizes.items():
                if row not in found or size > found[row][0]:
                    found[row] = (size, is_bid)
        return found

    def _sizes(self, levels: Sequence[Level]) -> dict[int, int]:
        sizes: dict[int, int] = {}
        for level in levels:
            row = self._window.row(level.price)
            if 0 <= row < self._window.rows:
                sizes[row] = sizes.get(row, 0) + level.size
        return sizes

    # Drawing

    def _draw_column(self, column: int, cells: dict[int, tuple[int, bool]]) -> None:
        for row, (size, is_bid) in cells.items():
            shade = shade_of(size, self.top)
            if self._stale:
                tone = Tone.STALE
            elif shade > 2:
                tone = Tone.BID_WALL if is_bid else Tone.ASK_WALL
            else:
                tone = Tone.BID if is_bid else Tone.ASK
            self.canvas.write(column, row, SHADES[shade], tone)

    def _draw_axes(self) -> None:
        self._draw_prices()
        self._draw_times(self._seconds)

    def _draw_trades(self, left: int) -> None:
        """The last trade of each column from `left` on as a line."""
        start = left - self._left
        before = self._traded(self._samples[start - 1]) if start else None
        for column, sample in enumerate(self._samples[start:], left):
            row = self._traded(sample)
            if row is not None:
                self._draw_step(column, row if before is None else before, row)
            before = row

    def _traded(self, sample: DepthSample | None) -> int | None:
        """The row of a sample's last trade."""
        return None if sample is None or sample.price is None else self._window.row(sample.price)

    def _draw_step(self, column: int, before: int, row: int) -> None:
        canvas, rows = self.canvas, self._window.rows
        pieces: list[tuple[int, str]] = [(row, "─")]
        if row < before:
            pieces = [(row, "╭"), *((y, "│") for y in range(row + 1, before)), (before, "╯")]
        elif row > before:
            pieces = [(before, "╮"), *((y, "│") for y in range(before + 1, row)), (row, "╰")]
        for y, glyph in pieces:
            if 0 <= y < rows:
                canvas.write(column, y, glyph, Tone.STRONG)

    def _draw_prices(self) -> None:
        canvas, window, x, decimals = self.canvas, self._window, self.plot_width, self._decimals
        label_width = canvas.width - x - 2
        for y in range(canvas.height):
            canvas.write(x, y, "│", Tone.BORDER)
        last = next((sample.price for sample in reversed(self._samples) if sample and sample.price), None)
        last_row = window.row(last) if last is not None else -1
        apart = nice_step(MARK_SPACING * window.step * window.tick)
        for count in range(
            math.ceil(window.price(window.rows - 1) / apart), math.floor(window.price(0) / apart) + 1
        ):
            row = window.row(count * apart)
            if 0 <= row < window.rows and row != last_row:
                canvas.write(x, row, "┤", Tone.BORDER)
                text = format.price(count * apart, decimals).rjust(label_width)
                canvas.write(x + 2, row, text, Tone.DIM)
        if last is not None and 0 <= last_row < window.rows:
            tone = Tone.STALE if self._stale else Tone.STRONG
            canvas.write(x + 1, last_row, "◀" + format.price(last, decimals).rjust(label_width), tone)

    def _draw_times(self, seconds: int) -> None:
        """How long ago, below the columns."""
        y, right = self.canvas.height - 1, self.plot_width
        self.canvas.write(right - 3, y, "now", Tone.DIM)
        unit = 60 if seconds < 60 else 3600
        every = max(1, round(LABEL_EVERY * seconds / unit)) * unit // seconds
        if unit == 60 and LABEL_EVERY * seconds < 30:
            every = 15
        for columns in range(every, self.plot_width, every):
            text = f"-{_span(columns * seconds)}"
            start = right - 1 - columns - len(text) + 1
            if start >= 0 and start + len(text) < right - 4:
                self.canvas.write(start, y, text, Tone.DIM)


def _largest(cells: dict[int, tuple[int, bool]]) -> int:
    return max((size for size, _ in cells.values()), default=0)


def _suits(top: float, largest: int) -> bool:
    """Whether sizes up to this can go on being shaded by `top`."""
    return largest <= top <= 5 * largest


def plot_width(width: int, window: PriceWindow, decimals: int) -> int:
    """Columns for samples beside prices of this window."""
    return max(1, width - max(6, len(format.price(window.price(0), decimals))) - 2)


def shade_of(size: float, top: float) -> int:
    """Which of `SHADES` a size has; anything at all has the lightest at least."""
    if size <= 0:
        return 0
    return 1 + sum(size >= share * top for share in THRESHOLDS)


def _span(seconds: int) -> str:
    """A time in one unit where that is whole, or in two: `45s`, `3m`, `1h30`."""
    if seconds < 60:
        return f"{seconds}s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}m{rest:02d}" if rest else f"{minutes}m"
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"
