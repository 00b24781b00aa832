"""What an indicator reads of the bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Columns(Protocol):
    """Bars as columns of one length, oldest first; the last bar may still move."""

    def __len__(self) -> int: ...
    @property
    def at(self) -> Sequence[float]:
        """Epoch seconds, growing."""

    @property
    def day(self) -> Sequence[int]:
        """The trading day, as a number that differs from that of the day before."""

    @property
    def open(self) -> Sequence[float]: ...
    @property
    def high(self) -> Sequence[float]: ...
    @property
    def low(self) -> Sequence[float]: ...
    @property
    def close(self) -> Sequence[float]: ...
    @property
    def volume(self) -> Sequence[float]:
        """Shares"""

    @property
    def turnover(self) -> Sequence[float]:
        """In the security's currency."""
