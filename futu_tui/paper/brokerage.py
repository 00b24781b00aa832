"""The house between a person and the exchange: it looks at the account before an order goes out, holds back what should
be confirmed again, and keeps the lock of the accounts that play real ones."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from futu_tui.paper import triggers
from futu_tui.paper.accounts import Account, Accounts, units
from futu_tui.paper.currencies import Currency, currency_of, exchange
from futu_tui.paper.derivatives.codes import contract_size
from futu_tui.paper.market import OrderRejected, OrderStatus, PaperMarket, PersonOrder, Side
from futu_tui.paper.serial import Serial
from futu_tui.paper.valuation import Valuation
from futu_tui.paper.views import UNIT

PASSWORD = "123456"
"""Unlocks the accounts that play real ones. It is no secret: nothing behind it is real."""
LARGE_ORDER = 2_000_000 * UNIT
"""Hong Kong dollars from which an order waits until it is confirmed again."""
LARGE = 1
"""The reconfirmReason of a large order."""
_ROOM = 105
"""Percent of the price that an order without one is counted at."""


class Brokerage:
    """Takes persons' orders to the market."""

    def __init__(self, market: PaperMarket, accounts: Accounts) -> None:
        self._market = market
        self._accounts = accounts
        self.order_ids = Serial()
        self.locked = True

    def unlocks(self, md5: str) -> bool:
        """Whether this is the MD5 of the password of the real accounts, in hexadecimal."""
        right = hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest()
        return hmac.compare_digest(md5.lower().encode(), right.encode())

    def place(self, account: Account, wanted: PersonOrder) -> PersonOrder:
        """Send an order of an account; `wanted` gets its number here. Raises OrderRejected.

        A large order is not sent: it stays unsubmitted, and says so in its `error`, until `reconfirm`.
        """
        order = replace(wanted, account=account.acc_id, order_id=0)
        self._market.check(order)
        order.short = self._is_short(account, order)
        reserve = self._reserve(order)
        self._require_means(account, order, reserve)
        order.order_id = self.order_ids.take()
        account.reserves[order.order_id] = reserve
        worth = reserve * order.qty * contract_size(order.security)
        value = exchange(worth, currency_of(order.security), Currency.HKD)
        if value >= LARGE_ORDER:
            order.error = (
                f"Confirm again: this order is worth {value / UNIT:,.2f} HKD (reconfirmReason {LARGE})"
            )
            self._market.hold(order)
        else:
            self._market.place(order)
        return order

    def reconfirm(self, account: Account, order_id: int, reason: int) -> None:
        """Send an order that was held back. Raises OrderRejected, also where its price has run away from the money."""
        order = self._own(account, order_id)
        if order.status is OrderStatus.UNSUBMITTED:
            if reason != LARGE:
                raise OrderRejected(f"order {order_id} asks to be confirmed for reason {LARGE}, not {reason}")
            reserve = self._reserve(order)
            if not self._sells_what_is_held(order):
                self._require_power(account, order, reserve, self._holds(account, order))
            account.reserves[order_id] = reserve
        self._market.release(order_id)

    def modify(self, account: Account, order_id: int, changed: PersonOrder) -> None:
        """Change quantity, price, trigger or trail of an order to those of `changed`. Raises OrderRejected."""
        order = self._own(account, order_id)
        reserve = self._reserve(changed)
        if order.status.working:
            if self._sells_what_is_held(order):
                free = account.can_sell(order.security, self._market.trade_date(order.security.market))
                if changed.qty - order.qty > free:
                    raise OrderRejected(
                        f"Not enough position: {free + order.remaining} shares of {order.security} can be sold"
                    )
            else:
                if order.side is Side.BUY and order.short:
                    self._require_debt(changed, account.can_buy_back(order.security) + order.remaining)
                elif order.side is Side.SELL:
                    self._require_loan(account, changed)
                self._require_power(account, changed, reserve, self._holds(account, order))
        self._market.modify(order_id, changed)
        account.reserves[order_id] = reserve

    def cancel(self, account: Account, order_id: int) -> None:
        """Raises OrderRejected for an order that is done, or not this account's."""
        self._own(account, order_id)
        self._market.cancel(order_id)

    def disable(self, account: Account, order_id: int) -> None:
        """Raises OrderRejected."""
        self._own(account, order_id)
        self._market.disable(order_id)

    def enable(self, account: Account, order_id: int) -> None:
        """Raises OrderRejected, also where the money or the shares are spoken for by now."""
        order = self._own(account, order_id)
        if order.status is OrderStatus.DISABLED:
            self._require_means(account, order, account.reserves.get(order_id, 0))
        self._market.enable(order_id)

    def delete(self, account: Account, order_id: int) -> None:
        """Raises OrderRejected."""
        self._own(account, order_id)
        self._market.delete(order_id)

    def _own(self, account: Account, order_id: int) -> PersonOrder:
        order = account.orders.get(order_id)
        if order is None:
            raise OrderRejected(f"Order {order_id} does not exist in the account {account.acc_id}")
        return order

    # what an account can bear

    def _is_short(self, account: Account, order: PersonOrder) -> bool:
        held = account.held(order.security)
        if order.side is Side.BUY:
            return held < 0
        return account.margin and held <= 0

    def _require_means(self, account: Account, order: PersonOrder, reserve: int) -> None:
        security = order.security
        if self._sells_what_is_held(order):
            free = account.can_sell(security, self._market.trade_date(security.market))
            if order.remaining > free:
                raise OrderRejected(
                    f"Not enough position: {free} shares of {security} can be sold, not {order.remaining}"
                )
            return
        if order.side is Side.BUY and order.short:
            self._require_debt(order, account.can_buy_back(security))
        if order.side is Side.SELL:
            self._require_loan(account, order)
        self._require_power(account, order, reserve)

    def _sells_what_is_held(self, order: PersonOrder) -> bool:
        return order.side is Side.SELL and not order.short

    def _holds(self, account: Account, order: PersonOrder) -> int:
        """The money that a working order holds, in price units."""
        return Valuation(account, self._market).cost_of(order)

    def _require_debt(self, order: PersonOrder, owed: int) -> None:
        if order.remaining > owed:
            raise OrderRejected(
                f"{owed} shares of {order.security} that were sold short can be bought back, not {order.remaining}"
            )

    def _require_loan(self, account: Account, order: PersonOrder) -> None:
        ratios = Valuation(account, self._market).ratios(order.security)
        if not ratios.can_short:
            raise OrderRejected(f"{order.security} cannot be sold short")
        if order.remaining > ratios.short_pool:
            raise OrderRejected(f"{ratios.short_pool} shares of {order.security} can be borrowed")

    def _require_power(
        self, account: Account, order: PersonOrder, reserve: int, held_already: int = 0
    ) -> None:
        valuation = Valuation(account, self._market)
        if not valuation.covers(order, reserve, held_already):
            currency = currency_of(order.security)
            free = max(valuation.available(currency) + held_already, 0) / UNIT
            raise OrderRejected(
                f"Insufficient buying power: {order.remaining} {order.security} at {reserve / UNIT:g} with fees is "
                f"more than the {free:,.2f} {currency.name} available"
            )

    def _reserve(self, order: PersonOrder) -> int:
        """What a share of it is counted at, in price units: its limit; without one, a little more than it may come to.
        A sale may bring more than its limit, and a short position is counted at what it is worth."""
        last = units(self._market.quote(order.security).last)
        if order.type.has_price:
            return units(order.price) if order.side is Side.BUY else max(units(order.price), last)
        if self._market.trades_at_once(order):
            cost = self._market.cost_to_trade(order.security, order.side, order.qty)
            return -(-cost // order.qty)
        if order.type.is_trailing:
            away = round(triggers.distance(order, last) + order.trail_spread * UNIT)
            return (last + away) * _ROOM // 100
        return max(last, units(order.trigger)) * _ROOM // 100
