"""The axis of an intraday chart: a half day takes half the room, and every minute its share."""

from __future__ import annotations

from futu_tui.market.hours import stretches
from futu_tui.market.trading_days import DayKind
from futu_tui.protocol import Market
from futu_tui.tui.charts.hour_axis import HourAxis

WHOLE = stretches(Market.HK)
MORNING = stretches(Market.HK, kind=DayKind.MORNING)


def test_a_half_day_ends_at_noon() -> None:
    axis = HourAxis([MORNING], 60)
    assert axis.column(0, 719) == 59
    labels = axis.labels(["2026-12-24"])
    assert (labels[0].text, labels[-1].text) == ("09:30", "12:00")
    assert axis.session_begins() == []


def test_beside_whole_days_it_is_as_wide_as_its_hours() -> None:
    axis = HourAxis([WHOLE, MORNING, WHOLE], 135)  # 330 + 150 + 330 minutes
    assert axis.day_begins() == [55, 80]
    assert axis.session_begins() == [25, 105]
    assert axis.column(1, 570) == 55
    assert axis.column(1, 900) == 79, "what trades after its end stands at its edge"
    days = ["2026-12-23", "2026-12-24", "2026-12-28"]
    assert [label.text for label in axis.labels(days) if "-" in label.text] == ["12-23", "12-24", "12-28"]
