"""More events than can be taken: 30,000 a second are due, and the gateway sends as many as are read.

Quotes have to be the newest all the same: from a mark's bytes leaving the gateway, with all that waits before them on
the way, to its paint. Ticks are kept, or are counted as left out, or lie where the tape shows that some are missing, as
it does where what waited was skipped: none may be missing without a word. How keys fare meanwhile is among the figures
of `keys`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.client import Taken
from tests.benchmarks.figures import Figure, Samples, percentile
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.marks import BARE, DASHBOARD, Marks, shown
from tests.benchmarks.replay import Sent
from tests.benchmarks.runs import bare_screen, dashboard
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.ticks import NOTHING

CURRENT = 0.4
"""Seconds: two frames at the slowest pace."""
EVERY = 0.1
SECONDS = 10.0
RATE = 30_000
"""Events a second; market time goes with them, so that what is behind can be told by the age of its trades"""
FLAGS = ("--prebuilt", "--in-time")
EVENTS, QUICK_EVENTS = 200_000, 150_000
"""Of which no tape lets go of its oldest trades"""
ROUNDS, QUICK_ROUNDS = 3, 1


def measure(quick: bool) -> Iterator[Figure]:
    whole: list[float] = []
    bare: list[float] = []
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        bare += _bare()
        whole += _whole()
    yield Figure(
        "overload.current", f"push to paint at {RATE:,} events/s, 99% within", "s", Samples([percentile(whole, 0.99)]),
        goal=CURRENT, raw=whole, raw_floor=bare,
        note=f"{len(whole)} pushes, 50% within {percentile(whole, 0.5):.3f}; in the bare app "
             f"{percentile(bare, 0.99):.3f} and {percentile(bare, 0.5):.3f}",
    )  # fmt: skip
    count = QUICK_EVENTS if quick else EVENTS
    with ReplayProcess(count, RATE, *FLAGS) as gateway, dashboard(gateway.target, count) as program:
        gateway.go()
        taken = program.wait_taken(count / 2_000)
        sent = gateway.sent()
    lost, missed = ticks_lost(sent, taken)
    yield Figure(
        "overload.ticks", f"of {sum(sent.ticks.values()):,} ticks missing without a word", "ticks",
        Samples([float(lost)]), goal=0,
        note=f"{sum(taken.ticks.values()):,} kept, {sum(taken.left_out.values()):,} told as left out, "
             f"{missed:,} missing where a tape shows a gap",
    )  # fmt: skip


def ticks_lost(sent: Sent, taken: Taken) -> tuple[int, int]:
    """Trades that were sent and are on no tape: those missing without a word, and those where one shows a gap."""
    lost = missed = 0
    for key, count in sent.ticks.items():
        told = taken.told.get(key, NOTHING)
        if told is None:
            raise RuntimeError(f"the tape of {key} has let go of its oldest trades: send fewer events")
        lost += told.lost(count)
        missed += told.missed + (max(0, count - told.newest) if told.ends_in_gap else 0)
    return lost, missed


def _whole() -> list[float]:
    """Seconds from each mark to its paint in the dashboard."""
    with _gateway() as gateway:
        with dashboard(gateway.target, 0) as program:
            _run(gateway, program.terminal)
        marks = gateway.sent_till_left().marks
    return Marks(marks, shown(program.terminal.outputs, DASHBOARD)).latencies()


def _bare() -> list[float]:
    """The same in the bare app, which paints each at once."""
    with _gateway() as gateway:
        with bare_screen(gateway, gateway.count, "--paint", "/dev/null") as terminal:
            _run(gateway, terminal)
        marks = gateway.sent_till_left().marks
    return Marks(marks, shown(terminal.outputs, BARE)).latencies()


def _gateway() -> ReplayProcess:
    return ReplayProcess(int(RATE * (SECONDS + 2)), RATE, *FLAGS, "--marks", str(EVERY))


def _run(gateway: ReplayProcess, terminal: Terminal) -> None:
    gateway.go()
    terminal.drain(SECONDS)
