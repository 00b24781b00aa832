"""Orders and fills as the gateway tells them, and which of two tellings of one is the later.

A telling is stamped with the moment of the update that it tells. A stamp that lies ahead of the broker's clock when the
telling comes in is of no moment at all: it must not win over everything told until then. Such a telling is `undated`.
It counts as of no later than its arrival, what it says of status and fills tells it from those before, and whatever
a list tells holds over it.
"""

from __future__ import annotations

from enum import Enum
from math import inf
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import astuple

from futu_tui.protocol import Security
from futu_tui.protocol.numbers import amount_or_none, complete, price_or_none, sound
from futu_tui.protocol.times import moment
from futu_tui.trading.client_id import split_remark
from futu_tui.trading.currencies import currency_of
from futu_tui.trading.markets import security_of
from futu_tui.trading.order_status import OrderStatus

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2


AHEAD = 2.0
"""Seconds that the clock which orders are stamped by may be ahead of the one that the gateway tells of."""


class Side(Enum):
    """trd_common.TrdSide"""

    UNKNOWN = (0, "-", 0)
    BUY = (1, "BUY", 1)
    SELL = (2, "SELL", -1)
    SHORT = (3, "SHORT", -1)
    """A sale of borrowed shares."""
    COVER = (4, "COVER", 1)
    """A purchase that gives borrowed shares back."""

    def __init__(self, number: int, label: str, sign: int) -> None:
        self.number = number
        self.label = label
        self.sign = sign
        """+1 where shares come in, -1 where they go out."""

    @classmethod
    def of(cls, number: int) -> Side:
        return _SIDES.get(number, cls.UNKNOWN)


_SIDES = {side.number: side for side in Side}


class OrderType(Enum):
    """trd_common.OrderType: its number, what a person reads, and whether it rests in the book at its price."""

    UNKNOWN = (0, "-", False)
    LIMIT = (1, "LIMIT", True)
    """In Hong Kong the enhanced limit order."""
    MARKET = (2, "MKT", False)
    ABSOLUTE_LIMIT = (5, "ABS LMT", True)
    AUCTION = (6, "AUCTION", False)
    AUCTION_LIMIT = (7, "AUC LMT", True)
    SPECIAL_LIMIT = (8, "SPC LMT", False)
    """Fills at once at its price or better; the rest is cancelled."""
    SPECIAL_LIMIT_ALL = (9, "ALL/NONE", False)
    STOP = (10, "STOP", False)
    STOP_LIMIT = (11, "STP LMT", False)
    MARKET_IF_TOUCHED = (12, "MIT", False)
    LIMIT_IF_TOUCHED = (13, "LIT", False)
    TRAILING_STOP = (14, "TRAIL", False)
    TRAILING_STOP_LIMIT = (15, "TRL LMT", False)
    TWAP_MARKET = (16, "TWAP", False)
    TWAP_LIMIT = (17, "TWAP LMT", False)
    VWAP_MARKET = (18, "VWAP", False)
    VWAP_LIMIT = (19, "VWAP LMT", False)

    def __init__(self, number: int, label: str, rests: bool) -> None:
        self.number = number
        self.label = label
        self.rests = rests

    @classmethod
    def of(cls, number: int) -> OrderType:
        return _TYPES.get(number, cls.UNKNOWN)


_TYPES = {order_type.number: order_type for order_type in OrderType}


class Telling(Struct, frozen=True, eq=False):
    """What the gateway told of something, and in the last field how late it may have been then."""

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, whenever each came in."""
        return isinstance(other, Telling) and self._said == other._said

    def __ne__(self, other: object) -> bool:
        return not self == other  # a struct has one of its own, which goes by its own idea of equality

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[Any, ...]:
        return astuple(self)[:-1]


class Order(Telling, frozen=True, eq=False):
    """One telling of an order. Quantities are shares and may be fractions; prices are in `currency`."""

    order_id: int
    id_ex: str
    """The gateway's lasting id; `order_id` may change when the gateway starts anew."""
    security: Security
    name: str
    side: Side
    type: OrderType
    status: OrderStatus
    price: float | None
    """None for an order without one, as a market order."""
    qty: float
    filled: float
    avg_price: float | None
    """Of what is filled; None while nothing is."""
    created: str
    """In the market's zone, as `updated`."""
    created_at: float
    """Epoch seconds, as `updated_at`."""
    updated: str
    updated_at: float
    remark: str
    """The person's own text."""
    client_id: str
    """What this program marked it with; empty for an order of another's."""
    currency: str
    """As trd_common.Currency spells it: HKD."""
    error: str
    """Why it failed, in the gateway's words; empty if it did not."""
    trade_market: int
    """trd_common.TrdMarket; 0 while unknown."""
    time_in_force: int
    """trd_common.TimeInForce"""
    trigger: float | None
    """The price that wakes a stop or if-touched order."""
    trail_type: int
    """trd_common.TrailType; 0 for an order that does not trail."""
    trail_value: float | None
    """Percent or an amount of `currency`, as `trail_type` says."""
    trail_spread: float | None
    """How far beyond the trail's trigger the limit lies."""
    outside_hours: bool
    """Whether it may fill before and after regular hours."""
    session: int
    """common.Session"""
    expires: str
    """The last day of a good-till-date order, in the market's zone; empty for others."""
    told_by: float = inf
    """The latest that the broker's clock may have shown when this came in, in epoch seconds; infinity if not known."""

    @classmethod
    def of(cls, row: trd_common_pb2.Order, told_by: float = inf) -> Order:
        """Raises SecurityError where the security is of no known market, OddNumber for what no order can be."""
        complete(row)
        security = security_of(row)
        remark, client_id = split_remark(row.remark)
        return cls(
            order_id=row.orderID,
            id_ex=row.orderIDEx,
            security=security,
            name=row.name,
            side=Side.of(row.trdSide),
            type=OrderType.of(row.orderType),
            status=OrderStatus.of(row.orderStatus),
            price=sound("price", row.price) or None,
            qty=sound("qty", row.qty, least=0.0),
            filled=sound("fillQty", row.fillQty, least=0.0),
            avg_price=price_or_none(row.fillAvgPrice),
            created=row.createTime,
            created_at=moment(row.createTimestamp, row.createTime, security.market),
            updated=row.updateTime,
            updated_at=moment(row.updateTimestamp, row.updateTime, security.market),
            remark=remark,
            client_id=client_id,
            currency=currency_of(row.currency) or security.market.currency,
            error=row.lastErrMsg,
            trade_market=row.trdMarket,
            time_in_force=row.timeInForce,
            trigger=price_or_none(row.auxPrice),
            trail_type=row.trailType,
            trail_value=price_or_none(row.trailValue),
            trail_spread=amount_or_none(row.trailSpread) if row.HasField("trailSpread") else None,
            outside_hours=row.fillOutsideRTH,
            session=row.session,
            expires=row.expireTime,
            told_by=told_by,
        )

    @property
    def working(self) -> bool:
        """Whether it may still fill."""
        return self.status.working

    @property
    def remaining(self) -> float:
        """Shares that may still fill; 0 once it is no longer working."""
        return max(0.0, self.qty - self.filled) if self.working else 0.0

    @property
    def at_price(self) -> float | None:
        """The price at which it stands in the order book; None if it does not stand there."""
        return self.price if self.working and self.type.rests else None

    @property
    def undated(self) -> bool:
        """Whether its stamp cannot be true."""
        return _is_ahead(self.updated_at, self.told_by)

    def supersedes(self, known: Order, *, listed: bool = False) -> bool:
        """Whether this telling is later than the known one of the same order.

        Pushes come in any order, doubled or not at all. Where no order goes from the one to the other but in one
        direction, or only one of both ways fills more, that direction is time's. Else, of two tellings the one updated
        later is the later, unless no order goes that way. Of two updated at the same moment it is the one that the
        other leads to; of two alike, the one that filled more, else the one that came last. An undated one
        counts as of the moment of what came before it, and as earlier than what is updated after it came. What the
        order list tells (`listed`) holds unless it was written down before what is known, and always over what is
        undated.
        """
        if known.is_surely_before(self) or (listed and known.undated):
            return True
        newer = _newer(self, known)
        if newer:
            return newer > 0 and (listed or known.status.may_become(self.status))
        if self.status is known.status:
            return self.filled >= known.filled
        if listed:
            return known.status.may_become(self.status) and self.filled >= known.filled
        return known.status.leads_to(self.status)

    def is_surely_before(self, other: Order) -> bool:
        """Whether no times are needed to tell that this telling is the earlier of two."""
        if not self.status.may_become(other.status):
            return False
        return other.filled > self.filled or not other.status.may_become(self.status)


class FillStatus(Enum):
    """trd_common.OrderFillStatus"""

    OK = (0, "")
    CANCELLED = (1, "Cancelled")
    CHANGED = (2, "Changed")
    PAYOUT = (3, "Payout")

    def __init__(self, number: int, label: str) -> None:
        self.number = number
        self.label = label

    @classmethod
    def of(cls, number: int) -> FillStatus:
        return _FILL_STATUSES.get(number, cls.OK)


_FILL_STATUSES = {status.number: status for status in FillStatus}


class Fill(Telling, frozen=True, eq=False):
    """One execution of an order."""

    fill_id: int
    id_ex: str
    order_id: int
    """0 where the gateway does not tell."""
    security: Security
    name: str
    side: Side
    price: float
    qty: float
    """Shares; may be a fraction."""
    created: str
    """In the market's zone."""
    created_at: float
    """Epoch seconds, as `updated_at`."""
    updated_at: float
    status: FillStatus
    trade_market: int
    """trd_common.TrdMarket; 0 while unknown."""
    told_by: float = inf
    """As of an order."""

    @classmethod
    def of(cls, row: trd_common_pb2.OrderFill, told_by: float = inf) -> Fill:
        """Raises SecurityError where the security is of no known market, OddNumber for what no fill can be."""
        complete(row)
        security = security_of(row)
        created_at = moment(row.createTimestamp, row.createTime, security.market)
        return cls(
            fill_id=row.fillID,
            id_ex=row.fillIDEx,
            order_id=row.orderID,
            security=security,
            name=row.name,
            side=Side.of(row.trdSide),
            price=sound("price", row.price),
            qty=sound("qty", row.qty, least=0.0),
            created=row.createTime,
            created_at=created_at,
            updated_at=moment(row.updateTimestamp, "", security.market) or created_at,
            status=FillStatus.of(row.status),
            trade_market=row.trdMarket,
            told_by=told_by,
        )

    @property
    def key(self) -> str:
        """What tells it from other fills."""
        return self.id_ex or str(self.fill_id)

    @property
    def undated(self) -> bool:
        """Whether its stamp cannot be true."""
        return _is_ahead(self.updated_at, self.told_by)

    def supersedes(self, known: Fill, *, listed: bool = False) -> bool:
        """Whether this telling is later than the known one: a fill is changed or cancelled, never restored.

        Over what is undated, whatever a list tells (`listed`) holds.
        """
        if listed and known.undated:
            return True
        newer = _newer(self, known)
        return newer > 0 if newer else self.status.number > known.status.number


def _is_ahead(stamp: float, told_by: float) -> bool:
    return stamp > told_by + AHEAD


def _newer(told: Order | Fill, known: Order | Fill) -> float:
    """Seconds by which a telling was updated later than the one that is known; 0 where nobody can say."""
    newer = told.updated_at - min(known.updated_at, known.told_by)
    return 0.0 if told.undated or (known.undated and newer < 0) else newer
