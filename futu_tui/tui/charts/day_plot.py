"""An intraday chart on cells: the price against the close before, its average, volumes below, hours at the foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from futu_tui.market.day_courses import DayCourse, Minute
from futu_tui.market.hours import Hours
from futu_tui.tui import format
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.hour_axis import HourAxis
from futu_tui.tui.charts.scales import HEADROOM, SLACK, PriceScale, VolumeScale
from futu_tui.tui.charts.tones import Tone, direction

VOLUME_SHARE = 5
"""One row in so many is for volumes."""
MARK_SPACING = 2
"""Rows from one price at the right edge to the next, about."""
LEAST_FILLED = 0.25
"""A day that fills less of a scale with the close before in its middle is drawn on a scale of its own."""
WITH_PERCENT = 44
"""Cells from which percents stand beside the prices."""
PERCENT_WIDTH = 8
ZERO_LINE, DAY_LINE, BREAK_LINE, CROSSHAIR = "┈", "│", "┊", "│"
BEHIND = " " + ZERO_LINE + DAY_LINE + BREAK_LINE
"""What the crosshair stands in front of."""


class Spot(NamedTuple):
    """The newest minute that falls in a column."""

    day: int
    """Its place among the courses."""
    minute: Minute


class DayPlot:
    """The drawing of some days, `width` by `height` cells with its axes."""

    def __init__(
        self,
        courses: Sequence[DayCourse],
        hours: Sequence[Hours],
        width: int,
        height: int,
        *,
        decimals: int,
        tick: float,
        before: PriceScale | None = None,
        crosshair: int | None = None,
        stale: bool = False,
    ) -> None:
        """`hours` are those of each course; `before` is an earlier drawing's scale, kept where it still fits.

        `crosshair` is a column.
        """
        self.courses = courses
        self.decimals = decimals
        self.base = courses[0].prev_close if courses else None
        """The zero line: the close before the first day."""
        self.canvas = Canvas(width, height)
        self._tick = tick
        self._label_width = self._widest_label(courses)
        self._with_percent = width >= WITH_PERCENT and bool(self.base)
        axis_width = self._label_width + 2 + (PERCENT_WIDTH if self._with_percent else 0)
        self.plot_width = max(1, width - axis_width)
        self.volume_rows = 0 if height < 6 else max(1, height // VOLUME_SHARE)
        self.price_rows = max(1, height - 1 - self.volume_rows)
        self.axis = HourAxis(hours, self.plot_width)
        self.spots: dict[int, Spot] = {}
        """By column; a column without a minute has none."""
        self.scale = self._fit(courses, before)
        self._volumes = [0] * self.plot_width
        self._volume_tones = [Tone.RISE] * self.plot_width
        self._volume_scale = VolumeScale(1.0, self.volume_rows)
        self._crosshair = crosshair
        self._stale = stale
        if courses:
            for day, course in enumerate(courses):
                self._read_columns(day, course, 0)
            self._volume_scale = self._fit_volumes()
            self._compose(0, 0)

    def go_on(self, courses: Sequence[DayCourse]) -> bool:
        """Draw what the newest minutes of the last day change, the others being as they were.

        False, and nothing drawn, where more than that differs or it does not fit the scales.
        """
        if not courses or len(courses) != len(self.courses) or not self.courses[-1].minutes:
            return False
        known, told = self.courses[-1], courses[-1]
        settled = len(known.minutes) - 1
        if (
            any(old is not new for old, new in zip(self.courses[:-1], courses[:-1], strict=True))
            or (known.day, known.prev_close) != (told.day, told.prev_close)
            or settled < 1
            or known.minutes[:settled] != told.minutes[:settled]
            or self._fit(courses, self.scale) is not self.scale
            or self._widest_label(courses) != self._label_width
        ):
            return False
        day = len(courses) - 1
        left = self.axis.column(day, known.minutes[settled - 1].minute)
        start = settled
        while start and self.axis.column(day, told.minutes[start - 1].minute) >= left:
            start -= 1
        kept = (self._volumes[left:], self._volume_tones[left:], dict(self.spots))
        self._volumes[left:] = [0] * (self.plot_width - left)
        self.courses = courses
        self._read_columns(day, told, start)
        if self._fit_volumes() != self._volume_scale:
            self._volumes[left:], self._volume_tones[left:], self.spots = kept
            return False
        self._compose(left, start)
        return True

    def point_at(self, column: int | None) -> None:
        """Put the crosshair there, or take it away."""
        self._crosshair = column

    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """The drawing line by line: glyphs and tones, with the crosshair behind what is drawn."""
        rows = [self.canvas.row(y) for y in range(self.canvas.height)]
        column = self._crosshair
        if column is not None:
            for y in range(self.price_rows + self.volume_rows):
                glyphs, tones = rows[y]
                if glyphs[column] in BEHIND:
                    rows[y] = (
                        glyphs[:column] + CROSSHAIR + glyphs[column + 1 :],
                        (*tones[:column], Tone.ACCENT, *tones[column + 1 :]),
                    )
        return rows

    # What is where

    @property
    def last(self) -> Spot | None:
        """The newest minute of all."""
        for day in range(len(self.courses) - 1, -1, -1):
            if self.courses[day].minutes:
                return Spot(day, self.courses[day].minutes[-1])
        return None

    def stepped(self, column: int | None, by: int) -> int | None:
        """The next column with a minute, `by` being 1 or -1; from none, the newest."""
        columns = sorted(self.spots)
        if column is None or not columns:
            return columns[-1] if columns else None
        there = [each for each in columns if (each > column if by > 0 else each < column)]
        if not there:
            return columns[-1] if by > 0 else columns[0]
        return there[0] if by > 0 else there[-1]

    def spot_near(self, column: int) -> Spot | None:
        """The minute that stands at a column, or before it."""
        return self.spots.get(max((each for each in self.spots if each <= column), default=-1))

    def _widest_label(self, courses: Sequence[DayCourse]) -> int:
        """Cells of the longest price beside the rows."""
        return max(6, *(len(format.price(price, self.decimals)) for price in _extremes(courses)))

    def _fit(self, courses: Sequence[DayCourse], before: PriceScale | None) -> PriceScale:
        """A scale with the close before in its middle where one day is about that, else one of the prices alone."""
        low, high = _extremes(courses)
        rows, base, tick = self.price_rows, self.base, self._tick
        if base and len(courses) > 1:
            near = (high - low) / 2
            low, high = (min(low, base), max(high, base)) if low - near < base < high + near else (low, high)
        elif base:
            reach = max(high - base, base - low, 2 * tick, abs(base) * 1e-6)
            if high - low >= LEAST_FILLED * 2 * reach or reach <= 4 * tick:
                if before is not None and before.rows == rows:
                    half = (before.high - before.low) / 2
                    centred = abs((before.high + before.low) / 2 - base) < 1e-9 * max(1.0, abs(base))
                    if centred and SLACK * half <= reach <= half:
                        return before
                reach *= 1 + HEADROOM
                return PriceScale(base - reach, base + reach, rows)
        if before is not None and before.suits(low, high, rows, tick):
            return before
        return PriceScale.fit(low, high, rows, tick)

    def _fit_volumes(self) -> VolumeScale:
        return VolumeScale.fit(max(self._volumes, default=0), self.volume_rows)

    def _read_columns(self, day: int, course: DayCourse, start: int) -> None:
        """Each column's volume from this minute on, and whether its minutes brought the price up or down."""
        before = course.minutes[start - 1].price if start else course.prev_close
        column_before, opened_at = -1, before
        for minute in course.minutes[start:]:
            column = self.axis.column(day, minute.minute)
            if column != column_before:
                opened_at, column_before = before, column
            self._volumes[column] += minute.volume
            fell = opened_at is not None and minute.price < opened_at
            self._volume_tones[column] = Tone.FALL if fell else Tone.RISE
            self.spots[column] = Spot(day, minute)
            before = minute.price

    # Drawing

    def _compose(self, left: int, start: int) -> None:
        """Draw from the column `left` on; of the last day only what comes from the minute at `start` on is there."""
        canvas, rows = self.canvas, self.price_rows
        canvas.clear(left)
        foot = rows + self.volume_rows
        for column in self.axis.session_begins():
            self._column_line(column, BREAK_LINE, Tone.BORDER, left)
        for column in self.axis.day_begins():
            self._column_line(column, DAY_LINE, Tone.BORDER, left)
        zero = self.scale.row(self.base) if self.base and self.scale.holds(self.base) else None
        if zero is not None:
            canvas.write(left, zero, ZERO_LINE * (self.plot_width - left), Tone.FAINT)
        pieces = [
            (day, course.minutes[max(0, start - 1) :] if left else course.minutes)
            for day, course in enumerate(self.courses)
            if not left or day == len(self.courses) - 1
        ]
        for day, minutes in pieces:
            self._average_line(day, minutes, left)
        for day, minutes in pieces:
            self._price_line(day, minutes, left)
        self._draw_volumes(left)
        for label in self.axis.labels([course.day for course in self.courses]):
            canvas.write(label.column, foot, label.text, Tone.DIM)
        self._draw_axis(zero)

    def _column_line(self, column: int, glyph: str, tone: Tone, left: int) -> None:
        for y in range(self.price_rows + self.volume_rows if column >= left else 0):
            self.canvas.write(column, y, glyph, tone)

    def _y(self, price: float) -> float:
        """A price in rows from the top, kept on the scale."""
        scale = self.scale
        place = (scale.high - price) / (scale.high - scale.low) * scale.rows
        return min(max(place, 0.0), scale.rows - 0.01)

    def _average_line(self, day: int, minutes: Sequence[Minute], left: int) -> None:
        tone = Tone.STALE if self._stale else Tone.WARNING
        points: list[_Dot] = []
        for minute in minutes:
            average = minute.average
            if average is not None and self.scale.holds(average):
                points.append(_Dot(self.axis.x(day, minute.minute), self._y(average), tone))
            else:
                self._line(points, left)
                points = []
        self._line(points, left)

    def _price_line(self, day: int, minutes: Sequence[Minute], left: int) -> None:
        """The line of prices, each piece in the colour of the side of the zero line that it ends on."""
        base = self.base
        points: list[_Dot] = []
        for minute in minutes:
            tone = Tone.STALE if self._stale else direction(minute.price - base if base else 0.0)
            points.append(_Dot(self.axis.x(day, minute.minute), self._y(minute.price), tone))
        self._line(points, left)

    def _line(self, points: Sequence[_Dot], left: int) -> None:
        before: _Dot | None = None
        for point in _outline(points):
            start = before or point
            if int(start.x * 2) == int(point.x * 2):
                self.canvas.upright(point.x, start.y, point.y, point.tone, left)
            else:
                self.canvas.line(start.x, start.y, point.x, point.y, point.tone, left)
            before = point

    def _draw_volumes(self, left: int) -> None:
        if not self.volume_rows:
            return
        scale = self._volume_scale
        for column in range(left, self.plot_width):
            for y, glyph in enumerate(scale.column(self._volumes[column])):
                self.canvas.write(column, self.price_rows + y, glyph, self._volume_tones[column])
        text = format.volume(scale.top).rjust(self._label_width)
        self.canvas.write(self.plot_width + 2, self.price_rows, text, Tone.DIM)

    def _draw_axis(self, zero: int | None) -> None:
        canvas, x = self.canvas, self.plot_width
        for y in range(canvas.height):
            canvas.write(x, y, "│", Tone.BORDER)
        last = self.last
        held = last is not None and self.scale.holds(last.minute.price)
        last_row = self.scale.row(last.minute.price) if last is not None and held else None
        marks = {
            mark.row: mark.price
            for mark in self.scale.marks(self.decimals, MARK_SPACING)
            if zero is None or abs(mark.row - zero) > 1
        }
        if zero is not None and self.base is not None:
            marks[zero] = self.base
        for row, price in marks.items():
            if row != last_row:
                canvas.write(x, row, "┤", Tone.BORDER)
                tone = Tone.TEXT if row == zero else Tone.DIM
                self._write_price(row, " ", price, tone)
        if last is not None and last_row is not None:
            base = self.base
            tone = direction(last.minute.price - base if base else 0.0)
            self._write_price(last_row, "◀", last.minute.price, Tone.STALE if self._stale else tone)

    def _write_price(self, row: int, mark: str, price: float, tone: Tone) -> None:
        text = mark + format.price(price, self.decimals).rjust(self._label_width)
        if self._with_percent and self.base:
            text += f"{format.percent((price / self.base - 1) * 100)}%".rjust(PERCENT_WIDTH)
        self.canvas.write(self.plot_width + 1, row, text, tone)


class _Dot(NamedTuple):
    """A point of a line, in cells from the left and the top."""

    x: float
    y: float
    tone: Tone


def _outline(points: Sequence[_Dot]) -> Iterator[_Dot]:
    """The points that a line cannot do without: of those in one half of a column the first, the ends and the last."""
    for _, each in groupby(points, key=lambda point: int(point.x * 2)):
        group = list(each)
        if len(group) <= 4:
            yield from group
        else:
            inner = group[1:-1]
            ends = (min(inner, key=lambda point: point.y), max(inner, key=lambda point: point.y))
            yield from (group[0], *ends, group[-1])


def _extremes(courses: Sequence[DayCourse]) -> tuple[float, float]:
    """The lowest and the highest price."""
    prices = [minute.price for course in courses for minute in course.minutes]
    return (min(prices), max(prices)) if prices else (0.0, 0.0)
