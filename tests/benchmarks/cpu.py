"""CPU of the whole dashboard, as a share of one core: 100 securities at 200 events a second, and with markets closed.

User and system time of the process and all that it started, over a stretch of the clock in which the terminal is read.
With markets closed the stream is open and brings nothing; heartbeats and what the program asks by itself go on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.runs import dashboard
from tests.benchmarks.terminal import Terminal

GOAL, CLOSED_GOAL = 0.15, 0.01
SECURITIES, RATE = 100, 200
SECONDS, QUICK_SECONDS = 60.0, 15.0
ROUNDS, QUICK_ROUNDS = 3, 1
SETTLE = 5.0
"""Seconds that the stream runs before it counts"""
LIST = ("--securities", str(SECURITIES))


def measure(quick: bool) -> Iterator[Figure]:
    seconds, rounds = (QUICK_SECONDS, QUICK_ROUNDS) if quick else (SECONDS, ROUNDS)
    trading = [share_trading(seconds) for _ in range(rounds)]
    yield Figure(
        "cpu", f"{SECURITIES} securities, {RATE} events/s, all panes, over {seconds:g} s", "core",
        Samples(trading), goal=GOAL,
    )  # fmt: skip
    closed = [share_closed(seconds) for _ in range(rounds)]
    yield Figure(
        "cpu.closed", f"markets closed, over {seconds:g} s", "core", Samples(closed), goal=CLOSED_GOAL
    )


def share_trading(seconds: float) -> float:
    """Share of one core while events arrive."""
    count = int(RATE * (seconds + SETTLE + 20))
    with ReplayProcess(count, RATE, "--prebuilt", "--as-subscribed", *LIST) as gateway:
        with dashboard(gateway.target, 0, *LIST) as program:
            gateway.go()
            share = share_of_core(program.terminal, seconds)
        gateway.sent_till_left()
    return share


def share_closed(seconds: float) -> float:
    """Share of one core while nothing arrives."""
    with ReplayProcess(0, 0, "--closed", *LIST) as gateway, dashboard(gateway.target, 0, *LIST) as program:
        return share_of_core(program.terminal, seconds)


def share_of_core(terminal: Terminal, seconds: float) -> float:
    """What a program takes of one core, once it has settled."""
    terminal.drain(SETTLE)
    started, spent = time.monotonic(), cpu_seconds(terminal.pid)
    terminal.drain(seconds)
    return (cpu_seconds(terminal.pid) - spent) / (time.monotonic() - started)
