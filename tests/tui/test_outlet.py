"""A terminal that is slow, or takes nothing, is shown the newest; nothing piles up for it."""

from __future__ import annotations

import asyncio
import errno
import os
import select
import subprocess
import sys
import termios
import tty
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from futu_tui.tui.outlet import Allowance, Outlet
from futu_tui.tui.terminal_cells import TerminalCells
from futu_tui.tui.terminal_writer import DirectWriter, TerminalWriter, ThreadWriter, writer_to
from tests.terminal.emulator import Screen, Stream

COLUMNS, LINES = 80, 10
TALL = 40
"""Lines of a picture of 20 KB: more than a terminal takes that nobody reads, which is 12 KB to 15 KB on Linux."""
COLOURS = [Style.parse(f"#{shade:02x}{255 - shade:02x}80") for shade in range(256)]
PATIENCE = 10.0


AFTER_SU = """
import asyncio, errno, fcntl, os, termios
from futu_tui.tui import terminal_writer

def refused(fd):
    raise PermissionError(errno.EACCES, "Permission denied")

async def main():
    writer = terminal_writer.writer_to(1)
    writer.start()
    writer.write(type(writer).__name__)
    writer.stop()

fcntl.ioctl(1, termios.TIOCSCTTY)
os.ttyname = refused
asyncio.run(main())
"""
"""A program that its terminal controls, whose device is not its own."""


class Pty:
    """A terminal that takes what it is sent when it is asked to."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave, termios.TCSANOW)
        self._screen = Screen(COLUMNS, TALL)
        self._stream = Stream(self._screen)
        self._stream.feed(b"\x1b[?7l")
        self.sent = bytearray()

    def take(self, *, show: bool = True) -> int:
        """Take what has come, and show it; how many bytes that was."""
        size = 0
        while select.select([self.master], [], [], 0)[0]:
            data = os.read(self.master, 1 << 16)
            self.sent += data
            if show:
                self._stream.feed(data)
            size += len(data)
        return size

    async def take_until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not done():
                self.take()
                await asyncio.sleep(0.001)
            self.take()

    def line(self, y: int) -> str:
        return self._screen.display[y].rstrip()

    def close(self) -> None:
        os.close(self.master)
        os.close(self.slave)


def refused(fd: int) -> str:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def pty() -> Iterator[Pty]:
    pty = Pty()
    yield pty
    pty.close()


@pytest.fixture(params=["direct", "thread"])
async def writer(request: pytest.FixtureRequest, pty: Pty) -> AsyncIterator[TerminalWriter]:
    direct = request.param == "direct"
    writer: TerminalWriter = DirectWriter(os.ttyname(pty.slave)) if direct else ThreadWriter(pty.slave)
    writer.start()
    yield writer
    pty.take()
    writer.stop()


def picture(number: int, lines: int) -> Iterator[Strip]:
    """A whole screen that differs from every other in each cell."""
    for y in range(lines):
        text = f"picture {number} line {y} ".ljust(COLUMNS, chr(ord("a") + number % 26))
        yield Strip([Segment(letter, COLOURS[(number + x) % 256]) for x, letter in enumerate(text)])


def paint(outlet: Outlet, number: int, lines: int = LINES) -> None:
    for y, strip in enumerate(picture(number, lines)):
        outlet.cells.paint(y, 0, strip)
    outlet.send("", "")


async def test_a_terminal_that_takes_nothing_is_sent_the_newest_when_it_takes_again(
    pty: Pty, writer: TerminalWriter
) -> None:
    outlet = Outlet(TerminalCells(COLUMNS, TALL))
    outlet.open(writer)
    for number in range(1, 22):
        paint(outlet, number, TALL)
    assert outlet.held
    assert outlet.outgoing.pictures == 1  # none of the others waits anywhere
    await pty.take_until(lambda: not outlet.held and not outlet.cells.waiting)
    assert pty.line(0).startswith("picture 21 line 0 ")
    assert pty.line(TALL - 1).startswith(f"picture 21 line {TALL - 1} ")
    assert b"picture 11 line" not in pty.sent
    assert outlet.outgoing.overtaken == 20


async def test_leaving_does_not_wait_for_a_terminal_that_takes_nothing(
    pty: Pty, writer: TerminalWriter
) -> None:
    outlet = Outlet(TerminalCells(COLUMNS, TALL))
    outlet.open(writer)
    paint(outlet, 1, TALL)
    async with asyncio.timeout(PATIENCE):
        writer.write("\x1b[?1049l")
        await asyncio.to_thread(writer.stop) if isinstance(writer, ThreadWriter) else writer.stop()
    pty.take(show=False)  # a control that was cut off in its middle is none that the emulator knows
    assert pty.sent.endswith(b"\x18\x1b[?1049l")  # in place of what was never taken


async def test_words_that_went_with_what_was_thrown_away_are_said_anew(
    pty: Pty, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = DirectWriter(os.ttyname(pty.slave))
    room = [b"[?10"]

    def write(fd: int, data: memoryview) -> int:
        if not room:
            raise BlockingIOError
        return len(room.pop())

    with monkeypatch.context() as patch:
        patch.setattr("futu_tui.tui.terminal_writer.PATIENCE", 0.0)
        patch.setattr("futu_tui.tui.terminal_writer.os.write", write)
        patch.setattr("futu_tui.tui.terminal_writer.termios.tcflush", lambda fd, queue: patch.undo())
        writer.write("\x1b[?1049l\x1b[?25h")
        assert writer.busy
        writer.stop()
    pty.take()
    assert pty.sent == b"\x18\x1b[?1049l\x1b[?25h"


def test_after_su_the_terminal_is_opened_as_the_one_that_controls_the_process(pty: Pty) -> None:
    program = subprocess.run([sys.executable, "-c", AFTER_SU], stdout=pty.slave, start_new_session=True)
    assert program.returncode == 0
    pty.take()
    assert pty.sent == b"DirectWriter"


async def test_a_terminal_that_cannot_be_opened_is_written_in_a_thread(
    pty: Pty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.tui.terminal_writer.os.ttyname", refused)
    assert isinstance(writer_to(pty.slave), ThreadWriter)


async def test_leaving_gives_a_terminal_that_is_merely_busy_all_that_it_was_sent(pty: Pty) -> None:
    writer = DirectWriter(os.ttyname(pty.slave))
    outlet = Outlet(TerminalCells(COLUMNS, LINES))
    outlet.open(writer)
    paint(outlet, 7)
    writer.write("\x1b[?1049l")
    writer.stop()
    pty.take()
    assert pty.sent.endswith(b"\x1b[?1049l")
    assert pty.line(3).startswith("picture 7 line 3 ")


async def test_a_terminal_that_is_gone_is_written_nothing_and_stops_nobody(writer: TerminalWriter) -> None:
    own = Pty()
    gone: TerminalWriter = type(writer)(
        os.ttyname(own.slave) if isinstance(writer, DirectWriter) else own.slave
    )  # type: ignore[call-arg]
    gone.start()
    os.close(own.master)
    outlet = Outlet(TerminalCells(COLUMNS, LINES))
    outlet.open(gone)
    async with asyncio.timeout(PATIENCE):
        for number in range(50):
            paint(outlet, number)
            await asyncio.sleep(0)
    gone.stop()
    os.close(own.slave)


async def test_no_more_bytes_go_out_than_are_allowed(pty: Pty, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("futu_tui.tui.outlet.time.monotonic", lambda: now)
    allowance = Allowance(rate=10_000, saved=5_000)
    allowance.spend(5_000)
    assert allowance.wait == 0
    allowance.spend(2_000)
    assert allowance.wait == pytest.approx(0.2)
    now += 0.1
    assert allowance.wait == pytest.approx(0.1)
    now += 60
    allowance.spend(6_000)
    assert allowance.wait == pytest.approx(0.1)


async def test_pictures_beyond_the_allowance_give_way_to_the_newest(pty: Pty) -> None:
    writer = DirectWriter(os.ttyname(pty.slave))
    outlet = Outlet(TerminalCells(COLUMNS, LINES), Allowance(rate=20_000, saved=0))
    outlet.open(writer)
    for number in range(20):
        paint(outlet, number)
    assert outlet.outgoing.pictures == 1
    assert outlet.held
    await pty.take_until(lambda: not outlet.held)
    assert outlet.outgoing.pictures == 2
    assert pty.line(5).startswith("picture 19 line 5 ")
    writer.stop()
