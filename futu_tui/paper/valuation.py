"""What an account is worth and what it can still do: cash, what orders hold, margin, buying power, largest orders.

A cash account pays in full, each currency by itself. A margin account pools its currencies: all it owns must cover the
initial margin of its positions and working orders. Money in price units.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from operator import attrgetter

from futu_tui.paper.accounts import Account, units
from futu_tui.paper.currencies import Currency, currency_of, exchange
from futu_tui.paper.derivatives.codes import contract_size, kind_of
from futu_tui.paper.fees import order_fees, total
from futu_tui.paper.margin import MarginRatios, Ratios, margin_ratios
from futu_tui.paper.market import Instrument, PaperMarket, PersonOrder, Side
from futu_tui.paper.universe import SecurityType
from futu_tui.protocol import Security

_USUAL_MARGIN = Fraction(1, 2)
"""Buying power, where no security is named, is told for one that asks for this initial margin."""


class Valuation:
    """One account, as the market stands."""

    def __init__(self, account: Account, market: PaperMarket, currency: Currency | None = None) -> None:
        """Amounts that pool currencies are in `currency`, by default the account's own."""
        self._account = account
        self._market = market
        self.currency = currency or account.currency
        self._values = {
            security: units(market.quote(security).last) * holding.qty * contract_size(security)
            for security, holding in account.holdings.items()
            if holding.qty
        }

    # what is there

    @property
    def cash(self) -> int:
        return sum(self._pooled(amount, currency) for currency, amount in self._account.cash.items())

    @property
    def long_value(self) -> int:
        return sum(self._in_own(value, security) for security, value in self._values.items() if value > 0)

    @property
    def short_value(self) -> int:
        """0 or below."""
        return sum(self._in_own(value, security) for security, value in self._values.items() if value < 0)

    @property
    def assets(self) -> int:
        """Net."""
        return self.cash + self.long_value + self.short_value

    def assets_in(self, currency: Currency) -> int:
        """Cash and positions of one currency, in that currency."""
        return self._account.cash.get(currency, 0) + sum(
            value for security, value in self._values.items() if currency_of(security) is currency
        )

    @property
    def unrealized(self) -> int:
        return sum(
            self._in_own(self._values[security] - holding.cost, security)
            for security, holding in self._account.holdings.items()
            if holding.qty
        )

    @property
    def realized(self) -> int:
        holdings = self._account.holdings
        return sum(self._in_own(holding.realized, security) for security, holding in holdings.items())

    @property
    def debt(self) -> int:
        """Cash owed, each currency by itself."""
        return -sum(self._pooled(min(amount, 0), cur) for cur, amount in self._account.cash.items())

    def unsettled(self, currency: Currency) -> int:
        """Money of sales that is not there yet, less what purchases will still take."""
        today = self._today(currency)
        return sum(
            move.amount
            for move in self._account.movements
            if move.currency is currency and move.settled > today
        )

    def withdrawable(self, currency: Currency) -> int:
        """Settled cash that no order holds. A purchase that is not settled has taken its money already."""
        today = self._today(currency)
        to_come = sum(
            move.amount
            for move in self._account.movements
            if move.currency is currency and move.settled > today and move.amount > 0
        )
        free = self._account.cash.get(currency, 0) - self.frozen_in(currency) - to_come
        return max(free, 0)

    # what orders hold

    def frozen_in(self, currency: Currency) -> int:
        """What working orders may still cost in a currency, fees included."""
        return sum(
            self._order_cost(order)
            for order in self._account.working_orders()
            if currency_of(order.security) is currency
        )

    @property
    def frozen(self) -> int:
        currencies = {currency_of(order.security) for order in self._account.working_orders()}
        return sum(self._pooled(self.frozen_in(currency), currency) for currency in currencies)

    def _order_cost(self, order: PersonOrder) -> int:
        if order.side is Side.SELL and not order.short:
            return 0
        return self._cost(
            self._instrument(order.security),
            order.side,
            self._account.reserves.get(order.order_id, units(order.price)),
            order.remaining,
            short=order.short,
        )

    def _cost(self, instrument: Instrument, side: Side, price: int, qty: int, *, short: bool) -> int:
        """What an order takes of what is free: its price in full, or its margin; and its fees."""
        value = price * qty * instrument.contract_size
        fees = _fees(instrument, side, value, qty)
        if not self._account.margin:
            return value + fees
        if side is Side.BUY and short:
            return fees
        ratios = margin_ratios(instrument)
        return _ceil(value * ((ratios.short if short else ratios.long).initial)) + fees

    # margin

    def _margin(self, level: Callable[[Ratios], Fraction]) -> int:
        """What the positions ask for at a level."""
        return sum(
            self._in_own(_ceil(abs(value) * level(self.ratios(security).of(value))), security)
            for security, value in self._values.items()
        )

    @property
    def initial_margin(self) -> int:
        return self._margin(attrgetter("initial"))

    @property
    def maintenance_margin(self) -> int:
        return self._margin(attrgetter("maintenance"))

    @property
    def margin_call(self) -> int:
        return self._margin(attrgetter("call"))

    @property
    def risk_level(self) -> int:
        """trd_common.CltRiskStatus: 1 is safest, 9 is below the maintenance margin."""
        needed, assets = self.maintenance_margin, self.assets
        if not self._account.margin or not needed:
            return 1
        if assets <= 0:
            return 9
        return min(1 + int(8 * needed / assets), 9)

    # what can be done

    def available(self, currency: Currency) -> int:
        """What new orders may cost, in a currency."""
        if not self._account.margin:
            return self._account.cash.get(currency, 0) - self.frozen_in(currency)
        free = self.assets - self.initial_margin - self.frozen
        return exchange(free, self.currency, currency)

    @property
    def free(self) -> int:
        """What new orders may cost, in the valuation's currency."""
        return self.available(self.currency)

    @property
    def power(self) -> int:
        """What can be bought of a security that asks for the usual margin."""
        free = max(self.free, 0)
        return int(free / _USUAL_MARGIN) if self._account.margin else free

    @property
    def short_power(self) -> int:
        return int(max(self.free, 0) / _USUAL_MARGIN) if self._account.margin else 0

    def net_cash_power(self, currency: Currency) -> int:
        """Without margin."""
        return max(self._account.cash.get(currency, 0) - self.frozen_in(currency), 0)

    def covers(self, order: PersonOrder, reserve: int, free_besides: int = 0) -> bool:
        """Whether an order can be paid for at `reserve` a share; `free_besides` is what it holds already."""
        cost = self._cost(
            self._instrument(order.security), order.side, reserve, order.remaining, short=order.short
        )
        return cost <= self.available(currency_of(order.security)) + free_besides

    def cost_of(self, order: PersonOrder) -> int:
        """What a working order holds."""
        return self._order_cost(order)

    def largest(
        self, security: Security, side: Side, price: int, *, short: bool = False, cash_only: bool = False
    ) -> int:
        """The most shares of whole lots that can be bought or sold short at a price."""
        instrument = self._instrument(security)
        currency = currency_of(security)
        pooled = self._account.margin and not cash_only
        free = self.available(currency) if pooled else self.net_cash_power(currency)

        def affordable(lots: int) -> bool:
            qty = lots * instrument.lot_size
            if pooled:
                return self._cost(instrument, side, price, qty, short=short) <= free
            value = price * qty * instrument.contract_size
            return value + _fees(instrument, side, value, qty) <= free

        low, high = 0, max(free * 20 // (price * instrument.lot_size * instrument.contract_size), 0) + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if affordable(middle) else (low, middle)
        return low * instrument.lot_size

    def ratios(self, security: Security) -> MarginRatios:
        return margin_ratios(self._instrument(security))

    def _instrument(self, security: Security) -> Instrument:
        return self._market.listings[security]

    def _in_own(self, amount: int, security: Security) -> int:
        return self._pooled(amount, currency_of(security))

    def _pooled(self, amount: int, currency: Currency) -> int:
        return exchange(amount, currency, self.currency)

    def _today(self, currency: Currency) -> date:
        for venue in self._account.venues:
            if venue.currency is currency:
                for market in venue.markets:
                    if self._market.state(market):
                        return self._market.trade_date(market)
        return date.max


def _fees(instrument: Instrument, side: Side, value: int, qty: int) -> int:
    is_fund = instrument.sec_type is SecurityType.TRUST
    kind = kind_of(instrument.security)
    return total(order_fees(instrument.market, side, value, qty, is_fund=is_fund, kind=kind))


def _ceil(amount: Fraction) -> int:
    return -(-amount.numerator // amount.denominator)
