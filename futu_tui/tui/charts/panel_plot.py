"""A panel below the prices, drawn on cells: an indicator on a scale of its own, its columns, lines and guide levels."""

from __future__ import annotations

import math
from collections.abc import Iterator

from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.indicators import Drawn
from futu_tui.tui.charts.inks import Ink, on_ground
from futu_tui.tui.charts.scales import EIGHTHS, PriceScale, VolumeScale
from futu_tui.tui.charts.studies import Study
from futu_tui.tui.charts.window import Window

GUIDE = "┈"
ROUND_TOPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Times a power of ten: what volumes are drawn up to."""
FEW_ROWS = 2
"""In so many rows or fewer there is no room for lines over columns."""


class PanelPlot:
    """One indicator in `rows` rows."""

    def __init__(self, study: Study, rows: int) -> None:
        self.study = study
        self.rows = rows
        self.scale: PriceScale | None = None
        self._volumes: VolumeScale | None = None
        self._canvas = Canvas(1, rows)
        self._lines = Canvas(1, rows)
        self._values: list[list[float]] = []

    @property
    def _is_volume(self) -> bool:
        return self.study.spec.kind == "VOL"

    @property
    def top(self) -> float | None:
        """The value at the panel's top, to write beside it; None while there is nothing in it."""
        if self._is_volume:
            return self._volumes.top if self._volumes else None
        return self.scale.high if self.scale else None

    def at(self, place: int) -> list[float | None]:
        """Each line's value as it is drawn at a candle; None without one."""
        return [values[place] if values[place] == values[place] else None for values in self._values]

    def draw(self, window: Window, *, ground: bool, crosshair: int | None = None) -> None:
        """Draw all of it; `ground` allows lines on the colour of what they cross."""
        if self._canvas.width != window.width:
            self._canvas, self._lines = Canvas(window.width, self.rows), Canvas(window.width, self.rows)
        self._values = [self._read(line, window) for line in range(len(self.study.lines))]
        self._fit()
        self._compose(window, 0, ground, crosshair)

    def draw_last(self, window: Window, *, ground: bool, crosshair: int | None = None) -> bool:
        """Draw what the last bar changes; False, and nothing drawn, where it does not fit the scale."""
        for line, values in enumerate(self._values):
            if values:
                values[-1] = self._read_one(line, window, len(window) - 1)
        if not self._suits():
            return False
        self._compose(window, max(0, len(window) - 2), ground, crosshair)
        return True

    def row(self, y: int, left: int = 0) -> tuple[str, tuple[int, ...]]:
        return self._canvas.row(y, left)

    def runs(self, y: int) -> Iterator[tuple[str, int]]:
        return self._canvas.runs(y)

    # Values

    def _read(self, line: int, window: Window) -> list[float]:
        """The line's values at the candles in view, NaN without one."""
        values = self.study.values[line]
        known = len(values)
        if self._is_volume and window.view.zoom.bars > 1:
            return [self._read_one(line, window, place) for place in range(len(window))]
        nan = float("nan")
        return [values[slot.end - 1] if slot.end <= known else nan for slot in window.slots]

    def _read_one(self, line: int, window: Window, place: int) -> float:
        """The value at one candle; volumes of several bars add up, and their means stand for as many bars."""
        slot = window.slots[place]
        if self._is_volume and line == 0:
            return window.shown[place].volume
        value = self.study.value(line, slot.end - 1)
        if value is None:
            return float("nan")
        return value * (slot.end - slot.first) if self._is_volume else value

    # Scales

    def _bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest of what is in view, the levels marked among them; None without any."""
        values = [value for line in self._values for value in line if value == value]
        if not values:
            return None
        guides = self.study.spec.indicator.guides
        return min([*values, *guides]), max([*values, *guides])

    def _fit(self) -> None:
        if self._suits():
            return
        bounds = self._bounds()
        if bounds is None:
            self.scale = self._volumes = None
        elif self._is_volume:
            self._volumes = VolumeScale(_round_top(bounds[1]), self.rows)
        else:
            self.scale = PriceScale.fit(*bounds, self.rows, 0.0)

    def _suits(self) -> bool:
        bounds = self._bounds()
        if bounds is None:
            return False
        if self._is_volume:
            return self._volumes is not None and self._volumes.top == _round_top(bounds[1])
        return self.scale is not None and self.scale.suits(*bounds, self.rows, 0.0)

    # Drawing

    def _compose(self, window: Window, first: int, ground: bool, crosshair: int | None) -> None:
        left = window.left(first) if first else 0
        self._canvas.clear(left)
        self._lines.clear(left)
        if crosshair is not None and first <= crosshair < len(window):
            for y in range(self.rows):
                self._canvas.write(window.middle(crosshair), y, "┊", Ink.FAINT)
        for row in self._guides():
            self._canvas.fill(left, row, GUIDE, window.width - left, Ink.FAINT)
        for line, values in enumerate(self._values):
            drawn = self.study.lines[line].drawn
            if drawn is Drawn.HISTOGRAM:
                self._draw_columns(window, values, first)
            elif not self._is_volume or self.rows > FEW_ROWS:
                self._draw_line(window, values, self.study.inks[line], first, left)
        over = on_ground if ground else _cell
        self._canvas.lay_lines(self._lines, over, GUIDE, left)

    def _guides(self) -> set[int]:
        """The rows of the levels to mark."""
        scale, levels = self.scale, self.study.spec.indicator.guides
        if scale is None:
            return set()
        return {max(zero_edge(scale) - 1, 0) if level == 0 else scale.row(level) for level in levels}

    def _draw_columns(self, window: Window, values: list[float], first: int) -> None:
        body = window.body
        for place in range(first, len(values)):
            value, left = values[place], window.left(place)
            if value != value:
                continue
            if self._volumes is not None:
                bar = window.shown[place]
                ink = Ink.DOWN_SOFT if bar.close < bar.open else Ink.UP_SOFT
                for y, glyph in enumerate(self._volumes.column(value)):
                    if glyph != " ":
                        self._canvas.write(left, y, glyph * body, ink)
            elif self.scale is not None:
                ink = Ink.DOWN_SOFT if value < 0 else Ink.UP_SOFT
                for y, glyph in signed_column(self.scale, value):
                    self._canvas.write(left, y, glyph * body, ink)

    def _draw_line(self, window: Window, values: list[float], ink: int, first: int, left: int) -> None:
        start, place_of, lowest = max(0, first - 1), self._place, self.rows - 0.01
        first_column, pitch = window.middle(start), window.view.zoom.pitch
        points = [
            (first_column + n * pitch, min(max(place_of(value), 0.0), lowest)) if value == value else None
            for n, value in enumerate(values[start:])
        ]
        self._lines.path(points, ink, left)

    def _place(self, value: float) -> float:
        if self._volumes is not None:
            return (1 - value / self._volumes.top) * self.rows
        assert self.scale is not None
        return self.scale.place(value)


def zero_edge(scale: PriceScale) -> int:
    """The edge between two rows that is nearest to zero, counted from the top."""
    return min(max(round(scale.place(0.0)), 0), scale.rows)


def signed_column(scale: PriceScale, value: float) -> Iterator[tuple[int, str]]:
    """The column from zero to a value as (row, glyph): up by eighths of a row, down by halves."""
    zero = zero_edge(scale)
    length = abs(value) / (scale.high - scale.low) * scale.rows
    if value > 0:
        full, rest = divmod(min(max(round(length * 8), 1), zero * 8), 8)
        for row in range(zero - full, zero):
            yield row, "█"
        if rest:
            yield zero - full - 1, EIGHTHS[rest]
    elif value < 0:
        full, rest = divmod(min(max(round(length * 2), 1), (scale.rows - zero) * 2), 2)
        for row in range(zero, zero + full):
            yield row, "█"
        if rest:
            yield zero + full, "▀"


def _round_top(largest: float) -> float:
    """The next round number, so that a growing bar does not rescale the others each time."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next((top * power for top in ROUND_TOPS if top * power >= largest), 10 * power)


def _cell(line: int, ground: int) -> int:
    return line
