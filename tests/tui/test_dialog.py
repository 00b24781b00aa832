"""Dialogs close themselves and nothing else, whenever and however often they are told to."""

from __future__ import annotations

from weakref import ref

from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.color import Color
from textual.widgets import Static

from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.styles_cache import forget_widgets
from tests.tui.scene import MIDDLE, SceneApp, StillTime


class Box(Dialog[str]):
    shown = 0
    """How often it was drawn anew."""

    def contents(self) -> ComposeResult:
        yield Static("a box")

    def show(self) -> None:
        self.shown += 1
        super().show()


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


async def test_work_that_fails_beside_a_dialog_is_told_and_ends_nothing(still_time: StillTime) -> None:
    async def work() -> None:
        raise RuntimeError("no [such] thing")

    app = SceneApp(still_time)
    async with app.showing(MIDDLE) as person:
        box = Box("Box")
        await app.push_screen(box)
        box.run_worker(work())
        app.dashboard.run_worker(work())
        await person.until(lambda: len(app._notifications) == 2)
        assert all("no [such] thing" in note.message for note in app._notifications)
        assert app.screen is box


async def test_one_that_is_open_shows_the_theme_and_no_signal_keeps_it_when_it_is_closed(
    still_time: StillTime,
) -> None:
    app = SceneApp(still_time)
    async with app.showing(MIDDLE) as person:
        box = Box("Box")
        await app.push_screen(box)
        await person.settle()
        app.app_suspend_signal.subscribe(box, lambda _: box.dismiss())
        drawn = box.shown
        app.themes.put_on(app, "futu-light")
        await person.settle()
        assert box.shown == drawn + 1
        box.dismiss()
        await person.settle()
        signals = (app.theme_changed_signal, app.app_suspend_signal, app.app_resume_signal)
        assert {node for signal in signals for node in signal._subscriptions} <= {app}


def test_looks_of_a_widget_that_is_gone_are_forgotten() -> None:
    forget_widgets()
    looks = StylesCache()
    red, blue = Color(200, 0, 0), Color(0, 0, 200, 0.5)
    inner, outer = looks.get_inner_outer(red, blue)
    assert (inner.background, outer.background) == (red + blue, red)
    kept = ref(looks)
    del looks
    assert kept() is None
