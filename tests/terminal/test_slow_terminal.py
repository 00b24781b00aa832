"""A terminal that stops reading, as over a line that hangs: nothing is lost by it but pictures nobody could see."""

from __future__ import annotations

import array
import fcntl
import os
import re
import signal
import termios
import time
from pathlib import Path

from tests.terminal.conftest import OpenScreen
from tests.terminal.screen import ASK, PATIENCE, PtyScreen
from tests.terminal.test_leaving import assert_restored

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


def waiting(screen: PtyScreen) -> int:
    """Bytes that the terminal could read at once."""
    size = array.array("i", [0])
    fcntl.ioctl(screen.process.child_fd, termios.FIONREAD, size)
    return size[0]


def resident(screen: PtyScreen) -> float:
    """Megabytes of memory."""
    return (
        int(Path(f"/proc/{screen.process.pid}/statm").read_text().split()[1])
        * os.sysconf("SC_PAGE_SIZE")
        / 1e6
    )


def until_full(screen: PtyScreen) -> None:
    """Let whole screens be painted until the terminal, which does not read, has room for no more of them."""
    until = time.monotonic() + PATIENCE
    full = 0
    while full < 3:
        assert time.monotonic() < until, f"only {waiting(screen)} bytes wait for the terminal"
        screen.press("t")
        time.sleep(0.05)
        full = full + 1 if waiting(screen) >= 4095 else 0


def test_a_terminal_that_stalls_is_current_when_it_reads_again_and_may_stall_at_the_end(
    paper: str, open_screen: OpenScreen
) -> None:
    screen = open_screen("--target", paper)
    screen.wait_for("all data live")
    before = resident(screen)
    until_full(screen)
    screen.press("/")
    screen.type("AAPL")
    for _ in range(20):
        screen.press("t")  # letters of the search by now, each a picture
    for _ in range(20):
        screen.press("backspace")
    screen.press("enter")
    sent = len(screen.raw)
    screen.wait_for(lambda it: "Chart  US.AAPL" in it and "all data live" in it)
    assert len(screen.raw) - sent < 400_000, "pictures had piled up"
    assert resident(screen) - before < 15
    until_full(screen)
    screen.process.kill(signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while screen.process.isalive():
        assert time.monotonic() < until, "it waits for a terminal that takes nothing"
        time.sleep(0.01)
    screen.wait_for_end(timeout=5)
    assert screen.process.exitstatus == 128 + signal.SIGTERM
    assert_restored(screen)


def test_over_ssh_it_says_so_and_sends_little(paper: str, open_screen: OpenScreen) -> None:
    screen = open_screen("--target", paper, env=SSH)
    screen.wait_for("all data live")
    screen.wait_for(lambda it: re.search(r"[0-8] fps \(ssh\)", it.text))
    sent, began = len(screen.raw), time.monotonic()
    screen.wait_for(lambda _: time.monotonic() > began + 1.5)
    assert (len(screen.raw) - sent) / (time.monotonic() - began) < 30_000
    screen.type("\x1b\x10")  # ctrl+alt+p, as a terminal sends it that knows no newer way
    screen.wait_for(
        lambda it: re.search(r"Decode +[0-9.]+ .s.* one push's body", it.text), what="the page of stages"
    )
    screen.press("escape")
    screen.wait_for(lambda it: "one push's body" not in it)


def test_over_ssh_the_terminal_is_asked_how_far_it_is_and_its_answers_are_nobodys_keys(
    paper: str, open_screen: OpenScreen
) -> None:
    screen = open_screen("--target", paper, env=SSH)
    screen.wait_for("all data live")
    screen.press("down", "down")
    screen.wait_for(lambda screen: screen.raw.count(ASK) > 10)
    assert "R" not in screen.line_with("refused")  # a key that does nothing is told of
    screen.press("/")
    screen.wait_for("code or name")
    assert "1R" not in screen.text
    screen.press("escape")
    screen.wait_for(lambda screen: "code or name" not in screen)
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert_restored(screen)
    assert b"^[[" not in screen.raw  # an answer that came too late would be seen as typed


def test_over_ssh_a_terminal_that_does_not_answer_is_shown_everything_all_the_same(
    paper: str, open_screen: OpenScreen
) -> None:
    screen = open_screen("--target", paper, env=SSH)
    screen.answers = False
    screen.wait_for("all data live")
    for key in ("down", "down", "t", "t"):
        screen.press(key)
    screen.press("/")
    screen.wait_for("code or name")
    screen.press("escape")
    screen.wait_for(lambda screen: "code or name" not in screen)
    screen.press("q")
    assert screen.wait_for_end() == 0


def test_elsewhere_no_terminal_is_asked(paper: str, open_screen: OpenScreen) -> None:
    screen = open_screen("--target", paper)
    screen.wait_for("all data live")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert ASK not in screen.raw
