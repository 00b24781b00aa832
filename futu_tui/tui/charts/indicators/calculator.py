"""What all indicators do alike: follow bars that are added, move and are replaced."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from itertools import repeat
from math import nan
from typing import Generic, TypeVar

from futu_tui.tui.charts.indicators.columns import Columns

State = TypeVar("State")


class Calculator(ABC, Generic[State]):
    """The lines of an indicator over bars that it follows.

    It remembers what it needs of all bars but the last as one value that is never changed in place. So the last bar
    can be reckoned as often as it moves, always from the same state, by the code that reckons a whole history: both
    ways give the same doubles.
    """

    def __init__(self, lines: int) -> None:
        self.lines = tuple(array("d") for _ in range(lines))
        """One value a bar each, NaN where too few bars are behind it; not to be changed."""
        self._settled = 0
        """How many bars the state holds: all but the last, once everything has been reckoned."""
        self._state: State | None = None
        self._version: object = _NEVER
        self._history: object = _NEVER
        self._ends: tuple[float, float] | None = None

    @abstractmethod
    def _advance(self, columns: Columns, first: int, end: int, state: State | None) -> State | None:
        """Append to each line its values from bar `first` up to but not including `end`.

        `state` is what was answered for the bars before `first`, None for none; it is not to be changed.
        """

    @property
    def reckoned(self) -> int:
        """How many bars have values, from the oldest on."""
        return len(self.lines[0])

    def follow(
        self, columns: Columns, *, version: object, history: object, most: int | None = None
    ) -> int | None:
        """Reckon what differs since the last call; the first bar whose values may differ, None for none.

        `version` differs whenever a bar does, `history` whenever a bar other than the last does, bars came in
        anywhere but on the right, or these are the bars of something else. At most `most` bars are taken in; the
        next calls take in the others.
        """
        if version == self._version and history == self._history and self.reckoned == len(columns):
            return None
        if history != self._history or not self._continues(columns):
            self.clear()
        self._version, self._history = version, history
        first = self._settled
        self.append(columns, most)
        return first

    def rebuild(self, columns: Columns) -> None:
        """Reckon all of these bars, whatever was known before."""
        self.clear()
        self.append(columns)

    def append(self, columns: Columns, most: int | None = None) -> None:
        """Bars were added after the last one, which may itself have moved; take in `most` of them at most.

        Raises ValueError where there are fewer bars than before.
        """
        if len(columns) < self.reckoned:
            raise ValueError(f"{self.reckoned} bars were known and there are {len(columns)}: none were added")
        for line in self.lines:
            del line[self._settled :]
        if not columns:
            return
        last = len(columns) - 1
        stop = last if most is None else min(last, self._settled + most)
        self._state = self._advance(columns, self._settled, stop, self._state)
        self._settled = stop
        if stop == last:
            self._advance(columns, last, last + 1, self._state)
        self._ends = (columns.at[0], columns.at[stop])

    def update_last(self, columns: Columns) -> None:
        """Only the last bar moved since everything was reckoned. Raises ValueError where bars came or went."""
        last = self._settled
        if not last + 1 == self.reckoned == len(columns):
            raise ValueError(
                f"{len(columns)} bars, of which {self.reckoned} were known: not only the last moved"
            )
        for line in self.lines:
            line.pop()
        self._advance(columns, last, last + 1, self._state)

    def clear(self) -> None:
        """Forget all bars."""
        for line in self.lines:
            del line[:]
        self._settled, self._state, self._ends = 0, None, None

    def _continues(self, columns: Columns) -> bool:
        """Whether the bars known so far begin and end at the same times in these columns."""
        if self._ends is None:
            return True
        if len(columns) < self.reckoned:
            return False
        return self._ends == (columns.at[0], columns.at[self._settled])


_NEVER = object()


def pad(line: array[float], count: int) -> None:
    """Append NaN for so many bars."""
    line.extend(repeat(nan, count))
