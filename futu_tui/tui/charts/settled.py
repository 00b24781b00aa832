"""Whether the bars before the last one are still those that were seen before."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from zlib import crc32

from futu_tui.market.columns import Columns


class Settled:
    """Numbers the histories of a chart: the number differs once a settled bar does, or bars come in on the left."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._version: Hashable = None
        self._count = 0
        self._print = 0
        self._number = 0

    def history(self, columns: Columns, key: Hashable, version: Hashable) -> int:
        """The number for these bars; `key` says whose they are, `version` differs when any but the last does."""
        if (key, version) == (self._key, self._version):
            return self._number
        continues = key == self._key and len(columns) > self._count
        if not continues or _print(columns, self._count) != self._print:
            self._number += 1
        self._key, self._version = key, version
        self._count = max(0, len(columns) - 1)
        self._print = _print(columns, self._count)
        return self._number


def _print(columns: Columns, count: int) -> int:
    """What tells the first `count` bars from others; a millisecond for a hundred thousand."""
    value = 0
    arrays: tuple[array[float], ...] = (
        columns.at, columns.open, columns.high, columns.low, columns.close, columns.volume, columns.turnover,
    )  # fmt: skip
    for column in arrays:
        value = crc32(memoryview(column)[:count], value)
    return value
