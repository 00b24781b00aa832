"""What the screens look like, as pictures in `__snapshots__`.

After a change that is meant to be seen, look at the report that the failing test writes, then accept the new pictures
with `pytest tests/tui/test_snapshots.py --snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.feed import Notice
from futu_tui.opend import LinkState, Want
from futu_tui.opend.errors import Limited, NoScope, Unreachable
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.no_gateway import NoGatewayScreen
from tests.tui.scene import (
    MIDDLE,
    MOUTAI,
    NARROW,
    NVIDIA,
    REAL_ID,
    START,
    TARGET,
    TOO_SMALL,
    WALL,
    WIDE,
    Person,
    SceneApp,
    StillTime,
    evening,
    gateway_state,
    history_quota,
    market_states,
)  # fmt: skip

SETTLED = 1.0
"""Seconds after which flashes are over."""

Befall = Callable[[SceneApp], None]
Picture = Callable[..., bool]


@pytest.fixture
def picture(snap_compare: Callable[..., bool], still_time: StillTime) -> Picture:
    """Whether the program looks as it did: `assert picture(MIDDLE, "z", befall=lost)`."""

    def compare(size: tuple[int, int], *press: str, befall: Befall | None = None, **scene: Any) -> bool:
        app = SceneApp(still_time, **scene)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            app.frame()
            if befall is not None:
                befall(app)
                app.frame()
            await person.settle()
            await person.press(*press)
            app.frame(SETTLED)
            if isinstance(app.screen, Dialog | NoGatewayScreen):
                app.screen.show()  # at the time of the picture, whenever its timer last went off
            await person.settle()
            for field in app.screen.query(Input):
                field.cursor_blink = False
            if isinstance(app.screen, CommandPalette):
                await person.until(lambda: bool(app.screen.query_one(CommandList).option_count))

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


# Sizes


def test_all_six_panes_at_160_columns(picture: Picture) -> None:
    assert picture(WIDE)


def test_all_six_panes_at_120_columns(picture: Picture) -> None:
    assert picture(MIDDLE)


@pytest.mark.parametrize("number", "12456")
def test_one_pane_in_tabs_at_80_columns(picture: Picture, number: str) -> None:
    assert picture(NARROW, number)


@pytest.mark.parametrize("number", "124")
def test_a_pane_maximised(picture: Picture, number: str) -> None:
    assert picture(MIDDLE, number, "z")


def test_a_window_too_small(picture: Picture) -> None:
    assert picture(TOO_SMALL)


# What befalls it


def connecting(app: SceneApp) -> None:
    app.still.forget_everything(LinkState.CONNECTING, app.now)


def lost(app: SceneApp) -> None:
    error = Unreachable(f"the connection to {TARGET} broke", "Check that it is still running.")
    app.still.lose(app.now, retry_in=15.0, error=error)
    app.frame(12)


def restoring(app: SceneApp) -> None:
    lost(app)
    app.still.link(LinkState.UP, app.now)
    app.still.health.restoring = True


def silent(app: SceneApp) -> None:
    app.still.health.silent_since = app.now
    app.store.mark_stale(app.now)
    app.frame(7)


def no_account_scope(app: SceneApp) -> None:
    refusal = NoScope(
        "the API key does not allow 2001 TRD_GET_ACC_LIST (scope acc:read is missing)",
        "It takes a key with the scope acc:read; a key may also be bound to markets, symbols, sides, accounts "
        "or hours.",
        scope="acc:read",
    )
    app.still.account_sync.refusal = str(refusal)


def real_money(app: SceneApp) -> None:
    app.accounts.open(app.accounts.portfolios[REAL_ID].account)


def quota_exceeded(app: SceneApp) -> None:
    app.still.subscriptions.used = app.still.subscriptions.quota = 20
    app.still.subscriptions.unmet = frozenset({Want(NVIDIA, qot.SubType_RT), Want(MOUTAI, qot.SubType_RT)})
    app.still.gateway.waiting = [(PROTOCOLS[ProtoId.QOT_REQUEST_HISTORY_KL], 4.2)]


def before_the_us_opens(app: SceneApp) -> None:
    app.clock.wall = WALL + 11 * 3600
    evening(app.store)
    app.dashboard.make_current(NVIDIA)


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_before_the_first_answer(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(size, befall=connecting, market=False, accounts=False)


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_the_link_is_lost(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(size, befall=lost)


@pytest.mark.parametrize(
    "befall", [restoring, silent, real_money, quota_exceeded, before_the_us_opens], ids=lambda f: f.__name__
)
def test_state(picture: Picture, befall: Befall) -> None:
    assert picture(MIDDLE, befall=befall)


def test_a_key_that_may_not_see_accounts(picture: Picture) -> None:
    assert picture(MIDDLE, befall=no_account_scope, accounts=False)


def test_real_money_in_tabs(picture: Picture) -> None:
    assert picture(NARROW, "5", befall=real_money)


# Dialogs


def test_search_finds_chinese_names(picture: Picture) -> None:
    assert picture(MIDDLE, "/", "腾", "讯")


def test_search_in_a_small_window(picture: Picture) -> None:
    assert picture(NARROW, "/", "7")


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_help(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(size, "4", "?")


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_gateway(picture: Picture, size: tuple[int, int]) -> None:
    def noticed(app: SceneApp) -> None:
        quota_exceeded(app)
        limit = Limited("the gateway's limit for 3103 QOT_REQUEST_HISTORY_KL is used up", retry_after=30.0)
        app.still.notices.append(Notice(str(limit), WALL - 61))
        app.still.subscriptions.refused = {Want(NVIDIA, qot.SubType_OrderBook): "No permission for US depth"}
        app.store.bad_bodies[3013] = 2
        app.store.router.received, app.store.router.overtaken = 2_385_684, 714_022
        app.still.gateway.answers = {1002: gateway_state(), 3223: market_states}

    assert picture(size, "I", befall=noticed)


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_export_of_bars(picture: Picture, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(app: SceneApp) -> None:
        app.still.gateway.answers = {3104: history_quota}

    monkeypatch.setattr("futu_tui.tui.screens.history_export.Path.cwd", lambda: Path("/home/trader"))
    assert picture(size, ".", "e", "right", befall=counted)


def test_accounts_ask_twice_before_real_money(picture: Picture) -> None:
    assert picture(MIDDLE, "a", "down", "enter")


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_no_gateway(picture: Picture, size: tuple[int, int]) -> None:
    def refused(app: SceneApp) -> None:
        app.still.forget_everything(LinkState.DOWN, app.now)
        error = Unreachable(
            f"nothing listens on {TARGET}",
            "Start the gateway there, or name another with --target HOST:PORT.",
        )
        app.still.link(LinkState.DOWN, START, error=error, attempt=3, retry_in=6.0)

    assert picture(size, befall=refused, market=False, accounts=False)


def test_the_command_palette(picture: Picture) -> None:
    assert picture(MIDDLE, "ctrl+p")


# Colours


@pytest.mark.parametrize("theme", ["amber", "ansi", "colour-blind", "futu-light", "high-contrast"])
def test_theme(picture: Picture, theme: str) -> None:
    assert picture(MIDDLE, theme=theme)


def test_red_is_up(picture: Picture) -> None:
    assert picture(MIDDLE, up="red")
