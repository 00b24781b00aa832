"""CPU of a frame in which 10 of 40 rows changed: the watchlist against the same table as a Textual DataTable.

Each draws the same cells of the same rows: five figures of each row that changed, in ten columns. What is measured is
all that the process does for a frame, from the change to the escape sequences, and later the end of its flashes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from futu_tui.market import Changes, Store
from futu_tui.protocol import Security
from futu_tui.trading import Accounts
from futu_tui.tui.compositor import CellScreen
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from futu_tui.tui.widgets.watchlist import Watchlist
from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.scene import OPENING, SYMBOLS, Scene
from tests.benchmarks.screenless import NullDriver

GOAL = 0.1
ROWS, CHANGED = 40, 10
SIZE = (140, ROWS + 4)
PACE = 0.1
"""Seconds from one frame to the next: room for the slower of the two to finish each."""
FRAMES, QUICK_FRAMES = 60, 20
ROUNDS, QUICK_ROUNDS = 5, 2
FIELDS = {"last", "volume", "turnover"}
"""What changes of a quote; it moves five cells."""


class Rows(App[None]):
    """Forty securities in a table that fills the screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(driver_class=NullDriver)
        self.store = Store()
        self.scene = Scene()
        self.securities = [Security.parse(symbol) for symbol in SYMBOLS[:ROWS]]
        self.move(self.securities)

    def move(self, securities: list[Security]) -> Changes:
        """These trade once more."""
        for security in securities:
            stock = self.scene.stocks[security]
            stock.trade(stock.price + random.choice((-1, 1)), 12_300)
        self.store.apply_basic([self.scene.stocks[security].basic(OPENING) for security in securities])
        return self.store.drain(time.monotonic())

    def frame(self, moved: list[Security], changes: Changes) -> None:
        """Show what changed."""
        raise NotImplementedError


class WatchlistRows(Rows):
    """In this program's own widget, painted as the dashboard paints it."""

    def __init__(self) -> None:
        self.themes = Themes.load(Path("no-such-folder"), "green")
        self.keymap = Keymap({})
        super().__init__()
        self.watchlist = Watchlist(
            self.store, Accounts(), watchlists=Watchlists(None, [Group("All", self.securities)])
        )

    def get_default_screen(self) -> CellScreen:
        return CellScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield self.watchlist

    def on_mount(self) -> None:
        self.themes.install(self, "futu-dark")

    def frame(self, moved: list[Security], changes: Changes) -> None:
        now = time.monotonic()
        self.watchlist.apply_changes(changes, now)
        self.watchlist.tick(now)


class DataTableRows(Rows):
    """In Textual's table."""

    COLUMNS = ("Code", "Name", "Last", "Chg", "Chg%", "Bid", "Ask", "Vol", "Turnover", "Day")

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.table
        for column in self.COLUMNS:
            table.add_column(column, key=column)
        for security in self.securities:
            quote = self.store.quotes[security]
            cells = self.cells(security)
            row = (
                str(security),
                quote.name,
                *list(cells.values())[:3],
                "-",
                "-",
                *list(cells.values())[3:],
                "",
            )
            table.add_row(*row, key=security.key)

    @property
    def table(self) -> DataTable[str]:
        return self.query_one(DataTable)

    def cells(self, security: Security) -> dict[str, str]:
        """The moving cells of a row."""
        quote = self.store.quotes[security]
        return {
            "Last": f"{quote.last:,.1f}",
            "Chg": f"{quote.change:+,.1f}",
            "Chg%": f"{quote.change_pct:+.2f}",
            "Vol": f"{quote.volume / 1e6:.3f}M",
            "Turnover": f"{quote.turnover / 1e6:.2f}M",
        }

    def frame(self, moved: list[Security], changes: Changes) -> None:
        table = self.table
        for security in moved:
            for column, text in self.cells(security).items():
                table.update_cell(security.key, column, text)


async def cpu_of_a_frame(app: Rows, frames: int) -> tuple[float, int]:
    """CPU seconds that a frame costs beyond an idle screen, and characters sent for it."""
    running = asyncio.create_task(app.run_async(size=SIZE))
    await asyncio.sleep(1.5)
    driver = app._driver
    assert isinstance(driver, NullDriver)
    idle = await spent(app, 10, 0)
    drawn = driver.written
    busy = await spent(app, frames, CHANGED)
    drawn = driver.written - drawn
    app.exit()
    await running
    return busy - idle, drawn // frames


async def spent(app: Rows, frames: int, changed: int) -> float:
    """CPU seconds a frame, of so many in which so many rows change. Making up the changes is not counted."""
    total = -time.process_time()
    for _ in range(frames):
        making = time.process_time()
        moved = random.sample(app.securities, changed)
        changes = app.move(moved) if moved else None
        total -= time.process_time() - making
        if changes is not None:
            app.frame(moved, changes)
        await asyncio.sleep(PACE)
    return (total + time.process_time()) / frames


def measure(quick: bool) -> Iterator[Figure]:
    frames = QUICK_FRAMES if quick else FRAMES
    ours, theirs = [], []
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        ours.append(asyncio.run(cpu_of_a_frame(WatchlistRows(), frames)))
        theirs.append(asyncio.run(cpu_of_a_frame(DataTableRows(), frames)))
    yield Figure(
        "frame", f"CPU of a frame, {CHANGED} of {ROWS} rows changed, against DataTable", "ms",
        Samples([seconds * 1e3 for seconds, _ in ours]),
        Samples([seconds * 1e3 for seconds, _ in theirs]),
        goal=GOAL, note=f"{ours[-1][1]:,} characters sent against {theirs[-1][1]:,}",
    )  # fmt: skip
