"""The repeated messages of an answer as tables: a row each, columns of what they have, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from futu_tui.protocol.form_values import Kind, kind_of
from futu_tui.tui.console.values import is_number, security_text, shown
from futu_tui.tui.text import width

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from futu_tui.protocol.wire_json import FieldDescriptor

WIDEST = 40
"""Cells that a column takes at most."""

MOST_DECIMALS = 6
"""Decimals up to which the numbers of a column are given as many as the longest has."""

Path = tuple[str, ...]
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    title: str
    right: bool
    """Whether its cells are aligned at the right."""
    cells: int
    """How wide it is."""


class AnswerTable:
    """All items of one repeated field, wherever in the answer they stand."""

    def __init__(self, path: Path, items: Sequence[tuple[Place, Message]]) -> None:
        """`items` are the messages, each with the number it has in every list that it is in, the outermost first."""
        self.path = path
        self.places = [place for place, _ in items]
        self.title = ".".join(path)
        found: dict[Path, int] = {}
        rights: dict[Path, bool] = {}
        rows: list[dict[Path, tuple[str, Any]]] = []
        for _, item in items:
            row: dict[Path, tuple[str, Any]] = {}
            for where, order, field, text, value in _cells(item, (), ()):
                row[where] = (text, value)
                if where not in found:
                    found[where] = order
                    rights[where] = field.is_repeated or is_number(field)
            rows.append(row)
        wheres = sorted(found, key=lambda where: found[where])
        nested = any(len(place) > 1 for place in self.places)
        self.rows: list[list[str]] = [
            [
                *([_place_text(place)] if nested else []),
                *(row[where][0] if where in row else "" for where in wheres),
            ]
            for place, row in zip(self.places, rows, strict=True)
        ]
        self._values: list[list[Any]] = [
            [*([number] if nested else []), *(row[where][1] if where in row else None for where in wheres)]
            for number, row in enumerate(rows)
        ]
        _align_decimals(self.rows, self._values)
        titles = [*(["in"] if nested else []), *(".".join(where) for where in wheres)]
        right_ones = [*([False] if nested else []), *(rights[where] for where in wheres)]
        widths = [
            min(WIDEST, max([len(title), *(_cell_width(row[place]) for row in self.rows)]))
            for place, title in enumerate(titles)
        ]
        self.columns = [TableColumn(*each) for each in zip(titles, right_ones, widths, strict=True)]
        self.order: list[int] = list(range(len(rows)))
        """Rows by their place, as they are sorted now."""
        self.sorted_by: int | None = None
        self.descending = False

    def sort(self, column: int | None, *, descending: bool = False) -> None:
        """Order the rows by a column, those without a value last; None for the order of the answer."""
        self.sorted_by, self.descending = column, descending
        self.order = list(range(len(self.rows)))
        if column is not None:
            there = [row for row in self.order if self._values[row][column] is not None]
            absent = [row for row in self.order if self._values[row][column] is None]
            there.sort(key=lambda row: self._values[row][column], reverse=descending)
            self.order = there + absent

    def sort_by_next(self) -> None:
        """Order by the column after the present one; after the last as the answer has it."""
        at = -1 if self.sorted_by is None else self.sorted_by
        self.sort(at + 1 if at + 1 < len(self.columns) else None, descending=self.descending)

    def find(self, text: str) -> list[int]:
        """The places, as sorted now, of rows with this text in a cell, whatever the case."""
        wanted = text.casefold()
        return [
            place
            for place, row in enumerate(self.order)
            if any(wanted in cell.casefold() for cell in self.rows[row])
        ]

    def file_rows(self) -> tuple[list[str], Iterator[list[object]]]:
        """Titles and rows as sorted now, for a file: numbers as numbers."""
        titles = [column.title for column in self.columns]
        rows = (
            [
                self._values[row][place] if column.right else self.rows[row][place]
                for place, column in enumerate(self.columns)
            ]
            for row in self.order
        )
        return titles, rows


def tables_of(message: Message) -> list[AnswerTable]:
    """A table for every repeated message in an answer, the one of the most rows first."""
    found: dict[Path, list[tuple[Place, Message]]] = {}
    _collect(message, (), (), found)
    by_size = sorted(found.items(), key=lambda each: -len(each[1]))
    return [AnswerTable(path, items) for path, items in by_size]


def _collect(
    message: Message, path: Path, place: Place, found: dict[Path, list[tuple[Place, Message]]]
) -> None:
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        here = (*path, field.name)
        if not field.is_repeated:
            _collect(value, here, place, found)
            continue
        rows = found.setdefault(here, [])
        for number, item in enumerate(value):
            rows.append(((*place, number), item))
            _collect(item, here, (*place, number), found)


def _cells(
    message: Message, path: Path, order: tuple[int, ...]
) -> Iterator[tuple[Path, Any, FieldDescriptor, str, Any]]:
    """Path, place among the columns, field, text and value to sort by of each; messages flattened."""
    for field, value in message.ListFields():
        here, at = (*path, field.name), (*order, field.index)
        if field.is_repeated:
            yield here, at, field, f"[{len(value)}]", len(value)
        elif field.message_type is None:
            yield here, at, field, shown(field, value), value
        elif kind_of(field) is Kind.SECURITY:
            yield here, at, field, (text := security_text(value)), text
        else:
            yield from _cells(value, here, at)


def _align_decimals(rows: list[list[str]], values: list[list[Any]]) -> None:
    """Give the numbers of a column the decimals of the one that has most, where those are few."""
    for place in range(len(rows[0]) if rows else 0):
        there = [at for at, row in enumerate(values) if isinstance(row[place], float)]
        texts = [rows[at][place] for at in there]
        if any("e" in text or "n" in text for text in texts):
            continue
        decimals = max((len(text.partition(".")[2]) for text in texts), default=0)
        if 0 < decimals <= MOST_DECIMALS:
            for at in there:
                rows[at][place] = f"{values[at][place]:.{decimals}f}"


def _place_text(place: Place) -> str:
    """What a row of a nested list is in: `[3]`."""
    return "".join(f"[{number}]" for number in place[:-1])


def _cell_width(text: str) -> int:
    return len(text) if text.isascii() else width(text)
