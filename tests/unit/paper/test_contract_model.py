"""What contracts are worth on the paper market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.derivatives.calendar import last_trading_day
from futu_tui.paper.derivatives.classes import FUTURES
from futu_tui.paper.derivatives.contracts import Future, Warrant, WarrantType, future_code
from futu_tui.paper.derivatives.maker import Fair, touch
from futu_tui.paper.derivatives.model import INLINE_LOSE, INLINE_WIN, RATES, Model, expiry_instant
from futu_tui.paper.derivatives.pricing import price
from futu_tui.paper.derivatives.warrants import Warrants
from futu_tui.paper.sessions import at_minute
from futu_tui.paper.universe import Instrument, real_listings
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

from .conftest import TENCENT

CASH = real_listings()
MODEL = Model(1, CASH)
TODAY = date(2026, 11, 23)
NOW = at_minute(Market.HK, TODAY, 630)
ISSUES = [each for each in Warrants({TENCENT: CASH[TENCENT]}).out(TODAY) if each.listed <= TODAY]
spots = st.floats(250, 1_000)


def of(*types: WarrantType) -> list[Warrant]:
    contracts = [each.contract for each in ISSUES]
    return [each for each in contracts if isinstance(each, Warrant) and each.type in types]


@given(spots)
def test_calls_and_puts_are_options_in_small_pieces(spot: float) -> None:
    for warrant in of(WarrantType.CALL, WarrantType.PUT):
        terms = MODEL.option_terms(warrant, spot, NOW)
        assert terms.call is (warrant.type is WarrantType.CALL)
        whole = price(terms, MODEL.volatility(warrant, NOW))
        assert MODEL.value(warrant, spot, NOW) == pytest.approx(whole / warrant.conversion)


@given(spots)
def test_bulls_and_bears_go_with_the_underlying_and_cost_their_funding(spot: float) -> None:
    for warrant in of(WarrantType.BULL, WarrantType.BEAR):
        worth = MODEL.value(warrant, spot, NOW) * warrant.conversion
        away = spot - warrant.strike if warrant.type is WarrantType.BULL else warrant.strike - spot
        years = MODEL.years(warrant, NOW)
        if away > 0:
            assert away < worth < away + 0.06 * years * warrant.strike + 1e-9
            assert worth - away > 0.05 * years * warrant.strike
        assert MODEL.value(warrant, spot, expiry_instant(warrant, Market.HK)) == pytest.approx(
            max(away, 0) / warrant.conversion
        )


@given(spots)
def test_inline_warrants_pay_by_where_it_ends(spot: float) -> None:
    for warrant in of(WarrantType.INLINE):
        assert 0.97 * INLINE_LOSE <= MODEL.value(warrant, spot, NOW) <= INLINE_WIN
        inside = warrant.lower <= spot <= warrant.upper
        ended = MODEL.value(warrant, spot, expiry_instant(warrant, Market.HK))
        assert ended == (INLINE_WIN if inside else INLINE_LOSE)


@pytest.mark.parametrize("future_class", FUTURES.values(), ids=lambda each: each.root)
def test_a_future_carries_rates_and_dividends_and_ends_at_the_index(future_class: object) -> None:
    market, owner = future_class.market, future_class.owner
    now = at_minute(market, TODAY, 630)
    month = date(2027, 3, 1)
    contract = Future(future_class, month, last_trading_day(market, month), future_code(future_class, month))
    years = MODEL.years(contract, now)
    assert years == pytest.approx((contract.expiry - TODAY).days / 365, abs=0.001)
    carry = RATES[market] - MODEL.dividends(owner, 2025)
    assert 0 < MODEL.dividends(owner, 2025) < 0.04
    assert MODEL.value(contract, 10_000, now) == pytest.approx(10_000 * exp(carry * years))
    assert MODEL.value(contract, 10_000, expiry_instant(contract, market)) == 10_000


def test_the_continuous_contract_is_worth_what_its_nearest_month_is() -> None:
    future_class = FUTURES[Market.HK, "HSI"]
    main = Future(future_class, None, date(2026, 11, 27), Security(Market.HK, "HSI2611"))
    for day, month in ((TODAY, date(2026, 11, 1)), (date(2026, 11, 28), date(2026, 12, 1))):
        nearest = Future(
            future_class, month, last_trading_day(Market.HK, month), future_code(future_class, month)
        )
        instant = at_minute(Market.HK, day, 630)
        assert MODEL.value(main, 25_000, instant) == MODEL.value(nearest, 25_000, instant)


@given(st.sampled_from(ISSUES), st.floats(0, 50), st.floats(0, 2))
def test_a_maker_shows_two_prices_on_the_step_around_the_fair_one(
    instrument: Instrument, value: float, vega: float
) -> None:
    bid, ask = touch(instrument, Fair(value, vega))
    assert bid < ask
    assert instrument.ticks.fits(ask)
    assert bid == 0 or instrument.ticks.fits(bid)
    assert bid <= value * UNIT or bid == 0
    assert ask >= value * UNIT or value * UNIT < ask + 1


def test_volatility_falls_with_the_strike_and_with_the_time_to_go() -> None:
    """The skew of equities, and a near end that stands above the far one."""
    warrants = sorted(of(WarrantType.CALL), key=lambda warrant: warrant.strike)
    low, high = warrants[0], warrants[-1]
    same = replace(high, expiry=low.expiry, issuer=low.issuer)
    assert MODEL.volatility(low, NOW) > MODEL.volatility(same, NOW)
    later = replace(low, expiry=low.expiry + timedelta(600), strike=512.0)
    sooner = replace(low, strike=512.0)
    assert MODEL.volatility(sooner, NOW) > MODEL.volatility(later, NOW)
