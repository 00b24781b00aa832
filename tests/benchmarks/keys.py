"""Key to paint while 5,000 events a second arrive: the dashboard against a bare Textual app that only reads them.

A press of j or k moves the cursor by one row. It is answered when the cursor's mark is drawn at the beginning of the
next row, which nothing but that key brings about.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Terminal

GOAL = 3.0
RATE = 5_000
PRESSES, QUICK_PRESSES = 100, 60
ROUNDS, QUICK_ROUNDS = 6, 2
FEWEST, MOST = 0.03, 0.13
"""Seconds from an answer to the next press."""
WARM_UP = 3.0
"""Seconds that the stream runs before the first press."""
SETTLED = 1.0
"""Seconds after which a key has been answered on any machine."""
PATIENCE = 5.0
REACH = 12
"""Rows that the cursor goes down before it turns: none of them makes the list scroll."""

MARK = re.compile(rb"\x1b\[(\d+);[12]H(?:\x1b\[[0-9;:]*m|\xe2\x94\x82| )*\xe2\x96\x8c")
"""The cursor's mark, drawn in the second column; the group is the line."""


def measure(quick: bool) -> Iterator[Figure]:
    presses, rounds = (QUICK_PRESSES, QUICK_ROUNDS) if quick else (PRESSES, ROUNDS)
    count = int(RATE * (WARM_UP + presses * 2 * MOST))
    whole: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        with ReplayProcess(count, RATE, "--prebuilt") as gateway, bare_screen(gateway, count) as terminal:
            gateway.go()
            bare += press_keys(terminal, presses)
        with ReplayProcess(count, RATE, "--prebuilt") as gateway, dashboard(gateway.target, 0) as program:
            gateway.go()
            whole += press_keys(program.terminal, presses)
    for name, share, goal in (("keys", 0.99, GOAL), ("keys.p50", 0.5, None)):
        yield Figure(
            name, f"key to paint at {RATE:,} events/s, {share:.0%} of keys within", "ms",
            Samples([percentile(whole, share) * 1e3]), Samples([percentile(bare, share) * 1e3]),
            goal=goal, note=f"of {len(whole)} presses the slowest took {max(whole) * 1e3:.0f} and "
                            f"{max(bare) * 1e3:.0f} ms" if goal else "",
        )  # fmt: skip


def press_keys(terminal: Terminal, presses: int) -> list[float]:
    """Seconds from each key to its paint."""
    terminal.drain(WARM_UP)
    took = []
    line = locate(terminal)
    for i in range(presses):
        down = i // REACH % 2 == 0
        terminal.drain(random.uniform(FEWEST, MOST))
        line += 1 if down else -1
        took.append(press(terminal, b"j" if down else b"k", line))
    return took


def locate(terminal: Terminal) -> int:
    """Move the cursor down once; answers with the line of the screen it is in then."""
    terminal.write(b"j")
    until, seen = time.monotonic() + SETTLED, b""
    while time.monotonic() < until:
        output = terminal.read(0.1)
        seen += output.data if output else b""
    return int(MARK.findall(seen)[-1])


def press(terminal: Terminal, key: bytes, line: int) -> float:
    """Seconds until the mark is drawn in this line of the screen."""
    pressed = terminal.write(key)
    seen = b""
    while time.monotonic() < pressed + PATIENCE:
        output = terminal.read(0.1)
        if output is None:
            continue
        seen += output.data
        if any(int(match) == line for match in MARK.findall(seen)):
            return output.at - pressed
        seen = seen[-64:]
    raise RuntimeError(f"the key {key!r} was not answered within {PATIENCE:g} s")


def percentile(values: list[float], share: float) -> float:
    """The smallest value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
