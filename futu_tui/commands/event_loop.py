"""The event loop that the dashboard runs in: uvloop's where it can be, for half of what a push costs is the loop's."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the loop of a program that draws on the terminal at hand.

    uvloop makes what it reads non-blocking. Of a terminal that can be opened anew that concerns nobody; where it
    cannot, as after `su`, the shell shares the open file, and Python's own loop leaves it as it is.
    """
    try:
        os.close(os.open(os.ttyname(sys.stdin.fileno()), os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return asyncio.SelectorEventLoop
    import uvloop

    return uvloop.new_event_loop
