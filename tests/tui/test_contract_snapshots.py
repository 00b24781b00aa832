"""What the screens of options, warrants and futures look like, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.contract_data import warrant
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import MIDDLE, NARROW, Person, StillTime
from tests.tui.test_futures import tell_futures
from tests.tui.test_option_chain import tell_options
from tests.tui.test_warrants import ROWS, tell_warrants

SIZES = pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])


@pytest.fixture
def picture(
    snap_compare: Callable[..., bool], still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., bool]:
    monkeypatch.setattr("futu_tui.tui.broker_time.time", still_time)

    def compare(size: tuple[int, int], *press: str, tell: Callable[[DeskScene], None]) -> bool:
        app = DeskScene(still_time)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            tell(app)
            app.frame()
            await person.press("full_stop", press[0])
            await person.settle()
            app.frame()
            await person.press(*press[1:])
            app.frame(1.0)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await person.settle()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


def _many_warrants(app: DeskScene) -> None:
    bulls = [
        warrant(
            f"{53_000 + number}", 3, recoveryPrice=400.0 + number, strikePrice=393.0 + number, issuer=number
        )
        for number in range(1, 28)
    ]
    tell_warrants(app, [*ROWS, *bulls])


@SIZES
def test_an_option_chain_with_the_cursor_on_a_put(
    picture: Callable[..., bool], size: tuple[int, int]
) -> None:
    assert picture(size, "o", "j", "right", "right", tell=tell_options)


@SIZES
def test_warrants(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(size, "w", "j", tell=_many_warrants)


def test_what_to_look_for_among_warrants(picture: Callable[..., bool]) -> None:
    assert picture(NARROW, "w", "f", "tab", *"bull bare", tell=_many_warrants)


@SIZES
def test_futures(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(size, "u", "j", tell=tell_futures)
