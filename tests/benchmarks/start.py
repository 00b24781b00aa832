"""From the command to the first live quote on the screen, against importing the two libraries it cannot do without.

The screen is rebuilt afterwards from the bytes, so that nothing but reading them takes time while it is measured.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyte

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.scene import CURRENT, JUMP, TICK, Scene
from tests.benchmarks.terminal import COLUMNS, LINES, Output, Terminal, environment

GOAL, DEMO_GOAL = 3.0, 6.0
FLOOR = (sys.executable, "-c", "import textual.app, grpc.aio")
ROUNDS, QUICK_ROUNDS = 9, 3
LONGEST = 30.0
SLICE = 4.0
"""Seconds between two looks at what was recorded; longer than most starts take."""

# What the terminal is asked or told and pyte does not know.
QUERIES = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u")
ROW = re.compile(rf"│.{re.escape(str(CURRENT))}[^│]*?\s([\d,]+\.\d+)")


def measure(quick: bool) -> Iterator[Figure]:
    program = Path(sys.executable).with_name("futu-tui")
    floor, whole, demo = [], [], []
    opening = Scene().stocks[CURRENT].last
    seconds_of(FLOOR)
    first_quote((str(program), "demo"), lambda price: price > 0)  # compiles and warms the disk's cache
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        floor.append(seconds_of(FLOOR))
        with ReplayProcess(500_000, 200, "--at-once") as gateway:
            command = (str(program), "--target", gateway.target)
            whole.append(first_quote(command, lambda price: price > opening + JUMP * TICK / 2))
        demo.append(first_quote((str(program), "demo"), lambda price: price > 0))
    yield Figure(
        "start", "start to first live quote, against importing textual and grpc", "s",
        Samples(whole), Samples(floor), goal=GOAL,
    )  # fmt: skip
    yield Figure(
        "start.demo", "start of the demo, gateway included, to first live quote", "s",
        Samples(demo), Samples(floor), goal=DEMO_GOAL,
    )  # fmt: skip


def seconds_of(command: Sequence[str]) -> float:
    """How long a command takes from start to end."""
    started = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - started


def first_quote(command: Sequence[str], live: Callable[[float], bool]) -> float:
    """Seconds until the row of CURRENT in the watchlist shows a price that is a live one."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as folder, Terminal(command, environment(folder)) as terminal:
        while time.monotonic() < terminal.started + LONGEST:
            for output in record(terminal, SLICE):
                stream.feed(QUERIES.sub(b"", output.data))
                if (price := shown_price(screen.display)) is not None and live(price):
                    return output.at - terminal.started
    raise RuntimeError(f"{' '.join(command)} showed no live quote within {LONGEST:g} s")


def record(terminal: Terminal, seconds: float) -> list[Output]:
    """Everything the program sends in that time."""
    until, outputs = time.monotonic() + seconds, []
    while (left := until - time.monotonic()) > 0:
        if (output := terminal.read(left)) is not None:
            outputs.append(output)
    return outputs


def shown_price(lines: Sequence[str]) -> float | None:
    """The price in the row of CURRENT at the screen's left side."""
    for line in lines:
        if found := ROW.match(line):
            return float(found[1].replace(",", ""))
    return None
