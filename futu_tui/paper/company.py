"""What a listed company reports: made-up statements whose last full year earns what the universe says it does.

Years are calendar years. What a company is like (its margins, its debt, how it grows) is drawn from its security's own
generator, so it is the same in every market; money is in the security's currency.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from random import Random

from futu_tui.paper.universe import Instrument

_QUARTERS = range(1, 5)
_DAYS_UNTIL_KNOWN = (45, 75, 45, 90)
"""From the end of a quarter until its report, by quarter; about."""
_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))

_MARGINS = {
    "internet": (0.1, 0.3),
    "software": (0.2, 0.36),
    "hardware": (0.05, 0.2),
    "chips": (0.14, 0.4),
    "finance": (0.2, 0.45),
    "utility": (0.1, 0.28),
    "vehicles": (0.03, 0.1),
    "liquor": (0.34, 0.5),
    "metals": (0.06, 0.15),
}
"""Net profit of revenue, by sector."""
_USUAL_MARGIN = (0.04, 0.2)
_DEBTS = {"finance": (0.8, 0.92), "utility": (0.5, 0.66)}
"""Debt of assets, by sector."""
_USUAL_DEBT = (0.25, 0.6)


@dataclass(frozen=True)
class Flows:
    """What came in and went out over some quarters."""

    revenue: float = 0.0
    gross_profit: float = 0.0
    operating_profit: float = 0.0
    depreciation: float = 0.0
    """With amortization."""
    interest: float = 0.0
    pretax_profit: float = 0.0
    net_profit: float = 0.0
    """Of the shareholders."""
    operating_cash: float = 0.0

    @property
    def ebit(self) -> float:
        return self.pretax_profit + self.interest

    @property
    def ebitda(self) -> float:
        return self.ebit + self.depreciation

    @property
    def cost_of_sales(self) -> float:
        return self.revenue - self.gross_profit

    def __add__(self, other: Flows) -> Flows:
        names = [each.name for each in fields(self)]
        return Flows(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class Balance:
    """What is there at the end of a quarter."""

    equity: float
    liabilities: float
    current_assets: float
    current_liabilities: float
    cash: float
    receivables: float
    inventory: float
    fixed_assets: float
    borrowed: float
    """Of the liabilities, what bears interest."""

    @property
    def assets(self) -> float:
        return self.equity + self.liabilities


@dataclass(frozen=True)
class _Nature:
    """What stays of a company over the years; parts of one, growth a year."""

    margin: float
    growth: float
    profit_growth: float
    equity_growth: float
    tax: float
    interest: float
    other_income: float
    depreciation: float
    overhead: float
    cash_beyond_profit: float
    debt: float
    current_assets: float
    current_liabilities: float
    cash: float
    receivables: float
    inventory: float
    fixed: float
    borrowed: float
    dilution: float
    seasons: tuple[float, ...]
    """What each quarter has of a year."""


class Company:
    """One company's reports."""

    def __init__(self, instrument: Instrument, last_year: int) -> None:
        """`last_year` is the year whose earnings are the universe's."""
        self._instrument = instrument
        self._last_year = last_year
        self.shares = instrument.shares

    @cached_property
    def _nature(self) -> _Nature:
        random = Random(f"company/{self._instrument.security}")
        sector, uniform = self._instrument.sector, random.uniform
        low, high = _MARGINS.get(sector, _USUAL_MARGIN)
        margin = uniform(low, high)
        if self._instrument.earnings < 0:
            margin = -uniform(0.1, 0.35)
        growth = uniform(-0.08, 0.3)
        seasons = [uniform(0.85, 1.15) for _ in _QUARTERS]
        holds_goods = sector not in ("finance", "internet", "software")
        return _Nature(
            margin=margin,
            growth=growth,
            profit_growth=growth + uniform(-0.1, 0.12),
            equity_growth=uniform(0.0, 0.15),
            tax=uniform(0.12, 0.25) if margin > 0 else 0.0,
            interest=uniform(0.001, 0.02),
            other_income=uniform(0.0, 0.015),
            depreciation=uniform(0.02, 0.1),
            overhead=uniform(0.12, 0.45),
            cash_beyond_profit=uniform(-0.03, 0.05),
            debt=uniform(*_DEBTS.get(sector, _USUAL_DEBT)),
            current_assets=uniform(0.3, 0.7),
            current_liabilities=uniform(0.4, 0.8),
            cash=uniform(0.2, 0.5),
            receivables=uniform(0.08, 0.25),
            inventory=uniform(0.06, 0.22) if holds_goods else 0.0,
            fixed=uniform(0.3, 0.7),
            borrowed=uniform(0.3, 0.6),
            dilution=uniform(0.0, 0.03) if margin > 0 else 0.0,  # a loss is not thinned
            seasons=tuple(season / sum(seasons) for season in seasons),
        )

    @property
    def diluted_shares(self) -> float:
        return self.shares * (1 + self._nature.dilution)

    def flows(self, year: int, quarters: range = _QUARTERS) -> Flows:
        """Of some quarters of a year, 1 to 4."""
        total = Flows()
        for quarter in quarters:
            total += self._quarter(year, quarter)
        return total

    def _quarter(self, year: int, quarter: int) -> Flows:
        nature, years = self._nature, year - self._last_year
        season = nature.seasons[quarter - 1]
        profit = self._instrument.earnings * self.shares
        # A loss that grows by a negative rate shrinks, as one would say of it.
        net = profit * (1 + nature.profit_growth) ** years * season
        last_revenue = profit / nature.margin if profit else self._instrument.net_assets * self.shares
        revenue = last_revenue * (1 + nature.growth) ** years * season
        pretax = net / (1 - nature.tax)
        interest = revenue * nature.interest
        operating = pretax + interest - revenue * nature.other_income
        depreciation = revenue * nature.depreciation
        return Flows(
            revenue=revenue,
            gross_profit=operating + nature.overhead * (0.95 * revenue - operating),
            operating_profit=operating,
            depreciation=depreciation,
            interest=interest,
            pretax_profit=pretax,
            net_profit=net,
            operating_cash=net + depreciation + revenue * nature.cash_beyond_profit,
        )

    def balance(self, year: int, quarter: int) -> Balance:
        """At the end of a quarter; at that of the last full year its equity is the universe's net assets."""
        nature, years = self._nature, year - self._last_year + quarter / 4 - 1
        equity = self._instrument.net_assets * self.shares * (1 + nature.equity_growth) ** years
        assets = equity / (1 - nature.debt)
        liabilities = assets - equity
        current = assets * nature.current_assets
        return Balance(
            equity=equity,
            liabilities=liabilities,
            current_assets=current,
            current_liabilities=liabilities * nature.current_liabilities,
            cash=current * nature.cash,
            receivables=current * nature.receivables,
            inventory=current * nature.inventory,
            fixed_assets=(assets - current) * nature.fixed,
            borrowed=liabilities * nature.borrowed,
        )


def last_full_year(today: date) -> int:
    """The latest year whose report is known."""
    return latest_report(today, 4)


def latest_report(today: date, quarter: int) -> int:
    """The latest year whose report up to a quarter (1 to 4) is known."""
    month, day = _ENDS[quarter - 1]
    known = _DAYS_UNTIL_KNOWN[quarter - 1]
    year = today.year
    while (today - date(year, month, day)).days < known:
        year -= 1
    return year
