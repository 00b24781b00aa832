"""The prices of a chart, drawn on cells: candles, bars or a line; lines over them; fills; high and low in view.

What is drawn of the settled bars is kept; when only the last bar moves, only its own columns are drawn again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence, Set
from enum import Enum

from msgspec import Struct

from futu_tui.tui.charts.candles import draw_candle
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.indicators import Drawn
from futu_tui.tui.charts.inks import Ink
from futu_tui.tui.charts.scales import PriceScale
from futu_tui.tui.charts.studies import Studies, Study
from futu_tui.tui.charts.viewport import Shown
from futu_tui.tui.charts.window import Window

FILL_GLYPHS = {True: "▲", False: "▼"}
"""Of a buy and of a sale."""


LABELLED = 6
"""Rows from which the highest and the lowest price in view are written beside their bars."""


class Style(Enum):
    """How prices are drawn; the value is what a person reads."""

    CANDLES = "candles"
    HOLLOW = "hollow"
    """Candles that are hollow where the bar closed up."""
    BARS = "bars"
    """Open and close as ticks at either side of the range."""
    LINE = "line"
    """Closes alone."""

    @property
    def after(self) -> Style:
        """The next one, round and round."""
        styles = list(Style)
        return styles[(styles.index(self) + 1) % len(styles)]


class FillMark(Struct, frozen=True):
    """A fill of the person's own order."""

    at: float
    """Epoch seconds"""
    price: float
    buy: bool


class Look(Struct, frozen=True):
    """How a chart is drawn, whatever it shows."""

    style: Style = Style.CANDLES
    log: bool = False
    profile: bool = False
    solid: bool = False
    """Falling candles are blocks and rising ones lines, for where colours cannot tell them."""


class Marks(Struct, frozen=True):
    """What is drawn with the candles."""

    tick: float
    """The least step of prices."""
    fills: Sequence[FillMark] = ()
    extremes: tuple[str, str] = ("", "")
    """What to write beside the highest and the lowest price in view."""
    include: tuple[float, ...] = ()
    """Prices that the scale has to hold."""
    crosshair: int | None = None
    """The candle that the crosshair is at."""
    stale: bool = False
    """Nothing is heard of the last bar."""
    adjusted: bool = False
    """Prices of the past are not those that were paid, so that fills stand within their candles."""


class _Line(Struct, frozen=True):
    """A line over the prices: a value for each candle, NaN without one."""

    values: list[float]
    ink: int
    dots: bool = False
    daily: bool = False
    """It begins anew each day."""


class PricePlot:
    """The cells of the prices, `width` by `rows`."""

    def __init__(self, width: int, rows: int) -> None:
        self.width = width
        self.rows = rows
        self.scale: PriceScale | None = None
        self._canvas = Canvas(width, rows)
        self._lines: list[_Line] = []
        self._extremes: tuple[int, int] | None = None
        self._fills: list[tuple[int, FillMark]] = []
        """Those in view, with the place of their candle."""
        self._labels: list[tuple[int, int, str]] = []
        """They lie over the cells, so that one can move while the candles beneath it stay."""

    def draw(
        self, window: Window, studies: Studies, look: Look, marks: Marks, other: array[float] | None = None
    ) -> None:
        """Draw all of it; `other` holds a second security's values at the candles, as prices of this one's scale."""
        self._lines = [
            _Line(
                _values(study.values[line], window),
                study.inks[line],
                study.lines[line].drawn is Drawn.DOTS,
                study.spec.indicator.intraday,
            )
            for study, line in _lines(studies)
        ]
        if other is not None:
            self._lines.append(_Line(list(other), Ink.OTHER))
        self._fit(window, look, marks)
        self._extremes = _extremes(window)
        places = ((window.place_of_trade(fill.at), fill) for fill in marks.fills)
        self._fills = [(place, fill) for place, fill in places if place is not None]
        self._compose(window, look, marks, 0)

    def draw_last(
        self, window: Window, studies: Studies, look: Look, marks: Marks, other: float | None = None
    ) -> bool:
        """Draw what the last bar changes, its fills being as they were; False, and nothing drawn, off the scale."""
        if self.scale is None:
            return False
        if not self.scale.suits(*self._bounds(window, marks), self.rows, marks.tick, log=look.log):
            return False
        for (study, line), drawn in zip(_lines(studies), self._lines, strict=False):
            value = study.value(line, window.end - 1)
            drawn.values[-1] = float("nan") if value is None else value
        if other is not None:
            self._lines[-1].values[-1] = other
        self._extremes = _extremes(window)
        self._compose(window, look, marks, max(0, len(window) - 2))
        return True

    def row(self, y: int) -> tuple[str, tuple[int, ...]]:
        """A row's cells and the ink of each."""
        text, inks = self._canvas.row(y)
        for column, row, label in self._labels:
            if row == y:
                end = column + len(label)
                beneath = zip(label, text[column:end], inks[column:end], strict=True)
                cells = [
                    (under, ink) if glyph == " " else (glyph, int(Ink.DIM)) for glyph, under, ink in beneath
                ]
                text = text[:column] + "".join(glyph for glyph, _ in cells) + text[end:]
                inks = (*inks[:column], *(ink for _, ink in cells), *inks[end:])
        return text, inks

    # Scale

    def _bounds(self, window: Window, marks: Marks) -> tuple[float, float]:
        """The lowest and the highest price to be drawn."""
        shown = window.shown
        low, high = min(bar.low for bar in shown), max(bar.high for bar in shown)
        for line in self._lines:
            if line.ink == Ink.OTHER:
                known = [value for value in line.values if value == value]
                low, high = min([low, *known]), max([high, *known])
        return min([low, *marks.include]), max([high, *marks.include])

    def _fit(self, window: Window, look: Look, marks: Marks) -> None:
        if not window.shown:
            self.scale = None
            return
        low, high = self._bounds(window, marks)
        if self.scale is None or not self.scale.suits(low, high, self.rows, marks.tick, log=look.log):
            self.scale = PriceScale.fit(low, high, self.rows, marks.tick, log=look.log)

    # Drawing

    def _compose(self, window: Window, look: Look, marks: Marks, first: int) -> None:
        """Draw the candles from the place `first` on, and all else that shows in their columns."""
        left = window.left(first) if first else 0
        self._canvas.clear(left)
        self._labels = []
        if marks.crosshair is not None and first <= marks.crosshair < len(window):
            column = window.middle(marks.crosshair)
            for y in range(self.rows):
                self._canvas.write(column, y, "┊", Ink.FAINT)
        if self.scale is None:
            return
        for line in self._lines:
            if line.dots:
                self._draw_dots(self.scale, window, line.values, line.ink, first)
            else:
                breaks = window.new_days if line.daily else frozenset()
                self._draw_line(self.scale, window, line.values, line.ink, first, left, breaks)
        if look.style is Style.LINE:
            closes = [bar.close for bar in window.shown]
            self._draw_line(self.scale, window, closes, Ink.TEXT, first, left)
        else:
            draw = self._draw_bar if look.style is Style.BARS else self._draw_candle
            for place in range(first, len(window)):
                bar = window.shown[place]
                ink = Ink.DOWN if bar.close < bar.open else Ink.UP
                if marks.stale and place == len(window) - 1 and window.view.live:
                    ink = Ink.STALE
                draw(self.scale, window, look, bar, window.left(place), ink)
        self._draw_fills(self.scale, window, marks, first)
        self._labels = list(self._label(self.scale, window, marks.extremes))

    def _draw_line(
        self,
        scale: PriceScale,
        window: Window,
        values: Sequence[float],
        ink: int,
        first: int,
        left: int,
        breaks: Set[int] = frozenset(),
    ) -> None:
        """The line has a hole before each of the places in `breaks`."""
        start, place_of, lowest = max(0, first - 1), scale.place, self.rows + 9.0
        first_column, pitch = window.middle(start), window.view.zoom.pitch
        points: list[tuple[float, float] | None] = []
        for n, value in enumerate(values[start:]):
            if value != value or start + n in breaks:
                points.append(None)
            if value == value:
                points.append((first_column + n * pitch, min(max(place_of(value), -9.0), lowest)))
        self._canvas.path(points, ink, left)

    def _draw_dots(
        self, scale: PriceScale, window: Window, values: Sequence[float], ink: int, first: int
    ) -> None:
        for place in range(first, len(values)):
            if scale.low <= values[place] <= scale.high:
                self._canvas.dot(2 * window.middle(place), scale.level(values[place], 4), ink)

    def _draw_candle(
        self, scale: PriceScale, window: Window, look: Look, bar: Shown, left: int, ink: int
    ) -> None:
        body = window.body
        falls = bar.close < bar.open
        hollow = look.style is Style.HOLLOW
        block = falls if look.solid or hollow else window.view.zoom.pitch > body
        candle = draw_candle(
            scale, bar.open, bar.high, bar.low, bar.close, width=body, block=block, hollow=hollow or look.solid
        )  # fmt: skip
        for y, cells in enumerate(candle.cells, candle.row):
            self._canvas.write(left, y, cells, ink)

    def _draw_bar(
        self, scale: PriceScale, window: Window, look: Look, bar: Shown, left: int, ink: int
    ) -> None:
        """In braille: the range as a line, the open as a tick at its left, the close as one at its right."""
        canvas = self._canvas
        top, bottom = scale.level(bar.high, 4), scale.level(bar.low, 4)
        opened, closed = scale.level(bar.open, 4), scale.level(bar.close, 4)
        body = window.body
        if body == 1:
            line = 2 * left + (window.view.zoom.pitch > 1)
            ticks = (line - 1, line - 1), (line + 1, line + 1)
        else:
            line = 2 * left + body
            ticks = (2 * left, line - 1), (line + 1, 2 * left + 2 * body - 1)
        for y in range(min(top, opened, closed), max(bottom, opened, closed) + 1):
            canvas.dot(line, y, ink)
        for (start, end), y in zip(ticks, (opened, closed), strict=True):
            if body > 1 or window.view.zoom.pitch > 1 or start > line:
                for x in range(start, end + 1):
                    canvas.dot(x, y, ink)

    def _label(
        self, scale: PriceScale, window: Window, texts: tuple[str, str]
    ) -> Iterator[tuple[int, int, str]]:
        """The highest and the lowest price in view as (column, row, text), where no candle is hidden by it.

        Beside the bar if there is room, on the side with more of it first; else beyond its tip.
        """
        if self._extremes is None or self.rows < LABELLED:
            return
        bars = (window.shown[self._extremes[0]].high, window.shown[self._extremes[1]].low)
        for place, price, text, beyond in zip(self._extremes, bars, texts, (-1, 1), strict=True):
            column, row, length = window.middle(place), scale.row(price), len(text)
            places = [(column + 1, row, f"╶ {text}"), (column - length - 2, row, f"{text} ╴")]
            if column >= self.width // 2:
                places.reverse()
            places += [(x, row + beyond, text) for x in (column - length // 2, column - length + 1, column)]
            found = [each for each in places if self._canvas.is_free(each[0], each[1], len(each[2]))]
            if text and found:
                yield found[0]

    def _draw_fills(self, scale: PriceScale, window: Window, marks: Marks, first: int) -> None:
        for place, fill in self._fills:
            price, bar = fill.price, window.shown[place]
            if marks.adjusted and not (window.view.live and place == len(window) - 1):
                price = min(max(price, bar.low), bar.high)
            if place >= first and scale.holds(price):
                self._canvas.write(window.middle(place), scale.row(price), FILL_GLYPHS[fill.buy], Ink.OWN)


def _lines(studies: Studies) -> Iterator[tuple[Study, int]]:
    """The lines over the prices in the order they are drawn in: the first is drawn last and stays whole."""
    for study in reversed(studies.overlays):
        for line in reversed(range(len(study.lines))):
            yield study, line


def _values(values: Sequence[float], window: Window) -> list[float]:
    """An indicator's values at the candles in view, each that of its last bar; NaN without one."""
    known, nan = len(values), float("nan")
    return [values[slot.end - 1] if slot.end <= known else nan for slot in window.slots]


def _extremes(window: Window) -> tuple[int, int] | None:
    """The places of the highest high and of the lowest low, of several the last; None without candles."""
    shown = window.shown
    if not shown:
        return None
    places = range(len(shown))
    return max(places, key=lambda n: (shown[n].high, n)), min(places, key=lambda n: (shown[n].low, -n))
