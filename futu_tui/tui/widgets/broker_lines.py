"""The broker queue in lines: bidding brokers on the left, asking ones on the right, the best price's brighter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct
from rich.style import Style

from futu_tui.market import BrokerEntry, BrokerQueue
from futu_tui.tui.text import clean, fit
from futu_tui.tui.widgets.lines import Run

NAMES_FROM = 34
"""Cells from which brokers are shown by name, one a line, and not by number alone."""
ID_CELLS = 5
"""A broker's number and the blank behind it."""
DIVIDER = " │ "


class QueueLine(Struct, frozen=True):
    """The brokers on one line."""

    bids: tuple[BrokerEntry, ...]
    asks: tuple[BrokerEntry, ...]


def side_width(width: int) -> int:
    """The cells of each side in a queue of this width."""
    return (width - len(DIVIDER) - 2) // 2


def queue_lines(queue: BrokerQueue, width: int, count: int) -> list[QueueLine]:
    """The first `count` lines of the queue at a width of `width` cells."""
    each = 1 if width >= NAMES_FROM else max(1, (side_width(width) + 1) // ID_CELLS)
    sides = [
        [tuple(side[first : first + each]) for first in range(0, len(side), each)][:count]
        for side in (queue.bids, queue.asks)
    ]
    return [QueueLine(*pair) for pair in zip_longest(*sides, fillvalue=())]


def title_runs(what: str, width: int, style: Style, divider: Style) -> list[Run]:
    """What the two sides are."""
    side = side_width(width)
    return [(" " + fit(f"Bid {what}", side), style), (DIVIDER, divider), (fit(f"Ask {what}", side), style)]


def line_runs(line: QueueLine, width: int, best: Style, other: Style) -> list[Run]:
    """A line of the queue; `best` is for the brokers at the best price."""
    side = side_width(width)
    return [
        (" ", other),
        *_side_runs(line.bids, side, width >= NAMES_FROM, best, other),
        (DIVIDER, other),
        *_side_runs(line.asks, side, width >= NAMES_FROM, best, other),
    ]


def _side_runs(
    entries: Sequence[BrokerEntry], side: int, names: bool, best: Style, other: Style
) -> list[Run]:
    runs: list[Run] = []
    for entry in entries:
        number = f"{entry.id:04d}"
        text = fit(f"{number} {clean(entry.name)}", side) if names else number.ljust(ID_CELLS)
        runs.append((text, best if entry.position <= 1 else other))
    missing = side - (side * len(entries) if names else ID_CELLS * len(entries))
    if missing < 0:
        text, style = runs[-1]
        runs[-1] = text[:missing], style
    return [*runs, (" " * missing, other)]
