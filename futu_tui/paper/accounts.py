"""The paper accounts: cash by currency, holdings, orders, fills and every movement of money, exact to the hundredth of
a cent.

Money is kept in price units (ints of 1/10,000 of the currency, `views.UNIT`), so that adding up a year of fills loses
nothing. Interest and borrowing fees are not charged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from futu_tui.paper.currencies import Currency, currency_of
from futu_tui.paper.derivatives.codes import contract_size, kind_of
from futu_tui.paper.fees import Fee, order_fees, total
from futu_tui.paper.market import Fill, Filled, OrderUpdated, PersonOrder, Side
from futu_tui.paper.trading_days import next_trading_day
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

SETTLEMENT_DAYS = {Market.HK: 2, Market.US: 1, Market.SH: 1, Market.SZ: 1}
"""Trading days until the money of a trade is there."""
SOLD_NEXT_DAY = frozenset({Market.SH, Market.SZ})
"""Where shares cannot be sold on the day they were bought."""


class Venue(NamedTuple):
    """What an account trades."""

    name: str
    trade_market: int
    """trd_common.TrdMarket"""
    currency: Currency
    markets: tuple[Market, ...]


class Movement(NamedTuple):
    """Money that came or went."""

    number: int
    day: date
    settled: date
    """When it can be withdrawn, or must be there."""
    currency: Currency
    amount: int
    """In price units; below 0 for money that went."""
    kind: str
    remark: str
    order_id: int


@dataclass
class Holding:
    """A position. Money in price units; `today` is what was traded on `day`."""

    security: Security
    qty: int
    """Shares; below 0 when they were sold short."""
    cost: int
    """What the shares now held were bought for; below 0 for what those sold short brought."""
    day: date
    realized: int = 0
    today_bought: int = 0
    today_bought_qty: int = 0
    today_sold: int = 0
    today_sold_qty: int = 0

    def buy(self, qty: int, money: int) -> None:
        self.today_bought += money
        self.today_bought_qty += qty
        self._trade(qty, money)

    def sell(self, qty: int, money: int) -> None:
        self.today_sold += money
        self.today_sold_qty += qty
        self._trade(-qty, -money)

    def _trade(self, qty: int, money: int) -> None:
        """The shares that are given back take their part of the cost with them, the last one what is left of it; what
        goes beyond them opens a position the other way."""
        closing = min(abs(qty), abs(self.qty)) if qty * self.qty < 0 else 0
        if closing:
            part = self.cost if closing == abs(self.qty) else self.cost * closing // abs(self.qty)
            paid = money if closing == abs(qty) else money * closing // abs(qty)
            self.realized -= part + paid
            self.cost -= part
            money -= paid
        self.qty += qty
        self.cost += money

    def begin(self, day: date) -> None:
        """Start counting a day's trades anew when it is another day."""
        if day != self.day:
            self.day = day
            self.today_bought = self.today_bought_qty = self.today_sold = self.today_sold_qty = 0

    @property
    def shown(self) -> bool:
        """A position that was closed stays to be seen on the day of its last trade."""
        return self.qty != 0 or self.today_sold_qty > 0

    def today_profit(self, last: int, prev_close: int) -> int:
        """What the day brought: on the shares it began with, since the previous close; on the others, since bought."""
        began_with = self.qty - self.today_bought_qty + self.today_sold_qty
        return self.qty * last + self.today_sold - self.today_bought - began_with * prev_close


@dataclass
class Account:
    """One paper account."""

    acc_id: int
    card: str
    venues: tuple[Venue, ...]
    """The first is where its pushes say they come from when nothing else tells."""
    margin: bool = False
    real: bool = False
    """Whether it plays a real account, for practice: locked, and in the real environment."""
    cash: dict[Currency, int] = field(default_factory=dict)
    """The sum of the movements, in price units."""
    holdings: dict[Security, Holding] = field(default_factory=dict)
    orders: dict[int, PersonOrder] = field(default_factory=dict)
    """As of their last update, in the order of their placing; those of past days too."""
    reserves: dict[int, int] = field(default_factory=dict)
    """What each order counts a share at while it works, in price units."""
    fills: list[Fill] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)

    @property
    def currency(self) -> Currency:
        """What it is counted in."""
        return self.venues[0].currency

    def venue_of(self, market: Market) -> Venue | None:
        """Where it trades a market's securities; None where it does not."""
        return next((venue for venue in self.venues if market in venue.markets), None)

    def move(
        self,
        day: date,
        settled: date,
        currency: Currency,
        amount: int,
        kind: str,
        remark: str,
        order_id: int = 0,
    ) -> None:
        """Book money, in price units."""
        number = self.acc_id * 1_000_000 + len(self.movements) + 1
        self.movements.append(
            Movement(number, day, settled, currency, amount, kind, remark, order_id),
        )
        self.cash[currency] = self.cash.get(currency, 0) + amount

    def apply_fill(self, fill: Fill, order: PersonOrder, day: date, *, is_fund: bool) -> None:
        """Move the money and the shares of an execution on trade date `day`; `order` includes it already."""
        security = fill.security
        money = units(fill.price) * fill.qty * contract_size(security)
        currency = currency_of(security)
        settled = settlement_day(security.market, day)
        holding = self.holdings.setdefault(security, Holding(security, 0, 0, day))
        holding.begin(day)
        words = f"{fill.qty} {security} at {fill.price:g}"
        if fill.side is Side.BUY:
            holding.buy(fill.qty, money)
            self.move(day, settled, currency, -money, "Buy", words, fill.order_id)
        else:
            holding.sell(fill.qty, money)
            self.move(day, settled, currency, money, "Sell", words, fill.order_id)
        self.fills.append(fill)
        due = total(fees_of(order, is_fund=is_fund)) - self.charged(fill.order_id)
        if due:
            self.move(day, settled, currency, -due, "Fees", f"Order {fill.order_id}", fill.order_id)

    def charged(self, order_id: int) -> int:
        """The fees that an order has paid, in price units."""
        return -sum(
            each.amount for each in self.movements if each.order_id == order_id and each.kind == "Fees"
        )

    def working_orders(self) -> Iterator[PersonOrder]:
        return (order for order in self.orders.values() if order.status.working)

    def held(self, security: Security) -> int:
        """Shares, below 0 when sold short."""
        holding = self.holdings.get(security)
        return holding.qty if holding else 0

    def can_sell(self, security: Security, day: date) -> int:
        """Shares held that no working sell order has spoken for, and that may be sold on this day."""
        holding = self.holdings.get(security)
        if holding is None or holding.qty <= 0:
            return 0
        free = holding.qty - self._spoken_for(security, Side.SELL)
        if security.market in SOLD_NEXT_DAY and holding.day == day:
            free -= holding.today_bought_qty  # what was sold today was held before
        return max(free, 0)

    def can_buy_back(self, security: Security) -> int:
        """Shares sold short that no working order buys back."""
        return max(-self.held(security) - self._spoken_for(security, Side.BUY), 0)

    def _spoken_for(self, security: Security, side: Side) -> int:
        return sum(
            order.remaining
            for order in self.working_orders()
            if order.security == security and order.side is side and order.short is (side is Side.BUY)
        )


class Accounts:
    """All accounts by number, kept up with what the market says of their orders."""

    def __init__(
        self, accounts: list[Account], is_fund: Callable[[Security], bool] = lambda security: False
    ) -> None:
        self._accounts = {account.acc_id: account for account in accounts}
        self._is_fund = is_fund

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def get(self, acc_id: int) -> Account | None:
        return self._accounts.get(acc_id)

    def apply(self, event: OrderUpdated | Filled, day: date) -> Account | None:
        """Take in what became of an order; answers whose it is, None when it is nobody's here."""
        account = self._accounts.get(event.order.account)
        if account is None:
            return None
        account.orders[event.order.order_id] = event.order
        if isinstance(event, Filled):
            account.apply_fill(event.fill, event.order, day, is_fund=self._is_fund(event.fill.security))
        return account


def fees_of(order: PersonOrder, *, is_fund: bool) -> list[Fee]:
    """What an order has cost so far."""
    security = order.security
    traded = order.paid * contract_size(security)
    return order_fees(
        security.market, order.side, traded, order.filled, is_fund=is_fund, kind=kind_of(security)
    )


def settlement_day(market: Market, day: date) -> date:
    """When a trade of that day is settled."""
    for _ in range(SETTLEMENT_DAYS[market]):
        day = next_trading_day(market, day)
    return day


def units(price: float) -> int:
    """A price of the wire in price units."""
    return round(price * UNIT)


def money(amount: int) -> float:
    """Price units as the wire has money."""
    return amount / UNIT
