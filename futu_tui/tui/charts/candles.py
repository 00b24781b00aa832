"""Candles in cells: two halves to a row, light lines for the wicks, blocks or heavy lines for the bodies.

More than one cell wide, a body is a box, hollow when it closed up and solid when it closed down.
"""

from __future__ import annotations

from typing import NamedTuple

from futu_tui.tui.charts.scales import PriceScale

EMPTY, WICK, BODY = range(3)
"""What half a cell of a candle's middle column holds."""

LINE = (" ╷╻", "╵│╽", "╹╿┃")
"""Glyphs of the middle column, by what the upper and then the lower half holds."""
BLOCK = (" ╷▄", "╵│╽", "▀╿█")
"""The same with a body as wide as the cell, but for a half that shares its cell with a wick."""
SIDE = " ▄▀█"
"""Glyphs of a body beside the middle column: 1 for its lower half, 2 for its upper half."""


class Candle(NamedTuple):
    """A drawn candle: `cells[n]` is its text in row `row + n`; a blank in it covers nothing."""

    row: int
    cells: tuple[str, ...]


class _Span(NamedTuple):
    """A candle's ends in half rows from the top, each included."""

    tip: int
    top: int
    """Of the body, as `bottom`"""
    bottom: int
    foot: int

    def half(self, place: int) -> int:
        if self.top <= place <= self.bottom:
            return BODY
        return WICK if self.tip <= place <= self.foot else EMPTY


def draw_candle(
    scale: PriceScale,
    open: float,
    high: float,
    low: float,
    close: float,
    *,
    width: int = 1,
    block: bool = True,
    hollow: bool = True,
) -> Candle:
    """The candle of one bar, `width` cells wide (odd). One cell wide, its body is a `block` or a heavy line.

    Wider, the body of a bar that closed up is a `hollow` box or as solid as the others.
    """
    top, bottom = scale.level(max(open, close), 2), scale.level(min(open, close), 2)
    span = _Span(min(scale.level(high, 2), top), top, bottom, max(scale.level(low, 2), bottom))
    glyphs = BLOCK if block or width > 1 else LINE
    if width == 1:
        return _narrow(span, glyphs)
    cells = []
    for row in range(span.tip // 2, span.foot // 2 + 1):
        upper, lower = span.half(2 * row), span.half(2 * row + 1)
        middle = glyphs[upper][lower]
        if BODY not in (upper, lower):
            cells.append(middle.center(width))
        else:
            box = hollow and close >= open and _hollow_row(span, row, width)
            side = SIDE[2 * (upper == BODY) + (lower == BODY)] * (width // 2)
            cells.append(box or side + middle + side)
    return Candle(span.tip // 2, tuple(cells))


def _narrow(span: _Span, glyphs: tuple[str, ...]) -> Candle:
    """A candle one cell wide: most of a chart's, so drawn without a call for each half."""
    tip, top, bottom, foot = span
    cells = []
    for upper in range(tip & ~1, foot + 1, 2):
        lower = upper + 1
        above = BODY if top <= upper <= bottom else WICK if tip <= upper else EMPTY
        below = BODY if top <= lower <= bottom else WICK if lower <= foot else EMPTY
        cells.append(glyphs[above][below])
    return Candle(tip // 2, tuple(cells))


def _hollow_row(span: _Span, row: int, width: int) -> str:
    """The walls of a hollow body where it fills the whole row; empty where half a row or less is wall anyway."""
    starts, ends = span.top == 2 * row, span.bottom == 2 * row + 1
    if span.top > 2 * row or span.bottom < 2 * row + 1 or (starts and ends):
        return ""
    left, inner, right = "▛▀▜" if starts else "▙▄▟" if ends else "▌ ▐"
    return left + inner * (width - 2) + right
