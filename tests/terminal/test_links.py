"""Gateways that are not there, go away and come back."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

from futu_tui.tui.theme import DEFAULT_THEME, Themes
from tests.terminal.conftest import BUSY, Lifeline, OpenScreen, Paper
from tests.terminal.screen import PtyScreen
from tests.terminal.test_demo import is_live, shows_all_panes, target_of, wait_until_each_moves

PRICED = [1, 2, 3, 5]
"""The panes whose every price is the present one, and in doubt without a link. Closed candles stay as they are."""


def test_without_a_gateway_the_screen_says_so_and_offers_the_paper_gateway(open_screen: OpenScreen) -> None:
    with socket.socket() as taken:
        # A port that is bound but does not listen refuses, and nobody else can take it meanwhile.
        taken.bind(("127.0.0.1", 0))
        target = f"127.0.0.1:{taken.getsockname()[1]}"
        screen = open_screen("--target", target)
        screen.wait_for(f"No gateway at {target}")
        screen.wait_for("What to check")
        screen.wait_for(lambda seen: re.search(r"1 try|\d+ tries", seen.text))
        assert "FutuOpenD" in screen
        first = re.search(r"(\d+) tr", screen.text)
        assert first
        screen.wait_for(
            lambda seen: (now := re.search(r"(\d+) tr", seen.text)) and int(now[1]) > int(first[1]),
            what="it keeps trying",
        )
        screen.press("p")
        screen.wait_for(
            lambda seen: shows_all_panes(seen) and is_live(seen), what="the paper gateway's panes"
        )
    gateway = Lifeline(target_of(screen))
    screen.press("q")
    assert screen.wait_for_end() == 0
    gateway.wait_for_end(timeout=5)


def lively(screen: PtyScreen) -> list[int]:
    """The panes that show something in the colours of live prices."""
    palette = Themes.load().palette(DEFAULT_THEME)
    live = {palette.colours[name].lstrip("#").lower() for name in ("up", "down", "text")}
    return [number for number in PRICED if screen.pane_colours(number) & live]


def test_a_killed_gateway_makes_all_stale_and_its_return_brings_all_back(
    open_screen: OpenScreen, start_paper: Callable[..., Paper]
) -> None:
    gateway = start_paper(*BUSY)
    screen = open_screen("--target", gateway.target)
    screen.wait_for(lambda seen: shows_all_panes(seen) and is_live(seen), what="six live panes")
    screen.wait_for(lambda seen: lively(seen) == PRICED, what="prices in their colours")

    gateway.kill()
    told = screen.wait_for("all data stale", timeout=2.0)
    screen.wait_for(
        lambda seen: "stale ─" in seen.lines[1] and not lively(seen),
        timeout=2.0 - told,
        what="everything looks stale within 2 seconds",
    )
    assert "disconnected" in screen.lines[0]
    assert shows_all_panes(screen)

    start_paper(*BUSY, port=gateway.port)
    screen.wait_for(lambda seen: is_live(seen) and lively(seen) == PRICED, what="all is back")
    assert "stale" not in screen
    assert "Submitted" in screen.pane(6)
    wait_until_each_moves(screen)


def test_a_key_that_may_not_see_accounts_leaves_a_market_to_watch(
    open_screen: OpenScreen, start_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    made = Paper.make_key(keys, "qot:read")
    gateway = start_paper(*BUSY, "--keys-file", str(keys))
    screen = open_screen("--target", gateway.target, env={"FUTU_TUI_API_KEY": made})
    screen.wait_for(is_live)
    screen.wait_for(lambda seen: re.search(r"HK\.00700 +Tencent +[\d.]+", seen.pane(1)))
    for number in (5, 6):  # which are painted a moment after the line that says that all is live
        screen.wait_for(lambda seen, number=number: "acc:read" in seen.pane(number))
        assert "Read-only" in screen.pane(number)
    assert made.encode() not in screen.raw


def test_without_a_key_the_screen_asks_for_one(
    open_screen: OpenScreen, start_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    Paper.make_key(keys, "qot:read")
    gateway = start_paper("--keys-file", str(keys))
    screen = open_screen("--target", gateway.target)
    screen.wait_for("Not let in by the gateway at")
    screen.wait_for("FUTU_TUI_API_KEY")
