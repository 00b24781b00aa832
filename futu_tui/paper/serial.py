"""Numbers that are given out once each, rising."""

from __future__ import annotations


class Serial:
    """The next number; what was given out before a restart is passed by."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def take(self) -> int:
        number = self._next
        self._next += 1
        return number

    def pass_by(self, number: int) -> None:
        """Give out only higher numbers from now on."""
        self._next = max(self._next, number + 1)
