"""Indicators over closing prices; each answers with one value a bar, None where it has too few bars behind it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def sma(closes: Sequence[float], window: int) -> list[float | None]:
    """The simple moving average of the last `window` closes at each bar."""
    if window < 1:
        raise ValueError(f"a moving average is over at least one bar, not {window}")
    sums = [0.0, *accumulate(closes)]
    averages: list[float | None] = [
        (after - before) / window for before, after in zip(sums, sums[window:], strict=False)
    ]
    return [None] * min(window - 1, len(closes)) + averages
