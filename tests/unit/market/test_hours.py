"""Which hours an intraday chart stands on."""

from __future__ import annotations

import pytest

from futu_tui.market.hours import holding, stretches
from futu_tui.protocol import Market


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], ((570, 720), (780, 960))),
        ([571, 800, 965], ((570, 720), (780, 960))),  # the closing auction's trade
        ([*range(130, 270)], ((120, 300),)),
        ([571, *range(130, 270)], ((120, 600),)),
    ],
)
def test_hours_hold_what_traded_where_most_of_it_lies_outside(
    minutes: list[int], expected: tuple[tuple[int, int], ...]
) -> None:
    (hours,) = holding([stretches(Market.HK)], [minutes])
    assert tuple((each.begin, each.end) for each in hours) == expected
