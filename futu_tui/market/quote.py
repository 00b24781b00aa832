"""The last known quote of a security, put together from basic quotes, snapshots and order books."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from futu_tui.market.contract_figures import ContractFigures, contract_figures
from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import amount_or_zero, believable, count_or_zero, price_or_none, tick_or_zero
from futu_tui.protocol.times import moment
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from futu_tui.market.order_book import OrderBook
    from futu_tui.protocol.pb import qot_common_pb2, qot_get_security_snapshot_pb2

_SUSPENDED = 9
"""qot_common.SecurityStatus_Suspended"""

_LATE = 60.0
"""Seconds by which a snapshot may be older than a push because they crossed on the way."""

_LEAST_DECIMALS = 2
"""Prices of shares are read with two decimals even where the tick is coarser; yen have none."""


class ExtendedHours(Struct, frozen=True):
    """What traded before the open, after the close or in the night, beside the regular session."""

    price: float
    high: float
    low: float
    volume: int
    turnover: float
    change: float
    change_pct: float
    """Percent: +1.28 is 1.28 % above the close it is compared with."""

    @classmethod
    def of(cls, data: qot_common_pb2.PreAfterMarketData) -> ExtendedHours | None:
        """None where nothing traded."""
        price = price_or_none(data.price)
        if price is None:
            return None
        return cls(
            price=price,
            high=amount_or_zero(data.highPrice),
            low=amount_or_zero(data.lowPrice),
            volume=count_or_zero(data.volume),
            turnover=amount_or_zero(data.turnover),
            change=amount_or_zero(data.changeVal),
            change_pct=amount_or_zero(data.changeRate),
        )


class Quote(Struct):
    """One security's quote.

    Prices are in its currency and None while unknown; the wire's 0 for "no price yet" is None too.
    """

    security: Security
    name: str = ""
    last: float | None = None
    open: float | None = None
    high: float | None = None
    low: float | None = None
    prev_close: float | None = None
    volume: int = 0
    """Shares traded today."""
    turnover: float = 0.0
    """Money traded today, in the security's currency."""
    turnover_rate: float = 0.0
    """Percent of the tradable shares that changed hands today."""
    amplitude: float = 0.0
    """High less low, in percent of the previous close."""
    tick: float = 0.0
    """The smallest price step at the present price (the wire's priceSpread); 0 while unknown."""
    suspended: bool = False
    status: int = 0
    """qot_common.SecurityStatus; 0 while unknown."""
    update_time: str = ""
    """When the exchange last moved it, in the market's zone."""
    updated_at: float = 0.0
    """The same in epoch seconds."""
    received_at: float = 0.0
    """When this program last heard of it, in monotonic seconds."""
    bid: float | None = None
    bid_size: int | None = None
    """Shares at the best bid."""
    ask: float | None = None
    ask_size: int | None = None
    """Shares at the best ask."""
    pre: ExtendedHours | None = None
    after: ExtendedHours | None = None
    overnight: ExtendedHours | None = None
    high_52w: float | None = None
    low_52w: float | None = None
    session: str = ""
    """Which extended hours its market is in: "pre", "after", "night"; empty in the regular session."""
    contract: ContractFigures | None = None
    """What is told of an option, a warrant or a future beside its prices."""

    @property
    def change(self) -> float | None:
        """Last less previous close."""
        if self.last is None or self.prev_close is None:
            return None
        return self.last - self.prev_close

    @property
    def change_pct(self) -> float | None:
        """Percent: +1.28 is 1.28 % above the previous close."""
        if self.last is None or not self.prev_close:
            return None
        return (self.last - self.prev_close) / self.prev_close * 100

    @property
    def extended(self) -> ExtendedHours | None:
        """The extended hours that its market is in; None in the regular session or before they traded."""
        if self.session == "pre":
            return self.pre
        if self.session == "after":
            return self.after
        if self.session == "night":
            return self.overnight
        return None

    @property
    def price(self) -> float | None:
        """What it trades at in the session its market is in: of the extended hours, else the last."""
        extended = self.extended
        return self.last if extended is None else extended.price

    @property
    def price_change(self) -> float | None:
        """The change that goes with `price`."""
        extended = self.extended
        return self.change if extended is None else extended.change

    @property
    def price_change_pct(self) -> float | None:
        """The change in percent that goes with `price`."""
        extended = self.extended
        return self.change_pct if extended is None else extended.change_pct

    @property
    def price_label(self) -> str:
        """Where `price` is of extended hours, which: "pre", "after" or "night"; else empty."""
        return "" if self.extended is None else self.session

    @property
    def halted(self) -> bool:
        return self.suspended or self.status == _SUSPENDED

    @property
    def decimals(self) -> int:
        """How many decimals its prices are written with."""
        least = 0 if self.security.market is Market.JP else _LEAST_DECIMALS
        return max(least, decimals_of(self.tick))

    def apply_basic(self, row: qot_common_pb2.BasicQot, now: float, *, pushed: bool) -> set[str]:
        """Take in a basic quote; the names of the fields that differ now. `now` is monotonic seconds.

        One that was asked for and not `pushed` may have crossed a push on its way, as a snapshot.
        """
        changed: set[str] = set()
        updated_at = moment(row.updateTimestamp, text(row.updateTime), self.security.market)
        if pushed or not self._is_late(updated_at):
            self._take_prices(row, changed)
            self._take(row, _TRADED, changed)
            self._set("updated_at", updated_at, changed)
        self._take(row, _BASIC_ONLY, changed)
        self._take_rest(row, now, changed)
        return changed

    def apply_snapshot(self, row: qot_get_security_snapshot_pb2.SnapshotBasicData, now: float) -> set[str]:
        """Take in a snapshot, which also tells the best bid and ask; the names of the fields that differ now.

        A snapshot is asked for while quotes are pushed. One made before the last push tells nothing of what moves
        with a trade; one made long before it is of a gateway whose clock was set back, and holds. `now` is monotonic
        seconds.
        """
        changed: set[str] = set()
        updated_at = moment(row.updateTimestamp, text(row.updateTime), self.security.market)
        if not self._is_late(updated_at):
            self._take_prices(row, changed)
            self._take(row, _TRADED, changed)
            self._set("updated_at", updated_at, changed)
        self._set("suspended", row.isSuspend, changed)
        self._set("high_52w", price_or_none(row.highest52WeeksPrice), changed)
        self._set("low_52w", price_or_none(row.lowest52WeeksPrice), changed)
        if row.HasField("amplitude"):
            self._set("amplitude", amount_or_zero(row.amplitude), changed)
        if row.HasField("bidPrice"):
            bid = price_or_none(row.bidPrice)
            self._set("bid", bid, changed)
            self._set("bid_size", None if bid is None else count_or_zero(row.bidVol), changed)
        if row.HasField("askPrice"):
            ask = price_or_none(row.askPrice)
            self._set("ask", ask, changed)
            self._set("ask_size", None if ask is None else count_or_zero(row.askVol), changed)
        self._take_rest(row, now, changed)
        return changed

    def _is_late(self, updated_at: float) -> bool:
        """Whether an answer of this moment was made before the last push came."""
        return 0 < self.updated_at - updated_at < _LATE

    def apply_contract(
        self, row: qot_common_pb2.BasicQot | qot_get_security_snapshot_pb2.Snapshot
    ) -> set[str]:
        """Take what a basic quote or a snapshot tells of a contract; the names of the fields that differ now."""
        changed: set[str] = set()
        if (figures := contract_figures(row)) is not None:
            self._set("contract", figures, changed)
        return changed

    def apply_top(self, book: OrderBook) -> set[str]:
        """Take the best bid and ask of an order book; the names of the fields that differ now."""
        changed: set[str] = set()
        bid = book.bids[0] if book.bids else None
        ask = book.asks[0] if book.asks else None
        self._set("bid", bid.price if bid else None, changed)
        self._set("bid_size", bid.size if bid else None, changed)
        self._set("ask", ask.price if ask else None, changed)
        self._set("ask_size", ask.size if ask else None, changed)
        return changed

    def _take_prices(self, row: Any, changed: set[str]) -> None:
        for wire, name in _PRICES:
            value = price_or_none(getattr(row, wire))
            if value != getattr(self, name):
                setattr(self, name, value)
                changed.add(name)

    def _take(self, row: Any, table: tuple[tuple[str, str], ...], changed: set[str]) -> None:
        for wire, name in table:
            value = getattr(row, wire)
            if type(value) is float:
                value = tick_or_zero(value) if name == "tick" else amount_or_zero(value)
            elif type(value) is int:
                value = count_or_zero(value)
            elif type(value) is bytes:
                value = text(value)
            if value != getattr(self, name):
                setattr(self, name, value)
                changed.add(name)

    def _take_rest(self, row: Any, now: float, changed: set[str]) -> None:
        """What both kinds of rows tell if they tell it."""
        if row.name:
            self._set("name", text(row.name), changed)
        if row.HasField("secStatus"):
            self._set("status", row.secStatus, changed)
        if row.HasField("preMarket"):
            self._set("pre", ExtendedHours.of(row.preMarket), changed)
        if row.HasField("afterMarket"):
            self._set("after", ExtendedHours.of(row.afterMarket), changed)
        if row.HasField("overnight"):
            self._set("overnight", ExtendedHours.of(row.overnight), changed)
        self.received_at = now

    def _set(self, name: str, value: object, changed: set[str]) -> None:
        if value != getattr(self, name):
            setattr(self, name, value)
            changed.add(name)


def is_odd(row: qot_common_pb2.BasicQot | qot_get_security_snapshot_pb2.SnapshotBasicData) -> bool:
    """Whether a quote is told with a price, or a number of shares, that cannot be."""
    return row.volume < 0 or not believable(
        row.curPrice, row.openPrice, row.highPrice, row.lowPrice, row.lastClosePrice, row.turnover, row.volume
    )


_PRICES = (
    ("curPrice", "last"),
    ("openPrice", "open"),
    ("highPrice", "high"),
    ("lowPrice", "low"),
    ("lastClosePrice", "prev_close"),
)
_TRADED = (
    ("volume", "volume"),
    ("turnover", "turnover"),
    ("turnoverRate", "turnover_rate"),
    ("priceSpread", "tick"),
    ("updateTime", "update_time"),
)
_BASIC_ONLY = (("amplitude", "amplitude"), ("isSuspended", "suspended"))


@lru_cache(maxsize=256)
def decimals_of(tick: float) -> int:
    """The decimals that multiples of this price step need: 2 for 0.05, 3 for 0.001, 0 for 1 and for none."""
    if not 0 < tick < 1:
        return 0
    return len(f"{tick:.8f}".rstrip("0").partition(".")[2])
