"""The depth chart: what waits in the current security's book at each price or better, on both sides of the middle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from futu_tui.market import Changes, Heard, OrderBook
from futu_tui.tui import format, keymap
from futu_tui.tui.broker_time import market_time
from futu_tui.tui.charts.depth_plot import DepthPlot, balance
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.csv_export import Table
from futu_tui.tui.pane import Wish
from futu_tui.tui.widgets.crosshair import CrosshairPane
from futu_tui.tui.widgets.plot_pane import Row, Words, rows_of, words_row

ORDER_BOOK = 2
"""qot_common.SubType"""
LEVELS = (3, 5, 10, 20, 50)
"""How many of the best levels of each side are in view."""


class DepthChart(CrosshairPane[int]):
    """Cumulative bids and asks; own orders marked; the balance of the sides in words; a crosshair that reads costs."""

    TITLE = "Depth"
    PURPOSE = "How much waits in the book up to each price, and what it would cost to trade through it."
    CONTEXT = "depth"
    HINT_KEYS = ("depth.fewer_levels", "depth.more_levels", "crosshair.crosshair")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("depth")]

    DEFAULT_CSS = "DepthChart { width: 1fr; height: 1fr; }"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = 10
        """How many levels a side are in view at most."""
        self._plot: DepthPlot | None = None

    # State

    @property
    def _book(self) -> OrderBook | None:
        return self.store.books.get(self.security) if self.security else None

    @property
    def shown(self) -> Heard | None:
        return self._book

    def wants(self) -> Iterable[Wish]:
        return [] if self.security is None or self.is_index else [Wish(self.security, ORDER_BOOK)]

    def start_over(self) -> None:
        self._crosshair = None

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.security
        if security is None:
            return
        fields = changes.quotes.get(security, set())
        if changes.listings or fields & {"name", "suspended", "status"}:
            self.headline()
            self.tell_wants()
            self.paint()
        elif security in changes.books or changes.orders or changes.accounts or "tick" in fields:
            self.paint()

    # Drawing

    def heading(self) -> Iterable[str]:
        quote = self.quote
        levels = f"{self.levels} levels" if self.levels != 10 else ""
        return (self.name_of_security(), levels, "halted" if quote and quote.halted else "")

    def picture(self, width: int, height: int) -> Sequence[Row]:
        book = self._book
        if book is None or self.is_index or not (book.bids or book.asks):
            self._plot = None
            return ()
        plot = self._plot = DepthPlot(
            book.bids[: self.levels],
            book.asks[: self.levels],
            width,
            height - 1,
            decimals=self.decimals(),
            tick=self.price_tick,
            own=self.own_sizes(),
            crosshair=self._crosshair,
            stale=self.stale,
        )
        figures = self._balance(plot, book) if self._crosshair is None else self._reach(plot, self._crosshair)
        return [words_row(figures, width), *rows_of(plot.canvas)]

    def _balance(self, plot: DepthPlot, book: OrderBook) -> Iterable[Words]:
        """What waits on each side, which is the stronger, and the spread."""
        bids = plot.bids[-1].size if plot.bids else 0
        asks = plot.asks[-1].size if plot.asks else 0
        up, down = (Tone.STALE, Tone.STALE) if self.stale else (Tone.UP, Tone.DOWN)
        yield [(" bids ", Tone.DIM), (format.volume(bids), up)]
        yield [("  asks ", Tone.DIM), (format.volume(asks), down)]
        yield [("  ", Tone.DIM), (balance(bids, asks), Tone.STALE if self.stale else Tone.TEXT)]
        spread = book.spread
        if spread is not None and spread > 0:
            yield [("  spread ", Tone.DIM), (format.price(spread, self.decimals()), Tone.TEXT)]

    def _reach(self, plot: DepthPlot, column: int) -> Iterable[Words]:
        """What trading up to the price under the crosshair would come to."""
        reach = plot.reach_at(column)
        if reach is None:
            yield [(" between the best bid and the best ask", Tone.DIM)]
            return
        decimals = self.decimals()
        act, tone = ("sell", Tone.UP) if reach.is_bid else ("buy", Tone.DOWN)
        yield [(f" {format.price(reach.price, decimals)}", Tone.ACCENT), (f"  to {act} ", Tone.DIM)]
        yield [(format.volume(reach.size), tone)]
        yield [("  avg ", Tone.DIM), (format.price(reach.average, decimals + 1), Tone.TEXT)]
        away = (reach.average / plot.middle - 1) * 100 if plot.middle else None
        yield [(f" {format.percent(away)}%", Tone.TEXT), (" from the middle", Tone.DIM)]
        yield [("  for ", Tone.DIM), (format.volume(reach.money), Tone.TEXT)]

    def reason(self) -> str:
        security = self.security
        if self.is_index:
            return f"{security} is an index.\nNobody trades it itself, so it has no order book."
        if self._book is not None:
            return f"No orders wait in {security}."
        if self.placeholder:
            return self.placeholder
        if self.overdue:
            return f"No order book of {security} has come.\nA delayed quote right has none."
        return f"Waiting for the order book of {security} …"

    # The crosshair

    def stepped(self, at: int | None, across: int, up: int) -> int | None:
        return self._plot.stepped(at, across or 1) if self._plot is not None else None

    def under(self, x: int, y: int) -> int | None:
        return x if self._plot is not None and 0 <= x < self._plot.plot_width else None

    # Files

    def export_name(self) -> str:
        return f"depth-{self.security}"

    def export_table(self) -> Table | None:
        """A row for each level in view, best first, with what it comes to together with the better ones."""
        book, security = self._book, self.security
        if book is None or security is None:
            return None
        unit = security.market.currency
        at = f"{market_time(self.store, security.market):%Y-%m-%d %H:%M:%S}"
        rows: list[list[object]] = []
        for side, levels in (("bid", book.bids), ("ask", book.asks)):
            size, money = 0, 0.0
            for level in levels[: self.levels]:
                size, money = size + level.size, money + level.price * level.size
                rows.append(
                    [at, side, level.price, level.size, level.orders, size, round(money, self.decimals())]
                )
        titles = ["Time", "Side", f"Price {unit}", "Size shares", "Orders"]
        return Table([*titles, "Size up to it shares", f"Value up to it {unit}"], rows)

    # Keys

    def _show_levels(self, by: int) -> None:
        at = LEVELS.index(self.levels) + by
        if 0 <= at < len(LEVELS):
            self.levels = LEVELS[at]
            self._crosshair = None
            self.headline()
            self.paint()

    def action_fewer_levels(self) -> None:
        self._show_levels(-1)

    def action_more_levels(self) -> None:
        """More levels, as far as the book has them."""
        book = self._book
        known = max(len(book.bids), len(book.asks)) if book is not None else 0
        if self.levels < known:
            self._show_levels(1)
