"""The gateway's published request limits, kept on this side by waiting.

A limit is a sliding window: at most `count` requests in any `seconds`. A leaky bucket would let a burst and
its refill, almost twice the count, into one window, and the gateway would refuse the rest.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import Struct

from futu_tui.protocol import Limit, Protocol

_WINDOW_MARGIN = 0.25
"""Seconds added to a window, for two requests do not take the same time on the road."""
_GAP_MARGIN = 0.025
"""Seconds added to the least gap between two requests, for the same reason."""


class Window:
    """One limit's memory of when requests started, those promised for later included."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._starts: deque[float] = deque()

    def reserve(self, now: float) -> float:
        """Promise a place to one more request; answers when it may start, in the order of asking."""
        start = self._start(now)
        self._starts.append(start)
        while self._starts[0] <= now - self.limit.seconds - _WINDOW_MARGIN:
            self._starts.popleft()
        return start

    def _start(self, now: float) -> float:
        limit, starts = self.limit, self._starts
        start = now
        if starts and limit.min_gap:
            start = max(start, starts[-1] + limit.min_gap + _GAP_MARGIN)
        if len(starts) >= limit.count:
            start = max(start, starts[-limit.count] + limit.seconds + _WINDOW_MARGIN)
        return start

    def give_back(self, start: float) -> None:
        """Drop a promise that was not used."""
        self._starts.remove(start)

    def room(self, now: float) -> Room:
        """How many more may start at once, and when one that is asked for now would."""
        since = now - self.limit.seconds - _WINDOW_MARGIN
        used = sum(start > since for start in self._starts)
        return Room(max(0, self.limit.count - used), self._start(now) - now)


class Room(NamedTuple):
    """What is left of a limit."""

    left: int
    """Requests that may still be made in the present window."""
    wait: float
    """Seconds until the next one may start; 0 where it may at once."""


class Waiting(Struct, frozen=True, eq=False):
    """A request that is held back."""

    protocol: Protocol
    until: float
    """The loop's time at which it starts."""


class Limits:
    """All limits of one gateway, for all its accounts."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[tuple[int, int], Window] = {}
        self._waiting: set[Waiting] = set()

    @property
    def waiting(self) -> list[tuple[Protocol, float]]:
        """Which requests are held back now, and for how many seconds more; the next to start first."""
        now = self._clock()
        return [
            (held.protocol, max(0.0, held.until - now))
            for held in sorted(self._waiting, key=lambda w: w.until)
        ]

    def room(self, protocol: Protocol, account: int = 0) -> Room | None:
        """What is left of a protocol's limit, for this account where it is counted by account; None without one."""
        limit = protocol.limit
        if limit is None:
            return None
        window = self._windows.get((protocol.id, account if limit.per_account else 0))
        return window.room(self._clock()) if window else Room(limit.count, 0.0)

    async def admit(self, protocol: Protocol, c2s: Any) -> None:
        """Return when this request may be sent. Its place is given up if the waiting is cancelled."""
        limit = protocol.limit
        if limit is None or (limit.refresh_only and not c2s.refreshCache):
            return
        account = c2s.header.accID if limit.per_account else 0
        window = self._windows.setdefault((protocol.id, account), Window(limit))
        now = self._clock()
        start = window.reserve(now)
        if start <= now:
            return
        held = Waiting(protocol, start)
        self._waiting.add(held)
        try:
            await asyncio.sleep(start - now)
        except asyncio.CancelledError:
            window.give_back(start)
            raise
        finally:
            self._waiting.discard(held)
