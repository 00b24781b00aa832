"""The charts beside the candles on a paper gateway: what they ask for is there, and is what they show."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from futu_tui.feed.lookups.criteria import Comparison, CriteriaSet, Figure, Indicator, Position, Sort
from futu_tui.feed.lookups.ipos import ipos
from futu_tui.feed.lookups.plates import PlateKind, plates_of_market
from futu_tui.feed.lookups.screen_fields import BY_WIRE
from futu_tui.feed.lookups.stock_filter import screen
from futu_tui.opend.errors import Refused
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading.calls import TradeCalls
from futu_tui.trading.equity import EquityCurves, account_key
from futu_tui.trading.equity_sources import EquitySources
from futu_tui.tui.charts import plotted
from futu_tui.tui.criteria_sets import BUILT_IN
from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.heat_strip import HeatStrip
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from futu_tui.tui.widgets.plot_pane import PlotPane
from tests.tui.depth_data import PaneApp
from tests.unit.feed.conftest import APPLE, TENCENT, Following
from tests.unit.feed.conftest import follow as follow
from tests.unit.feed.conftest import following as following
from tests.unit.feed.conftest import open_paper as open_paper
from tests.unit.feed.conftest import paper as paper
from tests.unit.feed.conftest import quick as quick

SIZE = (110, 30)


class FedApp(PaneApp):
    """One pane on a feed, which it asks as the dashboard would."""

    def __init__(self, pane: PlotPane, following: Following) -> None:
        super().__init__(pane)
        self.following = following

    def on_intraday_chart_days_wanted(self, message: IntradayChart.DaysWanted) -> None:
        self.following.feed.minutes_of_days(message.security, message.days, extended=message.extended)

    def on_capital_flow_pane_flow_wanted(self, message: CapitalFlowPane.FlowWanted) -> None:
        self.following.feed.refresh_capital(message.security)

    def shows(self, text: str) -> bool:
        """Draw a frame; whether this stands in the pane then."""
        now = time.monotonic()
        self.pane.apply_changes(self.following.changes, now)
        self.pane.tick(now)
        return any(text in line for line in self.lines())


def shown(kind: type[PlotPane], following: Following, security: Security = TENCENT) -> FedApp:
    pane = kind(following.store, following.accounts)
    pane.set_security(security)
    following.want(*pane.wants())
    return FedApp(pane, following)


async def test_intraday_has_today_and_days_before_it(following: Following) -> None:
    app = shown(IntradayChart, following)
    async with app.run_test(size=SIZE) as pilot:
        await following.until(lambda: app.shows("avg"))
        app.pane.widget.focus()
        await pilot.press("]", "]")
        await following.until(lambda: app.shows("11-19"))
        days = [word for word in app.lines()[-1].split() if "-" in word]
        assert days == ["11-19", "11-20", "11-23"]


@pytest.mark.parametrize("security", [TENCENT, APPLE], ids=str)
async def test_depth_is_the_book_of_the_gateway(following: Following, security: Security) -> None:
    app = shown(DepthChart, following, security)
    async with app.run_test(size=SIZE):
        await following.until(lambda: app.shows("bids"), market=0.1)


async def test_heat_grows_with_the_market(following: Following) -> None:
    app = shown(HeatStrip, following)
    async with app.run_test(size=SIZE):
        await following.until(lambda: app.shows("wall"), market=0.1)


async def test_flow_is_asked_for_and_shown(following: Following) -> None:
    await plotted.load()
    app = shown(CapitalFlowPane, following)
    async with app.run_test(size=SIZE):
        await following.until(lambda: app.shows("net"))
        assert "large" in app.lines()[0]


async def test_what_was_paid_in_is_found_among_the_cash_flows_of_a_day(following: Following) -> None:
    await following.until(lambda: following.accounts.current is not None)
    assert following.accounts.current is not None
    account = following.accounts.current.account
    calls = TradeCalls(following.feed.gateway)
    await calls.cash_flow(account, date(2026, 1, 5))  # an account has a past once it is asked for
    theirs = following.paper.gateway.accounts.get(account.acc_id)
    assert theirs is not None
    (opened,) = {move.day for move in theirs.movements if move.kind == "Deposit"}
    noon = datetime(opened.year, opened.month, opened.day, 12, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
    curves = EquityCurves()
    told: list[bool] = []
    sources = EquitySources(curves, calls, None, lambda: told.append(True), clock=lambda: noon)
    await sources.learn(account, noon)
    (transfer,) = curves.events.transfers(account_key(account))
    assert (transfer.day, transfer.kind, transfer.currency) == (opened.isoformat(), "Deposit", "HKD")
    assert transfer.amount > 0
    assert told


async def test_shares_are_screened_new_issues_and_trading_days_told(following: Following) -> None:
    gateway = following.feed.gateway
    for name in ("Golden cross", "Trend turns up", "Quality", "Movers of the day"):
        page = await screen(gateway, BUILT_IN[name])
        assert page.last, name
        assert page.total == len(page.matches), name
    size = Figure(BY_WIRE["StockField_MarketVal"], sort=Sort.HIGHEST)
    earnings = Figure(BY_WIRE["StockField_PeTTM"], Decimal(1))
    average = Comparison(
        Indicator(BY_WIRE["CustomIndicatorField_MA"], (20,)), Position.ABOVE, Decimal(0), shown_only=True
    )
    everything = CriteriaSet(criteria=(average, size, earnings))
    found = (await screen(gateway, everything)).matches
    assert len(found) > 1
    sizes = [match.values[1][0] or 0.0 for match in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all((match.values[2][0] or 0.0) >= 1 and match.values[0][0] for match in found)
    plate = (await plates_of_market(gateway, Market.HK, PlateKind.ALL))[0]
    inside = (await screen(gateway, everything.in_plate(plate.security, plate.name))).matches
    assert {match.security for match in inside} <= {match.security for match in found}
    too_many = Figure(BY_WIRE["AccumulateField_ChangeRate"], days=1_001)
    with pytest.raises(Refused, match="It is about criterion 1: Change over 1001 days"):
        await screen(gateway, CriteriaSet(criteria=(too_many,)))
    assert all(ipo.entrance for ipo in await ipos(gateway, Market.HK))
    assert (await ipos(gateway, Market.SH))[0].apply_code
    days = await following.feed.calendars.year(qot.TradeDateMarket_NT, 2026)
    assert "2026-11-20" in days.days
