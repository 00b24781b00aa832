"""The K-line chart of the current security: candles, volumes and moving averages, with the last bar moving.

What falls on which cell is worked out in `tui.charts`; this file adds the line of figures above, the prices at the
right edge, keys and mouse, and asks for older bars when they come into view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message

from futu_tui.market import Bar, Candles, Changes, Period, Quote, Rehab, Series
from futu_tui.protocol import Security
from futu_tui.tui import format, keymap
from futu_tui.tui.charts.plot import MARGIN, WINDOWS, CandlePlot, Ink
from futu_tui.tui.charts.viewport import NORMAL, ZOOMS, Viewport
from futu_tui.tui.pane import Wish
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.lines import LinePane, Run

TALL = 16
"""Lines from which the averages' values have a line of their own where one line is too short for all."""
MARK_SPACING = 3
"""Rows from one price at the right edge to the next, about."""
PATIENCE = 5.0
"""Seconds without a bar after which history is asked for and the pane says that none came."""
PAN_SHARE = 6
"""One step of panning moves by this part of the view."""
LAST_LINE = "┈"


class Chart(LinePane):
    """Candles from one minute to a year long; zoom and pan; forward-adjusted prices."""

    NUMBER = 4
    TITLE = "Chart"
    PURPOSE = "The K-line chart of the current security."
    CONTEXT = "chart"
    HINT_KEYS = ("chart.previous_period", "chart.next_period", "chart.zoom_in", "chart.zoom_out")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("chart")]

    DEFAULT_CSS = "Chart { width: 1fr; height: 1fr; }"

    class HistoryWanted(Message):
        """Bars older than those known have come into view."""

        def __init__(self, series: Series, before: str | None) -> None:
            """`before` is the time of the oldest bar known, as the wire writes it; None where none is."""
            super().__init__()
            self.series = series
            self.before = before

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = Period.M5
        """How long one bar is."""
        self.rehab = Rehab.FORWARD
        """How prices are adjusted."""
        self._plot = CandlePlot(1, 1)
        self._zoom_step = NORMAL
        self._skipped = 0
        self._crosshair: int | None = None
        self._settled = -1
        self._newest = ""
        self._header = 1
        """Lines above the plot."""
        self._label_width = 6
        """Cells of the prices at the right edge."""
        self._inks: tuple[Style, ...] = ()
        self._inks_of: Palette | None = None
        self._marks: dict[int, str] = {}
        self._last_row: int | None = None
        self._last_text = ""
        self._asked: set[str | None] = set()
        self._waiting_since: float | None = None
        self._overdue = False

    # State

    @property
    def series(self) -> Series | None:
        """The bars that are shown; None while no security is current."""
        return Series.of(self.security, self.period, self.rehab) if self.security else None

    @property
    def _candles(self) -> Candles | None:
        series = self.series
        return self.store.candles.get(series) if series else None

    @property
    def _quote(self) -> Quote | None:
        return self.store.quotes.get(self.security) if self.security else None

    @property
    def view(self) -> Viewport:
        """Which bars are in view."""
        return self._plot.viewport(self._zoom_step, self._skipped)

    def wants(self) -> Iterable[Wish]:
        return [Wish(self.security, self.period.sub_type, rehab=self.rehab)] if self.security else []

    def set_security(self, security: Security | None) -> None:
        if security != self.security:
            self._start_over()
        super().set_security(security)

    def show_period(self, period: Period) -> None:
        """Show bars of this length from now on."""
        if period is not self.period:
            self.period = period
            self._start_over()
            self.reload()
            self.tell_wants()

    def _start_over(self) -> None:
        """Other bars are shown: back to the newest of them, on scales of their own."""
        self._skipped = 0
        self._crosshair = None
        self._newest = ""
        self._waiting_since, self._overdue = None, False
        self._plot = CandlePlot(1, 1)

    def reload(self) -> None:
        self._asked.clear()
        if self.is_mounted:
            self._draw()

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def apply_changes(self, changes: Changes, now: float) -> None:
        candles = self._candles
        if candles is not None and candles.series in changes.candles:
            if candles.settled_version != self._settled:
                self._draw()
            else:
                self._draw_last(candles)
        elif self.security in changes.quotes and changes.quotes[self.security] & {"tick", "name"}:
            self._draw()

    def tick(self, now: float) -> None:
        if self._overdue or self._candles or self.security is None:
            return
        if self.placeholder or self.stale or self._waiting_since is None:
            self._waiting_since = now
        elif now - self._waiting_since >= PATIENCE:
            self._overdue = True
            self._ask_before(None)
            self.redraw_all()

    # Drawing all, or the last bar

    def _draw(self) -> None:
        """Draw all of it anew, on the same scales where they still fit."""
        candles = self._candles
        bars: Sequence[Bar] = candles if candles is not None else []
        self._fit_plot(max(candles.high) if candles else 0.0)
        if self._skipped and self._newest:
            self._skipped += sum(1 for _ in self._bars_after(self._newest))
        self._newest = bars[-1].time if bars else ""
        self._skipped = min(self._skipped, max(0, len(bars) - 1))
        self._settled = candles.settled_version if candles else -1
        view = self.view
        self._plot.draw(
            bars,
            view,
            tick=self._tick,
            intraday=self.period.intraday,
            crosshair=self._crosshair,
            stale=self.stale,
        )
        scale = self._plot.scale
        marks = scale.marks(self.decimals(), MARK_SPACING) if scale else []
        self._marks = {mark.row: format.price(mark.price, self.decimals()) for mark in marks}
        self._read_last()
        self.head(self.name_of_security(), self._period_label(), self.rehab.label)
        back = f"{self._skipped} bar{'' if self._skipped == 1 else 's'} back"
        self.foot(f"{back}  {keymap.keymap_of(self.app).hint('chart.latest')}" if self._skipped else None)
        self.redraw_all()
        if bars and view.lacks(len(bars)):
            self._ask_before(bars[0].time)

    def _draw_last(self, candles: Candles) -> None:
        """Draw what the last bar changes: its columns, its figures and the mark of the last price."""
        if self._skipped == 0:
            rows = self._plot.draw_last(candles, tick=self._tick)
            if rows is None:
                self._draw()
                return
            left = self._plot.tail
            self.redraw((self._header + row for row in rows), left, self._plot.width - left)
            self.redraw(range(self._header))
        before, text = self._last_row, self._last_text
        self._read_last()
        if (before, text) != (self._last_row, self._last_text):
            marked = {row for row in (before, self._last_row) if row is not None}
            self.redraw(self._header + row for row in marked)

    def _fit_plot(self, highest: float) -> None:
        """A plot of the pane's size beside an axis wide enough for this price."""
        palette = self.palette
        self._label_width = max(6, len(format.price(highest, self.decimals())))
        width = max(1, self.size.width - self._label_width - 3)
        self._header = 2 if self.size.height >= TALL and self.size.width < self._figures_width else 1
        height = max(2, self.size.height - self._header)
        solid = self.app.no_color or palette.up.color == palette.down.color
        if (self._plot.width, self._plot.height, self._plot.solid) != (width, height, solid):
            self._plot = CandlePlot(width, height, solid=solid)

    def _read_last(self) -> None:
        """Where the last price stands on the scale, if on it."""
        candles, scale = self._candles, self._plot.scale
        last = candles.last if candles else None
        self._last_row = scale.row(last.close) if last and scale and scale.holds(last.close) else None
        self._last_text = format.price(last.close, self.decimals()) if last else ""

    def _bars_after(self, time: str) -> Iterable[object]:
        for bar in reversed(self._candles or ()):
            if bar.time <= time:
                return
            yield bar

    @property
    def _tick(self) -> float:
        quote = self._quote
        return quote.tick if quote and quote.tick > 0 else 10.0 ** -self.decimals()

    def _period_label(self) -> str:
        bars = ZOOMS[self._zoom_step].bars
        return self.period.label if bars == 1 else f"{self.period.label} ×{bars}"

    def _ask_before(self, time: str | None) -> None:
        series = self.series
        if series is not None and time not in self._asked:
            self._asked.add(time)
            self.post_message(self.HistoryWanted(series, time))

    # Lines

    def empty_text(self) -> str:
        if self.security is None:
            return "No security is current."
        if self._plot.shown:
            return ""
        if self.placeholder:
            return self.placeholder
        if self._overdue:
            return f"No {self.period.label} bars of {self.security} have come."
        return f"Waiting for the {self.period.label} bars of {self.security} …"

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        if y < self._header:
            yield from self._figures(y, palette)
            return
        row = y - self._header
        if row >= self._plot.height:
            return
        if palette is not self._inks_of:
            self._inks, self._inks_of = _ink_styles(palette), palette
        inks = self._inks
        is_last = row == self._last_row
        for text, ink in self._plot.runs(row):
            if is_last:
                yield from _with_last_line(text, inks[ink], palette.faint)
            else:
                yield text, inks[ink]
        yield from self._axis(row, is_last, palette)

    def _axis(self, row: int, is_last: bool, palette: Palette) -> Iterable[Run]:
        width = self._label_width
        if is_last:
            quote = self._quote
            tone = (
                palette.stale
                if self.stale
                else palette.direction_style(quote.price_change if quote else None)
            )
            yield "│", palette.border
            yield "◀" + self._last_text.rjust(width), tone + Style(bold=True)
            return
        label = self._marks.get(row, "")
        if row == self._plot.price_rows and self._plot.volume_rows and self._plot.volumes:
            label = format.volume(self._plot.volumes.top)
        yield ("┤" if row in self._marks else "│"), palette.border
        yield " " + label.rjust(width), palette.dim

    @property
    def _figures_width(self) -> int:
        """Cells that all the figures of a bar take on one line, about."""
        return 45 + 7 * self._label_width

    def _figures(self, y: int, palette: Palette) -> Iterable[Run]:
        """What the bar under the crosshair tells in numbers, else the newest in view; as much as fits on the line."""
        shown = self._plot.shown
        place = len(shown) - 1 if self._crosshair is None else min(self._crosshair, len(shown) - 1)
        if place < 0:
            return
        if self._header == 1:
            groups = [*self._price_figures(place, palette), *self._average_figures(place, "  ", palette)]
        elif y == 0:
            groups = self._price_figures(place, palette)
        else:
            groups = self._average_figures(place, " ", palette)
        room = self.size.width
        for group in groups:
            room -= sum(len(text) for text, _ in group)
            if room < 0:
                return
            yield from group

    def _price_figures(self, place: int, palette: Palette) -> list[list[Run]]:
        """Time (of a bar that is not the live one), open, high, low, close, change and volume."""
        bar, decimals = self._plot.shown[place], self.decimals()
        first = self._plot.slots[place].first
        candles = self._candles
        before = candles[first - 1].close if candles and first else None
        change = (bar.close - before) / before * 100 if before else None
        live = self._skipped == 0 and place == len(self._plot.shown) - 1
        if live and self.stale:
            text = tone = palette.stale
        else:
            text, tone = palette.text, palette.direction_style(change)
        groups: list[list[Run]] = []
        if not live:
            when = bar.time[5:16] if self.period.intraday else bar.time[:10]
            groups.append([(f" {when} ", palette.accent)])
        for letter, price in (("O", bar.open), ("H", bar.high), ("L", bar.low)):
            groups.append([(f" {letter} ", palette.dim), (format.price(price, decimals), text)])
        groups.append([(" C ", palette.dim), (format.price(bar.close, decimals), tone)])
        if change is not None:
            groups.append([(f" {format.percent(change)}%", tone)])
        groups.append([("  V ", palette.dim), (format.volume(bar.volume), text)])
        return groups

    def _average_figures(self, place: int, gap: str, palette: Palette) -> list[list[Run]]:
        decimals = self.decimals()
        averages = zip(WINDOWS, self._plot.averages(place), _average_styles(palette), strict=True)
        return [
            [(f"{gap}MA{window} ", palette.dim), (format.price(value, decimals), style)]
            for window, value, style in averages
        ]

    # Keys and mouse

    def _step_period(self, by: int) -> None:
        periods = list(Period)
        place = periods.index(self.period) + by
        if 0 <= place < len(periods):
            self.show_period(periods[place])

    def action_previous_period(self) -> None:
        self._step_period(-1)

    def action_next_period(self) -> None:
        self._step_period(1)

    def _zoom(self, steps: int) -> None:
        nearer = self.view.zoomed(steps).zoom_step
        if nearer != self._zoom_step:
            self._zoom_step = nearer
            self._crosshair = None
            self._draw()

    def action_zoom_in(self) -> None:
        self._zoom(1)

    def action_zoom_out(self) -> None:
        self._zoom(-1)

    def _pan(self, direction: int) -> None:
        view = self.view
        candles = self._candles
        step = max(1, view.capacity * view.zoom.bars // PAN_SHARE)
        skipped = view.panned(direction * step, len(candles) if candles else 0).skipped
        if skipped != self._skipped:
            self._skipped = skipped
            self._crosshair = None
            self._draw()

    def action_pan_left(self) -> None:
        self._pan(1)

    def action_pan_right(self) -> None:
        self._pan(-1)

    def action_latest(self) -> None:
        """Back to the newest bar, moving with the market."""
        if self._skipped:
            self._skipped = 0
            self._draw()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._zoom(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._zoom(-1)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        offset = event.get_content_offset(self)
        inside = offset is not None and offset.y >= self._header and MARGIN <= offset.x < self._plot.width
        self._point_at(self._plot.place_at(offset.x) if offset is not None and inside else None)

    def on_leave(self) -> None:
        self._point_at(None)

    def _point_at(self, place: int | None) -> None:
        if place != self._crosshair:
            self._crosshair = place
            self._draw()


def _average_styles(palette: Palette) -> tuple[Style, Style, Style]:
    """The moving averages' styles, fastest first: an accent and two greys, so that the candles keep the colours."""
    return palette.accent, palette.dim, palette.faint


def _ink_styles(palette: Palette) -> tuple[Style, ...]:
    """The style of each ink, by its number."""
    styles = {
        Ink.UP: palette.up,
        Ink.DOWN: palette.down,
        Ink.STALE: palette.stale,
        Ink.VOLUME: palette.faint,
        Ink.CROSSHAIR: palette.faint,
        Ink.TIME: palette.dim,
    } | dict(enumerate(_average_styles(palette), Ink.AVERAGE))
    return tuple(styles.get(ink, palette.text) for ink in range(max(styles) + 1))


def _with_last_line(text: str, style: Style, line: Style) -> Iterable[Run]:
    """A stretch of the row of the last price: its blanks carry a line."""
    for blank, stretch in groupby(text, key=" ".__eq__):
        glyphs = "".join(stretch)
        yield (LAST_LINE * len(glyphs), line) if blank else (glyphs, style)
