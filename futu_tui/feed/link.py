"""How well the link is: its state, its round trip, its silence, and the pace of what comes through it."""

from __future__ import annotations

from collections import deque

from msgspec import Struct, field

from futu_tui.opend import Link, LinkState


class LinkHealth(Struct):
    """All times are monotonic seconds."""

    link: Link
    round_trip: float | None = None
    """Seconds of the last answered ping."""
    silent_since: float | None = None
    """Since when pings have gone unanswered on a stream that still looks open."""
    restoring: bool = False
    """The stream is back and what was missed is being fetched."""
    ever_up: bool = False
    barred: str = ""
    """Why the gateway tells no quotes though the link is up; empty while it does."""
    heard_at: float = 0.0
    """When a frame last found that something had come; 0 before."""
    _received: int = 0
    _pace: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=64))

    @property
    def live(self) -> bool:
        """The stream is open, answers, and nothing is missing."""
        return self.link.state is LinkState.UP and self.silent_since is None and not self.restoring

    def count(self, received: int, now: float) -> None:
        """Note that `received` events have come in all since the start."""
        if received != self._received:
            self._received, self.heard_at = received, now
        if not self._pace or now - self._pace[-1][0] >= 0.1:
            self._pace.append((now, received))

    @property
    def events_per_second(self) -> float:
        """Over the last two seconds or so."""
        if len(self._pace) < 2:
            return 0.0
        newest_at, newest = self._pace[-1]
        for at, received in self._pace:
            if newest_at - at <= 2.0:
                return (newest - received) / (newest_at - at) if newest_at > at else 0.0
        return 0.0
