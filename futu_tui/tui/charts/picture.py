"""A whole K-line chart as lines of text in inks: figures, prices, panels, times, profile and axis.

What is drawn follows from what it is given and from nothing else, but for scales, which are kept while they fit. It
knows which cells differ from what was last taken, so that those alone are sent to the terminal.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from futu_tui.market import Period
from futu_tui.protocol import Market
from futu_tui.tui import format
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.compare import compare
from futu_tui.tui.charts.countdown import longest_countdown
from futu_tui.tui.charts.figures import (
    COMPACT_KINDS,
    BarFigures,
    bar_groups,
    bar_width,
    panel_title,
    studies_width,
    study_groups,
    wrapped,
)
from futu_tui.tui.charts.indicators import Columns
from futu_tui.tui.charts.inks import Ink, Run
from futu_tui.tui.charts.layout import lay_out
from futu_tui.tui.charts.panel_plot import PanelPlot
from futu_tui.tui.charts.price_plot import FillMark, Look, Marks, PricePlot
from futu_tui.tui.charts.profile import LiveProfile, VolumeProfile
from futu_tui.tui.charts.scales import PriceScale
from futu_tui.tui.charts.side import Kind, Level, RowLine, Side, Tag, beside
from futu_tui.tui.charts.studies import Studies
from futu_tui.tui.charts.time_axis import time_labels
from futu_tui.tui.charts.viewport import NORMAL, Viewport
from futu_tui.tui.charts.window import MARGIN, Window

EIGHTHS_ACROSS = " ▏▎▍▌▋▊▉█"
LEAST_LABEL = 6
MARKS = "◀◆◇ "
"""What may stand between the axis and its text."""


class Other(Struct, frozen=True):
    """A second security, drawn by its gains in percent."""

    name: str
    columns: Columns


class Subject(Struct, frozen=True, kw_only=True):
    """What is shown."""

    columns: Columns
    studies: Studies = field(default_factory=Studies)
    market: Market
    """In whose zone times are written."""
    period: Period
    adjusted: bool = False
    """Whether prices of the past are other than those that were paid."""
    tick: float
    """The least step of prices."""
    decimals: int
    direction: float | None = None
    """The sign of the last price's change."""
    levels: Sequence[Level] = ()
    fills: Sequence[FillMark] = ()
    other: Other | None = None
    countdown: str = ""
    """To the end of the last bar."""
    stale: bool = False
    history: Hashable = None
    """Differs where settled bars do, but for those added on the right; None where nobody knows."""

    @property
    def zone(self) -> tzinfo:
        """The market's."""
        return ZoneInfo(self.market.timezone)


class Place(Struct, frozen=True):
    """Which part of the bars is in view, and where the crosshair is."""

    zoom_step: int = NORMAL
    skipped: int = 0
    crosshair: float | None = None
    """Epoch seconds"""
    pointed: float | None = None
    """The price that the crosshair's other line is at; None for the bar's close."""


class Patch(NamedTuple):
    """Cells that differ: `width` of them in line `y` from the column `left` on."""

    y: int
    left: int
    width: int


class _Row(Struct, frozen=True):
    """A line before it is put together; as long as it is the same, so is what is seen."""

    text: str = ""
    inks: tuple[int, ...] = ()
    line: RowLine | None = None
    profile: Run | None = None
    tag: Tag | None = None
    runs: tuple[Run, ...] = ()
    """Instead of text and inks, for lines of figures."""


class _NoBars:
    """Columns without a bar."""

    at = open = high = low = close = volume = turnover = array("d")
    day = array("q")

    def __len__(self) -> int:
        return 0


_NOTHING = Subject(columns=_NoBars(), market=Market.HK, period=Period.M1, tick=0.01, decimals=2)


class Picture:
    """The chart in `width` by `height` cells."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.place = Place()
        self.look = Look()
        self.layout = lay_out(width, height, panels=0, label_width=LEAST_LABEL, figures=(1, 0))
        self.window = Window(_NoBars(), self.view(Place()))
        self.crosshair: int | None = None
        """The candle that the crosshair is at."""
        self._subject: Subject = _NOTHING
        self._prices = PricePlot(1, 1)
        self._panels: list[PanelPlot] = []
        self._times = Canvas(1, 1)
        self._side = Side({}, {})
        self._profile: VolumeProfile | None = None
        self._live_profile: tuple[Hashable, LiveProfile] | None = None
        """With what it was counted for."""
        self._rows: list[_Row] = []
        self._taken: list[_Row] = []

    @property
    def columns(self) -> Columns:
        """The bars that were last drawn as a whole."""
        return self.window.columns

    @property
    def scale(self) -> PriceScale | None:
        """Of the prices; None while there is none."""
        return self._prices.scale

    def view(self, place: Place) -> Viewport:
        """The bars that fit between the margins."""
        return Viewport(max(1, self.layout.plot_width - 2 * MARGIN), place.zoom_step, place.skipped)

    @property
    def price_top(self) -> int:
        """The line of the highest prices."""
        return self.layout.figure_rows

    def price_at(self, y: int) -> float | None:
        """The price in the middle of a line; None where there is none."""
        scale = self._prices.scale
        row = y - self.price_top
        return scale.price_at(row + 0.5) if scale and 0 <= row < scale.rows else None

    # Drawing

    def draw(self, subject: Subject, look: Look, place: Place) -> None:
        """Draw all of it."""
        self._subject, self.look, self.place = subject, look, place
        if subject.history is None:
            self._live_profile = None
        self._lay_out()
        layout = self.layout
        self.window = Window(subject.columns, self.view(place), subject.period, subject.market)
        self.crosshair = None if place.crosshair is None else self.window.place_of(place.crosshair)
        if (self._prices.width, self._prices.rows) != (layout.plot_width, layout.price_rows):
            self._prices = PricePlot(layout.plot_width, layout.price_rows)
        self._prices.draw(self.window, subject.studies, look, self._marks(), self._other_values())
        shown = list(zip(subject.studies.panels, layout.panels, strict=False))
        if [(panel.study, panel.rows) for panel in self._panels] != shown:
            self._panels = [PanelPlot(study, rows) for study, rows in shown]
        for panel in self._panels:
            panel.draw(self.window, ground=not look.solid, crosshair=self.crosshair)
        self._draw_times()
        self._finish()

    def draw_last(self, subject: Subject) -> bool:
        """Draw what the last bar changes, all else being as it was; False, where the prices' scale changes with it."""
        self._subject = subject
        if not self.window.is_of(subject.columns):
            return False
        if not self.window.move_last() or self._label_width() != self.layout.label_width:
            return False
        other = self._other_values()
        last = other[-1] if other is not None else None
        if not self._prices.draw_last(self.window, subject.studies, self.look, self._marks(), last):
            return False
        ground = not self.look.solid
        for panel in self._panels:
            if not panel.draw_last(self.window, ground=ground, crosshair=self.crosshair):
                panel.draw(self.window, ground=ground, crosshair=self.crosshair)
        self._finish()
        return True

    def draw_side(self, subject: Subject) -> None:
        """Draw what lies beside the candles anew: levels, the last price, its countdown, figures."""
        if not self.window.is_of(subject.columns):
            self.draw(subject, self.look, self.place)
            return
        self._subject = subject
        self._finish()

    def _label_width(self) -> int:
        """Cells of the axis."""
        subject = self._subject
        columns, decimals = subject.columns, subject.decimals
        end = max(1, len(columns) - self.place.skipped)
        highs = columns.high[max(0, end - self.width) : end]
        texts = [format.price(max(highs, default=0.0), decimals)]
        texts += [format.price(level.price, decimals) for level in subject.levels if level.kind is Kind.LAST]
        return max(LEAST_LABEL, *map(len, texts), longest_countdown(subject.period), 8 * bool(subject.other))

    def _lay_out(self) -> None:
        subject, label = self._subject, self._label_width()
        overlays = subject.studies.overlays
        more = 2 + len(subject.other.name) + 8 if subject.other else 0
        self.layout = lay_out(
            self.width,
            self.height,
            panels=len(subject.studies.panels),
            label_width=label,
            figures=(bar_width(label, more), studies_width(overlays, label)),
            profile=self.look.profile,
        )

    def _marks(self) -> Marks:
        subject, shown = self._subject, self.window.shown
        extremes = ("", "")
        if shown:
            high, low = max(bar.high for bar in shown), min(bar.low for bar in shown)
            extremes = format.price(high, subject.decimals), format.price(low, subject.decimals)
        return Marks(
            tick=subject.tick,
            fills=subject.fills,
            extremes=extremes,
            include=tuple(level.price for level in subject.levels if level.kind is Kind.CHOSEN),
            crosshair=self.crosshair,
            stale=subject.stale,
            adjusted=subject.adjusted,
        )

    # A second security

    def _base(self) -> float | None:
        """The price that gains are counted from while there is a second security."""
        if self._subject.other is None or not self.window.shown:
            return None
        close = self.window.shown[0].close
        return close if close > 0 else None

    def _gains(self) -> array[float] | None:
        """The second security's at the candles, in percent."""
        other = self._subject.other
        if other is None or self._base() is None:
            return None
        return compare(_Candles(self.window), other.columns, 0, len(self.window)).other

    def _other_values(self) -> array[float] | None:
        gains, base = self._gains(), self._base()
        if gains is None or base is None:
            return None
        return array("d", [base * (1 + gain / 100) for gain in gains])

    def _other_text(self, place: int) -> str:
        other, gains = self._subject.other, self._gains()
        if other is None:
            return ""
        gain = gains[place] if gains is not None else None
        return f"{other.name} {format.percent(gain)}%"

    # Beside and below

    def _draw_times(self) -> None:
        window, subject = self.window, self._subject
        self._times = Canvas(self.layout.plot_width + self.layout.profile_width, 1)
        times = [stamp(bar.at, subject.zone) for bar in window.shown]
        columns = [window.middle(place) for place in range(len(window))]
        pointed, left, right = "", 0, 0
        if self.crosshair is not None:
            pointed = f" {self._when(self.crosshair)} "
            left = min(columns[self.crosshair] - len(pointed) // 2, self.layout.plot_width - len(pointed))
            left = max(0, left)
            right = left + len(pointed)
        for column, text in time_labels(
            times, columns, self.layout.plot_width, intraday=subject.period.intraday
        ):
            if not pointed or column + len(text) < left or column > right:
                self._times.write(column, 0, text, Ink.DIM)
        self._times.fill(left, 0, " ", len(pointed), Ink.POINTED)
        self._times.write(left, 0, pointed, Ink.POINTED)

    def _when(self, place: int) -> str:
        text = stamp(self.window.shown[place].at, self._subject.zone)
        return text[5:16] if self._subject.period.intraday else text[:10]

    def _finish(self) -> None:
        """Put the lines together."""
        subject, layout, scale = self._subject, self.layout, self._prices.scale
        self._side, self._profile = Side({}, {}), None
        if scale is not None:
            pointed = self.place.pointed
            if pointed is None and self.crosshair is not None:
                pointed = self.window.shown[self.crosshair].close
            self._side = beside(
                scale,
                subject.levels,
                decimals=subject.decimals,
                tick=subject.tick,
                direction=subject.direction,
                stale=subject.stale,
                countdown=subject.countdown,
                pointed=pointed,
                base=self._base(),
            )
            if layout.profile_width:
                self._profile = self._profile_of(scale)
        self._rows = [*self._figure_rows(), *self._price_rows(), *self._panel_rows(), self._time_row()]

    def _profile_of(self, scale: PriceScale) -> VolumeProfile:
        """What was traded at the prices of each row, each bar counted for itself."""
        columns, window = self._subject.columns, self.window
        counted = (scale, window.first, window.end, self._subject.history, id(columns))
        if self._live_profile is None or self._live_profile[0] != counted:
            bounds = scale.low, scale.high
            live = LiveProfile(columns, window.first, window.end, scale.rows, *bounds, log=scale.log)
            self._live_profile = counted, live
        return self._live_profile[1].now()

    def _figure_rows(self) -> Iterator[_Row]:
        layout, place = self.layout, self.told
        if place is None:
            yield from [_Row()] * layout.figure_rows
            return
        subject, window = self._subject, self.window
        first, end = window.slots[place]
        live = window.view.live and place == len(window) - 1
        groups = bar_groups(
            BarFigures(
                window.shown[place],
                subject.columns.close[first - 1] if first else None,
                "" if live else self._when(place),
                subject.decimals,
                stale=live and subject.stale,
                other=self._other_text(place),
            )
        )
        values = [
            group
            for study in subject.studies.overlays
            for group in study_groups(study, study.at(end - 1), subject.decimals)
        ]
        if not layout.study_rows:
            groups, values = groups + values, []
        for parts, lines in ((groups, layout.bar_rows), (values, layout.study_rows)):
            for runs in wrapped(parts, self.width, lines) if lines else ():
                yield _Row(runs=tuple(runs))

    @property
    def told(self) -> int | None:
        """The candle whose figures are told: the crosshair's, else the newest in view; None without one."""
        if not len(self.window):
            return None
        return len(self.window) - 1 if self.crosshair is None else self.crosshair

    def _price_rows(self) -> Iterator[_Row]:
        lines, tags = self._side
        for y in range(self.layout.price_rows):
            text, inks = self._prices.row(y)
            yield _Row(text, inks, lines.get(y), self._profile_run(y), tags.get(y, _PLAIN))

    def _profile_run(self, y: int) -> Run | None:
        width, profile = self.layout.profile_width, self._profile
        if not width:
            return None
        if profile is None:
            return Run(" " * width, Ink.NONE)
        place = self.layout.price_rows - 1 - y
        most = max(profile.volumes)
        eighths = math.ceil(profile.volumes[place] / most * 8 * (width - 1)) if most else 0
        full, rest = divmod(eighths, 8)
        text = ("█" * full + (EIGHTHS_ACROSS[rest] if rest else "")).ljust(width)
        if place == profile.point_of_control:
            return Run(text, Ink.MOST)
        return Run(text, Ink.AREA if place in profile.value_area else Ink.FAINT)

    def _panel_rows(self) -> Iterator[_Row]:
        layout, place = self.layout, self.told
        blank = Run(" " * layout.profile_width, Ink.NONE) if layout.profile_width else None
        width = layout.plot_width + layout.profile_width
        for panel in self._panels:
            if layout.titled:
                runs: list[Run] = []
                if place is not None:
                    runs += panel_title(panel.study, panel.at(place), self._subject.decimals, width - 1)
                runs.append(Run(" " * (width - sum(len(run.text) for run in runs)), Ink.NONE))
                yield _Row(runs=tuple(runs), tag=_PLAIN)
            tags = self._panel_tags(panel)
            for y in range(panel.rows):
                text, inks = panel.row(y)
                yield _Row(text, inks, None, blank, tags.get(y, _PLAIN))

    def _panel_tags(self, panel: PanelPlot) -> dict[int, Tag]:
        guides = [guide for guide in panel.study.spec.indicator.guides if guide]
        if guides and panel.rows >= 4 and panel.scale is not None:
            return {panel.scale.row(guide): Tag("│", f"{guide:g}", Ink.FAINT) for guide in guides}
        if panel.top is None:
            return {}
        compact = panel.study.spec.kind in COMPACT_KINDS
        text = format.volume(panel.top) if compact else format.price(panel.top, self._subject.decimals)
        return {0: Tag("│", text, Ink.FAINT)}

    def _time_row(self) -> _Row:
        text, inks = self._times.row(0)
        return _Row(text, inks)

    # Lines

    def line(self, y: int) -> list[Run]:
        """A line's stretches; what is missing on the right is blank."""
        return self._runs(self._rows[y]) if y < len(self._rows) else []

    def _runs(self, row: _Row) -> list[Run]:
        runs = list(row.runs) or list(_stretches(row.text, row.inks, row.line))
        if row.profile is not None:
            runs.append(row.profile)
        if row.tag is not None:
            edge, text, ink, edge_ink = row.tag
            marked = text != "" and text[0] in MARKS
            mark, body = (text[0], text[1:]) if marked else (" ", text)
            label = mark + body[: self.layout.label_width].rjust(self.layout.label_width)
            runs += [Run(edge, edge_ink), Run(label, ink)]
        return runs

    def texts(self) -> list[str]:
        """Every line without its inks."""
        return ["".join(run.text for run in self.line(y)).rstrip() for y in range(len(self._rows))]

    def take_patches(self) -> list[Patch]:
        """Which cells differ from when this was last asked."""
        patches = []
        for y in range(max(len(self._rows), len(self._taken))):
            old = self._taken[y] if y < len(self._taken) else None
            new = self._rows[y] if y < len(self._rows) else None
            if old != new and (patch := self._patch(y, old, new)).width:
                patches.append(patch)
        self._taken = self._rows
        return patches

    def _patch(self, y: int, old: _Row | None, new: _Row | None) -> Patch:
        """From the first cell that differs to the last."""
        if old is None or new is None:
            return Patch(y, 0, self.width)
        before, after = self._cells(old), self._cells(new)
        missing = [(" ", 0)] * abs(len(before) - len(after))
        (before if len(before) < len(after) else after).extend(missing)
        differ = [x for x, (cell, other) in enumerate(zip(before, after, strict=True)) if cell != other]
        return Patch(y, differ[0], differ[-1] + 1 - differ[0]) if differ else Patch(y, 0, 0)

    def _cells(self, row: _Row) -> list[tuple[str, int]]:
        """Each cell's glyph and its ink; that of a blank does not count unless it has a ground."""
        return [
            (glyph, run.ink if glyph != " " or run.ink == Ink.POINTED else 0)
            for run in self._runs(row)
            for glyph in run.text
        ]


class _Candles:
    """The candles in view as columns, for what is reckoned of them alone."""

    def __init__(self, window: Window) -> None:
        shown = window.shown
        self.at = array("d", [bar.at for bar in shown])
        self.close = array("d", [bar.close for bar in shown])
        self.low = array("d", [bar.low for bar in shown])
        self.high = array("d", [bar.high for bar in shown])
        self.volume = array("d", [bar.volume for bar in shown])
        self.open, self.turnover = self.close, self.volume
        self.day = array("q", [0] * len(shown))

    def __len__(self) -> int:
        return len(self.at)


def _stretches(text: str, inks: Sequence[int], line: RowLine | None) -> Iterator[Run]:
    """A row as stretches of one ink each; a level's line shows in its blanks, its words at its left over all."""
    if line is not None:
        words = line.words[: max(0, len(text) - 2)]
        covered = len(words) + 2 if words else 0
        while words and covered < len(text) and text[covered] != " " and inks[covered] == Ink.DIM:
            covered += 1  # a price of which half would be left
        if words:
            yield Run(f" {words} ".ljust(covered), line.words_ink)
        inks = [line.ink if glyph == " " else ink for glyph, ink in zip(text, inks, strict=True)][covered:]
        text = text.replace(" ", line.glyph)[covered:]
    start, current = 0, inks[0] if inks else 0
    for x in [x for x, (ink, after) in enumerate(pairwise(inks), 1) if ink != after]:
        ink = inks[x]
        if ink != current and (ink or text[x] != " "):
            yield Run(text[start:x], current)
            start, current = x, ink
    yield Run(text[start:], current)


@lru_cache(maxsize=2048)
def stamp(at: float, zone: tzinfo) -> str:
    """A moment as the wire writes it, in this zone."""
    return datetime.fromtimestamp(at, zone).isoformat(" ")


_PLAIN = Tag("│", "", Ink.DIM)
