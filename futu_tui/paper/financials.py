"""The financial fields of the wire (qot_stock_filter.FinancialField), each reckoned from a company's statements.

Money is in the security's currency; ratios and growth are in percent, as futu-api's definitions say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from futu_tui.paper.company import Balance, Company, Flows, last_full_year, latest_report
from futu_tui.paper.universe import Instrument
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter


class Period(IntEnum):
    """What a report covers, by its qot_stock_filter.FinancialQuarter number; all but the last begin with the year."""

    ANNUAL = 1
    FIRST_QUARTER = 2
    INTERIM = 3
    THIRD_QUARTER = 4
    """Nine months."""
    MOST_RECENT_QUARTER = 5
    """Three months."""


_LAST_QUARTERS = {Period.ANNUAL: 4, Period.FIRST_QUARTER: 1, Period.INTERIM: 2, Period.THIRD_QUARTER: 3}


class Report(NamedTuple):
    """The latest report of a period, and the one of a year before."""

    company: Company
    flows: Flows
    balance: Balance
    flows_before: Flows
    balance_before: Balance
    twelve_months: Flows
    """Up to the latest report of any period."""


class Financials:
    """A company's reports as they are known on a day."""

    def __init__(self, instrument: Instrument, today: date) -> None:
        self.last_year = last_full_year(today)
        self.company = Company(instrument, self.last_year)
        self._latest = max((latest_report(today, quarter), quarter) for quarter in range(1, 5))

    def report(self, period: Period) -> Report:
        """The latest report of a period."""
        year, last = self._latest
        first = last
        if period is not Period.MOST_RECENT_QUARTER:
            first, last = 1, _LAST_QUARTERS[period]
            year = self._latest[0] if last <= self._latest[1] else self._latest[0] - 1
        quarters = range(first, last + 1)
        return Report(
            self.company,
            self.company.flows(year, quarters),
            self.company.balance(year, last),
            self.company.flows(year - 1, quarters),
            self.company.balance(year - 1, last),
            self.twelve_months(),
        )

    def twelve_months(self) -> Flows:
        """The four latest quarters."""
        year, last = self._latest
        return self.company.flows(year, range(1, last + 1)) + self.company.flows(year - 1, range(last + 1, 5))

    def field(self, field: int, period: Period) -> float | None:
        """A field of the wire; None where the company has no such figure. Raises KeyError for an unknown field."""
        return _FIELDS[field](self.report(period))


def percent(part: float, whole: float) -> float | None:
    """None of nothing."""
    return part / whole * 100 if whole else None


def _growth(now: float | None, before: float | None) -> float | None:
    """Against the size of what was before, so that a smaller loss is growth."""
    return (now - before) / abs(before) * 100 if now is not None and before else None


def _grew(figure: Callable[[Flows], float]) -> Callable[[Report], float | None]:
    return lambda report: _growth(figure(report.flows), figure(report.flows_before))


def _return_on_equity(flows: Flows, balance: Balance) -> float | None:
    return percent(flows.net_profit, balance.equity)


def _return_on_capital(flows: Flows, balance: Balance) -> float | None:
    """After tax, on what shareholders and lenders have put in."""
    taxed = flows.net_profit / flows.pretax_profit if flows.pretax_profit else 1.0
    return percent(flows.ebit * taxed, balance.equity + balance.borrowed)


def _of_revenue(figure: Callable[[Flows], float]) -> Callable[[Report], float | None]:
    return lambda report: percent(figure(report.flows), report.flows.revenue)


_FIELDS: dict[int, Callable[[Report], float | None]] = {
    stock_filter.FinancialField_NetProfit: lambda r: r.flows.net_profit,
    stock_filter.FinancialField_NetProfitGrowth: _grew(lambda flows: flows.net_profit),
    stock_filter.FinancialField_SumOfBusiness: lambda r: r.flows.revenue,
    stock_filter.FinancialField_SumOfBusinessGrowth: _grew(lambda flows: flows.revenue),
    stock_filter.FinancialField_NetProfitRate: _of_revenue(lambda flows: flows.net_profit),
    stock_filter.FinancialField_GrossProfitRate: _of_revenue(lambda flows: flows.gross_profit),
    stock_filter.FinancialField_DebtAssetsRate: lambda r: percent(r.balance.liabilities, r.balance.assets),
    stock_filter.FinancialField_ReturnOnEquityRate: lambda r: _return_on_equity(r.flows, r.balance),
    stock_filter.FinancialField_ROIC: lambda r: _return_on_capital(r.flows, r.balance),
    stock_filter.FinancialField_ROATTM: lambda r: percent(r.twelve_months.net_profit, r.balance.assets),
    stock_filter.FinancialField_EBITTTM: lambda r: r.twelve_months.ebit,
    stock_filter.FinancialField_EBITDA: lambda r: r.flows.ebitda,
    stock_filter.FinancialField_OperatingMarginTTM: lambda r: percent(
        r.twelve_months.operating_profit, r.twelve_months.revenue
    ),
    stock_filter.FinancialField_EBITMargin: _of_revenue(lambda flows: flows.ebit),
    stock_filter.FinancialField_EBITDAMargin: _of_revenue(lambda flows: flows.ebitda),
    stock_filter.FinancialField_FinancialCostRate: _of_revenue(lambda flows: flows.interest),
    stock_filter.FinancialField_OperatingProfitTTM: lambda r: r.twelve_months.operating_profit,
    stock_filter.FinancialField_ShareholderNetProfitTTM: lambda r: r.twelve_months.net_profit,
    stock_filter.FinancialField_NetProfitCashCoverTTM: lambda r: percent(
        r.twelve_months.operating_cash, r.twelve_months.net_profit
    ),
    stock_filter.FinancialField_CurrentRatio: lambda r: percent(
        r.balance.current_assets, r.balance.current_liabilities
    ),
    stock_filter.FinancialField_QuickRatio: lambda r: percent(
        r.balance.current_assets - r.balance.inventory, r.balance.current_liabilities
    ),
    stock_filter.FinancialField_CurrentAssetRatio: lambda r: percent(
        r.balance.current_assets, r.balance.assets
    ),
    stock_filter.FinancialField_CurrentDebtRatio: lambda r: percent(
        r.balance.current_liabilities, r.balance.liabilities
    ),
    stock_filter.FinancialField_EquityMultiplier: lambda r: percent(r.balance.assets, r.balance.equity),
    stock_filter.FinancialField_PropertyRatio: lambda r: percent(r.balance.liabilities, r.balance.equity),
    stock_filter.FinancialField_CashAndCashEquivalents: lambda r: r.balance.cash,
    stock_filter.FinancialField_TotalAssetTurnover: lambda r: percent(r.flows.revenue, r.balance.assets),
    stock_filter.FinancialField_FixedAssetTurnover: lambda r: percent(
        r.flows.revenue, r.balance.fixed_assets
    ),
    stock_filter.FinancialField_InventoryTurnover: lambda r: percent(
        r.flows.cost_of_sales, r.balance.inventory
    ),
    stock_filter.FinancialField_OperatingCashFlowTTM: lambda r: r.twelve_months.operating_cash,
    stock_filter.FinancialField_AccountsReceivable: lambda r: r.balance.receivables,
    stock_filter.FinancialField_EBITGrowthRate: _grew(lambda flows: flows.ebit),
    stock_filter.FinancialField_OperatingProfitGrowthRate: _grew(lambda flows: flows.operating_profit),
    stock_filter.FinancialField_TotalAssetsGrowthRate: lambda r: _growth(
        r.balance.assets, r.balance_before.assets
    ),
    stock_filter.FinancialField_ProfitToShareholdersGrowthRate: _grew(lambda flows: flows.net_profit),
    stock_filter.FinancialField_ProfitBeforeTaxGrowthRate: _grew(lambda flows: flows.pretax_profit),
    # Shares are counted as they are today, so what a share has grows as the whole does.
    stock_filter.FinancialField_EPSGrowthRate: _grew(lambda flows: flows.net_profit),
    stock_filter.FinancialField_ROEGrowthRate: lambda r: _growth(
        _return_on_equity(r.flows, r.balance), _return_on_equity(r.flows_before, r.balance_before)
    ),
    stock_filter.FinancialField_ROICGrowthRate: lambda r: _growth(
        _return_on_capital(r.flows, r.balance), _return_on_capital(r.flows_before, r.balance_before)
    ),
    stock_filter.FinancialField_NOCFGrowthRate: _grew(lambda flows: flows.operating_cash),
    stock_filter.FinancialField_NOCFPerShareGrowthRate: _grew(lambda flows: flows.operating_cash),
    stock_filter.FinancialField_OperatingRevenueCashCover: _of_revenue(lambda flows: flows.operating_cash),
    stock_filter.FinancialField_OperatingProfitToTotalProfit: lambda r: percent(
        r.flows.operating_profit, r.flows.pretax_profit
    ),
    stock_filter.FinancialField_BasicEPS: lambda r: r.flows.net_profit / r.company.shares,
    stock_filter.FinancialField_DilutedEPS: lambda r: r.flows.net_profit / r.company.diluted_shares,
    stock_filter.FinancialField_NOCFPerShare: lambda r: r.flows.operating_cash / r.company.shares,
}
