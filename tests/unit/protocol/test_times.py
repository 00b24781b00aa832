"""Time strings of a market as epoch seconds, and back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from futu_tui.protocol import Market
from futu_tui.protocol.times import epoch, local_time


@pytest.mark.parametrize(
    ("text", "market", "utc"),
    [
        ("2026-07-01 09:30:00", Market.HK, "2026-07-01T01:30:00"),
        ("2026-07-01 09:30:00", Market.US, "2026-07-01T13:30:00"),
        ("2026-12-01 09:30:00", Market.US, "2026-12-01T14:30:00"),
        ("2026-07-01 09:30:00.250", Market.SZ, "2026-07-01T01:30:00.25"),
        ("2026-07-01", Market.SH, "2026-06-30T16:00:00"),
    ],
)
def test_a_time_is_read_in_its_market_s_zone(text: str, market: Market, utc: str) -> None:
    assert datetime.fromtimestamp(epoch(text, market), UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "N/A", "2026-02-30"])
def test_what_is_no_time_is_zero(text: str) -> None:
    assert epoch(text, Market.HK) == 0.0


def test_a_market_s_wall_clock_is_its_own() -> None:
    at = epoch("2026-07-01 09:30:00", Market.HK)
    assert f"{local_time(at, Market.HK):%H:%M}" == "09:30"
    assert f"{local_time(at, Market.US):%d %H:%M}" == "30 21:30"
