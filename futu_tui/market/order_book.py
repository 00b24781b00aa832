"""The order book of a security as last pushed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct, field

from futu_tui.protocol import Security
from futu_tui.protocol.numbers import believable, count_or_zero, price_or_none

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2


class Level(NamedTuple):
    """What waits at one price."""

    price: float
    size: int
    """Shares"""
    orders: int


_level = Level._make
"""A third cheaper than calling the class, twenty times for every push of a book."""


class BookSides(Protocol):
    """The part that a book's push and its request's answer have in common."""

    @property
    def orderBookBidList(self) -> Sequence[qot_common_pb2.OrderBook]: ...
    @property
    def orderBookAskList(self) -> Sequence[qot_common_pb2.OrderBook]: ...


class OrderBook(Struct):
    """Both sides, best first.

    A side that changes is a new list, so that one kept from before can be compared with it.
    """

    security: Security
    bids: list[Level] = field(default_factory=list)
    asks: list[Level] = field(default_factory=list)
    received_at: float = 0.0
    """Monotonic seconds."""

    @property
    def spread(self) -> float | None:
        """Best ask less best bid; None while a side is empty."""
        return self.asks[0].price - self.bids[0].price if self.bids and self.asks else None

    @property
    def mid(self) -> float | None:
        """Half way between best bid and best ask; None while a side is empty."""
        return (self.asks[0].price + self.bids[0].price) / 2 if self.bids and self.asks else None

    def imbalance(self, levels: int | None = None) -> float | None:
        """The bids' share, 0 to 1, of the shares in the best `levels` of each side, all by default; None of none."""
        bid = sum(level.size for level in self.bids[:levels])
        total = bid + sum(level.size for level in self.asks[:levels])
        return bid / total if total else None

    def apply(self, sides: BookSides, now: float) -> bool:
        """Take in a whole book; whether it differs from the one known. Levels without a price are left out."""
        bids = _levels(sides.orderBookBidList)
        asks = _levels(sides.orderBookAskList)
        self.received_at = now
        changed = False
        if bids != self.bids:
            self.bids = bids
            changed = True
        if asks != self.asks:
            self.asks = asks
            changed = True
        return changed


def is_no_book(sides: BookSides) -> bool:
    """Whether this is a body of another protocol that only looks like a book: its levels have no prices at all."""
    return any(
        rows and not rows[0].HasField("price") for rows in (sides.orderBookBidList, sides.orderBookAskList)
    )


def has_odd_level(sides: BookSides) -> bool:
    """Whether a book is told with a price that cannot be; a level without one is none."""
    return not all(
        believable(level.price) for side in (sides.orderBookBidList, sides.orderBookAskList) for level in side
    )


def _levels(rows: Iterable[qot_common_pb2.OrderBook]) -> list[Level]:
    return [
        _level((price, count_or_zero(row.volume), row.orederCount))
        for row in rows
        if (price := price_or_none(row.price)) is not None
    ]
