"""What a benchmark finds: a figure and its floor, each several times over, and whether the goal is met."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Samples:
    """One value a round."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> float:
        """The largest distance from the median, as a share of it."""
        return (
            max(abs(value - self.median) for value in self.values) / abs(self.median) if self.median else 0.0
        )


@dataclass(frozen=True)
class Figure:
    """A measured value beside what it is measured against."""

    name: str
    about: str
    unit: str
    value: Samples
    floor: Samples | None = None
    goal: float | None = None
    """What the ratio to the floor, or without a floor the value, is to reach or to stay below."""
    at_least: bool = False
    """Whether the goal is to be reached, not to stay below."""
    note: str = ""
    failed: bool = False
    """Whether something besides the goal went wrong; `note` says what."""
    raw: Sequence[float] = ()
    """All that `value` is a percentile of, in seconds."""
    raw_floor: Sequence[float] = ()
    """All that the floor is made of, in seconds."""

    @property
    def ratio(self) -> float | None:
        """To the floor: the median of the rounds' own ratios, since a machine that slows down slows both of a round."""
        if self.floor is None:
            return None
        if len(self.value.values) != len(self.floor.values):
            return self.value.median / self.floor.median
        pairs = zip(self.value.values, self.floor.values, strict=True)
        return statistics.median(value / floor for value, floor in pairs)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        reached = self.ratio if self.ratio is not None else self.value.median
        return not self.failed and (reached >= self.goal if self.at_least else reached <= self.goal)

    def as_json(self) -> dict[str, Any]:
        """Everything, for a file."""
        return {
            "name": self.name, "about": self.about, "unit": self.unit,
            "value": list(self.value.values), "floor": list(self.floor.values) if self.floor else None,
            "ratio": self.ratio, "goal": self.goal, "at_least": self.at_least, "met": self.met, "note": self.note,
            "raw": list(self.raw), "raw_floor": list(self.raw_floor),
        }  # fmt: skip


HEADINGS = (
    "",
    "figure",
    "±",
    "floor",
    "±",
    "unit",
    "ratio",
    "goal",
    "met",
    "what, and what was seen besides",
)


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns."""
    rows = [HEADINGS, *map(_row, figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS) - 1)]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:], strict=True)]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.at_least else "≤"
    return (
        figure.name,
        _number(figure.value.median),
        f"{figure.value.spread:.0%}",
        _number(figure.floor.median) if figure.floor else "",
        f"{figure.floor.spread:.0%}" if figure.floor else "",
        figure.unit,
        f"{figure.ratio:.2f}" if figure.ratio is not None else "",
        f"{sign} {figure.goal:g}" if figure.goal is not None else "",
        {True: "yes", False: "NO", None: ""}[figure.met],
        "; ".join(part for part in (figure.about, figure.note) if part),
    )


def _number(value: float) -> str:
    """Three digits that count, or all of a large number's."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
