from __future__ import annotations

import pytest

from futu_tui.market import Changes, Quote, Store
from futu_tui.market.quote import decimals_of
from futu_tui.protocol import Market, Security
from tests.unit.market.wire import APPLE, NOON, TENCENT, basic, book, fed, push_basic, push_book, snapshot


def drained(store: Store) -> Changes:
    return store.drain(2.0)


def test_a_push_says_exactly_which_fields_differ() -> None:
    store = fed(push_basic(last=512.5))
    store.router.push(push_basic(last=512.6, volume=12_400_400))
    assert drained(store).quotes == {TENCENT: {"last", "volume"}}


def test_a_push_that_repeats_what_is_known_changes_nothing_but_is_heard() -> None:
    store = fed(push_basic(), now=1.0)
    store.router.push(push_basic())
    assert not store.drain(5.0)
    assert store.quotes[TENCENT].received_at == 5.0


def test_answers_and_pushes_of_one_frame_are_told_together() -> None:
    store = fed(push_basic(last=512.5, volume=1))
    store.apply_basic([basic(last=512.6, volume=1)])
    store.router.push(push_basic(last=512.6, volume=2))
    assert drained(store).quotes == {TENCENT: {"last", "volume"}}


def test_change_is_against_the_previous_close() -> None:
    quote = fed(push_basic(last=512.5, lastClosePrice=506.0)).quotes[TENCENT]
    assert quote.change == 6.5
    assert quote.change_pct == pytest.approx(1.2846, abs=1e-4)


def test_a_price_that_the_wire_gives_as_zero_is_not_known() -> None:
    quote = fed(push_basic(last=0.0, openPrice=0.0)).quotes[TENCENT]
    assert quote.last is None
    assert quote.open is None
    assert quote.change is None
    assert quote.change_pct is None


def test_the_top_of_the_book_comes_with_a_book_push() -> None:
    store = fed(push_basic())
    store.router.push(push_book([(512.45, 97_100, 80)], [(512.55, 12_400, 11)]))
    assert drained(store).quotes == {TENCENT: {"bid", "bid_size", "ask", "ask_size"}}
    quote = store.quotes[TENCENT]
    assert (quote.bid, quote.bid_size, quote.ask, quote.ask_size) == (512.45, 97_100, 512.55, 12_400)


def test_an_empty_side_has_no_best_price() -> None:
    store = fed(push_book([(512.0, 100, 1)], [(512.2, 100, 1)]))
    fed(push_book([(512.0, 100, 1)], []), store=store)
    assert store.quotes[TENCENT].ask is None
    assert store.quotes[TENCENT].ask_size is None


def test_a_snapshot_fills_everything() -> None:
    store = Store()
    store.apply_snapshot(
        [
            snapshot(
                last=512.5,
                bidPrice=512.45,
                bidVol=97_100,
                askPrice=512.55,
                askVol=12_400,
                highest52WeeksPrice=683.0,
                lowest52WeeksPrice=364.8,
                amplitude=1.6,
                secStatus=1,
            )
        ]
    )
    changes = drained(store)
    quote = store.quotes[TENCENT]
    assert (quote.last, quote.bid, quote.ask, quote.high_52w) == (512.5, 512.45, 512.55, 683.0)
    assert {"last", "bid", "ask", "name", "low_52w", "amplitude", "status"} <= changes.quotes[TENCENT]
    assert changes.listings
    assert store.listings[TENCENT].lot_size == 100


def test_a_snapshot_that_crossed_a_push_does_not_turn_the_price_back() -> None:
    store = fed(push_basic(last=513.0, volume=500, updateTimestamp=NOON + 2.5))
    store.apply_snapshot([snapshot(last=512.0, volume=400, updateTimestamp=NOON + 2, bidPrice=512.9)])
    changes = drained(store)
    assert store.quotes[TENCENT].last == 513.0
    assert store.quotes[TENCENT].volume == 500
    assert changes.quotes == {TENCENT: {"bid", "bid_size"}}


def test_a_quote_that_was_asked_for_and_crossed_a_push_does_not_turn_the_price_back() -> None:
    store = fed(push_basic(last=513.0, volume=500, updateTimestamp=NOON + 2.5))
    store.apply_basic([basic(last=512.0, volume=400, updateTimestamp=NOON + 2, amplitude=1.7)])
    changes = drained(store)
    assert (store.quotes[TENCENT].last, store.quotes[TENCENT].volume) == (513.0, 500)
    assert changes.quotes == {TENCENT: {"amplitude"}}


def test_a_push_holds_whatever_moment_it_tells() -> None:
    store = fed(push_basic(last=513.0, updateTimestamp=NOON + 2.5))
    fed(push_basic(last=512.0, updateTimestamp=NOON + 2), store=store)
    assert store.quotes[TENCENT].last == 512.0


def test_a_snapshot_of_a_gateway_whose_clock_was_set_back_holds() -> None:
    store = fed(push_basic(last=513.0, updateTimestamp=NOON + 86_400))
    store.apply_snapshot([snapshot(last=512.0, updateTimestamp=NOON)])
    assert store.quotes[TENCENT].last == 512.0


US_PRE, US_OPEN, US_AFTER, US_OVERNIGHT = 8, 5, 10, 37
"""qot_common.QotMarketState"""


@pytest.mark.parametrize(
    ("state", "label", "price", "change_pct"),
    [
        (US_PRE, "pre", 268.12, 0.21),
        (US_OPEN, "", 267.5, pytest.approx(0.188, abs=1e-3)),
        (US_AFTER, "after", 269.0, 0.56),
        (US_OVERNIGHT, "night", 266.0, -0.56),
    ],
)
def test_extended_hours_show_their_own_price(state: int, label: str, price: float, change_pct: float) -> None:
    store = fed(
        push_basic(
            APPLE,
            267.5,
            lastClosePrice=267.0,
            preMarket={"price": 268.12, "changeRate": 0.21},
            afterMarket={"price": 269.0, "changeRate": 0.56},
            overnight={"price": 266.0, "changeRate": -0.56},
        )
    )
    store.set_market_state(Market.US, state)
    quote = store.quotes[APPLE]
    assert (quote.price_label, quote.price, quote.price_change_pct) == (label, price, change_pct)


def test_a_session_without_trades_yet_still_shows_the_last_price() -> None:
    store = fed(push_basic(APPLE, 267.5, preMarket={"price": 0.0}))
    store.set_market_state(Market.US, US_PRE)
    quote = store.quotes[APPLE]
    assert (quote.price_label, quote.price) == ("", 267.5)


def test_a_session_that_begins_marks_the_quotes_of_its_market_and_no_others() -> None:
    store = fed(push_basic(APPLE, 267.5), push_basic(TENCENT, 512.5))
    store.set_market_state(Market.US, US_PRE)
    changes = drained(store)
    assert changes.markets
    assert changes.quotes == {APPLE: {"session"}}
    store.set_market_state(Market.US, US_PRE)
    assert not drained(store)


def test_a_quote_first_heard_of_in_extended_hours_knows_its_session() -> None:
    store = Store()
    store.set_market_state(Market.US, US_PRE)
    fed(push_basic(APPLE, 267.5, preMarket={"price": 268.0}), store=store)
    assert store.quotes[APPLE].price_label == "pre"


@pytest.mark.parametrize(
    ("step", "decimals"),
    [(0.001, 3), (0.005, 3), (0.01, 2), (0.05, 2), (0.2, 1), (0.5, 1), (1, 0), (5, 0), (0, 0), (0.0001, 4)],
)
def test_decimals_of_a_price_step(step: float, decimals: int) -> None:
    assert decimals_of(step) == decimals


def test_prices_have_two_decimals_at_least_but_yen_none() -> None:
    assert Quote(TENCENT, tick=0.2).decimals == 2
    assert Quote(TENCENT, tick=0.001).decimals == 3
    assert Quote(TENCENT).decimals == 2
    assert Quote(Security.parse("JP.7203"), tick=1.0).decimals == 0


def test_a_wire_without_timestamps_is_timed_by_its_strings_in_the_market_s_zone() -> None:
    row = basic(updateTime="2025-11-23 12:00:00.500")
    row.ClearField("updateTimestamp")
    store = Store()
    store.apply_basic([row])
    assert store.quotes[TENCENT].updated_at == NOON + 0.5


def test_a_book_answer_fills_the_quote_too() -> None:
    store = Store()
    store.apply_order_book(book([(512.0, 100, 1)], [(512.2, 300, 2)]))
    assert store.quotes[TENCENT].bid == 512.0
    assert drained(store).books == {TENCENT}
