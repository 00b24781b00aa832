"""A list of things that do not move: sorted by any column, narrowed down by typing, and ready to be exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.style import Style
from textual.message import Message

from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.grid import Grid

WHOLE = 80
"""Cells enough for any cell's whole text."""


class Records(Grid[int, Any]):
    """Rows by their place in the list."""

    class Chosen(Message):
        """The person chose a row."""

        def __init__(self, row: Any) -> None:
            super().__init__()
            self.row = row

    def __init__(self, columns: Sequence[Column[Any]], **kwargs: Any) -> None:
        self.columns = tuple(columns)
        super().__init__(**kwargs)
        self._rows: Sequence[Any] = ()
        self._words: tuple[str, ...] = ()
        self.message = ""
        """What to say while there is no row."""

    @property
    def COLUMNS(self) -> Sequence[Column[Any]]:  # type: ignore[override]
        return self.columns

    def show_rows(self, rows: Sequence[Any], message: str) -> None:
        """Replace the rows; `message` is what to say if there are none."""
        self._rows, self.message = rows, message
        self._narrow()

    def show_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Have other columns from now on; rows for them are still to be shown."""
        self.show_rows((), self.message)
        self.columns = tuple(columns)
        self.place_columns()

    def filter(self, text: str) -> None:
        """Show only rows that have each of these words somewhere, whatever their case."""
        self._words = tuple(text.casefold().split())
        self._narrow()

    @property
    def count(self) -> tuple[int, int]:
        """How many rows are shown, and how many there are."""
        return len(self.keys), len(self._rows)

    def table(self) -> tuple[list[str], Iterator[list[object]]]:
        """Titles and rows as shown, for a file: numbers whole, texts uncut."""
        titles = [column.title for column in self.columns]
        rows = (self.row(key) for key in self.keys)
        return titles, ([_value(column, row) for column in self.columns] for row in rows)

    def row(self, key: int) -> Any:
        return self._rows[key]

    def row_style(self, row: Any, palette: Palette) -> Style | None:
        return palette.stale if getattr(row, "doubtful", False) else None

    def choose(self, key: int) -> None:
        self.post_message(self.Chosen(self.row(key)))

    def empty_text(self) -> str:
        return "No row has these words." if self._words and self._rows else self.message

    def _narrow(self) -> None:
        keys = [key for key in range(len(self._rows)) if not self._words or self._matches(self.row(key))]
        self.set_rows(keys)
        self.redraw()

    def _matches(self, row: Any) -> bool:
        text = " ".join(column.text(row, WHOLE) for column in self.columns).casefold()
        return all(word in text for word in self._words)


def _value(column: Column[Any], row: Any) -> object:
    if column.align == "right" and column.sort is not None:
        return column.sort(row)
    return clean(column.text(row, WHOLE))
