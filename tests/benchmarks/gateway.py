"""Starts the replay gateway and speaks with it."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType
from typing import Self

from tests.benchmarks.replay import Sent


class ReplayProcess:
    """`python -m tests.benchmarks.replay` with these flags; its events are made when this returns."""

    def __init__(self, count: int, rate: float = 0, *flags: str) -> None:
        command = [
            sys.executable, "-m", "tests.benchmarks.replay", "--count", str(count), "--rate", str(rate), *flags,
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.target = self._line().removeprefix("listening on ")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def wait_opened(self) -> None:
        """Wait until a client has opened its push stream."""
        while self._line() != "opened":
            pass

    def wait_act(self) -> float:
        """Wait until an act on an order has come; answers with the moment, in monotonic seconds."""
        while not (line := self._line()).startswith("acted "):
            pass
        return float(line.removeprefix("acted "))

    def go(self) -> None:
        """Send."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def sent(self) -> Sent:
        """Wait until all is sent."""
        while not (line := self._line()).startswith("{"):
            pass
        return Sent(**json.loads(line))

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the replay gateway ended with code {self._process.wait()}")
        return line.rstrip()
