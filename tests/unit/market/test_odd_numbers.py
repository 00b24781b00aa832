"""A gateway can send anything that fits into a double; what no market has must not reach a price or a sum."""

from __future__ import annotations

import math

import pytest

from futu_tui.market import Period, Series, Store
from futu_tui.market.capital_flow import CapitalFlow
from futu_tui.protocol.pb import qot_get_capital_flow_pb2, qot_update_price_reminder_pb2
from tests.unit.market.wire import (
    NOON,
    TENCENT,
    bar,
    fed,
    point,
    push,
    push_bars,
    push_basic,
    push_book,
    push_brokers,
    push_points,
    push_ticks,
    snapshot,
    tick,
)

ODD = [math.nan, math.inf, -math.inf, 1e308, -1e308]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_price_is_an_unknown_one(odd: float) -> None:
    quote = fed(push_basic(last=odd, lastClosePrice=odd)).quotes[TENCENT]
    assert (quote.last, quote.change, quote.change_pct) == (None, None, None)


@pytest.mark.parametrize("odd", [*ODD, 0.0, -0.5, 5e-324])
def test_an_odd_tick_is_an_unknown_one(odd: float) -> None:
    quote = fed(push_basic(priceSpread=odd)).quotes[TENCENT]
    assert (quote.tick, quote.decimals) == (0.0, 2)


def test_what_is_no_number_is_no_news_the_second_time() -> None:
    store = fed(push_basic(turnover=math.nan))
    store.router.push(push_basic(turnover=math.nan))
    assert not store.drain(2.0)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_level_is_left_out_of_the_book(odd: float) -> None:
    store = fed(push_book([(odd, 100, 1), (512.0, 200, 2)], [(odd, 100, 1)]))
    book = store.books[TENCENT]
    assert [level.price for level in book.bids] == [512.0]
    assert not book.asks
    assert store.quotes[TENCENT].bid == 512.0


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["openPrice", "highPrice", "lowPrice", "closePrice"])
def test_an_odd_bar_is_left_out_of_the_candles(field: str, odd: float) -> None:
    good, bad = bar("2025-11-23 09:30:00"), bar("2025-11-23 09:31:00", **{field: odd})
    candles = fed(push_bars(good, bad)).candles[Series(TENCENT, Period.M1)]
    assert [each.time for each in candles] == ["2025-11-23 09:30:00"]


@pytest.mark.parametrize("time", ["", "soon", "2025-13-45 99:99:99"])
def test_a_bar_of_no_time_is_left_out_of_the_candles(time: str) -> None:
    store = fed(push_bars(bar(time, timestamp=1_763_870_400.0)))
    assert not store.candles[Series(TENCENT, Period.M1)]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_minute_is_left_out_of_the_day(odd: float) -> None:
    day = fed(push_points(point("09:31"), point("09:32", price=odd), point("09:33", avgPrice=odd)))
    assert [each.minute for each in day.intraday[TENCENT]] == [9 * 60 + 31]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_top_of_book_is_an_unknown_one(odd: float) -> None:
    store = Store()
    store.apply_snapshot([snapshot(bidPrice=odd, bidVol=100, askPrice=513.0, askVol=200)], now=1.0)
    quote = store.quotes[TENCENT]
    assert (quote.bid, quote.bid_size, quote.ask, quote.ask_size) == (None, None, 513.0, 200)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_trade_is_left_out_of_the_tape_and_of_the_volumes(odd: float) -> None:
    store = fed(push_ticks(tick(1), tick(2, price=odd), tick(3)))
    tape = store.tapes[TENCENT]
    assert [each.sequence for each in tape] == [1, 3]
    assert list(tape.volumes) == [512.5]
    assert store.odd_numbers == {3011: 1}


@pytest.mark.parametrize("volume", [-1, -(2**63), 2**63 - 1])
def test_a_number_of_shares_that_cannot_be_is_none(volume: int) -> None:
    store = fed(
        push_basic(volume=volume),
        push_ticks(tick(1), tick(2, volume=volume)),
        push_book([(512.0, volume, 1)], [(513.0, 100, 1)]),
        push_bars(bar("2025-11-23 09:30:00", volume=volume, turnover=1.0)),
    )
    assert store.quotes[TENCENT].volume == 0
    assert store.quotes[TENCENT].bid_size == 0
    assert [each.sequence for each in store.tapes[TENCENT]] == [1]
    assert store.books[TENCENT].imbalance() == 0.0
    assert store.candles[Series(TENCENT, Period.M1)][0].volume == 0


@pytest.mark.parametrize("stamp", [math.nan, math.inf, -1e300, 1e12, 0.0])
def test_an_odd_timestamp_gives_way_to_the_time_beside_it(stamp: float) -> None:
    store = fed(
        push_basic(updateTimestamp=stamp),
        push_ticks(tick(1, time="2025-11-23 12:00:00", timestamp=stamp)),
        push_bars(bar("2025-11-23 12:00:00", timestamp=stamp)),
        push_points(point("12:00", timestamp=stamp)),
    )
    at = (
        store.quotes[TENCENT].updated_at,
        store.tapes[TENCENT][0].at,
        store.candles[Series(TENCENT, Period.M1)][0].at,
        store.intraday[TENCENT][0].at,
    )
    assert at == (NOON,) * 4


@pytest.mark.parametrize("time", ["0001-01-01 00:00:00", "9999-12-31 23:59:59"])
def test_a_bar_of_a_time_that_no_market_knows_is_left_out(time: str) -> None:
    assert not fed(push_bars(bar(time))).candles[Series(TENCENT, Period.M1)]


def test_two_prices_next_to_nothing_have_no_change_in_percent() -> None:
    quote = fed(push_basic(last=1.0, lastClosePrice=5e-324)).quotes[TENCENT]
    assert (quote.prev_close, quote.change_pct) == (None, None)


def test_what_could_not_be_read_is_counted_by_kind() -> None:
    store = fed(
        push_basic(last=math.nan),
        push_book([(math.nan, 100, 1)], []),
        push_bars(bar("2025-11-23 09:30:00", highPrice=math.inf)),
        push_points(point("09:31", price=math.nan)),
        push_ticks(tick(1, price=-math.inf)),
    )
    assert store.odd_numbers == {3005: 1, 3013: 1, 3007: 1, 3009: 1, 3011: 1}
    assert not fed(push_basic(), push_book([(0.0, 0, 0)], []), push_points(point("09:31"))).odd_numbers


def test_a_point_of_the_capital_flow_at_no_time_is_left_out() -> None:
    flow = CapitalFlow(TENCENT)
    sizes = dict.fromkeys(("inFlow", "superInFlow", "bigInFlow", "midInFlow", "smlInFlow"), 1.0)
    items = [{"timestamp": stamp} | sizes for stamp in (math.nan, 1e300, -math.inf, NOON)]
    flow.apply_flow([qot_get_capital_flow_pb2.CapitalFlowItem(**item) for item in items])
    assert [each.time for each in flow.points] == ["2025-11-23 12:00:00"]


def test_an_alert_that_tells_an_odd_price_tells_none() -> None:
    s2c = qot_update_price_reminder_pb2.S2C(
        security=TENCENT.message(), price=math.nan, changeRate=math.inf, marketStatus=1, content="", note=""
    )
    fired = fed(push(3019, s2c)).alerts.fired[0]
    assert (fired.price, fired.change_rate) == (None, None)


def test_words_that_are_no_utf_8_cost_their_odd_letters_and_no_more() -> None:
    gbk = "腾讯".encode("gbk")
    events = [push_basic(name="?name?"), push_ticks(tick(1, time="?name?")), push_brokers([(1, "?name?", 1)])]
    for event in events:
        event.body = event.body.replace(b"?name?", gbk + b"  ")
    store = fed(*events)
    assert store.quotes[TENCENT].name == "��Ѷ  "
    assert store.tapes[TENCENT][0].time == "��Ѷ  "
    assert store.brokers[TENCENT].bids[0].name == "��Ѷ  "
    assert not store.bad_bodies


def test_a_code_that_is_no_utf_8_names_no_security() -> None:
    event = push_basic()
    event.body = event.body.replace(b"00700", b"0070\xff")
    store = fed(event)
    assert not store.quotes
    assert store.unknown_securities == {3005: 1}
