"""What the terminal shows after changes painted cell by cell is what a whole painting would show."""

from __future__ import annotations

import math
import random
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.drivers.headless_driver import HeadlessDriver
from textual.filter import Monochrome
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widgets import Label

from futu_tui.tui import compositor
from futu_tui.tui.compositor import CellScreen, CellsUpdate, FinishedLines, Piece, StackedScreen

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


class PanesApp(App[None]):
    ENABLE_COMMAND_PALETTE = False
    CSS = "Panes { layers: default above; } #cover { layer: above; offset: 3 2; display: none; }"

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
        return [[(cell.data, cell.fg, cell.bg, cell.bold) for cell in row] for row in rows]

    def text(self) -> list[str]:
        return ["".join(cell[0] for cell in row) for row in self.look()]


def whole(app: PanesApp) -> list[list[tuple[str, str, str, bool]]]:
    """The screen as a painting of all of it shows it on a terminal of its own."""
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        stream.feed(f"\x1b[{y + 1};1H{strip.render(app.console)}")
    return [
        [(cell.data, cell.fg, cell.bg, cell.bold) for cell in (screen.buffer[y][x] for x in range(SIZE[0]))]
        for y in range(SIZE[1])
    ]


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
async def sitting() -> AsyncIterator[Sitting]:
    app = PanesApp(driver_class=Wire)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        beginning = Sitting(app, pilot)
        await beginning.paint()
        yield beginning


async def test_only_the_cells_that_changed_are_sent() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.change(4, 2, "XYZ")
        right.change(1, 2, "Q")
        sent = await at.paint()
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent)
    assert shown == "XYZQ"


async def test_changes_stand_where_a_whole_painting_puts_them() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.change(0, 0, "12345678")
        left.change(9, 4, "end")
        right.change(3, 3, "mid")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "12345678" in at.sight.text()[2]


@pytest.mark.parametrize("seed", range(3))
async def test_any_changes_frame_by_frame_look_like_a_whole_painting(seed: int) -> None:
    dice = random.Random(seed)
    async with sitting() as at:
        for _ in range(25):
            for _ in range(dice.randrange(1, 12)):
                text = "".join(dice.choices("XYZ", k=dice.randrange(1, 4)))
                at.app.letters[dice.randrange(2)].change(dice.randrange(15), dice.randrange(5), text)
            await at.paint()
            assert at.sight.look() == whole(at.app)


async def test_a_border_and_a_cell_change_together() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.border_title = "New"
        right.change(2, 1, "x")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "New" in at.sight.text()[1]


async def test_what_covers_a_pane_stays_in_front_of_its_changes() -> None:
    async with sitting() as at:
        cover = at.app.screen.query_one("#cover")
        cover.display = True
        await at.paint()
        left, right = at.app.letters
        left.change(0, 0, "underneath")
        right.change(0, 0, "beside")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "cover" in at.sight.text()[2]
        assert "beside" in at.sight.text()[2]
        cover.display = False
        await at.paint()
        assert "underneath" in at.sight.text()[2]


async def test_filters_of_the_app_apply() -> None:
    """As with NO_COLOR."""
    async with sitting() as at:
        at.app._filters.append(Monochrome())
        left, _ = at.app.letters
        left.change(3, 3, "grey")
        sent = await at.paint()
        assert "grey" in at.sight.text()[5]
    assert "38;2;255;0;0" not in sent


async def test_a_widget_with_an_ordinary_look_is_painted_by_textual() -> None:
    async with sitting() as at:
        at.app.screen.query_one("#heading", Label).update("HEADING")
        at.app.letters[0].change(0, 0, "x")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert at.sight.text()[0].startswith("HEADING")


async def test_lines_are_asked_for_only_after_the_widget_could_prepare() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        before = left.prepared, right.prepared
        left.change(0, 0, "x")
        left.change(0, 3, "y")
        await at.paint()
        assert (left.prepared, right.prepared) == (before[0] + 1, before[1])


@pytest.mark.parametrize("dialog", [False, True])
async def test_what_a_slice_has_no_time_for_is_sent_by_the_next(
    dialog: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    slices: list[str] = []

    class Kept(CellsUpdate):
        def __init__(self, pieces: Iterable[Piece]) -> None:
            super().__init__(pieces)
            slices.append("".join(piece.strip.text for piece in self.pieces))

    monkeypatch.setattr(compositor, "CellsUpdate", Kept)
    monkeypatch.setattr(compositor, "SLICE", 0.0)
    async with sitting() as at:
        if dialog:
            await at.app.push_screen(Question("Send it?"))
            await at.paint()
        left, right = at.app.letters
        left.change(1, 0, "X")
        left.change(1, 1, "Y")
        right.change(1, 0, "Z")
        while await at.paint():
            pass
        assert at.sight.look() == whole(at.app)
    assert {"X", "Y", "Z"} <= set(slices)


@pytest.mark.parametrize("dialog", [False, True])
async def test_what_is_put_up_is_painted_though_its_place_was_asked_for_before(dialog: bool) -> None:
    """As a notice can be, when a list has just been scrolled and the focus moves."""
    async with sitting() as at:
        if dialog:
            await at.app.push_screen(Question("Send it?"))
            await at.paint()
        screen = at.app.screen
        screen._compositor.reflow_visible(screen, screen.size)
        with at.app.batch_update():  # so that nothing is laid out in between
            await screen.mount(Label("a notice"))
            assert screen._compositor.full_map
        await at.paint()
        assert "a notice" in "\n".join(at.sight.text())
        assert at.sight.look() == whole(at.app)


async def test_nothing_changed_sends_nothing() -> None:
    async with sitting() as at:
        assert await at.paint() == ""


async def test_behind_a_dialog_only_the_cells_that_changed_are_sent() -> None:
    async with sitting() as at:
        await at.app.push_screen(Question("Send it?"))
        await at.paint()
        left, right = at.app.letters
        for letter in "XYZ":  # what changed before is not sent again
            left.change(4, 1, letter)
            right.change(1, 4, letter.lower())
            sent = await at.paint()
            assert re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent) == letter + letter.lower()


@pytest.mark.parametrize("seed", range(3))
async def test_behind_dialogs_changes_stand_in_their_shade(seed: int) -> None:
    dice = random.Random(seed)
    async with sitting() as at:
        for words in ("A long question, is it not?", "Sure?"):
            await at.app.push_screen(Question(words))
            await at.paint()
            for _ in range(12):
                for _ in range(dice.randrange(1, 12)):
                    text = "".join(dice.choices("XYZ", k=dice.randrange(1, 4)))
                    at.app.letters[dice.randrange(2)].change(dice.randrange(15), dice.randrange(5), text)
                await at.paint()
                assert at.sight.look() == whole(at.app)
        # Closed one by one, each leaves what was changed behind it.
        while len(at.app.screen_stack) > 1:
            at.app.pop_screen()
            await at.paint()
            assert at.sight.look() == whole(at.app)


async def test_where_colours_are_not_wanted_a_dialog_lays_none_over_what_changes_behind_it() -> None:
    async with sitting() as at:
        at.app.no_color = True
        await at.app.push_screen(Question("Send it?"))
        await at.paint()
        at.app.letters[0].change(4, 1, "X")
        assert "\x1b[37;40mX" in await at.paint()  # as it stands there without a dialog


async def test_a_dialog_in_the_middle_changes_without_all_being_sent_again() -> None:
    async with sitting() as at:
        middle = Question("A long question, is it not?")
        await at.app.push_screen(middle)
        await at.app.push_screen(Question("Sure?"))
        await at.paint()
        for words in ("B long question, is it not?", "C long question, is it not?"):
            middle.query_one(Label).update(words)
            sent = await at.paint()
            assert at.sight.look() == whole(at.app)
            assert len(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent)) <= SIZE[0] * 2
