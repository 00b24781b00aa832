"""Sleeps that end together, so that what recurs wakes the processor once and not each for itself.

A program that waits costs little but for its wakings: each of them finds the processor's caches cold. Beats of a
length are the multiples of it on the monotonic clock, which every part of the program shares without knowing of the
others.
"""

from __future__ import annotations

import asyncio
import math
import time

ABOUT = 0.1
"""Of a length: a timer may end that much before its beat, which it was for all the same."""


def until_beat(length: float, now: float) -> float:
    """Seconds from `now`, of the monotonic clock, to the next beat that is not about to come anyway."""
    return math.ceil(now / length + ABOUT) * length - now


async def beat(length: float) -> None:
    """Wait for the next one."""
    await asyncio.sleep(until_beat(length, time.monotonic()))
