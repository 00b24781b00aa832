"""The table of protocols walked by its keys: they are pressed against the paper gateway, which sees the requests.

One program and one gateway for the whole walk. Each leg goes from the dashboard to a screen and back.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from futu_tui.config import Settings
from futu_tui.opend import OpenD
from futu_tui.paper import server
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.protocol_keys import USES
from futu_tui.tui.screens.console_request import ConsoleRequestScreen
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from tests.foreign.test_every_protocol import REQUESTS
from tests.gateway.conftest import SYMBOLS, OpenPaper
from tests.gateway.conftest import open_paper as open_paper
from tests.tui.keyboard import key_event, quiet

PATIENCE = 15.0
"""Seconds after which a request will not come."""


class Leg(NamedTuple):
    """Keys from the dashboard on, and what the gateway must see while they are pressed."""

    keys: Sequence[str | int]
    """A number among them waits for the answer to that protocol."""
    seen: Collection[int]


class Walk:
    """The program on a paper gateway, with a count of what that was asked."""

    def __init__(self, app: FutuApp) -> None:
        self.app = app
        self.asked: Counter[int] = Counter()
        self._came = asyncio.Event()

    def note(self, proto_id: int) -> None:
        self.asked[proto_id] += 1
        self._came.set()

    async def press(self, *keys: str | int) -> None:
        before = Counter(self.asked)
        for key in keys:
            if isinstance(key, int):
                await self.sees({key}, before)
                assert self.app.feed is not None
                await self.app.feed.gateway.ping()  # comes back after the answers to what was asked before it
                before = Counter(self.asked)
            else:
                self.app.post_message(key_event(key))
            await quiet(self.app)

    async def sees(self, proto_ids: Collection[int], since: Counter[int]) -> set[int]:
        """Wait until each of these was asked for once more; those that were not."""
        missing = set(proto_ids)
        try:
            async with asyncio.timeout(PATIENCE):
                while missing := {each for each in missing if self.asked[each] <= since[each]}:
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            pass
        return missing

    async def home(self) -> None:
        """Close what is open, down to the dashboard."""
        for _ in range(12):
            if self.app.screen is self.app.dashboard:
                return
            await self.press("escape")
        raise AssertionError(f"{self.app.screen} does not close: {self.app.screen_stack}")


@asynccontextmanager
async def walking(
    open_paper: OpenPaper, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Walk]:
    async with open_paper(symbols=(*SYMBOLS, "HK.800000")) as paper:
        settings = msgspec.convert({"trading": {"confirm_in_simulate": False}}, Settings)
        groups = [Group("Core", [Security.parse(symbol) for symbol in SYMBOLS])]
        app = FutuApp(
            settings,
            open_gateway=OpenD,
            target=paper.address,
            themes=Themes.load(),
            keymap=Keymap(),
            watchlists=Watchlists(None, groups),
            data=folder,
        )
        walk = Walk(app)
        answer = server.answer

        async def noted(gateway: Any, request: Any, *caller: Any) -> Any:
            walk.note(request.proto_id)
            return await answer(gateway, request, *caller)

        monkeypatch.setattr(server, "answer", noted)
        monkeypatch.chdir(folder)
        async with app.run_test(size=(160, 48)):
            yield walk


AT_THE_START = {
    1001, 1002, 1004, 2001, 2008, 2101, 2102, 2201, 2211, 3001, 3004, 3006, 3008, 3010, 3012, 3014, 3202, 3203,
    3221, 3222,
}  # fmt: skip
LEGS: tuple[Leg, ...] = (
    Leg(["/", *"apple"], {3202}),
    Leg(["4", "d", *"2026-09-01", "enter"], {3103, 3104}),
    Leg(["4", "v", "]", "v", "v", "v"], {3211, 3212}),
    Leg(["V", "V", "V", "V", "1", "b"], {2111}),
    Leg(["h", "[", "right", "["], {2221, 2222, 2225}),
    Leg(["f", "right", "right", "right"], {2226}),
    Leg(["@", *"1.5", "enter"], {3220}),
    Leg(["!", "r"], {3221}),
    Leg(["i", "right", "right"], {3105, 3201, 3202, 3203, 3207, 3223}),
    Leg(["i", "right", "right", "]"], {3702}),
    Leg(["i", "right", "right", "right", "right", "right"], {3206, 3208, 3216}),
    Leg([".", "p", 3204, "enter"], {3204, 3205}),
    Leg([".", "s", "left", "enter", "space"], {3215}),
    Leg([".", "n"], {3217}),
    Leg([".", "c", "]"], {3219}),
    Leg(["I", *["right"] * 6, "enter"], {3000}),
    Leg(["I", *["right"] * 6, *["down"] * 4, "enter", *"help", "enter", "enter"], {1008}),
    Leg(["I", *["right"] * 6, *["down"] * 5, "enter", *"00", "enter", "enter"], {1009}),
    Leg([".", "e", "tab", "tab", "right", "enter"], {3100}),
    Leg([".", "o"], {3203, 3209, 3224}),
    Leg([".", "w"], {3210}),
    Leg([".", "u"], {3218}),
    Leg(["I"], {1002, 3223}),
    Leg(["I", "right"], {1005, 1010}),
    Leg(["I", "right", "right"], {1006}),
    Leg(["I", "right", "right", "right"], {3003}),
    Leg(["I", "right", "right", "right", "right"], {3104}),
    Leg(["b", "enter"], {2202}),
    Leg(["6", "m", "up", "enter"], {2205}),
    Leg(["6", "x"], {2205}),
    Leg(["a", "down", "down", "down", "enter", "b"], {2111, 2223}),
    Leg(["a", "down", "enter", "enter", "u", *"123456", "enter"], {2005}),
    Leg(["1", "w"], {3213}),
)  # fmt: skip
BY_THEIR_OWN_TESTS = {
    ProtoId.TRD_RECONFIRM_ORDER,  # of orders that the gateway holds back: tests/terminal/test_trading.py
    ProtoId.QOT_MODIFY_USER_SECURITY,  # tests/tui/test_account_groups.py
    ProtoId.QOT_GET_HISTORY_KL_POINTS,  # tests/tui/test_history_export.py
}
"""What no leg brings about."""


async def test_the_keys_of_each_screen_bring_its_requests(
    open_paper: OpenPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(open_paper, tmp_path, monkeypatch) as walk:
        missing = {"the start": await walk.sees(AT_THE_START, Counter())}
        for keys, seen in LEGS:
            before = Counter(walk.asked)
            await walk.press(*keys)
            missing[" ".join(map(str, keys))] = await walk.sees(seen, before)
            await walk.home()
        assert {leg: protocols for leg, protocols in missing.items() if protocols} == {}
        named = {number for number in USES if not PROTOCOLS[number].is_push}
        assert {number for number in named if not walk.asked[number]} <= set(BY_THEIR_OWN_TESTS)


BY_THE_DESK = {2005, 2202, 2205, 2237}
"""What the console hands to the trading desk: tests/tui/test_console.py."""
ENDS_THE_CONNECTION_ANEW = {1001}
RAW = {1009: "00", 3016: "00", 3200: "00"}
"""Requests without a published body, and bytes for them."""


async def test_the_console_makes_every_request(
    open_paper: OpenPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = dict(REQUESTS)
    bodies[3209] |= {"beginTime": "2026-11-23", "endTime": "2026-12-20"}  # else those of an answer before it
    async with walking(open_paper, tmp_path, monkeypatch) as walk:
        await walk.sees(AT_THE_START, Counter())
        missing = set()
        for number, protocol in PROTOCOLS.items():
            if protocol.is_push or number in BY_THE_DESK | ENDS_THE_CONNECTION_ANEW:
                continue
            before = Counter(walk.asked)
            await walk.press(":", *str(int(number)), "enter")
            screen = walk.app.screen
            assert isinstance(screen, ConsoleRequestScreen), (number, screen)
            if number in RAW:
                await walk.press(*RAW[number])
            else:
                fields = {name: value for name, value in bodies[number].items() if "@" not in str(value)}
                await walk.press("ctrl+t")
                screen.editor.text = json.dumps(fields)
                await walk.press("ctrl+t")
            await walk.press("ctrl+s")
            if walk.app.screen is not screen:
                await walk.press("enter")  # asked whether it is to be sent
            missing |= await walk.sees({number}, before)
            await walk.home()
        assert missing == set()
