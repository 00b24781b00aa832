"""Drawing without a terminal: all of it is done, down to the last escape sequence, and nothing is shown."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.drivers.headless_driver import HeadlessDriver


class NullDriver(HeadlessDriver):
    """Stands for a terminal. Unlike Textual's headless driver it is drawn for in full."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = 0
        """Characters taken"""
        self.painted = asyncio.Event()
        """Set whenever something was taken."""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written += len(data)
        self.painted.set()
