"""The fills of a person's orders, read out of the journal's stories, and how they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from futu_tui.trading.acts import OrderStory
from futu_tui.trading.equity_events import OwnFill
from futu_tui.trading.orders import Fill, Side

_FILL = re.compile(r"^order \d+ filled (\S+) at (\S+)$")
_STATE = re.compile(r", (\S+) filled(?: at (\S+) on average)?")
"""As `verdicts.telling` writes what an order has filled so far."""


def fill_words(fill: Fill) -> str:
    """A fill in a line of the journal."""
    return f"order {fill.order_id} filled {fill.qty:.10g} at {fill.price:.10g}"


def own_fills(stories: Iterable[OrderStory]) -> list[OwnFill]:
    """What placed orders traded, by time.

    What an order's state tells to have filled beyond the fills that were written down (they may have happened while no
    program listened) counts as one more, at the moment it was told and the average price.
    """
    return sorted((fill for story in stories for fill in _fills_of(story)), key=lambda fill: fill.at)


def _fills_of(story: OrderStory) -> list[OwnFill]:
    is_buy = story.side in _BUYS
    fills: list[OwnFill] = []
    most, told_at, average = 0.0, 0.0, None
    for event in story.events:
        numbers = _FILL.match(event.text)
        if numbers is not None and (qty := _number(numbers[1])):
            fills.append(OwnFill(event.at, is_buy, story.security, qty, _number(numbers[2])))
            continue
        numbers = _STATE.search(event.text)
        if numbers is not None and (qty := _number(numbers[1])) and qty > most:
            most, told_at, average = qty, event.at, _number(numbers[2])
    missing = most - sum(fill.qty for fill in fills)
    if missing > 1e-9 * most:
        fills.append(OwnFill(told_at, is_buy, story.security, missing, average))
    return fills


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


_BUYS = frozenset({side.label for side in Side if side.sign > 0})
