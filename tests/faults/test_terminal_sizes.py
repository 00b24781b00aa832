"""A terminal of any size, however small, on whatever screen: the program goes on, and says what it needs."""

from __future__ import annotations

from itertools import product

import pytest
from rich.console import Console
from textual.events import Resize
from textual.geometry import Size

from futu_tui.tui.terminal_cells import UNKNOWN
from tests.tui.conftest import still_time as still_time
from tests.tui.scene import Person, SceneApp, StillTime

SMALL = (30, 10)
ODD = ((1, 1), (1, 24), (80, 1), (2, 2), (7, 3), (79, 23), (80, 24))


def painted(app: SceneApp) -> list[str]:
    """The lines that are sent to the terminal when all of it is drawn."""
    width, height = app.size
    update = app.screen._compositor.render_full_update()
    assert update.render_segments(Console(width=width, height=height))
    return ["".join(strip.text for strip in line) for line in update.strips]


async def test_every_size_down_to_one_cell_is_drawn_and_the_whole_comes_back(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(pilot)
        await person.settle()
        whole = painted(app)
        for width, height in product(range(1, SMALL[0] + 1), range(1, SMALL[1] + 1)):
            app.post_message(Resize(Size(width, height), Size(width, height)))
            await person.until(lambda size=(width, height): app.screen._compositor.size == size)
            lines = painted(app)
            assert [len(line) for line in lines] == [width] * height
            list(app._frame(still_time.monotonic()))
        assert "80 x 24" in " ".join(lines), "it says which size it needs"
        await person.resize((80, 24))
        list(app._frame(still_time.monotonic()))
        await person.settle()
        assert painted(app) == whole


async def test_what_is_open_outlives_a_terminal_that_nearly_vanishes(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.run_test(size=(120, 36)) as pilot:
        person = Person(pilot)
        for key in "bl?/fM":
            await person.press(key)
            opened = app.screen
            for size in ODD:
                await person.resize(size)
                assert painted(app)
                list(app._frame(still_time.monotonic()))
            await person.resize((120, 36))
            assert app.screen is opened
            await person.press("escape")


async def test_a_size_that_is_gone_before_it_was_laid_out_leaves_no_cell_unpainted(
    still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.tui.thrift.SceneApp", type(None))  # this one is to be painted
    app = SceneApp(still_time)
    async with app.run_test(size=(120, 36)) as pilot:
        monkeypatch.setattr(app._driver, "writer", None, raising=False)  # as of a terminal that shows cells
        person = Person(pilot)
        await person.resize((132, 43))
        for width, height in ((80, 24), (132, 43)):
            await app.on_event(Resize(Size(width, height), Size(width, height)))
        await person.settle()
        cells = app.outlet.cells
        assert (cells.columns, cells.lines) == (132, 43)
        assert not [style for line in cells._styles for style in line if style == UNKNOWN]
