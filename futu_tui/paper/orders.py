"""A person's order on the paper market, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security


class Side(IntEnum):
    """By its trd_common.TrdSide number."""

    BUY = 1
    SELL = 2


class OrderType(IntEnum):
    """By its trd_common.OrderType number."""

    LIMIT = 1
    MARKET = 2


class OrderStatus(IntEnum):
    """By its trd_common.OrderStatus number."""

    WAITING_SUBMIT = 1
    """Accepted while the market is shut; goes in at the next session."""
    SUBMITTED = 5
    FILLED_PART = 10
    FILLED_ALL = 11
    CANCELLED_PART = 14
    CANCELLED_ALL = 15

    @property
    def working(self) -> bool:
        """Whether it can still fill or be cancelled."""
        return self in _WORKING


_WORKING = frozenset({OrderStatus.WAITING_SUBMIT, OrderStatus.SUBMITTED, OrderStatus.FILLED_PART})


class OrderRejected(ValueError):
    """The exchange will not take the order; the message says why, and what it would take."""


@dataclass(slots=True)
class PersonOrder:
    """An order of a person. The market owns the fields from `status` down; they change only in `PaperMarket`."""

    order_id: int
    """Unique within the market; the one who places it chooses it."""
    account: int
    security: Security
    side: Side
    type: OrderType
    price: float
    """In the security's currency; ignored for a market order."""
    qty: int
    """Shares."""
    remark: str = ""
    status: OrderStatus = OrderStatus.WAITING_SUBMIT
    filled: int = 0
    """Shares."""
    paid: int = 0
    """Sum of price times quantity of the fills, in price units, so that nothing is lost to rounding."""
    created: float = 0.0
    """Epoch seconds."""
    updated: float = 0.0

    @property
    def remaining(self) -> int:
        return self.qty - self.filled

    @property
    def turnover(self) -> float:
        """Money of the fills, in the security's currency."""
        return self.paid / UNIT

    @property
    def average_price(self) -> float:
        """Of the fills; 0 before the first."""
        return self.paid / self.filled / UNIT if self.filled else 0.0


class Fill(NamedTuple):
    """One execution of a person's order; the ticker shows it within a trade at that price."""

    fill_id: int
    order_id: int
    account: int
    security: Security
    side: Side
    price: float
    qty: int
    time: float
    counter_broker: int
    """The other side's broker number (Hong Kong), 0 elsewhere."""
