"""Writes to the terminal without waiting for it: what it does not take at once waits, and that can be seen.

The program has to know whether the terminal took the last picture before it makes the next. Each writer here takes
one text after another, says that it is `busy` until the terminal has all of it, and then calls back.
"""

from __future__ import annotations

import asyncio
import os
import select
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import Protocol

PATIENCE = 0.6
"""Seconds that a terminal is given at the end to take what it was sent before."""
LAST_WORDS = 0.2
"""Seconds that it is given for what leaves it as it was, once what it did not take was thrown away."""
CHUNK = 4096
"""Bytes written at once where a write may block."""
CONTROLLING = "/dev/tty"
"""The terminal that controls whichever process opens it (POSIX, 10.1)."""
CANCEL = "\x18"
"""Ends a control sequence that was cut off (CAN, ECMA-48)."""


class TerminalWriter(Protocol):
    """What both writers are."""

    taken: int
    """Bytes that the terminal took."""
    seconds: float
    """What it took to take the last text, from being given to being gone."""

    @property
    def busy(self) -> bool:
        """Whether the terminal has still to take something."""

    def write(self, text: str, *, picture: bool = False) -> None:
        """Send a text behind all others. Of a `picture` the rest is thrown away if the terminal never takes it."""

    def call_when_idle(self, call: Callable[[], None]) -> None:
        """Call this in the loop once nothing is waiting."""

    def start(self) -> None:
        """Begin to write."""

    def stop(self) -> None:
        """End; waits for the terminal, but not long."""


class _Waiting:
    """What waits to be taken, oldest first."""

    def __init__(self) -> None:
        self._parts: list[tuple[memoryview, bool]] = []

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, text: str, picture: bool) -> None:
        if text:
            self._parts.append((memoryview(text.encode(errors="replace")), picture))

    @property
    def next(self) -> memoryview:
        return self._parts[0][0]

    def took(self, size: int) -> None:
        data, picture = self._parts[0]
        if size < len(data):
            self._parts[0] = data[size:], picture
        else:
            del self._parts[0]

    def give_up_pictures(self) -> None:
        """All but pictures is to be sent from its beginning: what the terminal has of it is thrown away, too."""
        words = [(memoryview(part.obj), False) for part, picture in self._parts if not picture]
        self._parts = [(memoryview(CANCEL.encode()), False), *words]


def writer_to(fd: int) -> TerminalWriter:
    """The best writer to the terminal that `fd` is open on.

    After `su` the device belongs to somebody else and cannot be opened by its name, but the terminal that controls
    this process can be by the name that it has for each process.
    """
    with suppress(OSError):
        return DirectWriter(os.ttyname(fd))
    with suppress(OSError):
        os.tcgetpgrp(fd)  # an error if another terminal controls this process, or none
        return DirectWriter(CONTROLLING)
    return ThreadWriter(fd)


class DirectWriter:
    """Writes in the loop itself, through a file of its own on the terminal's device that never blocks.

    So no other thread has to be waited for. The flag is that of an open file: the standard streams, which are shared
    with the shell that started the program, keep theirs.
    """

    def __init__(self, device: str) -> None:
        """Raises OSError where this device cannot be opened."""
        self._fd = os.open(device, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        self._loop = asyncio.get_running_loop()
        self._waiting = _Waiting()
        self._watching = False
        self._idle: Callable[[], None] | None = None
        self._began = 0.0
        self._closed = self._stopped = False
        self.taken = 0
        self.seconds = 0.0

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def start(self) -> None:
        pass

    def write(self, text: str, *, picture: bool = False) -> None:
        if self._closed or not text:
            return
        if not self._waiting:
            self._began = time.perf_counter()
        self._waiting.add(text, picture)
        if not self._watching:
            self._go_on()

    def call_when_idle(self, call: Callable[[], None]) -> None:
        self._idle = call
        if not self._waiting:
            self._loop.call_soon(self._tell_idle)

    def _go_on(self) -> None:
        self._put()
        if bool(self._waiting) is not self._watching:
            self._watching = not self._watching
            if self._watching:
                self._loop.add_writer(self._fd, self._go_on)
            else:
                self._loop.remove_writer(self._fd)
        if not self._waiting:
            self.seconds = time.perf_counter() - self._began
            self._tell_idle()

    def _put(self) -> None:
        """Write until all is gone or the terminal takes no more."""
        waiting = self._waiting
        try:
            while waiting:
                size = os.write(self._fd, waiting.next)
                waiting.took(size)
                self.taken += size
        except BlockingIOError:
            return
        except OSError:  # the terminal is gone; a signal tells the program so
            self._waiting = _Waiting()
            self._closed = True

    def _tell_idle(self) -> None:
        call, self._idle = self._idle, None
        if call is not None and not self._closed:
            call()

    def stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        if self._watching:
            self._loop.remove_writer(self._fd)
            self._watching = False
        self._idle = None
        self._finish(PATIENCE)
        if self._waiting:
            self._waiting.give_up_pictures()
            with suppress(termios.error):
                termios.tcflush(self._fd, termios.TCOFLUSH)
            self._finish(LAST_WORDS)
        self._closed = True
        os.close(self._fd)

    def _finish(self, patience: float) -> None:
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        until = time.monotonic() + patience
        self._put()
        while self._waiting and (left := until - time.monotonic()) > 0:
            poll.poll(left * 1000)
            self._put()


class ThreadWriter(Thread):
    """Writes in a thread, for a terminal whose device cannot be opened anew.

    Whether a write would block cannot be asked: there may be room for less than is written. So one may be stuck in the
    kernel until the terminal takes something, or until `stop` wakes it.
    """

    def __init__(self, fd: int) -> None:
        super().__init__(name="terminal-output", daemon=True)
        self._fd = fd
        self._loop = asyncio.get_running_loop()
        self._waiting = _Waiting()
        self._changed = Condition()
        self._idle: Callable[[], None] | None = None
        self._stopping = False
        self._given_up = 0
        self._began = 0.0
        self.taken = 0
        self.seconds = 0.0

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def write(self, text: str, *, picture: bool = False) -> None:
        with self._changed:
            if not self._stopping and text:
                if not self._waiting:
                    self._began = time.perf_counter()
                self._waiting.add(text, picture)
                self._changed.notify_all()

    def call_when_idle(self, call: Callable[[], None]) -> None:
        with self._changed:
            self._idle = call
            if not self._waiting:
                self._tell_idle()

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopping)
                if not self._waiting:
                    return
                part, given_up = self._waiting.next[:CHUNK], self._given_up
            try:
                size = os.write(self._fd, part)
            except OSError:
                size = -1
            with self._changed:
                if size < 0:  # the terminal is gone; a signal tells the program so
                    self._stopping, self._waiting = True, _Waiting()
                elif given_up == self._given_up:
                    self._waiting.took(size)
                    self.taken += size
                if not self._waiting:
                    self.seconds = time.perf_counter() - self._began
                    self._tell_idle()
                    self._changed.notify_all()

    def _tell_idle(self) -> None:
        call, self._idle = self._idle, None
        if call is not None and not self._stopping:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(call)

    def stop(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, PATIENCE)
            if self._waiting:
                self._waiting.give_up_pictures()
                self._given_up += 1
                with suppress(termios.error):
                    termios.tcflush(self._fd, termios.TCOFLUSH)
                    # A write that waits is not told of the room that this made. Output that goes on wakes it.
                    termios.tcflow(self._fd, termios.TCOOFF)
                    termios.tcflow(self._fd, termios.TCOON)
                self._changed.wait_for(lambda: not self._waiting, LAST_WORDS)
            self._stopping, self._waiting = True, _Waiting()
            self._given_up += 1
            self._changed.notify_all()
        self.join(LAST_WORDS)
