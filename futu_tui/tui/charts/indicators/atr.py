"""ATR: Wilder's average true range, TA-Lib's."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from futu_tui.tui.charts.indicators.calculator import Calculator, pad
from futu_tui.tui.charts.indicators.columns import Columns


class AverageTrueRange(Calculator[float]):
    """How far a bar reaches on average, in the security's currency; a gap to the close before counts with it."""

    def __init__(self, length: int) -> None:
        super().__init__(1)
        self._length = length

    def _advance(self, columns: Columns, first: int, end: int, state: float | None) -> float | None:
        (line,), length, mean = self.lines, self._length, state
        if mean is None:
            start = max(first, min(end, length))
            pad(line, start - first)
            if start == end:
                return None
            mean = fsum(_true_ranges(columns, 1, length + 1)) / length
            line.append(mean)
            first = length + 1
        append = line.append
        others = length - 1
        for reach in _true_ranges(columns, first, end):
            mean = (mean * others + reach) / length
            append(mean)
        return mean


def _true_ranges(columns: Columns, first: int, end: int) -> Iterator[float]:
    for high, low, before in zip(
        columns.high[first:end], columns.low[first:end], columns.close[first - 1 : end - 1], strict=True
    ):
        yield (high if high > before else before) - (low if low < before else before)
