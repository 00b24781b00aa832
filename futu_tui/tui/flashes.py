"""How long what changed stands out; not at all on a slow line, where each flash would have its cells sent twice."""

from __future__ import annotations

from typing import Any

from textual.app import App

FLASH_SECONDS = 0.3


def flash_seconds(app: App[Any]) -> float:
    """Seconds that a change is bright; 0 where changes do not flash."""
    return 0.0 if getattr(app, "slow_line", False) else FLASH_SECONDS
