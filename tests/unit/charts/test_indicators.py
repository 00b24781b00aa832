"""Each indicator says what those who defined it say: TA-Lib where it has it, else a plain reading of the formula."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from math import fsum, isnan, nan
from typing import Any

import numpy as np
import pytest
import talib
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.indicators import Spec, sma
from tests.unit.charts.bars import BARS_A_DAY, Bars, at_closes, walk

LONG = 20_000


def reckoned(text: str, bars: Bars) -> tuple[Sequence[float], ...]:
    calculator = Spec.parse(text).calculator()
    calculator.rebuild(bars)
    return calculator.lines


def assert_same(ours: Sequence[float], theirs: Any, scale: float = 0.0) -> None:
    """Within 1e-9 of each value, or of the line's `scale` where that is larger, and NaN at the same bars."""
    ours, theirs = np.array(ours), np.array(theirs)
    assert len(ours) == len(theirs)
    assert (np.isnan(ours) == np.isnan(theirs)).all()
    known = ~np.isnan(theirs)
    apart = np.abs(ours[known] - theirs[known])
    assert (apart <= 1e-9 * np.maximum(np.abs(theirs[known]), scale)).all(), apart.max()


def usual_size(values: Any) -> float:
    """How large a line's values are, for lines that cross zero."""
    return float(np.nanmedian(np.abs(values)))


TALIB: dict[str, Callable[[Any], Any]] = {
    "MA 5 10 250": lambda b: [talib.SMA(b["close"], length) for length in (5, 10, 250)],
    "EMA 2 12 250": lambda b: [talib.EMA(b["close"], length) for length in (2, 12, 250)],
    "SAR 0.02 0.2": lambda b: [talib.SAR(b["high"], b["low"], 0.02, 0.2)],
    "SAR 0.1 0.75": lambda b: [talib.SAR(b["high"], b["low"], 0.1, 0.75)],
    "VOL 2 10": lambda b: [b["volume"], *(talib.SMA(b["volume"], length) for length in (2, 10))],
    "RSI 2 6 24": lambda b: [talib.RSI(b["close"], length) for length in (2, 6, 24)],
    "OBV": lambda b: [talib.OBV(b["close"], b["volume"])],
    "ATR 1": lambda b: [talib.ATR(b["high"], b["low"], b["close"], 1)],
    "ATR 14": lambda b: [talib.ATR(b["high"], b["low"], b["close"], 14)],
}  # fmt: skip


def as_arrays(bars: Bars) -> dict[str, Any]:
    return {name: np.array(getattr(bars, name)) for name in ("open", "high", "low", "close", "volume")}


@pytest.mark.parametrize("price", [1e-3, 100.0, 1e6])
@pytest.mark.parametrize("text", TALIB)
def test_it_is_what_ta_lib_says(text: str, price: float) -> None:
    bars = walk(LONG, price)
    for ours, theirs in zip(reckoned(text, bars), TALIB[text](as_arrays(bars)), strict=True):
        assert_same(ours, theirs)


ticks = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(sorted)


@given(st.lists(ticks, min_size=2, max_size=12))
def test_a_stop_begins_turns_and_touches_where_ta_libs_does(ranges: list[list[int]]) -> None:
    bars = at_closes([0.0] * len(ranges))
    for place, (low, high) in enumerate(ranges):
        bars[place] = bars[place]._replace(low=float(low), high=float(high))
    theirs = talib.SAR(np.array(bars.high), np.array(bars.low), 0.25, 0.5)
    assert_same(reckoned("SAR 0.25 0.5", bars)[0], theirs)


@pytest.mark.parametrize("price", [1e-3, 100.0, 1e6])
@pytest.mark.parametrize(("length", "deviations"), [(5, 1.0), (20, 2.0), (250, 2.5)])
def test_bands_are_what_ta_lib_says(length: int, deviations: float, price: float) -> None:
    bars = walk(LONG, price)
    middle, upper, lower = reckoned(f"BOLL {length} {deviations}", bars)
    theirs = talib.BBANDS(np.array(bars.close), length, deviations, deviations)
    for ours, expected in zip((upper, middle, lower), theirs, strict=True):
        assert_same(ours, expected)


def test_the_narrowest_bands_reach_half_the_distance_of_two_closes() -> None:
    """TA-Lib takes a mean of squares less the square of a mean, which leaves too few digits of so small a deviation."""
    closes = walk(LONG, 1e6).close
    _, upper, lower = reckoned("BOLL 2 1", walk(LONG, 1e6))
    assert_same(upper[1:], np.maximum(closes[1:], closes[:-1]))
    assert_same(lower[1:], np.minimum(closes[1:], closes[:-1]))


@pytest.mark.parametrize("price", [1e-3, 100.0, 1e6])
@pytest.mark.parametrize("lengths", [(12, 26, 9), (2, 3, 2), (30, 250, 60)])
def test_macd_is_what_ta_lib_says(lengths: tuple[int, int, int], price: float) -> None:
    bars = walk(LONG, price)
    dif, dea, macd = reckoned("MACD {} {} {} 1".format(*lengths), bars)
    assert list(reckoned("MACD {} {} {} 2".format(*lengths), bars)[2]) == pytest.approx(
        [2 * value for value in macd], rel=0, abs=0, nan_ok=True
    )
    fast, slow, signal = lengths
    theirs = talib.MACD(np.array(bars.close), fast, slow, signal)
    known = slow + signal - 2
    assert_same(dif[known:], theirs[0][known:], usual_size(theirs[0]))
    assert_same(dea, theirs[1], usual_size(theirs[1]))
    assert_same(macd, theirs[2], usual_size(theirs[2]))
    # DIF is known before DEA is, which TA-Lib leaves out.
    assert isnan(dif[slow - 2])
    mean, slow_mean = fsum(bars.close[slow - fast : slow]) / fast, fsum(bars.close[:slow]) / slow
    assert dif[slow - 1] == pytest.approx(mean - slow_mean, abs=1e-9 * price)


@pytest.mark.parametrize("lengths", [(9, 3, 3), (2, 1, 1), (60, 5, 7)])
def test_kdj_stands_where_the_close_stands_in_its_range_smoothed(lengths: tuple[int, int, int]) -> None:
    bars = walk(LONG // 4)
    length, k_parts, d_parts = lengths
    expected: list[tuple[float, float, float]] = [(nan, nan, nan)] * (length - 1)
    k = d = 50.0
    for last in range(length - 1, len(bars)):
        window = slice(last - length + 1, last + 1)
        low, high = min(bars.low[window]), max(bars.high[window])
        rsv = 100 * (bars.close[last] - low) / (high - low)
        k = k * (k_parts - 1) / k_parts + rsv / k_parts
        d = d * (d_parts - 1) / d_parts + k / d_parts
        expected.append((k, d, 3 * k - 2 * d))
    for ours, theirs in zip(
        reckoned("KDJ {} {} {}".format(*lengths), bars), zip(*expected, strict=True), strict=True
    ):
        assert_same(ours, theirs, 100.0)


def test_vwap_is_the_days_turnover_over_its_volume() -> None:
    bars = walk(5 * BARS_A_DAY + 7)
    expected = []
    for last in range(len(bars)):
        today = slice(last // BARS_A_DAY * BARS_A_DAY, last + 1)
        shares = fsum(bars.volume[today])
        expected.append(fsum(bars.turnover[today]) / shares if shares else nan)
    assert_same(reckoned("VWAP", bars)[0], expected)


def test_vwap_weighs_prices_where_the_turnover_is_not_of_these_prices() -> None:
    bars = at_closes([10.0, 12.0])
    bars[1] = bars[1]._replace(high=15.0, low=9.0, volume=300.0)
    halved = Bars(
        bar._replace(open=bar.open / 2, high=bar.high / 2, low=bar.low / 2, close=bar.close / 2)
        for bar in bars
    )
    (vwap,) = reckoned("VWAP", halved)
    assert list(vwap) == pytest.approx([5.0, (100 * 5 + 300 * 6) / 400])


def test_vwap_is_unknown_until_something_trades_and_stands_while_nothing_does() -> None:
    bars = at_closes([10.0, 10.0, 11.0])
    bars[0] = bars[0]._replace(volume=0.0, turnover=0.0)
    bars[2] = bars[2]._replace(volume=0.0, turnover=0.0)
    (vwap,) = reckoned("VWAP", bars)
    assert isnan(vwap[0])
    assert list(vwap[1:]) == [10.0, 10.0]


def test_prices_that_never_move_are_their_own_means_and_have_no_width() -> None:
    price = 123_456.7
    bars = at_closes([price] * 2_000)
    for text in ("MA 7", "EMA 7", "BOLL 20 2", "SAR", "VWAP"):
        for line in reckoned(text, bars):
            assert list(line[30:]) == pytest.approx([price] * 1_970, rel=1e-14)
    for text, still in (("ATR", 0.0), ("KDJ", 50.0), ("RSI 6", 0.0), ("OBV", 100.0)):
        for line in reckoned(text, bars):
            assert list(line[30:]) == pytest.approx([still] * 1_970), text
    for line in reckoned("MACD", bars):
        assert list(line[40:]) == pytest.approx([0.0] * 1_960, abs=1e-9)


def test_a_price_that_once_was_a_million_leaves_no_trace_in_means_over_thousandths() -> None:
    chance = random.Random(7)
    closes = [10 ** chance.uniform(5, 6) for _ in range(2_000)] + [
        10 ** chance.uniform(-3.1, -3) for _ in range(600)
    ]
    bars = at_closes(closes)
    length = 20
    (mean,) = reckoned(f"MA {length}", bars)
    middle, upper, lower = reckoned(f"BOLL {length} 2", bars)
    for last in range(length - 1, len(closes)):
        window = closes[last - length + 1 : last + 1]
        expected = statistics.fmean(window)
        band = 2 * statistics.pstdev(window)
        assert mean[last] == pytest.approx(expected, rel=1e-9)
        assert middle[last] == pytest.approx(expected, rel=1e-9)
        assert upper[last] - middle[last] == pytest.approx(band, rel=1e-9)
        assert middle[last] - lower[last] == pytest.approx(band, rel=1e-9)


@given(st.lists(st.floats(0.01, 1e6), max_size=80), st.integers(1, 30))
def test_an_average_is_the_mean_of_the_closes_behind_it(closes: list[float], window: int) -> None:
    averages = sma(closes, window)
    assert len(averages) == len(closes)
    for place, average in enumerate(averages):
        if place + 1 < window:
            assert average is None
        else:
            behind = closes[place + 1 - window : place + 1]
            assert average == pytest.approx(sum(behind) / window, rel=1e-9)


def test_a_window_of_no_bars_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        sma([1.0], 0)
