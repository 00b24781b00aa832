from __future__ import annotations

from collections.abc import Iterator

import pytest

from futu_tui.market import Store
from tests.tui.depth_data import TENCENT, quote
from tests.tui.scene import StillTime
from tests.tui.thrift import paint_what_is_looked_at, read_style_sheets_once

READS_THE_CLOCK = (
    "dashboard",
    "gateway",
    "gateway_columns",
    "ladder",
    "no_gateway",
)
"""Screens whose words depend on the time."""


@pytest.fixture
def still_time(monkeypatch: pytest.MonkeyPatch) -> StillTime:
    """The time that the screens read, standing still until a test moves it."""
    still = StillTime()
    for screen in READS_THE_CLOCK:
        monkeypatch.setattr(f"futu_tui.tui.screens.{screen}.time", still)
    monkeypatch.setattr("futu_tui.tui.broker_time.time", still)
    return still


@pytest.fixture
def store() -> Store:
    """One in which Tencent stands at 512.5."""
    store = Store()
    quote(store, TENCENT, 512.5)
    return store


@pytest.fixture(scope="session", autouse=True)
def cheap_apps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        read_style_sheets_once(patch)
        paint_what_is_looked_at(patch)
        yield
