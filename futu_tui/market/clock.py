"""The broker's clock, reckoned from what the gateway tells of it; this computer's clock may be wrong, or jump."""

from __future__ import annotations

from math import inf

RESOLUTION = 1.0
"""Seconds: the gateway tells whole ones, and which part of the next has gone by is not known."""
DRIFT = 1e-4
"""Seconds a second that two clocks may go apart; a quartz is ten times better."""


class BrokerClock:
    """Epoch seconds of the broker, by this computer's monotonic seconds.

    Each telling bounds how far the one is ahead of the other; several together bound it closer than any of them. One
    that cannot be true with those before it starts anew: the clock was set, or the gateway is another.
    """

    def __init__(self) -> None:
        self._least: float | None = None
        self._most = 0.0
        self._told_at = 0.0

    @property
    def told(self) -> bool:
        """Whether the broker's time is known at all."""
        return self._least is not None

    def tell(self, at: float, asked: float, answered: float) -> None:
        """The gateway said that it was `at`, in whole epoch seconds, some time between two monotonic moments."""
        least, most = at - answered, at + RESOLUTION - asked
        if self._least is not None:
            drift = DRIFT * max(0.0, answered - self._told_at)
            known = self._least - drift, self._most + drift
            if least <= known[1] and known[0] <= most:
                least, most = max(least, known[0]), min(most, known[1])
        self._least, self._most, self._told_at = least, most, answered

    def latest(self, monotonic: float) -> float:
        """The latest epoch second that it may show at this monotonic moment; infinity until it is told."""
        if self._least is None:
            return inf
        return monotonic + self._most + DRIFT * max(0.0, monotonic - self._told_at)

    def now(self, monotonic: float, wall: float) -> float:
        """Epoch seconds of the broker at this monotonic moment; `wall`, this computer's own, until it is told."""
        if self._least is None:
            return wall
        return monotonic + (self._least + self._most) / 2
