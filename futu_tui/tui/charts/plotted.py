"""Plots that change slowly, drawn by plotext and read back into cells with our own inks.

plotext has one figure for the whole program, so it is cleared and filled each time; its colours are the numbers of our
tones, and never reach the terminal. Importing it takes a fifth of a second: `load` does that beside the screen.
"""

from __future__ import annotations

import asyncio
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from futu_tui.tui.charts.scales import nice_step
from futu_tui.tui.charts.time_axis import TimeLabel
from futu_tui.tui.charts.tones import Tone

Row = tuple[str, tuple[int, ...]]

_PIECE = re.compile(r"\x1b\[([0-9;]*)m|([^\x1b]+)")
_FOREGROUND = re.compile(r"38;5;(\d+)")
MARK_SPACING = 3
"""Rows from one mark to the next, about."""
LINE, BAR = "braille", "hd"
"""plotext's names of the dots that lines and bars are made of."""


class PlotLine(NamedTuple):
    """A line through points, the abscissas in columns from the left."""

    columns: Sequence[float]
    values: Sequence[float]
    tone: Tone


class Mark(NamedTuple):
    """A value written beside the plot."""

    value: float
    text: str


def loaded() -> bool:
    """Whether a plot can be drawn without a pause."""
    return "plotext" in sys.modules


async def load() -> None:
    """Import what draws, in a thread of its own."""
    await asyncio.to_thread(import_module, "plotext")


def draw_lines(
    lines: Iterable[PlotLine],
    width: int,
    height: int,
    *,
    marks: Sequence[Mark],
    labels: Sequence[TimeLabel] = (),
    zero: float | None = None,
) -> list[Row]:
    """Lines over `height - 1` rows, `labels` below them, `marks` at the right edge, the ends of which end the scale.

    The lines have `room(width, marks)` columns.
    """
    figure, marker = _begin(width, height, marks)
    if zero is not None:
        figure.line(zero, "horizontal", pixel=int(Tone.FAINT), style="dotted", yside="right")
    plotted = room(width, marks)
    drawn = False
    for line in lines:
        if line.values:
            signal = figure.signal(
                list(line.columns), list(line.values), marker=marker(LINE, int(line.tone)), yside="right"
            )
            signal.lines()
            figure.draw(signal)
            drawn = True
    if not drawn:
        return [(" " * width, (0,) * width)] * height
    figure.ruler("x", "lower").lim(0, max(plotted - 1, 1))
    figure.ruler("x", "lower").ticks([], [])
    rows = _rows(figure, width, height - 1)
    return [*rows, _label_row(labels, width)]


def draw_bars(
    names: Sequence[str],
    groups: Sequence[tuple[Sequence[float], Tone]],
    width: int,
    height: int,
    *,
    marks: Sequence[Mark],
) -> list[Row]:
    """Bars side by side over each name, one of each group, on `height - 1` rows with the names below them."""
    figure, marker = _begin(width, height + 1, marks)
    bars = figure.bar(
        list(names),
        [list(values) for values, _ in groups],
        marker=[marker(BAR, int(tone)) for _, tone in groups],
        yside="right",
    )
    figure.draw(bars)
    figure.ruler("x", "lower").pixel(int(Tone.DIM))
    return _rows(figure, width, height)


def value_marks(low: float, high: float, rows: int, write: Callable[[float], str]) -> list[Mark]:
    """Round values from at most `low` to at least `high`, about three rows apart, lowest first."""
    span = high - low or max(abs(high), 1.0)
    step = nice_step(span / max(rows / MARK_SPACING, 1.0))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [Mark(n * step, write(n * step)) for n in range(first, max(last, first + 1) + 1)]


def room(width: int, marks: Sequence[Mark]) -> int:
    """Columns that are left for a plot beside its marks."""
    return max(1, width - max((len(mark.text) for mark in marks), default=0) - 1)


def _begin(width: int, height: int, marks: Sequence[Mark]) -> tuple[Any, Any]:
    """plotext's figure, empty and of this size with its marks, and what makes its markers."""
    plotext: Any = import_module("plotext")
    plotext.terminal.limit(False, False)  # a pane may be larger than the terminal was when plotext looked
    figure = plotext.figure
    figure.clear()
    figure.plot_size(width, max(1, height - 1))
    figure.canvas("default")
    figure.axes(False)
    ruler = figure.ruler("y", "right")
    ruler.pixel(int(Tone.DIM))
    low, high = min(mark.value for mark in marks), max(mark.value for mark in marks)
    ruler.lim(low, high if high > low else low + 1.0)
    ruler.ticks([mark.value for mark in marks], [f" {mark.text}" for mark in marks])
    figure.ruler("y", "left").ticks([], [])
    return figure, plotext.marker


def _rows(figure: Any, width: int, height: int) -> list[Row]:
    """The figure's cells as rows of our own; what it leaves over at the right is filled up, what is too wide cut."""
    rows = [_row(line, width) for line in figure.build().string().split("\n")][:height]
    return rows + [(" " * width, (0,) * width)] * (height - len(rows))


def _row(line: str, width: int) -> Row:
    glyphs: list[str] = []
    inks: list[int] = []
    ink = 0
    for code, text in _PIECE.findall(line):
        if text:
            glyphs += text
            inks += [ink if glyph != " " else 0 for glyph in text]
        else:
            found = _FOREGROUND.search(code)
            if found:
                ink = int(found[1])
            elif code in ("", "0"):
                ink = 0
    missing = width - len(glyphs)
    glyphs += [" "] * missing
    inks += [0] * missing
    return "".join(glyphs[:width]), tuple(inks[:width])


def _label_row(labels: Iterable[TimeLabel], width: int) -> Row:
    text = [" "] * width
    for label in labels:
        for column, glyph in enumerate(label.text, label.column):
            if 0 <= column < width:
                text[column] = glyph
    return "".join(text), tuple(int(Tone.DIM) if glyph != " " else 0 for glyph in text)
