"""Options by Black and Scholes: what must hold whatever the numbers."""

from __future__ import annotations

from math import exp, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from futu_tui.paper.derivatives.pricing import Terms, chance_between, greeks, implied_volatility, price

volatilities = st.floats(0.05, 1.5)


@st.composite
def terms(draw: st.DrawFn, *, least_years: float = 0.0) -> Terms:
    """Strikes within three standard deviations or so of a yearly volatility of 100%."""
    spot = draw(st.floats(0.5, 30_000))
    return Terms(
        call=draw(st.booleans()),
        spot=spot,
        strike=spot * exp(draw(st.floats(-1.0, 1.0))),
        years=draw(st.floats(least_years, 3.0)),
        rate=draw(st.floats(0, 0.08)),
        dividends=draw(st.floats(0, 0.08)),
    )


def test_a_textbook_price() -> None:
    """Hull, Options, Futures, and Other Derivatives: 42, 40, 10%, 20%, half a year."""
    call = Terms(True, 42, 40, 0.5, 0.1, 0)
    assert price(call, 0.2) == pytest.approx(4.76, abs=0.005)
    assert price(call._replace(call=False), 0.2) == pytest.approx(0.81, abs=0.005)
    assert greeks(call, 0.2).delta == pytest.approx(0.7791, abs=0.0001)


@given(terms(), volatilities)
def test_puts_and_calls_are_one_price(given_terms: Terms, volatility: float) -> None:
    call, put = given_terms._replace(call=True), given_terms._replace(call=False)
    paid = call.strike * exp(-call.rate * call.years)
    got = call.spot * exp(-call.dividends * call.years)
    assert price(call, volatility) - price(put, volatility) == pytest.approx(got - paid, abs=1e-9 * call.spot)


@given(terms(), volatilities)
def test_a_price_lies_between_its_bounds(given_terms: Terms, volatility: float) -> None:
    assert given_terms.floor <= price(given_terms, volatility) <= given_terms.ceiling * (1 + 1e-12)


@given(terms(least_years=0.01), volatilities)
def test_it_rises_with_volatility_and_the_right_way_with_strike_and_spot(
    given_terms: Terms, volatility: float
) -> None:
    now = price(given_terms, volatility)
    slack = 1e-9 * given_terms.spot
    assert price(given_terms, volatility * 1.1) >= now - slack
    sign = 1 if given_terms.call else -1
    assert sign * (price(given_terms._replace(strike=given_terms.strike * 1.05), volatility) - now) <= slack
    assert sign * (price(given_terms._replace(spot=given_terms.spot * 1.05), volatility) - now) >= -slack


@given(terms(least_years=0.02), volatilities)
def test_the_implied_volatility_is_the_one_that_made_the_price(given_terms: Terms, volatility: float) -> None:
    value = price(given_terms, volatility)
    assume(greeks(given_terms, volatility).vega > 1e-6 * given_terms.spot)
    found = implied_volatility(given_terms, value)
    assert found == pytest.approx(volatility, rel=1e-4)


@given(terms())
def test_no_volatility_makes_a_price_out_of_bounds(given_terms: Terms) -> None:
    assert implied_volatility(given_terms, given_terms.floor) is None
    assert implied_volatility(given_terms, given_terms.ceiling * 1.01) is None


@given(terms(least_years=0.05), st.floats(0.1, 1.0))
def test_greeks_are_how_the_price_moves(given_terms: Terms, volatility: float) -> None:
    told = greeks(given_terms, volatility)
    step = given_terms.spot * 1e-4

    def moved(**changed: float) -> float:
        return price(given_terms._replace(**changed), volatility)

    up, down = moved(spot=given_terms.spot + step), moved(spot=given_terms.spot - step)
    assume(down > given_terms._replace(spot=given_terms.spot - step).floor)
    assert (up - down) / (2 * step) == pytest.approx(told.delta, abs=2e-4)
    spread = volatility * sqrt(given_terms.years)
    curve = (up - 2 * price(given_terms, volatility) + down) / step**2
    assert curve * given_terms.spot == pytest.approx(told.gamma * given_terms.spot, abs=1e-3 / spread)
    vega = (price(given_terms, volatility + 1e-4) - price(given_terms, volatility - 1e-4)) / 0.02
    assert vega == pytest.approx(told.vega, abs=1e-4 * given_terms.spot)
    theta = (moved(years=given_terms.years - 1e-4) - moved(years=given_terms.years + 1e-4)) / (2e-4 * 365)
    assert theta == pytest.approx(told.theta, abs=1e-4 * given_terms.spot)
    rho = (moved(rate=given_terms.rate + 1e-4) - moved(rate=given_terms.rate - 1e-4)) / 0.02
    assert rho == pytest.approx(told.rho, abs=1e-4 * given_terms.spot)


@given(terms(), volatilities, st.floats(0.5, 0.99), st.floats(1.01, 2.0))
def test_a_range_and_what_lies_outside_it_are_all_there_is(
    given_terms: Terms, volatility: float, below: float, above: float
) -> None:
    lower, upper = given_terms.spot * below, given_terms.spot * above
    inside = chance_between(given_terms, lower, upper, volatility)
    under = chance_between(given_terms, 1e-300, lower, volatility)
    over = chance_between(given_terms, upper, 1e300, volatility)
    assert 0 <= inside <= 1
    if given_terms.years > 1e-6:
        assert under + inside + over == pytest.approx(1)
