"""An indicator that follows its bars says at every moment what it would say of them as a whole, for little work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.indicators import INDICATORS, Calculator, Spec
from tests.unit.charts.bars import Bar, Bars, walk

SHORT = [
    *("MA 1 3", "EMA 2 5", "BOLL 2 1", "BOLL 4 2", "VWAP", "SAR 0.1 0.3", "VOL 1 4", "MACD 2 4 3", "RSI 2 3"),
    *("KDJ 2 3 3", "KDJ 4 2 1", "OBV", "ATR 1", "ATR 3"),
]
"""Every kind, over so few bars that a short history has all that can begin in one."""

TIMES = 60.0


@st.composite
def bar_shapes(draw: st.DrawFn) -> Bar:
    """A bar without its time: prices of a few ticks, so that they are often the same, and perhaps no volume."""
    prices = sorted(draw(st.lists(st.integers(1, 9), min_size=4, max_size=4)))
    low, start, close, high = (price / 10 for price in prices)
    if draw(st.booleans()):
        start, close = close, start
    volume = 100.0 * draw(st.integers(0, 3))
    return Bar(0.0, 0, start, high, low, close, volume, volume * (low + high) / 2)


def placed(shape: Bar, place: int) -> Bar:
    return shape._replace(at=TIMES * place, day=place // 5)


bar_lists = st.lists(bar_shapes(), max_size=8)
steps = st.one_of(
    st.tuples(st.just("tick"), bar_shapes()),
    st.tuples(st.just("added"), bar_lists),
    st.tuples(st.just("older"), bar_lists),
    st.tuples(st.just("corrected"), bar_shapes()),
    st.tuples(st.just("nothing"), st.none()),
)


class Follower:
    """Bars that change as a store's do, and calculators that follow them."""

    def __init__(self, most: int | None = None) -> None:
        self.bars = Bars()
        self.oldest = self.version = self.history = 0
        self.most = most
        self.calculators = [(text, Spec.parse(text).calculator()) for text in SHORT]

    def step(self, kind: str, what: Any) -> None:
        bars = self.bars
        self.version += kind != "nothing"
        if kind == "tick" and bars:
            bars[-1] = placed(what, self.oldest + len(bars) - 1)
        elif kind == "added":
            if bars and what:
                # As a minute ends: the last word on its bar comes with the first of the next.
                bars[-1] = bars[-1]._replace(close=what[0].open)
            for shape in what:
                bars.insert(len(bars), placed(shape, self.oldest + len(bars)))
        elif kind == "older":
            self.history += 1
            for shape in what:
                self.oldest -= 1
                bars.insert(0, placed(shape, self.oldest))
        elif kind == "corrected" and bars:
            self.history += 1
            bars[len(bars) // 2] = placed(what, self.oldest + len(bars) // 2)

    def follow(self) -> None:
        for _, calculator in self.calculators:
            calculator.follow(self.bars, version=self.version, history=self.history, most=self.most)


def assert_as_whole(text: str, calculator: Calculator[Any], bars: Bars) -> None:
    whole = Spec.parse(text).calculator()
    whole.rebuild(bars)
    for line, expected in zip(calculator.lines, whole.lines, strict=True):
        assert len(line) == len(bars)
        assert line.tobytes() == expected.tobytes(), text


@given(st.lists(steps, max_size=12))
def test_whatever_happens_to_the_bars_it_says_what_it_would_say_of_them_as_a_whole(
    steps: list[tuple[str, Any]],
) -> None:
    follower = Follower()
    for kind, what in steps:
        follower.step(kind, what)
        follower.follow()
        for text, calculator in follower.calculators:
            assert_as_whole(text, calculator, follower.bars)


@given(st.lists(steps, max_size=8), st.integers(1, 5))
def test_bars_taken_in_a_few_a_frame_end_up_the_same(steps: list[tuple[str, Any]], most: int) -> None:
    follower = Follower(most)
    for kind, what in steps:
        follower.step(kind, what)
        follower.follow()
    for _ in follower.bars:
        follower.follow()
    for text, calculator in follower.calculators:
        assert_as_whole(text, calculator, follower.bars)


@given(st.lists(bar_shapes(), min_size=1, max_size=24), bar_lists)
def test_each_way_of_taking_bars_in_agrees_with_the_others(shapes: list[Bar], ticks: list[Bar]) -> None:
    for text in SHORT:
        bars, calculator = Bars(), Spec.parse(text).calculator()
        for place, shape in enumerate(shapes):
            bars.insert(place, placed(shape, place))
            calculator.append(bars)
        for tick in ticks:
            bars[-1] = placed(tick, len(bars) - 1)
            calculator.update_last(bars)
        assert_as_whole(text, calculator, bars)


def test_it_tells_from_which_bar_on_its_values_may_differ() -> None:
    bars, calculator = Bars(walk(50)), Spec.parse("MA 5").calculator()
    assert calculator.follow(bars, version=1, history=1) == 0
    assert calculator.follow(bars, version=1, history=1) is None
    bars[-1] = bars[-1]._replace(close=1.0)
    assert calculator.follow(bars, version=2, history=1) == 49
    bars.insert(50, bars[-1]._replace(at=bars[-1].at + 60))
    bars.insert(51, bars[-1]._replace(at=bars[-1].at + 60))
    assert calculator.follow(bars, version=3, history=1) == 49
    assert calculator.follow(bars, version=4, history=1) == 51
    assert calculator.follow(bars, version=4, history=2) == 0


def test_bars_of_other_times_are_reckoned_from_the_first_even_if_nobody_says_so() -> None:
    bars, calculator = Bars(walk(50)), Spec.parse("OBV").calculator()
    calculator.follow(bars, version=1, history=1)
    bars.insert(0, bars[0]._replace(at=bars[0].at - 60))
    assert calculator.follow(bars, version=2, history=1) == 0
    assert_as_whole("OBV", calculator, bars)
    fewer = Bars(walk(20))
    assert calculator.follow(fewer, version=3, history=1) == 0
    assert_as_whole("OBV", calculator, fewer)


@pytest.mark.parametrize("kind", INDICATORS)
def test_an_update_of_the_last_bar_is_refused_where_bars_came_or_went(kind: str) -> None:
    bars, calculator = Bars(walk(50)), Spec.usual(kind).calculator()
    with pytest.raises(ValueError, match="not only the last moved"):
        calculator.update_last(bars)
    calculator.rebuild(bars)
    with pytest.raises(ValueError, match="not only the last moved"):
        calculator.update_last(Bars(walk(51)))
    with pytest.raises(ValueError, match="none were added"):
        calculator.append(Bars(walk(49)))
    assert_as_whole(str(Spec.usual(kind)), calculator, bars)


class Read(Sequence[float]):
    """A column that counts how many of its values are read."""

    def __init__(self, values: Sequence[float], counts: list[int]) -> None:
        self.values = values
        self.counts = counts

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, place: Any) -> Any:
        value = self.values[place]
        self.counts.append(len(value) if isinstance(place, slice) else 1)
        return value


class Counted(Bars):
    """Bars that count how many values are read of them."""

    def __init__(self, bars: Bars) -> None:
        self.counts: list[int] = []
        for name in Bar._fields:
            setattr(self, name, Read(getattr(bars, name), self.counts))


@pytest.mark.parametrize("kind", INDICATORS)
@pytest.mark.parametrize("count", [3_000, 3_001, 3_007])
def test_a_tick_reads_no_more_bars_than_the_windows_hold_however_many_there_are(
    kind: str, count: int
) -> None:
    spec = Spec.usual(kind)
    bars, calculator = Counted(walk(count)), spec.calculator()
    calculator.follow(bars, version=1, history=1)
    bars.counts.clear()
    calculator.follow(bars, version=2, history=1)
    longest = max(spec.values, default=1)
    assert 0 < sum(bars.counts) <= 6 * (longest + 2)


@pytest.mark.parametrize("kind", INDICATORS)
def test_no_more_bars_are_taken_in_at_once_than_asked_for(kind: str) -> None:
    bars, calculator = Counted(walk(3_000)), Spec.usual(kind).calculator()
    known = [calculator.reckoned]
    while known[-1] < len(bars):
        bars.counts.clear()
        calculator.follow(bars, version=1, history=1, most=500)
        assert sum(bars.counts) <= 6 * 700
        known.append(calculator.reckoned)
    assert known == [0, 500, 1_000, 1_500, 2_000, 2_500, 3_000]
