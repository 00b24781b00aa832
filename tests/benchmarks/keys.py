"""Key to paint while events arrive: at 1,000 and 5,000 a second and as fast as they are read.

The floor is a bare Textual app in which the bare `grpc.aio` loop reads the same stream at the same rate (flat out: as
fast as that app reads it). Both are pressed the same keys by the same reader of the same kind of pty, in turns: j and k
move the cursor of a list by one row. A press is answered when the bytes read from the pty have put the cursor's mark at
the beginning of the next row, which nothing but that key brings about.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from futu_tui.tui.widgets.grid import CURSOR_MARK
from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.recording import Replayed
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Output, Terminal

PRESSES = 100
"""Of one program in one round."""
ROUNDS, QUICK_ROUNDS = 6, 2
FEWEST, MOST = 0.1, 0.2
"""Seconds from a press to the next one."""
WARM_UP = 3.0
"""Seconds that the stream runs before the first press."""
SETTLED = 1.0
"""Seconds after which a key has been answered on any machine."""
REACH = 12
"""Rows that the cursor goes down before it turns: none of them makes the list scroll."""

MARK_COLUMN = 1
"""The column of the screen in which the list has its cursor's mark, behind its border."""
OVERTAKEN = 4
"""Presses that one painting may answer at most."""


class Press(NamedTuple):
    """A key that was pressed."""

    at: float
    """Monotonic seconds"""
    steps: int
    """Rows below the first one that the cursor is to be in then"""


class Cursor(NamedTuple):
    """The cursor's mark, where it came up."""

    at: float
    """Monotonic seconds"""
    line: int


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
    Load("keys.flat", "flat out", 0, 30_000, 4.0),
)


def measure(quick: bool) -> Iterator[Figure]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    for load in LOADS:
        yield from _under(load, rounds)


def _under(load: Load, rounds: int) -> Iterator[Figure]:
    count = int(load.enough * (WARM_UP + SETTLED * 2 + PRESSES * MOST * 1.1))
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
    """Seconds from each key to its paint. Raises RuntimeError where one was not answered."""
    terminal.drain(WARM_UP)
    first = terminal.write(b"j")
    terminal.drain(SETTLED)
    pressed: list[Press] = []
    steps = 0
    for i in range(presses):
        down = i // REACH % 2 == 0
        steps += 1 if down else -1
        pressed.append(Press(terminal.write(b"j" if down else b"k"), steps))
        terminal.drain(random.uniform(FEWEST, MOST))
    terminal.drain(SETTLED)
    return answers(pressed, [seen for seen in cursor_lines(terminal.outputs) if seen.at > first])


def cursor_lines(outputs: Iterable[Output]) -> list[Cursor]:
    """Where the cursor's mark came up, in order."""
    replayed = Replayed()
    screen = replayed.screen
    marked: set[int] = set()
    found = []
    for at in replayed.feed(outputs):
        for y in screen.dirty:
            if screen.buffer[y][MARK_COLUMN].data != CURSOR_MARK:
                marked.discard(y)
            elif y not in marked:
                marked.add(y)
                found.append(Cursor(at, y))
        screen.dirty.clear()
    return found


def answers(pressed: Sequence[Press], seen: Sequence[Cursor]) -> list[float]:
    """Seconds from each press to the first moment that the cursor is where it leads, or where a later press does.

    The first of `seen` is where the cursor was before them all. Raises RuntimeError where a press was not answered.
    """
    if not seen:
        raise RuntimeError("the cursor did not move")
    start, took = seen[0].line, list[float]()
    for at, line in seen[1:]:
        unanswered = range(len(took), min(len(took) + OVERTAKEN, len(pressed)))
        for n in unanswered:
            if pressed[n].at < at and start + pressed[n].steps == line:
                took += [at - press.at for press in pressed[len(took) : n + 1]]
                break
    if len(took) < len(pressed):
        raise RuntimeError(f"{len(pressed) - len(took)} of {len(pressed)} keys were not answered")
    return took
