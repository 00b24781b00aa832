"""Starts the replay gateway and speaks with it."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from types import TracebackType
from typing import Self

from tests.benchmarks.replay import Sent


class ReplayProcess:
    """`python -m tests.benchmarks.replay` with these flags; its events are made when this returns."""

    def __init__(self, count: int, rate: float = 0, *flags: str) -> None:
        self.count = count
        self._sent = False
        command = [
            sys.executable, "-m", "tests.benchmarks.replay", "--count", str(count), "--rate", str(rate), *flags,
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._said = b""
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
        self._process.stdin.write(b"go\n")

    def sent(self) -> Sent:
        """Wait until all is sent, or the client has left."""
        while not (line := self._line()).startswith("{"):
            pass
        return Sent(**json.loads(line))

    def all_sent(self) -> bool:
        """Whether all is sent, without waiting; raises RuntimeError where the client left before."""
        while not self._sent and (b"\n" in self._said or select.select([self._process.stdout], [], [], 0)[0]):
            if (line := self._line()).startswith("{"):
                if Sent(**json.loads(line)).events < self.count:
                    raise RuntimeError("the client left before all was sent")
                self._sent = True
        return self._sent

    def sent_till_left(self) -> Sent:
        """What was sent by when the client left. Raises RuntimeError where the events ran out before."""
        sent = self.sent()
        if sent.events >= self.count:
            raise RuntimeError(f"all {self.count:,} events were sent before the measuring ended")
        return sent

    def _line(self) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._said:
            said = self._process.stdout.read(1 << 16)
            if not said:
                raise RuntimeError(f"the replay gateway ended with code {self._process.wait()}")
            self._said += said
        line, _, self._said = self._said.partition(b"\n")
        return line.decode()
