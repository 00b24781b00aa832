"""What an order costs, in the shape of the broker's published schedules: commission and platform fee of the house, and
what exchange, clearing house, regulator and tax office take. Money in price units, each item rounded to the cent.

Fees are of an order as a whole, so minimums and maximums count once however many fills it has.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from futu_tui.paper.derivatives.codes import Kind
from futu_tui.paper.orders import Side
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market

CENT = UNIT // 100


class Fee(NamedTuple):
    title: str
    amount: int
    """In price units; whole cents."""


class _Rate(NamedTuple):
    """A part of the money or an amount a share, between bounds."""

    title: str
    of_money: Fraction = Fraction(0)
    a_share: Fraction = Fraction(0)
    """In the currency."""
    least: Fraction = Fraction(0)
    most: Fraction | None = None
    most_of_money: Fraction | None = None
    sells_only: bool = False
    not_funds: bool = False
    whole_dollars: bool = False
    """Rounded up to the whole unit of currency."""


def _f(text: str) -> Fraction:
    return Fraction(text)


_HONG_KONG = (
    _Rate("Commission", _f("0.0003"), least=_f("3")),
    _Rate("Platform Fee", least=_f("15")),
    _Rate("Stamp Duty", _f("0.001"), not_funds=True, whole_dollars=True),
    _Rate("SFC Transaction Levy", _f("0.000027"), least=_f("0.01")),
    _Rate("AFRC Transaction Levy", _f("0.0000015")),
    _Rate("Trading Fee", _f("0.0000565"), least=_f("0.01")),
    _Rate("Settlement Fee", _f("0.000042")),
)
_UNITED_STATES = (
    _Rate("Commission", a_share=_f("0.0049"), least=_f("0.99"), most_of_money=_f("0.005")),
    _Rate("Platform Fee", a_share=_f("0.005"), least=_f("1"), most_of_money=_f("0.005")),
    _Rate("Settlement Fee", a_share=_f("0.003"), most_of_money=_f("0.07")),
    _Rate("SEC Fee", _f("0.0000278"), least=_f("0.01"), sells_only=True),
    _Rate("Trading Activity Fee", a_share=_f("0.000166"), least=_f("0.01"), most=_f("8.3"), sells_only=True),
)
_MAINLAND = (
    _Rate("Commission", _f("0.0003"), least=_f("3")),
    _Rate("Platform Fee", least=_f("15")),
    _Rate("Handling Fee", _f("0.0000341"), least=_f("0.01")),
    _Rate("Securities Management Fee", _f("0.00002"), least=_f("0.01")),
    _Rate("Transfer Fee", _f("0.00003"), least=_f("0.01")),
    _Rate("Stamp Duty", _f("0.0005"), least=_f("0.01"), sells_only=True, not_funds=True),
)
_HONG_KONG_CONTRACTS = {
    Kind.OPTION: (
        _Rate("Commission", _f("0.002"), least=_f("3")),
        _Rate("Platform Fee", least=_f("15")),
        _Rate("Trading Tariff", a_share=_f("3")),
    ),
    Kind.FUTURE: (
        _Rate("Commission", a_share=_f("6")),
        _Rate("Platform Fee", a_share=_f("5")),
        _Rate("Exchange Fee", a_share=_f("10")),
        _Rate("SFC Levy", a_share=_f("0.54")),
    ),
}
_UNITED_STATES_CONTRACTS = {
    Kind.OPTION: (
        _Rate("Commission", a_share=_f("0.65"), least=_f("1.99")),
        _Rate("Platform Fee", a_share=_f("0.30")),
        _Rate("Option Regulatory Fee", a_share=_f("0.02")),
        _Rate("Option Clearing Fee", a_share=_f("0.02"), most=_f("55")),
        _Rate("SEC Fee", _f("0.0000278"), least=_f("0.01"), sells_only=True),
    ),
    Kind.FUTURE: (
        _Rate("Commission", a_share=_f("1.99")),
        _Rate("Exchange Fee", a_share=_f("1.38")),
        _Rate("NFA Fee", a_share=_f("0.02")),
    ),
}
_CONTRACTS = {Market.HK: _HONG_KONG_CONTRACTS, Market.US: _UNITED_STATES_CONTRACTS}
"""Of options and futures, for which a share is a contract. Warrants cost what shares do, without stamp duty."""
_SCHEDULES = {
    Market.HK: _HONG_KONG,
    Market.US: _UNITED_STATES,
    Market.SH: _MAINLAND,
    Market.SZ: _MAINLAND,
}


def order_fees(
    market: Market, side: Side, money: int, shares: int, *, is_fund: bool, kind: Kind | None = None
) -> list[Fee]:
    """The fees of an order that traded `shares` (or contracts, of a `kind`) for `money`; none before it traded."""
    if not shares:
        return []
    return [
        Fee(rate.title, _amount(rate, money, shares))
        for rate in _schedule(market, kind)
        if not (rate.sells_only and side is Side.BUY)
        and not (rate.not_funds and (is_fund or kind is Kind.WARRANT))
    ]


def _schedule(market: Market, kind: Kind | None) -> tuple[_Rate, ...]:
    if kind in (Kind.OPTION, Kind.FUTURE):
        return _CONTRACTS[market][kind]
    return _SCHEDULES[market]


def total(fees: list[Fee]) -> int:
    """In price units."""
    return sum(fee.amount for fee in fees)


def _amount(rate: _Rate, money: int, shares: int) -> int:
    exact = max(rate.of_money * money + rate.a_share * shares * UNIT, rate.least * UNIT)
    if rate.most is not None:
        exact = min(exact, rate.most * UNIT)
    if rate.most_of_money is not None:
        exact = min(exact, rate.most_of_money * money)
    if rate.whole_dollars:
        return -(-exact // UNIT) * UNIT
    return int((exact + CENT // 2) // CENT) * CENT
