"""The forty rows in this program's own watchlist, painted as the dashboard paints it."""

from __future__ import annotations

import time
from contextvars import Context, copy_context
from pathlib import Path

from textual.app import ComposeResult
from textual.driver import Driver

from futu_tui.market import Changes
from futu_tui.trading import Accounts
from futu_tui.tui.cell_app import CellApp
from futu_tui.tui.compositor import CellScreen
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import DEFAULT_THEME, Themes
from futu_tui.tui.watchlists import Group, Watchlists
from futu_tui.tui.widgets.watchlist import Watchlist
from tests.benchmarks.rows_market import RowsMarket


class WatchlistRows(CellApp):
    """The watchlist of these rows, on the whole screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, market: RowsMarket, driver: type[Driver] | None = None) -> None:
        """Without a driver it is shown in the terminal at hand."""
        self.themes = Themes.load(Path("no-such-folder"), "green")
        self.keymap = Keymap({})
        super().__init__(driver_class=driver)
        self.context = Context()
        """What frames of the program run in: one of its tasks draws them."""
        self.market = market
        groups = Watchlists(None, [Group("All", market.securities)])
        self.watchlist = Watchlist(market.store, Accounts(), watchlists=groups)

    def get_default_screen(self) -> CellScreen:
        return CellScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield self.watchlist

    def on_mount(self) -> None:
        self.themes.install(self, DEFAULT_THEME)
        self.context = copy_context()

    def frame(self, changes: Changes) -> None:
        """Show what changed."""
        now = time.monotonic()
        self.watchlist.apply_changes(changes, now)
        self.watchlist.tick(now)
