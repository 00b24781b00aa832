"""Up to four charts of any kind side by side, of any securities and periods, with their crosshairs in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import Grid

from futu_tui.market import Period
from futu_tui.tui.chart_settings import Tile
from futu_tui.tui.widgets.chart import Chart
from futu_tui.tui.widgets.chart_kinds import class_of
from futu_tui.tui.widgets.chart_pane import ChartPane
from futu_tui.tui.widgets.chart_slot import ChartSlot

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.trading import Accounts

MOST = 4
BESIDE_FROM = 110
"""Columns from which two charts stand beside one another; below it the second stands under the first."""


class _Cell(ChartSlot):
    """One place of the grid. Its charts ask the feed in one name, for one of them at a time is in view."""

    def __init__(self, store: Store, accounts: Accounts, owner: str, tile: Tile) -> None:
        self._state = store, accounts
        self._owner = owner
        self._period = tile.period
        super().__init__(self._made_here, tile.kind)

    def _made_here(self, kind: str) -> ChartPane:
        chart = class_of(kind)(*self._state)
        chart.owner = self._owner
        return chart

    @property
    def period(self) -> Period:
        """Of its K-lines, in view or not."""
        charts = (chart for chart in self._made.values() if isinstance(chart, Chart))
        return next((chart.period for chart in charts), self._period)

    def show_tile(self, tile: Tile) -> ChartPane:
        self._period = tile.period
        chart = self.show(tile.kind)
        chart.set_security(tile.security)
        if isinstance(chart, Chart):
            chart.show_period(tile.period)
        return chart


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
        self._cells: list[_Cell] = []
        self._count = 0
        self._lay_out()

    @property
    def every(self) -> Sequence[ChartPane]:
        """Those in view, and of the places that are out of view those that were."""
        return [cell.current for cell in self._cells]

    @property
    def charts(self) -> Sequence[ChartPane]:
        """Those in view, in reading order."""
        return [cell.current for cell in self._cells[: self._count]]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What they show."""
        return tuple(
            Tile(cell.current.security, cell.period, cell.kind)
            for cell in self._cells[: self._count]
            if cell.current.security is not None
        )

    def show(self, tiles: Sequence[Tile]) -> None:
        """These and no others."""
        self._count = 0
        for tile in tiles[:MOST]:
            self._put(tile)
        self._lay_out()

    def add(self, tile: Tile) -> ChartPane | None:
        """One more; None where there are as many as there can be."""
        if self._count == MOST:
            return None
        chart = self._put(tile)
        self._lay_out()
        return chart

    def turn(self, chart: ChartPane, by: int) -> ChartPane:
        """Show another kind in the place of this one, of the same security: so many kinds on."""
        cell = self._cell_of(chart)
        period = cell.period
        fresh = cell.turn(by)
        if chart.security is not None:
            cell.show_tile(Tile(chart.security, period, cell.kind))
        return fresh

    def remove_chart(self, chart: ChartPane) -> None:
        """Take one away; those behind it move up."""
        cell = self._cell_of(chart)
        self._cells.remove(cell)
        self._cells.append(cell)
        self._count -= 1
        if self.is_mounted:
            self.move_child(cell, after=self.children[-1])
        self._lay_out()

    def point(self, by: ChartPane, at: float | None) -> None:
        """Have the other crosshairs follow that of one chart; `at` is in epoch seconds."""
        for chart in self.charts:
            if chart is not by:
                chart.follow(at)

    def on_resize(self) -> None:
        self._lay_out()

    def _cell_of(self, chart: ChartPane) -> _Cell:
        return next(cell for cell in self._cells if cell.current is chart)

    def _put(self, tile: Tile) -> ChartPane:
        if self._count == len(self._cells):
            cell = _Cell(self._store, self._accounts, f"chart {len(self._cells) + 1} of several", tile)
            self._cells.append(cell)
            self.mount(cell)
        cell = self._cells[self._count]
        self._count += 1
        return cell.show_tile(tile)

    def _lay_out(self) -> None:
        for place, cell in enumerate(self._cells):
            cell.set_class(place >= self._count, "behind")
        beside = self._count > 2 or (self._count == 2 and self.size.width >= BESIDE_FROM)
        self.styles.grid_size_columns = 2 if beside else 1
        self.styles.grid_size_rows = 2 if self._count > 2 or (self._count == 2 and not beside) else 1
