"""What an account was worth, drawn on cells: a line over time, against what it was worth at its beginning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from futu_tui.trading.equity import EquityPoint
from futu_tui.tui import format
from futu_tui.tui.charts.plotted import PlotLine, Row, draw_lines, room, value_marks
from futu_tui.tui.charts.time_axis import GAP, TimeLabel
from futu_tui.tui.charts.tones import Tone, direction

HOUR, DAY = 3600, 86_400
STEPS = (
    60, 300, 900, 1800, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR,
    DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY, 730 * DAY, 1825 * DAY,
)  # fmt: skip
"""Seconds from one time at the foot to the next."""
LABEL_CELLS = 14
"""Columns from one time at the foot to the next, about."""


BOUGHT, SOLD, BOTH, PAID = "▲", "▼", "◆", "┊"


class FillSpot(NamedTuple):
    """An own fill on the curve."""

    at: float
    """Epoch seconds."""
    is_buy: bool


class PaidSpot(NamedTuple):
    """Money that came in or went out."""

    at: float
    words: str


def draw_equity(
    points: Sequence[EquityPoint],
    width: int,
    height: int,
    *,
    gain: float | None = None,
    fills: Sequence[FillSpot] = (),
    paid: Sequence[PaidSpot] = (),
    zone: tzinfo | None = None,
) -> list[Row]:
    """Points by time, at least one, as a line that stands until the next point and then goes there.

    `gain` is what it gained without what was paid in, which its colour tells; by default all that it rose. Times are in
    `zone`, by default this machine's.
    """
    totals = [point.total for point in points]
    marks = value_marks(min(totals), max(totals), height - 1, format.money)
    columns = room(width, marks)
    begin, end = points[0].at, points[-1].at
    scale = (columns - 1) / ((end - begin) or 1)
    places: list[float] = []
    values: list[float] = []
    for point in points:
        place = (point.at - begin) * scale
        if values and values[-1] != point.total:
            places.append(place)
            values.append(values[-1])
        places.append(place)
        values.append(point.total)
    if begin == end:
        places, values = [0.0, columns - 1.0], [totals[-1]] * 2
    tone = direction(totals[-1] - totals[0] if gain is None else gain)
    line = PlotLine(places, values, tone if tone is not Tone.FLAT else Tone.TEXT)
    labels = span_labels(begin, end, columns, zone)
    rows = draw_lines([line], width, height, marks=marks, labels=labels, zero=totals[0])
    cells = [(list(glyphs), list(tones)) for glyphs, tones in rows]
    plot = cells[: height - 1]
    for at, words in paid:
        if begin <= at <= end:
            _mark_paid(plot, round((at - begin) * scale), columns, words)
    sides: dict[int, set[bool]] = {}
    for at, is_buy in fills:
        if begin <= at <= end:
            sides.setdefault(round((at - begin) * scale), set()).add(is_buy)
    low, high = marks[0].value, marks[-1].value
    for column, both in sides.items():
        total = points[max(bisect_right(points, begin + column / scale, key=_at) - 1, 0)].total
        row = round((high - total) / ((high - low) or 1) * (len(plot) - 1))
        glyph = BOTH if len(both) == 2 else BOUGHT if True in both else SOLD
        _write(plot, column, row, glyph, Tone.OWN)
    return [("".join(glyphs), tuple(tones)) for glyphs, tones in cells]


_Cells = Sequence[tuple[list[str], list[int]]]


def _write(cells: _Cells, column: int, row: int, glyph: str, tone: Tone) -> None:
    cells[row][0][column] = glyph
    cells[row][1][column] = tone


def _mark_paid(cells: _Cells, column: int, columns: int, words: str) -> None:
    """A line from top to bottom, of which the curve's own step is a part, and how much beside it where that is free."""
    for row, (glyphs, tones) in enumerate(cells):
        blank = glyphs[column] == " " or tones[column] == Tone.FAINT
        _write(cells, column, row, PAID if blank else glyphs[column], Tone.WARNING)
    left = column + 1 if column + 1 + len(words) <= columns else column - len(words)
    for row, (glyphs, _) in enumerate(cells):
        if left >= 0 and all(glyph == " " for glyph in glyphs[left : left + len(words)]):
            for place, glyph in enumerate(words, left):
                _write(cells, place, row, glyph, Tone.WARNING)
            return


def _at(point: EquityPoint) -> int:
    return point.at


def span_labels(begin: int, end: int, columns: int, zone: tzinfo | None = None) -> list[TimeLabel]:
    """Round times of a zone, by default this machine's, or dates, below a stretch of time in epoch seconds."""
    span = max(end - begin, 60)
    least = span / max(columns, 1) * LABEL_CELLS
    step = next((each for each in STEPS if each >= least), STEPS[-1])
    first = datetime.fromtimestamp(begin, zone)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    placed: list[TimeLabel] = []
    free = 0
    for count in range(span // step + DAY // min(step, DAY) + 2):
        at = midnight + timedelta(seconds=count * step)
        if at < first:
            continue
        column = round((at.timestamp() - begin) / span * (columns - 1))
        text = _text(at, step)
        if column + len(text) > columns:
            break
        if column >= free:
            placed.append(TimeLabel(column, text))
            free = column + len(text) + GAP
    return placed


def _text(at: datetime, step: int) -> str:
    if step < DAY:
        return f"{at:%H:%M}" if (at.hour, at.minute) != (0, 0) else f"{at:%m-%d}"
    return f"{at:%m-%d}" if step < 90 * DAY else f"{at:%Y-%m}"
