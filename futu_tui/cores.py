"""Keeps the program's threads together on one core of the machine, and knows how long they waited for one.

Python runs one thread at a time, and gRPC's thread hands each event on to the loop's. On two cores each of these
hand-overs wakes a core that sleeps, which takes longer than all that is done with the event; on one it is a switch
between threads. So the threads share the core that the loop runs on, and part as soon as that is too little, since
other programs need it too. Linux alone tells and takes this; elsewhere the system decides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

EVERY, RARELY = 1.0, 5.0
"""Seconds between two looks, and between those while the program hardly needs a core."""
LITTLE = 0.05
"""Share of a core's time that is hardly anything."""
SETTLE = 3.0
"""Seconds after the start in which the system alone decides: then all cores have something to do."""
APART = 30.0
"""Seconds that the threads go where the system wants them, once a core was crowded."""
FULL = 0.85
"""Share of its time from which on a core has no room left."""
OTHERS = 0.1
"""Share of its time that other programs take of a core that they crowd."""

_TASKS = Path("/proc/self/task")
_TICK = os.sysconf("SC_CLK_TCK")
_BUSY_FIELDS = (1, 2, 3, 6, 7, 8)
"""user, nice, system, irq, softirq and steal among the fields of a core's line in /proc/stat"""


class OneCore:
    """To be looked after by `observe`, whenever there is time; `now` is monotonic seconds."""

    def __init__(self, now: float) -> None:
        self._allowed = _allowed()
        self._core: int | None = None
        self._apart_until = now + SETTLE
        self._looked = now
        self._ours, self._busy = 0.0, 0.0

    @property
    def core(self) -> int | None:
        """The one that all threads are on; None while the system decides."""
        return self._core

    def observe(self, now: float) -> None:
        """Look where the threads are best."""
        span = now - self._looked
        if len(self._allowed) < 2 or span < EVERY or now < self._apart_until:
            return
        if self._core is not None and span < RARELY and time.process_time() - self._ours < LITTLE * span:
            return
        try:
            self._look(now)
        except (OSError, ValueError, IndexError):  # not told, or not to be changed: the system decides
            self.part()
            self._allowed = frozenset()
        self._looked = now

    def _look(self, now: float) -> None:
        if self._core is None:
            self._core = _current_core()
            _put_threads({self._core})
        else:
            span = now - self._looked
            ours, busy = time.process_time() - self._ours, _busy_seconds(self._core) - self._busy
            if is_crowded(ours / span, busy / span):
                self.part()
                self._apart_until = now + APART
                return
        self._ours, self._busy = time.process_time(), _busy_seconds(self._core)

    def part(self) -> None:
        """Let the system decide where the threads run."""
        if self._core is not None:
            self._core = None
            with suppress(OSError):
                _put_threads(self._allowed)


def is_crowded(ours: float, all_of_it: float) -> bool:
    """Whether a core has no room left and other programs take some of it; shares of its time."""
    return all_of_it >= FULL and all_of_it - ours >= OTHERS


def seconds_without_core() -> float:
    """Seconds that the main thread was ready to run and waited for a core since its start; 0 where nobody tells."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _allowed() -> frozenset[int]:
    try:
        return frozenset(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return frozenset()


def _put_threads(cores: Collection[int]) -> None:
    """Have every thread run on these; threads that they start will do so too. Raises OSError."""
    for task in _TASKS.iterdir():
        with suppress(ProcessLookupError):  # it has ended
            os.sched_setaffinity(int(task.name), cores)


def _current_core() -> int:
    """The core that the main thread ran on last."""
    # The name in parentheses may hold anything; the core is the 37th field behind it.
    return int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[36])


def _busy_seconds(core: int) -> float:
    """Seconds that a core had something to do since the machine's start."""
    with Path("/proc/stat").open() as lines:
        for line in lines:
            if line.startswith(f"cpu{core} "):
                fields = line.split()
                return sum(int(fields[i]) for i in _BUSY_FIELDS) / _TICK
    raise ValueError(f"nothing is told of core {core}")
