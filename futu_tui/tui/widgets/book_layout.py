"""How the order book's pane is divided into lines, whatever its size."""

from __future__ import annotations

from msgspec import Struct

LEVELS = 10
"""Price levels shown a side, where the height allows."""
BESIDE_FROM = 72
"""Cells from which the broker queue stands beside the book instead of under it."""
BOOK_BESIDE = 42
"""Cells of the book when the queue stands beside it."""
FEWEST_QUEUE_LINES = 3
FEWEST_LEVELS_WITH_QUEUE = 5
"""The queue under the book leaves at least so many levels a side."""


class Layout(Struct, frozen=True):
    """Which line holds what; -1 for what is left out."""

    levels: int
    """A side"""
    title: int
    asks: int
    """The line of the farthest ask"""
    middle: int
    """The line of the spread"""
    bids: int
    """The line of the best bid"""
    foot: int
    imbalance: int
    queue: int
    """The title of the broker queue"""
    queue_lines: int
    """Lines of the broker queue below its title"""
    queue_left: int
    """Column where the broker queue begins"""
    width: int
    """Cells of the book"""

    @property
    def beside(self) -> bool:
        """Whether the broker queue stands beside the book."""
        return self.queue_left > 0

    @property
    def lines(self) -> int:
        """Lines that all of it takes; more than the pane has while a new size is on its way to it."""
        book = max(self.bids + self.levels, self.imbalance + 1)
        return max(book, self.queue + 1 + self.queue_lines) if self.queue >= 0 else book


def lay_out(width: int, height: int, *, queue: bool) -> Layout:
    """Divide a pane: the levels next to the spread first, then the imbalance, the titles and the broker queue."""
    beside = queue and width >= BESIDE_FROM
    imbalance, title = height >= 6, height >= 9
    rest = height - 1 - imbalance - title
    levels = max(1, min(LEVELS, rest // 2))
    spare = rest - 2 * levels
    queue_lines = 0
    if beside:
        queue_lines = height - 1
    elif queue:
        while spare <= FEWEST_QUEUE_LINES and levels > FEWEST_LEVELS_WITH_QUEUE:
            levels -= 1
            spare += 2
        if spare > FEWEST_QUEUE_LINES:
            queue_lines = spare - 1
    foot = title and (queue_lines > 2 * FEWEST_QUEUE_LINES if queue_lines and not beside else spare > 0)
    if foot and queue_lines and not beside:
        queue_lines -= 1
    middle = title + levels
    end = middle + 1 + levels
    return Layout(
        levels=levels,
        title=0 if title else -1,
        asks=int(title),
        middle=middle,
        bids=middle + 1,
        foot=end if foot else -1,
        imbalance=end + foot if imbalance else -1,
        queue=-1 if not queue_lines else 0 if beside else end + foot + imbalance,
        queue_lines=queue_lines,
        queue_left=BOOK_BESIDE if beside else 0,
        width=BOOK_BESIDE if beside else width,
    )
