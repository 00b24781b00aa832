"""An equity curve in numbers: what it came to without the money that was paid in or out, and its largest drop."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from futu_tui.trading.equity import EquityPoint
from futu_tui.trading.equity_events import Transfer

DAY = 86_400
LIKE = 0.5
"""A step that differs from a transfer by at most this share of it can be the transfer, where nothing else proves it."""


class PlacedTransfer(NamedTuple):
    """A transfer at the point of the curve at which it is seen for the first time."""

    at: int
    """Epoch seconds."""
    transfer: Transfer


class Drop(NamedTuple):
    """From a high to the low after it, transfers left out."""

    amount: float
    """Above 0."""
    percent: float | None
    """Of what the account was worth at the high; None where that was nothing."""
    high_at: int
    low_at: int


class EquitySummary(NamedTuple):
    """A span of a curve; amounts are in its currency."""

    start: float
    now: float
    transferred: float
    """What was paid in less what was taken out since the start."""
    change: float
    """What the rest came to: the profit or loss."""
    percent: float | None
    """The same in percent of what was at work, each transfer counted from when it came; None where that was nothing."""
    drop: Drop | None
    """None where it never fell."""


def placed(
    points: Sequence[EquityPoint], transfers: Iterable[Transfer], begin_of: Callable[[date], float]
) -> list[PlacedTransfer]:
    """Where on an account's whole curve its transfers are, by time.

    The gateway tells of a transfer its clearing day alone, so it is taken to be the step of that day that fits it
    best; where no point is of that day, the step to the first one after. Those of other currencies (which of accounts
    that do not tell theirs is none), of days before
    the curve or after it, and those that came before the curve's beginning are left out. `begin_of` gives the first
    moment of a day in epoch seconds.
    """
    found: list[PlacedTransfer] = []
    taken: set[int] = set()
    currency = points[-1].currency if points else ""
    for transfer in transfers:
        if transfer.currency == currency or not currency:
            step = _step_of(points, transfer, begin_of(date.fromisoformat(transfer.day)), taken)
            if step is not None:
                taken.add(step)
                found.append(PlacedTransfer(points[step].at, transfer))
    return sorted(found)


def _step_of(points: Sequence[EquityPoint], transfer: Transfer, begin: float, taken: set[int]) -> int | None:
    """The place of the point that a transfer leads to."""
    first = bisect_left(points, begin, key=lambda point: point.at)
    end = max(bisect_left(points, begin + DAY, key=lambda point: point.at), first + 1)
    if first >= len(points):
        return None
    amount = transfer.amount

    def misses(place: int) -> float:
        return abs(points[place].total - points[place - 1].total - amount)

    places = [place for place in range(max(first, 1), min(end, len(points))) if place not in taken]
    best = min(places, key=misses, default=None)
    if best is None or (first == 0 and misses(best) > LIKE * abs(amount)):
        return None
    return best


def summed(points: Sequence[EquityPoint], transfers: Iterable[PlacedTransfer]) -> EquitySummary:
    """Points by time, at least one; of the transfers those after the first point count."""
    amounts: dict[int, float] = {}
    for at, transfer in transfers:
        if points[0].at < at <= points[-1].at:
            amounts[at] = amounts.get(at, 0.0) + transfer.amount
    growth: float | None = 1.0
    high, high_at, high_total = points[0].total, points[0].at, points[0].total
    drop: Drop | None = None
    so_far, before = 0.0, points[0].total
    for point in points:
        paid = amounts.get(point.at, 0.0)
        so_far += paid
        earned = point.total - so_far
        if before > 0:
            growth = growth * (point.total - paid) / before if growth is not None else None
        elif point.total - paid != before:
            growth = None
        before = point.total
        if earned > high or (paid and earned == high):
            high, high_at, high_total = earned, point.at, point.total
        elif high - earned > (drop.amount if drop is not None else 0.0):
            percent = (high - earned) / high_total * 100 if high_total > 0 else None
            drop = Drop(high - earned, percent, high_at, point.at)
    start, now = points[0].total, points[-1].total
    return EquitySummary(
        start=start,
        now=now,
        transferred=so_far,
        change=now - start - so_far,
        percent=(growth - 1) * 100 if growth is not None else None,
        drop=drop,
    )
