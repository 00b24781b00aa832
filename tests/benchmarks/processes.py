"""What processes take of the machine, out of Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of all that it started, in seconds; those that ended count with parents."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue  # it has just ended
        # The name, in brackets, may hold anything.
        fields = text[text.rindex(")") + 2 :].split()
        process = int(path.parent.name)
        parents[process] = int(fields[1])
        ticks[process] = sum(map(int, fields[11:15]))
    if pid not in ticks:
        raise ProcessLookupError(f"there is no process {pid}")
    return sum(ticks[each] for each in ticks if _within(each, pid, parents)) / os.sysconf("SC_CLK_TCK")


def _within(process: int, pid: int, parents: dict[int, int]) -> bool:
    while process and process != pid:
        process = parents.get(process, 0)
    return process == pid


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
