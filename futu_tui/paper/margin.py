"""What a margin account must hold against its positions, by security. Ratios are fractions of a position's value; round
figures of the kind that brokers publish."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from futu_tui.paper.universe import Instrument, SecurityType
from futu_tui.protocol import Market


class Ratios(NamedTuple):
    """Of one side."""

    initial: Fraction
    """To open."""
    alert: Fraction
    """Where the account is warned."""
    call: Fraction
    """Where its owner must act."""
    maintenance: Fraction
    """Where the house does."""


class MarginRatios(NamedTuple):
    """Of a security."""

    long: Ratios
    short: Ratios
    can_short: bool
    short_pool: int
    """Shares that can be borrowed."""
    short_fee: Fraction
    """A year."""

    def of(self, value: int) -> Ratios:
        """Of a position by its value, which is below 0 when it is short."""
        return self.long if value > 0 else self.short


def _percent(*values: int) -> Ratios:
    return Ratios(*(Fraction(value, 100) for value in values))


_FUND = _percent(30, 28, 25, 20), _percent(60, 55, 50, 45)
_CALM = _percent(40, 36, 33, 30), _percent(65, 58, 54, 50)
_WILD = _percent(55, 50, 45, 40), _percent(80, 72, 66, 60)
_IN_FULL = _percent(100, 100, 100, 100)
"""Options and warrants bought; they cannot be sold short here."""
_FUTURE = _percent(12, 11, 10, 9)
_FUTURES_AT_MOST = 1_000
"""Contracts that can be sold short."""
_WILD_FROM = 1.5
"""Percent a day."""


def margin_ratios(instrument: Instrument) -> MarginRatios:
    """Of a security: lower for funds and calm shares. Mainland shares cannot be sold short, nor can options and
    warrants."""
    if instrument.sec_type is SecurityType.FUTURE:
        return MarginRatios(_FUTURE, _FUTURE, True, _FUTURES_AT_MOST, Fraction(0))
    if instrument.contract is not None:
        return MarginRatios(_IN_FULL, _IN_FULL, False, 0, Fraction(0))
    if instrument.sec_type is SecurityType.TRUST:
        long, short = _FUND
    else:
        long, short = _CALM if instrument.volatility * 100 < _WILD_FROM else _WILD
    can_short = instrument.market in (Market.HK, Market.US) and not instrument.is_index
    lots = instrument.day_volume // 20 // instrument.lot_size
    return MarginRatios(
        long,
        short,
        can_short,
        short_pool=lots * instrument.lot_size if can_short else 0,
        short_fee=Fraction(3, 100),
    )
