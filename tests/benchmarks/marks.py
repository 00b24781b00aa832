"""Finds marks on a recorded screen: quotes that the replay gateway sends with a price of their own, and notes when.

All processes read the same monotonic clock.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tests.benchmarks.client import MARK_LABEL
from tests.benchmarks.recording import Replayed
from tests.benchmarks.scene import MARKED
from tests.benchmarks.terminal import COLUMNS, Output

DASHBOARD = re.compile(rf"│.{re.escape(str(MARKED))}\s[^│]*?\s([\d,]+\.\d+)")
"""The row of MARKED in the watchlist, at the screen's left side; the group is its last price."""
BARE = re.compile(rf"^ .{MARK_LABEL} ([\d,]+\.\d+)")
"""The same in the bare app."""


class Shown(NamedTuple):
    """A price that came onto the screen."""

    price: float
    at: float
    """Monotonic seconds"""


def shown(outputs: Iterable[Output], row: re.Pattern[str]) -> list[Shown]:
    """Each price that the row took, in order."""
    replayed = Replayed()
    screen = replayed.screen
    found: list[Shown] = []
    for at in replayed.feed(outputs):
        for y in screen.dirty:
            line = "".join(screen.buffer[y][x].data for x in range(COLUMNS))
            if match := row.match(line):
                price = float(match[1].replace(",", ""))
                if not found or found[-1].price != price:
                    found.append(Shown(price, at))
        screen.dirty.clear()
    return found


class Marks:
    """Marks that were sent, and what a screen showed of them."""

    def __init__(self, sent: Sequence[Sequence[float]], seen: Sequence[Shown]) -> None:
        """`sent` is the price and the moment of each mark, in order."""
        self._sent = [at for _, at in sent]
        number = {price: n for n, (price, _) in enumerate(sent)}
        came = [(number[each.price], each.at) for each in seen if each.price in number]
        self._numbers = [n for n, _ in came]
        self._moments = [at for _, at in came]

    def latencies(self) -> list[float]:
        """Seconds from each mark to the screen that shows it or a newer one.

        Marks after the last one that was seen are left out: the recording ended before they came.
        """
        took, place = [], 0
        for n, sent in enumerate(self._sent):
            while place < len(self._numbers) and self._numbers[place] < n:
                place += 1
            if place == len(self._numbers):
                break
            took.append(self._moments[place] - sent)
        return took

    def age(self, at: float) -> float:
        """For how many seconds, at this moment, there had been a newer mark than the one shown; 0 for the newest."""
        place = bisect_right(self._moments, at)
        following = self._numbers[place - 1] + 1 if place else 0
        return max(0.0, at - self._sent[following]) if following < len(self._sent) else 0.0
