"""How numbers and times are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui import format as fmt

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


@pytest.mark.parametrize(
    ("tick", "decimals"),
    [
        (0.001, 3),
        (0.005, 3),
        (0.01, 2),
        (0.05, 2),
        (0.2, 1),
        (0.5, 1),
        (1, 0),
        (5, 0),
        (0.0001, 4),
        (None, 2),
        (0, 2),
    ],
)
def test_a_tick_gives_the_decimals_that_show_it(tick: float | None, decimals: int) -> None:
    assert fmt.decimals_of(tick) == decimals


@pytest.mark.parametrize(
    ("value", "tick", "text"),
    [(512.5000000001, 0.05, "512.50"), (1468, 0.01, "1,468.00"), (0.3049999, 0.005, "0.305"), (2.5, 1, "2")],
)
def test_a_wire_double_is_shown_on_its_tick(value: float, tick: float, text: str) -> None:
    assert fmt.price_at_tick(value, tick) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(6.5, "+6.50"), (-0.6, "-0.60"), (0, "0.00"), (-0.001, "0.00"), (0.004, "0.00"), (1234.5, "+1,234.50")],
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value: float, text: str) -> None:
    assert fmt.change(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (999, "999"), (999.6, "1.0K"), (1234, "1.2K"), (999_949, "999.9K"), (999_950, "1.0M"),
        (12_400_000, "12.4M"), (102_900_000, "102.9M"), (7.77e9, "7.8B"), (-1200, "-1.2K"),
    ],
)  # fmt: skip
def test_volume_is_compact(value: float, text: str) -> None:
    assert fmt.volume(value) == text


@given(finite)
def test_volume_takes_six_characters_at_most(value: float) -> None:
    assert len(fmt.volume(value).lstrip("-")) <= 6


@given(finite, finite)
def test_volume_never_makes_the_larger_look_smaller(a: float, b: float) -> None:
    units = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}

    def read(text: str) -> float:
        return float(text[:-1]) * units[text[-1]] if text[-1] in units else float(text)

    low, high = sorted((a, b))
    assert read(fmt.volume(low)) <= read(fmt.volume(high))


@given(st.floats(), st.integers(0, 6))
def test_every_double_is_written_and_reads_back_rounded(value: float, decimals: int) -> None:
    text = fmt.price(value, decimals)
    if not math.isfinite(value):
        assert text == "-"
    else:
        assert math.isclose(float(text.replace(",", "")), value, rel_tol=1e-12, abs_tol=0.51 * 10**-decimals)


@pytest.mark.parametrize(
    "write", [fmt.price, fmt.change, fmt.percent, fmt.volume, fmt.money, fmt.profit, fmt.quantity]
)
@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_known_is_a_dash(write: object, value: float | None) -> None:
    assert callable(write)
    assert write(value) == "-"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1200, "1,200"), (0.25, "0.25"), (100.0, "100"), (1e-8, "0.00000001"), (0.1 + 0.2, "0.3")],
)
def test_a_quantity_keeps_its_fraction(value: float, text: str) -> None:
    assert fmt.quantity(value) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2025-03-04 10:42:07.123", "10:42:07"),
        ("2025-03-04 10:42:07", "10:42:07"),
        ("10:42:07", "10:42:07"),
        ("", "-"),
    ],
)
def test_time_of_day_is_cut_from_the_wires_text(text: str, shown: str) -> None:
    assert fmt.time_of_day(text) == shown


def test_a_clock_is_in_the_markets_zone() -> None:
    assert fmt.clock(1_700_000_000, "Asia/Hong_Kong") == "06:13:20"
    assert fmt.clock(1_700_000_000, "America/New_York", seconds=False) == "17:13"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.9, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (200_000, "2 d"), (-1, "0 s"), (None, "-")],
)
def test_age_is_in_the_largest_unit(seconds: float | None, text: str) -> None:
    assert fmt.age(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.012, "12 ms"), (0.0004, "0.4 ms"), (0.9994, "999 ms"), (1.23, "1.2 s"), (None, "-")],
)
def test_a_round_trip_is_in_milliseconds(seconds: float | None, text: str) -> None:
    assert fmt.milliseconds(seconds) == text
