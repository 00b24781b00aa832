"""A driver that stands for a terminal: takes all that is drawn, down to the last escape sequence, and shows nothing."""

from __future__ import annotations

from textual.drivers.headless_driver import HeadlessDriver


class NullDriver(HeadlessDriver):
    """Unlike a headless one it is drawn for in full."""

    written = 0
    """Characters taken"""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written += len(data)
