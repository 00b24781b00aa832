"""The export of bars on the screen: its form, its cost before it begins, its progress, and that it goes on unseen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from futu_tui.opend.errors import GatewayError, Refused
from futu_tui.protocol.pb import qot_request_history_kl_pb2
from futu_tui.tui.screens.history_export import HistoryExportScreen
from tests.tui.scene import ALIBABA, MIDDLE, SceneApp, StillTime, history_quota


def bars(asked: Any) -> Any:
    if asked["security"]["code"] == ALIBABA.code:
        return Refused("no quota is left", ret_type=-1, ret_msg="")
    line = {"time": "2026-11-20 00:00:00", "isBlank": False, "closePrice": 512.5, "volume": 100}
    return qot_request_history_kl_pb2.S2C(security=asked["security"], klList=[line])


@pytest.fixture
def app(still_time: StillTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SceneApp:
    monkeypatch.chdir(tmp_path)
    app = SceneApp(still_time)
    app.still.gateway.answers = {3104: history_quota, 3103: bars}
    return app


def told(app: SceneApp) -> str:
    return "\n".join(note.message for note in app._notifications)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


OPEN = ("full_stop", "e")


async def test_the_cost_is_told_before_anything_is_asked_for(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN)
        assert "Costs 0 of the history quota for 30 days; 12 are left of 13" in app.text
        await person.press("right")
        await person.press("shift+tab")
        assert (
            "Costs 13 of the history quota, and only 12 are left of 13: the rest will be refused" in app.text
        )
        assert "About 14 requests for 14 securities" in app.text
        assert 3103 not in [asked for asked, _ in app.still.gateway.asked]


async def test_a_quota_that_is_not_told_is_no_number(app: SceneApp) -> None:
    app.still.gateway.answers[3104] = GatewayError("not for this key")
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN)
        assert "the gateway does not tell what is used: not for this key" in app.text


async def test_what_is_wrong_stands_beside_its_field_and_nothing_begins(
    app: SceneApp, tmp_path: Path
) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN, "tab", *"nonsense", "enter")
        assert "Not yet" in app.text
        assert isinstance(app.screen, HistoryExportScreen)
        assert app.screen.export is None
        assert files_in(tmp_path) == []


async def test_it_writes_files_and_says_which_and_what_was_refused(app: SceneApp, tmp_path: Path) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN, "tab", *"HK.00700,HK.09988", "enter")
        assert isinstance(app.screen, HistoryExportScreen)
        await person.until(lambda: "1 file in" in app.text)
        (path,) = files_in(tmp_path)
        assert path.name in app.text
        assert "refused HK.09988: no quota is left" in app.text
        assert "2 of 2" in app.text
        assert "done: 1 securities, 1 bars" in told(app)
        await person.press("enter")
        assert "Costs 1 of the history quota" in app.text


async def test_it_goes_on_when_the_screen_is_closed_and_can_be_looked_at_again(
    app: SceneApp, tmp_path: Path
) -> None:
    hold = asyncio.Event()
    ask = app.still.gateway.request

    async def slowly(protocol: int, c2s: Any = None, **more: Any) -> Any:
        if protocol == 3103:
            await hold.wait()
        return await ask(protocol, c2s, **more)

    app.still.gateway.request = slowly  # type: ignore[method-assign]
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN, "enter", "escape")
        assert app.screen is app.dashboard
        await person.press(*OPEN)
        await person.until(lambda: "running" in app.text)
        await person.press("space")
        assert "paused" in app.text
        await person.press("space", "escape")
        hold.set()
        await person.until(lambda: "done: 1 securities, 1 bars" in told(app))
        assert len(files_in(tmp_path)) == 1


async def test_cancelled_it_ends(app: SceneApp, tmp_path: Path) -> None:
    hold = asyncio.Event()

    async def never(protocol: int, c2s: Any = None, **more: Any) -> Any:
        await hold.wait()
        page = bars(c2s)
        page.nextReqKey = b"more"
        return page

    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN)
        app.still.gateway.request = never  # type: ignore[method-assign]
        await person.press("enter", "x")
        hold.set()
        await person.until(lambda: "cancelled" in app.text)
        assert files_in(tmp_path) == []


async def test_parquet_without_its_library_says_what_to_do(
    app: SceneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN)
        assert isinstance(app.screen, HistoryExportScreen)
        app.screen.draft.parquet = True
        await person.press("enter")
        assert "pip install 'futu-tui[parquet]'" in app.text
        assert app.screen.export is None


async def test_times_are_asked_for_only_of_the_source_that_takes_them(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*OPEN, "tab", "tab", "left")
        assert "3101" in app.text
        assert "Times" in app.text
        assert "First day" not in app.text
        assert "write times like 2026-01-05 or" in app.text
        await person.press("right")
        assert "First day" in app.text
        assert "Times" not in app.text
