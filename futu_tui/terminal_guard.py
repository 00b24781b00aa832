"""Gives the terminal back when the program cannot any more: killed outright, out of memory, or crashed in C code.

A fork of the program, as small as it was when it began, waits at the end of a pipe. Where the program has the terminal
and ends without a word, the fork leaves the alternate screen, switches off all modes and says in a line what happened.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

RESTORE = (
    "\x18\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l\x1b[?2048l"
    "\x1b[<u\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
)
"""Ends a control that was cut off, then each mode that the program may have set; the terminal is a shell's again."""
_ENTERED, _LEFT = b"+", b"-"
_DEAF = (signal.SIGINT, signal.SIGTERM, signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN, signal.SIGPIPE)
"""What a person or a system sends to the whole job: the guard ends with the program, not before."""


class TerminalGuard:
    """To be made before threads and large imports. `entered` and `left` tell whose the terminal is."""

    def __init__(self, last_words: Callable[[], str]) -> None:
        """`last_words` is asked in the fork, after the program's end, for the line to say."""
        tty = sys.stderr.fileno()
        attributes = _attributes(sys.stdin.fileno())
        listening, self._telling = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            _watch(listening, tty, attributes, last_words)
        os.close(listening)

    def entered(self) -> None:
        """The program has the terminal from now on."""
        self._say(_ENTERED)

    def left(self) -> None:
        """The terminal is as it was."""
        self._say(_LEFT)

    def end(self) -> None:
        """Let the guard go, and wait for that; doing it twice is no harm."""
        if self._telling >= 0:
            os.close(self._telling)
            self._telling = -1
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)

    def _say(self, word: bytes) -> None:
        with suppress(OSError):
            os.write(self._telling, word)


def _watch(listening: int, tty: int, attributes: list[Any] | None, last_words: Callable[[], str]) -> None:
    """In the fork; never returns."""
    try:
        for number in _DEAF:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # then there is no terminal to give back
        _close_all_but(listening, tty)
        state = _LEFT
        while word := os.read(listening, 64):
            state = word[-1:]
        if state == _ENTERED:
            _give_back(tty, attributes, last_words())
    finally:
        os._exit(0)


def _close_all_but(*kept: int) -> None:
    """What the program has open is not to stay so for the guard's sake."""
    bounds = [-1, *sorted(kept), os.sysconf("SC_OPEN_MAX")]
    for lower, upper in pairwise(bounds):
        os.closerange(lower + 1, upper)


def _give_back(tty: int, attributes: list[Any] | None, words: str) -> None:
    with suppress(OSError, termios.error):
        # A shell with job control has taken the terminal already, and set it as it likes it.
        if attributes is not None and os.tcgetpgrp(tty) == os.getpgrp():
            termios.tcsetattr(tty, termios.TCSANOW, attributes)
        termios.tcflush(tty, termios.TCIFLUSH)  # mouse reports are no commands for the shell
    with suppress(OSError):
        os.write(tty, f"{RESTORE}{words}\r\n".encode())


def _attributes(stdin: int) -> list[Any] | None:
    try:
        return termios.tcgetattr(stdin)
    except termios.error:
        return None
