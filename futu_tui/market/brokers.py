"""The broker queue: who stands at which level of the book (Hong Kong)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct, field

from futu_tui.protocol import Security
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2


class BrokerEntry(NamedTuple):
    """One broker in the queue of one level."""

    id: int
    """The exchange's number for the broker's seat."""
    name: str
    position: int
    """Which level of the book: 1 is the best price."""


class BrokerSides(Protocol):
    """The part that a queue's push and its request's answer have in common."""

    @property
    def brokerBidList(self) -> Sequence[qot_common_pb2.Broker]: ...
    @property
    def brokerAskList(self) -> Sequence[qot_common_pb2.Broker]: ...


def is_no_queue(sides: BrokerSides) -> bool:
    """Whether this is a body of another protocol that only looks like a queue: its brokers have no numbers."""
    return any(rows and not rows[0].HasField("id") for rows in (sides.brokerBidList, sides.brokerAskList))


class BrokerQueue(Struct):
    """Both sides, in queue order."""

    security: Security
    bids: list[BrokerEntry] = field(default_factory=list)
    asks: list[BrokerEntry] = field(default_factory=list)
    received_at: float = 0.0
    """Monotonic seconds."""

    def apply(self, sides: BrokerSides, now: float) -> bool:
        """Take in a whole queue; whether it differs from the one known."""
        bids = [BrokerEntry(row.id, text(row.name), row.pos) for row in sides.brokerBidList]
        asks = [BrokerEntry(row.id, text(row.name), row.pos) for row in sides.brokerAskList]
        self.received_at = now
        if bids == self.bids and asks == self.asks:
            return False
        self.bids, self.asks = bids, asks
        return True
