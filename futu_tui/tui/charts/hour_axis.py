"""Trading hours along the columns of a chart: whole days side by side, closed hours left out, extended ones narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from futu_tui.market.hours import DAY, Stretch
from futu_tui.tui.charts.time_axis import GAP, TimeLabel

EXTENDED_SHARE = 0.25
"""A minute outside regular hours is this wide beside one within: little happens in the many of them."""


class _Piece(NamedTuple):
    """A stretch of a day on the axis, in shares of the day's width."""

    stretch: Stretch
    left: float
    width: float


class HourAxis:
    """`days` days of these stretches over `width` cells."""

    def __init__(self, stretches: Sequence[Stretch], days: int, width: int) -> None:
        self.width = width
        self.days = days
        weights = [(each.end - each.begin) * (EXTENDED_SHARE if each.session else 1.0) for each in stretches]
        whole, left = sum(weights), 0.0
        self._pieces: list[_Piece] = []
        for stretch, weight in zip(stretches, weights, strict=True):
            self._pieces.append(_Piece(stretch, left / whole, weight / whole))
            left += weight

    def x(self, day: int, minute: float) -> float:
        """Where the middle of a minute of a day stands, in cells from the left; closed hours stand at their edge."""
        pieces = self._pieces
        piece = next((each for each in pieces if minute < each.stretch.end), pieces[-1])
        length = piece.stretch.end - piece.stretch.begin
        share = min(max((minute + 0.5 - piece.stretch.begin) / length, 0.0), 1.0)
        place = (day + piece.left + piece.width * share) / self.days * self.width
        return min(place, self.width - 1e-6)

    def column(self, day: int, minute: float) -> int:
        """The cell that a minute of a day falls in."""
        return int(self.x(day, minute))

    def day_begins(self) -> list[int]:
        """The columns at which days but the first begin."""
        return [self._edge(day, 0.0) for day in range(1, self.days)]

    def session_begins(self) -> list[int]:
        """The columns at which a day goes on after a break, or with other hours."""
        return [self._edge(day, piece.left) for day in range(self.days) for piece in self._pieces[1:]]

    def _edge(self, day: int, share: float) -> int:
        return min(int((day + share) / self.days * self.width), self.width - 1)

    def labels(self, dates: Sequence[str]) -> list[TimeLabel]:
        """Times, or dates where there are several days, that fit beside one another; `dates` are as 2026-11-23."""
        placed: list[TimeLabel] = []
        taken: set[int] = set()
        for rank in self._ranks(dates):
            for label in rank:
                start = min(label.column, self.width - len(label.text))
                cells = range(start - GAP, start + len(label.text) + GAP)
                if start >= 0 and taken.isdisjoint(range(start, start + len(label.text))):
                    placed.append(TimeLabel(start, label.text))
                    taken.update(cells)
        return sorted(placed)

    def _ranks(self, dates: Sequence[str]) -> Iterator[list[TimeLabel]]:
        """Labels by how much they matter: days, where stretches begin, the day's end, whole hours, half hours."""
        if self.days > 1:
            yield [TimeLabel(self._edge(day, 0.0), text[5:10]) for day, text in enumerate(dates)]
        regular_first = sorted(self._pieces, key=lambda piece: (bool(piece.stretch.session), piece.left))
        for piece in regular_first:
            yield [
                TimeLabel(self._edge(day, piece.left), _clock(piece.stretch.begin))
                for day in range(self.days)
                if self.days == 1 or piece.left
            ]
        if self.days == 1:
            yield [TimeLabel(self.width, _clock(self._pieces[-1].stretch.end))]
        for every in (60, 30) if self.days == 1 else (60,):
            yield [
                TimeLabel(int(self.x(day, minute - 0.5)), _clock(minute))
                for day in range(self.days)
                for piece in self._pieces
                for minute in range(-(-piece.stretch.begin // every) * every, piece.stretch.end, every)
            ]


def _clock(minute: int) -> str:
    """A minute of a trading day as on a clock."""
    hours, minutes = divmod(minute % DAY, 60)
    return f"{hours:02d}:{minutes:02d}"
