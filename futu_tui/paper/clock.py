"""The clocks that a paper market can run on: how its time passes, and whether markets keep hours.

`AlwaysOpen`: time is the wall's, and every market is in a continuous session whatever the hour. The day in progress
is the market's local calendar date. On the day of the start its session began two to three hours earlier, on a full
hour (on the previous evening where need be); later days run from local midnight to midnight. Days before the first
one had the market's regular hours.

`Real`: time is the wall's and each market keeps its hours, with auctions, breaks, weekends and holidays.

`Fast`: the hours of `Real`, with time sixty times as fast; what is left of a time when no market trades is skipped.
"""

from __future__ import annotations

import time
from typing import Literal, Protocol

ClockName = Literal["always-open", "real", "fast"]


class Clock(Protocol):
    """Where a market's time comes from."""

    always_open: bool
    """Whether markets ignore their hours."""
    speed: float
    """Market seconds that pass in one second of the wall."""

    def now(self) -> float:
        """Market time in epoch seconds; never goes back."""

    def skip_to(self, instant: float) -> None:
        """Nothing trades until `instant` (epoch seconds): a clock that need not wait for it jumps there."""


class WallClock:
    """Market time is the wall's."""

    speed = 1.0

    def __init__(self, *, always_open: bool) -> None:
        self.always_open = always_open
        self._latest = 0.0

    def now(self) -> float:
        self._latest = max(self._latest, time.time())
        return self._latest

    def skip_to(self, instant: float) -> None:
        """The wall does not skip."""


class FastClock:
    """Market time runs at `speed` from `start` (epoch seconds, by default now)."""

    always_open = False

    def __init__(self, speed: float = 60.0, start: float | None = None) -> None:
        self.speed = speed
        self._base = time.time() if start is None else start
        self._mark = time.monotonic()

    def now(self) -> float:
        return self._base + (time.monotonic() - self._mark) * self.speed

    def skip_to(self, instant: float) -> None:
        self._base = max(self.now(), instant)
        self._mark = time.monotonic()


def make_clock(name: ClockName) -> Clock:
    """The clock of that name."""
    if name == "always-open":
        return WallClock(always_open=True)
    if name == "real":
        return WallClock(always_open=False)
    return FastClock()
