"""A screen, under any criteria: whoever meets them all is in, whoever fails one is out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.paper.financials import Period
from futu_tui.paper.market import PaperMarket
from futu_tui.paper.screen_fields import Candidate, cut
from futu_tui.paper.screener import Accumulated, Base, Bounds, Figure, Financial, screen
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter

from .conftest import ManualClock

NUMBERS = sorted(
    set(stock_filter.StockField.values())
    - {stock_filter.StockField_Unknown, stock_filter.StockField_StockCode, stock_filter.StockField_StockName}
)


@cache
def _market() -> PaperMarket:
    return PaperMarket(clock=ManualClock(), symbols=[Security.parse("HK.800700"), Security.parse("US.NIO")])


_FIGURES: st.SearchStrategy[Callable[[Bounds, int], Figure]] = st.one_of(
    st.sampled_from(NUMBERS).map(lambda field: lambda bounds, sort: Base(bounds, sort, field)),
    st.tuples(st.sampled_from(stock_filter.AccumulateField.values()[1:]), st.integers(1, 60)).map(
        lambda asked: lambda bounds, sort: Accumulated(bounds, sort, *asked)
    ),
    st.tuples(st.sampled_from(stock_filter.FinancialField.values()[1:]), st.sampled_from(list(Period))).map(
        lambda asked: lambda bounds, sort: Financial(bounds, sort, *asked)
    ),
)
_CRITERIA = st.lists(
    st.tuples(_FIGURES, st.floats(0, 1), st.floats(0, 1), st.integers(0, 2), st.booleans()), max_size=4
)


def _candidates() -> list[Candidate]:
    return [
        Candidate(_market(), each, each.name_en) for each in _market().listings.values() if each.sec_type == 3
    ]


def _bounded(
    candidates: list[Candidate], make: Any, one: float, other: float, sort: int, applies: bool
) -> Figure:
    """Bounds at two of the values that the securities have, so that they matter."""
    values = sorted(
        value for each in candidates if isinstance(value := make(Bounds(), 0).value(each), float)
    ) or [0.0]
    low, high = sorted(values[min(int(part * len(values)), len(values) - 1)] for part in (one, other))
    return make(Bounds(low, high, applies), sort)  # type: ignore[no-any-return]


def _screened(candidates: list[Candidate], criteria: list[Figure]) -> list[Candidate]:
    work = screen(candidates, criteria, _no_history)
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


def _no_history(_: Candidate) -> Iterator[None]:
    return iter(())


@settings(max_examples=60, deadline=None)
@given(_CRITERIA)
def test_who_is_in_meets_all_and_who_is_out_fails_one(asked: list[Any]) -> None:
    candidates = _candidates()
    criteria = [_bounded(candidates, *each) for each in asked]
    found = _screened(candidates, criteria)

    def fits(candidate: Candidate) -> bool:
        return all(
            isinstance(value := each.value(candidate), float) and each.bounds.low <= value <= each.bounds.high
            for each in criteria
            if each.bounds.applies
        )

    assert {each.security for each in found} == {each.security for each in candidates if fits(each)}
    sorts = [each for each in criteria if each.sort]
    if sorts:
        values = [value for each in found if isinstance(value := sorts[0].value(each), float)]
        assert values == sorted(values, reverse=sorts[0].sort == 2)


@given(st.floats(-1e12, 1e12))
def test_cutting_goes_toward_zero_and_keeps_three_decimals(value: float) -> None:
    assert abs(cut(value) - value) <= 1e-3 + abs(value) * 1e-12
    assert abs(cut(value)) <= abs(value) + 2e-9 + abs(value) * 1e-12


@pytest.mark.parametrize(("value", "kept"), [(0.29, 0.29), (-1.2349, -1.234), (2.0, 2.0), (7.0079, 7.007)])
def test_decimals_beyond_the_third_are_dropped(value: float, kept: float) -> None:
    assert cut(value) == kept
