"""CPU of the same frame with Textual's DataTable: what the watchlist is faster than, without a terminal on either side.

Each draws the same cells of the same rows: five figures of each row that changed, in ten columns. What is measured is
all that the process does for a frame, from the change to the escape sequences, and later the end of its flashes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from futu_tui.market import Changes
from futu_tui.protocol import Security
from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.rows_market import CHANGED, ROWS, RowsMarket
from tests.benchmarks.rows_watchlist import WatchlistRows
from tests.benchmarks.screenless import NullDriver

GOAL = 0.1
SIZE = (140, ROWS + 4)
PACE = 0.1
"""Seconds from one frame to the next: room for the slower of the two to finish each."""
FRAMES, QUICK_FRAMES = 60, 20
ROUNDS, QUICK_ROUNDS = 5, 2
IDLE = 10


class DataTableRows(App[None]):
    """In Textual's table."""

    ENABLE_COMMAND_PALETTE = False
    COLUMNS = ("Code", "Name", "Last", "Chg", "Chg%", "Bid", "Ask", "Vol", "Turnover", "Day")

    def __init__(self, market: RowsMarket) -> None:
        super().__init__(driver_class=NullDriver)
        self.market = market

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.table
        for column in self.COLUMNS:
            table.add_column(column, key=column)
        for security in self.market.securities:
            name = self.market.store.quotes[security].name
            cells = list(self.cells(security).values())
            row = (str(security), name, *cells[:3], "-", "-", *cells[3:], "")
            table.add_row(*row, key=security.key)

    @property
    def table(self) -> DataTable[str]:
        return self.query_one(DataTable)

    def cells(self, security: Security) -> dict[str, str]:
        """The moving cells of a row."""
        quote = self.market.store.quotes[security]
        return {
            "Last": f"{quote.last:,.1f}",
            "Chg": f"{quote.change:+,.1f}",
            "Chg%": f"{quote.change_pct:+.2f}",
            "Vol": f"{quote.volume / 1e6:.3f}M",
            "Turnover": f"{quote.turnover / 1e6:.2f}M",
        }

    def frame(self, moved: list[Security]) -> None:
        """Show what changed."""
        table = self.table
        for security in moved:
            for column, text in self.cells(security).items():
                table.update_cell(security.key, column, text)


def measure(quick: bool) -> Iterator[Figure]:
    frames = QUICK_FRAMES if quick else FRAMES
    ours, theirs = [], []
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        market = RowsMarket()
        watchlist = WatchlistRows(market, NullDriver)
        ours.append(asyncio.run(cpu_of_a_frame(watchlist, market, frames, _changes_into(watchlist))))
        market = RowsMarket()
        table = DataTableRows(market)
        theirs.append(asyncio.run(cpu_of_a_frame(table, market, frames, _rows_into(table))))
    yield Figure(
        "datatable", f"CPU of a frame, {CHANGED} of {ROWS} rows changed, against DataTable", "ms",
        Samples([seconds * 1e3 for seconds, _ in ours]),
        Samples([seconds * 1e3 for seconds, _ in theirs]),
        goal=GOAL, note=f"{ours[-1][1]:,} characters sent against {theirs[-1][1]:,}",
    )  # fmt: skip


Draw = Callable[[list[Security], Changes], None]


def _changes_into(app: WatchlistRows) -> Draw:
    return lambda moved, changes: app.frame(changes)


def _rows_into(app: DataTableRows) -> Draw:
    return lambda moved, changes: app.frame(moved)


async def cpu_of_a_frame(app: App[Any], market: RowsMarket, frames: int, draw: Draw) -> tuple[float, int]:
    """CPU seconds that a frame costs beyond an idle screen, and characters sent for it."""
    running = asyncio.create_task(app.run_async(size=SIZE))
    await asyncio.sleep(1.5)
    driver = app._driver
    assert isinstance(driver, NullDriver)
    idle = await _spent(market, IDLE, None)
    drawn = driver.written
    busy = await _spent(market, frames, draw)
    drawn = driver.written - drawn
    app.exit()
    await running
    return busy - idle, drawn // frames


async def _spent(market: RowsMarket, frames: int, draw: Draw | None) -> float:
    """CPU seconds a frame. Making up the changes is not counted; without `draw` there are none."""
    total = -time.process_time()
    for _ in range(frames):
        making = time.process_time()
        news = market.trade() if draw else market.nothing()
        total -= time.process_time() - making
        if draw:
            draw(*news)
        await asyncio.sleep(PACE)
    return (total + time.process_time()) / frames
