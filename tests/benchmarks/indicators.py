"""What the chart's indicators cost: a tick of the last bar, and a whole history.

A tick has to cost the same however many bars there are: its floor is the same tick at the end of a short history. The
floor of a whole history is reading each of its bars once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from futu_tui.tui.charts.indicators import INDICATORS, Spec
from tests.benchmarks.figures import Figure, Samples
from tests.unit.charts.bars import Bar, Bars, walk

BARS, FEW_BARS = 100_000, 1_000
TICKS, QUICK_TICKS = 2_000, 500
ROUNDS, QUICK_ROUNDS = 7, 3


def measure(quick: bool) -> Iterator[Figure]:
    ticks, rounds = (QUICK_TICKS, QUICK_ROUNDS) if quick else (TICKS, ROUNDS)
    long, short = walk(BARS), walk(FEW_BARS)
    specs = [Spec.usual(kind) for kind in INDICATORS]
    pairs = [(_ticking(specs, long, ticks), _ticking(specs, short, ticks)) for _ in range(rounds)]
    yield Figure(
        "indicators.tick", f"every kind after a tick, at {BARS:,} bars against {FEW_BARS:,}", "µs",
        Samples([value for value, _ in pairs]), Samples([floor for _, floor in pairs]), goal=1.5,
    )  # fmt: skip
    for spec in specs:
        pairs = [(_rebuilding(spec, long), _reading(long)) for _ in range(rounds)]
        yield Figure(
            f"indicators.{spec.kind.lower()}", f"{spec} over {BARS:,} bars, against reading each once", "ms",
            Samples([value for value, _ in pairs]), Samples([floor for _, floor in pairs]),
        )  # fmt: skip


def _ticking(specs: list[Spec], bars: Bars, ticks: int) -> float:
    """CPU microseconds that all of them take together for a tick."""
    calculators = [spec.calculator() for spec in specs]
    for calculator in calculators:
        calculator.follow(bars, version=0, history=0)
    started = time.process_time()
    for version in range(1, ticks + 1):
        for calculator in calculators:
            calculator.follow(bars, version=version, history=0)
    return (time.process_time() - started) / ticks * 1e6


def _rebuilding(spec: Spec, bars: Bars) -> float:
    """CPU milliseconds of a whole history."""
    calculator = spec.calculator()
    started = time.process_time()
    calculator.rebuild(bars)
    return (time.process_time() - started) * 1e3


def _reading(bars: Bars) -> float:
    columns = [getattr(bars, name) for name in Bar._fields]
    started = time.process_time()
    for _ in zip(*columns, strict=True):
        pass
    return (time.process_time() - started) * 1e3
