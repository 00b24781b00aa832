"""The program on the screen: one shared state, one feed, one frame clock, and the screens that show them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from futu_tui.feed import Feed
from futu_tui.market import Store
from futu_tui.opend import OpenD
from futu_tui.protocol import Security
from futu_tui.trading import Account, Accounts, TrdEnv
from futu_tui.tui.commands import KeymapCommands
from futu_tui.tui.frame import FrameClock
from futu_tui.tui.keymap import Keymap, bindings
from futu_tui.tui.screens.dashboard import DashboardScreen
from futu_tui.tui.theme import DEFAULT_THEME, Themes, css_variables

if TYPE_CHECKING:
    from futu_tui.config import Settings
    from futu_tui.tui.watchlists import Watchlists

FIRST_SECURITY = Security.parse("HK.00700")
"""What is current on a first start, before any list says otherwise."""


class FutuApp(App[None]):
    """The dashboard of one gateway."""

    TITLE = "futu-tui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {KeymapCommands}
    BINDINGS = bindings("app")
    CSS_PATH = None

    def __init__(
        self,
        settings: Settings,
        *,
        open_gateway: Callable[[str], OpenD],
        target: str,
        themes: Themes,
        keymap: Keymap,
        watchlists: Watchlists,
    ) -> None:
        """`open_gateway` makes a client of a target; it is called again when the person moves to another one."""
        self.themes = themes
        self.keymap = keymap
        super().__init__()
        self.settings = settings
        self.store = Store()
        self.accounts = Accounts()
        self.dashboard = DashboardScreen(self.store, self.accounts, watchlists, self._first_of(watchlists))
        self.frame_clock = FrameClock(
            self._frame, rate=settings.display.frame_rate, key_waiting=self._key_waiting
        )
        self.feed: Feed | None = None
        self._open_gateway = open_gateway
        self._target = target
        self._session: asyncio.Task[None] | None = None
        self._frames: asyncio.Task[None] | None = None

    @staticmethod
    def _first_of(watchlists: Watchlists) -> Security:
        rows = watchlists.groups[0].securities if watchlists.groups else []
        return rows[0] if rows else FIRST_SECURITY

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables(self.themes.palette(DEFAULT_THEME))

    async def on_mount(self) -> None:
        self.themes.install(self, self.settings.display.theme)
        self.set_keymap(self.keymap.overrides)
        self.theme_changed_signal.subscribe(self, lambda _: self.dashboard.reload())
        await self.push_screen(self.dashboard)
        self.connect(self._target)
        self._frames = asyncio.create_task(self.frame_clock.run(), name="frames")
        for problem in self.themes.problems:
            self.notify(problem, severity="warning", timeout=15)

    async def on_unmount(self) -> None:
        for task in (self._frames, self._session):
            if task is not None:
                task.cancel()
        if self._session is not None:
            await asyncio.wait([self._session], timeout=1.0)

    # The gateway

    def connect(self, target: str) -> None:
        """Leave the gateway in use, if any, and use this one."""
        if self._session is not None:
            self._session.cancel()
        self._target = target
        self._session = asyncio.create_task(self._run_session(target), name=f"session {target}")

    async def _run_session(self, target: str) -> None:
        environment = TrdEnv.REAL if self.settings.trading.environment == "real" else TrdEnv.SIMULATE
        async with self._open_gateway(target) as gateway:
            self.feed = Feed(
                gateway,
                self.store,
                self.accounts,
                environment=environment,
                preferred_account=self.settings.trading.account,
            )
            self.dashboard.attach(self.feed)
            await self.feed.run()

    def switch_account(self, account: Account) -> None:
        """Put another account in play."""
        if self.feed is not None:
            self.feed.switch_account(account)

    # Frames

    def _frame(self, now: float) -> None:
        if self.feed is None:
            return
        changes = self.feed.drain(now)
        self.dashboard.draw(changes, now)
        self._offer_help()

    def _key_waiting(self) -> bool:
        queue = self._message_queue
        return queue is not None and not queue.empty()
