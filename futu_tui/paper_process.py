"""The paper gateway as a process of its own, on a free port, that never outlives the program that started it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from futu_tui.config import API_KEY_VARIABLE

READY_MARK = "listening on "
"""What the gateway's first line begins with; HOST:PORT follows."""

START_TIMEOUT = 30.0
"""Seconds to wait for that line; a loaded machine with cold caches takes several."""
STOP_TIMEOUT = 3.0


class PaperFailed(RuntimeError):
    """The paper gateway did not come up; the text has what it said."""


class PaperProcess:
    """`futu-tui gateway --port 0` as a child process.

    Starting returns at once, so that its start and the caller's imports overlap; `wait` gives the target. The child
    reads its input and ends when that ends, which happens even when this process is killed outright.
    """

    def __init__(self, options: Sequence[str] = ()) -> None:
        """`options` are further flags of `futu-tui gateway`, such as `("--seed", "7")`."""
        program = [sys.executable, *_safe_path(), "-m", "futu_tui"]
        command = [*program, "gateway", "--port", "0", "--exit-with-stdin", *options]
        # A session of its own keeps the terminal's signals, such as ctrl+c, from reaching it.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            # The person's key is for another gateway; a child's environment is one more place to read it from.
            env={name: value for name, value in os.environ.items() if name != API_KEY_VARIABLE},
        )
        self._target: str | None = None
        self._said: deque[str] = deque(maxlen=20)
        self._answered = threading.Event()
        self._readers = [
            threading.Thread(target=read, name=f"paper gateway {name}", daemon=True)
            for name, read in (("output", self._read_output), ("errors", self._read_errors))
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait(self, timeout: float = START_TIMEOUT) -> str:
        """Blocks until the gateway listens and answers with its `host:port`; raises PaperFailed."""
        answered = self._answered.wait(timeout)
        if self._target is not None:
            return self._target
        self.stop()
        if not answered:
            raise PaperFailed(f"The paper gateway did not listen within {timeout:g} s.\n{self._words()}")
        for reader in self._readers:
            reader.join(STOP_TIMEOUT)
        raise PaperFailed(f"The paper gateway ended with code {self._process.returncode}.\n{self._words()}")

    def stop(self) -> None:
        """Ends the gateway and waits for its end; doing it twice is no harm."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self._target is None and line.startswith(READY_MARK):
                self._target = line.removeprefix(READY_MARK).strip()
                self._answered.set()
        self._answered.set()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line.rstrip())

    def _words(self) -> str:
        return "\n".join(self._said) or "It said nothing."


def _safe_path() -> list[str]:
    """Keeps modules of the current folder out of the child, unless this process itself is run from a checkout."""
    here = {"", str(Path.cwd())}
    return [] if here & set(sys.path) else ["-P"]
