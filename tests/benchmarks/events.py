"""Events a second that the whole dashboard takes, against a bare `grpc.aio` loop over the same stream."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.client import Taken
from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.overload import ticks_lost
from tests.benchmarks.replay import Sent
from tests.benchmarks.runs import bare_loop, dashboard

GOAL = 0.9
EVENTS, QUICK_EVENTS = 25_000, 20_000
ROUNDS, QUICK_ROUNDS = 15, 3

SETTLE = 4.0
"""Seconds until nothing of the start is left to do: the screens are imported ahead, the threads have their place."""


def measure(quick: bool) -> Iterator[Figure]:
    count = QUICK_EVENTS if quick else EVENTS
    bare, whole = [], []
    lost = 0
    left_out = 0
    sender = 0.0
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        with ReplayProcess(count, 0, "--prebuilt") as gateway:
            bare.append(bare_loop(gateway, count))
            sender = max(sender, busy_share(gateway.sent(), bare[-1]))
        with ReplayProcess(count, 0, "--prebuilt") as gateway, dashboard(gateway.target, count) as program:
            program.terminal.drain(SETTLE)
            gateway.go()
            taken = program.wait_taken(count / 200)
            whole.append(taken)
            sent = gateway.sent()
            sender = max(sender, busy_share(sent, taken))
            lost += sum(ticks_lost(sent, taken))  # nor may a gap be all that tells of one
            left_out += sum(taken.left_out.values())
    slowest = min(taken.frames / taken.seconds for taken in whole)
    note = f"{lost} ticks lost, {left_out} left out, {slowest:.0f} frames/s or more, sender busy {sender:.0%} or less"
    yield Figure(
        "events", "events a second, whole dashboard against a bare loop", "1/s",
        Samples([taken.events / taken.seconds for taken in whole]),
        Samples([taken.events / taken.seconds for taken in bare]),
        goal=GOAL, at_least=True,
        note=note,
        failed=lost > 0 or left_out > 0,
    )  # fmt: skip
    yield Figure(
        "events.cpu", "CPU of an event, whole dashboard against a bare loop", "µs",
        Samples([taken.busy / taken.events * 1e6 for taken in whole]),
        Samples([taken.busy / taken.events * 1e6 for taken in bare]),
    )  # fmt: skip


def busy_share(sent: Sent, taken: Taken) -> float:
    """How much of the client's time the sender was at work; well below 1, it kept nobody waiting."""
    return sent.busy / taken.seconds
