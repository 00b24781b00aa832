"""Prices sit on the steps that the markets prescribe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper import ticks
from futu_tui.paper.universe import real_listings
from futu_tui.paper.views import UNIT

TABLES = [ticks.HONG_KONG, ticks.UNITED_STATES, ticks.MAINLAND, ticks.MAINLAND_FUNDS]


@pytest.mark.parametrize(
    ("price", "step"),
    [
        (0.2, 0.001),
        (0.25, 0.005),
        (0.5, 0.01),
        (15, 0.01),
        (20, 0.02),
        (54.35, 0.05),
        (131.4, 0.1),
        (402.2, 0.2),
        (512, 0.5),
        (1500, 1),
        (2500, 2),
        (6000, 5),
    ],
)
def test_hong_kong_steps(price: float, step: float) -> None:
    assert ticks.HONG_KONG.step(round(price * UNIT)) == round(step * UNIT)


def test_us_steps_are_finer_below_a_dollar() -> None:
    assert ticks.UNITED_STATES.step(9_999) == 1
    assert ticks.UNITED_STATES.step(10_000) == 100


@given(st.sampled_from(TABLES), st.integers(1, 90_000_000))
def test_rounding_lands_on_a_step_that_is_near(table: ticks.TickTable, price: int) -> None:
    rounded = table.round(price)
    assert table.fits(rounded)
    assert abs(rounded - price) <= table.step(price)


@given(st.sampled_from(TABLES), st.integers(1, 9_000_000))
def test_a_step_up_and_one_down_lead_back(table: ticks.TickTable, price: int) -> None:
    price = table.round(price)
    above = price + table.step(price)
    assert table.fits(above)
    assert above - table.step_below(above) == price


def test_every_listing_starts_on_a_step() -> None:
    assert all(listing.ticks.fits(listing.price) for listing in real_listings().values())
