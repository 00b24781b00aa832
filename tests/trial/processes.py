"""The two processes of a trial: the gateway, which is started again whenever it was killed, and the trader."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

from futu_tui.paper_process import READY_MARK
from tests.trial.picks import SYMBOLS

_STRIKE = re.compile(r"--chaos: ([a-z-]+)$")
PATIENCE = 30.0
"""Seconds in which a process must start, or end when it is told to."""


class TroubledGateway:
    """`futu-tui gateway --state --chaos` on one port, started again where it was each time a fault has killed it."""

    def __init__(self, folder: Path, faults: str, seed: int) -> None:
        self.state = folder / "gateway.state"
        self.errors = folder / "gateway.err"
        self.kills = 0
        self._faults = faults
        self._seed = seed
        self._ending = False
        self._process, self.target = self._start(0)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def strikes(self) -> Counter[str]:
        """How often each fault struck so far."""
        told = self.errors.read_text().splitlines()
        return Counter(match[1] for line in told if (match := _STRIKE.search(line)))

    @property
    def complaints(self) -> list[str]:
        """What it said on standard error beside."""
        return [line for line in self.errors.read_text().splitlines() if not _STRIKE.search(line)]

    def calm(self) -> None:
        """Start it again without any fault."""
        self.stop()
        self._ending, self._faults = False, ""
        self._process, self.target = self._start(self._port)

    def stop(self) -> None:
        self._ending = True
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._keeper.join(PATIENCE)

    @property
    def _port(self) -> int:
        return int(self.target.rpartition(":")[2])

    def _start(self, port: int) -> tuple[subprocess.Popen[str], str]:
        # Each life of the gateway takes another course: the one before must not lead to the same kill.
        chaos = ["--chaos", self._faults, "--chaos-seed", str(self._seed * 1000 + self.kills)]
        process = subprocess.Popen(
            [sys.executable, "-m", "futu_tui", "gateway", "--port", str(port), "--symbols", ",".join(SYMBOLS),
             "--state", str(self.state), *(chaos if self._faults else [])],
            stdout=subprocess.PIPE, stderr=self.errors.open("a"), text=True,
        )  # fmt: skip
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith(READY_MARK):
            raise RuntimeError(f"the gateway did not start: {self.errors.read_text()}")
        return process, line.removeprefix(READY_MARK).strip()

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            if self._ending:
                return
            if code != -signal.SIGKILL:
                raise RuntimeError(
                    f"the gateway ended by itself with {code}: {self.errors.read_text()[-2000:]}"
                )
            self.kills += 1
            self._process, self.target = self._start(self._port)


class TraderProcess:
    """`python -m tests.trial.trader`."""

    def __init__(self, folder: Path, target: str, journal: Path, told: Path, seed: str) -> None:
        self._errors = folder / "trader.err"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trial.trader", target, str(journal), str(told), seed],
            stdout=subprocess.PIPE, stderr=self._errors.open("a"), text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it can be told to stop from now on

    @property
    def complaints(self) -> str:
        return self._errors.read_text()

    def ended(self) -> int | None:
        """Its exit code once it ended by itself."""
        return self._process.poll()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def finish(self, patience: float) -> int:
        """Have it close its acts and compare; its exit code. Raises subprocess.TimeoutExpired."""
        self._process.terminate()
        return self._process.wait(patience)
