from __future__ import annotations

import pytest

from tests.tui.scene import StillTime

READS_THE_CLOCK = ("dashboard", "details", "ladder", "no_gateway")
"""Screens whose words depend on the time."""


@pytest.fixture
def still_time(monkeypatch: pytest.MonkeyPatch) -> StillTime:
    """The time that the screens read, standing still until a test moves it."""
    still = StillTime()
    for screen in READS_THE_CLOCK:
        monkeypatch.setattr(f"futu_tui.tui.screens.{screen}.time", still)
    monkeypatch.setattr("futu_tui.tui.widgets.chart.time", still)
    return still
