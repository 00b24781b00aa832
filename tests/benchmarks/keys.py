"""Key to paint while events arrive: at 1,000 and 5,000 a second and as fast as they are read.

The floor is a bare Textual app in which the bare `grpc.aio` loop reads the same stream at the same rate (flat out: as
fast as that app reads it). Both are pressed the same keys by the same reader of the same kind of pty, in turns: j and k
move the cursor of a list by one row. A press is answered when the cursor's mark is drawn at the beginning of the next
row, which nothing but that key brings about.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Terminal

PRESSES = 100
"""Of one program in one round."""
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


class Load(NamedTuple):
    """What arrives meanwhile."""

    name: str
    """Of the figure"""
    about: str
    rate: float
    """Events a second; 0 for as fast as they are read"""
    enough: int
    """Events a second that are had ready: no client reads more"""
    goal: float
    """Of the 99th percentile's ratio to the bare app's"""


LOADS = (
    Load("keys.1000", "at 1,000 events/s", 1_000, 1_000, 1.5),
    Load("keys.5000", "at 5,000 events/s", 5_000, 5_000, 2.0),
    Load("keys.flat", "flat out", 0, 25_000, 4.0),
)


def measure(quick: bool) -> Iterator[Figure]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    for load in LOADS:
        yield from _under(load, rounds)


def _under(load: Load, rounds: int) -> Iterator[Figure]:
    count = int(load.enough * (WARM_UP + SETTLED + PRESSES * MOST * 1.5))
    whole: list[float] = []
    bare: list[float] = []
    pace: dict[str, float] = {}
    for _ in range(rounds):
        with ReplayProcess(count, load.rate, "--prebuilt") as gateway:
            with bare_screen(gateway, count) as terminal:
                gateway.go()
                bare += press_keys(terminal, PRESSES)
            sent = gateway.sent_till_left()
            pace["bare"] = sent.events / sent.seconds
        with ReplayProcess(count, load.rate, "--prebuilt") as gateway:
            with dashboard(gateway.target, 0) as program:
                gateway.go()
                whole += press_keys(program.terminal, PRESSES)
            sent = gateway.sent_till_left()
            pace["whole"] = sent.events / sent.seconds
    note = (
        f"{len(whole)} presses each; at most {max(whole) * 1e3:.0f} and {max(bare) * 1e3:.0f} ms; "
        f"{pace['whole']:,.0f} and {pace['bare']:,.0f} events/s read"
    )
    for suffix, share, goal in (("", 0.99, load.goal), (".p95", 0.95, None), (".p50", 0.5, None)):
        yield Figure(
            f"{load.name}{suffix}", f"key to paint {load.about}, {share:.0%} of keys within", "ms",
            Samples([percentile(whole, share) * 1e3]), Samples([percentile(bare, share) * 1e3]),
            goal=goal, note=note if goal else "", raw=whole, raw_floor=bare,
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
