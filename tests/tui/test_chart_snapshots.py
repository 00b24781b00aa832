"""What the chart looks like, as pictures in `__snapshots__`; see test_snapshots for how to accept new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.tui.screens.dialog import Dialog
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import MIDDLE, NARROW, Person, StillTime

TALL = (160, 48)
SETTLED = 1.0

Picture = Callable[..., bool]


@pytest.fixture
def picture(snap_compare: Callable[..., bool], still_time: StillTime) -> Picture:
    """Whether the chart looks as it did: `assert picture(MIDDLE, "c", "left")`."""

    def compare(size: tuple[int, int], *press: str, **scene: Any) -> bool:
        app = DeskScene(still_time, **scene)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            app.frame()
            await person.settle()
            await person.press("4", *press)
            app.frame(SETTLED)
            if isinstance(app.screen, Dialog):
                app.screen.show()
            await person.settle()
            for field in app.screen.query(Input):
                field.cursor_blink = False

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


@pytest.mark.parametrize("size", [TALL, MIDDLE, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_crosshair_in_the_past(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(size, "c", "shift+left", "left")


@pytest.mark.parametrize("style", [0, 1, 2, 3], ids=["candles", "hollow", "bars", "line"])
def test_maximised_with_a_profile(picture: Picture, style: int) -> None:
    assert picture(MIDDLE, "z", "P", "+", *["p"] * style)


def test_bands_and_panels(picture: Picture) -> None:
    written = [*"boll 20 2", "down", *"macd", "down", *"rsi"]
    assert picture(TALL, "z", "o", *written, "enter")


def test_an_order_on_its_way(picture: Picture) -> None:
    assert picture(TALL, "N", "K", "K")


def test_the_form_of_indicators(picture: Picture) -> None:
    assert picture(NARROW, "o", *"bol 20")


def test_going_to_a_day(picture: Picture) -> None:
    assert picture(NARROW, "d", *"31-31", "enter")


@pytest.mark.parametrize("theme", ["futu-light", "ansi"])
def test_themes(picture: Picture, theme: str) -> None:
    assert picture(MIDDLE, "z", "c", "left", theme=theme)
