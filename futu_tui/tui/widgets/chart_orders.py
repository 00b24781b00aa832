"""The person's own marks on one chart: costs, working orders, fills, and the order that keys move to another price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from futu_tui.trading.amounts import wire_number
from futu_tui.tui.charts.own_marks import fills_of, levels_of, orders_of, price_of

if TYPE_CHECKING:
    from futu_tui.protocol import Security
    from futu_tui.trading import Accounts, Order
    from futu_tui.trading.ticks import PriceSteps
    from futu_tui.tui.charts.price_plot import FillMark
    from futu_tui.tui.charts.side import Level


class OwnOrders:
    """Reads the account in play; nothing is sent from here."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._chosen: int | None = None
        self._moved_to: Decimal | None = None
        self.levels: list[Level] = []
        self.fills: list[FillMark] = []

    @property
    def chosen(self) -> int | None:
        """The id of the order that keys are about."""
        return self._chosen

    @property
    def moved_to(self) -> Decimal | None:
        """Where its line was moved; None while it stands where it is."""
        return self._moved_to

    def working(self, security: Security | None) -> list[Order]:
        """Those of a security that work at a price, the highest first."""
        return orders_of(self._accounts.current, security)

    def order(self, security: Security | None) -> Order | None:
        """The chosen one."""
        return next((order for order in self.working(security) if order.order_id == self._chosen), None)

    def read(self, security: Security | None, decimals: int) -> bool:
        """Read the marks as they are now; whether they differ. An order that is done is chosen no more."""
        portfolio, before = self._accounts.current, (self.levels, self.fills)
        if security is None:
            self.levels, self.fills = [], []
            return before != ([], [])
        order = portfolio.orders.get(self._chosen) if portfolio and self._chosen is not None else None
        price = price_of(order) if order is not None and order.working else None
        if price is None:
            self.forget()
        elif self._moved_to is not None and float(self._moved_to) == price:
            self._moved_to = None
        self.levels = list(levels_of(portfolio, security, decimals, self._chosen, self._moved_to))
        self.fills = fills_of(portfolio, security)
        return before != (self.levels, self.fills)

    def choose(self, security: Security | None, by: int) -> bool:
        """Choose the order so many places on, round and round; whether there is any."""
        ids = [order.order_id for order in self.working(security)]
        if not ids:
            return False
        place = (ids.index(self._chosen) + by) % len(ids) if self._chosen in ids else 0 if by > 0 else -1
        self._chosen, self._moved_to = ids[place], None
        return True

    def shift(self, order: Order, steps: PriceSteps, by: int) -> bool:
        """Move the chosen order's line a tick up or down; whether there is a price there."""
        price = self._moved_to if self._moved_to is not None else wire_number(price_of(order) or 0.0)
        moved = steps.up(price) if by > 0 else steps.down(price)
        if moved > 0:
            self._moved_to = moved
        return moved > 0

    def leave(self) -> bool:
        """Put the line back, then let the order go; whether there was anything to leave."""
        if self._moved_to is not None:
            self._moved_to = None
        elif self._chosen is not None:
            self._chosen = None
        else:
            return False
        return True

    def forget(self) -> None:
        """No order is chosen."""
        self._chosen, self._moved_to = None, None
