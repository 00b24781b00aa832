"""The heat strip: the current security's book through time, so that walls are seen to come and go."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType

from futu_tui.market import Changes, Heard, local_time
from futu_tui.market.depth_history import BUCKETS, DepthHistory, DepthSample
from futu_tui.market.order_book import Level
from futu_tui.protocol import Security
from futu_tui.tui import format, keymap
from futu_tui.tui.charts.heat_plot import STEPS, THRESHOLDS, Cell, HeatPlot, PriceWindow, fitting_step
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.csv_export import Table
from futu_tui.tui.pane import Wish
from futu_tui.tui.widgets.crosshair import CrosshairPane
from futu_tui.tui.widgets.plot_pane import Row, Words, words_row

BASIC, ORDER_BOOK = 1, 2
"""qot_common.SubType"""
CLOCK_SET = 1.0
"""Seconds by which the two clocks must move apart before that is taken for a clock that was set."""
_LABELS = {1: "1 s", 5: "5 s", 15: "15 s", 60: "1 min"}


class HeatSpot(NamedTuple):
    """What the crosshair is at; it goes with the market's time and prices, not with the cells."""

    bucket: int
    """Its time, in whole lengths of a column since the clock's beginning."""
    ticks: int
    """Its price."""


class HeatStrip(CrosshairPane[HeatSpot]):
    """Price levels by time, cells shaded by what waits there; a column is 1, 5 or 15 seconds, or a minute."""

    TITLE = "Heat"
    PURPOSE = "The book through time: where much waits, since when, and how the trades go along it."
    CONTEXT = "heat"
    HINT_KEYS = ("heat.shorter", "heat.longer", "heat.zoom_in", "heat.zoom_out", "crosshair.crosshair")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("heat")]

    DEFAULT_CSS = "HeatStrip { width: 1fr; height: 1fr; }"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seconds = 1
        """What a column stands for."""
        self._zoom = 0
        """Steps nearer than what shows the whole book, farther if negative."""
        self._window: PriceWindow | None = None
        self._fitted = 0
        """Ticks a row that the whole book needed when it was last looked at."""
        self._plot: HeatPlot | None = None
        self._now = 0.0
        self._wall_ahead = 0.0
        """What the wall clock is ahead of the monotonic one, the same at each look, lest a column's second flicker."""
        self._column = -1

    # State

    @property
    def _history(self) -> DepthHistory | None:
        return self.store.depth_histories.get(self.security) if self.security else None

    def wants(self) -> Iterable[Wish]:
        if self.security is None or self.is_index:
            return []
        return [Wish(self.security, ORDER_BOOK), Wish(self.security, BASIC)]

    def on_mount(self) -> None:
        self.store.keep_depth(self, self.security)

    def on_unmount(self) -> None:
        self.store.keep_depth(self, None)

    def set_security(self, security: Security | None) -> None:
        if self.is_mounted:
            self.store.keep_depth(self, security)
        super().set_security(security)

    def start_over(self) -> None:
        self._crosshair = None
        self._window, self._fitted, self._plot, self._zoom = None, 0, None, 0

    def reload(self) -> None:
        self._plot = None
        super().reload()

    def apply_changes(self, changes: Changes, now: float) -> None:
        self._now = now
        security = self.security
        if security is None:
            return
        fields = changes.quotes.get(security, set())
        if changes.listings or fields & {"name", "suspended", "status", "tick"}:
            self._plot = None
            self.headline()
            self.tell_wants()
            self.paint()
        elif security in changes.books or "last" in fields:
            self.paint()

    def tick(self, now: float) -> None:
        super().tick(now)
        self._now = now
        column = int(now // self.seconds)
        if column != self._column:
            self._column = column
            if self._rows:
                self.paint()

    # Drawing

    def heading(self) -> Iterable[str]:
        quote = self.quote
        return (
            self.name_of_security(),
            f"{_LABELS[self.seconds]} a column",
            "halted" if quote and quote.halted else "",
        )

    def picture(self, width: int, height: int) -> Sequence[Row]:
        history = self._history
        if history is None or self.is_index:
            return ()
        samples = history.samples(self.seconds, self._now, width)
        known = [sample for sample in samples if sample is not None]
        if not any(sample.bids or sample.asks for sample in known):
            return ()
        window = self._window = self._look(known, height - 2)
        plot = self._plot
        if plot is None or not plot.go_on(samples, window):
            top = plot.top if plot is not None else 0.0
            plot = self._plot = HeatPlot(
                samples,
                window,
                width,
                height - 1,
                seconds=self.seconds,
                decimals=self.decimals(),
                top=top,
                stale=self.stale,
            )
        cell = self._cell(plot, window)
        words = self._walls(known[-1], plot.top) if cell is None else self._reading(plot, cell)
        return [words_row(words, width), *plot.lines(cell)]

    def _cell(self, plot: HeatPlot, window: PriceWindow) -> Cell | None:
        """Where the crosshair stands on the strip; None while it is off, or out of view."""
        spot = self.crosshair
        if spot is None:
            return None
        column = plot.plot_width - 1 - (int(self._now // self.seconds) - spot.bucket)
        cell = Cell(column, (window.top - spot.ticks) // window.step)
        return cell if plot.holds(cell) else None

    def _spot(self, plot: HeatPlot, window: PriceWindow, cell: Cell) -> HeatSpot:
        newest = int(self._now // self.seconds)
        return HeatSpot(newest - (plot.plot_width - 1 - cell.column), window.top - cell.row * window.step)

    def _reading(self, plot: HeatPlot, cell: Cell) -> Iterable[Words]:
        """The time and the price of the cell under the crosshair, what waited there, and the last trade of then."""
        assert self.security is not None
        assert self._window is not None
        decimals = self.decimals()
        bucket = self._spot(plot, self._window, cell).bucket
        yield [(f" {local_time(self._wall(bucket), self.security.market):%H:%M:%S}", Tone.ACCENT)]
        reading = plot.read(cell)
        if reading is None:
            yield [("  nothing was heard of the book", Tone.DIM)]
            return
        prices = [format.price(reading.low, decimals)]
        if self._window.step > 1:
            prices.append(format.price(reading.high, decimals))
        yield [("  " + " to ".join(prices), Tone.TEXT)]
        for side, size, tone in (("bid", reading.bid, Tone.UP), ("ask", reading.ask, Tone.DOWN)):
            if size:
                yield [(f"  {side} ", Tone.DIM), (format.quantity(size), tone)]
        if not reading.bid and not reading.ask:
            yield [("  nothing waits", Tone.DIM)]
        elif reading.is_wall:
            yield [(" wall", Tone.TEXT)]
        if reading.last is not None:
            yield [("  last ", Tone.DIM), (format.price(reading.last, decimals), Tone.TEXT)]

    def _wall(self, bucket: int) -> float:
        """The beginning of a column's time in epoch seconds."""
        ahead = time.time() - self._now
        if abs(ahead - self._wall_ahead) > CLOCK_SET:
            self._wall_ahead = ahead
        return self._wall_ahead + bucket * self.seconds

    def _look(self, known: Sequence[DepthSample], rows: int) -> PriceWindow:
        """Which prices are in view: as before while the last trade stays about the middle and the book fits."""
        tick = self.price_tick
        newest = known[-1]
        fitting = fitting_step([newest], rows, tick)
        if not self._fitted or fitting > self._fitted or fitting * 4 <= self._fitted:
            self._fitted = fitting
        at = min(max(STEPS.index(self._fitted) - self._zoom, 0), len(STEPS) - 1)
        step = STEPS[at]
        best = [side[0].price for side in (newest.bids, newest.asks) if side]
        price = sum(best) / len(best) if best else newest.price
        window = self._window
        if price is None:
            return window or PriceWindow.around(0.0, step, rows, tick)
        if (
            window is not None
            and (window.step, window.rows, window.tick) == (step, rows, tick)
            and window.holds(price)
        ):
            return window
        return PriceWindow.around(price, step, rows, tick)

    def _walls(self, sample: DepthSample, top: float) -> Iterable[Words]:
        """Where most waits now, on either side, and what the darkest shade stands for."""
        for words, side, tone in (
            (" bid wall ", sample.bids, Tone.UP),
            ("  ask wall ", sample.asks, Tone.DOWN),
        ):
            if side:
                wall: Level = max(side, key=lambda level: level.size)
                tone = Tone.STALE if self.stale else tone
                yield [
                    (words, Tone.DIM),
                    (format.volume(wall.size), tone),
                    (f" at {format.price(wall.price, self.decimals())}", Tone.TEXT),
                ]
        yield [("  █ ", Tone.DIM), (format.volume(top * THRESHOLDS[-1]), Tone.DIM), (" and more", Tone.DIM)]

    @property
    def shown(self) -> Heard | None:
        return self.store.books.get(self.security) if self.security else None

    def reason(self) -> str:
        security = self.security
        if self.is_index:
            return f"{security} is an index.\nNobody trades it itself, so it has no order book."
        if self.placeholder:
            return self.placeholder
        if security in self.store.books:
            return f"No orders wait in {security}."
        if self.overdue:
            return f"No order book of {security} has come.\nA delayed quote right has none."
        return f"Waiting for the order book of {security} …"

    # The crosshair

    def stepped(self, at: HeatSpot | None, across: int, up: int) -> HeatSpot | None:
        """A column or a row on; it begins at the newest column, at the best bid."""
        plot, window = self._plot, self._window
        if plot is None or window is None:
            return None
        cell = self._cell(plot, window)
        if cell is None:
            history = self._history
            newest = history.samples(self.seconds, self._now, 1)[0] if history is not None else None
            best = newest.bids or newest.asks if newest is not None else ()
            row = window.row(best[0].price) if best else window.rows // 2
            cell = Cell(plot.plot_width - 1, min(max(row, 0), window.rows - 1))
        else:
            cell = Cell(cell.column + across, cell.row - up)
        return self._spot(plot, window, cell) if plot.holds(cell) else at

    def under(self, x: int, y: int) -> HeatSpot | None:
        plot, window, cell = self._plot, self._window, Cell(x, y - 1)
        if plot is None or window is None or not plot.holds(cell):
            return None
        return self._spot(plot, window, cell)

    # Files

    def export_name(self) -> str:
        return f"heat-{self.security}"

    def export_table(self) -> Table | None:
        """A row for each level of each column in view, oldest first, with the price of the last trade of then."""
        history, security, plot = self._history, self.security, self._plot
        if history is None or security is None or plot is None:
            return None
        unit = security.market.currency
        samples = history.samples(self.seconds, self._now, plot.plot_width)
        first = int(self._now // self.seconds) - len(samples) + 1
        rows = [
            [f"{at:%Y-%m-%d %H:%M:%S}", side, level.price, level.size, level.orders, sample.price]
            for bucket, sample in enumerate(samples, first)
            if sample is not None
            for at in (local_time(self._wall(bucket), security.market),)
            for side, levels in (("bid", sample.bids), ("ask", sample.asks))
            for level in levels
        ]
        return Table(["Time", "Side", f"Price {unit}", "Size shares", "Orders", f"Last trade {unit}"], rows)

    # Keys

    def _choose(self, by: int) -> None:
        at = BUCKETS.index(self.seconds) + by
        if 0 <= at < len(BUCKETS):
            self.seconds = BUCKETS[at]
            self._plot = self._crosshair = None
            self.headline()
            self.paint()

    def action_shorter(self) -> None:
        self._choose(-1)

    def action_longer(self) -> None:
        self._choose(1)

    def _zoom_by(self, by: int) -> None:
        if not self._fitted:
            return
        at = STEPS.index(self._fitted) - self._zoom - by
        if 0 <= at < len(STEPS):
            self._zoom += by
            self._plot = None
            self.paint()

    def action_zoom_in(self) -> None:
        self._zoom_by(1)

    def action_zoom_out(self) -> None:
        self._zoom_by(-1)
