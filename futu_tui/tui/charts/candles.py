"""Candles in cells: two halves to a row, light lines for the wicks, heavy ones for the bodies.

One cell wide, a candle is a line; wider, its body is a box, hollow when it closed up and solid when it closed down.
Where colours cannot tell up from down, a falling candle one cell wide is solid too.
"""

from __future__ import annotations

from typing import NamedTuple

from futu_tui.tui.charts.scales import PriceScale

EMPTY, WICK, BODY = range(3)
"""What half a cell of a candle's middle column holds."""

LINE = (" ╷╻", "╵│╽", "╹╿┃")
"""Glyphs of the middle column, by what the upper and then the lower half holds."""
SOLID = (" ╷▄", "╵│╽", "▀╿█")
"""The same with a body as wide as the cell."""
BLOCK = " ▄▀█"
"""Glyphs beside the middle of a solid box: lower half 1, upper half 2."""


class Candle(NamedTuple):
    """A drawn candle: `cells[n]` is its text in row `row + n`; a blank in it covers nothing."""

    row: int
    cells: tuple[str, ...]


def draw_candle(
    scale: PriceScale,
    open: float,
    high: float,
    low: float,
    close: float,
    *,
    width: int = 1,
    solid: bool = False,
) -> Candle:
    """The candle of one bar, `width` cells wide (odd). `solid` makes a falling one's body fill its cell."""
    falls = close < open
    top, bottom = scale.level(max(open, close), 2), scale.level(min(open, close), 2)
    tip, foot = min(scale.level(high, 2), top), max(scale.level(low, 2), bottom)

    def half(place: int) -> int:
        if top <= place <= bottom:
            return BODY
        return WICK if tip <= place <= foot else EMPTY

    first, last = tip // 2, foot // 2
    glyphs = SOLID if (falls and solid) or width > 1 else LINE
    cells = []
    for row in range(first, last + 1):
        upper, lower = half(2 * row), half(2 * row + 1)
        middle = glyphs[upper][lower]
        if width == 1:
            cells.append(middle)
        elif falls or row in (top // 2, bottom // 2):
            cells.append(
                _box_row(middle, upper, lower, width, edges=not falls, row=row, top=top, bottom=bottom)
            )
        elif upper == BODY:
            cells.append("▌" + " " * (width - 2) + "▐")
        else:
            cells.append(middle.center(width))
    return Candle(first, tuple(cells))


def _box_row(
    middle: str, upper: int, lower: int, width: int, *, edges: bool, row: int, top: int, bottom: int
) -> str:
    """A row of a box: all of a solid one, or the first or last row of a hollow one."""
    if upper != BODY and lower != BODY:
        return middle.center(width)
    side = BLOCK[2 * (upper == BODY) + (lower == BODY)]
    if edges and side == "█" and not (top == 2 * row and bottom == 2 * row + 1):
        left, edge, right = "▛▀▜" if top == 2 * row else "▙▄▟"
        return left + edge * (width - 2) + right
    flank = side * (width // 2)
    return flank + middle + flank
