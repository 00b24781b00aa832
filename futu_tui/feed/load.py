"""Whether more comes in than this program can take: told by trades that grow older the longer it goes on.

A gateway that sends faster than it is read is held up by the connection, and what waits grows old in its queue, where
nobody sees it. That the loop never waits tells only that it is busy. So the age of the newest trade is compared with
the least that it was lately: clocks need not agree, and trades that are late by their market are no overload. In a loop
whose waits nobody measures the two cannot be told apart, and nothing is called an overload.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import deque
from time import perf_counter
from typing import Any

BEHIND = 2.0
"""Seconds that trades are older than usual, from which on more comes in than can be taken."""
CAUGHT_UP = 0.5
"""Seconds below which that is over; trades may be stamped in whole seconds."""
BUSY = 0.1
"""The least share of its time that a loop waits which keeps up."""
HOPELESS = 10.0
"""Seconds that trades are late from which on it is better to leave what waits and fetch the newest."""
SKIP_AGAIN = 60.0
"""Seconds until that is done once more."""
SAMPLE = 0.5
"""Seconds between two looks."""
KEPT, BUCKET = 300.0, 15.0
"""Seconds over which the least age is known, and of one step of it."""


class WaitSelector(selectors.DefaultSelector):
    """A selector that knows how long it had nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = 0.0
        """Seconds since the start."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        started = perf_counter()
        try:
            return super().select(timeout)
        finally:
            self.waited += perf_counter() - started


class WaitingLoop(asyncio.SelectorEventLoop):
    """An event loop whose waits are measured."""

    def __init__(self) -> None:
        self.waits = WaitSelector()
        super().__init__(self.waits)


def waited(loop: Any) -> float | None:
    """Seconds that a loop has waited since its start; None where nobody measures it."""
    waits: WaitSelector | None = getattr(loop, "waits", None)
    return None if waits is None else waits.waited


class Load:
    """Looks at the ages of trades and at the loop. `now` is monotonic seconds, everywhere the same clock."""

    def __init__(self) -> None:
        self.overloaded = False
        self.behind = 0.0
        """Seconds that the newest trade is older than the newest one was at best lately."""
        self.idle: float | None = None
        """The share of its time that the loop waited, at the last look; None where nobody measures it."""
        self._skipped: float | None = None
        self._looked: float | None = None
        self._waited: float | None = None
        self._newest = 0.0
        self._least: deque[tuple[float, float]] = deque()
        """When each step began, and the least age in it."""

    def observe(self, now: float, wall: float, newest_trade: float, waited: float | None) -> bool:
        """Look, if it is time to; whether `overloaded` differs now.

        `wall` and `newest_trade`, the time of the newest trade that came, are epoch seconds; `wall` is of a clock that
        nobody sets meanwhile.
        """
        if self._looked is not None and now - self._looked < SAMPLE:
            return False
        self.idle = self._idle_share(now, waited)
        self._looked, self._waited = now, waited
        if newest_trade > self._newest:
            self._newest = newest_trade
            self._learn(now, wall - newest_trade)
        elif self.idle is not None and self.idle > BUSY:
            self.behind = 0.0  # nothing trades, and all that came is taken
        before = self.overloaded
        busy = self.idle is not None and self.idle < BUSY
        self.overloaded = self.behind > (CAUGHT_UP if before else BEHIND) and (busy or before)
        return self.overloaded is not before

    def is_hopeless(self, now: float) -> bool:
        """Whether so much waits that it is better left."""
        again = self._skipped is None or now - self._skipped >= SKIP_AGAIN
        return self.overloaded and self.behind >= HOPELESS and again

    def skipped(self, now: float) -> None:
        """What waited is left."""
        self._skipped = now

    def begin_anew(self) -> None:
        """The link is another one: ages before tell nothing of it."""
        self.overloaded, self.behind, self._newest = False, 0.0, 0.0
        self._least.clear()

    def _idle_share(self, now: float, waited: float | None) -> float | None:
        if waited is None or self._waited is None or self._looked is None:
            return None
        return min(1.0, max(0.0, (waited - self._waited) / (now - self._looked)))

    def _learn(self, now: float, age: float) -> None:
        if not self._least or now - self._least[-1][0] >= BUCKET:
            self._least.append((now, age))
        elif age < self._least[-1][1]:
            self._least[-1] = self._least[-1][0], age
        # While it is behind, what was usual before stays the measure.
        while not self.overloaded and now - self._least[0][0] > KEPT:
            self._least.popleft()
        self.behind = age - min(least for _, least in self._least)
