"""What a snapshot says of a company agrees with its statements, its dividends and its price."""

from __future__ import annotations

from datetime import date

import pytest

from futu_tui.paper.company import last_full_year, latest_report
from futu_tui.paper.financials import Financials, Period
from futu_tui.paper.market import Instrument, KLType
from futu_tui.paper.universe import real_listings
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter
from tests.gateway.conftest import Caller, OpenPaper, Paper, securities

TODAY = date(2026, 11, 23)
SHARES = [each for each in real_listings().values() if each.sec_type == 3]


@pytest.mark.parametrize("instrument", SHARES, ids=lambda each: str(each.security))
def test_statements_add_up(instrument: Instrument) -> None:
    financials = Financials(instrument, TODAY)
    annual = financials.report(Period.ANNUAL)
    company, year = financials.company, financials.last_year
    quarters = [company.flows(year, range(n, n + 1)) for n in range(1, 5)]
    assert annual.flows.net_profit == pytest.approx(sum(each.net_profit for each in quarters))
    assert annual.flows.net_profit == pytest.approx(instrument.earnings * company.shares)
    assert annual.balance.equity == pytest.approx(instrument.net_assets * company.shares)
    for period in Period:
        report = financials.report(period)
        flows, balance = report.flows, report.balance
        assert flows.revenue >= flows.gross_profit >= flows.operating_profit
        assert balance.assets > balance.current_assets > balance.cash + balance.inventory
        assert balance.liabilities > balance.current_liabilities
    interim, first = financials.report(Period.INTERIM).flows, financials.report(Period.FIRST_QUARTER).flows
    assert interim.revenue == pytest.approx(first.revenue + company.flows(year + 1, range(2, 3)).revenue)


def test_every_financial_field_of_the_wire_is_reckoned() -> None:
    financials = Financials(real_listings()[Security.parse("US.AAPL")], TODAY)
    for number in stock_filter.FinancialField.values()[1:]:
        for period in Period:
            assert financials.field(number, period) is not None, stock_filter.FinancialField.Name(number)


def test_a_loss_is_a_loss_everywhere() -> None:
    financials = Financials(real_listings()[Security.parse("US.NIO")], TODAY)
    for field in (
        stock_filter.FinancialField_NetProfit,
        stock_filter.FinancialField_BasicEPS,
        stock_filter.FinancialField_NetProfitRate,
        stock_filter.FinancialField_ReturnOnEquityRate,
    ):
        value = financials.field(field, Period.ANNUAL)
        assert value is not None
        assert value < 0


@pytest.mark.parametrize(
    ("today", "annual", "first_quarter"),
    [(date(2026, 3, 30), 2024, 2025), (date(2026, 4, 1), 2025, 2025), (date(2026, 6, 1), 2025, 2026)],
)
def test_a_report_is_known_some_time_after_its_period(today: date, annual: int, first_quarter: int) -> None:
    assert (last_full_year(today), latest_report(today, 1)) == (annual, first_quarter)


async def test_a_snapshot_is_priced_by_its_statements_and_dividends(paper: Paper, caller: Caller) -> None:
    symbols = ("HK.00700", "US.AAPL", "SH.600519")
    for snapshot in (await caller.ask(3203, securityList=securities(*symbols))).snapshotList:
        basic, equity = snapshot.basic, snapshot.equityExData
        instrument = paper.gateway.market.listings[Security.of(basic.security)]
        twelve_months = Financials(instrument, TODAY).twelve_months()
        assert equity.peRate == pytest.approx(basic.curPrice / equity.earningsPershare)
        assert equity.pbRate == pytest.approx(basic.curPrice / equity.netAssetPershare)
        assert equity.peTTMRate == pytest.approx(equity.issuedMarketVal / twelve_months.net_profit)
        assert equity.netProfit == pytest.approx(equity.earningsPershare * equity.issuedShares)
        rehabs = (await caller.ask(3105, security=basic.security)).rehabList
        paid = sum(each.dividend for each in rehabs if "2025-11-23" < each.time <= "2026-11-23")
        assert equity.dividendTTM == pytest.approx(paid) != 0
        assert equity.dividendRatioTTM == pytest.approx(paid / basic.curPrice * 100)


async def test_a_dividend_before_a_bonus_counts_by_today_s_shares(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.01211",)) as paper, paper.caller() as caller:
        (byd,) = (await caller.ask(3203, securityList=securities("HK.01211"))).snapshotList
    assert byd.equityExData.dividendTTM == 0
    assert byd.equityExData.dividendLFY == pytest.approx(4.35 / 3)  # 8 + 12 new shares for each 10


async def test_a_snapshot_tells_the_book_s_lean_and_the_day_s_pace(paper: Paper, caller: Caller) -> None:
    paper.run(30)
    (snapshot,) = (await caller.ask(3203, securityList=securities("HK.00700"))).snapshotList
    basic = snapshot.basic
    bids, asks = paper.gateway.market.book(Security.parse("HK.00700"))
    bid, ask = (sum(level.volume for level in side) for side in (bids, asks))
    assert basic.bidAskRatio == pytest.approx((bid - ask) / (bid + ask) * 100)
    assert 0.1 < basic.volumeRatio < 10
    bars = paper.gateway.market.history(Security.parse("HK.00700"), KLType.MIN_1, TODAY, TODAY)
    then = [bar.close for bar in bars if bar.time <= paper.clock.instant - 300]
    assert basic.closePrice5Minute == then[-1]
