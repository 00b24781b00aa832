"""What a process holds, as Linux tells it."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path


def resident(pid: int) -> int:
    """Bytes of memory that are its own and in memory: without what it shares with others, such as libraries."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    """Have the C library of this process give back the memory that it keeps for later."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def handles(pid: int) -> int:
    """Open file descriptors."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))
