"""The past: as long as promised, of one piece with itself and the live day, the same however it is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from futu_tui.paper.factors import Factors
from futu_tui.paper.history import MINUTE_DAYS, FactorReturns, History
from futu_tui.paper.market import KLType, RehabType
from futu_tui.paper.sessions import regular_segments
from futu_tui.paper.universe import real_listings
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security

from .conftest import APPLE, HANG_SENG, MOUTAI, NVIDIA, TENCENT, WULIANGYE, ManualClock, MovedMarket

LISTINGS = real_listings()
TODAY = date(2026, 11, 23)
BYD = Security.parse("SZ.002594")


def history_of(security: Security, seed: int = 1, factors: Factors | None = None) -> History:
    instrument = LISTINGS[security]
    return History(seed, instrument, TODAY, FactorReturns(seed, instrument, factors or Factors(seed)))


@pytest.fixture(scope="module")
def tencent() -> History:
    return history_of(TENCENT)


def test_five_years_of_days_and_thirty_days_of_minutes(tencent: History) -> None:
    days = tencent.days()
    assert TODAY - days[0].day >= timedelta(days=5 * 365)
    assert len(tencent.minute_days()) == MINUTE_DAYS
    assert all(len(tencent.minutes(day)) == 330 for day in tencent.minute_days())


def test_it_ends_at_the_close_that_the_live_day_starts_from(tencent: History) -> None:
    assert tencent.days()[-1].candle.close == LISTINGS[TENCENT].price
    assert tencent.days()[-1].day == date(2026, 11, 20)


@pytest.mark.parametrize("security", [NVIDIA, MOUTAI, BYD])
def test_candles_are_sound_and_on_the_tick(security: Security) -> None:
    history = history_of(security)
    instrument = LISTINGS[security]
    candles = [day.candle for day in history.days()]
    candles += [candle for day in history.minute_days()[-3:] for candle in history.minutes(day)]
    for candle in candles:
        assert 0 < candle.low <= min(candle.open, candle.close)
        assert max(candle.open, candle.close) <= candle.high
        assert candle.volume > 0
        assert candle.volume % instrument.lot_size == 0
        assert candle.low * candle.volume <= candle.turnover <= candle.high * candle.volume
        assert all(instrument.ticks.fits(p) for p in (candle.open, candle.high, candle.low, candle.close))


def test_a_days_minutes_add_up_to_its_candle(tencent: History) -> None:
    candles = {day.day: day.candle for day in tencent.days()}
    for day in tencent.minute_days():
        minutes, candle = tencent.minutes(day), candles[day]
        assert minutes[0].open == candle.open
        assert minutes[-1].close == candle.close
        assert max(minute.high for minute in minutes) == candle.high
        assert min(minute.low for minute in minutes) == candle.low
        assert sum(minute.volume for minute in minutes) == candle.volume
        assert sum(minute.turnover for minute in minutes) == candle.turnover


def test_minutes_lie_in_the_days_regular_hours(tencent: History) -> None:
    day = tencent.minute_days()[0]
    segments = regular_segments(TENCENT.market, day)
    starts = [minute.start for minute in tencent.minutes(day)]
    assert starts[0] == segments[0][0]
    assert starts[-1] == segments[-1][1] - 60
    assert not [start for start in starts if segments[0][1] <= start < segments[1][0]]


def test_a_split_shows_as_a_gap_that_adjustment_closes() -> None:
    market = MovedMarket(ManualClock(), symbols=[NVIDIA])
    around = (date(2024, 6, 7), date(2024, 6, 10))
    before, after = market.history(NVIDIA, KLType.DAY, *around)
    assert before.close / after.close == pytest.approx(10, rel=0.2)
    before, after = market.history(NVIDIA, KLType.DAY, *around, RehabType.FORWARD)
    assert before.close / after.close == pytest.approx(1, rel=0.2)
    before, after = market.history(NVIDIA, KLType.DAY, *around, RehabType.BACKWARD)
    assert before.close / after.close == pytest.approx(1, rel=0.2)


def test_splits_and_dividends_in_some() -> None:
    splits = [
        s for s in LISTINGS if not s.code.startswith(".") and any(a.split for a in history_of(s).actions)
    ]
    dividends = [s for s in LISTINGS if any(action.dividend for action in history_of(s).actions)]
    assert len(splits) >= 2
    assert len(dividends) >= 10


@pytest.mark.parametrize("rehab", [RehabType.FORWARD, RehabType.BACKWARD])
def test_adjusted_bars_are_the_factors_applied_to_the_unadjusted_ones(rehab: RehabType) -> None:
    market = MovedMarket(ManualClock(), symbols=[BYD])
    whole = (date(2021, 1, 1), TODAY)
    events = market.rehabs(BYD)
    assert events
    for plain, bar in zip(
        market.history(BYD, KLType.DAY, *whole), market.history(BYD, KLType.DAY, *whole, rehab), strict=True
    ):
        expected = plain.close
        if rehab is RehabType.FORWARD:
            for event in (event for event in events if event.time > plain.time):
                expected = expected * event.forward_a + event.forward_b
        else:
            for event in (event for event in reversed(events) if event.time <= plain.time):
                expected = expected * event.backward_a + event.backward_b
        assert bar.close == pytest.approx(expected, abs=0.51 / UNIT)


def test_adjustment_keeps_every_price_above_nothing() -> None:
    payers = [Security.parse(spelling) for spelling in ("HK.00005", "SZ.000333")]
    market = MovedMarket(ManualClock(), seed=3, symbols=payers)
    for security in payers:
        bars = market.bars(security, KLType.DAY, 2_000, RehabType.FORWARD)
        assert min(bar.low for bar in bars) > 0


def test_it_does_not_depend_on_what_was_asked_before() -> None:
    factors = Factors(1)
    history_of(APPLE, factors=factors).days()
    asked_late = history_of(TENCENT, factors=factors)
    asked_late.minutes(asked_late.minute_days()[5])
    assert _numbers(asked_late) == _numbers(history_of(TENCENT))


def test_another_seed_is_another_past() -> None:
    assert _numbers(history_of(TENCENT, seed=2)) != _numbers(history_of(TENCENT, seed=1))


def test_an_index_moved_with_its_members() -> None:
    market = MovedMarket(ManualClock(), symbols=[HANG_SENG])
    histories = market._simulation.histories
    members = market.listings[HANG_SENG].members
    total = sum(weight for _, weight in members)
    returns = {security: histories[security].returns() for security, _ in members}
    for day, moved in list(histories[HANG_SENG].returns().items())[-200:]:
        expected = sum(weight * returns[security][day] for security, weight in members) / total
        assert moved == pytest.approx(expected, abs=2e-6)


def test_a_suspended_security_has_a_past_and_no_today(market: MovedMarket) -> None:
    assert market.bars(WULIANGYE, KLType.DAY, 5)[-1].close == market.quote(WULIANGYE).last
    assert market.quote(WULIANGYE).suspended
    assert market.intraday(WULIANGYE) == []
    assert market.book(WULIANGYE) == ([], [])


def test_longer_periods_are_made_of_days(market: MovedMarket) -> None:
    days = market.bars(TENCENT, KLType.DAY, 900)
    for kl_type in (KLType.WEEK, KLType.MONTH, KLType.QUARTER, KLType.YEAR):
        bars = market.bars(TENCENT, kl_type, 3)
        for bar, following in pairwise([*bars, None]):
            inside = [
                d for d in days if bar.time <= d.time and (following is None or d.time < following.time)
            ]
            assert bar.time == inside[0].time
            assert (bar.open, bar.close) == (inside[0].open, inside[-1].close)
            assert bar.high == max(day.high for day in inside)
            assert bar.low == min(day.low for day in inside)
            assert bar.volume == sum(day.volume for day in inside)


def _numbers(history: History) -> list[tuple[int, ...]]:
    candles = [day.candle for day in history.days()]
    return [(c.open, c.high, c.low, c.close, c.volume, c.turnover) for c in candles]
