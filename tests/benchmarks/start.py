"""From the command to the first live quote on the screen, against importing the two libraries it cannot do without.

Each is a fresh interpreter with its bytecode compiled before, started in a pty of its own, in turns. A quote is live
when its price is one that only a push has told; the floor ends when the imports are done, before the interpreter
leaves. The screen is rebuilt afterwards from the bytes, so that nothing but reading them takes time meanwhile.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.recording import Replayed
from tests.benchmarks.scene import CURRENT, JUMP, TICK, Scene
from tests.benchmarks.terminal import Terminal, environment

GOAL, DEMO_GOAL = 2.0, 6.0
FLOOR = (sys.executable, "-c", "import textual.app, grpc.aio; print('imported', flush=True)")
ROUNDS, QUICK_ROUNDS = 15, 5
LONGEST = 30.0
SLICE = 4.0
"""Seconds between two looks at what was recorded; longer than most starts take."""
ROW = re.compile(rf"│.{re.escape(str(CURRENT))}[^│]*?\s([\d,]+\.\d+)")


def measure(quick: bool) -> Iterator[Figure]:
    program = Path(sys.executable).with_name("futu-tui")
    floor, whole, demo = [], [], []
    opening = Scene().stocks[CURRENT].last
    imported()
    first_quote((str(program), "demo"), lambda price: price > 0)  # compiles and warms the disk's cache
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        floor.append(imported())
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


def imported() -> float:
    """Seconds until a fresh interpreter has imported both, started like the program and heard in the same way."""
    with tempfile.TemporaryDirectory() as folder, Terminal(FLOOR, environment(folder)) as terminal:
        while (output := terminal.read(LONGEST)) is not None:
            if b"imported" in output.data:
                return output.at - terminal.started
    raise RuntimeError(f"the imports took more than {LONGEST:g} s")


def first_quote(command: Sequence[str], live: Callable[[float], bool]) -> float:
    """Seconds until the row of CURRENT in the watchlist shows a price that is a live one."""
    replayed = Replayed()
    with tempfile.TemporaryDirectory() as folder, Terminal(command, environment(folder)) as terminal:
        while time.monotonic() < terminal.started + LONGEST:
            looked = len(terminal.outputs)
            terminal.drain(SLICE)
            for at in replayed.feed(terminal.outputs[looked:]):
                if (price := shown_price(replayed.lines)) is not None and live(price):
                    return at - terminal.started
    raise RuntimeError(f"{' '.join(command)} showed no live quote within {LONGEST:g} s")


def shown_price(lines: Sequence[str]) -> float | None:
    """The price in the row of CURRENT at the screen's left side."""
    for line in lines:
        if found := ROW.match(line):
            return float(found[1].replace(",", ""))
    return None
