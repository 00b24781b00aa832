"""Two securities on one chart, each in percent of what it cost at the first bar in view."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from math import nan
from typing import NamedTuple

from futu_tui.tui.charts.indicators import Columns


class Comparison(NamedTuple):
    """Changes in percent since the first bar in view, one value for each bar; NaN where there is none."""

    own: array[float]
    other: array[float]


def compare(columns: Columns, other: Columns, first: int, end: int) -> Comparison:
    """The bars from `first` up to but not including `end`, and at each the other security's last close known by then.

    Where the other's closes begin later than these bars, its changes count from its first one in view. A security that
    cost nothing or less then, as prices adjusted for large dividends can, has no changes in percent.
    """
    bars, times = columns.at[first:end], other.at
    known = bisect_right(times, bars[0]) if bars else 0
    others = array("d")
    for at in bars:
        while known < len(times) and times[known] <= at:
            known += 1
        others.append(other.close[known - 1] if known else nan)
    return Comparison(_changes(array("d", columns.close[first:end])), _changes(others))


def _changes(closes: array[float]) -> array[float]:
    """In percent of the first that is not NaN."""
    base = next((close for close in closes if close == close), nan)
    if not base > 0:
        return array("d", [nan]) * len(closes)
    return array("d", [(close / base - 1) * 100 for close in closes])
