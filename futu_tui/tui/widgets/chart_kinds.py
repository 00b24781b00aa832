"""Every kind of chart, by the name that a layout remembers it by, in the order that a key goes through them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from futu_tui.tui.widgets.chart_pane import ChartPane

_PLACES = {
    "chart": "chart:Chart",
    "intraday": "intraday_chart:IntradayChart",
    "depth": "depth_chart:DepthChart",
    "heat": "heat_strip:HeatStrip",
    "flow": "capital_flow:CapitalFlowPane",
    "equity": "equity_chart:EquityChart",
}
"""Where the class of each is, whose `CONTEXT` is its name."""

KINDS = tuple(_PLACES)
K_LINES = "chart"


def class_of(kind: str) -> type[ChartPane]:
    """The class of one of `KINDS`, imported when it is first wanted."""
    module, _, name = _PLACES[kind].partition(":")
    found: type[ChartPane] = getattr(import_module(f"futu_tui.tui.widgets.{module}"), name)
    return found
