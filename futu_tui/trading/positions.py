"""What an account holds, and what it is worth at a price that moves between the gateway's own reckonings.

Amounts are floats, as on the wire: they are for reading, and nothing is ordered by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from futu_tui.protocol import Security
from futu_tui.protocol.numbers import LEAST, amount_or_zero, believable
from futu_tui.trading.currencies import currency_of
from futu_tui.trading.markets import security_of

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2

LONG = 0
"""trd_common.PositionSide_Long"""
SHORT = 1
"""trd_common.PositionSide_Short"""
_LARGEST_CONTRACT = 1e6
"""Shares' worth of one unit that no contract exceeds."""


class Position(Struct, frozen=True):
    """One holding as the gateway last reckoned it. Prices and money are in `currency`, quantities in shares."""

    security: Security
    name: str
    side: int
    """trd_common.PositionSide: 0 long, 1 short."""
    qty: float
    """Never negative."""
    can_sell: float
    """Shares that no order or settlement holds back."""
    cost: float | None
    """A share's; None where the gateway knows none."""
    last: float
    """The price at which the gateway reckoned the rest."""
    currency: str
    """As trd_common.Currency spells it."""
    value: float
    """Market value at `last`; of a short position negative."""
    wire_pl: float
    """Profit or loss at `last`, as the gateway reckons it."""
    today_pl: float | None
    """Today's at `last`, as the gateway reckons it; None where it does not."""
    bought_today: float
    """Shares, as `sold_today`."""
    bought_value: float
    """What those bought today were paid with, as `sold_value`."""
    sold_today: float
    sold_value: float
    position_id: int
    trade_market: int
    """trd_common.TrdMarket; 0 while unknown."""

    @classmethod
    def of(cls, row: trd_common_pb2.Position) -> Position:
        """Raises SecurityError where the security is of no known market."""
        security = security_of(row)
        return cls(
            security=security,
            name=row.name,
            side=SHORT if row.positionSide == SHORT or row.qty < 0 else LONG,
            qty=abs(amount_or_zero(row.qty)),
            can_sell=abs(amount_or_zero(row.canSellQty)),
            cost=row.costPrice if row.HasField("costPrice") and believable(row.costPrice) else None,
            last=amount_or_zero(row.price),
            currency=currency_of(row.currency) or security.market.currency,
            value=amount_or_zero(row.val),
            wire_pl=amount_or_zero(row.plVal),
            today_pl=row.td_plVal if row.HasField("td_plVal") and believable(row.td_plVal) else None,
            bought_today=amount_or_zero(row.td_buyQty),
            bought_value=amount_or_zero(row.td_buyVal),
            sold_today=amount_or_zero(row.td_sellQty),
            sold_value=amount_or_zero(row.td_sellVal),
            position_id=row.positionID,
            trade_market=row.trdMarket,
        )

    @property
    def key(self) -> PositionKey:
        """What tells it from the account's other positions."""
        return PositionKey(self.security, self.side)

    @property
    def signed_qty(self) -> float:
        """Shares held; owed ones are negative."""
        return -self.qty if self.side == SHORT else self.qty

    @property
    def multiplier(self) -> float:
        """Shares' worth of one unit: 1 but for contracts, read off what the gateway says the position is worth."""
        notional = abs(self.qty * self.last)
        if not notional:
            return 1.0
        factor = abs(self.value) / notional
        if not 1.5 < factor < _LARGEST_CONTRACT:
            return 1.0
        return float(round(factor)) if abs(factor - round(factor)) < 0.02 * factor else 1.0

    def market_value(self, last: float | None = None) -> float:
        """What it is worth at this price; without one, at the gateway's."""
        price = self.last if last is None else last
        return self.signed_qty * price * self.multiplier

    @property
    def cost_value(self) -> float | None:
        """What was paid for it, never negative; None where the cost is not known."""
        return None if self.cost is None else self.qty * self.cost * self.multiplier

    def pl(self, last: float | None = None) -> float:
        """Profit or loss at this price, from the cost; where that is not known, from what the gateway reckoned."""
        price = self.last if last is None else last
        base, reckoned = (self.last, self.wire_pl) if self.cost is None else (self.cost, 0.0)
        return reckoned + self.signed_qty * (price - base) * self.multiplier

    def pl_pct(self, last: float | None = None) -> float | None:
        """Profit or loss in percent of the cost: +4.98 is 4.98 %; None where that is not known or not above 0."""
        paid = self.cost_value
        return self.pl(last) / paid * 100 if paid is not None and paid > LEAST else None

    def today_pl_at(self, last: float | None = None, prev_close: float | None = None) -> float | None:
        """Today's profit or loss at this price.

        The gateway's own reckoning moved along to the price; where it gives none, from the previous close and
        today's trades; None without either.
        """
        price = self.last if last is None else last
        if self.today_pl is not None:
            return self.today_pl + self.signed_qty * (price - self.last) * self.multiplier
        if not prev_close:
            return None
        overnight = self.signed_qty - self.bought_today + self.sold_today
        traded = self.sold_value - self.bought_value
        return self.market_value(price) - overnight * prev_close * self.multiplier + traded


class PositionKey(Struct, frozen=True):
    """A security held long and short at once is two positions."""

    security: Security
    side: int
    """trd_common.PositionSide"""


class LivePrice(Protocol):
    """The part of a quote that a position is marked with."""

    @property
    def last(self) -> float | None: ...
    @property
    def prev_close(self) -> float | None: ...


class CurrencyTotal(Struct, frozen=True):
    """All positions of one currency together."""

    currency: str
    value: float
    pl: float
    pl_pct: float | None
    """Percent of what was paid for those whose cost is known; None if none is."""
    today_pl: float | None
    """Of those that have one; None if none has."""


def totals(positions: Iterable[Position], quotes: Mapping[Security, LivePrice]) -> list[CurrencyTotal]:
    """The positions' sums by currency at the quotes' prices, in the order in which the currencies first come."""
    by_currency: dict[str, list[Position]] = {}
    for position in positions:
        by_currency.setdefault(position.currency, []).append(position)
    return [_total(currency, held, quotes) for currency, held in by_currency.items()]


def _total(currency: str, positions: list[Position], quotes: Mapping[Security, LivePrice]) -> CurrencyTotal:
    value = pl = paid = pl_of_paid = today_sum = 0.0
    any_today = False
    for position in positions:
        quote = quotes.get(position.security)
        last = quote.last if quote else None
        value += position.market_value(last)
        pl += position.pl(last)
        if (cost := position.cost_value) is not None:
            paid += cost
            pl_of_paid += position.pl(last)
        today = position.today_pl_at(last, quote.prev_close if quote else None)
        if today is not None:
            any_today = True
            today_sum += today
    return CurrencyTotal(
        currency=currency,
        value=value,
        pl=pl,
        pl_pct=pl_of_paid / paid * 100 if paid > LEAST else None,
        today_pl=today_sum if any_today else None,
    )
