"""The capital flow: money in and out of the current security today, by size of order, asked for while it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message

from futu_tui.market import Changes
from futu_tui.market.capital_flow import SIZES, CapitalFlow, FlowPoint
from futu_tui.market.hours import holding, stretches
from futu_tui.protocol import Security
from futu_tui.tui import format, keymap
from futu_tui.tui.charts import plotted
from futu_tui.tui.charts.flow_plot import draw_distribution, draw_flow
from futu_tui.tui.charts.tones import Tone, direction
from futu_tui.tui.csv_export import Table
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.plot_pane import Row, Words, words_row
from futu_tui.tui.widgets.plotted_pane import PlottedPane

EVERY = 30.0
"""Seconds from one question to the next; the gateway takes thirty of each kind in that time."""


class FlowPage(Enum):
    """What the pane shows."""

    COURSE = "today"
    PARTS = "by size of order"


class CapitalFlowPane(PlottedPane):
    """The day's net money so far, of all orders and of the large ones; or what came in and went out by size."""

    TITLE = "Flow"
    PURPOSE = "Money in and out of the current security today, by size of order."
    CONTEXT = "flow"
    HINT_KEYS = ("flow.other_page", "flow.reload")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("flow")]

    DEFAULT_CSS = "CapitalFlowPane { width: 1fr; height: 1fr; }"

    class FlowWanted(Message):
        """What the gateway tells of a security's capital flow is shown, and is not known or old."""

        def __init__(self, security: Security) -> None:
            super().__init__()
            self.security = security

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = FlowPage.COURSE
        self._asked_at: float | None = None

    # State

    @property
    def _capital(self) -> CapitalFlow | None:
        return self.store.capital.get(self.security) if self.security else None

    def start_over(self) -> None:
        self._asked_at = None

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.security
        if security is None:
            return
        if changes.listings or "name" in changes.quotes.get(security, ()):
            self.headline()
        if security in changes.capital or security.market in changes.trading_days:
            self.paint()

    def tick(self, now: float) -> None:
        super().tick(now)
        if self.security is None or self.is_index or self.stale:
            return
        if self._asked_at is None or now - self._asked_at >= EVERY:
            self._asked_at = now
            self.post_message(self.FlowWanted(self.security))

    # Drawing

    def heading(self) -> Iterable[str]:
        return (self.name_of_security(), self.page.value)

    def picture(self, width: int, height: int) -> Sequence[Row]:
        capital = self._capital
        if capital is None or self.security is None or not plotted.loaded():
            return ()
        if self.page is FlowPage.COURSE:
            if not capital.points:
                return ()
            points = self._points_of_the_day(capital)
            day = points[-1].time[:10]
            market = self.security.market
            extended = any(_outside_regular(point.time) for point in points)
            minutes = [60 * int(point.time[11:13]) + int(point.time[14:16]) for point in points]
            kind = self.store.trading_days(market).kind(day)
            (hours,) = holding([stretches(market, extended=extended, kind=kind)], [minutes])
            rows = draw_flow(points, market, hours, width, height - 1)
        else:
            if capital.distribution is None:
                return ()
            rows = draw_distribution(capital.distribution, width, height - 1)
        if self.stale:
            rows = [(glyphs, tuple(Tone.STALE if ink else 0 for ink in inks)) for glyphs, inks in rows]
        return [words_row(self._figures(capital), width), *rows]

    def _points_of_the_day(self, capital: CapitalFlow) -> Sequence[FlowPoint]:
        """Those of the newest day alone."""
        day = capital.points[-1].time[:10] if capital.points else ""
        return [point for point in capital.points if point.time[:10] == day]

    def _figures(self, capital: CapitalFlow) -> Iterable[Words]:
        """The sums that the lines end at, or those of both ways; then why nothing newer came, or until when it goes."""
        if self.page is FlowPage.COURSE:
            point = capital.points[-1]
            yield [(" net ", Tone.DIM), (_signed(point.net), self._tone(point.net))]
            yield [("  large ", Tone.ACCENT), (_signed(point.main), self._tone(point.main))]
            rest = point.net - point.main
            yield [("  other ", Tone.DIM), (_signed(rest), self._tone(rest))]
            until = point.time[11:16]
        else:
            parts = capital.distribution
            assert parts is not None
            came_in, went_out = sum(parts.came_in), sum(parts.went_out)
            yield [(" in ", Tone.DIM), (format.volume(came_in), self._tone(1))]
            yield [("  out ", Tone.DIM), (format.volume(went_out), self._tone(-1))]
            if came_in + went_out:
                large = sum(parts.came_in[:2]) + sum(parts.went_out[:2])
                share = large / (came_in + went_out) * 100
                yield [("  large orders ", Tone.DIM), (f"{share:.0f} %", Tone.TEXT)]
            until = parts.time[11:16]
        if capital.refused:
            yield [(f"  {clean(capital.refused)}", Tone.WARNING)]
        elif until:
            yield [(f"  at {until}", Tone.DIM)]

    def _tone(self, value: float) -> Tone:
        return Tone.STALE if self.stale else direction(value)

    def reason(self) -> str:
        security, capital = self.security, self._capital
        if self.is_index:
            return f"{security} is an index.\nNo money goes into it itself."
        if capital is not None and capital.refused:
            return f"The gateway does not tell the capital flow of {security}.\n{clean(capital.refused)}"
        if capital is not None and capital.received_at is not None and plotted.loaded():
            return f"No money went into {security} or out of it today."
        if self.placeholder:
            return self.placeholder
        if self.overdue:
            return f"No capital flow of {security} has come."
        return f"Asking for the capital flow of {security} …"

    # Files

    def export_name(self) -> str:
        page = "flow" if self.page is FlowPage.COURSE else "distribution"
        return f"{page}-{self.security}"

    def export_table(self) -> Table | None:
        """Of the page in view: the sums so far by minute, or both ways by size of order; in the security's currency."""
        capital, security = self._capital, self.security
        if capital is None or security is None:
            return None
        unit = security.market.currency
        if self.page is FlowPage.COURSE:
            titles = ["Time", f"Net {unit}", *(f"Net {size} {unit}" for size in SIZES)]
            return Table(
                titles,
                [[point.time, point.net, *point.by_size] for point in self._points_of_the_day(capital)],
            )
        parts = capital.distribution
        if parts is None:
            return None
        both = zip(SIZES, parts.came_in, parts.went_out, strict=True)
        return Table(
            ["Time", "Size of order", f"In {unit}", f"Out {unit}"], [[parts.time, *each] for each in both]
        )

    # Keys

    def action_other_page(self) -> None:
        """Turn from the day's course to its parts, or back."""
        self.page = FlowPage.PARTS if self.page is FlowPage.COURSE else FlowPage.COURSE
        self.headline()
        self.paint()

    def action_reload(self) -> None:
        """Ask the gateway at the next frame."""
        self._asked_at = None


def _outside_regular(time: str) -> bool:
    """Whether a time of New York's lies outside its regular hours; where others trade, it makes no difference."""
    return not "09:30" <= time[11:16] <= "16:00"


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + format.volume(value)
