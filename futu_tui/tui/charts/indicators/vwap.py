"""VWAP: what a share has cost on average since the trading day began."""

from __future__ import annotations

from math import nan

from futu_tui.tui.charts.indicators.calculator import Calculator
from futu_tui.tui.charts.indicators.columns import Columns

Paid = tuple[int, float, float]
"""A trading day, what was paid in it so far and for how many shares."""


class SessionVwap(Calculator[Paid]):
    """Turnover over volume since the day's first bar; NaN before its first trade.

    A bar's turnover counts where it fits its prices. Where it does not, as with adjusted prices, whose turnover is
    left as it was, or with an index, the bar's volume counts at the mean of its high, low and close.
    """

    def __init__(self) -> None:
        super().__init__(1)

    def _advance(self, columns: Columns, first: int, end: int, state: Paid | None) -> Paid | None:
        if first == end:
            return state
        today, paid, shares = state or (columns.day[first], 0.0, 0.0)
        append = self.lines[0].append
        for day, high, low, close, volume, turnover in zip(
            columns.day[first:end],
            columns.high[first:end],
            columns.low[first:end],
            columns.close[first:end],
            columns.volume[first:end],
            columns.turnover[first:end],
            strict=True,
        ):
            if day != today:
                today, paid, shares = day, 0.0, 0.0
            if volume > 0:
                shares += volume
                paid += turnover if low <= turnover / volume <= high else (high + low + close) / 3 * volume
            append(paid / shares if shares else nan)
        return today, paid, shares
