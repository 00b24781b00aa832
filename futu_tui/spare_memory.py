"""Gives freed memory back to the system, which the C library would keep for the program for as long as it runs.

A day of screens that come and go, and of links that break, leaves holes between what stays. glibc alone has a call that
gives whole pages of them back, in a fraction of a millisecond; elsewhere nothing is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache

from futu_tui.beat import beat

EVERY = 20.0
"""Seconds between two times."""


async def keep_giving_back() -> None:
    """Give it back now and then, until cancelled or where that cannot be done."""
    while True:
        await beat(EVERY)
        if (trim := _trim()) is None:
            return
        await asyncio.to_thread(trim, 0)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    """glibc's `malloc_trim`, which lets other Python threads run meanwhile; None in other C libraries."""
    import ctypes

    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return trim
