"""A candle chart drawn on cells: candles and moving averages, volumes below them, times at the foot.

What is drawn of the settled bars is kept; when only the last bar moves, only its own columns are drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from futu_tui.tui.charts.candles import draw_candle
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.indicators import sma
from futu_tui.tui.charts.scales import PriceScale, VolumeScale
from futu_tui.tui.charts.time_axis import time_labels
from futu_tui.tui.charts.viewport import BarLike, Slot, Viewport, merged

WINDOWS = (5, 10, 20)
"""Bars that each moving average is over."""
MARGIN = 1
"""Blank columns at either side of the candles."""
VOLUME_SHARE = 6
"""One row in so many is for volumes."""


class Ink(IntEnum):
    """What a cell shows, for the widget to style."""

    NONE = 0
    UP = 1
    DOWN = 2
    STALE = 3
    """The last candle while nothing is heard of it."""
    VOLUME = 4
    CROSSHAIR = 5
    TIME = 6
    AVERAGE = 10
    """The first moving average; each of the others is one more."""


class CandlePlot:
    """The cells of one chart, `width` by `height`: rows of prices, rows of volumes, and one of times."""

    def __init__(self, width: int, height: int, *, solid: bool = False) -> None:
        """`solid` draws falling candles as blocks and rising ones as lines, for where colours cannot tell them."""
        self.width = width
        self.volume_rows = 0 if height < 7 else max(1, height // VOLUME_SHARE)
        self.price_rows = max(1, height - 1 - self.volume_rows)
        self.view = Viewport(0)
        self.scale: PriceScale | None = None
        self.volumes: VolumeScale | None = None
        self.slots: list[Slot] = []
        self.shown: list[BarLike] = []
        """What each candle in view shows, oldest first."""
        self.solid = solid
        self._prices = Canvas(width, self.price_rows)
        self._below = Canvas(width, self.volume_rows + 1)
        self._averages: list[list[float | None]] = []
        self._labels: list[tuple[int, str]] = []
        self._crosshair: int | None = None
        self._stale = False

    @property
    def height(self) -> int:
        return self.price_rows + self.volume_rows + 1

    def viewport(self, zoom_step: int, skipped: int) -> Viewport:
        """A view of these bars that fits between the margins."""
        return Viewport(max(1, self.width - 2 * MARGIN), zoom_step, skipped)

    def draw(
        self,
        bars: Sequence[BarLike],
        view: Viewport,
        *,
        tick: float,
        intraday: bool,
        crosshair: int | None = None,
        stale: bool = False,
    ) -> None:
        """Draw all of it: `bars` from the oldest known on, of which `view` shows some; a `crosshair` at one's place."""
        self.view, self._crosshair, self._stale = view, crosshair, stale
        self.slots = view.slots(len(bars))
        self.shown = [merged(bars[slot.first : slot.end]) for slot in self.slots]
        self._averages = [self._read_averages(bars, window) for window in WINDOWS]
        self._fit(tick)
        columns = [self._middle(place) for place in range(len(self.shown))]
        times = [bar.time for bar in self.shown]
        self._labels = list(time_labels(times, columns, self.width, intraday=intraday))
        self._compose(0)

    def draw_last(self, bars: Sequence[BarLike], *, tick: float) -> list[int] | None:
        """Draw the last bar anew, the others being as they were; the rows that differ from the column `tail` on.

        None, and nothing drawn, where it does not fit the scales or is not the last candle in view.
        """
        if not self.slots or self.slots[-1].end != len(bars) or self.scale is None:
            return None
        slot = self.slots[-1]
        before, self.shown[-1] = self.shown[-1], merged(bars[slot.first : slot.end])
        if not self._suits(tick):
            self.shown[-1] = before
            return None
        for averages, window in zip(self._averages, WINDOWS, strict=True):
            behind = bars[max(0, slot.end - window) : slot.end]
            averages[-1] = sum(bar.close for bar in behind) / window if len(behind) == window else None
        left = self.tail
        rows = [self.row(y, left) for y in range(self.height)]
        self._compose(max(0, len(self.shown) - 2))
        return [y for y, row in enumerate(rows) if row != self.row(y, left)]

    @property
    def tail(self) -> int:
        """The column from which the last bar can change what is drawn: its line begins at the candle before."""
        return self._left(max(0, len(self.shown) - 2))

    def averages(self, place: int) -> list[float | None]:
        """The moving averages at a candle."""
        return [averages[place] for averages in self._averages]

    def place_at(self, x: int) -> int | None:
        """Which candle a column belongs to, if any."""
        return self.view.place_at(x - MARGIN, len(self.shown)) if self.shown else None

    def row(self, y: int, left: int = 0) -> tuple[str, tuple[int, ...]]:
        """A row's glyphs and inks from the column `left` on."""
        if y < self.price_rows:
            return self._prices.row(y, left)
        return self._below.row(y - self.price_rows, left)

    def runs(self, y: int) -> Iterator[tuple[str, int]]:
        """A row as stretches of one ink each."""
        if y < self.price_rows:
            return self._prices.runs(y)
        return self._below.runs(y - self.price_rows)

    # Scales

    def _fit(self, tick: float) -> None:
        if not self.shown:
            self.scale = self.volumes = None
        elif not self._suits(tick):
            low, high, volume = self._extremes()
            if self.scale is None or not self.scale.suits(low, high, self.price_rows, tick):
                self.scale = PriceScale.fit(low, high, self.price_rows, tick)
            self.volumes = VolumeScale.fit(volume, self.volume_rows)

    def _suits(self, tick: float) -> bool:
        """Whether the scales still hold what is in view."""
        if self.scale is None or self.volumes is None:
            return False
        low, high, volume = self._extremes()
        return self.scale.suits(low, high, self.price_rows, tick) and self.volumes.suits(
            volume, self.volume_rows
        )

    def _extremes(self) -> tuple[float, float, int]:
        """The lowest low, the highest high and the largest volume in view."""
        shown = self.shown
        return (
            min(bar.low for bar in shown),
            max(bar.high for bar in shown),
            max(bar.volume for bar in shown),
        )

    def _read_averages(self, bars: Sequence[BarLike], window: int) -> list[float | None]:
        if not self.slots:
            return []
        first = max(0, self.slots[0].end - window)
        averages = sma([bar.close for bar in bars[first : self.slots[-1].end]], window)
        return [averages[slot.end - 1 - first] for slot in self.slots]

    # Drawing

    def _left(self, place: int) -> int:
        return MARGIN + self.view.column(place, len(self.shown))

    def _middle(self, place: int) -> int:
        return MARGIN + self.view.middle(place, len(self.shown))

    def _compose(self, first: int) -> None:
        """Draw the candles from the place `first` on, and all else that shows in their columns."""
        left = self._left(first) if first else 0
        self._prices.clear(left)
        self._below.clear(left)
        for column, text in self._labels:
            self._below.write(column, self.volume_rows, text, Ink.TIME)
        if self._crosshair is not None and first <= self._crosshair < len(self.shown):
            column = self._middle(self._crosshair)
            for canvas, rows in ((self._prices, self.price_rows), (self._below, self.volume_rows)):
                for y in range(rows):
                    canvas.write(column, y, "┊", Ink.CROSSHAIR)
        for ink in reversed(range(len(WINDOWS))):
            self._draw_average(self._averages[ink] if self._averages else [], Ink.AVERAGE + ink, first, left)
        for place in range(first, len(self.shown)):
            self._draw_bar(place)

    def _draw_average(self, values: Sequence[float | None], ink: int, first: int, left: int) -> None:
        scale = self.scale
        if scale is None:
            return
        rows_a_unit = scale.rows / (scale.high - scale.low)
        before = None
        for place in range(max(0, first - 1), len(values)):
            value = values[place]
            after = None if value is None else (self._middle(place), (scale.high - value) * rows_a_unit)
            if before is not None and after is not None:
                self._prices.line(*before, *after, ink, left)
            before = after

    def _draw_bar(self, place: int) -> None:
        if self.scale is None or self.volumes is None:
            return
        bar, left = self.shown[place], self._left(place)
        body = self.view.zoom.body
        ink = Ink.DOWN if bar.close < bar.open else Ink.UP
        if self._stale and place == len(self.shown) - 1 and self.view.live:
            ink = Ink.STALE
        block = bar.close < bar.open if self.solid else self.view.zoom.pitch > body
        candle = draw_candle(self.scale, bar.open, bar.high, bar.low, bar.close, width=body, block=block)
        for y, cells in enumerate(candle.cells, candle.row):
            self._prices.write(left, y, cells, ink)
        for y, glyph in enumerate(self.volumes.column(bar.volume)):
            self._below.write(left, y, glyph * body, Ink.VOLUME)
