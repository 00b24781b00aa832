"""Push to paint at 1,000 events a second: from a quote's bytes leaving the gateway to its price leaving the pty.

Among the events the gateway sends marks, quotes of one security in view with a price of their own, and notes when it
writes each; a mark has come when the bytes read from the pty have made the row show it, or a newer one that overtook
it. The floor is one frame, a thirtieth of a second, which a push may have to wait for, and the 99th percentile of a
bare Textual app's paint: it reads the same stream, and for each mark draws one cell, from the call that asks for it to
its bytes leaving the pty.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.marks import BARE, DASHBOARD, Marks, shown
from tests.benchmarks.runs import bare_screen, dashboard

GOAL = 1.5
RATE = 1_000
EVERY = 0.1
"""Seconds between two marks, on average"""
SECONDS = 15.0
"""Of one program in one round"""
ROUNDS, QUICK_ROUNDS = 6, 2
FRAME = 1 / 30


def measure(quick: bool) -> Iterator[Figure]:
    whole: list[float] = []
    bare: list[float] = []
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        bare += bare_paints()
        whole += pushes(RATE, SECONDS)
    worst, floor = percentile(whole, 0.99), FRAME + percentile(bare, 0.99)
    note = (
        f"{len(whole)} pushes; 50% within {percentile(whole, 0.5) * 1e3:.0f}, 95% within "
        f"{percentile(whole, 0.95) * 1e3:.0f}, at most {max(whole) * 1e3:.0f} ms; a bare paint "
        f"{percentile(bare, 0.5) * 1e3:.1f}, 99% within {percentile(bare, 0.99) * 1e3:.1f} ms"
    )
    yield Figure(
        "pushes", f"push to paint at {RATE:,} events/s, 99% within, against a frame and a bare paint", "ms",
        Samples([worst * 1e3]), Samples([floor * 1e3]), goal=GOAL, note=note, raw=whole, raw_floor=bare,
    )  # fmt: skip


def pushes(rate: float, seconds: float, *flags: str) -> list[float]:
    """Seconds from each mark to its paint in the dashboard."""
    count = int(rate * (seconds + 20))
    with ReplayProcess(count, rate, "--marks", str(EVERY)) as gateway:
        with dashboard(gateway.target, 0, *flags) as program:
            gateway.go()
            program.terminal.drain(seconds)
        marks = gateway.sent_till_left().marks
    return Marks(marks, shown(program.terminal.outputs, DASHBOARD)).latencies()


def bare_paints() -> list[float]:
    """Seconds from the bare app's call for a paint to its bytes."""
    count = int(RATE * (SECONDS + 20))
    with (
        tempfile.TemporaryDirectory() as folder,
        ReplayProcess(count, RATE, "--marks", str(EVERY)) as gateway,
    ):
        report = Path(folder) / "paints"
        with bare_screen(gateway, count, "--paint", str(report)) as terminal:
            gateway.go()
            terminal.drain(SECONDS)
        gateway.sent_till_left()
        calls = [[float(word) for word in line.split()] for line in report.read_text().splitlines()]
    return Marks(calls, shown(terminal.outputs, BARE)).latencies()
