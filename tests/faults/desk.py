"""The program in this process, on a gateway that is one of its own, with a person at its keys."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from futu_tui.config import Settings
from futu_tui.opend import OpenD
from futu_tui.protocol import Security
from futu_tui.trading.acts import Entry
from futu_tui.trading.journal import FILE_NAME as JOURNAL
from futu_tui.trading.journal import Journal
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import FILE_NAME as WATCHLISTS
from futu_tui.tui.watchlists import Group, Watchlists
from tests.tui.keyboard import key_event, quiet

PATIENCE = 20.0


class Desk:
    """What a person does and sees."""

    def __init__(self, app: FutuApp, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.longest_stop = 0.0
        """Seconds for which the loop stood still, at most."""

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(key_event(key))
            await quiet(self.app)

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(
                f"{what or 'it'} never came; told was {self.told} on\n{self.picture}"
            ) from None

    async def sees(self, text: str) -> None:
        """Wait until the person is told this."""
        await self.until(lambda: any(text in each for each in self.told), repr(text))

    @property
    def told(self) -> list[str]:
        """The notices on the screen."""
        return [f"{notice.title}: {notice.message}" for notice in self.app._notifications]

    def forget(self) -> None:
        """The person takes the notices away."""
        self.app.clear_notifications()

    @property
    def picture(self) -> str:
        """All of the screen, whatever is open."""
        update = self.app.screen._compositor.render_full_update()
        return "\n".join("".join(strip.text for strip in line) for line in update.strips)

    @property
    def head(self) -> str:
        """The first line of the screen."""
        return self._line("#header")

    @property
    def foot(self) -> str:
        return self._line("#footer")

    def _line(self, selector: str) -> str:
        widget = self.app.dashboard.query_one(selector)
        return "".join(strip.text for strip in widget.render_lines(widget.size.region))

    async def order(self, *, sent: bool = True) -> None:
        """Buy a lot of Tencent, as the ticket begins; with real money it asks once more.

        Where it is sent, that is over when its ticket has closed: keys before that would go to the ticket.
        """
        await self.press("b")
        await self.until(lambda: isinstance(self.app.screen, TicketScreen), "the ticket")
        ticket = self.app.screen
        await self.press("enter")
        if self.app.acts.asks(self.app.accounts.current.account):  # type: ignore[union-attr]
            await self.until(lambda: isinstance(self.app.screen, ConfirmScreen), "the question")
            await self.press("enter")
        if sent:
            await self.until(lambda: ticket not in self.app.screen_stack, "the outcome")

    def acts(self) -> list[Entry]:
        """What the journal has, as another program reads it."""
        journal = Journal.open(self.folder / JOURNAL, read_only=True)
        try:
            return journal.entries()
        finally:
            journal.close()

    @property
    def orders(self) -> list[int]:
        """The ids of the orders that the account has."""
        portfolio = self.app.accounts.current
        return sorted(portfolio.orders) if portfolio else []

    async def _watch(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.02)
            self.longest_stop = max(self.longest_stop, time.monotonic() - before - 0.02)


@asynccontextmanager
async def at_desk(target: str, folder: Path, **sections: object) -> AsyncIterator[Desk]:
    """Everything that the program keeps lies in `folder`; it is live when this begins."""
    settings = msgspec.convert({"trading": {"confirm_in_simulate": False}, **sections}, Settings)
    lists = Watchlists.load(folder / WATCHLISTS)
    if not (folder / WATCHLISTS).exists():
        lists = Watchlists(folder / WATCHLISTS, [Group("Core", [Security.parse("HK.00700")])])
    app = FutuApp(
        settings,
        open_gateway=OpenD,
        target=target,
        themes=Themes.load(),
        keymap=Keymap(),
        watchlists=lists,
        config_file=folder / "config.toml",
        data=folder,
        bars=folder / "bars.sqlite",
        equity=folder / "equity.sqlite",
    )
    async with app.run_test(size=(160, 48)):
        desk = Desk(app, folder)
        await desk.until(lambda: "all data live" in desk.foot, "live data")
        await desk.until(lambda: desk.orders, "the account's orders")
        watching = asyncio.create_task(desk._watch())
        try:
            yield desk
        finally:
            watching.cancel()
