"""The time to the newest bar's end, as it stands beside the last price."""

from __future__ import annotations

from futu_tui.market import Period, Series
from futu_tui.market.bar_times import seconds_left
from futu_tui.market.columns import Columns

HOUR = 3600


def countdown(columns: Columns, series: Series, now: float) -> str:
    """02:31, or 1:02:31 from an hour on, at `now` in epoch seconds of the broker's clock; empty where there is none."""
    left = seconds_left(columns, series, now)
    if left is None or left < 1:
        return ""
    minutes, seconds = divmod(int(left), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if left >= HOUR else f"{minutes:02}:{seconds:02}"


def longest_countdown(period: Period) -> int:
    """Cells that it may take on bars of this length; 0 where there is none."""
    if period is Period.DAY or period.minutes >= 60:
        return len("1:02:31")
    return len("02:31") if period.minutes else 0
