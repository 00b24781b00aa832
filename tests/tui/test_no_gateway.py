"""The screen that stands while no gateway answers."""

from __future__ import annotations

import asyncio
import time

import pytest
from msgspec.structs import replace

from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import (
    GatewayError,
    NoKey,
    NoScope,
    NotAGateway,
    NotServed,
    Unreachable,
    Untrusted,
)
from futu_tui.tui.screens.no_gateway import NoGatewayScreen
from tests.tui.shell_app import ShellApp

REFUSED = Unreachable("nothing answers on 127.0.0.1:22500", "Start the gateway there")


class Road:
    """A link to nowhere, and what the screen did about it."""

    def __init__(self, error: GatewayError | None = REFUSED) -> None:
        self.link = Link(LinkState.DOWN, time.monotonic(), error, attempt=3, retry_in=9.0)
        self.retries = 0
        self.paper = asyncio.Event()
        self.paper_error: Exception | None = None

    def retry(self) -> None:
        self.retries += 1
        self.link = replace(self.link, state=LinkState.CONNECTING, retry_in=None)

    async def use_paper(self) -> None:
        await self.paper.wait()
        if self.paper_error is not None:
            raise self.paper_error

    def screen(self) -> NoGatewayScreen:
        return NoGatewayScreen("127.0.0.1:22500", lambda: self.link, self.retry, self.use_paper)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_it_says_what_was_tried_why_it_failed_and_what_can_be_done(size: tuple[int, int]) -> None:
    app, road = ShellApp(), Road()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(road.screen())
        await pilot.pause()
        text = app.screen_text
        for words in (
            "No gateway at 127.0.0.1:22500",
            "3 tries: nothing answers on 127.0.0.1:22500",
            "Start the gateway there",
            "Is FutuOpenD running on that machine, and logged in?",
            "Next try in ",
            "r try now  p paper gateway  ? keys  q quit",
            "SIMULATE",
        ):
            assert words in text


@pytest.mark.parametrize(
    ("error", "first_check"),
    [
        (NoKey("no key was sent"), "Was a key given?"),
        (NoScope("the key allows no pushes"), "Which scopes has the key?"),
        (NotServed("it does not serve FutuOpenD"), "Does a FutuOpenD listen on this port"),
        (NotAGateway("it does not speak gRPC"), "Does a FutuOpenD listen on this port"),
        (Untrusted("its certificate has expired"), "Does --tls-ca FILE name the CA"),
    ],
)
async def test_what_to_check_follows_from_why_it_failed(error: GatewayError, first_check: str) -> None:
    app, road = ShellApp(), Road(error)
    async with app.run_test() as pilot:
        await app.push_screen(road.screen())
        await pilot.pause()
        assert f"· {first_check}" in app.screen_text


async def test_the_countdown_runs_and_a_key_tries_at_once() -> None:
    app, road = ShellApp(), Road()
    async with app.run_test() as pilot:
        await app.push_screen(road.screen())
        road.link = replace(road.link, since=time.monotonic() - 6.5)
        while not any(f"Next try in {left} s" in app.screen_text for left in range(4)):
            await pilot.pause(0.02)
        await pilot.press("r")
        await pilot.pause()
        assert road.retries == 1
        assert "Trying now …" in app.screen_text


async def test_it_goes_away_when_the_gateway_answers() -> None:
    app, road = ShellApp(), Road()
    async with app.run_test() as pilot:
        screen = road.screen()
        await app.push_screen(screen)
        road.link = Link(LinkState.UP, time.monotonic())
        while app.screen is screen:
            await pilot.pause(0.02)


async def test_the_paper_gateway_is_started_once_and_a_failure_told() -> None:
    app, road = ShellApp(), Road()
    road.paper_error = RuntimeError("The paper gateway ended with code 1.\nno port is free")
    async with app.run_test() as pilot:
        await app.push_screen(road.screen())
        await pilot.press("p", "p")
        await pilot.pause()
        assert "Starting the paper gateway …" in app.screen_text
        road.paper.set()
        while "no port is free" not in app.screen_text:
            await pilot.pause(0.02)
        assert "The paper gateway ended with code 1." in app.screen_text
