"""The heat strip: the current security's book through time, so that walls are seen to come and go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from futu_tui.market import Changes
from futu_tui.market.depth_history import BUCKETS, DepthHistory, DepthSample
from futu_tui.market.order_book import Level
from futu_tui.protocol import Security
from futu_tui.tui import format, keymap
from futu_tui.tui.charts.heat_plot import STEPS, THRESHOLDS, HeatPlot, PriceWindow, fitting_step
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.pane import Wish
from futu_tui.tui.widgets.plot_pane import PlotPane, Row, Words, rows_of, words_row

BASIC, ORDER_BOOK = 1, 2
"""qot_common.SubType"""
_LABELS = {1: "1 s", 5: "5 s", 15: "15 s", 60: "1 min"}


class HeatStrip(PlotPane):
    """Price levels by time, cells shaded by what waits there; a column is 1, 5 or 15 seconds, or a minute."""

    TITLE = "Heat"
    PURPOSE = "The book through time: where much waits, since when, and how the trades go along it."
    CONTEXT = "heat"
    HINT_KEYS = ("heat.shorter", "heat.longer", "heat.zoom_in", "heat.zoom_out")
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
        return [words_row(self._walls(known[-1], plot.top), width), *rows_of(plot.canvas)]

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

    # Keys

    def _choose(self, by: int) -> None:
        at = BUCKETS.index(self.seconds) + by
        if 0 <= at < len(BUCKETS):
            self.seconds = BUCKETS[at]
            self._plot = None
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
