from __future__ import annotations

import pytest

from futu_tui.market import Freshness, Period, Series, Store, session_of
from futu_tui.protocol import Market
from futu_tui.protocol.pb import get_global_state_pb2, qot_common_pb2
from tests.unit.market.wire import (
    APPLE,
    TENCENT,
    bar,
    basic,
    fed,
    point,
    push_bars,
    push_basic,
    push_book,
    push_points,
    push_ticks,
    tick,
)


def state(name: str) -> int:
    return qot_common_pb2.QotMarketState.Value(f"QotMarketState_{name}")


@pytest.fixture
def store() -> Store:
    """Tencent, heard of at 100 s, in an open market."""
    store = fed(push_basic(), now=100.0)
    store.set_market_state(Market.HK, state("Afternoon"))
    return store


def test_a_quote_is_live_for_as_long_as_its_session_s_rhythm(store: Store) -> None:
    rhythm = session_of(state("Afternoon")).rhythm
    assert store.freshness(TENCENT, 100.0 + rhythm) is Freshness.LIVE
    assert store.freshness(TENCENT, 100.1 + rhythm) is Freshness.AGED
    fed(push_basic(), store=store, now=200.0)
    assert store.freshness(TENCENT, 201.0) is Freshness.LIVE


def test_extended_hours_are_slower() -> None:
    assert session_of(state("PreMarketBegin")).rhythm > session_of(state("Morning")).rhythm


def test_in_a_closed_market_no_quote_grows_old(store: Store) -> None:
    store.set_market_state(Market.HK, state("Closed"))
    assert store.freshness(TENCENT, 90_000.0) is Freshness.CLOSED
    store.set_market_state(Market.HK, state("Rest"))
    assert store.freshness(TENCENT, 90_000.0) is Freshness.CLOSED


def test_a_suspended_security_is_halted_whether_told_by_flag_or_status(store: Store) -> None:
    fed(push_basic(isSuspended=True), store=store, now=100.0)
    assert store.freshness(TENCENT, 101.0) is Freshness.HALTED
    fed(push_basic(secStatus=9), store=store, now=100.0)
    assert store.freshness(TENCENT, 101.0) is Freshness.HALTED
    fed(push_basic(secStatus=1), store=store, now=100.0)
    assert store.freshness(TENCENT, 101.0) is Freshness.LIVE


def test_without_a_link_everything_known_is_lost_until_it_is_back(store: Store) -> None:
    store.mark_stale(101.0)
    assert store.stale_since == 101.0
    assert store.drain(101.0).everything
    store.mark_stale(105.0)
    assert store.stale_since == 101.0
    assert not store.drain(105.0)
    assert store.freshness(TENCENT, 105.0) is Freshness.LOST
    store.clear_stale()
    assert store.drain(110.0).everything
    assert store.freshness(TENCENT, 110.0) is Freshness.LIVE


def test_what_nobody_tells_of_after_a_cut_looks_old_until_somebody_does() -> None:
    """What was to be fetched when the link was back is refused: of that alone the look stays."""
    store = fed(
        push_basic(), push_basic(APPLE), push_book([(512.0, 1, 1)], []), push_ticks(tick(1)),
        push_points(point("10:00")), push_bars(bar("2025-11-23")), now=100.0,
    )  # fmt: skip
    series = next(iter(store.candles))
    known = [store.books[TENCENT], store.tapes[TENCENT], store.intraday[TENCENT], store.candles[series]]
    assert not any(map(store.is_old, known))
    store.mark_stale(101.0)
    store.begin_anew(105.0)
    store.apply_basic([basic(APPLE)])
    store.clear_stale()
    assert all(map(store.is_old, known))
    assert store.freshness(TENCENT, 106.0) is Freshness.LOST
    assert store.freshness(APPLE, 106.0) is Freshness.LIVE
    store.drain(106.0)
    for push in (
        push_basic(), push_book([(512.0, 1, 1)], []), push_ticks(tick(2)), push_points(point("10:01")),
        push_bars(bar("2025-11-23")),
    ):  # fmt: skip
        store.router.push(push)
        assert store.drain(107.0).everything, "what looked old is drawn anew"
    assert not any(map(store.is_old, known))
    assert store.freshness(TENCENT, 107.0) is Freshness.LIVE
    store.router.push(push_basic())
    assert not store.drain(108.0).everything
    assert not store.is_old(store.open_bars(Series(APPLE, Period.DAY)))


def test_what_has_no_price_is_empty_even_without_a_link() -> None:
    store = fed(push_book([(1.0, 1, 1)], []), push_ticks(tick(1)))
    store.mark_stale(1.0)
    assert store.freshness(TENCENT, 2.0) is Freshness.EMPTY
    assert store.freshness(APPLE, 2.0) is Freshness.EMPTY


def test_until_the_market_s_state_is_told_age_alone_decides() -> None:
    store = fed(push_basic(), now=100.0)
    assert store.freshness(TENCENT, 101.0) is Freshness.LIVE
    assert store.freshness(TENCENT, 1_000.0) is Freshness.AGED


def test_the_gateway_s_state_of_the_world_tells_each_market() -> None:
    store = Store()
    s2c = get_global_state_pb2.S2C(
        marketHK=state("Morning"),
        marketUS=state("AfterHoursBegin"),
        marketSH=state("Rest"),
        marketSZ=state("Closed"),
        marketHKFuture=state("FutureDayOpen"),
        qotLogined=True,
        trdLogined=True,
        serverVer=1011,
        serverBuildNo=7108,
        time=0,
    )
    store.apply_global_state(s2c)
    assert store.drain(1.0).markets
    labels = {
        market.name: (store.session(market).label, store.session(market).open)
        for market in store.market_states
    }
    assert labels == {
        "HK": ("open", True),
        "US": ("after", True),
        "SH": ("lunch", False),
        "SZ": ("closed", False),
    }
    store.apply_global_state(s2c)
    assert not store.drain(2.0)


def test_every_state_of_the_wire_has_a_short_label() -> None:
    for name, number in qot_common_pb2.QotMarketState.items():
        label = session_of(number).label
        assert len(label) <= 7, name
        assert label or number == 0, name


def test_a_state_that_is_not_known_yet_is_no_error() -> None:
    assert session_of(None).label == ""
    assert session_of(999).label == ""
