"""Every kind of chart, by the name that a layout remembers it by, in the order that a key goes through them."""

from __future__ import annotations

from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
from futu_tui.tui.widgets.chart import Chart
from futu_tui.tui.widgets.chart_pane import ChartPane
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.equity_chart import EquityChart
from futu_tui.tui.widgets.heat_strip import HeatStrip
from futu_tui.tui.widgets.intraday_chart import IntradayChart

KINDS: dict[str, type[ChartPane]] = {
    kind.CONTEXT: kind for kind in (Chart, IntradayChart, DepthChart, HeatStrip, CapitalFlowPane, EquityChart)
}
K_LINES = Chart.CONTEXT
