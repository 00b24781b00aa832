"""Dialogs close themselves and nothing else, whenever and however often they are told to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from futu_tui.tui.screens.dialog import Dialog
from tests.tui.scene import MIDDLE, SceneApp, StillTime


class Box(Dialog[str]):
    def contents(self) -> ComposeResult:
        yield Static("a box")


async def test_one_that_is_closed_twice_leaves_what_is_behind_it(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    answers: list[str | None] = []
    async with app.showing(MIDDLE) as person:
        box = Box("Box")
        await app.push_screen(box, answers.append)
        box.dismiss("sent")
        box.dismiss("an answer that came late")
        await person.settle()
        assert app.screen is app.dashboard
        assert answers == ["sent"]


async def test_one_that_ends_behind_another_waits_until_that_has_gone(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    answers: list[str | None] = []
    async with app.showing(MIDDLE) as person:
        below, above = Box("Below"), Box("Above")
        await app.push_screen(below, answers.append)
        await app.push_screen(above)
        below.dismiss("sent")
        await person.settle()
        assert app.screen is above
        assert answers == []
        await person.press("escape")
        assert app.screen is app.dashboard
        assert answers == ["sent"]
