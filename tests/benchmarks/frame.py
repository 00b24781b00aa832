"""CPU and bytes of a frame in which 10 of 40 rows changed: the watchlist against ratatui by its Python binding.

Each draws the same rows of the same columns, widths and colours into a pty, in a process of its own, thirty frames a
second; five figures of each row that changed differ, three of them light up and go out 0.3 s later. What is measured is
all that the process does for a frame, from the change to the last byte (the CPU of an idle loop taken off), and the
bytes that come out of the pty while the frames run. At the end both screens have to show the same cells.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.recording import at_end
from tests.benchmarks.rows_market import CHANGED, ROWS
from tests.benchmarks.rows_program import PACE, Drawn
from tests.benchmarks.terminal import COLUMNS, Terminal, environment
from tests.terminal.emulator import Screen

GOAL = 1.5
FRAMES, QUICK_FRAMES = 300, 100
ROUNDS, QUICK_ROUNDS = 5, 2
BINDING = "pyratatui"
MISSING = f"{BINDING} is not installed, so there is no floor: pip install 'futu-tui[bench]'"


class Frames(NamedTuple):
    """Frames of one program."""

    cpu: list[float]
    """Milliseconds of each, beyond an idle loop"""
    sent: float
    """Bytes of each, on average over all of them: one frame's bytes do not stand apart from the next one's"""
    screen: Screen
    """At the end"""


def measure(quick: bool) -> Iterator[Figure]:
    frames, rounds = (QUICK_FRAMES, QUICK_ROUNDS) if quick else (FRAMES, ROUNDS)
    there = find_spec(BINDING) is not None
    ours: list[Frames] = []
    floor: list[Frames] = []
    for _ in range(rounds):
        ours.append(frames_of("watchlist", frames))
        if there:
            floor.append(frames_of("ratatui", frames))
    odd = differing(ours[-1].screen, floor[-1].screen) if there else 0
    note = MISSING if not there else f"{odd} cells of the two tables differ" if odd else ""
    for name, share, goal in (("frame", 0.5, GOAL), ("frame.p95", 0.95, None)):
        yield Figure(
            name, f"CPU of a frame, {CHANGED} of {ROWS} rows changed, {share:.0%} within, against ratatui", "ms",
            Samples([percentile(each.cpu, share) for each in ours]),
            Samples([percentile(each.cpu, share) for each in floor]) if there else None,
            goal=goal if there else None, note=note, failed=odd > 0,
        )  # fmt: skip
    yield Figure(
        "frame.bytes", "bytes to the terminal for the same frame, against ratatui", "B",
        Samples([each.sent for each in ours]), Samples([each.sent for each in floor]) if there else None,
        goal=GOAL if there else None, note=note, failed=odd > 0,
    )  # fmt: skip


def frames_of(kind: str, count: int) -> Frames:
    """So many frames of a program in a terminal, read until it ends."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        command = (
            sys.executable, "-m", "tests.benchmarks.rows_program", kind,
            "--frames", str(count), "--report", str(report),
        )  # fmt: skip
        with Terminal(command, environment(folder)) as terminal:
            terminal.read_to_end()
            outputs = terminal.outputs
        drawn = Drawn(**json.loads(report.read_text()))
    idle = median(drawn.idle)
    # The last bytes of the last frame have to come out of the pty, and nothing else is sent for a while.
    sent = sum(len(output.data) for output in outputs if drawn.started <= output.at <= drawn.ended + PACE)
    shown = [output for output in outputs if output.at <= drawn.left]
    return Frames([(each - idle) * 1e3 for each in drawn.cpu], sent / count, at_end(shown))


def differing(one: Screen, other: Screen) -> int:
    """How many cells of the tables look otherwise; the colour of a blank's letter is not seen."""
    lines, columns = range(ROWS + 1), range(COLUMNS)
    return sum(_look(one, x, y) != _look(other, x, y) for y in lines for x in columns)


def _look(screen: Screen, x: int, y: int) -> tuple[object, ...]:
    cell = screen.buffer[y][x]
    return (cell.data, cell.bg, cell.fg if cell.data.strip() else "", cell.bold)
