"""The simulated accounts: cash, holdings, orders and fills, exact to the last hundredth of a cent.

Money is kept in price units (ints of 1/10,000 of the currency, `views.UNIT`), so that adding up a year of fills loses
nothing. A paper account pays no fees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from futu_tui.paper.market import Fill, Filled, OrderUpdated, PersonOrder, Side
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security


class Venue(NamedTuple):
    """What an account trades."""

    name: str
    trade_market: int
    """trd_common.TrdMarket"""
    currency: int
    """trd_common.Currency"""
    markets: tuple[Market, ...]


@dataclass
class Holding:
    """A position, held long. Money in price units; `today` is what was traded on `day`."""

    security: Security
    qty: int
    """Shares."""
    cost: int
    """What the shares now held were bought for."""
    day: date
    realized: int = 0
    today_bought: int = 0
    today_bought_qty: int = 0
    today_sold: int = 0
    today_sold_qty: int = 0

    def buy(self, qty: int, money: int) -> None:
        self.qty += qty
        self.cost += money
        self.today_bought += money
        self.today_bought_qty += qty

    def sell(self, qty: int, money: int) -> None:
        """The shares sold take their part of the cost with them; the last one takes what is left of it."""
        part = self.cost * qty // self.qty
        self.qty -= qty
        self.cost -= part
        self.realized += money - part
        self.today_sold += money
        self.today_sold_qty += qty

    def begin(self, day: date) -> None:
        """Start counting a day's trades anew when it is another day."""
        if day != self.day:
            self.day = day
            self.today_bought = self.today_bought_qty = self.today_sold = self.today_sold_qty = 0

    @property
    def shown(self) -> bool:
        """A position that was closed stays to be seen on the day of its last trade."""
        return self.qty > 0 or self.today_sold_qty > 0

    def today_profit(self, last: int, prev_close: int) -> int:
        """What the day brought: on the shares it began with, since the previous close; on the others, since bought."""
        began_with = self.qty - self.today_bought_qty + self.today_sold_qty
        return self.qty * last + self.today_sold - self.today_bought - began_with * prev_close


@dataclass
class Account:
    """One simulated account."""

    acc_id: int
    card: str
    venue: Venue
    cash: int
    """In price units."""
    holdings: dict[Security, Holding] = field(default_factory=dict)
    orders: dict[int, PersonOrder] = field(default_factory=dict)
    """As of their last update, in the order of their placing."""
    fills: list[Fill] = field(default_factory=list)

    def apply_fill(self, fill: Fill, day: date) -> None:
        """Move the money and the shares of an execution on trade date `day`."""
        money = units(fill.price) * fill.qty
        holding = self.holdings.setdefault(fill.security, Holding(fill.security, 0, 0, day))
        holding.begin(day)
        if fill.side is Side.BUY:
            self.cash -= money
            holding.buy(fill.qty, money)
        else:
            self.cash += money
            holding.sell(fill.qty, money)
        self.fills.append(fill)

    def working_orders(self) -> Iterator[PersonOrder]:
        return (order for order in self.orders.values() if order.status.working)

    @property
    def frozen_cash(self) -> int:
        """What the working buy orders would cost at their prices, in price units."""
        return sum(
            units(order.price) * order.remaining for order in self.working_orders() if order.side is Side.BUY
        )

    def can_sell(self, security: Security) -> int:
        """Shares that no working sell order has spoken for."""
        holding = self.holdings.get(security)
        spoken_for = sum(
            order.remaining
            for order in self.working_orders()
            if order.security == security and order.side is Side.SELL
        )
        return (holding.qty if holding else 0) - spoken_for


class Accounts:
    """All accounts by number, kept up with what the market says of their orders."""

    def __init__(self, accounts: list[Account]) -> None:
        self._accounts = {account.acc_id: account for account in accounts}

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def get(self, acc_id: int) -> Account | None:
        return self._accounts.get(acc_id)

    def apply(self, event: OrderUpdated | Filled, day: date) -> Account | None:
        """Take in what became of an order; answers whose it is, None when it is nobody's here."""
        account = self._accounts.get(event.order.account)
        if account is None:
            return None
        if isinstance(event, Filled):
            account.apply_fill(event.fill, day)
        else:
            account.orders[event.order.order_id] = event.order
        return account


def units(price: float) -> int:
    """A price of the wire in price units."""
    return round(price * UNIT)


def money(amount: int) -> float:
    """Price units as the wire has money."""
    return amount / UNIT
