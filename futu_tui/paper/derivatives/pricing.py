"""Black and Scholes's prices of European options, with rates and dividends paid continuously; pure.

Prices are in the underlying's currency. `spot` and `strike` are above 0, `years` to expiry and `volatility` (of a year,
as a fraction) are 0 or more: with either at 0 an option is worth its discounted intrinsic value. American options are
priced the same way, without what the right to exercise early may add.
"""

from __future__ import annotations

from math import erf, exp, log, pi, sqrt
from typing import NamedTuple

_ROOT_OF_2 = sqrt(2)
_PEAK = 1 / sqrt(2 * pi)
_WIDEST = 20.0
"""The largest yearly volatility that is looked for: 2,000%."""
_DAYS_A_YEAR = 365


class Terms(NamedTuple):
    """What an option is written on and for, at a moment."""

    call: bool
    spot: float
    strike: float
    years: float
    rate: float
    """Of a year, continuously compounded, as a fraction."""
    dividends: float
    """The yield of a year, likewise."""

    @property
    def forward(self) -> float:
        """The underlying's price for delivery at expiry."""
        return self.spot * exp((self.rate - self.dividends) * self.years)

    @property
    def floor(self) -> float:
        """The least that it can be worth."""
        paid, got = self.strike * exp(-self.rate * self.years), self.spot * exp(-self.dividends * self.years)
        return max(got - paid if self.call else paid - got, 0.0)

    @property
    def ceiling(self) -> float:
        """More than it can ever be worth."""
        if self.call:
            return self.spot * exp(-self.dividends * self.years)
        return self.strike * exp(-self.rate * self.years)


class Greeks(NamedTuple):
    """How a price moves with what it depends on."""

    delta: float
    """For one unit of the underlying's price."""
    gamma: float
    """What a unit of the underlying's price adds to delta."""
    vega: float
    """For a volatility one percentage point higher."""
    theta: float
    """Of one calendar day that goes by."""
    rho: float
    """For a rate one percentage point higher."""


def cumulative(x: float) -> float:
    """The chance that a normal draw lies below x."""
    return 0.5 * (1 + erf(x / _ROOT_OF_2))


def price(terms: Terms, volatility: float) -> float:
    """What an option is worth."""
    call, spot, strike, years, rate, dividends = terms
    spread = volatility * sqrt(years)
    if spread <= 0:
        return terms.floor
    d1 = _d1(terms, spread)
    paid, got = strike * exp(-rate * years), spot * exp(-dividends * years)
    if call:
        value = got * cumulative(d1) - paid * cumulative(d1 - spread)
    else:
        value = paid * cumulative(spread - d1) - got * cumulative(-d1)
    return max(value, terms.floor)


def greeks(terms: Terms, volatility: float) -> Greeks:
    """How that price moves; all but delta are 0 when nothing can change any more."""
    call, spot, strike, years, rate, dividends = terms
    spread = volatility * sqrt(years)
    if spread <= 0:
        inside = terms.forward > strike if call else terms.forward < strike
        return Greeks((1.0 if call else -1.0) * inside, 0.0, 0.0, 0.0, 0.0)
    sign = 1 if call else -1
    d1 = _d1(terms, spread)
    d2 = d1 - spread
    paid, yielded = strike * exp(-rate * years), exp(-dividends * years)
    density = _PEAK * exp(-d1 * d1 / 2)
    in_the_money = cumulative(sign * d2)
    delta = sign * yielded * cumulative(sign * d1)
    decay = (
        -spot * yielded * density * volatility / (2 * sqrt(years))
        - sign * rate * paid * in_the_money
        + dividends * spot * delta
    )
    return Greeks(
        delta=delta,
        gamma=yielded * density / (spot * spread),
        vega=spot * yielded * density * sqrt(years) / 100,
        theta=decay / _DAYS_A_YEAR,
        rho=sign * paid * years * in_the_money / 100,
    )


def chance_between(terms: Terms, lower: float, upper: float, volatility: float) -> float:
    """The chance, by the market's reckoning, that the underlying ends from `lower` to `upper`."""
    spread = volatility * sqrt(terms.years)
    if spread <= 0:
        return float(lower <= terms.forward <= upper)

    def above(level: float) -> float:
        return cumulative(_d1(terms._replace(strike=level), spread) - spread)

    return max(above(lower) - above(upper), 0.0)


def implied_volatility(terms: Terms, value: float) -> float | None:
    """The volatility at which an option is worth `value`; None where none is: the value is out of bounds, or so near
    one that doubles cannot tell."""
    if not terms.floor < value < terms.ceiling or terms.years <= 0:
        return None
    low, high = 0.0, _WIDEST
    if price(terms, high) < value:
        return None
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if price(terms, middle) < value else (low, middle)
    return high


def _d1(terms: Terms, spread: float) -> float:
    growth = (terms.rate - terms.dividends) * terms.years
    return (log(terms.spot / terms.strike) + growth) / spread + spread / 2
