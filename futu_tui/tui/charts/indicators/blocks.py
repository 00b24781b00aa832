"""Windows over the last bars without running totals, for what cannot be taken out of a total again.

The bars are cut into blocks as long as the window. Each window is then the end of one block and the beginning of the
next: what is known of every end of a block is reckoned once, as the next one begins, and the beginning of a block
grows bar by bar. That is a few steps a bar, whatever the window's length, and nothing adds up that could drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple


class Stretch(NamedTuple):
    """Bars of one block: `first` up to but not including `end`, the first of them at `place` in the block."""

    first: int
    end: int
    place: int


def stretches(first: int, end: int, length: int) -> Iterator[Stretch]:
    """The bars from `first` up to but not including `end`, cut where a block of `length` bars begins.

    A block begins at the first bar that has a whole window, and at every `length`-th after it.
    """
    while first < end:
        place = (first + 1) % length
        stop = min(end, first - place + length)
        yield Stretch(first, stop, place)
        first = stop


def endings(
    values: Iterable[float], function: Callable[[float, float], float], nothing: float
) -> tuple[float, ...]:
    """The function over the values from each on: from all of them first, from none of them, `nothing`, last.

    The values come newest first.
    """
    return tuple(accumulate(values, function, initial=nothing))[::-1]
