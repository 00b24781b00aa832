"""A person's order on the paper market, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security


class Side(IntEnum):
    """By its trd_common.TrdSide number."""

    BUY = 1
    SELL = 2


class OrderType(IntEnum):
    """By its trd_common.OrderType number; what each does is as the broker's public order documentation says."""

    LIMIT = 1
    MARKET = 2
    ABSOLUTE_LIMIT = 5
    """Hong Kong: trades at exactly its price; where the other side offers better, the exchange refuses it."""
    AUCTION = 6
    """Hong Kong: at whatever price the auction finds."""
    AUCTION_LIMIT = 7
    """Hong Kong: at the auction's price if that is no worse than its own; after an opening it stays as a limit."""
    SPECIAL_LIMIT = 8
    """Hong Kong: trades what it can at once, the rest is cancelled."""
    SPECIAL_LIMIT_ALL = 9
    """Hong Kong: trades whole at once, or is cancelled."""
    STOP = 10
    STOP_LIMIT = 11
    MARKET_IF_TOUCHED = 12
    LIMIT_IF_TOUCHED = 13
    TRAILING_STOP = 14
    TRAILING_STOP_LIMIT = 15
    TWAP_MARKET = 16
    TWAP_LIMIT = 17
    VWAP_MARKET = 18
    VWAP_LIMIT = 19

    @property
    def has_price(self) -> bool:
        """Whether the person names a limit price."""
        return self not in _WITHOUT_PRICE

    @property
    def is_hong_kong(self) -> bool:
        """A type of Hong Kong's exchange alone."""
        return OrderType.ABSOLUTE_LIMIT <= self <= OrderType.SPECIAL_LIMIT_ALL

    @property
    def is_auction(self) -> bool:
        return self in (OrderType.AUCTION, OrderType.AUCTION_LIMIT)

    @property
    def is_special(self) -> bool:
        return self in (OrderType.SPECIAL_LIMIT, OrderType.SPECIAL_LIMIT_ALL)

    @property
    def is_conditional(self) -> bool:
        """Waits for a price before it goes to the market."""
        return OrderType.STOP <= self <= OrderType.TRAILING_STOP_LIMIT

    @property
    def is_trailing(self) -> bool:
        return self in (OrderType.TRAILING_STOP, OrderType.TRAILING_STOP_LIMIT)

    @property
    def is_sliced(self) -> bool:
        """Goes to the market in parts over the session."""
        return self >= OrderType.TWAP_MARKET


_WITHOUT_PRICE = frozenset(
    {
        OrderType.MARKET,
        OrderType.AUCTION,
        OrderType.STOP,
        OrderType.MARKET_IF_TOUCHED,
        OrderType.TRAILING_STOP,
        OrderType.TRAILING_STOP_LIMIT,
        OrderType.TWAP_MARKET,
        OrderType.VWAP_MARKET,
    }
)

_AT_MARKET = _WITHOUT_PRICE - {OrderType.TRAILING_STOP_LIMIT}


class TimeInForce(IntEnum):
    """By its trd_common.TimeInForce number."""

    DAY = 0
    GTC = 1
    IOC = 2
    GTD = 3


class TrailType(IntEnum):
    """By its trd_common.TrailType number."""

    NONE = 0
    RATIO = 1
    """Percent of the price that is followed."""
    AMOUNT = 2


class Hours(IntEnum):
    """Which sessions of a US day an order works in, by its common.Session number."""

    NONE = 0
    """Regular hours, unless the order asks to fill outside them."""
    RTH = 1
    ETH = 2
    """Regular, pre-market and after-hours."""
    ALL = 3
    OVERNIGHT = 4
    """Overnight alone."""


class OrderStatus(IntEnum):
    """By its trd_common.OrderStatus number."""

    UNSUBMITTED = 0
    """Held back until it is confirmed again."""
    WAITING_SUBMIT = 1
    """Accepted while the market is shut, or until its price is touched."""
    SUBMITTING = 2
    SUBMITTED = 5
    FILLED_PART = 10
    FILLED_ALL = 11
    CANCELLING_PART = 12
    CANCELLING_ALL = 13
    CANCELLED_PART = 14
    CANCELLED_ALL = 15
    FAILED = 21
    """The exchange refused it."""
    DISABLED = 22
    """Taken out of the market by its owner, who may put it back."""
    DELETED = 23

    @property
    def working(self) -> bool:
        """Whether it can still fill or be cancelled."""
        return self in _WORKING


_WORKING = frozenset(
    {
        OrderStatus.UNSUBMITTED,
        OrderStatus.WAITING_SUBMIT,
        OrderStatus.SUBMITTING,
        OrderStatus.SUBMITTED,
        OrderStatus.FILLED_PART,
        OrderStatus.CANCELLING_PART,
        OrderStatus.CANCELLING_ALL,
    }
)


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
    """In the security's currency; ignored where the type has none."""
    qty: int
    """Shares."""
    remark: str = ""
    tif: TimeInForce = TimeInForce.DAY
    expires: date | None = None
    """The last day of a good-till-date order, in the market's zone."""
    outside_rth: bool = False
    """US limit orders: may fill before and after regular hours."""
    hours: Hours = Hours.NONE
    trigger: float = 0.0
    """Of a conditional order that does not trail: the price that sets it off."""
    trail_type: TrailType = TrailType.NONE
    trail_value: float = 0.0
    """Percent or amount, as `trail_type` says."""
    trail_spread: float = 0.0
    """How far the limit of a trailing stop limit lies behind the price that sets it off."""
    short: bool = False
    """Sells what is not held, or buys it back."""
    status: OrderStatus = OrderStatus.WAITING_SUBMIT
    filled: int = 0
    """Shares."""
    paid: int = 0
    """Sum of price times quantity of the fills, in price units, so that nothing is lost to rounding."""
    created: float = 0.0
    """Epoch seconds."""
    updated: float = 0.0
    error: str = ""
    """Why the gateway or the exchange refused or ended it."""
    triggered: bool = False
    """Of a conditional order: whether its price was touched."""
    best: int = 0
    """Of a trailing order: the best price since it was placed, in price units."""
    good_until: float = 0.0
    """Epoch seconds."""
    begun: float = 0.0
    """Of a sliced order: since when it goes out in parts; epoch seconds."""
    ends: float = 0.0
    """Of a sliced order: when its last part goes out."""

    @property
    def remaining(self) -> int:
        return self.qty - self.filled

    @property
    def at_market(self) -> bool:
        """Whether it takes any price once it is in the market."""
        return self.type in _AT_MARKET

    @property
    def is_armed(self) -> bool:
        """Whether it waits for a price."""
        return self.type.is_conditional and not self.triggered

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
