"""Made-up days by minutes."""

from __future__ import annotations

from math import sin

from futu_tui.market.day_courses import DayCourse, Minute
from futu_tui.market.hours import stretches
from futu_tui.protocol import Market


def course(
    day: str = "2026-11-23",
    *,
    market: Market = Market.HK,
    until: int = 24 * 60,
    prev_close: float | None = 506.0,
    opening: float = 506.0,
    slope: float = 0.02,
    extended: bool = False,
) -> DayCourse:
    """A day that waves its way up by `slope` a minute, to the minute `until`; equal arguments, equal days."""
    minutes = []
    spent = shares = 0.0
    count = 0
    for stretch in stretches(market, extended=extended):
        for minute in range(stretch.begin, min(stretch.end, until + 1)):
            price = round(opening + slope * count + 1.5 * sin(count / 17) + 0.4 * sin(count / 3), 2)
            volume = 1000 + 37 * count % 900 + 500 * (count % 60 == 0)
            spent, shares, count = spent + price * volume, shares + volume, count + 1
            minutes.append(Minute(minute, price, round(spent / shares, 4), volume))
    return DayCourse(day, minutes, prev_close)
