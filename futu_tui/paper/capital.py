"""Money that went into a security and out of it: each order that traded at once counts for the side it came from."""

from __future__ import annotations

from array import array
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from futu_tui.paper.views import UNIT, Direction
from futu_tui.protocol import Market

DAYS_KEPT = 400
"""Days that are over and remembered."""


class OrderSize(IntEnum):
    """How large an order is by the money it moved, from the largest."""

    SUPER = 0
    BIG = 1
    MID = 2
    SMALL = 3


SIZES = len(OrderSize)

_FLOORS = (1_000_000, 200_000, 40_000)
"""From so much money of Hong Kong or the mainland an order is super, big, mid. The published interface leaves it open;
these are the paper market's own."""
_US_FLOORS = (125_000, 25_000, 5_000)


def size_of(market: Market, money: int) -> OrderSize:
    """The size of an order that moved so much money, in price units (1/10,000 of the currency)."""
    floors = _US_FLOORS if market is Market.US else _FLOORS
    return next((OrderSize(n) for n, floor in enumerate(floors) if money >= floor * UNIT), OrderSize.SMALL)


class CapitalDay(NamedTuple):
    """A day that is over: what came in less what went out, by size of order, in price units."""

    day: date
    net: tuple[int, ...]


class CapitalRecord:
    """What one trading day has seen so far. Money in price units."""

    __slots__ = ("_nets", "came_in", "minutes", "updated", "went_out")

    def __init__(self) -> None:
        self.came_in = [0] * SIZES
        """By buying orders, by their size."""
        self.went_out = [0] * SIZES
        """By selling orders."""
        self.minutes: list[float] = []
        """The beginnings of the minutes with such orders."""
        self.updated = 0.0
        """Of the latest of them, epoch seconds."""
        self._nets = array("q")
        """The day's net money up to each of the minutes, by size: as many numbers a minute as there are sizes."""

    def trade(self, instant: float, minute: float, direction: Direction, money: int, size: OrderSize) -> None:
        """Take in an order that traded at once; an auction's trades come from neither side and do not count."""
        if direction is Direction.NEUTRAL:
            return
        (self.came_in if direction is Direction.BUY else self.went_out)[size] += money
        self.updated = instant
        if not self.minutes or self.minutes[-1] < minute:
            self.minutes.append(minute)
            self._nets.extend(self._nets[-SIZES:] or array("q", [0] * SIZES))
        self._nets[size - SIZES] += money if direction is Direction.BUY else -money

    @property
    def net(self) -> tuple[int, ...]:
        """What came in less what went out until now, by size."""
        return tuple(self._nets[-SIZES:]) or (0,) * SIZES

    def net_at(self, place: int) -> tuple[int, ...]:
        """The same until the end of one of the minutes."""
        return tuple(self._nets[place * SIZES : (place + 1) * SIZES])
