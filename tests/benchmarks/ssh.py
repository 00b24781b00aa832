"""Over SSH: bytes to the terminal with 100 securities at 1,000 events a second, and a terminal that is slow or stalls.

Bytes are counted where they leave the pty. Slow is a reader that takes 2 KB a second, stalled one that takes nothing
for 10 s; then it reads as fast as it can again, and what counts is how long after that the screen shows a quote that is
the newest, or was so no longer than two frames ago. What waited until then had piled up. Memory is what the program
grew by from before to the end, less what it grows by in that time with a terminal that is read all the while.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import NamedTuple

from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.marks import DASHBOARD, Marks, shown
from tests.benchmarks.processes import resident
from tests.benchmarks.runs import dashboard
from tests.benchmarks.terminal import Terminal

MOST_KB = 30.0
"""A second"""
FRAME = 1 / 8
CURRENT = 2 * FRAME
"""Seconds after which a quote that was the newest is one no longer, and that it may take to be the newest again."""
LEVEL_MB = 1.0
SECURITIES, RATE = 100, 1_000
SETTLE = 3.0
BYTES_SECONDS = 20.0
SLOW_RATE, SLOW_SECONDS = 2_000, 20.0
STALLED_SECONDS = 10.0
AFTERWARDS = 5.0
ROUNDS, QUICK_ROUNDS = 3, 1
EVERY = 0.1
"""Seconds between two marks, on average"""
LONGEST = 60.0
LIST = ("--securities", str(SECURITIES))


class Again(NamedTuple):
    """How a program fared whose terminal reads again."""

    delay: float
    """Seconds from then until the screen is current"""
    waited: int
    """Bytes that came until then"""
    grown: float
    """MB"""
    behind: list[float]
    """How old the screen was before, in seconds, whenever something of it came"""


def measure(quick: bool) -> Iterator[Figure]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    yield Figure(
        "ssh.bytes", f"to the terminal with {SECURITIES} securities at {RATE:,} events/s", "KB/s",
        Samples([bytes_sent() / 1e3 for _ in range(rounds)]), goal=MOST_KB,
    )  # fmt: skip
    yield from _held_up(
        "ssh.slow", f"a terminal that read {SLOW_RATE / 1e3:g} KB/s for {SLOW_SECONDS:g} s", rounds,
        lambda terminal: terminal.trickle(SLOW_RATE, SLOW_SECONDS), SLOW_SECONDS,
    )  # fmt: skip
    yield from _held_up(
        "ssh.stalled", f"a terminal that read nothing for {STALLED_SECONDS:g} s", rounds,
        lambda terminal: time.sleep(STALLED_SECONDS), STALLED_SECONDS,
    )  # fmt: skip


def _held_up(
    name: str, about: str, rounds: int, hold_up: Callable[[Terminal], object], seconds: float
) -> Iterator[Figure]:
    """Rounds of a terminal that is held up, and of one that is read freely for as long."""
    held: list[Again] = []
    free: list[Again] = []
    for _ in range(rounds):
        held.append(read_again(hold_up))
        free.append(read_again(lambda terminal: terminal.drain(seconds)))
    behind = [age for again in held for age in again.behind]
    note = f"{max(again.waited for again in held) / 1e3:.0f} KB had piled up"
    if behind:
        note += f"; before, it was behind by {percentile(behind, 0.5):.1f} s, 95% by {percentile(behind, 0.95):.1f} s"
    yield Figure(
        f"{name}.current", f"{about}, until it is current again", "s",
        Samples([again.delay for again in held]), goal=CURRENT, note=note,
    )  # fmt: skip
    yield Figure(
        f"{name}.memory", "what the program grew by for it", "MB",
        Samples([slow.grown - fast.grown for slow, fast in zip(held, free, strict=True)]), goal=LEVEL_MB,
        note=f"{median(again.grown for again in held):.1f} MB, read freely {median(again.grown for again in free):.1f}",
    )  # fmt: skip


def bytes_sent() -> float:
    """Bytes a second."""
    count = int(RATE * LONGEST)
    with ReplayProcess(count, RATE, "--as-subscribed", *LIST) as gateway:
        with dashboard(gateway.target, 0, "--ssh", *LIST) as program:
            gateway.go()
            program.terminal.drain(SETTLE)
            sent = program.terminal.drain(BYTES_SECONDS)
        gateway.sent_till_left()
    return sent / BYTES_SECONDS


def read_again(hold_up: Callable[[Terminal], object]) -> Again:
    """Hold up the reading in this way, then read on."""
    count = int(RATE * LONGEST)
    with ReplayProcess(count, RATE, "--as-subscribed", "--marks", str(EVERY), *LIST) as gateway:
        with dashboard(gateway.target, 0, "--ssh", *LIST) as program:
            terminal = program.terminal
            gateway.go()
            terminal.drain(SETTLE)
            before, held = resident(terminal.pid), time.monotonic()
            hold_up(terminal)
            again = time.monotonic()
            terminal.drain(AFTERWARDS)
            grown = resident(terminal.pid) - before
        marks = Marks(gateway.sent_till_left().marks, shown(terminal.outputs, DASHBOARD))
    late = [output for output in terminal.outputs if output.at >= again]
    current = next((n for n, output in enumerate(late) if marks.age(output.at) <= CURRENT), None)
    if current is None:
        raise RuntimeError(f"the screen was not current within {AFTERWARDS:g} s of being read again")
    return Again(
        delay=late[current].at - again,
        waited=sum(len(output.data) for output in late[: current + 1]),
        grown=grown,
        behind=[marks.age(output.at) for output in terminal.outputs if held <= output.at < again],
    )
