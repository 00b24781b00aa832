"""What the protocol console looks like, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.protocol import PROTOCOLS
from futu_tui.tui.screens.console_request import ConsoleRequestScreen
from tests.tui.console_scene import ConsoleScene, bars, orders
from tests.tui.scene import MIDDLE, NARROW, WIDE, Person, StillTime

Befall = Callable[[ConsoleScene, Person], Awaitable[None]]
Picture = Callable[[tuple[int, int], Befall], bool]


@pytest.fixture
def picture(
    snap_compare: Callable[..., bool], still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> Picture:
    for module in ("console.asking", "screens.console_sending"):
        monkeypatch.setattr(f"futu_tui.tui.{module}.time", still_time)

    def compare(size: tuple[int, int], befall: Befall) -> bool:
        app = ConsoleScene(still_time)
        app.gateway.answers = {2201: orders(), 3103: bars(5_000)}

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            app.frame()
            await befall(app, person)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await person.settle()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


def test_the_list_of_protocols(picture: Picture) -> None:
    async def look(app: ConsoleScene, person: Person) -> None:
        app.console_memory.toggle_favourite(PROTOCOLS[3203])
        app.console_memory.note(PROTOCOLS[3103], {})
        await person.press(":")

    assert picture(MIDDLE, look)


def test_a_form_with_a_mistake_a_value_being_typed_and_an_answer_beside_it(picture: Picture) -> None:
    async def write(app: ConsoleScene, person: Person) -> None:
        await person.press(":", *"2201", "enter", "s", "tab")
        assert isinstance(app.screen, ConsoleRequestScreen)
        app.screen.go_to_field("filterConditions")
        await person.press("enter", "j", "a", *"00700", "enter")
        app.screen.go_to_field("filterConditions.beginTime")
        await person.press("enter", *"23.11.2026", "enter")
        app.screen.go_to_field("filterStatusList")
        await person.press("enter", *"part")

    assert picture(WIDE, write)


def test_a_long_answer_as_a_table_that_is_searched(picture: Picture) -> None:
    async def look(app: ConsoleScene, person: Person) -> None:
        await person.press(":", *"3103", "enter", "ctrl+t")
        assert isinstance(app.screen, ConsoleRequestScreen)
        days = {"beginTime": "2026-01-01", "endTime": "2026-11-01"}
        fields = {"rehabType": 1, "klType": 2, "security": "HK.00700", **days}
        app.screen.editor.text = json.dumps(fields)
        await person.press("ctrl+t", "s", "T", "o", "o", "o", "/", *"509.0", "enter", "n")

    assert picture(NARROW, look)
