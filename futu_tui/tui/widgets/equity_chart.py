"""The equity curve: what the account in play was worth, today or since it was first seen by this program."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, ClassVar

from textual.binding import BindingType

from futu_tui.market import Changes
from futu_tui.trading.equity import EquityPoint
from futu_tui.tui import format, keymap
from futu_tui.tui.charts import plotted
from futu_tui.tui.charts.equity_plot import draw_equity
from futu_tui.tui.charts.tones import Tone, direction
from futu_tui.tui.widgets.plot_pane import PlotPane, Row, Words, words_row


class Span(Enum):
    """How much of it is in view."""

    TODAY = "today"
    WEEK = "7 days"
    ALL = "all time"

    def begin(self, now: float) -> float:
        """Its first moment in epoch seconds, at a midnight of this machine's."""
        midnight = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)
        if self is Span.TODAY:
            return midnight.timestamp()
        return (midnight - timedelta(days=6)).timestamp() if self is Span.WEEK else 0.0


class EquityChart(PlotPane):
    """Total assets as the gateway told them, a point a minute at most, kept in the data folder."""

    TITLE = "Equity"
    PURPOSE = "What the account in play was worth, today and since this program first saw it."
    CONTEXT = "equity"
    HINT_KEYS = ("equity.shorter", "equity.longer")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("equity")]
    NEEDS_SECURITY = False

    DEFAULT_CSS = "EquityChart { width: 1fr; height: 1fr; }"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.span = Span.TODAY

    def on_mount(self) -> None:
        if not plotted.loaded():
            self.run_worker(self._load())

    async def _load(self) -> None:
        await plotted.load()
        self.paint()

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.accounts:
            self.headline()
        if changes.accounts or changes.funds:
            self.paint()

    def tick(self, now: float) -> None:
        """Nothing here moves by itself."""

    # Drawing

    def headline(self) -> None:
        portfolio = self.accounts.current
        account = portfolio.account.label if portfolio is not None else ""
        self.write_title(account, self.span.value)
        self.foot()

    def picture(self, width: int, height: int) -> Sequence[Row]:
        portfolio = self.accounts.current
        if portfolio is None or not plotted.loaded():
            return ()
        points = self.accounts.equity.curve(portfolio.account, self.span.begin(time.time()))
        if not points:
            return ()
        rows = draw_equity(points, width, height - 1)
        if self.stale:
            rows = [(glyphs, tuple(Tone.STALE if ink else 0 for ink in inks)) for glyphs, inks in rows]
        return [words_row(self._figures(points), width), *rows]

    def _figures(self, points: Sequence[EquityPoint]) -> Iterable[Words]:
        """What it is worth, what that differs by from the beginning, and the most and the least in between."""
        first, last = points[0].total, points[-1].total
        totals = [point.total for point in points]
        text = Tone.STALE if self.stale else Tone.STRONG
        tone = Tone.STALE if self.stale else direction(last - first)
        yield [(f" {format.money(last)} {points[-1].currency}", text)]
        yield [(f"  {format.profit(last - first)}", tone)]
        if first > 0:
            yield [(f" {format.percent((last / first - 1) * 100)}%", tone)]
        yield [("  high ", Tone.DIM), (format.money(max(totals)), Tone.TEXT)]
        yield [("  low ", Tone.DIM), (format.money(min(totals)), Tone.TEXT)]

    def reason(self) -> str:
        if self.accounts.current is None:
            return self.placeholder or "No account is in play."
        return "The gateway has told of no funds yet.\nThe curve begins with the first."

    # Keys

    def _show(self, by: int) -> None:
        spans = list(Span)
        at = spans.index(self.span) + by
        if 0 <= at < len(spans):
            self.span = spans[at]
            self.headline()
            self.paint()

    def action_shorter(self) -> None:
        self._show(-1)

    def action_longer(self) -> None:
        self._show(1)
