"""Price steps: the exchanges' tables where the gateway agrees, its own step where not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol import Market
from futu_tui.trading.ticks import ANY_PRICE, TABLES, PriceSteps

HK = PriceSteps.of(Market.HK, None, None)
prices = st.decimals("0.001", "9999", places=3)
tables = st.sampled_from(sorted(TABLES)).map(lambda market: PriceSteps(TABLES[market]))


@pytest.mark.parametrize(
    ("price", "step"),
    [
        ("0.1", "0.001"),
        ("0.25", "0.005"),
        ("0.5", "0.01"),
        ("10", "0.01"),
        ("20", "0.02"),
        ("50", "0.05"),
        ("100", "0.1"),
        ("200", "0.2"),
        ("500", "0.5"),
        ("1000", "1"),
        ("2000", "2"),
        ("5000", "5"),
    ],
)
def test_hong_kongs_table(price: str, step: str) -> None:
    assert HK.step_above(Decimal(price)) == Decimal(step)
    assert HK.step_below(Decimal(price)) <= Decimal(step)


@pytest.mark.parametrize(
    ("price", "down", "up"),
    [
        ("20", "19.99", "20.02"),
        ("0.25", "0.249", "0.255"),
        ("500", "499.8", "500.5"),
        ("19.995", "19.99", "20"),
    ],
)
def test_a_step_across_a_bands_edge_is_of_the_band_it_leads_through(price: str, down: str, up: str) -> None:
    assert HK.down(Decimal(price)) == Decimal(down)
    assert HK.up(Decimal(price)) == Decimal(up)


@given(tables, prices)
def test_walking_stays_on_the_steps(steps: PriceSteps, price: Decimal) -> None:
    up, down = steps.up(price), steps.down(price)
    assert steps.fits(up)
    assert steps.fits(down)
    assert price < up
    lowest = steps.bands[0].step
    assert down <= price or down == lowest
    assert steps.up(down) >= price
    assert steps.floor(price) <= price or price < lowest
    assert price <= steps.ceiling(price)
    if steps.fits(price):
        assert steps.floor(price) == steps.ceiling(price) == price
        assert steps.down(up) == price


@given(tables, prices)
def test_a_double_of_the_wire_is_the_price_that_is_meant(steps: PriceSteps, price: Decimal) -> None:
    on_step = steps.floor(price) if price >= steps.bands[0].step else steps.bands[0].step
    assert steps.nearest(float(on_step)) == on_step
    assert steps.nearest(float(on_step) * (1 + 1e-13)) == on_step


def test_a_step_that_the_table_does_not_have_holds_near_its_price_and_elsewhere_everything_fits() -> None:
    fund = PriceSteps.of(Market.HK, 0.05, 512.0)
    assert not fund.fits(Decimal("512.03"))
    assert fund.fits(Decimal("512.05"))
    assert fund.up(Decimal("512.05")) == Decimal("512.10")
    assert fund.fits(Decimal("99.99"))
    assert not fund.fits(Decimal(0))


def test_funds_and_contracts_do_not_follow_the_shares_table() -> None:
    fund = PriceSteps.of(Market.HK, 0.02, 26.12, shares=False)
    assert fund.up(Decimal("50.00")) == Decimal("50.02")


def test_where_nothing_is_known_everything_fits_and_a_cent_is_walked() -> None:
    assert PriceSteps.of(Market.SG, None, 3.0) is ANY_PRICE
    assert ANY_PRICE.fits(Decimal("3.1415"))
    assert ANY_PRICE.up(Decimal("3.14")) == Decimal("3.15")


@pytest.mark.parametrize(
    ("market", "price", "text"),
    [
        (Market.HK, "512.5", "512.50"),
        (Market.HK, "0.249", "0.249"),
        (Market.HK, "1468", "1,468.00"),
        (Market.US, "0.1234", "0.1234"),
        (Market.HK, "512.475", "512.475"),
    ],
)
def test_prices_are_written_with_the_decimals_of_their_step(market: Market, price: str, text: str) -> None:
    assert PriceSteps(TABLES[market]).text(Decimal(price)) == text
