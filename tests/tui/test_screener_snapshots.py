"""What the screener, its form, new issues and the calendar look like, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui import test_screener, test_trading_calendar
from tests.tui.scene import MIDDLE, NARROW, Person, SceneApp, StillTime

SIZES = pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
KEPT = ("full_stop", "s", "left", "enter")
"""To the first of the kept sets."""


@pytest.fixture
def picture(snap_compare: Callable[..., bool], still_time: StillTime) -> Callable[..., bool]:
    def compare(size: tuple[int, int], *press: str) -> bool:
        app = SceneApp(still_time)
        test_screener.answering(app)
        test_trading_calendar.answering(app)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            await person.press(*press)
            app.frame(1.0)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await person.settle()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


@SIZES
def test_matches_of_criteria(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(size, *KEPT, "space", "j")


def test_criteria_and_one_that_is_written_wrong(picture: Callable[..., bool]) -> None:
    assert picture(MIDDLE, *KEPT, "enter", "tab", *"5B")


@SIZES
def test_a_month(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(size, "full_stop", "c", "G", "k")


def test_new_issues_of_china(picture: Callable[..., bool]) -> None:
    assert picture(NARROW, "full_stop", "n", "right", "right")
