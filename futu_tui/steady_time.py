"""Epoch seconds that only ever go on, however the clock of this computer is set meanwhile.

They begin at the computer's clock when the program starts and go on with what has passed since, the time that the
computer slept included. For all that is reckoned within one run: how long ago, until when, what came first.
"""

from __future__ import annotations

import time

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux stops its monotonic clock while it sleeps; macOS goes on with the one of this name."""
_AHEAD = time.time() - time.clock_gettime(_CLOCK)


def steady_time() -> float:
    """Epoch seconds, as `time.time` would give them if nobody had set the clock since the program began."""
    return time.clock_gettime(_CLOCK) + _AHEAD
