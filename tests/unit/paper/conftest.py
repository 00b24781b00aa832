"""A market whose time the test moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from futu_tui.paper.market import Event, PaperMarket
from futu_tui.protocol import Security

MONDAY_MORNING = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()

TENCENT = Security.parse("HK.00700")
ALIBABA = Security.parse("HK.09988")
APPLE = Security.parse("US.AAPL")
NVIDIA = Security.parse("US.NVDA")
MOUTAI = Security.parse("SH.600519")
CATL = Security.parse("SZ.300750")
WULIANGYE = Security.parse("SZ.000858")
HANG_SENG = Security.parse("HK.800000")


class ManualClock:
    """Market time that stands until it is moved; it notes where it was asked to skip to, and stays."""

    def __init__(self, now: float = MONDAY_MORNING, *, always_open: bool = True, speed: float = 1.0) -> None:
        self.instant = now
        self.always_open = always_open
        self.speed = speed
        self.skipped_to: list[float] = []

    def now(self) -> float:
        return self.instant

    def skip_to(self, instant: float) -> None:
        self.skipped_to.append(instant)


class MovedMarket(PaperMarket):
    """A market together with the hand that moves its clock."""

    def __init__(self, clock: ManualClock, **options: object) -> None:
        super().__init__(clock=clock, **options)  # type: ignore[arg-type]
        self.clock = clock

    def go(self, seconds: float, step: float = 0.5) -> list[Event]:
        """Everything that happens in some seconds."""
        events: list[Event] = []
        end = self.clock.instant + seconds
        while self.clock.instant < end:
            self.clock.instant = min(self.clock.instant + step, end)
            events += self.advance()
        return events

    def until(self, happened: Callable[[Event], bool], seconds: float, step: float = 0.5) -> Event:
        """The first event of a kind within some seconds."""
        end = self.clock.instant + seconds
        while self.clock.instant < end:
            self.clock.instant += step
            for event in self.advance():
                if happened(event):
                    return event
        raise AssertionError(f"it did not happen in {seconds} s")


@pytest.fixture
def market() -> MovedMarket:
    """A few securities of every market, always open."""
    return MovedMarket(
        ManualClock(), seed=7, symbols=[TENCENT, ALIBABA, APPLE, NVIDIA, MOUTAI, CATL, WULIANGYE, HANG_SENG]
    )
