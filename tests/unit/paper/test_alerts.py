"""Price alerts: when one tells, how often, and what there may be of them."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.alert_watch import AlertWatch, Fired
from futu_tui.paper.alerts import REST_SECONDS, Alert, AlertError, Alerts, default_sessions, rounded
from futu_tui.paper.market import BookChanged, QuoteChanged
from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import MOST_OF_A_TYPE, AlertFrequency, AlertSession, AlertType
from tests.unit.paper.conftest import APPLE, HANG_SENG, TENCENT, ManualClock, MovedMarket

MONDAY = date(2026, 11, 23)
OPEN = AlertSession.OPEN

values = st.floats(0.001, 1e6)
courses = st.lists(st.tuples(values, st.integers(0, 3), st.floats(0.1, 200)), max_size=60)
"""What is looked at: the value, how many days later, how many seconds later."""


def alert(kind: AlertType, value: float, frequency: AlertFrequency = AlertFrequency.ALWAYS) -> Alert:
    return Alert(1, TENCENT, kind, value, frequency, "", (OPEN,))


def told(alert: Alert, course: list[tuple[float, int, float]]) -> list[tuple[float, date, float]]:
    """(value, day, time) of each look that was told of."""
    found, day, now = [], MONDAY, 1e9
    for value, days, seconds in course:
        day += timedelta(days)
        now += seconds + days * 86_400
        if alert.observe(value, OPEN, day, now):
            found.append((value, day, now))
    return found


@given(st.sampled_from(AlertType), values, st.sampled_from(AlertFrequency), courses)
def test_only_what_came_true_is_told_of(
    kind: AlertType, level: float, frequency: AlertFrequency, course: list[tuple[float, int, float]]
) -> None:
    floor = kind in (AlertType.PRICE_DOWN, AlertType.ASK_DOWN)
    came_true = [value <= level if floor else value >= level for value, _, _ in course]
    watched = alert(kind, level, frequency)
    found = told(watched, course)
    assert bool(found) is any(came_true)
    assert all(value <= level if floor else value >= level for value, _, _ in found)
    if found:  # the first is told of at once
        assert found[0][0] == course[came_true.index(True)][0]


@given(values, courses)
def test_once_tells_once_and_stops(level: float, course: list[tuple[float, int, float]]) -> None:
    watched = alert(AlertType.PRICE_UP, level, AlertFrequency.ONCE)
    found = told(watched, course)
    assert len(found) <= 1
    assert watched.enabled is not bool(found)


@given(values, courses)
def test_once_a_day_tells_on_every_day_on_which_it_is_true(
    level: float, course: list[tuple[float, int, float]]
) -> None:
    days, day = [], MONDAY
    for value, later, _ in course:
        day += timedelta(later)
        if value >= level and day not in days:
            days.append(day)
    found = told(alert(AlertType.PRICE_UP, level, AlertFrequency.ONCE_A_DAY), course)
    assert [on for _, on, _ in found] == days


@given(values, courses)
def test_always_tells_only_when_it_becomes_true_and_rests_in_between(
    level: float, course: list[tuple[float, int, float]]
) -> None:
    found = told(alert(AlertType.PRICE_UP, level), course)
    true_before, crossings = False, 0
    for value, _, _ in course:
        crossings += value >= level and not true_before
        true_before = value >= level
    assert len(found) <= crossings
    times = [at for _, _, at in found]
    assert all(later - earlier >= REST_SECONDS for earlier, later in itertools.pairwise(times))


def test_always_tells_again_after_it_was_untrue() -> None:
    watched = alert(AlertType.PRICE_UP, 500.0)
    course = [(501.0, 0, 1.0), (502.0, 0, 100.0), (499.0, 0, 1.0), (500.0, 0, 1.0)]
    assert [value for value, _, _ in told(watched, course)] == [501.0, 500.0]


def test_one_that_was_started_or_changed_waits_anew() -> None:
    alerts = Alerts()
    watched = alerts.add(TENCENT, AlertType.PRICE_UP, 500.0, AlertFrequency.ONCE, "", (OPEN,))
    assert watched.observe(501.0, OPEN, MONDAY, 1.0)
    assert not watched.observe(501.0, OPEN, MONDAY, 2.0)
    alerts.enable(watched, enabled=True)
    assert watched.observe(501.0, OPEN, MONDAY, 3.0)
    alerts.enable(watched, enabled=True)
    alerts.change(watched, alert(AlertType.PRICE_UP, 510.0))
    assert not watched.observe(501.0, OPEN, MONDAY, 4.0)
    assert watched.observe(510.0, OPEN, MONDAY, 5.0)
    alerts.change(watched, alert(AlertType.PRICE_UP, 505.0))
    assert watched.observe(510.0, OPEN, MONDAY, 6.0)  # well within the rest of the one before


def test_out_of_its_sessions_nothing_is_told_of() -> None:
    watched = alert(AlertType.PRICE_UP, 500.0)
    assert not watched.observe(501.0, AlertSession.US_PRE, MONDAY, 1.0)
    assert watched.observe(501.0, OPEN, MONDAY, 2.0)
    assert default_sessions(Market.US) == (OPEN, AlertSession.US_PRE, AlertSession.US_AFTER)
    assert default_sessions(Market.HK) == (OPEN,)


def test_ten_of_a_kind_are_the_most() -> None:
    alerts = Alerts()
    for level in range(MOST_OF_A_TYPE):
        alerts.add(TENCENT, AlertType.PRICE_UP, 500.0 + level, AlertFrequency.ONCE, "", (OPEN,))
    with pytest.raises(AlertError, match="10"):
        alerts.add(TENCENT, AlertType.PRICE_UP, 520.0, AlertFrequency.ONCE, "", (OPEN,))
    other = alerts.add(TENCENT, AlertType.PRICE_DOWN, 480.0, AlertFrequency.ONCE, "", (OPEN,))
    with pytest.raises(AlertError, match="10"):
        alerts.change(other, alert(AlertType.PRICE_UP, 530.0))
    alerts.remove(alerts.of(TENCENT)[0])
    alerts.change(other, alert(AlertType.PRICE_UP, 530.0))
    assert len({each.key for each in alerts}) == MOST_OF_A_TYPE


@pytest.mark.parametrize(
    ("kind", "market", "value", "kept"),
    [
        (AlertType.PRICE_UP, Market.HK, 0.1239, 0.123),
        (AlertType.PRICE_UP, Market.HK, 512.3, 512.3),
        (AlertType.TURNOVER_UP, Market.HK, 102.0, 100.0),
        (AlertType.TURNOVER_UP, Market.HK, 8.0, 0.0),
        (AlertType.VOLUME_UP, Market.SH, 1999.0, 1000.0),
        (AlertType.VOLUME_UP, Market.US, 1999.0, 1990.0),
        (AlertType.BID_SIZE_UP, Market.SZ, 250.0, 200.0),
        (AlertType.BID_SIZE_UP, Market.HK, 250.0, 250.0),
    ],
)
def test_values_have_the_published_precision(
    kind: AlertType, market: Market, value: float, kept: float
) -> None:
    assert rounded(kind, market, value) == kept


# On the market


def fired(market: MovedMarket, watch: AlertWatch, seconds: float) -> list[Fired]:
    """Every alert that is told of within some seconds."""
    found = []
    end = market.clock.instant + seconds
    while market.clock.instant < end:
        market.clock.instant += 0.5
        for event in market.advance():
            if isinstance(event, QuoteChanged | BookChanged):
                found += watch.look(event.security)
    return found


def one(alerts: Alerts, security: Security, kind: AlertType, value: float) -> Alert:
    return alerts.add(security, kind, value, AlertFrequency.ONCE, "", default_sessions(security.market))


def test_every_kind_is_read_off_the_market(market: MovedMarket) -> None:
    alerts = Alerts()
    watch = AlertWatch(market, alerts)
    low, high = 1e-9, 1e12
    falls = {AlertType.CHANGE_DOWN, AlertType.CHANGE_5MIN_DOWN, AlertType.CHANGE_3MIN_DOWN}
    market.go(400)
    for kind in AlertType:
        easy = -100.0 if kind in falls or kind.name.startswith("CHANGE") else high if kind.is_floor else low
        one(alerts, APPLE, kind, easy)
        one(alerts, APPLE, kind, low if kind.is_floor else high)
    found = fired(market, watch, 60)
    assert sorted(each.alert.kind for each in found) == sorted(AlertType)
    for each in found:
        told_of = -each.current if each.alert.kind in falls else each.current
        assert each.alert.kind.is_floor or told_of >= each.alert.value
    price = next(each for each in found if each.alert.kind is AlertType.PRICE_UP)
    assert price.current == price.price > 0
    change = next(each for each in found if each.alert.kind is AlertType.CHANGE_DOWN)
    assert change.current == change.change_rate


def test_a_price_is_told_of_at_the_moment_it_is_reached(market: MovedMarket) -> None:
    alerts = Alerts()
    watch = AlertWatch(market, alerts)
    quote = market.quote(TENCENT)
    up = one(alerts, TENCENT, AlertType.PRICE_UP, quote.last + quote.tick)
    down = one(alerts, TENCENT, AlertType.PRICE_DOWN, quote.last - quote.tick)
    found = []
    for _ in range(3000):
        found += fired(market, watch, 0.5)
        if len(found) == 2:
            break
    assert {each.alert.key for each in found} == {up.key, down.key}
    for each in found:
        assert abs(each.price - each.alert.value) < 5 * quote.tick


def test_an_index_has_prices_and_no_orders(market: MovedMarket) -> None:
    alerts = Alerts()
    watch = AlertWatch(market, alerts)
    one(alerts, HANG_SENG, AlertType.PRICE_UP, 1.0)
    one(alerts, HANG_SENG, AlertType.BID_UP, 1e-9)
    assert [each.alert.kind for each in fired(market, watch, 30)] == [AlertType.PRICE_UP]


def test_before_the_us_opens_its_own_prices_count_in_the_sessions_that_were_chosen() -> None:
    before_open = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("America/New_York")).timestamp()
    market = MovedMarket(ManualClock(before_open, always_open=False), seed=7, symbols=[APPLE, TENCENT])
    alerts = Alerts()
    watch = AlertWatch(market, alerts)
    everywhere = one(alerts, APPLE, AlertType.PRICE_UP, 1.0)
    alerts.add(APPLE, AlertType.PRICE_UP, 1.0, AlertFrequency.ONCE, "", (OPEN,))
    one(alerts, APPLE, AlertType.CHANGE_5MIN_UP, -99.0)
    one(alerts, APPLE, AlertType.TURNOVER_RATE_UP, 1e-9)
    one(alerts, TENCENT, AlertType.PRICE_UP, 1.0)  # Hong Kong is closed
    found = fired(market, watch, 300)
    assert [each.alert.key for each in found] == [everywhere.key]
    extended = market.quote(APPLE).pre
    assert extended is not None
    assert found[0].session is AlertSession.US_PRE
    assert extended.low <= found[0].price <= extended.high
    market.clock.instant += 2 * 3600
    found = fired(market, watch, 120)
    assert {each.session for each in found} == {OPEN}
    assert len(found) == 3
