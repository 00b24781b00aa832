"""The currencies of the accounts, by their trd_common.Currency numbers, and the fixed rates they are exchanged at."""

from __future__ import annotations

from enum import IntEnum

from futu_tui.protocol import Market, Security


class Currency(IntEnum):
    HKD = 1
    USD = 2
    CNH = 3


_IN_HKD = {Currency.HKD: 10_000, Currency.USD: 78_000, Currency.CNH: 10_850}
"""Hong Kong dollars for 10,000 of each; round figures, that do not move."""


def currency_of(security: Security) -> Currency:
    """What a security is paid for in."""
    return currency_in(security.market)


def currency_in(market: Market) -> Currency:
    """What a market's securities are paid for in. Raises KeyError where no account trades."""
    return Currency[market.currency]


def exchange(amount: int, have: Currency, want: Currency) -> int:
    """An amount in another currency, in price units, rounded down."""
    return amount if have is want else amount * _IN_HKD[have] // _IN_HKD[want]
