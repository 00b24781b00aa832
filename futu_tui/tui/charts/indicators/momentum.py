"""MACD, RSI and KDJ: how fast prices rise or fall, and where they stand in their range.

MACD and RSI are TA-Lib's. KDJ is that of the Chinese market programs, which TA-Lib does not have.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise
from math import fsum, inf
from operator import sub
from typing import NamedTuple

from futu_tui.tui.charts.indicators.blocks import endings, stretches
from futu_tui.tui.charts.indicators.calculator import Calculator, pad
from futu_tui.tui.charts.indicators.columns import Columns
from futu_tui.tui.charts.indicators.means import extend_exponential

Means = tuple[float | None, float | None, float | None]
"""MACD's: the fast one, the slow one and the signal."""


class Macd(Calculator[Means]):
    """Lines: DIF, the fast exponential mean less the slow one; DEA, its exponential mean; MACD, DIF less DEA.

    The fast mean begins at the bar where the slow one does. MACD is taken `times` so high: 1 is TA-Lib's, 2 what
    Chinese market programs draw.
    """

    def __init__(self, fast: int, slow: int, signal: int, times: int = 1) -> None:
        super().__init__(3)
        self._lengths = fast, slow, signal
        self._times = times

    def _advance(self, columns: Columns, first: int, end: int, state: Means | None) -> Means:
        fast, slow, signal = self._lengths
        fast_mean, slow_mean, signal_mean = state or (None, None, None)
        fasts, slows = array("d"), array("d")
        fast_mean = extend_exponential(fasts, columns.close, fast, first, end, fast_mean, begin=slow - fast)
        slow_mean = extend_exponential(slows, columns.close, slow, first, end, slow_mean)
        dif, dea, macd = self.lines
        dif.extend(map(sub, fasts, slows))
        signal_mean = extend_exponential(dea, dif, signal, first, end, signal_mean, begin=slow - 1)
        times = self._times
        macd.extend([times * apart for apart in map(sub, dif[first:end], dea[first:end])])
        return fast_mean, slow_mean, signal_mean


Moves = tuple[float, float]
"""Wilder's means of the rises and of the falls from close to close."""


class Rsi(Calculator[tuple[Moves | None, ...]]):
    """Wilder's relative strength, 0 to 100: the rises' part in all moves; one line for each length.

    0, as TA-Lib has it, where nothing has moved at all.
    """

    def __init__(self, *lengths: int) -> None:
        super().__init__(len(lengths))
        self._lengths = lengths

    def _advance(
        self, columns: Columns, first: int, end: int, state: tuple[Moves | None, ...] | None
    ) -> tuple[Moves | None, ...]:
        befores = state or (None,) * len(self._lengths)
        return tuple(
            _extend_rsi(line, columns.close, length, first, end, before)
            for line, length, before in zip(self.lines, self._lengths, befores, strict=True)
        )


def _extend_rsi(
    line: array[float], closes: Sequence[float], length: int, first: int, end: int, moves: Moves | None
) -> Moves | None:
    if moves is None:
        start = max(first, min(end, length))
        pad(line, start - first)
        if start == end:
            return None
        changes = [close - before for before, close in pairwise(closes[: length + 1])]
        rise = fsum(change for change in changes if change > 0) / length
        fall = -fsum(change for change in changes if change < 0) / length
        line.append(_strength(rise, fall))
        first = length + 1
    else:
        rise, fall = moves
    append = line.append
    others = length - 1
    for before, close in zip(closes[first - 1 : end - 1], closes[first:end], strict=True):
        change = close - before
        rise *= others
        fall *= others
        if change > 0:
            rise += change
        else:
            fall -= change
        rise /= length
        fall /= length
        append(_strength(rise, fall))
    return rise, fall


def _strength(rise: float, fall: float) -> float:
    return 100 * (rise / (rise + fall)) if rise + fall else 0.0


class _Range(NamedTuple):
    """Highs and lows of the block so far and of the ends of the block before; K and D at the bar before."""

    highs_behind: tuple[float, ...]
    lows_behind: tuple[float, ...]
    k: float
    d: float
    highest: float = -inf
    lowest: float = inf


class Kdj(Calculator[_Range]):
    """Where the close stands in the range of the last `length` bars (0 at the low, 100 at the high), smoothed.

    K moves by one part in `k_parts` towards that place, D by one part in `d_parts` towards K, both from 50;
    J is 3 K - 2 D and may leave 0 to 100. Where high and low are one, the close stands at 50.
    """

    def __init__(self, length: int, k_parts: int, d_parts: int) -> None:
        super().__init__(3)
        self._length = length
        self._k_parts = k_parts
        self._d_parts = d_parts

    def _advance(self, columns: Columns, first: int, end: int, state: _Range | None) -> _Range | None:
        highs, lows, closes = columns.high, columns.low, columns.close
        length, k_parts, d_parts = self._length, self._k_parts, self._d_parts
        first_whole = max(first, min(end, length - 1))
        for line in self.lines:
            pad(line, first_whole - first)
        k_line, d_line, j_line = (line.append for line in self.lines)
        for begin, stop, place in stretches(first_whole, end, length):
            if place == 0 or state is None:
                behind = slice(begin - length + 1, begin)
                state = _Range(
                    endings(reversed(highs[behind]), max, -inf),
                    endings(reversed(lows[behind]), min, inf),
                    k=state.k if state else 50.0,
                    d=state.d if state else 50.0,
                )
            highs_behind, lows_behind, k, d, highest, lowest = state
            for high, low, close, high_behind, low_behind in zip(
                highs[begin:stop],
                lows[begin:stop],
                closes[begin:stop],
                highs_behind[place:],
                lows_behind[place:],
                strict=False,
            ):
                if high > highest:
                    highest = high
                if low < lowest:
                    lowest = low
                top = highest if highest > high_behind else high_behind
                bottom = lowest if lowest < low_behind else low_behind
                stand = (close - bottom) / (top - bottom) * 100 if top > bottom else 50.0
                k = (k * (k_parts - 1) + stand) / k_parts
                d = (d * (d_parts - 1) + k) / d_parts
                k_line(k)
                d_line(d)
                j_line(3 * k - 2 * d)
            state = _Range(highs_behind, lows_behind, k, d, highest, lowest)
        return state
