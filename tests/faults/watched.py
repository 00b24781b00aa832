"""The program on a changing gateway before a real paper gateway, with everything that it writes kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from rich.cells import cell_len, get_character_cell_size
from textual.widget import Widget

from futu_tui.config import Settings
from futu_tui.opend import OpenD
from futu_tui.trading import Accounts, Portfolio
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.screens.dashboard import unread
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from tests.faults.changing_gateway import ChangingGateway
from tests.tui.keyboard import key_event
from tests.tui.panes_app import Wire

PATIENCE = 15.0
"""Seconds after which what is waited for will not come."""
SIZE = (160, 48)
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]22;[a-z]*\x07|\n")
"""What the program itself sends between letters: colours, places, the pointer's shape, and ends of whole lines."""
_TIMES = re.compile(r"\d\d:\d\d(?::\d\d)?|\d+ (?:ms|s|min)\b|[\d,.]+ (?:ev/s|fps)|\d+ unread")


class Watched:
    """The program, the gateway that it follows, and what a person sees."""

    def __init__(self, gateway: ChangingGateway, groups: list[Group]) -> None:
        self.gateway = gateway
        self.app = FutuApp(
            msgspec.convert({"display": {"alert_bell": False}}, Settings),
            open_gateway=OpenD,
            target=gateway.target,
            themes=Themes.load(),
            keymap=Keymap(),
            watchlists=Watchlists(None, groups),
        )
        self.app.animation_level = "none"
        self.app.driver_class = Wire
        self._drawn = 0
        frame = self.app._frame

        def counted(now: float) -> Iterator[None]:
            yield from frame(now)
            self._drawn += 1

        self.app.frame_clock._draw = counted
        self._over = asyncio.Event()
        self._up = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run it beside the tests, until `stop`."""
        self._running = asyncio.create_task(self._run())
        await self.until(lambda: self._up.is_set() or (self._running is not None and self._running.done()))
        if self._running.done():
            self._running.result()

    async def stop(self) -> None:
        self._over.set()
        assert self._running is not None
        await self._running

    async def _run(self) -> None:
        async with self.app.run_test(headless=False, size=SIZE) as pilot:
            await pilot.pause()
            self._up.set()
            await self._over.wait()

    # What befalls it

    async def until(self, so: Callable[[], object], what: str = "") -> None:
        """Let it run until something is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not so():  # noqa: ASYNC110 - anything may make it so
                    await asyncio.sleep(0.005)
        except TimeoutError:
            seen = "\n".join([self.text, *self.notices[-5:]]) if self._up.is_set() else ""
            raise AssertionError(f"never {what or so}:\n{seen}") from None

    async def frames(self, count: int = 2) -> None:
        """Let so many frames pass."""
        drawn = self._drawn
        await self.until(lambda: self._drawn >= drawn + count)

    async def reread(self) -> None:
        """Have the account read anew: orders that only a push told of are gone."""
        assert self.app.feed is not None
        await self.app.feed.account_sync.read(self.portfolio)
        await self.frames()

    async def taken(self) -> None:
        """Let everything that the gateway said so far be read and drawn."""
        said = self.received
        while True:
            await self.app.feed.gateway.ping()  # type: ignore[union-attr]
            await self.frames()
            if said == (said := self.received):
                break
        await self.live()  # a machine that is busy elsewhere makes the link look silent for a moment

    async def live(self) -> None:
        """Until all data is live."""
        await self.until(lambda: "all data live" in self.text, "live")

    async def keys(self, *keys: str) -> None:
        """Press these, one after the other."""
        for key in keys:
            self.app.post_message(key_event(key))
            await self.frames(1)

    # What is seen

    @property
    def received(self) -> int:
        return self.app.store.router.received

    @property
    def accounts(self) -> Accounts:
        return self.app.accounts

    @property
    def portfolio(self) -> Portfolio:
        assert self.accounts.current is not None
        return self.accounts.current

    @property
    def unread(self) -> int:
        """As the status bar counts."""
        return unread(self.app.store, self.accounts)

    @property
    def notices(self) -> list[str]:
        """Everything the person was told."""
        feed = self.app.feed
        return [each.text for each in feed.notices] if feed is not None else []

    @property
    def told(self) -> str:
        """What stood in the toasts."""
        return "\n".join(each.message for each in self.app._notifications)

    def lines(self) -> list[str]:
        """What stands on the terminal, a text a line."""
        with self.app._context():
            strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    def pane(self, name: str) -> list[str]:
        """The lines of a pane by its title."""
        pane: Any = next(each for each in self.app.dashboard.panes if name == each.TITLE)
        widget: Widget = pane.widget
        region = widget.region
        return [_cells(line, region.x, region.right) for line in self.lines()[region.y : region.bottom]]

    def still(self) -> str:
        """What stands in all panes, without what moves by itself."""
        return "\n".join(_TIMES.sub("", line) for line in self.lines()[1:-1])

    def written(self) -> str:
        """The letters that went to the terminal since this was last asked, without the program's own controls."""
        assert isinstance(self.app._driver, Wire)
        return _CONTROLS.sub("", self.app._driver.take())

    def painting(self) -> str:
        """A whole painting as it goes to the terminal, without the program's own controls."""
        with self.app._context():
            update = self.app.screen._compositor.render_update(full=True)
            return _CONTROLS.sub("", update.render_segments(self.app.console))

    def is_aligned(self, *, panes: bool = True) -> bool:
        """Whether every line is as wide as the window, and the border of every pane stands where it should."""
        lines = self.lines()
        edges = [
            _cells(lines[y], x, x + 1) in "│╭╮╰╯"
            for pane in (self.app.dashboard.panes if panes else ())
            for region in (pane.widget.region,)
            for y in range(region.y, region.bottom)
            for x in (region.x, region.right - 1)
        ]
        return all(edges) and all(cell_len(line) == SIZE[0] for line in lines)


def acts_on_a_terminal(text: str) -> list[str]:
    """The letters of it that are no letters: controls, and those that turn or hide others."""
    return sorted({ascii(letter) for letter in text if not letter.isprintable()})


def _cells(line: str, start: int, end: int) -> str:
    """The part of a line between two columns of the terminal."""
    found, at = [], 0
    for letter in line:
        if start <= at < end:
            found.append(letter)
        at += get_character_cell_size(letter)
    return "".join(found)
