"""Up to four charts side by side, of several securities or several periods, with their crosshairs in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import Grid

from futu_tui.market import Period
from futu_tui.tui.widgets.chart import Chart

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Accounts

MOST = 4
BESIDE_FROM = 110
"""Columns from which two charts stand beside one another; below it the second stands under the first."""

Tile = tuple["Security", Period]


class ChartGrid(Grid):
    """As many charts as there are tiles. Each is made when it is first needed; out of view it costs nothing."""

    DEFAULT_CSS = """
    ChartGrid { grid-gutter: 0; height: 1fr; width: 1fr; }
    ChartGrid > .behind { display: none; }
    """

    def __init__(self, store: Store, accounts: Accounts, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._store = store
        self._accounts = accounts
        self._all: list[Chart] = []
        self._count = 0
        self._lay_out()

    @property
    def every(self) -> Sequence[Chart]:
        """Those in view and those that were."""
        return self._all

    @property
    def charts(self) -> Sequence[Chart]:
        """Those in view, in reading order."""
        return self._all[: self._count]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What they show."""
        return tuple((chart.security, chart.period) for chart in self.charts if chart.security is not None)

    def show(self, tiles: Sequence[Tile]) -> None:
        """These and no others."""
        self._count = 0
        for security, period in tiles[:MOST]:
            self._put(security, period)
        self._lay_out()

    def add(self, security: Security, period: Period) -> Chart | None:
        """One more; None where there are as many as there can be."""
        if self._count == MOST:
            return None
        chart = self._put(security, period)
        self._lay_out()
        return chart

    def remove_chart(self, chart: Chart) -> None:
        """Take one away; those behind it move up."""
        self._all.remove(chart)
        self._all.append(chart)
        self._count -= 1
        if self.is_mounted:
            self.move_child(chart, after=self.children[-1])
        self._lay_out()

    def point(self, by: Chart, at: float | None) -> None:
        """Have the other crosshairs follow that of one chart; `at` is in epoch seconds."""
        for chart in self.charts:
            if chart is not by:
                chart.crosshair = at

    def on_resize(self) -> None:
        self._lay_out()

    def _put(self, security: Security, period: Period) -> Chart:
        if self._count == len(self._all):
            chart = Chart(self._store, self._accounts)
            chart.owner = f"chart {len(self._all) + 1} of several"
            self._all.append(chart)
            self.mount(chart)
        chart = self._all[self._count]
        self._count += 1
        chart.set_security(security)
        chart.show_period(period)
        return chart

    def _lay_out(self) -> None:
        for place, chart in enumerate(self._all):
            chart.set_class(place >= self._count, "behind")
        beside = self._count > 2 or (self._count == 2 and self.size.width >= BESIDE_FROM)
        self.styles.grid_size_columns = 2 if beside else 1
        self.styles.grid_size_rows = 2 if self._count > 2 or (self._count == 2 and not beside) else 1
