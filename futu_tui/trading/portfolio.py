"""One account's orders, fills, positions and funds, from lists and pushes alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from futu_tui.protocol import Security, SecurityError
from futu_tui.protocol.numbers import OddNumber
from futu_tui.trading.funds import Funds
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.positions import Position, PositionKey

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2
    from futu_tui.trading.accounts import Account

Row = TypeVar("Row")
Thing = TypeVar("Thing")


class Flags(Protocol):
    """Where differences are noted; `futu_tui.market.Changes` is shaped like it."""

    accounts: bool
    orders: bool
    positions: bool
    funds: bool


class AccountChanges(Struct):
    """What of the accounts differs since it was last asked; false when nothing does."""

    accounts: bool = False
    """An account came or went, or another became current."""
    orders: bool = False
    """Orders or fills."""
    positions: bool = False
    funds: bool = False

    def __bool__(self) -> bool:
        return self.accounts or self.orders or self.positions or self.funds

    def add_to(self, flags: Flags) -> None:
        """Note these differences elsewhere too."""
        flags.accounts |= self.accounts
        flags.orders |= self.orders
        flags.positions |= self.positions
        flags.funds |= self.funds


class Portfolio:
    """What one account has and does.

    Rows of securities of no known market, and those with numbers that cannot be, are left out and counted.
    """

    def __init__(self, account: Account, latest: Callable[[], float] = lambda: inf) -> None:
        """`latest` tells the latest epoch second that the broker's clock may show by now."""
        self.account = account
        self._latest = latest
        self.orders: dict[int, Order] = {}
        """By order id."""
        self.fills: dict[str, Fill] = {}
        """By the gateway's lasting id of the fill: today's, and those pushed since the start."""
        self.past_fills: dict[Security, dict[str, Fill]] = {}
        """By security and that id: those of past days, as far as they were asked for."""
        self.positions: dict[PositionKey, Position] = {}
        """By security and side, in the gateway's order."""
        self.funds: Funds | None = None
        """None until they are told."""
        self.left_out = 0
        """Rows ever left out."""
        self.unread_orders: frozenset[int] = frozenset()
        """Orders that the last list had and that could not be read on it."""
        self.old_orders: set[int] = set()
        """Orders of which nothing was told since pushes may have been missed."""
        self.old_positions = self.old_funds = False
        """Whether positions, and money, were not told since then."""
        self.revision = 0
        """Grows with every pushed order: see `apply_orders`."""
        self._pushed: dict[int, int] = {}
        self._changes = AccountChanges()

    def forget(self) -> None:
        """How the account stands is not known any more; what it did on past days does not change."""
        for known in (self.orders, self.fills, self.positions, self._pushed):
            known.clear()
        self.funds, self.unread_orders = None, frozenset()
        self._changes = AccountChanges(orders=True, positions=True, funds=True)
        self.old_orders, self.old_positions, self.old_funds = set(), False, False

    def begin_anew(self) -> None:
        """Pushes may have been missed: what is known is old until it is told again."""
        self.old_orders = set(self.orders)
        self.old_positions = bool(self.positions)
        self.old_funds = self.funds is not None
        self._changes.orders = self._changes.positions = self._changes.funds = True

    def sorted_orders(self) -> list[Order]:
        """Working orders first, then the newest first."""
        return sorted(
            self.orders.values(),
            key=lambda order: (not order.working, -order.created_at, -order.order_id),
        )

    def resting(self, security: Security) -> list[Order]:
        """The working orders that stand in this security's order book, at their `at_price`."""
        return [
            order
            for order in self.orders.values()
            if order.security == security and order.at_price is not None
        ]

    def take_changes(self) -> AccountChanges:
        """What differs since this was last asked."""
        changes, self._changes = self._changes, AccountChanges()
        return changes

    def apply_orders(
        self, rows: Iterable[trd_common_pb2.Order], *, market: int | None = None, asked: int | None = None
    ) -> bool:
        """Take in an order list, of 2201; whether anything differs.

        An order that cannot be read on it stays as it was known. Orders that are not on it are gone, but for those of
        other markets, where it is of one `market` alone (trd_common.TrdMarket), and those pushed while it was on its
        way, where `asked` says what `revision` was when it was asked for; of those it tells no more than a push would.
        """
        rows = list(rows)
        listed = self._read(rows, partial(Order.of, told_by=self._latest()))
        told = self.old_orders.intersection(order.order_id for order in listed)
        self.old_orders -= told
        on_list = {row.orderID for row in rows}
        self.unread_orders = frozenset(on_list.difference(order.order_id for order in listed))
        gone = [
            order_id
            for order_id, order in self.orders.items()
            if order_id not in on_list
            and (market is None or order.trade_market == market)
            and (asked is None or self._pushed.get(order_id, 0) <= asked)
        ]
        for order_id in gone:
            del self.orders[order_id]
            self._pushed.pop(order_id, None)
        self.old_orders.difference_update(gone)
        changed = bool(gone or told)
        for order in listed:
            overtaken = asked is not None and self._pushed.get(order.order_id, 0) > asked
            changed |= self._take_order(order, listed=not overtaken)
        self._changes.orders |= changed
        return changed

    def apply_order(self, row: trd_common_pb2.Order) -> bool:
        """Take in a pushed order, of 2208; whether it was news. One that is late, or known, is not."""
        for order in self._read([row], partial(Order.of, told_by=self._latest())):
            self.revision += 1
            self._pushed[order.order_id] = self.revision
            if self._take_order(order, listed=False) or order.order_id in self.old_orders:
                self.old_orders.discard(order.order_id)
                self._changes.orders = True
                return True
        return False

    def apply_fills(self, rows: Iterable[trd_common_pb2.OrderFill]) -> bool:
        """Take in a list of fills, of 2211; whether anything differs. What it leaves out stays."""
        return self._take_fills(rows, listed=True)

    def add_past_fills(self, fills: Iterable[Fill]) -> bool:
        """Take in fills of past days, of 2222; whether any was news."""
        changed = False
        for fill in fills:
            known = self.past_fills.setdefault(fill.security, {})
            if fill.key not in known or fill.supersedes(known[fill.key]):
                known[fill.key] = fill
                changed = True
        self._changes.orders |= changed
        return changed

    def fills_of(self, security: Security) -> Iterable[Fill]:
        """Those of a security that are known, of today and of past days, each once."""
        found = dict(self.past_fills.get(security, {}))
        found.update((key, fill) for key, fill in self.fills.items() if fill.security == security)
        return found.values()

    def apply_fill(self, row: trd_common_pb2.OrderFill) -> bool:
        """Take in a pushed fill, of 2218, which may come before its order; whether it was news."""
        return self._take_fills([row], listed=False)

    def apply_positions(self, rows: Iterable[trd_common_pb2.Position], *, market: int | None = None) -> bool:
        """Take in a position list, of 2102; whether anything differs.

        Positions that are not on it are gone, but for those of other markets where it is of one `market` alone
        (trd_common.TrdMarket).
        """
        kept = {
            key: position
            for key, position in self.positions.items()
            if market is not None and position.trade_market != market
        }
        positions = kept | {position.key: position for position in self._read(rows, Position.of)}
        changed = self.old_positions or positions != self.positions or list(positions) != list(self.positions)
        self.positions, self.old_positions = positions, False
        self._changes.positions |= changed
        return changed

    def apply_funds(self, row: trd_common_pb2.Funds) -> bool:
        """Take in the funds, of 2101; whether they differ. What cannot be read leaves those known. Raises OddNumber."""
        funds = Funds.of(row)
        if funds == self.funds and not self.old_funds:
            return False
        self.funds, self.old_funds = funds, False
        self._changes.funds = True
        return True

    def _take_order(self, order: Order, *, listed: bool) -> bool:
        known = self.orders.get(order.order_id)
        if known is not None and (order == known or not order.supersedes(known, listed=listed)):
            return False
        self.orders[order.order_id] = order
        return True

    def _take_fills(self, rows: Iterable[trd_common_pb2.OrderFill], *, listed: bool) -> bool:
        changed = False
        for fill in self._read(rows, partial(Fill.of, told_by=self._latest())):
            known = self.fills.get(fill.key)
            if known is None or (fill != known and fill.supersedes(known, listed=listed)):
                self.fills[fill.key] = fill
                changed = True
        self._changes.orders |= changed
        return changed

    def _read(self, rows: Iterable[Row], read: Callable[[Row], Thing]) -> list[Thing]:
        things = []
        for row in rows:
            try:
                things.append(read(row))
            except (SecurityError, OddNumber):
                self.left_out += 1
        return things
