"""BOLL: Bollinger's bands, TA-Lib's BBANDS with a simple moving average."""

from __future__ import annotations

from math import sqrt
from operator import add
from typing import NamedTuple

from futu_tui.tui.charts.indicators.blocks import endings, stretches
from futu_tui.tui.charts.indicators.calculator import Calculator, pad
from futu_tui.tui.charts.indicators.columns import Columns


class _Block(NamedTuple):
    """Closes of the block so far and of the ends of the block before, all as distances from `base`.

    The base is the block's first close, which is in all of the block's windows: so no distance is larger than the
    prices of a window lie apart, and their squares lose nothing that counts.
    """

    base: float
    sums: tuple[float, ...]
    squares: tuple[float, ...]
    sum: float = 0.0
    square: float = 0.0


class Bollinger(Calculator[_Block]):
    """The mean of the last `length` closes, and lines so many of their standard deviations above and below it.

    The deviation is that of all the closes in the window, not of a sample. Lines: the mean, above, below.
    """

    def __init__(self, length: int, deviations: float) -> None:
        super().__init__(3)
        self._length = length
        self._deviations = deviations

    def _advance(self, columns: Columns, first: int, end: int, state: _Block | None) -> _Block | None:
        closes, length, deviations = columns.close, self._length, self._deviations
        start = max(first, min(end, length - 1))
        for line in self.lines:
            pad(line, start - first)
        middle, upper, lower = (line.append for line in self.lines)
        for begin, stop, place in stretches(start, end, length):
            if place == 0 or state is None:
                base = closes[begin]
                behind = [close - base for close in reversed(closes[begin - length + 1 : begin])]
                squared = (distance * distance for distance in behind)
                state = _Block(base, endings(behind, add, 0.0), endings(squared, add, 0.0))
            base, sums, squares, total, square = state
            for close, sum_behind, square_behind in zip(
                closes[begin:stop], sums[place:], squares[place:], strict=False
            ):
                distance = close - base
                total += distance
                square += distance * distance
                mean = (total + sum_behind) / length
                variance = (square + square_behind) / length - mean * mean
                band = deviations * sqrt(variance) if variance > 0 else 0.0
                mean += base
                middle(mean)
                upper(mean + band)
                lower(mean - band)
            state = _Block(base, sums, squares, total, square)
        return state
