"""Faults of the terminal: its size, its job control, its end, and the program's, however that comes."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.modes import assert_a_shells, keyboard_depth, modes
from tests.faults.shell import Shell
from tests.terminal.conftest import Lifeline, Paper
from tests.terminal.screen import PtyScreen, program
from tests.terminal.test_demo import target_of

Gateway = Callable[..., Paper]


@pytest.fixture(scope="module")
def shell(gateway: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One program in one shell, which each of the first rows leaves as it found it."""
    with ExitStack() as screens:
        shell = Shell(tmp_path_factory.mktemp("shell"))
        screens.enter_context(shell.screen)
        shell.run("--target", gateway().target)
        yield shell


def assert_live(shell: Shell) -> None:
    """The screen is whole, prices move, and each key comes once."""
    screen = shell.screen
    shell.sees_market()
    prices = screen.pane(1)
    screen.wait_for(lambda seen: seen.pane(1) != prices, what="prices move")
    screen.press("/")
    screen.wait_for("╭─ Find")
    screen.type("HK.01810")
    screen.wait_for(lambda seen: re.search(r"HK\.01810 *[│▏]?", seen.text))
    screen.press("escape")
    screen.wait_for(lambda seen: "╭─ Find" not in seen)


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back(shell: Shell) -> None:
    screen = shell.screen
    before = modes(bytes(screen.raw))
    assert before["1049"]
    screen.press("ctrl+z")
    shell.sees_shell()
    assert_a_shells(bytes(screen.raw))
    assert "Stopped" in shell.after_the_program.decode()
    shell.assert_usable()
    shell.say("fg")
    assert_live(shell)
    assert modes(bytes(screen.raw)) == before
    assert keyboard_depth(bytes(screen.raw)) == 1


def test_stopped_for_longer_than_the_gateway_waits_it_meets_it_anew(shell: Shell, gateway: Gateway) -> None:
    shell.screen.press("ctrl+z")
    shell.sees_shell()
    gateway().kill()
    gateway(anew=True)
    shell.say("fg")
    shell.screen.wait_for(lambda seen: "1049h" in seen.raw.decode(errors="replace"))
    assert_live(shell)


def test_stopped_from_elsewhere_it_draws_anew_when_it_goes_on(shell: Shell) -> None:
    screen = shell.screen
    screen.raw.clear()
    threads = shell.threads()
    shell.kill(signal.SIGSTOP)
    screen.wait_for("Stopped")
    shell.say("fg")
    screen.wait_for(lambda seen: b"\x1b[?1049h" in seen.raw, what="the terminal is taken anew")
    assert_live(shell)
    assert "Stopped" not in screen
    assert shell.threads() <= threads, "the keyboard has one reader"


def test_in_the_background_it_waits_and_draws_nothing(shell: Shell) -> None:
    screen = shell.screen
    screen.press("ctrl+z")
    shell.sees_shell()
    shell.say("bg")
    screen.wait_for(lambda _: "Stopped" in shell.answer("sleep 0.3"), what="it stops again")
    assert b"\x1b[?1049h" not in screen.raw
    shell.say("fg")
    assert_live(shell)


def test_resized_50_times_a_second_it_ends_at_the_last_size(shell: Shell) -> None:
    screen = shell.screen
    screen.raw.clear()
    sizes = [(80 + 40 * (n % 2) + n % 7, 24 + 12 * (n % 2) + n % 5) for n in range(74)] + [(132, 43)]
    begun = time.monotonic()
    for number, (columns, lines) in enumerate(sizes):
        screen.resize(columns, lines)
        # A terminal emulator that is dragged by its corner reads on meanwhile.
        while (left := begun + number / 50 - time.monotonic()) > 0:
            screen.look(left)
    took = screen.wait_for(lambda seen: drawn_at(seen, 132, 43), what="the last size")
    assert took < 3.0, "sizes piled up"
    assert_live(shell)
    screen.resize(100, 30)
    screen.wait_for(lambda seen: drawn_at(seen, 100, 30))


def drawn_at(screen: PtyScreen, columns: int, lines: int) -> bool:
    """Whether the last line and the panes' right border are where this size has them, and all of the size is used."""
    rows = screen.lines
    borders = [row for row in rows if row.startswith(("╭─", "│", "╰─"))]
    return (
        "SIMULATE" in rows[0]
        and "quit" in rows[lines - 1]
        and len(borders) >= lines - 3
        and all(len(row) == columns and row[-1] in "╮│╯" for row in borders)
    )


def test_a_terminal_of_one_cell_is_borne_and_the_picture_comes_back(shell: Shell) -> None:
    screen = shell.screen
    for columns, lines in ((1, 1), (2, 1), (1, 30), (100, 1), (1, 1)):
        screen.resize(columns, lines)
        screen.look(0.05)
    screen.resize(100, 30)
    screen.wait_for(lambda seen: drawn_at(seen, 100, 30))
    assert_live(shell)


def test_ctrl_z_without_a_shell_says_so_and_goes_on(
    gateway: Gateway, open_alone: Callable[..., PtyScreen]
) -> None:
    screen = open_alone()
    screen.press("ctrl+z")
    screen.wait_for("no shell waits")
    screen.press("?")
    screen.wait_for("╭─ Keys")


@pytest.fixture
def open_alone(gateway: Gateway, tmp_path: Path) -> Iterator[Callable[..., PtyScreen]]:
    """The program in a terminal without a shell."""
    with ExitStack() as screens:

        def start(*arguments: str) -> PtyScreen:
            screen = PtyScreen(
                *(arguments or ("--target", gateway().target)), config=tmp_path, columns=100, lines=30,
                env={"FUTU_TUI_STATE_DIR": str(tmp_path), "FUTU_TUI_DATA_DIR": str(tmp_path / "data")},
            )  # fmt: skip
            screens.enter_context(screen)
            screen.wait_for("all data live")
            return screen

        yield start


def flat(sent: bytes) -> str:
    """What was printed, lines that the terminal broke joined."""
    return sent.decode(errors="replace").replace("\r\n", "")


# Ends


def test_killed_outright_it_leaves_a_terminal_that_can_be_used_and_a_line(shell: Shell) -> None:
    shell.screen.raw.clear()
    shell.kill(signal.SIGKILL)
    shell.screen.wait_for(lambda _: b"start it again" in shell.after_the_program, what="the line")
    assert_a_shells(bytes(shell.screen.raw))
    assert b"futu-tui was ended from outside" in shell.after_the_program
    assert str(shell.state / "futu-tui.log") in flat(shell.after_the_program)
    shell.assert_usable()


def test_with_its_terminal_closed_it_ends_and_so_do_its_gateway_and_its_lock(
    open_alone: Callable[..., PtyScreen], tmp_path: Path
) -> None:
    screen = open_alone("demo", "--symbols", "HK.00700")
    gateway = Lifeline(target_of(screen))
    assert list((tmp_path / "data").glob("program-*.lock"))
    screen.process.ptyproc.fileobj.close()
    gateway.wait_for_end(timeout=5)
    wait_until(lambda: not Path(f"/proc/{screen.process.pid}/exe").exists())
    assert not list((tmp_path / "data").glob("program-*.lock"))
    assert not list((tmp_path / "data").glob("*-wal")), "the journal was not closed"
    assert "ends" in (tmp_path / "futu-tui.log").read_text().splitlines()[-1]
    assert not list(tmp_path.glob("crash-*"))


def test_at_the_end_of_its_input_it_ends_though_nobody_signals(gateway: Gateway, tmp_path: Path) -> None:
    master, slave = os.openpty()
    environment = {name: text for name, text in os.environ.items() if name != "TEXTUAL_DRIVER"}
    environment |= {"TERM": "xterm-256color", "FUTU_TUI_STATE_DIR": str(tmp_path)}
    # In a session of its own the terminal is not the one that controls it, so that its end brings no SIGHUP.
    process = subprocess.Popen(
        [program(), "--target", gateway().target],
        stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    sent = b""
    while b"?1049h" not in sent:
        sent += os.read(master, 65536)
    os.close(master)
    assert process.wait(timeout=10) == 128 + signal.SIGHUP
    assert not list(tmp_path.glob("crash-*"))


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_terminal_that_stalls_keeps_it_neither_from_ending_nor_from_giving_back(
    open_alone: Callable[..., PtyScreen],
) -> None:
    screen = open_alone()
    for _ in range(30):  # each theme paints all of the screen anew, and nobody reads
        screen.press("t")
    wait_until(lambda: stalled(screen))
    screen.process.kill(signal.SIGTERM)
    wait_until(lambda: not screen.process.isalive())
    assert screen.process.exitstatus == 128 + signal.SIGTERM
    screen.wait_for_end()
    assert_a_shells(bytes(screen.raw))


def stalled(screen: PtyScreen) -> bool:
    """Whether the terminal's buffer is full: the kernel takes nothing more from the program."""
    with Path(f"/proc/{screen.process.pid}/fd/2").open("wb", buffering=0) as terminal:
        return not select.select([], [terminal], [], 0)[1]
