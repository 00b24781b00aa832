"""Reads the terminal in the event loop itself: a key waits for no thread to be given its turn."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import CursorPosition

if TYPE_CHECKING:
    from textual.message import Message

LEGACY = {b"\x1b\x10": b"\x1b[112;7u"}
"""Keys with alt and ctrl as older terminals send them, and as newer ones tell them apart (kitty's protocol)."""
MOST = 4096
"""Bytes read at once."""
LAST_ANSWERS = 0.4
"""Seconds to wait at the end for answers of the terminal."""


class LoopInput:
    """Stands where Textual has a thread: what the terminal sends becomes messages of the driver.

    It reads through an open file of its own, if the terminal's device can be opened: an event loop may make what it
    reads non-blocking, and the standard streams are shared with the shell.
    """

    def __init__(self, driver: LoopInputDriver) -> None:
        self._driver = driver
        self._loop = asyncio.get_running_loop()
        self._parser = XTermParser(driver._debug)
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._timeout: asyncio.TimerHandle | None = None
        self._fd = self._shared = driver.fileno

    def start(self) -> None:
        """Begin to read."""
        with suppress(OSError):
            self._fd = os.open(os.ttyname(self._shared), os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        self._loop.add_reader(self._fd, self._read)

    def join(self) -> None:
        """Read no more."""
        self._stop_reading()
        self._take_answers()
        if self._fd != self._shared:
            os.close(self._fd)
            self._fd = self._shared
        with suppress(EOFError, ParseError):
            for _ in self._parser.feed(""):
                pass

    def _take_answers(self) -> None:
        """Wait a moment for what the terminal was asked: whoever reads it next would take the answer for typed."""
        left, until = self._driver.unanswered, time.monotonic() + LAST_ANSWERS
        while left > 0 and (wait := until - time.monotonic()) > 0:
            if not select.select([self._fd], [], [], wait)[0]:
                break
            try:
                data = os.read(self._fd, MOST)
            except OSError:
                break
            if not data:
                break
            left -= data.count(b"R")

    def _read(self) -> None:
        try:
            data = os.read(self._fd, MOST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._stop_reading()
            self._driver.ended()
            return
        for old, new in LEGACY.items():
            data = data.replace(old, new)
        for message in self._parser.feed(self._decode(data)):
            if isinstance(message, CursorPosition):
                self._driver.answered()
            else:
                self._driver.process_message(message)
        self._wait_for_the_rest()

    def _wait_for_the_rest(self) -> None:
        """An escape may be a key or the beginning of one: which, the next moment tells."""
        if self._timeout is not None:
            self._timeout.cancel()
        self._timeout = self._loop.call_later(constants.ESCAPE_DELAY * 1.1, self._tick)

    def _tick(self) -> None:
        self._timeout = None
        for message in self._parser.tick():
            self._driver.process_message(message)

    def _stop_reading(self) -> None:
        self._loop.remove_reader(self._fd)
        if self._timeout is not None:
            self._timeout.cancel()
            self._timeout = None


class LoopInputDriver(LinuxDriver):
    """Textual's driver without its thread."""

    _input: LoopInput | None = None

    @property
    def _key_thread(self) -> Any:
        return self._input

    @_key_thread.setter
    def _key_thread(self, thread: object) -> None:
        self._input = None if thread is None else LoopInput(self)

    @property
    def unanswered(self) -> int:
        """Answers of the terminal that may still come."""
        return 0

    def answered(self) -> None:
        """The terminal told where its cursor is."""

    def ended(self) -> None:
        """The terminal is gone, whether or not a signal tells so."""
        self._app.exit(return_code=128 + signal.SIGHUP)

    def send_message(self, message: Message) -> None:
        self._app.post_message(message)
