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
ASK = b"\x1b[6n"
"""Asks a terminal for its cursor's place (DSR 6, ECMA-48)."""
TRICKLE = 0.02
"""Seconds between two reads of a slow terminal."""


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
        self._unread = b""
        """What may be the beginning of a question"""
        self.outputs: list[Output] = []
        """Everything that was read of it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
            self._process.wait()
        self._process.close(force=True)

    @property
    def pid(self) -> int:
        pid: int = self._process.pid
        return pid

    def read(self, timeout: float, most: int = 1 << 16) -> Output | None:
        """What the program sent, as soon as it has sent something; None where nothing came in time."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self._fd, most)
        except OSError as error:
            raise RuntimeError(f"the program in the terminal has ended:\n{self._last_words}") from error
        output = Output(time.monotonic(), data)
        self.outputs.append(output)
        self._answer(data)
        return output

    def _answer(self, data: bytes) -> None:
        """Tell where the cursor is, as terminals do, when it comes to the question."""
        text = self._unread + data
        for _ in range(text.count(ASK)):
            os.write(self._fd, b"\x1b[1;1R")
        end = text.rpartition(ASK)[2]
        self._unread = end[-len(ASK) + 1 :]

    def read_to_end(self) -> None:
        """Read until the program ends. Raises RuntimeError unless it ends well."""
        while True:
            try:
                self.read(1.0)
            except RuntimeError:
                break
        self._process.close()
        if status := self._process.exitstatus:
            raise RuntimeError(f"the program in the terminal ended with {status}:\n{self._last_words}")

    @property
    def _last_words(self) -> str:
        return b"".join(output.data for output in self.outputs[-50:])[-4096:].decode(errors="replace")

    def write(self, data: bytes) -> float:
        """Type; answers with the moment."""
        at = time.monotonic()
        os.write(self._fd, data)
        return at

    def trickle(self, rate: float, seconds: float) -> None:
        """Read no more than so many bytes a second for so long."""
        started = time.monotonic()
        taken = 0
        while (passed := time.monotonic() - started) < seconds:
            due = int(passed * rate) - taken
            if due > 0 and (output := self.read(0, due)) is not None:
                taken += len(output.data)
            time.sleep(TRICKLE)

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
        if not name.startswith(("FUTU_TUI_", "TEXTUAL", "SSH_"))
        and name not in ("NO_COLOR", "COLUMNS", "LINES")
    }
    folders = {"FUTU_TUI_CONFIG_DIR": folder, "FUTU_TUI_DATA_DIR": folder, "FUTU_TUI_CACHE_DIR": folder}
    return kept | folders | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
