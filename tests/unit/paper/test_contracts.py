"""Which contracts there are: codes, days of expiry, strikes, issues."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.derivatives.calendar import (
    expirations,
    future_months,
    hk_month,
    is_expiration,
    last_trading_day,
    us_month,
)
from futu_tui.paper.derivatives.classes import FUTURES, OPTIONS, Cycle, interval
from futu_tui.paper.derivatives.codes import Kind, contract_size, kind_of
from futu_tui.paper.derivatives.contracts import (
    future_code,
    option_code,
    read_future,
    read_option,
)
from futu_tui.paper.derivatives.crowd import traded_by
from futu_tui.paper.derivatives.listing import Derivatives
from futu_tui.paper.derivatives.model import Model
from futu_tui.paper.derivatives.warrants import AHEAD, Warrants
from futu_tui.paper.trading_days import is_trading_day
from futu_tui.paper.universe import real_listings
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

CASH = real_listings()
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def listing(today: date) -> Derivatives:
    return Derivatives(
        CASH, Model(1, CASH), lambda market: today, lambda owner: (CASH[owner].price / UNIT,) * 2
    )


@given(
    st.sampled_from(list(OPTIONS.values())),
    days,
    st.booleans(),
    st.integers(1, 400_000).map(lambda n: n / 20),
)
def test_an_options_code_says_its_terms(of: object, expiry: date, call: bool, strike: float) -> None:
    assert read_option(option_code(of, expiry, call, strike)) == (of, expiry, call, pytest.approx(strike))


@given(st.sampled_from(list(FUTURES.values())), days.map(lambda day: day.replace(day=1)) | st.none())
def test_a_futures_code_says_its_month(of: object, month: date | None) -> None:
    assert read_future(future_code(of, month)) == (of, month)


@pytest.mark.parametrize(
    ("symbol", "kind", "size"),
    [
        ("US.AAPL261218C270000", Kind.OPTION, 100),
        ("HK.ALB261230P130000", Kind.OPTION, 500),
        ("HK.HSI261230C26000000", Kind.OPTION, 50),
        ("HK.HSI2612", Kind.FUTURE, 50),
        ("HK.MHImain", Kind.FUTURE, 10),
        ("HK.13009", Kind.WARRANT, 1),
        ("HK.00700", None, 1),
        ("HK.800000", None, 1),
        ("US.AAPL", None, 1),
        ("US.AAPL261318C270000", None, 1),
        ("US.AAPL261218X270000", None, 1),
        ("US.13009", None, 1),
        ("HK.AAPL261218C270000", None, 1),
        ("US.ES2613", None, 1),
    ],
)
def test_a_code_tells_what_it_is_and_what_it_is_for(symbol: str, kind: Kind | None, size: int) -> None:
    security = Security.parse(symbol)
    assert (kind_of(security), contract_size(security)) == (kind, size)


@given(st.sampled_from(Cycle), days)
def test_options_expire_on_trading_days_that_their_rule_has(cycle: Cycle, today: date) -> None:
    market = Market.US if cycle in (Cycle.US_WEEKLY, Cycle.US_DAILY) else Market.HK
    listed = [day for day, _ in expirations(cycle, today)]
    assert listed == sorted(set(listed))
    assert listed[0] >= today
    assert all(is_trading_day(market, day) and is_expiration(cycle, day) for day in listed)
    assert (listed[0] - today).days <= 14


def test_the_rules_of_real_months() -> None:
    assert us_month(date(2026, 6, 1)) == date(2026, 6, 18)  # the third Friday is Juneteenth
    assert us_month(date(2026, 12, 1)) == date(2026, 12, 18)
    assert hk_month(date(2026, 12, 1)) == date(2026, 12, 30)
    assert hk_month(date(2026, 11, 1)) == date(2026, 11, 27)
    nearest = [day for day, _ in expirations(Cycle.US_WEEKLY, date(2026, 11, 24))][:5]
    assert [f"{day:%m%d}" for day in nearest] == ["1127", "1204", "1211", "1218", "1224"]


@given(days)
def test_a_future_has_a_nearest_month_that_has_not_ended(today: date) -> None:
    for quarterly, market in ((True, Market.US), (False, Market.HK)):
        months = future_months(today, quarterly=quarterly)
        assert len(months) == (5 if quarterly else 4)
        assert months == sorted(set(months))
        assert last_trading_day(market, months[0]) >= today


@pytest.mark.parametrize("of", OPTIONS.values(), ids=lambda of: of.root)
def test_strikes_lie_around_the_price_on_the_classs_steps(of: object) -> None:
    derivatives = listing(date(2026, 11, 23))
    spot = CASH[of.owner].price / UNIT
    for expiry, _ in derivatives.expirations(of):
        strikes = derivatives.strikes(of, expiry)
        assert strikes[0] < spot * 0.97
        assert strikes[-1] > spot * 1.03
        table = of.near if (expiry - date(2026, 11, 23)).days <= 60 else of.far
        for one, next_one in pairwise(strikes):
            assert next_one - one == pytest.approx(interval(table, one)) or interval(table, one) != interval(
                table, next_one
            )
        for call, put in derivatives.chain(of, expiry):
            assert call.contract.strike == put.contract.strike
            assert (call.contract.call, put.contract.call) == (True, False)
            assert derivatives.find(call.security) is call


def test_codes_that_no_class_lists_are_nothing() -> None:
    derivatives = listing(date(2026, 11, 23))
    for symbol in (
        "US.AAPL261125C270000",
        "US.AAPL261204C270130",
        "US.AAPL261204C9000000",
        "US.ES2611",
        "HK.HSI2701",
    ):
        assert derivatives.find(Security.parse(symbol)) is None
    assert derivatives.find(Security.parse("US.AAPL261120C270000")) is not None  # expired, but it was there


@given(days)
def test_an_issues_code_and_terms_do_not_depend_on_the_day_that_asks(today: date) -> None:
    issues = Warrants(dict(list(CASH.items())[:3]))
    out = list(issues.out(today))
    assert len({each.security for each in out}) == len(out)
    for each in out[::5]:
        contract = each.contract
        assert contract.listed - timedelta(AHEAD) <= today <= contract.expiry
        assert contract.listed < contract.last_trade < contract.expiry
        assert issues.find(each.security, today) == each
        assert issues.find(each.security, contract.expiry + timedelta(30)) == each
        assert contract.type.is_callable is bool(contract.call_price)


def test_the_surface_leaves_no_money_on_the_table() -> None:
    """A lower strike costs a call no less, however the volatilities lie."""
    model = Model(1, CASH)
    derivatives = listing(date(2026, 11, 23))
    instant = 1_795_401_727.0
    for of in OPTIONS.values():
        spot = CASH[of.owner].price / UNIT
        for expiry, _ in derivatives.expirations(of):
            chain = list(derivatives.chain(of, expiry))
            calls = [model.value(call.contract, spot, instant) for call, _ in chain]
            puts = [model.value(put.contract, spot, instant) for _, put in chain]
            assert all(one >= next_one for one, next_one in pairwise(calls)), (of.root, expiry)
            assert all(one <= next_one for one, next_one in pairwise(puts)), (of.root, expiry)


@given(st.integers(1, 10_000_000), st.sampled_from([1, 100, 10_000]), st.lists(st.floats(0, 1), min_size=2))
def test_a_days_volume_only_grows_and_comes_to_the_whole(lots: int, lot: int, moments: list[float]) -> None:
    volume = lots * lot
    so_far = [traded_by(volume, moment, lot) for moment in sorted(moments)]
    assert so_far == sorted(so_far)
    assert all(lot <= each <= volume and each % lot == 0 for each in so_far)
    assert traded_by(volume, 1.0, lot) == volume
