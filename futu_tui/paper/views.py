"""What the paper market shows of itself: immutable records in wire units.

Prices and turnover are in the security's currency, volumes in shares, ratios in percent, times in epoch seconds.
Inside, prices are integers of 1/10,000 of the currency (`UNIT`); these records hold the nearest double.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.protocol import Security

if TYPE_CHECKING:
    from futu_tui.paper.derivatives.figures import Figures

UNIT = 10_000
"""Price units in one unit of currency."""


class Direction(IntEnum):
    """Who crossed the spread, by its qot_common.TickerDirection number."""

    BUY = 1
    SELL = 2
    NEUTRAL = 3
    """Nobody: the trade came out of an auction."""


class TradeKind(IntEnum):
    """How a trade came about, by its qot_common.TickerType number."""

    AUTOMATCH = 1
    ODD_LOT = 6
    """US only: fewer than 100 shares."""
    AUCTION = 7
    EXTENDED_HOURS = 22
    """US pre-market, after-hours and overnight."""


class SecurityStatus(IntEnum):
    """By its qot_common.SecurityStatus number."""

    NORMAL = 1
    TO_BE_OPEN = 8
    SUSPENDED = 9
    CALLED = 10
    """A bull or bear contract that was knocked out."""
    LAST_TRADING_DATE = 11
    """A warrant past its last day of trading."""
    EXPIRED = 12


class Tick(NamedTuple):
    """One trade as the ticker shows it."""

    sequence: int
    """Rises with each trade of the security, across days and restarts."""
    time: float
    price: float
    volume: int
    turnover: float
    direction: Direction
    kind: TradeKind


class BookLevel(NamedTuple):
    price: float
    volume: int
    orders: int
    """How many orders wait at this price."""


class Bar(NamedTuple):
    """A K-line's bar.

    An intraday bar is stamped with its end, a day with its trade date, and a longer one with the first trade date in
    it (each at local midnight), so that a bar keeps its stamp while it grows.
    """

    time: float
    open: float
    high: float
    low: float
    close: float
    last_close: float
    """The close of the bar before it; of the first bar ever, its own open."""
    volume: int
    turnover: float


class RtPoint(NamedTuple):
    """One minute of the day in progress; a minute without a trade repeats the price with no volume."""

    time: float
    """The minute's beginning."""
    minute: int
    """Minutes since local midnight."""
    price: float
    prev_close: float
    average: float
    """Turnover over volume of the day up to here; of an index, the mean of its prices so far."""
    volume: int
    turnover: float


class BrokerEntry(NamedTuple):
    """One order of a Hong Kong broker queue, in time priority within its level."""

    id: int
    """The broker's number, as the exchange shows it."""
    name_en: str
    name_cn: str
    position: int
    """The level of the book it waits at, 1 is the best."""
    order_id: int
    volume: int


class RehabEvent(NamedTuple):
    """A corporate action and its factors: adjusted = price * A + B.

    Forward factors apply to prices before `time`, earliest event first; backward factors to prices from `time` on,
    latest event first. Backward is the inverse of forward.
    """

    time: float
    """Local midnight of the ex date."""
    company_act: int
    """qot_common.CompanyAct flags."""
    forward_a: float
    forward_b: float
    backward_a: float
    backward_b: float
    split: tuple[int, int] | None
    """(base, ert): base shares became ert."""
    bonus: tuple[int, int] | None
    """(base, ert): ert new shares for each base."""
    transfer: tuple[int, int] | None
    dividend: float
    """Cash a share, before the shares changed in number; 0 for none."""


@dataclass(frozen=True, slots=True)
class ExtendedQuote:
    """Trading outside the regular session (US): qot_common.PreAfterMarketData."""

    price: float
    high: float
    low: float
    volume: int
    turnover: float
    change: float
    change_rate: float
    """Percent, against the regular close before it."""
    amplitude: float


@dataclass(frozen=True, slots=True)
class QuoteState:
    """A security's quote, all of it from the trades and the book of this moment."""

    security: Security
    suspended: bool
    status: SecurityStatus
    tick: float
    """The price step at the last price (`priceSpread`)."""
    time: float
    """The last change of the quote."""
    open: float
    """Like high and low, the previous close until the day's first trade."""
    high: float
    low: float
    last: float
    prev_close: float
    volume: int
    turnover: float
    turnover_rate: float
    """Volume in percent of the issued shares."""
    amplitude: float
    """Day range in percent of the previous close."""
    average: float
    """Turnover over volume; the last price before the first trade."""
    bid: float
    """0 where there is none: an index, a suspended security, an auction without a match."""
    bid_size: int
    ask: float
    ask_size: int
    pre: ExtendedQuote | None
    after: ExtendedQuote | None
    overnight: ExtendedQuote | None
    figures: Figures | None = None
    """Of a contract: what is told beside its quote."""
