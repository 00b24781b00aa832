"""The person's own marks on one chart: costs, orders, fills, alerts, and the order that keys move to another price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textual.message import Message

from futu_tui.trading.amounts import wire_number
from futu_tui.tui.charts.own_marks import alert_levels, fills_of, levels_of, orders_of, price_of
from futu_tui.tui.widgets.chart_pane import ChartPane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from futu_tui.market import Alert
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

    def read(self, security: Security | None, decimals: int, alerts: Iterable[Alert] = ()) -> bool:
        """Read the marks as they are now, with the security's `alerts`; whether they differ.

        An order that is done is chosen no more.
        """
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
        self.levels += alert_levels(alerts)
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


class OrderKeys(ChartPane):
    """A pane whose keys choose one of the person's own orders, move its line and have it changed."""

    class OrderMoved(Message, namespace="chart"):
        """An own order is to be changed to this price."""

        def __init__(self, order: Order, price: Decimal) -> None:
            super().__init__()
            self.order = order
            self.price = price

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = OwnOrders(self.accounts)
        """The person's marks, and the order that keys move."""

    def marks_moved(self) -> None:
        """Draw the marks where they are now."""
        raise NotImplementedError

    def leave_order(self) -> bool:
        """Put a moved line back, or let the chosen order go; whether there was one."""
        left = self.own.leave()
        if left:
            self.marks_moved()
        return left

    def _choose(self, by: int) -> None:
        if self.own.choose(self.security, by):
            self.marks_moved()
        else:
            self.refuse(f"No order of {self.security} is working at a price.")

    def action_next_order(self) -> None:
        self._choose(1)

    def action_previous_order(self) -> None:
        self._choose(-1)

    def _shift(self, by: int) -> None:
        """The chosen order's line a tick up or down; nothing is sent yet."""
        order = self.own.order(self.security)
        if order is None:
            self._choose(1)
            return
        acts = getattr(self.app, "acts", None)
        if acts is None or acts.stopped:
            self.refuse(acts.stopped if acts is not None else "Nothing can be traded here.")
            return
        steps = acts.desk.context(order.security, leaving_out=order.order_id).steps
        if self.own.shift(order, steps, by):
            self.marks_moved()

    def action_order_up(self) -> None:
        self._shift(1)

    def action_order_down(self) -> None:
        self._shift(-1)

    def action_send_order(self) -> None:
        """Have the chosen order changed to where its line was moved."""
        order, price = self.own.order(self.security), self.own.moved_to
        if order is None or price is None or float(price) == price_of(order):
            self.refuse("Choose an order and move it first.")
        else:
            self.post_message(self.OrderMoved(order, price))
