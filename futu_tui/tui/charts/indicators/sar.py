"""SAR: Wilder's parabolic stop and reverse, as TA-Lib's SAR begins and bounds it."""

from __future__ import annotations

from typing import NamedTuple

from futu_tui.tui.charts.indicators.calculator import Calculator, pad
from futu_tui.tui.charts.indicators.columns import Columns


class _Trail(NamedTuple):
    """The stop for the bar to come, and what moves it."""

    rising: bool
    stop: float
    extreme: float
    """The highest high of a rise, the lowest low of a fall."""
    pace: float
    """Share of the way to the extreme that the stop goes at each bar."""
    high_before: float
    low_before: float


class ParabolicSar(Calculator[_Trail]):
    """A stop that trails the price ever closer and changes sides when it is touched.

    The pace grows by `step` with every new extreme, up to `limit`.
    """

    def __init__(self, step: float, limit: float) -> None:
        super().__init__(1)
        self._step = step
        self._limit = limit

    def _advance(self, columns: Columns, first: int, end: int, state: _Trail | None) -> _Trail | None:
        start = max(first, min(end, 1))
        pad(self.lines[0], start - first)
        if start == end:
            return state
        highs, lows, step, limit = columns.high, columns.low, self._step, self._limit
        rising, stop, extreme, pace, high_before, low_before = state or self._begin(columns)
        append = self.lines[0].append
        for high, low in zip(highs[start:end], lows[start:end], strict=True):
            if low <= stop if rising else high >= stop:
                rising = not rising
                stop = min(extreme, low_before, low) if rising else max(extreme, high_before, high)
                append(stop)
                extreme = high if rising else low
                pace = step
            else:
                append(stop)
                if high > extreme if rising else low < extreme:
                    extreme = high if rising else low
                    pace = min(pace + step, limit)
            stop += pace * (extreme - stop)
            # Never within what has traded in these two bars.
            stop = min(stop, low_before, low) if rising else max(stop, high_before, high)
            high_before, low_before = high, low
        return _Trail(rising, stop, extreme, pace, high_before, low_before)

    def _begin(self, columns: Columns) -> _Trail:
        """As the second bar comes: falling if its low went further below the first one's than its high above.

        The first bar bounds the stop of the second, but, in TA-Lib, not that of the third.
        """
        (high_before, high), (low_before, low) = columns.high[:2], columns.low[:2]
        drop = low_before - low
        if drop > 0 and drop > high - high_before:
            return _Trail(False, high_before, low, self._step, high, low)
        return _Trail(True, low_before, high, self._step, high, low)
