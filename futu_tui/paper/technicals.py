"""Technical indicators over the bars of a security, as a screen reckons them: one value a bar, None before the first.

The definitions are the ones that Chinese brokers' charts use: `smooth` is their SMA, where each new value counts for
one part in n, and MACD is twice the difference of DIF and DEA.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple

Line = list[float | None]


class Columns(NamedTuple):
    """Bars, oldest first, by column."""

    high: Sequence[float]
    low: Sequence[float]
    close: Sequence[float]


def average(values: Sequence[float], count: int) -> Line:
    """The mean of the last `count` values."""
    total, line = 0.0, []
    for index, value in enumerate(values):
        total += value - (values[index - count] if index >= count else 0.0)
        line.append(total / count if index >= count - 1 else None)
    return line


def exponential(values: Sequence[float], count: int) -> Line:
    """The exponential average that starts at the first value and is told once `count` values are in it."""
    line: Line = list(_decaying(values, 2 / (count + 1)))
    line[: count - 1] = [None] * min(count - 1, len(line))
    return line


def rsi(close: Sequence[float], count: int) -> Line:
    """Rises in percent of all moves, both smoothed; 50 while nothing has moved."""
    moves = [after - before for before, after in itertools.pairwise(close)]
    rises = smooth([max(move, 0.0) for move in moves], count)
    sizes = smooth([abs(move) for move in moves], count)
    line: Line = [rise / size * 100 if size else 50.0 for rise, size in zip(rises, sizes, strict=True)]
    line[: count - 1] = [None] * min(count - 1, len(line))
    return [None, *line][: len(close)]


def kdj(columns: Columns, count: int, k_count: int, d_count: int) -> tuple[Line, Line, Line]:
    """(K, D, J): where the close lies between the extremes of `count` bars, smoothed once and twice."""
    raw = []
    for index in range(count - 1, len(columns.close)):
        window = slice(index - count + 1, index + 1)
        highest, lowest = max(columns.high[window]), min(columns.low[window])
        raw.append((columns.close[index] - lowest) / (highest - lowest) * 100 if highest > lowest else 50.0)
    k = smooth(raw, k_count)
    d = smooth(k, d_count)
    j = [3 * fast - 2 * slow for fast, slow in zip(k, d, strict=True)]
    unknown: Line = [None] * (len(columns.close) - len(raw))
    return [*unknown, *k], [*unknown, *d], [*unknown, *j]


def macd(close: Sequence[float], fast: int, slow: int, signal: int) -> tuple[Line, Line, Line]:
    """(DIF, DEA, MACD); told once `slow` bars are there."""
    quick, late = _decaying(close, 2 / (fast + 1)), _decaying(close, 2 / (slow + 1))
    dif = [one - other for one, other in zip(quick, late, strict=True)]
    dea = _decaying(dif, 2 / (signal + 1))
    bars = [2 * (one - other) for one, other in zip(dif, dea, strict=True)]
    unknown = min(slow - 1, len(close))
    first, second, third = ([None] * unknown + line[unknown:] for line in (dif, dea, bars))
    return first, second, third


def bollinger(close: Sequence[float], count: int, width: float) -> tuple[Line, Line, Line]:
    """(upper, middle, lower): the mean, and `width` standard deviations around it."""
    middle = average(close, count)
    spread: Line = []
    for index, mean in enumerate(middle):
        window = close[index - count + 1 : index + 1]
        spread.append(
            None if mean is None else sqrt(sum((value - mean) ** 2 for value in window) / count) * width
        )
    return _joined(middle, spread, lambda m, s: m + s), middle, _joined(middle, spread, lambda m, s: m - s)


def smooth(values: Sequence[float], count: int) -> list[float]:
    """Each value counts for one part in `count`; starts at the first."""
    return _decaying(values, 1 / count)


def _decaying(values: Sequence[float], part: float) -> list[float]:
    line: list[float] = []
    for value in values:
        line.append(line[-1] + part * (value - line[-1]) if line else value)
    return line


def _joined(one: Line, other: Line, join: Callable[[float, float], float]) -> Line:
    return [
        None if left is None or right is None else join(left, right)
        for left, right in zip(one, other, strict=True)
    ]
