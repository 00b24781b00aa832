"""Means over the last bars: MA, EMA, and the volumes with theirs.

MA is TA-Lib's SMA. EMA is TA-Lib's: it begins as the mean of its first bars.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import fsum, isnan

from futu_tui.tui.charts.indicators.calculator import Calculator, pad
from futu_tui.tui.charts.indicators.columns import Columns

Sum = tuple[float, float]
"""The sum of a window but for the bar to come, and what rounding has lost of it."""


class MovingAverages(Calculator[tuple[Sum | None, ...]]):
    """Mean closes over the last bars, one line for each length."""

    def __init__(self, *lengths: int) -> None:
        super().__init__(len(lengths))
        self._lengths = lengths

    def _advance(
        self, columns: Columns, first: int, end: int, state: tuple[Sum | None, ...] | None
    ) -> tuple[Sum | None, ...]:
        return _extend_means(self.lines, columns.close, self._lengths, first, end, state)


class ExponentialAverages(Calculator[tuple[float | None, ...]]):
    """Means of all closes so far, the newer weighing more: 2 / (length + 1) of the mean is the last one."""

    def __init__(self, *lengths: int) -> None:
        super().__init__(len(lengths))
        self._lengths = lengths

    def _advance(
        self, columns: Columns, first: int, end: int, state: tuple[float | None, ...] | None
    ) -> tuple[float | None, ...]:
        befores = state or (None,) * len(self._lengths)
        return tuple(
            extend_exponential(line, columns.close, length, first, end, before)
            for line, length, before in zip(self.lines, self._lengths, befores, strict=True)
        )


class Volumes(Calculator[tuple[Sum | None, ...]]):
    """Volumes, and their means over the last bars."""

    def __init__(self, *lengths: int) -> None:
        super().__init__(1 + len(lengths))
        self._lengths = lengths

    def _advance(
        self, columns: Columns, first: int, end: int, state: tuple[Sum | None, ...] | None
    ) -> tuple[Sum | None, ...]:
        volumes, *means = self.lines
        volumes.extend(map(float, columns.volume[first:end]))
        return _extend_means(means, columns.volume, self._lengths, first, end, state)


def sma(closes: Sequence[float], window: int) -> list[float | None]:
    """The simple moving average of the last `window` closes at each bar, None where there are fewer."""
    if window < 1:
        raise ValueError(f"a moving average is over at least one bar, not {window}")
    line = array("d")
    extend_mean(line, closes, window, 0, len(closes), None)
    return [None if isnan(mean) else mean for mean in line]


def _extend_means(
    lines: Sequence[array[float]],
    values: Sequence[float],
    lengths: Sequence[int],
    first: int,
    end: int,
    befores: tuple[Sum | None, ...] | None,
) -> tuple[Sum | None, ...]:
    return tuple(
        extend_mean(line, values, length, first, end, before)
        for line, length, before in zip(lines, lengths, befores or (None,) * len(lengths), strict=True)
    )


def extend_mean(
    line: array[float], values: Sequence[float], length: int, first: int, end: int, before: Sum | None
) -> Sum | None:
    """Append the mean of the last `length` values at each of those from `first` up to but not including `end`.

    Takes what it answered for the values before. The sum is a running one, with what each step rounds away (Knuth's
    two-sum) kept beside it: a price that has fallen from a million to a thousandth leaves no trace of the million.
    """
    start = max(first, min(end, length - 1))
    pad(line, start - first)
    if start == end:
        return before
    total, lost = before or _exact_sum(values[start - length + 1 : start])
    append = line.append
    for new, old in zip(values[start:end], values[start - length + 1 : end - length + 1], strict=True):
        with_new = total + new
        part = with_new - total
        lost += (total - (with_new - part)) + (new - part)
        append((with_new + lost) / length)
        total = with_new - old
        part = total - with_new
        lost += (with_new - (total - part)) - (old + part)
    return total, lost


def _exact_sum(values: Sequence[float]) -> Sum:
    total = fsum(values)
    return total, fsum([*values, -total])


def extend_exponential(
    line: array[float],
    values: Sequence[float],
    length: int,
    first: int,
    end: int,
    mean: float | None,
    begin: int = 0,
) -> float | None:
    """Append the exponential mean at each value from `first` up to but not including `end`.

    It begins as the plain mean of the first `length` values from `begin` on. Takes the mean at the value before, and
    answers with the one at the last.
    """
    if mean is None:
        seed = begin + length - 1
        start = max(first, min(end, seed))
        pad(line, start - first)
        if start == end:
            return None
        mean = fsum(values[begin : seed + 1]) / length
        line.append(mean)
        first = seed + 1
    append = line.append
    weight = 2 / (length + 1)
    for value in values[first:end]:
        mean += (value - mean) * weight
        append(mean)
    return mean
