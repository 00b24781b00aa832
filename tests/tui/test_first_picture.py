"""What a start shows first: quotes where the gateway has them at once, and the empty panes where it does not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from futu_tui.config import Settings
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import qot_update_basic_qot_pb2 as update
from futu_tui.tui import app as app_module
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from tests.tui.keyboard import key_event
from tests.tui.panes_app import Wire
from tests.unit.market.wire import TENCENT, basic, push

SIZE = (160, 48)
PATIENCE = 15.0
"""Seconds after which a picture will not come."""
LONG = 4 * PATIENCE


class Start:
    """The program as it starts before a gateway that takes connections and says nothing."""

    def __init__(self, target: str) -> None:
        self.app = FutuApp(
            Settings(),
            open_gateway=OpenD,
            target=target,
            themes=Themes.load(),
            keymap=Keymap(),
            watchlists=Watchlists(None, [Group("Core", [TENCENT])]),
        )
        self.app.driver_class = Wire

    @property
    def painted(self) -> str:
        """All that was painted so far, without its colours and places."""
        driver = self.app._driver
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", driver.sent) if isinstance(driver, Wire) else ""

    async def picture(self) -> str:
        """The first picture."""
        async with asyncio.timeout(PATIENCE):
            while "Watchlist" not in self.painted:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.005)
        return self.painted


@pytest.fixture
async def silent_gateway() -> AsyncIterator[str]:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    yield f"{host}:{port}"
    server.close()


@asynccontextmanager
async def starting(target: str) -> AsyncIterator[Start]:
    start = Start(target)
    async with start.app.run_test(headless=False, size=SIZE):
        yield start


async def test_the_first_picture_has_the_first_quotes(
    silent_gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "FIRST_QUOTES", LONG)
    async with starting(silent_gateway) as start:
        await asyncio.sleep(0.05)
        assert "Watchlist" not in start.painted
        quotes = update.S2C(basicQotList=[basic(last=512.5)])
        start.app.store.router.push(push(ProtoId.QOT_UPDATE_BASIC_QOT, quotes))
        assert "512.5" in await start.picture()


async def test_a_gateway_that_says_nothing_holds_no_picture_back(silent_gateway: str) -> None:
    async with starting(silent_gateway) as start:
        assert f"Waiting for {silent_gateway}" in await start.picture()


async def test_a_key_holds_no_picture_back_either(
    silent_gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "FIRST_QUOTES", LONG)
    async with starting(silent_gateway) as start:
        start.app.post_message(key_event("down"))
        await start.picture()


async def test_a_refused_connection_is_told_with_the_first_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "FIRST_QUOTES", LONG)
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with starting(f"127.0.0.1:{port}") as start, asyncio.timeout(PATIENCE):
        while f"No gateway at 127.0.0.1:{port}" not in start.painted:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)
