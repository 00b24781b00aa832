"""Whether keys may send orders at once: armed by the person, and never for longer than they attend to it.

    arming = Arming(60.0)
    arming.arm(now); arming.touch(now)      # each key of the person's begins the idle time anew
    arming.expire(now)                      # each frame: disarms once it is over, and says so in `why`
    arming.disarm("the link is down")       # on leaving and on any doubt

Times are monotonic seconds.
"""

from __future__ import annotations

from futu_tui.trading.amounts import number_text, wire_number


class Arming:
    """Disarmed at first."""

    def __init__(self, idle: float) -> None:
        """`idle` is how many seconds without a touch disarm."""
        self.idle = idle
        self.why = ""
        """Why it is not armed any more; empty while it is, and before it ever was."""
        self._until: float | None = None

    @property
    def armed(self) -> bool:
        return self._until is not None

    def arm(self, now: float) -> None:
        self._until, self.why = now + self.idle, ""

    def touch(self, now: float) -> None:
        """The person is there; arms nothing."""
        if self._until is not None:
            self._until = now + self.idle

    def disarm(self, why: str = "") -> None:
        """Does nothing while disarmed: the first reason stands."""
        if self._until is not None:
            self._until, self.why = None, why

    def expire(self, now: float) -> None:
        """Disarm if the idle time is over."""
        if self._until is not None and now >= self._until:
            self.disarm(f"{number_text(wire_number(self.idle))} s without a key")

    def left(self, now: float) -> float:
        """Seconds until it disarms by itself; 0 while disarmed."""
        return max(0.0, self._until - now) if self._until is not None else 0.0
