"""Many figures in groups, as many side by side as the width has room for; a list of lines of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rich.style import Style

from futu_tui.feed.lookups.figures import Figure, Unit
from futu_tui.protocol import Security
from futu_tui.tui.figure_text import counted, figure_text, unit_text
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import GAP, MARGIN, Column
from futu_tui.tui.widgets.records import Records

GROUP, LABEL, VALUE, UNIT = 11, 19, 17, 6
"""Least cells of a line's group and of the parts of a figure."""
WIDEST_LABEL, WIDEST_VALUE = 26, 34
MOST = 3
"""Figures in a line."""
EACH = 3
"""Columns of a figure."""
_MOVES = frozenset({Unit.CHANGE})
_WARNINGS = frozenset({"Suspended", "Delisted", "Contract suspended"})


class Facts(NamedTuple):
    """A line: figures of one group, from left to right."""

    group: str
    """Empty where it is the same as the line's above."""
    figures: tuple[Figure, ...]

    @property
    def security(self) -> Security | None:
        """Which security the line names, if one does."""
        named = (figure.value for figure in self.figures if figure.unit is Unit.SECURITY)
        return next((value for value in named if isinstance(value, Security)), None)


def arrange(figures: Sequence[Figure], across: int) -> Iterator[Facts]:
    """The figures in their order, so many in a line, each group beginning a new one."""
    for group, members in groupby(figures, key=lambda figure: figure.group):
        found = list(members)
        for at in range(0, len(found), across):
            yield Facts("" if at else group, tuple(found[at : at + across]))


def room_for(cells: int) -> int:
    """How many figures fit side by side."""
    each = LABEL + VALUE + UNIT + 3 * GAP
    return max(1, min(MOST, (cells - MARGIN - GROUP) // each))


class FactSheet(Records):
    """Figures rather than rows: they are counted, narrowed down and exported one by one."""

    def __init__(self, currency: str, decimals: Callable[[], int], is_old: Callable[[], bool]) -> None:
        """What prices are in, with how many decimals they are written, and whether all may be otherwise by now."""
        self._currency, self._decimals = currency, decimals
        self._is_old = is_old
        self._figures: Sequence[Figure] = ()
        self._shown: Sequence[Figure] = ()
        self._across = 1
        self._counted = counted(currency, ())
        group = Column[Facts](
            "group",
            "",
            GROUP,
            lambda row, cells: row.group,
            lambda row, palette: palette.accent,
            align="left",
        )
        self._placeable = (group, *(column for place in range(MOST) for column in self._of(place)))
        super().__init__(())

    @property
    def COLUMNS(self) -> Sequence[Column[Any]]:  # type: ignore[override]
        return self._placeable[: 1 + EACH * self._across]

    def show_rows(self, rows: Sequence[Any], message: str) -> None:
        self._figures = rows
        super().show_rows((), message)

    def move(self, figures: Sequence[Figure], now: float) -> None:
        """The same figures as they stand now, monotonic seconds; only those that differ are drawn."""
        places = [figure.place for figure in figures]
        if places != [figure.place for figure in self._figures]:
            self.show_rows(figures, self.message)
            return
        self._figures = figures
        self._lay_out()
        if len(self._rows) == len(self.keys):
            self.update_rows(dict.fromkeys(self.visible_keys, self.shown_columns), now)
        else:  # a figure no longer has the words that were typed, or has them now
            self._narrow()

    @property
    def count(self) -> tuple[int, int]:
        return len(self._shown), len(self._figures)

    def table(self) -> tuple[list[str], Iterator[list[object]]]:
        rows = (
            [figure.group, figure.label, self._written(figure), self._unit(figure)] for figure in self._shown
        )
        return ["Group", "Figure", "Value", "Unit"], rows

    def row_style(self, row: Facts, palette: Palette) -> Style | None:
        return palette.stale if self._is_old() else None

    def empty_text(self) -> str:
        return "No figure has these words." if self._words and self._figures else self.message

    def on_resize(self) -> None:
        across = room_for(self.size.width)
        if across != self._across:
            self._across = across
            self._width = 0  # the columns are others now
            self._narrow()  # what else is to be done, the grid's own handler does

    def _narrow(self) -> None:
        self._lay_out()
        self.set_rows(range(len(self._rows)))
        self.redraw()

    def _lay_out(self) -> None:
        self._counted = counted(self._currency, {figure.group for figure in self._figures})
        self._shown = [figure for figure in self._figures if self._has_words(figure)]
        self._rows = list(arrange(self._shown, self._across))

    def _has_words(self, figure: Figure) -> bool:
        text = f"{figure.group} {figure.label} {self._text(figure)} {self._unit(figure)}".casefold()
        return all(word in text for word in self._words)

    def _text(self, figure: Figure) -> str:
        return figure_text(figure, self._decimals())

    def _unit(self, figure: Figure) -> str:
        return unit_text(figure, self._counted)

    def _written(self, figure: Figure) -> object:
        """For a file: numbers whole."""
        value = figure.value
        if isinstance(value, str):
            return clean(value)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else self._text(figure)

    def _of(self, place: int) -> tuple[Column[Facts], ...]:
        def figure_at(row: Facts) -> Figure | None:
            return row.figures[place] if place < len(row.figures) else None

        def label(row: Facts, cells: int) -> str:
            return figure.label if (figure := figure_at(row)) else ""

        def value(row: Facts, cells: int) -> str:
            return self._text(figure) if (figure := figure_at(row)) else ""

        def unit(row: Facts, cells: int) -> str:
            return self._unit(figure) if (figure := figure_at(row)) else ""

        def style(row: Facts, palette: Palette) -> Style:
            return _style(figure, palette) if (figure := figure_at(row)) else palette.text

        def dim(row: Facts, palette: Palette) -> Style:
            return palette.dim

        return (
            Column(f"label{place}", "", LABEL, label, dim, align="left", widest=WIDEST_LABEL),
            Column(f"value{place}", "", VALUE, value, style, widest=WIDEST_VALUE, flash=True),
            Column(f"unit{place}", "", UNIT, unit, dim, align="left"),
        )


def _style(figure: Figure, palette: Palette) -> Style:
    value = figure.value
    if figure.label in _WARNINGS and value is True:
        return palette.warning
    moves = figure.unit in _MOVES or figure.label == "Change %"
    return palette.direction_style(value) if moves and isinstance(value, float) else palette.text
