"""Imports the screens when the dashboard is live, one in each pause: neither the start nor a first key waits."""

from __future__ import annotations

import asyncio
import pkgutil
from importlib import import_module

from futu_tui.tui import screens
from futu_tui.tui.widgets.chart_kinds import KINDS, class_of

PAUSE = 0.05
"""Seconds between two imports: a key that comes meanwhile waits for one of them at most."""


async def preload() -> None:
    """Import everything that keys open."""
    for kind in KINDS:
        await asyncio.sleep(PAUSE)
        class_of(kind)
    for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        await asyncio.sleep(PAUSE)
        import_module(module.name)
