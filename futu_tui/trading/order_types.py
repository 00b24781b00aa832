"""Which order types there are, what each needs to be told, and where each is taken: one table.

`types_for(market, account)` is what a ticket offers. After the broker's public order documentation: Hong Kong has its
exchange's own types, stop and trailing orders exist for shares of Hong Kong and the US and, as limits only, of the
mainland, TWAP and VWAP orders are shown but not taken. Simulated accounts take limit and market orders of the day;
accounts with "paper" in their name belong to this program's own paper gateway and take everything of their market.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from msgspec import Struct
from msgspec.structs import replace

from futu_tui.protocol import Market
from futu_tui.trading.accounts import Account, TrdEnv
from futu_tui.trading.markets import venue_of
from futu_tui.trading.orders import OrderType


class Field(StrEnum):
    """What an order type may need to be told besides side, security and quantity."""

    PRICE = "price"
    TRIGGER = "trigger"
    TRAIL = "trail"
    TRAIL_SPREAD = "trail_spread"


class TimeInForce(Enum):
    """trd_common.TimeInForce"""

    DAY = (0, "Day", "day")
    GTC = (1, "GTC", "good till cancelled")
    IOC = (2, "IOC", "at once, the rest cancelled")
    GTD = (3, "GTD", "good till date")

    def __init__(self, number: int, label: str, words: str) -> None:
        self.number = number
        self.label = label
        self.words = words

    @classmethod
    def of(cls, number: int) -> TimeInForce:
        return next((each for each in cls if each.number == number), cls.DAY)


class TrailType(Enum):
    """trd_common.TrailType"""

    RATIO = (1, "percent")
    AMOUNT = (2, "amount")

    def __init__(self, number: int, label: str) -> None:
        self.number = number
        self.label = label

    @classmethod
    def of(cls, number: int) -> TrailType | None:
        return next((each for each in cls if each.number == number), None)


class TradingSession(Enum):
    """common.Session: the hours of a US order."""

    NONE = (0, "-", "")
    RTH = (1, "Regular", "regular hours")
    ETH = (2, "Extended", "regular and extended hours")
    ALL = (3, "All", "all hours")
    OVERNIGHT = (4, "Overnight", "overnight")

    def __init__(self, number: int, label: str, words: str) -> None:
        self.number = number
        self.label = label
        self.words = words

    @classmethod
    def of(cls, number: int) -> TradingSession:
        return next((each for each in cls if each.number == number), cls.NONE)


class OrderTypeRule(Struct, frozen=True):
    """An order type as a market and an account take it."""

    order_type: OrderType
    label: str
    meaning: str
    """One line for the person who chooses it."""
    fields: frozenset[Field]
    """What it must be told, and nothing else is."""
    markets: frozenset[Market]
    tifs: tuple[TimeInForce, ...]
    """The first is the usual one."""
    sessions: tuple[TradingSession, ...] = ()
    """Empty where the hours cannot be chosen."""
    auction: bool = False
    """Only meets in an auction."""
    algorithmic: bool = False
    """The public gateway shows such orders and takes none."""

    @property
    def priced(self) -> bool:
        return Field.PRICE in self.fields

    @property
    def outside_hours(self) -> bool:
        """Whether it may fill before and after regular hours if asked to."""
        return TradingSession.ETH in self.sessions


_HK = frozenset({Market.HK})
_US = frozenset({Market.US})
_MAINLAND = frozenset({Market.SH, Market.SZ})
_ASIA = frozenset({Market.SG, Market.JP, Market.AU, Market.MY, Market.CA, Market.CC})
_EVERYWHERE = _HK | _US | _MAINLAND | _ASIA

_T = TimeInForce
_DAY = (_T.DAY,)
_RESTING = (_T.DAY, _T.GTC, _T.GTD)
_ANY = (_T.DAY, _T.GTC, _T.IOC, _T.GTD)
_HOURS = tuple(TradingSession)

_PRICE = frozenset({Field.PRICE})
_TRIGGER = frozenset({Field.TRIGGER})
_TRAIL = frozenset({Field.TRAIL})

ORDER_TYPES: tuple[OrderTypeRule, ...] = (
    OrderTypeRule(OrderType.LIMIT, "Limit", "At your price or better", _PRICE, _EVERYWHERE, _ANY, _HOURS),
    OrderTypeRule(
        OrderType.MARKET, "Market", "At once at whatever price there is", frozenset(), _EVERYWHERE - _MAINLAND, _DAY
    ),
    OrderTypeRule(
        OrderType.AUCTION_LIMIT, "Auction limit", "In the auction, at your price or better", _PRICE, _HK, _DAY,
        auction=True,
    ),
    OrderTypeRule(
        OrderType.AUCTION, "Auction", "In the auction, at whatever price it finds", frozenset(), _HK, _DAY,
        auction=True,
    ),
    OrderTypeRule(
        OrderType.ABSOLUTE_LIMIT, "Absolute limit", "At exactly your price, or refused", _PRICE, _HK, _RESTING
    ),
    OrderTypeRule(
        OrderType.SPECIAL_LIMIT, "Special limit", "At once at your price or better, the rest cancelled", _PRICE, _HK,
        _DAY,
    ),
    OrderTypeRule(
        OrderType.SPECIAL_LIMIT_ALL, "All or none", "Whole and at once at your price or better, or cancelled", _PRICE,
        _HK, _DAY,
    ),
    OrderTypeRule(
        OrderType.STOP, "Stop", "A market order once the trigger trades, against you", _TRIGGER, _HK | _US, _RESTING
    ),
    OrderTypeRule(
        OrderType.STOP_LIMIT, "Stop limit", "A limit order once the trigger trades, against you", _TRIGGER | _PRICE,
        _HK | _US | _MAINLAND, _RESTING, _HOURS,
    ),
    OrderTypeRule(
        OrderType.MARKET_IF_TOUCHED, "If touched", "A market order once the trigger trades, in your favour", _TRIGGER,
        _HK | _US, _RESTING,
    ),
    OrderTypeRule(
        OrderType.LIMIT_IF_TOUCHED, "Limit if touched", "A limit order once the trigger trades, in your favour",
        _TRIGGER | _PRICE, _HK | _US | _MAINLAND, _RESTING, _HOURS,
    ),
    OrderTypeRule(
        OrderType.TRAILING_STOP, "Trailing stop", "A stop that follows the price at a distance", _TRAIL, _HK | _US,
        _RESTING,
    ),
    OrderTypeRule(
        OrderType.TRAILING_STOP_LIMIT, "Trail stop limit",
        "A stop that follows the price at a distance, then a limit order",
        _TRAIL | {Field.TRAIL_SPREAD}, _HK | _US | _MAINLAND, _RESTING, _HOURS,
    ),
    OrderTypeRule(
        OrderType.TWAP_MARKET, "TWAP", "In parts over the day, by time", frozenset(), _HK | _US, _DAY,
        algorithmic=True,
    ),
    OrderTypeRule(
        OrderType.TWAP_LIMIT, "TWAP limit", "In parts over the day, by time, at your price or better", _PRICE,
        _HK | _US, _DAY, algorithmic=True,
    ),
    OrderTypeRule(
        OrderType.VWAP_MARKET, "VWAP", "In parts over the day, by volume", frozenset(), _HK | _US, _DAY,
        algorithmic=True,
    ),
    OrderTypeRule(
        OrderType.VWAP_LIMIT, "VWAP limit", "In parts over the day, by volume, at your price or better", _PRICE,
        _HK | _US, _DAY, algorithmic=True,
    ),
)  # fmt: skip

_BY_TYPE = {rule.order_type: rule for rule in ORDER_TYPES}

_SIMULATED = frozenset({OrderType.LIMIT, OrderType.MARKET})
"""What a simulated account of the public gateway takes, of the day and in regular hours."""


def is_paper(account: Account) -> bool:
    """Whether it is an account of this program's own paper gateway, which says so in its name."""
    return "paper" in account.name.casefold()


def rule_of(order_type: OrderType) -> OrderTypeRule | None:
    """What an order type is wherever it is taken; None for one that is not known."""
    return _BY_TYPE.get(order_type)


def types_for(market: Market, account: Account) -> list[OrderTypeRule]:
    """The order types that this account can use in this market, the usual ones first; none if it cannot trade there."""
    if venue_of(market, account.markets) is None:
        return []
    return [
        _narrowed(rule, market, account)
        for rule in ORDER_TYPES
        if market in rule.markets and _takes(account, rule)
    ]


def offer(order_type: OrderType, market: Market, account: Account) -> OrderTypeRule | None:
    """The same for one type; None where it is not offered."""
    return next((rule for rule in types_for(market, account) if rule.order_type is order_type), None)


def _takes(account: Account, rule: OrderTypeRule) -> bool:
    if is_paper(account):
        return True
    if account.env is TrdEnv.SIMULATE:
        return rule.order_type in _SIMULATED
    return not rule.algorithmic


def _narrowed(rule: OrderTypeRule, market: Market, account: Account) -> OrderTypeRule:
    if account.env is TrdEnv.SIMULATE and not is_paper(account):
        return replace(rule, tifs=_DAY, sessions=())
    tifs = rule.tifs
    if market in _MAINLAND and not is_paper(account):
        tifs = tuple(tif for tif in tifs if tif is not TimeInForce.IOC)
    return replace(rule, tifs=tifs, sessions=rule.sessions if market is Market.US else ())
