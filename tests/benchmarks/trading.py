"""Trading key to request while 5,000 events a second arrive: `x` on a working order, against a bare app that sends one.

The dashboard writes the act into its journal, on the disk, before the request leaves; the bare Textual app, which reads
the same events, sends at once. Both moments are of one clock: when the key is written to the terminal, and when the
gateway has the request. The presses of a round stay below the gateway's limit on such requests, for which the program
would wait.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.keys import WARM_UP
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Terminal

RATE = 5_000
GOAL = 33.0
"""Milliseconds: one frame at 30 a second."""
PRESSES = 18
"""A round; the gateway takes 20 such requests in 30 seconds."""
ROUNDS, QUICK_ROUNDS = 10, 2
FEWEST, MOST = 0.1, 0.4
"""Seconds from a request to the next press."""
SLOWEST = 0.2
"""Seconds that a press may take without the events running out."""


def measure(quick: bool) -> Iterator[Figure]:
    count = int(RATE * (WARM_UP + PRESSES * (MOST + SLOWEST)))
    whole: list[float] = []
    bare: list[float] = []
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        with ReplayProcess(count, RATE, "--prebuilt") as gateway, bare_screen(gateway, count) as terminal:
            bare += press_keys(gateway, terminal)
        with (
            ReplayProcess(count, RATE, "--prebuilt") as gateway,
            dashboard(gateway.target, 0, "--at-once") as program,
        ):
            whole += press_keys(gateway, program.terminal)
    slowest = f"of {len(whole)} presses the slowest took {max(whole) * 1e3:.0f} and {max(bare) * 1e3:.0f} ms"
    worst, floor = percentile(whole, 0.99) * 1e3, percentile(bare, 0.99) * 1e3
    yield Figure(
        "trading", f"trading key to request at {RATE:,} events/s, 99% of keys within", "ms",
        Samples([worst]), goal=GOAL,
        note=f"floor {floor:.1f} ms, the bare app without a journal; {slowest}",
    )  # fmt: skip
    yield Figure(
        "trading.p50", f"trading key to request at {RATE:,} events/s, 50% of keys within", "ms",
        Samples([percentile(whole, 0.5) * 1e3]), Samples([percentile(bare, 0.5) * 1e3]),
    )  # fmt: skip


def press_keys(gateway: ReplayProcess, terminal: Terminal) -> list[float]:
    """Seconds from each key to its request."""
    gateway.go()
    terminal.drain(WARM_UP)
    took = []
    for _ in range(PRESSES):
        terminal.drain(random.uniform(FEWEST, MOST))
        pressed = terminal.write(b"x")
        with ThreadPoolExecutor() as waiting:
            act = waiting.submit(gateway.wait_act)
            while not act.done():
                terminal.drain(0.005)  # a terminal that nobody reads would hold the program up
        took.append(act.result() - pressed)
    return took
