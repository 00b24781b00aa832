"""The intraday chart: the course of the last days against the close before, with average and volumes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message

from futu_tui.market import Bar, Candles, Changes, Heard, Period, Series
from futu_tui.market.day_courses import DayCourse, joined, of_bars, of_points
from futu_tui.market.hours import DAY, Hours, has_extended, holding, stretches, trading_minute
from futu_tui.protocol import Market, Security
from futu_tui.protocol.times import epoch, local_time
from futu_tui.tui import format, keymap
from futu_tui.tui.charts.day_plot import DayPlot, Spot
from futu_tui.tui.charts.tones import Tone, direction
from futu_tui.tui.csv_export import Table
from futu_tui.tui.pane import Wish
from futu_tui.tui.widgets.crosshair import CrosshairPane
from futu_tui.tui.widgets.plot_pane import Row, Words, words_row

RT = 5
"""qot_common.SubType"""
MOST_DAYS = 5


class IntradayChart(CrosshairPane[int]):
    """The day by minutes, empty to the right of now; one to five days; pre-market, after-hours and night in the US."""

    TITLE = "Intraday"
    PURPOSE = "The course of the day of the current security, minute by minute."
    CONTEXT = "intraday"
    HINT_KEYS = ("intraday.fewer_days", "intraday.more_days", "crosshair.crosshair")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("intraday")]

    DEFAULT_CSS = "IntradayChart { width: 1fr; height: 1fr; }"

    class DaysWanted(Message):
        """Minutes that no push brings have come into view: those of earlier days, or of extended hours."""

        def __init__(self, security: Security, days: int, extended: bool) -> None:
            super().__init__()
            self.security = security
            self.days = days
            self.extended = extended

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = 1
        """How many trading days are in view."""
        self.extended = False
        """Whether the hours around the regular ones are in view, where there are any: their bars cost quota."""
        self._follows = False
        """Whether the crosshair moves because another chart's did."""
        self._asks = True
        """Whether minutes that no push brings are to be asked for as soon as the pane is in view."""
        self._plot: DayPlot | None = None
        self._past: list[DayCourse] = []
        self._past_of: object = None

    # State

    @property
    def with_extended(self) -> bool:
        """Whether hours around the regular ones are in view."""
        return self.extended and self.security is not None and has_extended(self.security.market)

    @property
    def series(self) -> Series | None:
        """The 1-minute bars that minutes come from which are not among today's points."""
        if self.security is None:
            return None
        return Series.of(self.security, Period.M1, extended=self.with_extended)

    @property
    def _bars(self) -> Candles | None:
        series = self.series
        return self.store.candles.get(series) if series is not None else None

    @property
    def shown(self) -> Heard | None:
        return self.store.intraday.get(self.security) if self.security else None

    def wants(self) -> Iterable[Wish]:
        return [Wish(self.security, RT)] if self.security else []

    def start_over(self) -> None:
        self._plot = None
        self._crosshair = None
        self._past, self._past_of = [], None

    def reload(self) -> None:
        self._plot = None
        self._asks = True
        super().reload()

    def tick(self, now: float) -> None:
        super().tick(now)
        if self._asks and self.security is not None and self.store.stale_since is None:
            self._asks = False
            if self.days > 1 or self.with_extended:
                self.post_message(self.DaysWanted(self.security, self.days, self.with_extended))

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.security
        if security is None:
            return
        fields = changes.quotes.get(security, set())
        if fields & {"tick", "prev_close"} or security.market in changes.trading_days:
            self._plot = None
            self.paint()
        elif changes.listings or "name" in fields:
            self.headline()
        elif security in changes.intraday or self.series in changes.candles:
            self.paint()

    def _courses(self) -> Sequence[DayCourse]:
        """The days in view, oldest first. Those that are settled are the same objects each time."""
        security, bars = self.security, self._bars
        if security is None:
            return ()
        points = self.store.intraday.get(security, ())
        calendar = self.store.trading_days(security.market)
        today = of_points(points, security.market, extended=self.with_extended, calendar=calendar)
        if today is not None and today.prev_close is None and self.quote is not None:
            today = today._replace(prev_close=self.quote.prev_close)
        if bars is None or (self.days == 1 and not self.with_extended and today is not None):
            return (today,) if today is not None else ()
        version = (id(bars), bars.settled_version, self.with_extended, self.days, calendar)
        if version != self._past_of:
            self._past = of_bars(_last_days(bars, self.days), security.market, calendar)
            self._past_of = version
        return joined(self._past, today, self.days, calendar)

    def _hours(self, courses: Sequence[DayCourse], market: Market) -> Sequence[Hours]:
        """Those of each day in view: of a half day its half."""
        calendar = self.store.trading_days(market)
        days = [
            stretches(market, extended=self.with_extended, kind=calendar.kind(course.day))
            for course in courses
        ]
        return holding(days, [[minute.minute for minute in course.minutes] for course in courses])

    # Drawing

    def headline(self) -> None:
        super().headline()
        if self.security is not None and has_extended(self.security.market):
            self.foot(
                keymap.keymap_of(self.app).hint(*self.HINT_KEYS, "intraday.extended", "dashboard.next_chart")
            )

    def heading(self) -> Iterable[str]:
        spans = f"{self.days} days" if self.days > 1 else ""
        return (self.name_of_security(), spans, "all hours" if self.with_extended else "")

    def picture(self, width: int, height: int) -> Sequence[Row]:
        courses = self._courses()
        if not courses or self.security is None:
            self._plot = None
            return ()
        if self._plot is None or not self._plot.go_on(courses):
            self._plot = DayPlot(
                courses,
                self._hours(courses, self.security.market),
                width,
                height - 1,
                decimals=self.decimals(),
                tick=self.price_tick,
                before=self._plot.scale if self._plot is not None else None,
                crosshair=self._crosshair,
                stale=self.stale,
            )
        return [words_row(self._figures(self._plot), width), *self._plot.rows()]

    def _figures(self, plot: DayPlot) -> Iterable[Words]:
        """Time, price, change, average and volume of the minute under the crosshair, else of the newest."""
        spot = plot.last if self._crosshair is None else plot.spot_near(self._crosshair)
        if spot is None:
            return
        minute, decimals = spot.minute, self.decimals()
        live = self._crosshair is None
        text = Tone.STALE if live and self.stale else Tone.TEXT
        base = plot.courses[spot.day].prev_close
        change = minute.price - base if base else None
        tone = Tone.STALE if live and self.stale else direction(change)
        yield [(f" {self._time(plot, spot)} ", Tone.DIM if live else Tone.ACCENT)]
        yield [(format.price(minute.price, decimals), tone)]
        if base and change is not None:
            yield [(f" {format.percent(change / base * 100)}%", tone)]
        if minute.average is not None:
            yield [
                ("  avg ", Tone.DIM),
                (format.price(minute.average, decimals), Tone.STALE if text is Tone.STALE else Tone.WARNING),
            ]
        if minute.volume:
            yield [("  V ", Tone.DIM), (format.volume(minute.volume), text)]
        if base and change is not None:
            yield [("  ", text), (format.change(change, decimals), tone), (" from ", Tone.DIM)]
            yield [(format.price(base, decimals), text)]

    def _time(self, plot: DayPlot, spot: Spot) -> str:
        hours, minutes = divmod(spot.minute.minute % DAY, 60)
        clock = f"{hours:02d}:{minutes:02d}"
        if len(plot.courses) == 1:
            return clock
        return f"{date.fromisoformat(plot.courses[spot.day].day):%m-%d} {clock}"

    def reason(self) -> str:
        if self.placeholder:
            return self.placeholder
        if self.overdue:
            return f"No minutes of {self.security} have come.\nIts market may not have opened yet."
        return f"Waiting for the minutes of {self.security} …"

    # Keys and mouse

    def _show(self, days: int) -> None:
        days = min(max(days, 1), MOST_DAYS)
        if days != self.days:
            self.days = days
            self._crosshair = None
            self.reload()

    def action_fewer_days(self) -> None:
        self._show(self.days - 1)

    def action_more_days(self) -> None:
        self._show(self.days + 1)

    def action_extended(self) -> None:
        """Show or leave out the hours around the regular ones."""
        if self.security is not None and has_extended(self.security.market):
            self.extended = not self.extended
            self._crosshair = None
            self.reload()

    # The crosshair

    def stepped(self, at: int | None, across: int, up: int) -> int | None:
        return self._plot.stepped(at, across) if self._plot is not None else None

    def under(self, x: int, y: int) -> int | None:
        plot = self._plot
        if plot is None or not plot.spots or not min(plot.spots) <= x < plot.plot_width:
            return None
        return x

    def crosshair_moved(self) -> None:
        if self._plot is not None:
            self._plot.point_at(self.crosshair)
        if not self._follows:
            self.post_message(self.CrosshairMoved(self, self._moment()))

    def follow(self, at: float | None) -> None:
        self._follows = True
        self.point_at(None if at is None else self._column_of(at))
        self._follows = False

    def _moment(self) -> float | None:
        """When the minute under the crosshair ends, in epoch seconds."""
        plot, column = self._plot, self.crosshair
        spot = plot.spot_near(column) if plot is not None and column is not None else None
        if plot is None or spot is None or self.security is None:
            return None
        return epoch(plot.courses[spot.day].day, self.security.market) + (spot.minute.minute + 1) * 60

    def _column_of(self, at: float) -> int | None:
        """The last minute that ends by this moment; of a whole day's bar, stamped with its midnight, the day's last."""
        plot, security = self._plot, self.security
        if plot is None or security is None:
            return None
        clock = local_time(at - 60, security.market)
        on, last = trading_minute(security.market, clock.date(), clock.hour * 60 + clock.minute)
        midnight = local_time(at, security.market)
        if (midnight.hour, midnight.minute) == (0, 0):
            on, last = midnight.date(), 2 * DAY
        elif on < (first := date.fromisoformat(plot.courses[0].day)):
            on, last = first, last - (first - on).days * DAY
        place = next((n for n, course in enumerate(plot.courses) if course.day == on.isoformat()), None)
        return max(
            (n for n, (day, minute) in plot.spots.items() if day == place and minute.minute <= last),
            default=None,
        )

    # Files

    def export_name(self) -> str:
        return f"intraday-{self.security}"

    def export_table(self) -> Table | None:
        """A row for each minute in view, stamped with its beginning in the market's zone."""
        security = self.security
        if security is None:
            return None
        unit = security.market.currency
        return Table(
            ["Time", f"Price {unit}", f"Average {unit}", "Volume shares"],
            [
                [_stamp(course.day, minute.minute), minute.price, minute.average, minute.volume]
                for course in self._courses()
                for minute in course.minutes
            ],
        )


def _stamp(day: str, minute: int) -> str:
    """A minute of a trading day, which may lie on the evening before, as 2026-11-23 09:30."""
    return f"{datetime.fromisoformat(day) + timedelta(minutes=minute):%Y-%m-%d %H:%M}"


def _last_days(bars: Candles, count: int) -> Sequence[Bar]:
    """The bars of the last trading days alone: a chart of candles may have loaded a hundred thousand."""
    start = len(bars)
    for _ in range(count):
        if start:
            start = bisect_left(bars.day, bars.day[start - 1], 0, start)
    return bars[start:]
