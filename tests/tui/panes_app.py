"""An app of panes whose cells change, a terminal that watches it, and what a whole painting would show there."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pyte
import pytest
from pyte.screens import Char
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widgets import Label

from futu_tui.tui import compositor
from futu_tui.tui.cell_app import CellApp
from futu_tui.tui.compositor import CellScreen, FinishedLines, StackedScreen

SIZE = (40, 8)
BACKGROUND = Style(color="#d0d0d0", bgcolor="#101010")


@pytest.fixture(autouse=True)
def painted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that changed is one slice, however long it takes."""
    monkeypatch.setattr(compositor, "SLICE", math.inf)


class Wire(HeadlessDriver):
    """A driver that keeps what is sent and is drawn for in full."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = ""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.sent += data

    def take(self) -> str:
        sent, self.sent = self.sent, ""
        return sent


class Valve:
    """A writer to a terminal that takes what it is sent, or nothing while it is shut."""

    def __init__(self, wire: CellWire) -> None:
        self._wire = wire
        self._held = ""
        self._idle: Callable[[], None] | None = None
        self.shut = False
        self.taken = 0
        self.seconds = 0.0

    @property
    def busy(self) -> bool:
        return bool(self._held)

    def write(self, text: str, *, picture: bool = False) -> None:
        self._held += text
        if not self.shut:
            self.open()

    def call_when_idle(self, call: Callable[[], None]) -> None:
        self._idle = call

    def open(self) -> None:
        self.shut = False
        self._wire.sent, self._held = self._wire.sent + self._held, ""
        call, self._idle = self._idle, None
        if call is not None:
            call()


class CellWire(Wire):
    """A driver whose app sends by cells what differs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer = Valve(self)
        self._app.outlet.open(self.writer)  # type: ignore[attr-defined]


class Letters(FinishedLines):
    """Lines of letters that can be changed one by one; every third cell is in colour."""

    DEFAULT_CSS = "Letters { width: 1fr; height: 1fr; border: round red; }"

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.cells = [[letter] * SIZE[0] for _ in range(SIZE[1])]
        self.prepared = 0

    def prepare_lines(self) -> None:
        self.prepared += 1

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        bright = BACKGROUND + Style(color="#ff0000", bold=True)
        segments = [
            Segment(cell, BACKGROUND if x % 3 else bright) for x, cell in enumerate(self.cells[y][:width])
        ]
        return Strip(segments, width)

    def change(self, x: int, y: int, text: str) -> None:
        for i, letter in enumerate(text):
            self.cells[y][x + i] = letter
        self.refresh(Region(x, y, len(text), 1))


class Panes(CellScreen):
    def compose(self) -> ComposeResult:
        yield Label("heading", id="heading")
        with Horizontal():
            yield Letters("a")
            yield Letters("b")
        yield Label("cover", id="cover")


class Question(StackedScreen, ModalScreen[None]):
    """A box over the panes."""

    DEFAULT_CSS = """
    Question { align: center middle; background: #203040 60%; }
    Question Label { background: #000000; }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Label(self._words)


class PanesApp(CellApp):
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Panes { layers: default above; }
    #cover { layer: above; offset: 3 2; display: none; }
    #rack { layer: above; dock: bottom; height: auto; visibility: hidden; }
    #rack Label { visibility: visible; }
    """

    def get_default_screen(self) -> Screen[None]:
        return Panes()

    @property
    def wire(self) -> Wire:
        assert isinstance(self._driver, Wire)
        return self._driver

    @property
    def letters(self) -> tuple[Letters, Letters]:
        left, right = self.screen_stack[0].query(Letters)
        return left, right


class Sight:
    """A terminal that was there from the beginning."""

    def __init__(self, app: PanesApp) -> None:
        self._app = app
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self._screen)

    def look(self) -> list[list[tuple[str, str, str, bool]]]:
        """Each cell of the screen with its colours, after what was sent since the last look."""
        self._stream.feed(self._app.wire.take())
        buffer = self._screen.buffer
        rows = ([buffer[y][x] for x in range(SIZE[0])] for y in range(SIZE[1]))
        return [[seen(cell) for cell in row] for row in rows]

    def text(self) -> list[str]:
        return ["".join(cell[0] for cell in row) for row in self.look()]


def seen(cell: Char) -> tuple[str, str, str, bool]:
    """What can be seen of a cell: of a blank neither the colour nor the weight of what would be written there."""
    blank = cell.data == " " and not cell.reverse
    return cell.data, "" if blank else cell.fg, cell.bg, cell.bold and not blank


def whole(app: PanesApp) -> list[list[tuple[str, str, str, bool]]]:
    """The screen as a painting of all of it shows it on a terminal of its own."""
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        stream.feed(f"\x1b[{y + 1};1H{strip.render(app.console)}")
    return [[seen(cell) for cell in (screen.buffer[y][x] for x in range(SIZE[0]))] for y in range(SIZE[1])]


class Sitting:
    """The app, its pilot, and the terminal that watched it from the beginning."""

    def __init__(self, app: PanesApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self.sight = Sight(app)

    async def paint(self) -> str:
        """Let everything due be painted; answers with what was sent."""
        await self._pilot.pause()
        for screen in self.app.screen_stack:
            screen._on_timer_update()
        sent = self.app.wire.sent
        self.sight.look()
        return sent


@asynccontextmanager
async def sitting(driver: type[Wire] = Wire) -> AsyncIterator[Sitting]:
    app = PanesApp(driver_class=driver)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        beginning = Sitting(app, pilot)
        await beginning.paint()
        yield beginning
