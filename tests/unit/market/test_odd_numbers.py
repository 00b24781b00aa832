"""A gateway can send anything that fits into a double; what no market has must not reach a price or a sum."""

from __future__ import annotations

import math

import pytest

from futu_tui.market import Period, Series, Store
from tests.unit.market.wire import (
    TENCENT,
    bar,
    fed,
    point,
    push_bars,
    push_basic,
    push_book,
    push_points,
    snapshot,
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
