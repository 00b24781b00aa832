"""What an account was worth, drawn on cells: a line over time, against what it was worth at its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

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


def draw_equity(points: Sequence[EquityPoint], width: int, height: int) -> list[Row]:
    """Points by time, at least one, as a line that stands until the next point and then goes there."""
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
    tone = direction(totals[-1] - totals[0])
    line = PlotLine(places, values, tone if tone is not Tone.FLAT else Tone.TEXT)
    labels = span_labels(begin, end, columns)
    return draw_lines([line], width, height, marks=marks, labels=labels, zero=totals[0])


def span_labels(begin: int, end: int, columns: int) -> list[TimeLabel]:
    """Round times of this machine's clock, or its dates, below a stretch of time; all in epoch seconds."""
    span = max(end - begin, 60)
    least = span / max(columns, 1) * LABEL_CELLS
    step = next((each for each in STEPS if each >= least), STEPS[-1])
    first = datetime.fromtimestamp(begin)
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
