"""Companies about to list, all of them made up; they leave the list on their first day and do not trade here."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from futu_tui.paper import ticks
from futu_tui.paper.trading_days import is_trading_day, next_trading_day, previous_trading_day
from futu_tui.paper.universe import INDUSTRIES, PLACES
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

WEEKS_AHEAD = 5
_MOST_A_WEEK = 2
_APPLICATION_FEES = 0.010085
"""Hong Kong: of an application's money, a brokerage of a percent and the levies of a trade."""


@dataclass(frozen=True)
class Ipo:
    """A new issue. Prices are in the market's currency."""

    security: Security
    name_en: str
    name_cn: str
    listing: date
    low: float
    high: float
    price: float
    """What it comes to be sold at, between the two."""
    shares: int
    lot_size: int
    industry_multiple: float
    """Price to earnings of those that are listed."""
    multiple: float
    ratio: float
    """Percent of the applications that get shares."""

    @property
    def apply_until(self) -> date:
        """The last day of applications: four trading days before the listing."""
        return _back(self.security.market, self.listing, 4)

    @property
    def drawn(self) -> date:
        """When it is known who gets shares."""
        return _back(self.security.market, self.listing, 2)

    @property
    def entrance(self) -> float:
        """What the smallest application in Hong Kong costs, fees included."""
        return round(self.high * self.lot_size * (1 + _APPLICATION_FEES), 2)

    def winning_ends(self) -> list[tuple[int, list[str]]]:
        """(digits, endings): the ends of the application numbers that won; mainland."""
        random = Random(f"draw/{self.security}/{self.listing}")
        return [
            (digits, [f"{random.randrange(10**digits):0{digits}d}" for _ in range(2)]) for digits in (4, 5, 6)
        ]


def coming_ipos(market: Market, today: date, taken: Container[Security]) -> list[Ipo]:
    """The issues that list after a day, the next first; the same ones whenever they are asked for.

    `taken` has the codes that no new issue may have.
    """
    monday = today - timedelta(days=today.weekday())
    weeks = (monday + timedelta(weeks=week) for week in range(WEEKS_AHEAD))
    issues = {ipo.security: ipo for each in weeks for ipo in _of_week(market, each, taken)}
    coming = [ipo for ipo in issues.values() if ipo.listing > today]
    return sorted(coming, key=lambda ipo: (ipo.listing, ipo.security.code))


def _of_week(market: Market, monday: date, taken: Container[Security]) -> Iterator[Ipo]:
    random = Random(f"ipos/{market.name}/{monday}")
    codes: set[str] = set()
    for _ in range(random.randint(1, _MOST_A_WEEK)):
        ipo = _ipo(market, monday, random)
        if ipo.security not in taken and ipo.security.code not in codes:
            codes.add(ipo.security.code)
            yield ipo


def _ipo(market: Market, monday: date, random: Random) -> Ipo:
    (place_en, place_cn), (trade_en, trade_cn) = random.choice(PLACES), random.choice(INDUSTRIES)
    day = monday + timedelta(days=random.randint(1, 4))
    listing = day if is_trading_day(market, day) else next_trading_day(market, day)
    table = {Market.HK: ticks.HONG_KONG, Market.US: ticks.UNITED_STATES}.get(market, ticks.MAINLAND)
    low = table.round(random.lognormvariate(2.6, 0.6) * UNIT)
    high = low if market in (Market.SH, Market.SZ) else table.round(low * random.uniform(1.08, 1.25))
    multiple = random.uniform(9, 40)
    return Ipo(
        security=Security(market, _code(market, random)),
        name_en=f"{place_en} {trade_en}",
        name_cn=place_cn + trade_cn,
        listing=listing,
        low=low / UNIT,
        high=high / UNIT,
        price=table.round(random.uniform(low, high)) / UNIT,
        shares=random.randint(20, 400) * 1_000_000,
        lot_size={Market.HK: random.choice((100, 200, 500, 1000)), Market.US: 1}.get(market, 500),
        industry_multiple=round(multiple * random.uniform(0.8, 1.3), 2),
        multiple=round(multiple, 2),
        ratio=round(random.uniform(0.01, 0.12), 4),
    )


def _code(market: Market, random: Random) -> str:
    if market is Market.HK:
        return f"{random.randint(2_000, 9_799):05d}"
    if market is Market.US:
        return "".join(random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4))
    return f"{603 if market is Market.SH else 301}{random.randint(0, 999):03d}"


def _back(market: Market, day: date, count: int) -> date:
    for _ in range(count):
        day = previous_trading_day(market, day)
    return day
