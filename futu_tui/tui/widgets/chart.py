"""The K-line chart of a security: candles, indicators and the person's own orders, with the last bar moving.

What falls on which cell is worked out in `tui.charts`; this file says what is shown, answers keys and mouse, and asks
for older bars when they come into view. Several of these can stand on a screen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import BindingType
from textual.message import Message

from futu_tui.market import Candles, Changes, Heard, Quote, Rehab, Series, has_extended_hours
from futu_tui.market.bar_times import bar_holding
from futu_tui.market.candles import days_before
from futu_tui.market.columns import Columns
from futu_tui.protocol import Market, Security
from futu_tui.protocol.times import local_time
from futu_tui.tui import keymap
from futu_tui.tui.broker_time import broker_time
from futu_tui.tui.charts.countdown import countdown
from futu_tui.tui.charts.inks import Inks
from futu_tui.tui.charts.picture import Other, Picture, Place, Subject
from futu_tui.tui.charts.settled import Settled
from futu_tui.tui.charts.side import Kind, Level
from futu_tui.tui.charts.studies import Studies
from futu_tui.tui.charts.viewport import NORMAL, ZOOMS, Viewport
from futu_tui.tui.pane import Wish
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.chart_choices import ChartChoices
from futu_tui.tui.widgets.lines import Run

if TYPE_CHECKING:
    from futu_tui.feed import History, HistoryQuota
    from futu_tui.tui.csv_export import Table

PATIENCE = 5.0
"""Seconds without a bar after which history is asked for and the pane says that none came."""
PAN_SHARE = 6
"""One step of panning moves by this part of the view."""
FAR = 10
"""Bars of a long step of the crosshair."""
NO_BARS = Columns()


class Past(Protocol):
    """Who knows how far the past is loaded; the feed."""

    def history(self, series: Series) -> History: ...
    @property
    def history_quota(self) -> HistoryQuota | None: ...


class Chart(ChartChoices):
    """Bars from one minute to a year long, drawn as candles, bars or a line; zoom, pan, crosshair, own orders."""

    TITLE = "Chart"
    PURPOSE = "The K-line chart of the current security."
    CONTEXT = "chart"
    HINT_KEYS = (
        "chart.previous_period", "chart.next_period", "chart.zoom_in", "chart.zoom_out", "dashboard.next_chart",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("chart")]

    DEFAULT_CSS = "Chart { width: 1fr; height: 1fr; }"

    class HistoryWanted(Message):
        """Bars older than those known have come into view."""

        def __init__(self, series: Series, before: str | None) -> None:
            """`before` is the time of the oldest bar known, as the wire writes it; None where none is."""
            super().__init__()
            self.series = series
            self.before = before

    class DateWanted(Message):
        """Every bar from this day on is wanted."""

        def __init__(self, series: Series, day: date) -> None:
            super().__init__()
            self.series = series
            self.day = day

    class FillsWanted(Message):
        """The person's own fills from this day on are wanted."""

        def __init__(self, security: Security, since: date) -> None:
            super().__init__()
            self.security = security
            self.since = since

    class CompareWanted(Message):
        """The person wants to choose a second security for this chart, for `compare_with`."""

        def __init__(self, chart: Chart) -> None:
            super().__init__()
            self.chart = chart

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other: Security | None = None
        """A second security, drawn in percent."""
        self.past: Past | None = None
        """Set by the screen."""
        self._picture = Picture(1, 1)
        self._studies = Studies()
        self._settled_bars = Settled()
        self._zoom_step = NORMAL
        self._skipped = 0
        self._anchor: float | None = None
        self._crosshair: float | None = None
        self._hovered: float | None = None
        self._pointed: float | None = None
        self._going_to: date | None = None
        self._settled = -1
        self._history: Hashable = None
        self._reckoned = True
        self._countdown = ""
        self._said = True
        """Whether the pane shows a message instead of its lines."""
        self._inks: Inks | None = None
        self._inks_of: Palette | None = None
        self._asked: set[tuple[Series, str | None]] = set()
        self._fills_asked: tuple[int, Security, date] | None = None
        """Of which account and security fills were last asked for, and since which day."""
        self._waiting_since: float | None = None
        self._overdue = False

    # State

    @property
    def _candles(self) -> Candles | None:
        series = self.series
        return self.store.candles.get(series) if series else None

    @property
    def shown(self) -> Heard | None:
        return self._candles

    @property
    def _columns(self) -> Columns:
        candles = self._candles
        return candles.columns if candles is not None else NO_BARS

    @property
    def _quote(self) -> Quote | None:
        return self.store.quotes.get(self.security) if self.security else None

    @property
    def view(self) -> Viewport:
        """Which bars are in view."""
        return self._picture.view(self._place)

    @property
    def _place(self) -> Place:
        crosshair = self._crosshair if self._hovered is None else self._hovered
        return Place(self._zoom_step, self._skipped, crosshair, self._pointed)

    @property
    def crosshair(self) -> float | None:
        """Where the crosshair is, in epoch seconds; setting it tells nobody."""
        return self._crosshair

    @crosshair.setter
    def crosshair(self, at: float | None) -> None:
        if at != self._crosshair:
            self._crosshair = at
            if self.is_mounted:
                self._draw()

    def follow(self, at: float | None) -> None:
        self.crosshair = at

    @property
    def pointed_price(self) -> float | None:
        """What a person can trade at where the crosshair is; None while it is off, or prices are in other terms."""
        return None if self.rehab is Rehab.BACKWARD else self._crosshair_price

    @property
    def _crosshair_price(self) -> float | None:
        place, picture = self._picture.crosshair, self._picture
        if self._pointed is not None or place is None:
            return self._pointed
        return picture.window.shown[place].close

    def wants(self) -> Iterable[Wish]:
        for security in filter(None, (self.security, self.other)):
            yield Wish(security, self.period.sub_type, rehab=self.rehab, extended=self.extended)

    def set_security(self, security: Security | None) -> None:
        if security != self.security:
            self._start_over()
            self.own.forget()
            if security == self.other:
                self.other = None
        super().set_security(security)

    def compare_with(self, security: Security | None) -> None:
        """Draw a second security's gains in percent, or none."""
        self.other = security if security != self.security else None
        self.tell_wants()
        self.reload()

    def show_other_bars(self) -> None:
        self._start_over()
        self.reload()
        self.tell_wants()

    def _start_over(self) -> None:
        """Other bars are shown: back to the newest of them, on scales of their own."""
        self._skipped, self._anchor = 0, None
        self._crosshair = self._hovered = self._pointed = None
        self._going_to = None
        self._waiting_since, self._overdue = None, False
        self._picture = Picture(self._picture.width, self._picture.height)
        self._studies = Studies()

    def reload(self) -> None:
        self._asked.clear()
        self._fills_asked = None
        if self.is_mounted:
            self._read_marks()
            self._draw()
            self.redraw_all()

    def on_mount(self) -> None:
        self._read_marks()
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def apply_changes(self, changes: Changes, now: float) -> None:
        candles = self._candles
        anew = self.other is not None and self.series_of(self.other) in changes.candles
        if changes.orders or changes.positions or self.security in changes.alerts:
            anew |= self._read_marks()
        if self.security in changes.quotes and changes.quotes[self.security] & {"tick", "name"}:
            anew = True
        if candles is not None and candles.series in changes.candles:
            if (
                anew
                or candles.settled_version != self._settled
                or self._picture.columns is not candles.columns
            ):
                self._draw()
            else:
                self._draw_last()
        elif anew:
            self._draw()
        if self.series in changes.histories or changes.history_quota:
            self._history_told()

    def tick(self, now: float) -> None:
        if not self._reckoned or self._picture.columns is not self._columns:
            self._draw()  # where the store let go of the bars that are drawn, and has others
        elif self._count_down() != self._countdown:
            self._picture.draw_side(self._subject())
            self._send_patches()
        if self._overdue or self._candles or self.security is None:
            return
        if self.placeholder or self.stale or self._waiting_since is None:
            self._waiting_since = now
        elif now - self._waiting_since >= PATIENCE:
            self._overdue = True
            self._ask_before(self.series, None)
            self.redraw_all()

    # What is drawn

    def _subject(self) -> Subject:
        columns, quote = self._columns, self._quote
        self._countdown = self._count_down()
        security = self.security
        levels = list(self.own.levels)
        if len(columns):
            levels.append(Level(Kind.LAST, columns.close[-1]))
        return Subject(
            columns=columns,
            studies=self._studies,
            market=security.market if security is not None else Market.HK,
            period=self.period,
            adjusted=self.rehab is not Rehab.NONE,
            tick=quote.tick if quote and quote.tick > 0 else 10.0 ** -self.decimals(),
            decimals=self.decimals(),
            direction=quote.price_change if quote else None,
            levels=levels,
            fills=self.own.fills,
            other=self._other(),
            countdown=self._countdown,
            stale=self.stale,
            history=self._history,
        )

    def _other(self) -> Other | None:
        series = self.series_of(self.other)
        if series is None:
            return None
        candles = self.store.candles.get(series)
        return Other(str(series.security), candles.columns if candles is not None else NO_BARS)

    def _count_down(self) -> str:
        """To the end of the last bar; empty where there is none, or where that end has gone by."""
        series = self.series
        if series is None or self.stale or self.store.session(series.security.market).over:
            return ""
        return countdown(self._columns, series, self._now)

    @property
    def _now(self) -> float:
        """Epoch seconds by the broker's clock."""
        return broker_time(self.store)

    def _read_marks(self) -> bool:
        """The person's own marks as they are now; whether they differ from what is shown."""
        alerts = self.store.alerts.of(self.security) if self.security is not None else ()
        return self.own.read(self.security, self.decimals(), alerts)

    # Drawing all, or the last bar

    def _draw(self) -> None:
        """Draw all of it anew, on the same scales where they still fit; what differs is sent."""
        candles, columns = self._candles, self._columns
        self._stay(columns)
        self._settled = candles.settled_version if candles is not None else -1
        specs = self.settings.specs(self.period)
        if self._studies.specs != specs:
            self._studies = Studies(specs)
        self._follow(candles)
        width, height = max(1, self.size.width), max(1, self.size.height)
        if (self._picture.width, self._picture.height) != (width, height):
            self._picture = Picture(width, height)
            self.redraw_all()
        self._go()
        self._picture.draw(self._subject(), self.look(), self._place)
        self._send_patches()
        self._write_borders()
        if len(columns) and self.view.lacks(len(columns)):
            self._ask_before(self.series, candles[0].time if candles else None)
        self._ask_for_other()
        self._ask_for_fills()

    def _draw_last(self) -> None:
        """Draw what the last bar changes."""
        self._follow(self._candles)
        subject = self._subject()
        if self._skipped:
            self._picture.draw_side(subject)
        elif not self._picture.draw_last(subject):
            self._picture.draw(subject, self.look(), self._place)
        self._send_patches()

    def _send_patches(self) -> None:
        message = bool(self.empty_text())
        for y, left, width in self._picture.take_patches():
            if not message:
                self.redraw([y], left, width)
        if message != self._said:
            self._said = message
            self.redraw_all()

    def _follow(self, candles: Candles | None) -> None:
        """Bring the indicators up to the bars."""
        if candles is None:
            self._reckoned = True
            return
        history = self._settled_bars.history(candles.columns, candles.series, candles.settled_version)
        self._history = candles.series, history
        self._reckoned = self._studies.follow(candles.columns, candles.version, self._history)

    def _stay(self, columns: Columns) -> None:
        """Keep a view of the past where it is while bars come in at either side."""
        count = len(columns)
        if self._skipped and self._anchor is not None:
            self._skipped = count - bisect_right(columns.at, self._anchor)
        self._move(self._skipped)

    def _move(self, skipped: int) -> None:
        count = len(self._columns)
        self._skipped = min(max(0, skipped), max(0, count - 1))
        self._anchor = self._columns.at[count - 1 - self._skipped] if self._skipped else None

    def _write_borders(self) -> None:
        bars = ZOOMS[self._zoom_step].bars
        words = [self.period.label if bars == 1 else f"{self.period.label} ×{bars}", self.rehab.label]
        if self.security is not None and has_extended_hours(self.security.market, self.period):
            words.append("all hours" if self.extended else "regular hours")
        words += ["log"] * self.settings.drawing(self.period).log + [f"vs {self.other}"] * (
            self.other is not None
        )
        self.head(self.name_of_security(), *words)
        self._write_foot()

    def _write_foot(self) -> None:
        hints = keymap.keymap_of(self.app)
        history = (
            self.past.history(self.series) if self.past is not None and self.series is not None else None
        )
        if self.own.moved_to is not None:
            words = [hints.hint("chart.order_up", "chart.order_down", "chart.send_order", "chart.leave")]
        elif self.own.chosen is not None:
            words = [hints.hint("chart.order_up", "chart.order_down", "chart.next_order", "chart.leave")]
        elif self._skipped:
            back = f"{self._skipped} bar{'' if self._skipped == 1 else 's'} back"
            words = [back, hints.hint("chart.latest")]
        else:
            words = [hints.hint(*self.HINT_KEYS)]
        if history is not None and history.loading:
            words.insert(0, f"⋯ {history.loaded:,} bars loaded" if history.loaded else "⋯ loading bars")
        elif history is not None and history.refusal and self._wants_more():
            words.insert(0, "no older bars: see i")
        quota = self.past.history_quota if self.past is not None else None
        if quota is not None:
            words.append(f"history {quota.left} left")
        self.foot("  ".join(words))

    def _wants_more(self) -> bool:
        return bool(self.view.lacks(len(self._columns)))

    def _ask_before(self, series: Series | None, time: str | None) -> None:
        if series is not None and (series, time) not in self._asked:
            self._asked.add((series, time))
            self.post_message(self.HistoryWanted(series, time))

    def _ask_for_other(self) -> None:
        """The second security's bars are to reach as far back as the view."""
        series, shown = self.series_of(self.other), self._picture.window.shown
        candles = self.store.candles.get(series) if series is not None else None
        if candles and shown and candles.columns.at[0] > shown[0].at:
            self._ask_before(series, candles[0].time)

    def _ask_for_fills(self) -> None:
        """Own fills are to be known as far back as the view reaches."""
        portfolio, columns, first = self.accounts.current, self._columns, self._picture.window.first
        if portfolio is None or self.security is None or first >= len(columns):
            return
        # A bar of several days may be stamped with its last one.
        since = days_before(date.fromordinal(columns.day[first]), self.period.settling_days)
        whose = portfolio.account.acc_id, self.security
        if self._fills_asked is None or self._fills_asked[:2] != whose or since < self._fills_asked[2]:
            self._fills_asked = (*whose, since)
            self.post_message(self.FillsWanted(self.security, since))

    def _history_told(self) -> None:
        series, candles = self.series, self._candles
        if self.past is not None and series is not None and candles:
            history = self.past.history(series)
            if history.refusal and not history.final and not history.loading:
                self._asked.discard(
                    (series, candles[0].time)
                )  # a limit or a late answer: the next drawing asks again
        if self._going_to is not None:
            self._draw()
        else:
            self._write_foot()

    # Lines

    def empty_text(self) -> str:
        if self.security is None:
            return "No security is current."
        if len(self._picture.window):
            return ""
        if self.placeholder:
            return self.placeholder
        if self._overdue:
            return f"No {self.period.label} bars of {self.security} have come."
        return f"Waiting for the {self.period.label} bars of {self.security} …"

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        if palette is not self._inks_of or self._inks is None:
            self._inks, self._inks_of = Inks(palette), palette
        inks = self._inks
        return [(text, inks[ink]) for text, ink in self._picture.line(y)]

    # Keys: which bars, how drawn

    def _zoom(self, steps: int) -> None:
        nearer = self.view.zoomed(steps).zoom_step
        if nearer != self._zoom_step:
            self._zoom_step = nearer
            self._hovered = self._pointed = None
            self._draw()

    def action_zoom_in(self) -> None:
        self._zoom(1)

    def action_zoom_out(self) -> None:
        self._zoom(-1)

    def action_fit(self) -> None:
        """Every bar that is loaded, or as many as the farthest zoom can show."""
        self._zoom_step = self.view.fitted(len(self._columns)).zoom_step
        self._move(0)
        self._draw()

    def _pan(self, bars: int) -> None:
        skipped = self.view.panned(bars, len(self._columns)).skipped
        if skipped != self._skipped:
            self._move(skipped)
            self._hovered = self._pointed = None
            self._draw()

    def _go_sideways(self, direction: int, far: bool) -> None:
        """The crosshair by bars if it is on; else the view, by a part of it or all of it."""
        if self._crosshair is not None and self._picture.crosshair is not None:
            self._move_crosshair(-direction * (FAR if far else 1))
            return
        view = self.view
        whole = view.capacity * view.zoom.bars
        self._pan(direction * max(1, whole if far else whole // PAN_SHARE))

    def action_pan_left(self) -> None:
        self._go_sideways(1, far=False)

    def action_pan_right(self) -> None:
        self._go_sideways(-1, far=False)

    def action_far_left(self) -> None:
        self._go_sideways(1, far=True)

    def action_far_right(self) -> None:
        self._go_sideways(-1, far=True)

    def action_latest(self) -> None:
        """Back to the newest bar, moving with the market."""
        self._going_to = None
        if self._skipped:
            self._move(0)
            self._draw()

    def action_compare(self) -> None:
        """Choose a second security, or leave it."""
        if self.other is not None:
            self.compare_with(None)
        else:
            self.post_message(self.CompareWanted(self))

    # Keys: a day

    async def action_go_to_date(self) -> None:
        """Ask for a day and go there."""
        from futu_tui.tui.screens.chart_date import ChartDate

        if self.security is None:
            return

        def chosen(day: date | None) -> None:
            if day is not None:
                self.go_to(day)

        today = local_time(self._now, self.security.market).date()
        await self.app.push_screen(ChartDate(today), chosen)

    def go_to(self, day: date) -> None:
        """Show the first bar of this day or after it, once it is loaded, under the crosshair."""
        series = self.series
        if series is None:
            return
        self._going_to = day
        columns = self._columns
        if not len(columns) or columns.day[0] > day.toordinal():
            self.post_message(self.DateWanted(series, day))
        self._draw()

    def _go(self) -> None:
        """Go where a day was asked for, once its bars are there or will never be."""
        day, columns = self._going_to, self._columns
        if day is None or not len(columns):
            return
        ordinal = day.toordinal()
        loads = self.past is not None and self.series is not None and self.past.history(self.series).loading
        ended = self.past is not None and self.series is not None and self.past.history(self.series).ended
        if columns.day[0] > ordinal and (loads or not ended):
            return
        self._going_to = None
        bar = None if self.period.intraday else bar_holding(columns, self.period, ordinal)
        if bar is None:
            bar = min(bisect_left(columns.day, ordinal), len(columns) - 1)
        view = self.view
        self._move(len(columns) - 1 - bar - view.capacity * view.zoom.bars // 2)
        self._set_crosshair(columns.at[bar])

    # Keys and mouse: the crosshair

    def _set_crosshair(self, at: float | None) -> None:
        if at != self._crosshair:
            self._crosshair = at
            self.post_message(self.CrosshairMoved(self, at))

    def action_crosshair(self) -> None:
        """On at the newest bar in view, or off."""
        shown = self._picture.window.shown
        self._hovered = self._pointed = None
        self._set_crosshair(shown[-1].at if self._crosshair is None and shown else None)
        self._draw()

    def _move_crosshair(self, by: int) -> None:
        """By so many candles to the right; the view follows at its edges."""
        window, place = self._picture.window, self._picture.crosshair
        assert place is not None
        bars = window.view.zoom.bars
        target = place + by
        if target < 0:
            self._move(min(self._skipped - target * bars, len(self._columns) - 1))
        elif target >= len(window):
            self._move(self._skipped - (target - len(window) + 1) * bars)
        first = window.slots[place].first + by * bars
        columns = self._columns
        bar = min(max(first, 0) + bars - 1, len(columns) - 1)
        self._hovered = self._pointed = None
        self._set_crosshair(columns.at[bar])
        self._draw()

    def _point(self, rows: int) -> None:
        """The crosshair's price so many rows up, on a tick; first the crosshair itself, if it is off."""
        scale, price = self._picture.scale, self._crosshair_price
        if scale is None or price is None:
            self.action_crosshair()
            return
        tick = self._subject().tick
        told = scale.price_at(scale.row(price) + 0.5 - rows)
        moved = max(abs(told - price), tick) * (1 if rows > 0 else -1)
        pointed = round((price + moved) / tick) * tick
        if scale.holds(pointed):
            self._set_crosshair(self._crosshair if self._hovered is None else self._hovered)
            self._hovered, self._pointed = None, pointed
            self._draw()

    def action_price_up(self) -> None:
        self._point(1)

    def action_price_down(self) -> None:
        self._point(-1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._zoom(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._zoom(-1)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        offset = event.get_content_offset(self)
        picture = self._picture
        place = None
        if offset is not None and picture.price_top <= offset.y < self.size.height:
            place = picture.window.place_at(offset.x)
        if offset is None or place is None:
            self._hover(None, None)
        else:
            self._hover(picture.window.shown[place].at, picture.price_at(offset.y))

    def on_leave(self) -> None:
        self._hover(None, None)

    def _hover(self, at: float | None, price: float | None) -> None:
        if (at, price) == (self._hovered, self._pointed):
            return
        moved = at != self._hovered
        self._hovered, self._pointed = at, price
        if moved:
            self.post_message(self.CrosshairMoved(self, at if at is not None else self._crosshair))
        self._draw()

    def action_leave(self) -> None:
        if not self.leave_order() and self._crosshair is not None:
            self.action_crosshair()

    def marks_moved(self) -> None:
        self._read_marks()
        self._draw()

    def draw_anew(self) -> None:
        self._draw()

    # Files

    def export_name(self) -> str:
        return f"chart-{self.security}-{self.period.label}"

    def export_table(self) -> Table | None:
        """The bars in view with the indicators' values."""
        window = self._picture.window
        if self.security is None or not len(window):
            return None
        zone = ZoneInfo(self.security.market.timezone)
        from futu_tui.tui.chart_export import bars_table

        return bars_table(self._columns, window.first, window.end, self._studies, zone)
