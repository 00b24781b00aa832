"""The programs that are measured, started on a replay gateway and read from a pty."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.client import Taken
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.terminal import Terminal, environment

PATIENCE = 60.0
"""Seconds that a program may take to say what is waited for, beyond what it measures."""


class Dashboard:
    """The whole dashboard in a pty, with what it reports."""

    def __init__(self, terminal: Terminal, report: Path) -> None:
        self.terminal = terminal
        self._report = report
        self._lines_read = 0

    def wait_report(self, patience: float = PATIENCE) -> str:
        """Reads the terminal until the dashboard reports its next line."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            self.terminal.drain(0.05)
            lines = self._report.read_text().splitlines(keepends=True) if self._report.exists() else []
            if len(lines) > self._lines_read and lines[self._lines_read].endswith("\n"):
                self._lines_read += 1
                return lines[self._lines_read - 1].rstrip()
        raise RuntimeError(f"the dashboard reported nothing within {patience:g} s")

    def wait_taken(self, patience: float = PATIENCE) -> Taken:
        """Reads the terminal until the dashboard has taken the events it was to count."""
        return Taken.of_json(self.wait_report(patience))


@contextmanager
def dashboard(target: str, count: int, *flags: str) -> Iterator[Dashboard]:
    """The whole dashboard, once all it shows is live; it is to count so many events."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        command = [
            sys.executable, "-m", "tests.benchmarks.dashboard",
            "--target", target, "--count", str(count), "--report", str(report), *flags,
        ]  # fmt: skip
        with Terminal(command, environment(folder)) as terminal:
            running = Dashboard(terminal, report)
            running.wait_report()
            terminal.drain(1.0)
            yield running


@contextmanager
def bare_screen(gateway: ReplayProcess, count: int, *flags: str) -> Iterator[Terminal]:
    """The bare Textual app with the bare loop, its stream open."""
    command = [
        sys.executable, "-m", "tests.benchmarks.client", "--screen",
        "--target", gateway.target, "--count", str(count), *flags,
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, Terminal(command, environment(folder)) as terminal:
        gateway.wait_opened()
        terminal.drain(1.0)
        yield terminal


def bare_loop(gateway: ReplayProcess, count: int) -> Taken:
    """What the bare loop takes of the stream, from start to end."""
    command = [
        sys.executable, "-m", "tests.benchmarks.client", "--target", gateway.target, "--count", str(count),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        gateway.wait_opened()
        gateway.go()
        output, _ = process.communicate()
    return Taken.of_json(output)
