"""Minutes become longer bars that never reach over a break."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.bars import Candle, bars_backwards, closed_periods, period_of
from futu_tui.paper.history import minute_starts
from futu_tui.paper.periods import MINUTES, KLType
from futu_tui.paper.sessions import regular_segments
from futu_tui.protocol import Market

DAY = date(2026, 11, 23)
SEGMENTS = regular_segments(Market.HK, DAY)
STARTS = minute_starts(SEGMENTS)


def candle(start: float, number: int) -> Candle:
    return Candle(start, 100 + number, 103 + number, 99 + number, 101 + number, 10, 1_000)


WHOLE_DAY = [candle(start, number) for number, start in enumerate(STARTS)]


def hong_kong(stamp: float) -> str:
    return datetime.fromtimestamp(stamp, ZoneInfo("Asia/Hong_Kong")).strftime("%H:%M")


@pytest.mark.parametrize(
    ("minutes", "ends"),
    [
        (60, ["10:30", "11:30", "12:00", "14:00", "15:00", "16:00"]),
        (120, ["11:30", "12:00", "15:00", "16:00"]),
        (240, ["12:00", "16:00"]),
    ],
)
def test_bars_end_at_the_break(minutes: int, ends: list[str]) -> None:
    bars = list(bars_backwards(WHOLE_DAY, minutes, SEGMENTS))[::-1]
    assert [hong_kong(bar.start) for bar in bars] == ends


@given(st.sampled_from(sorted(MINUTES.values())), st.sets(st.integers(0, 329), min_size=1))
def test_every_minute_is_in_one_bar_wherever_minutes_are_missing(minutes: int, traded: set[int]) -> None:
    candles = [WHOLE_DAY[number] for number in sorted(traded)]
    bars = list(bars_backwards(candles, minutes, SEGMENTS))[::-1]
    assert sum(bar.volume for bar in bars) == 10 * len(candles)
    assert (bars[0].open, bars[-1].close) == (candles[0].open, candles[-1].close)
    assert [bar.start for bar in bars] == sorted({bar.start for bar in bars})
    for before, bar in pairwise([Candle(0, 0, 0, 0, 0, 0, 0), *bars]):
        inside = [c for c in candles if before.start <= c.start < bar.start]
        assert inside
        assert bar.high == max(c.high for c in inside)
        assert bar.low == min(c.low for c in inside)


def test_which_bars_a_new_minute_closes() -> None:
    assert closed_periods(STARTS[0], STARTS[1], SEGMENTS) == (KLType.MIN_1,)
    assert set(closed_periods(STARTS[4], STARTS[5], SEGMENTS)) == {KLType.MIN_1, KLType.MIN_5}
    assert set(closed_periods(STARTS[149], STARTS[150], SEGMENTS)) == set(MINUTES)


def test_days_of_one_week_month_quarter_or_year_share_a_bar() -> None:
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    assert period_of(KLType.WEEK, sunday) != period_of(KLType.WEEK, monday)
    assert period_of(KLType.WEEK, date(2026, 12, 31)) == period_of(KLType.WEEK, date(2027, 1, 1))
    assert period_of(KLType.MONTH, sunday) == period_of(KLType.MONTH, monday)
    assert period_of(KLType.QUARTER, date(2026, 9, 30)) != period_of(KLType.QUARTER, date(2026, 10, 2))
    assert period_of(KLType.YEAR, date(2026, 1, 2)) == period_of(KLType.YEAR, monday)
