"""Trading hours along the columns of a chart: whole days side by side, closed hours left out, extended ones narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from futu_tui.market.hours import DAY, Hours, Stretch
from futu_tui.tui.charts.time_axis import GAP, TimeLabel

EXTENDED_SHARE = 0.25
"""A minute outside regular hours is this wide beside one within: little happens in the many of them."""


class _Piece(NamedTuple):
    """A stretch of a day on the axis, in shares of the whole width."""

    stretch: Stretch
    left: float
    width: float


class HourAxis:
    """Days of these hours, oldest first, over `width` cells; a half day is half as wide."""

    def __init__(self, days: Sequence[Hours], width: int) -> None:
        self.width = width
        self.days = len(days)
        weights = [[_weight(stretch) for stretch in day] for day in days]
        whole, left = sum(map(sum, weights)) or 1.0, 0.0
        self._pieces: list[list[_Piece]] = []
        for day, each in zip(days, weights, strict=True):
            pieces = []
            for stretch, weight in zip(day, each, strict=True):
                pieces.append(_Piece(stretch, left / whole, weight / whole))
                left += weight
            self._pieces.append(pieces)

    def x(self, day: int, minute: float) -> float:
        """Where the middle of a minute of a day stands, in cells from the left; closed hours stand at their edge."""
        pieces = self._pieces[day]
        piece = next((each for each in pieces if minute < each.stretch.end), pieces[-1])
        length = piece.stretch.end - piece.stretch.begin
        share = min(max((minute + 0.5 - piece.stretch.begin) / length, 0.0), 1.0)
        place = (piece.left + piece.width * share) * self.width
        return min(place, (piece.left + piece.width) * self.width - 1e-6)

    def column(self, day: int, minute: float) -> int:
        """The cell that a minute of a day falls in."""
        return int(self.x(day, minute))

    def day_begins(self) -> list[int]:
        """The columns at which days but the first begin."""
        return [self._edge(pieces[0]) for pieces in self._pieces[1:]]

    def session_begins(self) -> list[int]:
        """The columns at which a day goes on after a break, or with other hours."""
        return [self._edge(piece) for pieces in self._pieces for piece in pieces[1:]]

    def _edge(self, piece: _Piece) -> int:
        return min(int(piece.left * self.width + 1e-9), self.width - 1)

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
        days = self._pieces
        if self.days > 1:
            yield [
                TimeLabel(self._edge(pieces[0]), text[5:10])
                for pieces, text in zip(days, dates, strict=False)
            ]
        for extended in (False, True):
            for place in range(max(map(len, days))):
                yield [
                    TimeLabel(self._edge(pieces[place]), _clock(pieces[place].stretch.begin))
                    for pieces in days
                    if place < len(pieces)
                    and bool(pieces[place].stretch.session) is extended
                    and (self.days == 1 or place)
                ]
        if self.days == 1:
            yield [TimeLabel(self.width, _clock(days[0][-1].stretch.end))]
        for every in (60, 30) if self.days == 1 else (60,):
            yield [
                TimeLabel(int(self.x(day, minute - 0.5)), _clock(minute))
                for day, pieces in enumerate(days)
                for piece in pieces
                for minute in range(-(-piece.stretch.begin // every) * every, piece.stretch.end, every)
            ]


def _weight(stretch: Stretch) -> float:
    return (stretch.end - stretch.begin) * (EXTENDED_SHARE if stretch.session else 1.0)


def _clock(minute: int) -> str:
    """A minute of a trading day as on a clock."""
    hours, minutes = divmod(minute % DAY, 60)
    return f"{hours:02d}:{minutes:02d}"
