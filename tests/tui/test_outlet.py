"""A terminal that is slow, or takes nothing, is shown the newest; nothing piles up for it."""

from __future__ import annotations

import asyncio
import os
import select
import termios
import tty
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from futu_tui.tui.outlet import Allowance, Outlet
from futu_tui.tui.terminal_cells import TerminalCells
from futu_tui.tui.terminal_writer import DirectWriter, TerminalWriter, ThreadWriter
from tests.terminal.emulator import Screen, Stream

COLUMNS, LINES = 80, 10
COLOURS = [Style.parse(f"#{shade:02x}{255 - shade:02x}80") for shade in range(256)]
PATIENCE = 10.0


class Pty:
    """A terminal that takes what it is sent when it is asked to."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave, termios.TCSANOW)
        self._screen = Screen(COLUMNS, LINES)
        self._stream = Stream(self._screen)
        self._stream.feed(b"\x1b[?7l")
        self.sent = bytearray()

    def take(self) -> int:
        """Show what has come; how many bytes that was."""
        size = 0
        while select.select([self.master], [], [], 0)[0]:
            data = os.read(self.master, 1 << 16)
            self.sent += data
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


def picture(number: int) -> Iterator[Strip]:
    """A whole screen that differs from every other in each cell."""
    for y in range(LINES):
        text = f"picture {number} line {y} ".ljust(COLUMNS, chr(ord("a") + number % 26))
        yield Strip([Segment(letter, COLOURS[(number + x) % 256]) for x, letter in enumerate(text)])


def paint(outlet: Outlet, number: int) -> None:
    for y, strip in enumerate(picture(number)):
        outlet.cells.paint(y, 0, strip)
    outlet.send("", "")


async def until_held_up(outlet: Outlet) -> int:
    """Paint until the terminal takes no more; the number of the last picture."""
    number = 0
    while number < 1000:
        paint(outlet, number := number + 1)
        await asyncio.sleep(0.005 if outlet.held else 0)
        if outlet.stalled_for > 0.004:
            return number
    raise AssertionError("the terminal took a thousand pictures that nobody read")


async def test_a_terminal_that_takes_nothing_is_sent_the_newest_when_it_takes_again(
    pty: Pty, writer: TerminalWriter
) -> None:
    outlet = Outlet(TerminalCells(COLUMNS, LINES))
    outlet.open(writer)
    last = await until_held_up(outlet)
    sent = outlet.outgoing.pictures
    for number in range(last + 1, last + 61):
        paint(outlet, number)
    assert outlet.held
    assert outlet.outgoing.pictures == sent  # none of them waits anywhere
    await pty.take_until(lambda: not outlet.held and not outlet.cells.waiting)
    assert pty.line(0).startswith(f"picture {last + 60} line 0 ")
    assert pty.line(LINES - 1).startswith(f"picture {last + 60} line {LINES - 1} ")
    assert b"picture %d line" % (last + 30) not in pty.sent
    assert outlet.outgoing.overtaken >= 59


async def test_leaving_does_not_wait_for_a_terminal_that_takes_nothing(
    pty: Pty, writer: TerminalWriter
) -> None:
    outlet = Outlet(TerminalCells(COLUMNS, LINES))
    outlet.open(writer)
    await until_held_up(outlet)
    async with asyncio.timeout(PATIENCE):
        writer.write("\x1b[?1049l")
        await asyncio.to_thread(writer.stop) if isinstance(writer, ThreadWriter) else writer.stop()
    pty.take()
    if isinstance(writer, DirectWriter):  # a thread that is stuck in a write may not come to its last words
        assert pty.sent.endswith(b"\x18\x1b[?1049l")  # in place of what was never taken


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
