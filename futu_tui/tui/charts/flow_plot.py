"""Money in and out of a security, drawn on cells: its course through the day, or its parts by size of order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from futu_tui.market.capital_flow import SIZES, Distribution, FlowPoint
from futu_tui.market.hours import Hours, trading_minute
from futu_tui.protocol import Market
from futu_tui.tui import format
from futu_tui.tui.charts.hour_axis import HourAxis
from futu_tui.tui.charts.plotted import PlotLine, Row, draw_bars, draw_lines, room, value_marks
from futu_tui.tui.charts.tones import Tone


def draw_flow(
    points: Sequence[FlowPoint], market: Market, hours: Hours, width: int, height: int
) -> list[Row]:
    """The day's net money so far: all of it strong, that of super and big orders in the accent, the rest's dim.

    `points` are of one day and at least one.
    """
    values = [value for point in points for value in (point.net, point.main, point.net - point.main)]
    marks = value_marks(min(0.0, *values), max(0.0, *values), height - 1, format.volume)
    columns = room(width, marks)
    axis = HourAxis([hours], columns)
    places = [axis.x(0, _minute(point, market)) for point in points]
    lines = [
        PlotLine(places, [point.net - point.main for point in points], Tone.DIM),
        PlotLine(places, [point.main for point in points], Tone.ACCENT),
        PlotLine(places, [point.net for point in points], Tone.STRONG),
    ]
    labels = axis.labels([points[-1].time[:10]])
    return draw_lines(lines, width, height, marks=marks, labels=labels, zero=0.0)


def draw_distribution(parts: Distribution, width: int, height: int) -> list[Row]:
    """What came in beside what went out, by size of order."""
    largest = max(*parts.came_in, *parts.went_out, 1.0)
    marks = value_marks(0.0, largest, height - 1, format.volume)
    groups = [(parts.came_in, Tone.RISE), (parts.went_out, Tone.FALL)]
    return draw_bars(SIZES, groups, width, height, marks=marks)


def _minute(point: FlowPoint, market: Market) -> int:
    """The minute of the trading day."""
    clock = int(point.time[11:13]) * 60 + int(point.time[14:16])
    return trading_minute(market, date.fromisoformat(point.time[:10]), clock)[1]
