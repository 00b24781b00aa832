"""Bounds as a person writes them, and as a request takes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.lookups.bounds import Bounds, BoundsError

NUMBERS = st.none() | st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)


@given(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: None in pair or pair[0] <= pair[1]))
def test_what_is_written_reads_as_it_was(pair: tuple[Decimal | None, Decimal | None]) -> None:
    bounds = Bounds(*pair)
    assert Bounds.parse(str(bounds)) == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("", (None, None)),
        ("..", (None, None)),
        (" 1.5 .. 20k ", (Decimal("1.5"), Decimal(20_000))),
        ("-.5..-0.1", (Decimal("-0.5"), Decimal("-0.1"))),
        ("3", (Decimal(3), Decimal(3))),
        ("1,000..", (Decimal(1000), None)),
    ],
)
def test_an_end_may_be_missing(text: str, bounds: tuple[Decimal | None, Decimal | None]) -> None:
    assert Bounds.parse(text) == bounds


@pytest.mark.parametrize(
    ("text", "words"),
    [("x..", "no number"), ("1..2..3", "no number"), ("5..1", "5 is above 1"), ("--1", "no number")],
)
def test_what_is_none_is_refused_with_what_to_write(text: str, words: str) -> None:
    with pytest.raises(BoundsError, match=words):
        Bounds.parse(text)


def test_only_ends_that_are_there_are_asked_for() -> None:
    assert Bounds(None, Decimal("2.5")).fields("delta") == {"deltaMax": 2.5}
    whole = Bounds(Decimal(1), Decimal(9)).fields("vol", int)
    assert whole == {"volMin": 1, "volMax": 9}
    assert all(isinstance(number, int) for number in whole.values())
