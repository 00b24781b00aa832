"""Indicators are written, read and refused in words that a trader knows."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.indicators import INDICATORS, Drawn, Line, Spec, SpecError
from tests.unit.charts.bars import walk


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    indicator = INDICATORS[draw(st.sampled_from(sorted(INDICATORS)))]
    numbers = [
        st.integers(int(parameter.low), int(parameter.high))
        if parameter.whole
        else st.floats(parameter.low, parameter.high)
        for parameter in indicator.parameters
    ]
    if indicator.several:
        return Spec(indicator.kind, tuple(draw(st.lists(numbers[0], min_size=1, max_size=6, unique=True))))
    values = st.tuples(*numbers)
    if indicator.rising:
        values = values.filter(lambda values: values[0] < values[1])
    return Spec(indicator.kind, draw(values))


@given(specs())
def test_what_is_written_of_an_indicator_is_read_as_the_same(spec: Spec) -> None:
    assert Spec.parse(str(spec)) == spec
    assert Spec.parse(str(spec).lower().replace(" ", ", ")) == spec
    assert str(Spec.parse(str(spec))) == str(spec)


@given(specs())
def test_an_indicator_has_a_line_for_each_name_and_no_name_twice(spec: Spec) -> None:
    assert len(spec.calculator().lines) == len(spec.lines)
    assert len({line.name for line in spec.lines}) == len(spec.lines)


words = st.one_of(
    st.sampled_from(sorted(INDICATORS)),
    st.integers(-1, 1_100).map(str),
    st.floats().map(str),
    st.text(max_size=5),
)


@given(st.lists(words, max_size=5).map(" ".join))
def test_whatever_is_typed_is_an_indicator_or_refused_as_none(text: str) -> None:
    try:
        spec = Spec.parse(text)
    except SpecError:
        return
    assert Spec.parse(str(spec)) == spec


@pytest.mark.parametrize("kind", INDICATORS)
def test_a_kind_alone_is_the_usual_one_and_the_example_is_that_written_out(kind: str) -> None:
    assert Spec.parse(kind) == Spec.usual(kind)
    assert str(Spec.usual(kind)) == INDICATORS[kind].example


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MA 5 10 20", "MA5 MA10 MA20"),
        ("EMA 12", "EMA12"),
        ("BOLL 20 2", "MID UPPER LOWER"),
        ("VWAP", "VWAP"),
        ("SAR 0.02 0.2", "SAR"),
        ("VOL 5", "VOL MA5"),
        ("MACD 12 26 9", "DIF DEA MACD×2"),
        ("MACD 12 26 9 2", "DIF DEA MACD×2"),
        ("MACD 12 26 9 1", "DIF DEA MACD"),
        ("RSI 6 12", "RSI6 RSI12"),
        ("KDJ 9 3 3", "K D J"),
        ("OBV", "OBV"),
        ("ATR 14", "ATR14"),
    ],
)
def test_lines_are_called_what_traders_call_them(text: str, names: str) -> None:
    assert " ".join(line.name for line in Spec.parse(text).lines) == names


def test_columns_and_dots_are_told_from_lines() -> None:
    drawn = {line for kind in INDICATORS for line in Spec.usual(kind).lines if line.drawn is not Drawn.LINE}
    assert drawn == {
        Line("VOL", Drawn.HISTOGRAM),
        Line("MACD×2", Drawn.HISTOGRAM),
        Line("SAR", Drawn.DOTS),
    }


def test_panels_stand_below_the_prices_with_their_levels_marked() -> None:
    panels = {kind: indicator.guides for kind, indicator in INDICATORS.items() if indicator.panel}
    assert panels == {"VOL": (), "MACD": (0,), "RSI": (30, 70), "KDJ": (20, 80), "OBV": (), "ATR": ()}
    assert not any(indicator.guides for indicator in INDICATORS.values() if not indicator.panel)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "",
            "Nothing is not an indicator; there are MA, EMA, BOLL, VWAP, SAR, VOL, MACD, RSI, KDJ, OBV, ATR",
        ),
        ("MACDX 1", "MACDX is not an indicator; did you mean MACD?"),
        ("BOLL 20", "BOLL: it takes 2 numbers, not 1; write BOLL bars deviations, for example BOLL 20 2"),
        ("ATR 14 3", "ATR: it takes 1 number, not 2; write ATR bars, for example ATR 14"),
        ("VWAP 3", "VWAP: it takes no numbers, not 1; write it alone"),
        ("MA 5 ten", "MA: ten is not a number; write MA bars …, for example MA 5 10 20"),
        ("MA 0", "MA: bars can be 1 to 1000, not 0; write MA bars …, for example MA 5 10 20"),
        ("MA 2.5", "MA: bars has to be a whole number, not 2.5; write MA bars …, for example MA 5 10 20"),
        ("MA 5 5", "MA: the same number is given twice; write MA bars …, for example MA 5 10 20"),
        ("EMA 2 3 4 5 6 7 8", "EMA: it takes 1 to 6 numbers, not 7; write EMA bars …, for example EMA 12 26"),
        ("RSI -6", "RSI: -6 is not a number; write RSI bars …, for example RSI 6 12 24"),
        ("RSI nan", "RSI: nan is not a number; write RSI bars …, for example RSI 6 12 24"),
        (
            "MACD 26 12 9",
            "MACD: fast has to be below slow; write MACD fast slow signal times, for example MACD 12 26 9 2",
        ),
        (
            "MACD 12 12 9",
            "MACD: fast has to be below slow; write MACD fast slow signal times, for example MACD 12 26 9 2",
        ),
        (
            "SAR 0.02 2",
            "SAR: limit can be 0.001 to 1, not 2; write SAR step limit, for example SAR 0.02 0.2",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(SpecError) as refused:
        Spec.parse(text)
    assert str(refused.value) == told


def test_a_number_that_is_none_is_refused_from_code_too() -> None:
    for value in (float("nan"), float("inf"), -1.0):
        with pytest.raises(SpecError):
            Spec("MA", (value,))
    assert Spec("BOLL", (20.0, 2.0)) == Spec.parse("boll 20 2")
    assert str(Spec("BOLL", (20.0, 2.0))) == "BOLL 20 2"


@pytest.mark.parametrize("kind", INDICATORS)
def test_a_line_takes_eight_bytes_a_bar(kind: str) -> None:
    bars, calculator = walk(20_000), Spec.usual(kind).calculator()
    calculator.rebuild(bars)
    for line in calculator.lines:
        # An array that grows keeps a sixteenth to grow into.
        assert sys.getsizeof(line) <= 8 * len(bars) * 17 / 16 + 200
