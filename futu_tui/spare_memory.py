"""Keeps the memory of a long day level, where the C library is glibc; elsewhere nothing is done.

A day of screens that come and go, and of links that break, leaves holes between what stays. glibc gives each thread a
heap of its own, and no thread fills another's holes: all of this program's share one. And it keeps what is freed for as
long as the program runs: whole pages of it are given back, in a fraction of a millisecond.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache

from futu_tui.beat import beat

EVERY = 20.0
"""Seconds between two times."""
_M_ARENA_MAX = -8
"""Of glibc's malloc.h: how many heaps there may be."""


def share_one_heap() -> None:
    """Have all threads that are yet to begin share the heap of the first."""
    if (limit := _function("mallopt")) is not None:
        limit(_M_ARENA_MAX, 1)


async def keep_giving_back() -> None:
    """Give it back now and then, until cancelled or where that cannot be done."""
    while True:
        await beat(EVERY)
        if (trim := _trim()) is None:
            return
        await asyncio.to_thread(trim, 0)


def _trim() -> Callable[[int], int] | None:
    """`malloc_trim`, which lets other Python threads run meanwhile."""
    return _function("malloc_trim")


@lru_cache
def _function(name: str) -> Callable[..., int] | None:
    """A function of glibc; None in other C libraries."""
    import ctypes

    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError, TypeError):
        return None
    return found
