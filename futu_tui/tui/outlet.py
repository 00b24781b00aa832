"""The way out to the terminal: one picture at a time, the newest, and no more bytes a second than are allowed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

from futu_tui.tui.echoes import Echoes
from futu_tui.tui.terminal_cells import TerminalCells
from futu_tui.tui.terminal_writer import TerminalWriter

SLICE = 8192
"""Bytes of a picture, about, that a terminal which was slow before is sent at once."""
SLOW = 0.25
"""Seconds to take a picture from which on a terminal is slow."""
STALLED = 1.0
"""Seconds without taking anything after which a terminal counts as stalled."""


class Outgoing(Struct):
    """What went out, and what did not; counts only grow."""

    pictures: int = 0
    bytes: int = 0
    overtaken: int = 0
    """Pictures that were not sent as they were: a later one took their place."""


class Allowance:
    """Bytes that may be sent: so many a second, with some saved up for when much changes at once."""

    def __init__(self, rate: float, saved: float) -> None:
        """`rate` is bytes a second; at most `saved` bytes are saved up while less is sent."""
        self._rate = rate
        self._most = saved
        self._left = saved
        self._at = time.monotonic()

    def spend(self, size: int) -> None:
        self._left = self._now_left() - size
        self._at = time.monotonic()

    @property
    def wait(self) -> float:
        """Seconds until something may be sent again; 0 for now."""
        return max(0.0, -self._now_left() / self._rate)

    def _now_left(self) -> float:
        return min(self._most, self._left + (time.monotonic() - self._at) * self._rate)


class Outlet:
    """Sends what the cells differ by, when the terminal has taken what it was sent before."""

    def __init__(
        self, cells: TerminalCells, allowance: Allowance | None = None, echoes: Echoes | None = None
    ) -> None:
        """With `echoes` a picture waits until the terminal has shown the one before."""
        self.cells = cells
        self._echoes = echoes
        self.outgoing = Outgoing()
        self.note: Callable[[str, float], None] | None = None
        """Told what each picture took, while somebody measures."""
        self._key_at = 0.0
        self._allowance = allowance
        self._writer: TerminalWriter | None = None
        self._ends = ("", "")
        self._due: asyncio.TimerHandle | None = None
        self._asked = False
        self._sent_at = 0.0

    def open(self, writer: TerminalWriter) -> None:
        """Use this writer from now on, on a terminal that shows nobody knows what."""
        self._writer = writer
        self._asked = False
        if self._echoes is not None:
            writer.write(self._echoes.begin_anew(time.monotonic()))
        self.cells.forget()

    @property
    def held(self) -> bool:
        """Whether a picture would have to wait now, for longer than the terminal's answer takes."""
        writer = self._writer
        return writer is not None and (writer.busy or self._due is not None or self._is_behind)

    @property
    def _is_behind(self) -> bool:
        """Whether what was sent still waits on its way to the terminal."""
        return self._echoes is not None and self._echoes.is_behind(time.monotonic())

    @property
    def _unseen(self) -> bool:
        """Whether the terminal has still to come to what it was sent."""
        return self._echoes is not None and self._echoes.hold(time.monotonic())

    @property
    def unanswered(self) -> int:
        """Answers of the terminal that may still come."""
        return self._echoes.unanswered if self._echoes is not None else 0

    def answered(self) -> None:
        """The terminal told where its cursor is."""
        if self._echoes is not None:
            self._echoes.answered(time.monotonic())
            self._go_on()

    @property
    def stalled_for(self) -> float:
        """Seconds since the terminal was sent what it still has not taken; 0 where it has."""
        writer = self._writer
        return time.monotonic() - self._sent_at if writer is not None and writer.busy else 0.0

    def send(self, before: str, after: str) -> None:
        """Send what was painted, now or as soon as that is possible, between these controls."""
        self._ends = before, after
        if self.held:
            self.outgoing.overtaken += 1
        self._go_on()

    def _go_on(self) -> None:
        writer = self._writer
        if writer is None or self._due is not None or not self.cells.waiting:
            return
        if writer.busy:
            if not self._asked:
                self._asked = True
                writer.call_when_idle(self._idle)
            return
        if self._allowance is not None and (wait := self._allowance.wait) > 0:
            self._due = asyncio.get_running_loop().call_later(wait, self._allowed)
            return
        if self._unseen:
            return  # the answer goes on, or the next picture
        if self.note is not None and self.outgoing.pictures:
            self.note("write", writer.seconds)  # of the one before, which the terminal has by now
        started = time.perf_counter()
        changes = self.cells.changes(SLICE if writer.seconds > SLOW else None)
        if changes:
            before, after = self._ends
            picture = f"{before}{changes}{after}"
            if self._echoes is not None:
                picture += self._echoes.ask(time.monotonic())
            self.outgoing.pictures += 1
            size = len(picture.encode())
            self.outgoing.bytes += size
            self._sent_at = time.monotonic()
            if self._allowance is not None:
                self._allowance.spend(size)
            writer.write(picture, picture=True)
            if self.note is not None:
                self._measure(self.note, time.perf_counter() - started, size)
        if self.cells.waiting:
            self._go_on()

    def key_came(self) -> None:
        """A key came from the terminal; the picture that follows is its answer, as far as anybody can tell."""
        if self.note is not None and not self._key_at:
            self._key_at = time.perf_counter()

    def _measure(self, note: Callable[[str, float], None], encoded: float, size: int) -> None:
        note("encode", encoded)
        note("bytes", size)
        if self._key_at:
            note("key", time.perf_counter() - self._key_at)
            self._key_at = 0.0

    def _idle(self) -> None:
        self._asked = False
        self._go_on()

    def _allowed(self) -> None:
        self._due = None
        self._go_on()
