"""Rows of numbers kept for a day, in about a quarter of the memory that objects would take."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, MutableSequence, Sequence
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row", bound=NamedTuple)

TEXT = "O"
"""The code of a column of texts; those of numbers are `array`'s."""


class Packed(Generic[Row]):
    """Rows of one kind of named tuple, in an order that who keeps them sees to.

    The newest are kept as they came, for those are read many times a second. Older ones are taken apart into columns
    of numbers and put together again when they are asked for, as equal rows and not the same objects.
    """

    __slots__ = ("_columns", "_kind", "_loose", "_most", "_packed")

    def __init__(self, kind: type[Row], codes: str, loose: int) -> None:
        """`codes` has a letter a field, TEXT or of `array`; `loose` is how many of the newest stay as they are."""
        self._kind = kind
        self._columns: tuple[MutableSequence[Any], ...] = tuple(
            [] if code == TEXT else array(code) for code in codes
        )
        self._packed = 0
        """How many rows are in the columns."""
        self._loose: list[Row] = []
        self._most = 2 * loose

    def __len__(self) -> int:
        return self._packed + len(self._loose)

    def __getitem__(self, index: int) -> Row:
        place = index - self._packed if index >= 0 else index + len(self._loose)
        if place >= 0:
            return self._loose[place]
        if index < 0:
            index += len(self)
            if index < 0:
                raise IndexError(index)
        return self._made([column[index] for column in self._columns])

    def __setitem__(self, index: int, row: Row) -> None:
        place = self._place(index)
        if place >= 0:
            self._loose[place] = row
            return
        for column, value in zip(self._columns, row, strict=True):
            column[place + self._packed] = value

    def __iter__(self) -> Iterator[Row]:
        return chain(map(self._made, zip(*self._columns, strict=True)), self._loose)

    def cell(self, index: int, field: int) -> Any:
        """One field of a row, without the others."""
        place = self._place(index)
        return self._loose[place][field] if place >= 0 else self._columns[field][place + self._packed]

    def cells(self, field: int, start: int, end: int) -> list[Any]:
        """One field of the rows from one place up to another, neither below 0."""
        packed, loose = self._packed, self._loose
        return [
            *self._columns[field][start:end],
            *(row[field] for row in loose[max(start - packed, 0) : max(end - packed, 0)]),
        ]

    def append(self, row: Row) -> None:
        self._loose.append(row)
        if len(self._loose) > self._most:
            self._pack()

    def insert(self, index: int, row: Row) -> None:
        """Put a row before the one at this place, which is between 0 and the length."""
        place = index - self._packed
        if place >= 0:
            self._loose.insert(place, row)
            if len(self._loose) > self._most:
                self._pack()
            return
        for column, value in zip(self._columns, row, strict=True):
            column.insert(index, value)
        self._packed += 1

    def drop(self, count: int) -> None:
        """Let go of so many of the first."""
        packed = min(count, self._packed)
        for column in self._columns:
            del column[:packed]
        self._packed -= packed
        del self._loose[: count - packed]

    def clear(self) -> None:
        self.drop(len(self))

    def _place(self, index: int) -> int:
        """The place of a row among the loose ones; below 0 where it is packed. Raises IndexError."""
        count = len(self)
        if not -count <= index < count:
            raise IndexError(index)
        return (index if index >= 0 else index + count) - self._packed

    def _pack(self) -> None:
        """Take the older half of the loose rows apart."""
        count = len(self._loose) - self._most // 2
        older: Sequence[Row] = self._loose[:count]
        for column, values in zip(self._columns, zip(*older, strict=True), strict=True):
            column.extend(values)
        del self._loose[:count]
        self._packed += count

    def _made(self, values: Any) -> Row:
        row: Row = self._kind._make(values)
        return row
