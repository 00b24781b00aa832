"""Memory of the dashboard in a run at 1,000 events a second: how much it is at the end, and whether it still grows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.runs import dashboard
from tests.benchmarks.terminal import Terminal

GOAL = 100.0
"""MB"""
LEVEL = 0.5
"""MB a minute that still count as level: malloc's own ups and downs."""
RATE = 1_000
SECONDS, QUICK_SECONDS = 600, 60
LAST = 0.3
"""The share of the run, at its end, in which it is to be level."""
EVERY = 1.0
FLOOR = (
    "import textual.app, grpc.aio, pathlib, sys;"
    "print(pathlib.Path('/proc/self/statm').read_text().split()[1])"
)


class Sample(NamedTuple):
    at: float
    """Seconds from the first"""
    size: float
    """MB"""


def measure(quick: bool) -> Iterator[Figure]:
    seconds = QUICK_SECONDS if quick else SECONDS
    count = int(seconds + 60) * RATE
    imported = subprocess.run([sys.executable, "-c", FLOOR], check=True, capture_output=True).stdout
    with ReplayProcess(count, RATE, "--as-subscribed") as gateway, dashboard(gateway.target, 0) as program:
        gateway.go()
        samples = watch(program.terminal, seconds)
    slope = growth([sample for sample in samples if sample.at >= seconds * (1 - LAST)])
    yield Figure(
        "memory", f"resident at the end of {seconds} s at {RATE:,} events/s, against the imports alone", "MB",
        Samples([samples[-1].size]), Samples([megabytes(int(imported))]),
    )  # fmt: skip
    yield Figure(
        "memory.peak", "the most it was", "MB", Samples([max(sample.size for sample in samples)]), goal=GOAL
    )
    yield Figure(
        "memory.growth", f"in the last {seconds * LAST:.0f} s", "MB/min", Samples([slope]), goal=LEVEL
    )


def watch(terminal: Terminal, seconds: float) -> list[Sample]:
    """The program's resident memory, every second, while its terminal is read."""
    samples = []
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        pages = int(Path(f"/proc/{terminal.pid}/statm").read_text().split()[1])
        samples.append(Sample(passed, megabytes(pages)))
        terminal.drain(EVERY)
    return samples


def megabytes(pages: int) -> float:
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def growth(samples: list[Sample]) -> float:
    """The slope of the line through the samples, in MB a minute."""
    mean_at = sum(sample.at for sample in samples) / len(samples)
    mean_size = sum(sample.size for sample in samples) / len(samples)
    above = sum((sample.at - mean_at) * (sample.size - mean_size) for sample in samples)
    return above / sum((sample.at - mean_at) ** 2 for sample in samples) * 60
