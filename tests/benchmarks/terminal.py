"""A program in a pty of 160 x 48, seen as the bytes it sends, with the moment each came."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

import pexpect

COLUMNS, LINES = 160, 48


class Output(NamedTuple):
    """What came from the program at once."""

    at: float
    """Monotonic seconds"""
    data: bytes


class Terminal:
    """Runs a program; somebody must go on reading, or the program waits."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self._process = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(LINES, COLUMNS), env=dict(environment)
        )
        self._fd: int = self._process.child_fd
        self._last = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
        self._process.close(force=True)

    @property
    def pid(self) -> int:
        pid: int = self._process.pid
        return pid

    def read(self, timeout: float) -> Output | None:
        """What the program sent, as soon as it has sent something; None where nothing came in time."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError as error:
            words = self._last.decode(errors="replace")
            raise RuntimeError(f"the program in the terminal has ended:\n{words}") from error
        self._last = (self._last + data)[-4096:]
        return Output(time.monotonic(), data)

    def write(self, data: bytes) -> float:
        """Type; answers with the moment."""
        at = time.monotonic()
        os.write(self._fd, data)
        return at

    def drain(self, seconds: float) -> int:
        """Read and forget for so long; answers how many bytes came."""
        until, size = time.monotonic() + seconds, 0
        while (left := until - time.monotonic()) > 0:
            output = self.read(left)
            size += len(output.data) if output else 0
        return size


def environment(folder: str) -> dict[str, str]:
    """Of a program in a terminal with colours that keeps its settings and its data in this folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FUTU_TUI_", "TEXTUAL")) and name not in ("NO_COLOR", "COLUMNS", "LINES")
    }
    folders = {"FUTU_TUI_CONFIG_DIR": folder, "FUTU_TUI_DATA_DIR": folder, "FUTU_TUI_CACHE_DIR": folder}
    return kept | folders | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
