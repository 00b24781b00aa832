"""Resident memory with 300 securities after 1,000,000 events, and whether it still grows, against a bare app.

The bare app is Textual with a list on the screen and a `grpc.aio` loop that reads the same stream to its end; both run
while they are measured.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.processes import resident
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Terminal

GOAL = 2.0
LEVEL = 0.5
"""MB a minute that still count as level: malloc's own ups and downs."""
SECURITIES, RATE = 300, 5_000
EVENTS, QUICK_EVENTS = 1_000_000, 100_000
LAST = 0.3
"""The share of the run, at its end, in which it is to be level."""
EVERY = 0.5
AFTERWARDS = 3.0
"""Seconds after the last event"""
FLAGS = ("--as-subscribed", "--securities", str(SECURITIES))


class Sample(NamedTuple):
    at: float
    """Seconds from the first"""
    size: float
    """MB"""


def measure(quick: bool) -> Iterator[Figure]:
    count = QUICK_EVENTS if quick else EVENTS
    with ReplayProcess(count, RATE, *FLAGS) as gateway, bare_screen(gateway, count) as terminal:
        gateway.go()
        bare = watch(gateway, terminal)
    with (
        ReplayProcess(count, RATE, *FLAGS) as gateway,
        dashboard(gateway.target, 0, "--securities", str(SECURITIES)) as program,
    ):
        gateway.go()
        whole = watch(gateway, program.terminal)
    about = (
        f"resident with {SECURITIES} securities after {count:,} events, against a bare app on the same stream"
    )
    yield Figure(
        "memory", about, "MB", Samples([at_end(whole)]), Samples([at_end(bare)]), goal=GOAL,
        note=f"at most {max(sample.size for sample in whole):.1f} MB; {whole[0].size:.1f} MB before the first event",
    )  # fmt: skip
    lasted = whole[-1].at * LAST
    slope = growth([sample for sample in whole if sample.at >= whole[-1].at - lasted])
    yield Figure(
        "memory.growth",
        f"in the last {lasted:.0f} s at {RATE:,} events/s",
        "MB/min",
        Samples([slope]),
        # In a short run all grows that fills for the first time.
        goal=None if quick else LEVEL,
    )


def watch(gateway: ReplayProcess, terminal: Terminal) -> list[Sample]:
    """The program's resident memory while its terminal is read, until some seconds after the last event."""
    started = time.monotonic()
    samples = []
    end: float | None = None
    while end is None or time.monotonic() < end:
        samples.append(Sample(time.monotonic() - started, resident(terminal.pid)))
        terminal.drain(EVERY)
        terminal.outputs.clear()
        if end is None and gateway.all_sent():
            end = time.monotonic() + AFTERWARDS
    return samples


def at_end(samples: list[Sample]) -> float:
    """MB in the last seconds."""
    return median(sample.size for sample in samples[-int(AFTERWARDS / EVERY) :])


def growth(samples: list[Sample]) -> float:
    """The slope of the line through the samples, in MB a minute."""
    mean_at = sum(sample.at for sample in samples) / len(samples)
    mean_size = sum(sample.size for sample in samples) / len(samples)
    above = sum((sample.at - mean_at) * (sample.size - mean_size) for sample in samples)
    return above / sum((sample.at - mean_at) ** 2 for sample in samples) * 60
