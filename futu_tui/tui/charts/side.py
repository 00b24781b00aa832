"""What stands beside the prices: levels that cross the chart with their words, and the axis at the right edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from msgspec import Struct

from futu_tui.tui import format
from futu_tui.tui.charts.inks import Ink
from futu_tui.tui.charts.scales import PriceScale

SPACING = 3
"""Rows from one price at the right edge to the next, about."""
BEYOND = 2
"""So many levels above and as many below the scale are told at its edge."""


class Kind(IntEnum):
    """What a level is; of several in one row the highest is drawn."""

    ALERT = 0
    LAST = 1
    COST = 2
    ORDER = 3
    CHOSEN = 4


class Level(NamedTuple):
    """A price that is marked across the whole chart."""

    kind: Kind
    price: float
    words: str = ""
    """What stands at its left."""
    priced: bool = False
    """Whether the words tell the price already."""


class _Drawing(Struct, frozen=True):
    line: str
    mark: str
    """Before the price on the axis."""
    line_ink: int
    ink: int


_DRAWINGS = {
    Kind.ALERT: _Drawing("┈", "◇", Ink.FAINT, Ink.WARNING),
    Kind.LAST: _Drawing("┈", "◀", Ink.FAINT, Ink.LAST_FLAT),
    Kind.COST: _Drawing("┈", "◆", Ink.FAINT, Ink.OWN),
    Kind.ORDER: _Drawing("╌", "◆", Ink.FAINT, Ink.OWN),
    Kind.CHOSEN: _Drawing("─", "◆", Ink.CHOSEN, Ink.CHOSEN),
}


class RowLine(NamedTuple):
    """What a row's blanks carry, and the words at its left."""

    glyph: str
    ink: int
    words: str = ""
    words_ink: int = Ink.OWN


class Tag(NamedTuple):
    """What stands on the axis beside a row: the edge, then as many cells as the axis has."""

    edge: str
    text: str
    """With its mark in front; right-aligned."""
    ink: int
    edge_ink: int = Ink.BORDER


class Side(NamedTuple):
    """Of each row that has any: its line, and its tag on the axis."""

    lines: dict[int, RowLine]
    tags: dict[int, Tag]


def beside(
    scale: PriceScale,
    levels: Sequence[Level],
    *,
    decimals: int,
    tick: float,
    direction: float | None = None,
    stale: bool = False,
    countdown: str = "",
    pointed: float | None = None,
    base: float | None = None,
) -> Side:
    """Where these levels and round prices stand on a scale.

    `direction` is the sign of the last price's change, `countdown` stands by the last price, `pointed` is the price of
    the crosshair. With a `base` the axis tells gains on it in percent.
    """
    texts = _Texts(decimals, base)
    tags = {row: Tag("┤", text, Ink.DIM) for row, text in _round(scale, decimals, tick, base)}
    lines: dict[int, RowLine] = {}
    last_row = None
    for level in sorted(levels, key=lambda level: level.kind):
        if not scale.holds(level.price):
            continue
        row = scale.row(level.price)
        drawing = _DRAWINGS[level.kind]
        ink = drawing.ink
        words = level.words
        if level.kind is Kind.LAST:
            last_row = row
            ink = Ink.STALE if stale else _direction(direction)
        if level.kind is Kind.LAST or row != last_row:
            tags[row] = Tag("│", drawing.mark + texts.of(level.price), ink)
        elif words:
            words = _with_price(level, decimals)
        before = lines.get(row)
        words = "  ".join(filter(None, (words, before.words if before else "")))
        lines[row] = RowLine(
            drawing.line, drawing.line_ink, words, Ink.OWN if level.kind is Kind.LAST else ink
        )
    if last_row is not None and countdown:
        for row in (last_row + 1, last_row - 1):
            if 0 <= row < scale.rows and row not in lines:
                tags[row] = Tag("│", countdown, Ink.DIM)
                break
    if pointed is not None and scale.holds(pointed):
        tags[scale.row(pointed)] = Tag("│", " " + texts.of(pointed), Ink.POINTED)
    _tell_beyond(scale, levels, lines, decimals)
    return Side(lines, tags)


class _Texts(Struct, frozen=True):
    decimals: int
    base: float | None

    def of(self, price: float) -> str:
        if self.base is None:
            return format.price(price, self.decimals)
        return format.percent((price / self.base - 1) * 100) + "%"


def _round(scale: PriceScale, decimals: int, tick: float, base: float | None) -> Iterable[tuple[int, str]]:
    """The rows of round prices, or of round gains, and what is written there."""
    if base is None:
        for mark in scale.marks(decimals, SPACING, tick):
            yield mark.row, format.price(mark.price, decimals)
        return
    gains = PriceScale((scale.low / base - 1) * 100, (scale.high / base - 1) * 100, scale.rows)
    for mark in gains.marks(2, SPACING):
        row = scale.row((1 + mark.price / 100) * base)
        yield row, f"{mark.price:+.10g}%" if mark.price else "0%"


def _tell_beyond(
    scale: PriceScale, levels: Sequence[Level], lines: dict[int, RowLine], decimals: int
) -> None:
    """Say at the edges which of the person's own levels lie beyond them, the nearest ones first."""
    own = [level for level in levels if level.kind is not Kind.LAST and level.words]
    above = sorted((level for level in own if level.price > scale.high), key=lambda level: level.price)
    below = sorted((level for level in own if level.price < scale.low), key=lambda level: -level.price)
    for row, arrow, found in ((0, "↑", above), (scale.rows - 1, "↓", below)):
        if found:
            words = "  ".join(f"{arrow} {_with_price(level, decimals)}" for level in found[:BEYOND])
            more = len(found) - BEYOND
            line = lines.get(row, RowLine(" ", Ink.NONE))
            text = "  ".join(filter(None, (line.words, words, f"{arrow} {more} more" if more > 0 else "")))
            lines[row] = line._replace(words=text, words_ink=line.words_ink if line.words else Ink.DIM)


def _with_price(level: Level, decimals: int) -> str:
    """A level's words where the axis does not tell its price."""
    return level.words if level.priced else f"{level.words} at {format.price(level.price, decimals)}"


def _direction(change: float | None) -> int:
    if not change:
        return Ink.LAST_FLAT
    return Ink.LAST_UP if change > 0 else Ink.LAST_DOWN
