"""Order books and broker queues for pushes, put together from parts that were serialized before.

From one push to the next few levels and few orders change. Serialized messages that are joined parse as one message
with the entries of all (the wire format's merge rule), so each entry is serialized once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from futu_tui.paper import wire
from futu_tui.paper.market import BookLevel, BrokerEntry
from futu_tui.paper.names import Language
from futu_tui.protocol.pb import qot_update_broker_pb2, qot_update_order_book_pb2


def book_fragment(bids: Iterable[BookLevel], asks: Iterable[BookLevel]) -> bytes:
    """The two lists of an order book's S2C."""
    return b"".join((*map(_ask, asks), *map(_bid, bids)))


def broker_fragment(bids: Iterable[BrokerEntry], asks: Iterable[BrokerEntry], language: Language) -> bytes:
    """The two lists of a broker queue's S2C."""
    return b"".join(
        (
            *(_asking_broker(entry, language) for entry in asks),
            *(_bidding_broker(entry, language) for entry in bids),
        )
    )


@lru_cache(maxsize=1 << 15)
def _ask(level: BookLevel) -> bytes:
    part = qot_update_order_book_pb2.S2C(orderBookAskList=wire.book_side((level,)))
    return part.SerializePartialToString()


@lru_cache(maxsize=1 << 15)
def _bid(level: BookLevel) -> bytes:
    part = qot_update_order_book_pb2.S2C(orderBookBidList=wire.book_side((level,)))
    return part.SerializePartialToString()


@lru_cache(maxsize=1 << 15)
def _asking_broker(entry: BrokerEntry, language: Language) -> bytes:
    part = qot_update_broker_pb2.S2C(brokerAskList=wire.broker_side((entry,), language))
    return part.SerializePartialToString()


@lru_cache(maxsize=1 << 15)
def _bidding_broker(entry: BrokerEntry, language: Language) -> bytes:
    part = qot_update_broker_pb2.S2C(brokerBidList=wire.broker_side((entry,), language))
    return part.SerializePartialToString()
