"""What happens on the paper market, as `PaperMarket.advance` tells it.

An event says what changed; the change itself is read from the market, which stands exactly at that event when it is
yielded. A trade and an order carry their own record, as several can come from one action.
"""

from __future__ import annotations

from typing import NamedTuple

from futu_tui.paper.orders import Fill, PersonOrder
from futu_tui.paper.periods import KLType
from futu_tui.paper.views import Tick
from futu_tui.protocol import Market, Security


class Traded(NamedTuple):
    """A trade: push 3011."""

    security: Security
    tick: Tick


class BookChanged(NamedTuple):
    """A change within the best ten levels: push 3013."""

    security: Security


class QuoteChanged(NamedTuple):
    """Last, volume or another field of the basic quote moved: push 3005."""

    security: Security


class RtChanged(NamedTuple):
    """The current minute's point moved: push 3009."""

    security: Security


class BarsChanged(NamedTuple):
    """The current bar of every period moved: push 3007."""

    security: Security
    closed: tuple[KLType, ...]
    """The periods whose previous bar was closed by this change; push that bar once more, then the new one."""


class BrokersChanged(NamedTuple):
    """A Hong Kong broker queue moved: push 3015."""

    security: Security


class StateChanged(NamedTuple):
    """A market went into another session."""

    market: Market
    state: int
    """qot_common.QotMarketState"""


class OrderUpdated(NamedTuple):
    """A person's order changed status or filled quantity: push 2208. `order` is a copy as of this event."""

    order: PersonOrder


class Filled(NamedTuple):
    """A person's order was executed, in part or whole: push 2218. An OrderUpdated follows it."""

    order: PersonOrder
    fill: Fill


Event = (
    Traded
    | BookChanged
    | QuoteChanged
    | RtChanged
    | BarsChanged
    | BrokersChanged
    | StateChanged
    | OrderUpdated
    | Filled
)
