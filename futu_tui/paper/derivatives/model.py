"""What a contract is worth, given its underlying's price and a moment: the paper market's rates, dividends and
volatility surface put into the formulas of `pricing`.

The surface is sticky by strike: a contract's volatility depends on its strike against the price that the simulation
began with, not on the spot of the moment, so that the greeks are how its price really moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from math import exp, log, sqrt
from zlib import crc32

from futu_tui.paper.corporate_actions import corporate_actions
from futu_tui.paper.derivatives.calendar import front_expiry
from futu_tui.paper.derivatives.contracts import Contract, Future, Option, Warrant, WarrantType
from futu_tui.paper.derivatives.pricing import Greeks, Terms, chance_between, greeks, price
from futu_tui.paper.factors import MARKET_VOLATILITY, SECTOR_VOLATILITY, market_factor
from futu_tui.paper.sessions import at_minute, local
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

RATES = {Market.HK: 0.03, Market.US: 0.04}
"""Of a year, continuously compounded, by the market's currency."""
FUNDING = 0.055
"""What issuers charge for the money in a bull or bear contract, a year."""
INLINE_WIN, INLINE_LOSE = 1.0, 0.25
"""What an inline warrant pays in and out of its range."""
CLOSE_MINUTE = {Market.HK: 960, Market.US: 960}
"""When contracts expire on their last day, in minutes of its local day."""
_YEAR_SECONDS = 365 * 86_400.0
_DAYS_A_YEAR = 252
_RISK_PREMIUM = 1.06
"""Implied against realized volatility."""
_SKEW, _SMILE, _STEEPEST = 0.08, 0.02, 2.5
_FRONT = 0.08
"""How much higher the nearest expiry stands than the farthest."""


def expiry_instant(contract: Contract, market: Market) -> float:
    """When a contract ends, epoch seconds."""
    return _closing(market, contract.expiry)


@lru_cache(maxsize=1024)
def _closing(market: Market, day: date) -> float:
    return at_minute(market, day, CLOSE_MINUTE[market])


def unit_draw(*parts: object) -> float:
    """A number from 0 up to 1 that is always the same for the same words."""
    return crc32("/".join(map(str, parts)).encode()) / 2**32


class Model:
    """Values of contracts on the securities of one market."""

    def __init__(self, seed: int, cash: Mapping[Security, Instrument]) -> None:
        """`cash` holds the underlyings."""
        self.seed = seed
        self._cash = cash
        self._base: dict[Security, float] = {}
        self._yields: dict[tuple[Security, int], float] = {}

    def value(self, contract: Contract, spot: float, instant: float) -> float:
        """What a contract is worth in its currency, for an underlying at `spot`."""
        if isinstance(contract, Future):
            return self._terms(contract, spot, spot, instant).forward
        if isinstance(contract, Option):
            return price(self.option_terms(contract, spot, instant), self.volatility(contract, instant))
        return self._warrant_value(contract, spot, instant)

    def option_terms(self, contract: Option | Warrant, spot: float, instant: float) -> Terms:
        """What `pricing` needs to know of an option, or of a call or put warrant."""
        return self._terms(contract, spot, contract.strike or spot, instant)

    def greeks(self, contract: Option | Warrant, spot: float, instant: float) -> Greeks:
        """Of an option, or of a call or put warrant, for a whole share."""
        return greeks(self.option_terms(contract, spot, instant), self.volatility(contract, instant))

    def volatility(self, contract: Option | Warrant, instant: float) -> float:
        """The implied volatility of a contract, of a year, as a fraction."""
        owner = self._cash[contract.owner]
        years = self.years(contract, instant)
        middle = self.base_volatility(contract.owner) * (1 + _FRONT * exp(-4 * years))
        strike = contract.strike or owner.price / UNIT
        away = log(strike * UNIT / owner.price) / (middle * sqrt(years + 0.05))
        away = min(max(away, -_STEEPEST), _STEEPEST)
        skewed = middle * (1 - _SKEW * away + _SMILE * away * away)
        if isinstance(contract, Warrant):
            # Each issuer asks for a little more than the options market.
            return skewed * (1.02 + 0.08 * unit_draw("issuer", contract.issuer))
        return skewed

    def base_volatility(self, owner: Security) -> float:
        """What an underlying's price moves in a year, as a fraction, as options have it."""
        found = self._base.get(owner)
        if found is None:
            found = self._base[owner] = _RISK_PREMIUM * self._daily(owner) * sqrt(_DAYS_A_YEAR)
        return found

    def dividends(self, owner: Security, year: int) -> float:
        """The dividends of a calendar year as a fraction of the price; of an index, its members'."""
        found = self._yields.get((owner, year))
        if found is None:
            found = self._yields[owner, year] = self._dividends(owner, year)
        return found

    def years(self, contract: Contract, instant: float) -> float:
        """To expiry, of a continuous contract to the end of its nearest month; 0 once expired."""
        if isinstance(contract, Future) and contract.is_main:
            market = contract.owner.market
            today = local(market, instant).date()
            end = _closing(market, front_expiry(market, today, quarterly=contract.of.quarterly))
            return max(end - instant, 0.0) / _YEAR_SECONDS
        return max(expiry_instant(contract, contract.owner.market) - instant, 0.0) / _YEAR_SECONDS

    def _terms(self, contract: Contract, spot: float, strike: float, instant: float) -> Terms:
        market = contract.owner.market
        rises = contract.call if isinstance(contract, Option) else _rises(contract)
        yielded = self.dividends(contract.owner, datetime.fromtimestamp(instant, UTC).year - 1)
        return Terms(rises, spot, strike, self.years(contract, instant), RATES[market], yielded)

    def _warrant_value(self, contract: Warrant, spot: float, instant: float) -> float:
        years = self.years(contract, instant)
        if contract.type is WarrantType.INLINE:
            terms = self.option_terms(contract, spot, instant)
            inside = chance_between(terms, contract.lower, contract.upper, self.volatility(contract, instant))
            paid = INLINE_LOSE + (INLINE_WIN - INLINE_LOSE) * inside
            return paid * exp(-terms.rate * years)
        if contract.type.is_callable:
            inside = spot - contract.strike if contract.type.rises else contract.strike - spot
            return max(inside + contract.strike * FUNDING * years, 0.0) / contract.conversion
        terms = self.option_terms(contract, spot, instant)
        return price(terms, self.volatility(contract, instant)) / contract.conversion

    def _dividends(self, owner: Security, year: int) -> float:
        instrument = self._cash[owner]
        if instrument.members:
            total = sum(weight for _, weight in instrument.members)
            return sum(weight * self.dividends(each, year) for each, weight in instrument.members) / total
        actions = corporate_actions(owner, date(year - 1, 12, 31), date(year, 12, 31))
        return sum(action.dividend for action in actions) / instrument.price

    def _daily(self, owner: Security) -> float:
        """Standard deviation of a day's return."""
        instrument = self._cash[owner]
        members = instrument.members or ((owner, 1.0),)
        total = sum(weight for _, weight in members)
        beta = own = 0.0
        sectors: dict[str, float] = defaultdict(float)
        for security, weight in members:
            member, share = self._cash[security], weight / total
            beta += share * member.beta
            own += (share * member.volatility) ** 2
            if member.sector:
                sectors[member.sector] += share
        common = (beta * MARKET_VOLATILITY[market_factor(owner.market)]) ** 2
        return sqrt(common + own + sum((share * SECTOR_VOLATILITY) ** 2 for share in sectors.values()))


def _rises(contract: Contract) -> bool:
    return contract.type.rises if isinstance(contract, Warrant) else True
