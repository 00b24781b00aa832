"""The equity curve: what the account in play was worth, with what was traded and paid in and out on the way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from textual.binding import BindingType
from textual.message import Message

from futu_tui.market import Changes
from futu_tui.protocol import Market
from futu_tui.protocol.times import epoch, local_time
from futu_tui.trading import Account
from futu_tui.trading.equity import EquityPoint, account_key
from futu_tui.trading.equity_events import OwnFill, Transfer
from futu_tui.trading.equity_summary import EquitySummary, PlacedTransfer, placed, summed
from futu_tui.trading.markets import home_market
from futu_tui.tui import format, keymap
from futu_tui.tui.broker_time import market_date
from futu_tui.tui.charts import plotted
from futu_tui.tui.charts.equity_plot import BOUGHT, SOLD, FillSpot, PaidSpot, draw_equity
from futu_tui.tui.charts.tones import Tone, direction
from futu_tui.tui.csv_export import Table
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.plot_pane import Row, Words, words_row
from futu_tui.tui.widgets.plotted_pane import PlottedPane

LINES_FOR_TWO = 9
"""Lines from which the figures take two of them."""
ASK_EVERY = 5.0
"""Seconds, at least, from one look for what happened to the next."""


class Span(Enum):
    """How much of the curve is in view: words for it, and its days, today included."""

    TODAY = ("today", 1)
    WEEK = ("7 days", 7)
    MONTH = ("30 days", 30)
    ALL = ("all time", 4000)

    def __init__(self, words: str, days: int) -> None:
        self.words = words
        self.days = days


class Stretch(NamedTuple):
    """Days in view, both included, in the account's market."""

    begin: date
    end: date

    @classmethod
    def of(cls, span: Span, today: date) -> Stretch:
        return cls(today - timedelta(days=span.days - 1), today)

    def words(self, today: date) -> str:
        """`7 days` for the last seven, else the days."""
        for span in Span:
            if self == Stretch.of(span, today):
                return span.words
        return f"{self.begin}" if self.begin == self.end else f"{self.begin} to {self.end}"

    def bounds(self, market: Market) -> tuple[float, float]:
        """Its first moment and the first after it, in epoch seconds."""
        after = self.end + timedelta(days=1)
        return epoch(self.begin.isoformat(), market), epoch(after.isoformat(), market)


class EquityView(NamedTuple):
    """What is known of the stretch in view."""

    points: Sequence[EquityPoint]
    """At least one."""
    summary: EquitySummary
    transfers: Sequence[PlacedTransfer]
    foreign: Sequence[Transfer]
    """Transfers in other currencies than the curve's, which cannot be told from its gain."""
    fills: Sequence[OwnFill]

    def worth_at(self, at: float) -> float:
        """What the account was worth at a moment in view."""
        return self.points[max(bisect_right(self.points, at, key=lambda point: point.at) - 1, 0)].total


class EquityChart(PlottedPane):
    """Total assets as the gateway told them, a point a minute at most; own fills and transfers marked on them."""

    TITLE = "Equity"
    PURPOSE = "What the account in play was worth, with own fills, and what was paid in and out left out of its gain."
    CONTEXT = "equity"
    HINT_KEYS = ("equity.shorter", "equity.longer")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("equity")]
    NEEDS_SECURITY = False

    DEFAULT_CSS = "EquityChart { width: 1fr; height: 1fr; }"

    class EventsWanted(Message):
        """What happened on an account's curve from a moment on, in epoch seconds, is shown and may not be known."""

        def __init__(self, account: Account, since: float) -> None:
            super().__init__()
            self.account = account
            self.since = since

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.span = Span.TODAY
        self._days: Stretch | None = None
        self._asks = True
        self._asked_at = 0.0

    # State

    @property
    def stretch(self) -> Stretch:
        """The days in view."""
        return self._days or Stretch.of(self.span, self._today)

    @property
    def _market(self) -> Market:
        portfolio = self.accounts.current
        return home_market(portfolio.account) if portfolio is not None else Market.HK

    @property
    def _today(self) -> date:
        return market_date(self.store, self._market)

    def show_days(self, days: Stretch) -> None:
        """Show these days, and not a span up to now."""
        if days != self._days:
            self._days = days
            self._show_anew()

    def view(self) -> EquityView | None:
        """The curve in view with what happened on it; None while the gateway has told of no funds."""
        portfolio = self.accounts.current
        if portfolio is None:
            return None
        account, curves = portfolio.account, self.accounts.equity
        market = self._market
        begin, end = self.stretch.bounds(market)
        points = [point for point in curves.curve(account, begin) if point.at < end]
        if not points:
            return None
        known = curves.events.transfers(account_key(account))
        transfers = placed(curves.curve(account), known, lambda day: epoch(day.isoformat(), market))
        unit = points[-1].currency
        foreign = [
            each
            for each in known
            if unit and each.currency != unit and begin <= epoch(each.day, market) < end
        ]
        transfers = [each for each in transfers if points[0].at < each.at <= points[-1].at]
        fills = [fill for fill in curves.events.fills(account_key(account)) if begin <= fill.at < end]
        return EquityView(points, summed(points, transfers), transfers, foreign, fills)

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.accounts:
            self.headline()
        if changes.accounts or changes.orders:
            self._asks = True
        if changes.accounts or changes.funds:
            self.paint()

    def reload(self) -> None:
        self._asks = True
        super().reload()

    def tick(self, now: float) -> None:
        super().tick(now)
        portfolio = self.accounts.current
        due = not self._asked_at or now - self._asked_at >= ASK_EVERY
        if self._asks and due and portfolio is not None and not self.stale:
            self._asks, self._asked_at = False, now
            self.post_message(self.EventsWanted(portfolio.account, self.stretch.bounds(self._market)[0]))

    # Drawing

    def headline(self) -> None:
        portfolio = self.accounts.current
        account = portfolio.account.label if portfolio is not None else ""
        self.write_title(account, self.stretch.words(self._today))
        self.foot(keymap.keymap_of(self.app).hint(*self.HINT_KEYS, "dashboard.next_chart"))

    def picture(self, width: int, height: int) -> Sequence[Row]:
        view = self.view() if plotted.loaded() else None
        if view is None:
            return ()
        heads = [words_row(self._worth(view), width)]
        if height >= LINES_FOR_TWO:
            heads.append(words_row(self._course(view), width))
        rows = draw_equity(
            view.points,
            width,
            height - len(heads),
            gain=view.summary.change,
            fills=[FillSpot(fill.at, fill.is_buy) for fill in view.fills],
            paid=[PaidSpot(at, _paid(transfer.amount)) for at, transfer in view.transfers],
            zone=ZoneInfo(self._market.timezone),
        )
        if self.stale:
            rows = [(glyphs, tuple(Tone.STALE if ink else 0 for ink in inks)) for glyphs, inks in rows]
        return [*heads, *rows]

    def _worth(self, view: EquityView) -> Iterable[Words]:
        """What it is worth, what it gained or lost by more than what was paid in or out, and where it began."""
        summary = view.summary
        text = Tone.STALE if self.stale else Tone.STRONG
        tone = Tone.STALE if self.stale else direction(summary.change)
        yield [(f" {format.money(summary.now)} {view.points[-1].currency}", text)]
        yield [(f"  {format.profit(summary.change)}", tone)]
        if summary.percent is not None:
            yield [(f" {format.percent(summary.percent)}%", tone)]
        yield [("  start ", Tone.DIM), (format.money(summary.start), Tone.TEXT)]
        if summary.transferred:
            yield [("  paid ", Tone.DIM), (_paid(summary.transferred), Tone.WARNING)]

    def _course(self, view: EquityView) -> Iterable[Words]:
        """The largest drop and when it was, and what happened on the way."""
        drop = view.summary.drop
        if drop is None:
            yield [(" no drop", Tone.DIM)]
        else:
            yield [(" largest drop ", Tone.DIM), (format.profit(-drop.amount), Tone.TEXT)]
            if drop.percent is not None:
                yield [(f" {format.percent(-drop.percent)}%", Tone.TEXT)]
            yield [(f"  {self._moment(drop.high_at)} to {self._moment(drop.low_at)}", Tone.DIM)]
        bought = sum(fill.is_buy for fill in view.fills)
        for glyph, count in ((BOUGHT, bought), (SOLD, len(view.fills) - bought)):
            if count:
                yield [(f"  {glyph} ", Tone.OWN), (f"{count:,}", Tone.TEXT)]
        for transfer in view.foreign:
            words = f"{_paid(transfer.amount)} {transfer.currency}"
            yield [("  counted as gain: ", Tone.DIM), (words, Tone.WARNING)]
        if self._refusal:
            yield [("  what was paid in or out is not told", Tone.DIM)]

    def _moment(self, at: int) -> str:
        when = local_time(at, self._market)
        return f"{when:%H:%M}" if when.date() == self._today else f"{when:%m-%d %H:%M}"

    @property
    def _refusal(self) -> str:
        """Why it is not known what was paid in or out."""
        portfolio = self.accounts.current
        return (
            self.accounts.equity.events.refused.get(account_key(portfolio.account), "")
            if portfolio is not None
            else ""
        )

    def reason(self) -> str:
        if self.accounts.current is None:
            return self.placeholder or "No account is in play."
        if self._days is not None:
            return "Nothing is known of what it was worth then.\nThe curve begins where this program first saw it."
        return "The gateway has told of no funds yet.\nThe curve begins with the first."

    # Files

    def export_name(self) -> str:
        portfolio = self.accounts.current
        return f"equity-{portfolio.account.label if portfolio is not None else ''}"

    def export_table(self) -> Table | None:
        """By time, a row for each point, own fill and transfer. Times are those of the account's market."""
        view = self.view()
        if view is None:
            return None
        market = self._market
        unit = view.points[-1].currency
        rows: list[tuple[float, Sequence[object]]] = [(point.at, [point.total]) for point in view.points]
        for at, transfer in view.transfers:
            rows.append((at, [view.worth_at(at), transfer.amount, clean(transfer.kind)]))
        for fill in view.fills:
            act = "buy" if fill.is_buy else "sell"
            told = [view.worth_at(fill.at), None, act, clean(fill.security), fill.qty, fill.price]
            rows.append((fill.at, told))
        rows.sort(key=lambda each: each[0])
        titles = ["Time", f"Total assets {unit}", f"Paid in or out {unit}", "Act", "Security"]
        return Table(
            [*titles, "Quantity shares", "Price"],
            [
                [f"{local_time(at, market):%Y-%m-%d %H:%M:%S}", *row, *[None] * (6 - len(row))]
                for at, row in rows
            ],
        )

    # Keys

    def _show_anew(self) -> None:
        self._asks, self._asked_at = True, 0.0
        if self.is_mounted:
            self.headline()
            self.paint()

    def _show(self, by: int) -> None:
        spans = list(Span)
        at = spans.index(self.span) + by
        if 0 <= at < len(spans):
            self.span, self._days = spans[at], None
            self._show_anew()

    def action_shorter(self) -> None:
        self._show(-1)

    def action_longer(self) -> None:
        self._show(1)


def _paid(amount: float) -> str:
    return f"{'in' if amount > 0 else 'out'} {format.money(abs(amount))}"
