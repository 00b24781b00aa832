"""Labels under a chart, at the bars where a coarser unit of time begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

GAP = 2
"""Blank cells kept between labels."""
MOST = 0.6
"""Share of a unit's labels that must fit for the unit to be shown at all."""
FEW = 3
"""A unit with so few labels may fail to fit without the finer ones being given up."""


class TimeLabel(NamedTuple):
    """A text that begins at a column."""

    column: int
    text: str


class _Unit(Struct, frozen=True):
    """A new label wherever `of` changes from one bar to the next."""

    of: Callable[[str], str]
    text: Callable[[str], str]


def _minutes(count: int) -> _Unit:
    return _Unit(lambda time: f"{time[:13]}{int(time[14:16] or 0) // count}", lambda time: time[11:16])


_DAY = _Unit(lambda time: time[:10], lambda time: time[5:10])
_MONTH = _Unit(lambda time: time[:7], lambda time: time[:7])
_WEEK = _Unit(lambda time: str(date.fromisoformat(time[:10]).isocalendar()[:2]), lambda time: time[5:10])
_QUARTER = _Unit(lambda time: f"{time[:4]}{(int(time[5:7] or 1) - 1) // 3}", lambda time: time[:7])
_YEAR = _Unit(lambda time: time[:4], lambda time: time[:4])
_DECADE = _Unit(lambda time: time[:3], lambda time: time[:4])

INTRADAY = (_DAY, _minutes(60), _minutes(30), _minutes(15), _minutes(5), _minutes(1))
CALENDAR = (_DECADE, _YEAR, _QUARTER, _MONTH, _WEEK, _DAY)


def time_labels(
    times: Sequence[str], columns: Sequence[int], width: int, *, intraday: bool
) -> list[TimeLabel]:
    """Labels for bars at these columns, left to right, that fit within `width` without touching.

    `times` are the wire's `YYYY-MM-DD HH:MM:SS`. A finer unit joins the coarser ones only where most of it fits, so
    the labels stay evenly spread.
    """
    placed: list[TimeLabel] = []
    taken: set[int] = set()
    for unit in INTRADAY if intraday else CALENDAR:
        keys = [unit.of(time) for time in times]
        begins = [index for index in range(1, len(keys)) if keys[index] != keys[index - 1]]
        wanted = [_label(columns[index], unit.text(times[index]), width) for index in begins]
        known = {label.column for label in placed}
        wanted = [label for label in wanted if label.column not in known]
        added, cells = _place(wanted, taken)
        if not placed or len(added) >= MOST * len(wanted):
            placed += added
            taken |= cells
        elif len(wanted) > FEW:
            break
    return sorted(placed)


def _label(column: int, text: str, width: int) -> TimeLabel:
    """A label that begins at a column, or before it where it would pass the right edge."""
    return TimeLabel(min(column, width - len(text)), text)


def _place(wanted: Sequence[TimeLabel], taken: set[int]) -> tuple[list[TimeLabel], set[int]]:
    """Those of the labels that fit beside one another, and the columns that they and their gaps take."""
    placed: list[TimeLabel] = []
    cells: set[int] = set()
    for label in wanted:
        end = label.column + len(label.text)
        own = range(label.column, end)
        if label.column >= 0 and taken.isdisjoint(own) and cells.isdisjoint(own):
            placed.append(label)
            cells.update(range(label.column - GAP, end + GAP))
    return placed, cells
