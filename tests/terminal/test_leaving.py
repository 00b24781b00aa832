"""However the program is asked to end, it gives the terminal back as it was."""

from __future__ import annotations

import re
import signal

import pytest

from tests.terminal.conftest import OpenScreen
from tests.terminal.screen import PtyScreen

MODES = {
    b"1049": False,  # the alternate screen
    b"1000": False,  # mouse reports
    b"1003": False,
    b"1006": False,
    b"2004": False,  # bracketed paste
    b"25": True,  # the cursor
}
"""Private modes of the terminal, and how they stand where a shell runs."""


def assert_restored(screen: PtyScreen) -> None:
    last: dict[bytes, bool] = {}
    for modes, switch in re.findall(rb"\x1b\[\?([\d;]+)([hl])", bytes(screen.raw)):
        last.update(dict.fromkeys(modes.split(b";"), switch == b"h"))
    assert b"1049" in last
    assert {mode: last.get(mode, stands) for mode, stands in MODES.items()} == MODES


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_a_key_ends_it_well(paper: str, open_screen: OpenScreen, key: str) -> None:
    screen = open_screen("--target", paper, columns=120, lines=36)
    screen.wait_for("all data live")
    screen.press(key)
    assert screen.wait_for_end(timeout=5) == 0
    assert_restored(screen)
    assert b"Traceback" not in screen.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_and_gives_the_terminal_back(
    paper: str, open_screen: OpenScreen, number: signal.Signals
) -> None:
    screen = open_screen("--target", paper, columns=120, lines=36)
    screen.wait_for("all data live")
    screen.process.kill(number)
    # As a shell tells it of a program that ends by a signal, or the signal's own end.
    assert screen.wait_for_end(timeout=5) in (128 + number, -number)
    assert_restored(screen)
    assert b"Traceback" not in screen.raw
