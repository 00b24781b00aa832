"""A connection that others can read is marked wherever the environment is told, at every size, until it is over."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import futu_tui.tui.screens as screens
from futu_tui.tui.badge import EXPOSED
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.no_gateway import NoGatewayScreen
from futu_tui.tui.screens.trading_dialog import OfAccount
from tests.tui.conftest import still_time as still_time  # the same still market, for these tests too
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import MIDDLE, NARROW, StillTime
from tests.tui.test_no_gateway import Road

SIZES = ((160, 48), (120, 36), (80, 24), (60, 10), (20, 5))
"""Down to windows in which nothing else is shown any more."""
OPENS = ("b", "m", "x", "X", "u", "a", "l", "slash", "question_mark", "f", "colon")
"""Keys of the dashboard that open dialogs of every family."""
OPENED = {
    "TicketScreen", "ModifyScreen", "ConfirmScreen", "CancelAllScreen", "AccountScreen", "LadderScreen",
    "SearchScreen", "HelpScreen", "MoneyScreen", "ConsoleScreen",
}  # fmt: skip


async def test_it_stands_beside_the_environment_at_every_size(still_time: StillTime) -> None:
    app = DeskScene(still_time, real=True)
    async with app.showing(SIZES[0]) as person:
        assert EXPOSED not in app.text
        app.still.gateway.exposed = True
        for size in SIZES:
            await person.resize(size)
            app.frame()
            await person.settle()
            assert f" {EXPOSED} " in app.lines()[0], size
        app.still.gateway.exposed = False
        app.frame(1.0)
        await person.settle()
        assert EXPOSED not in app.text


@pytest.mark.parametrize(("real", "size"), [(False, MIDDLE), (True, NARROW)])
async def test_every_dialog_that_tells_the_environment_tells_it_too(
    still_time: StillTime, real: bool, size: tuple[int, int]
) -> None:
    app = DeskScene(still_time, real=real)
    app.still.gateway.exposed = True
    environment, seen = "REAL" if real else "SIMULATE", set()
    async with app.showing(size) as person:
        for key in OPENS:
            await person.press(key)
            if isinstance(app.screen, Dialog):
                seen.add(type(app.screen).__name__)
                badge = next(line for line in reversed(app.lines()) if environment in line)
                assert f" {EXPOSED} " in badge, app.screen
                app.screen.dismiss()
                await person.settle()
    in_hidden_panes = {"ModifyScreen", "ConfirmScreen"} if size == NARROW else set()
    assert seen == (OPENED | ({"UnlockScreen"} if real else set())) - in_hidden_panes


def test_no_dialog_draws_its_badges_by_itself() -> None:
    for each in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{each.name}")
    todo, own = [Dialog], set()
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        own |= {base for base in kind.__mro__ if "badge" in vars(base)}
    assert own == {Dialog, OfAccount}


async def test_it_stands_while_no_gateway_answers(still_time: StillTime) -> None:
    app = DeskScene(still_time)
    app.still.gateway.exposed = True
    road = Road()
    screen = NoGatewayScreen("10.0.0.5:22500", lambda: road.link, road.retry, road.use_paper)
    async with app.showing((80, 24)) as person:
        app.push_screen(screen)
        await person.settle()
        assert f" {EXPOSED} " in app.text
        assert "leave --insecure out" in app.text
        app.still.gateway.exposed = False
        screen.show()
        await person.settle()
        assert EXPOSED not in app.text
        assert "TLS is on: --tls-ca FILE" in app.text
