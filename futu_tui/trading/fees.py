"""About what an order will cost in fees, before it is sent. What it did cost, the gateway tells (2225).

After the public price lists of the broker and the levies of the exchanges, as of 2025; a person's own plan may differ,
so it is shown as "about". `estimate` answers None where no list is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from futu_tui.protocol import Market
from futu_tui.trading.accounts import Account, TrdEnv
from futu_tui.trading.amounts import ONE, ZERO
from futu_tui.trading.order_types import is_paper

_CENT = Decimal("0.01")


class Deal(NamedTuple):
    """What is charged for: an order filled whole at one price."""

    value: Decimal
    """Quantity by price, in the market's currency."""
    qty: Decimal
    """Shares."""
    sells: bool
    stamped: bool
    """Whether a stamp duty is due: on shares it is, on funds and contracts not."""


@dataclass(frozen=True, slots=True)
class Fee:
    """One line of a price list."""

    title: str
    of: Callable[[Deal], Decimal]


def _rate(rate: str, least: str = "0", most: str | None = None) -> Callable[[Deal], Decimal]:
    """This fraction of the value, within bounds."""
    fraction, lower, upper = Decimal(rate), Decimal(least), Decimal(most) if most else None

    def amount(deal: Deal) -> Decimal:
        raw = max(deal.value * fraction, lower)
        return min(raw, upper) if upper is not None else raw

    return amount


def _per_share(rate: str, least: str = "0", most_of_value: str | None = None) -> Callable[[Deal], Decimal]:
    """So much a share, within bounds; the upper one is a fraction of the value, which wins over the lower."""
    each, lower, upper = Decimal(rate), Decimal(least), Decimal(most_of_value) if most_of_value else None

    def amount(deal: Deal) -> Decimal:
        raw = max(deal.qty * each, lower)
        return min(raw, deal.value * upper) if upper is not None else raw

    return amount


def _flat(amount: str) -> Callable[[Deal], Decimal]:
    return lambda deal: Decimal(amount)


def _sales_only(charge: Callable[[Deal], Decimal]) -> Callable[[Deal], Decimal]:
    return lambda deal: charge(deal) if deal.sells else ZERO


def _stamp(rate: str) -> Callable[[Deal], Decimal]:
    """Hong Kong's stamp duty is rounded up to whole dollars."""
    return lambda deal: (deal.value * Decimal(rate)).quantize(ONE, ROUND_CEILING) if deal.stamped else ZERO


_HONG_KONG = (
    Fee("Commission", _rate("0.0003", "3")),
    Fee("Platform fee", _flat("15")),
    Fee("Stamp duty", _stamp("0.001")),
    Fee("Trading fee", _rate("0.0000565", "0.01")),
    Fee("Settlement fee", _rate("0.000042")),
    Fee("SFC levy", _rate("0.000027", "0.01")),
    Fee("AFRC levy", _rate("0.0000015")),
)
_UNITED_STATES = (
    Fee("Commission", _per_share("0.0049", "0.99", "0.005")),
    Fee("Platform fee", _per_share("0.005", "1", "0.005")),
    Fee("Settlement fee", _per_share("0.003", "0.01", "0.07")),
    Fee("Trading activity fee", _sales_only(_per_share("0.000166", "0.01", None))),
)
_MAINLAND = (
    Fee("Commission", _rate("0.0003", "3")),
    Fee("Platform fee", _flat("15")),
    Fee("Handling fee", _rate("0.0000341")),
    Fee("Management fee", _rate("0.00002")),
    Fee("Transfer fee", _rate("0.00003")),
    Fee("Stamp duty", _sales_only(_rate("0.0005"))),
)

PRICE_LISTS: dict[Market, tuple[Fee, ...]] = {
    Market.HK: _HONG_KONG,
    Market.US: _UNITED_STATES,
    Market.SH: _MAINLAND,
    Market.SZ: _MAINLAND,
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """In the market's currency, to the cent."""

    total: Decimal
    items: tuple[tuple[str, Decimal], ...]
    """Title and amount, those of nothing left out."""


def estimate(
    account: Account, market: Market, *, qty: Decimal, value: Decimal, sells: bool, stamped: bool = True
) -> Estimate | None:
    """About what an order for `qty` shares and `value` money costs; a simulated account of the public gateway pays
    nothing. None where no price list is known."""
    if account.env is TrdEnv.SIMULATE and not is_paper(account):
        return Estimate(ZERO, ())
    fees = PRICE_LISTS.get(market)
    if fees is None:
        return None
    deal = Deal(value, qty, sells, stamped)
    items = tuple((fee.title, fee.of(deal).quantize(_CENT, ROUND_HALF_UP)) for fee in fees)
    return Estimate(sum((amount for _, amount in items), ZERO), tuple(item for item in items if item[1]))
