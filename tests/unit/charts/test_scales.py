"""Prices and volumes fall on the rows that their size says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.scales import PriceScale, VolumeScale, nice_step

prices = st.floats(0.001, 1e6)
rows = st.integers(2, 80)


@given(prices, prices, prices, prices, rows)
def test_a_higher_price_is_never_drawn_lower(a: float, b: float, c: float, d: float, rows: int) -> None:
    scale = PriceScale.fit(min(a, b), max(a, b), rows, tick=0.01)
    lower, higher = sorted((c, d))
    for per_row in (1, 2, 4):
        assert scale.level(higher, per_row) <= scale.level(lower, per_row)


@given(prices, prices, rows)
def test_what_a_scale_is_fitted_to_is_within_its_rows_with_room_to_spare(
    a: float, b: float, rows: int
) -> None:
    low, high = min(a, b), max(a, b)
    scale = PriceScale.fit(low, high, rows, tick=0.01)
    assert scale.low < low
    assert scale.high > high
    assert scale.suits(low, high, rows, tick=0.01)


def test_a_level_outside_the_scale_stays_at_the_edge() -> None:
    scale = PriceScale(100.0, 110.0, 10)
    assert scale.level(500.0, 2) == 0
    assert scale.level(1.0, 2) == 19


def test_a_price_that_never_moves_lies_in_the_middle() -> None:
    scale = PriceScale.fit(50.0, 50.0, 11, tick=0.05)
    assert scale.row(50.0) == 5
    assert scale.row(50.05) < 5 < scale.row(49.95)


def test_a_scale_is_kept_for_small_moves_and_dropped_when_prices_leave_it_or_fill_little_of_it() -> None:
    scale = PriceScale.fit(100.0, 110.0, 20, tick=0.1)
    assert scale.suits(101.0, 110.4, 20, tick=0.1)
    assert not scale.suits(100.0, 111.0, 20, tick=0.1)
    assert not scale.suits(104.0, 106.0, 20, tick=0.1)
    assert not scale.suits(100.0, 110.0, 21, tick=0.1)


@given(prices, prices, rows, st.integers(2, 6))
def test_price_marks_are_round_in_order_and_on_rows_of_their_own(
    a: float, b: float, rows: int, spacing: int
) -> None:
    scale = PriceScale.fit(min(a, b), max(a, b), rows, tick=0.001)
    marks = scale.marks(3, spacing)
    assert [mark.price for mark in marks] == sorted((mark.price for mark in marks), reverse=True)
    assert len({mark.row for mark in marks}) == len(marks)
    assert all(mark.price == round(mark.price, 3) for mark in marks)
    assert all(mark.row == scale.row(mark.price) for mark in marks)


def test_marks_step_by_one_two_or_five() -> None:
    scale = PriceScale(505.0, 515.0, 20)
    assert [mark.price for mark in scale.marks(2, 4)] == [514.0, 512.0, 510.0, 508.0, 506.0]


@given(st.floats(1e-6, 1e12))
def test_a_nice_step_is_the_next_one_two_or_five_of_a_power_of_ten(value: float) -> None:
    step = nice_step(value)
    assert value * (1 - 1e-6) <= step <= value * 2.5 * (1 + 1e-6)
    mantissa = step / 10 ** math.floor(math.log10(step * (1 + 1e-12)))
    assert min(abs(mantissa - nice) for nice in (1, 2, 5, 10)) < 1e-6


@pytest.mark.parametrize(
    ("volume", "column"),
    [(0, "  "), (1, " ▁"), (250, " ▄"), (500, " █"), (750, "▄█"), (1000, "██"), (4000, "██")],
)
def test_a_volume_fills_its_column_by_eighths(volume: float, column: str) -> None:
    assert VolumeScale(1000.0, 2).column(volume) == column


def test_a_volume_scale_goes_up_to_a_round_number_and_lasts_until_that_is_passed() -> None:
    scale = VolumeScale.fit(312_000, 3)
    assert scale.top == 500_000
    assert scale.suits(480_000, 3)
    assert not scale.suits(500_001, 3)
    assert VolumeScale.fit(0, 3).column(0) == "   "
