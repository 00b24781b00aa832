"""The columns of a grid, and which of them fit a width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct
from rich.style import Style

from futu_tui.tui.text import fit, width
from futu_tui.tui.theme import Palette

Row = TypeVar("Row")

MARGIN = 1
"""Cells before the first column, where the current row's mark stands."""
GAP = 1
WIDEST_GAP = 3


class Column(Struct, Generic[Row], frozen=True, eq=False):
    """One column of a grid: what a cell says, how it looks, and when it gives way to others."""

    key: str
    title: str
    width: int
    """The least cells it can do with."""
    text: Callable[[Row, int], str]
    """The cell's text; the second argument is the number of cells it has."""
    style: Callable[[Row, Palette], Style]
    usual: int = 0
    """Cells it takes before columns of a rank above 1 get any; 0 is no more than `width`."""
    widest: int = 0
    """Cells it may grow to where there is room; 0 is no more than `usual`."""
    align: Literal["left", "right"] = "right"
    sort: Callable[[Row], Any] | None = None
    """What to order rows by; rows for which it answers None come last. Without it the column does not sort."""
    flash: bool = False
    """Whether a cell lights up for a moment when its text changes."""
    rank: int = 0
    """Columns of a lower rank get room first; those of one rank show together or not at all. 0 always shows."""


class Placed(NamedTuple, Generic[Row]):
    """A column with its place in the line."""

    column: Column[Row]
    start: int
    """Cells from the line's left edge to the gap before the column."""
    gap: int
    width: int

    @property
    def end(self) -> int:
        return self.start + self.gap + self.width

    def pad_title(self, title: str) -> str:
        """The title in the cells of gap and column; one that is too long for the column reaches into the gap."""
        if self.column.align == "left" or len(title) <= self.width:
            return self.pad(title)
        return fit(title, self.gap + self.width, "right")

    def pad(self, text: str) -> str:
        """The text in exactly the cells of gap and column together."""
        right = self.column.align == "right"
        if text.isascii() and len(text) <= self.width:
            return text.rjust(self.gap + self.width) if right else " " * self.gap + text.ljust(self.width)
        missing = self.width - width(text)
        if missing < 0:
            text = fit(_without_marks(text), self.width, self.column.align)
        elif missing:
            text = " " * missing + text if right else text + " " * missing
        return " " * self.gap + text


def _without_marks(text: str) -> str:
    """A number too long for its column gives up its thousands marks before it gives up digits."""
    bare = text.replace(",", "")
    return bare if bare.lstrip("+-").replace(".", "", 1).isdecimal() else text


def place(columns: Sequence[Column[Row]], cells: int) -> list[Placed[Row]]:
    """The columns that fit into that many cells, in their given order, with the spare room shared out.

    Room goes to the least widths by rank, then to the columns that can grow, then to the gaps.
    """
    widths: dict[int, int] = {}
    left = cells - MARGIN + GAP  # the first column needs no gap
    for rank in sorted({column.rank for column in columns}):
        group = {i: column.width for i, column in enumerate(columns) if column.rank == rank}
        needed = sum(group.values()) + GAP * len(group)
        if rank == 0 or needed <= left:
            widths |= group
            left -= needed
        if rank <= 1:
            left = _grow(widths, {i: columns[i].usual for i in widths}, left)
    left = _grow(widths, {i: columns[i].widest for i in widths}, left)
    shown = sorted(widths)
    gaps = {i: GAP if i != shown[0] else 0 for i in shown}
    _grow(gaps, dict.fromkeys(shown[1:], WIDEST_GAP), left)
    placed, start = [], MARGIN
    for i in shown:
        placed.append(Placed(columns[i], start, gaps[i], widths[i]))
        start = placed[-1].end
    return placed


def _grow(sizes: dict[int, int], limits: dict[int, int], spare: int) -> int:
    """Share out `spare` cells evenly among the sizes that are below their limits; answers what is left over."""
    while spare > 0:
        growing = [i for i, limit in limits.items() if sizes[i] < limit]
        if not growing:
            break
        for i in growing[:spare]:
            sizes[i] += 1
        spare -= min(spare, len(growing))
    return spare
