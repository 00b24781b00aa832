"""Whether more comes in than this program can take: told by trades that grow older the longer it goes on.

A gateway that sends faster than it is read is held up by the connection, and what waits grows old in its queue, where
nobody sees it. That the program has no time left tells only that it is busy. So the age of the newest trade is compared
with the least that it was lately: clocks need not agree, and trades that are late by their market are no overload.
"""

from __future__ import annotations

from collections import deque
from math import inf

BEHIND = 2.0
"""Seconds that trades are older than usual, from which on more comes in than can be taken."""
CAUGHT_UP = 0.5
"""Seconds below which that is over; trades may be stamped in whole seconds."""
BUSY = 0.25
"""The least share of its time that a program has left which keeps up. Between two threads that hand each event on, some
time of a core is always lost."""
HOPELESS = 10.0
"""Seconds that trades are late from which on it is better to leave what waits and fetch the newest."""
SKIP_AGAIN = 60.0
"""Seconds until that is done once more."""
SAMPLE, QUIET_SAMPLE = 0.5, 5.0
"""Seconds between two looks, and between those while nothing comes."""
KEPT, BUCKET = 300.0, 15.0
"""Seconds over which the least age is known, and of one step of it."""


class Load:
    """Looks at the ages of trades and at what the program has left. `now` is monotonic seconds, always of one clock."""

    def __init__(self) -> None:
        self.overloaded = False
        self.behind = 0.0
        """Seconds that the newest trade is older than the newest one was at best lately."""
        self.idle: float | None = None
        """The share of its time that the program had nothing to do, between the last two looks; None before them."""
        self._skipped: float | None = None
        self._looked: float | None = None
        self._busy = 0.0
        self._newest = 0.0
        self._least: deque[tuple[float, float]] = deque()
        """When each step began, and the least age in it."""

    def is_due(self, now: float, heard_at: float = inf) -> bool:
        """Whether it is time to look again. `heard_at` is when something last came, in seconds of the same clock."""
        if self._looked is None:
            return True
        quiet = heard_at <= self._looked and not self.overloaded
        return now - self._looked >= (QUIET_SAMPLE if quiet else SAMPLE)

    def observe(self, now: float, wall: float, newest_trade: float, busy: float) -> bool:
        """Look; whether `overloaded` differs now.

        `wall` and `newest_trade`, the time of the newest trade that came, are epoch seconds, `wall` of a clock that
        nobody sets meanwhile; `busy` is the seconds that the program has worked, or waited for a core, since its start.
        """
        if self._looked is not None:
            self.idle = min(1.0, max(0.0, 1 - (busy - self._busy) / max(now - self._looked, 1e-9)))
        self._looked, self._busy = now, busy
        if newest_trade > self._newest:
            self._newest = newest_trade
            self._learn(now, wall - newest_trade)
        elif self.idle is not None and self.idle > BUSY:
            self.behind = 0.0  # nothing trades, and all that came is taken
        before = self.overloaded
        full = self.idle is None or self.idle < BUSY
        self.overloaded = self.behind > (CAUGHT_UP if before else BEHIND) and (full or before)
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

    def _learn(self, now: float, age: float) -> None:
        if not self._least or now - self._least[-1][0] >= BUCKET:
            self._least.append((now, age))
        elif age < self._least[-1][1]:
            self._least[-1] = self._least[-1][0], age
        # While it is behind, what was usual before stays the measure.
        while not self.overloaded and now - self._least[0][0] > KEPT:
            self._least.popleft()
        self.behind = age - min(least for _, least in self._least)
