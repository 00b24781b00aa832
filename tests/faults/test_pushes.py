"""Pushes as no gateway should send them: each costs itself, is counted, and the next one shows."""

from __future__ import annotations

import re

import pytest

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.faults.pushes import ALIBABA, DAMAGE, KINDS, TENCENT, damaged, fill_push, next_trade_at, order_push
from tests.faults.watched import Watched, acts_on_a_terminal
from tests.fuzz.hostile import WORDS, seeded
from tests.unit.market import wire as market

pytestmark = pytest.mark.asyncio(loop_scope="module")

_NO_NUMBER = re.compile(r"\b(?:nan|inf|infinity)\b", re.IGNORECASE)


ALIKE = {("book", "price reminder"), ("broker queue", "price reminder")}
"""On the wire the one is also the other, of a security with nothing in it."""


async def sound_ones_show(watched: Watched, *kinds: str) -> None:
    """Nothing was lost: the next push of each kind is taken in, and seen."""
    for kind in kinds or KINDS:
        event, seen = KINDS[kind].make(watched)
        watched.gateway.say(event)
        await watched.until(seen, f"the next {kind}")


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_body_that_cannot_be_read_changes_nothing_is_counted_and_the_next_one_shows(
    watched: Watched, kind: str, damage: str
) -> None:
    sound, _ = KINDS[kind].make(watched)
    await watched.taken()
    unread, before, told = watched.unread, watched.still(), len(watched.notices)
    watched.gateway.say(damaged(sound, DAMAGE[damage](sound)))
    await watched.taken()
    assert watched.still() == before
    if kind == "notice":
        assert "cannot be read" in watched.notices[told]
    else:
        assert watched.unread == unread + 1
        await watched.until(lambda: f"{unread + 1} unread" in watched.lines()[-1], "the count")
    await sound_ones_show(watched, kind)
    assert "all data live" in watched.text


@pytest.mark.parametrize("kind", KINDS)
async def test_a_body_of_another_protocol_changes_nothing_and_the_next_one_shows(
    watched: Watched, kind: str
) -> None:
    sound, _ = KINDS[kind].make(watched)
    await watched.taken()
    before = watched.still()
    for other in KINDS:
        if other != kind and (kind, other) not in ALIKE:
            watched.gateway.say(damaged(sound, KINDS[other].make(watched)[0].body))
    await watched.taken()
    assert watched.still() == before
    await sound_ones_show(watched, kind)


@pytest.mark.parametrize("kind", KINDS)
async def test_numbers_and_words_of_any_sort_are_never_shown_as_such(watched: Watched, kind: str) -> None:
    proto_id = KINDS[kind].proto_id
    response = PROTOCOLS[proto_id].response
    assert response is not None
    for seed in range(25):
        body = seeded(response(), seed)
        body.retType = 0
        if "header" in body.s2c.DESCRIPTOR.fields_by_name:
            body.s2c.header.accID = watched.portfolio.account.acc_id
        if kind == "order":
            body.s2c.order.orderID = 10**9 + seed
        watched.gateway.say(
            PushEvent(proto_id=proto_id, sec_key=f"1_{seed}", body=body.SerializePartialToString())
        )
    await watched.taken()
    looks_right(watched)
    assert "all data live" in watched.text
    if kind == "order":
        await watched.reread()
    await sound_ones_show(watched, *(() if kind in ("RT", "ticker", "K-line") else (kind,)))


def looks_right(watched: Watched, *, panes: bool = True) -> None:
    """No number that is none, no letter that acts on a terminal, and every column where it was."""
    assert not _NO_NUMBER.search(watched.text)
    assert not acts_on_a_terminal("".join(watched.lines()))
    assert not acts_on_a_terminal(watched.painting())
    assert not acts_on_a_terminal(watched.written())
    assert watched.is_aligned(panes=panes)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf"), 1e308])
async def test_a_price_that_cannot_be_is_a_dash_and_is_counted(watched: Watched, odd: float) -> None:
    unread = watched.unread
    moment = watched.app.store.quotes[ALIBABA].updated_at + 1
    watched.gateway.say(market.push_basic(ALIBABA, odd, name="Alibaba-W", updateTimestamp=moment))
    await watched.until(
        lambda: any(re.search(r"HK\.09988 .* - ", line) for line in watched.pane("Watchlist"))
    )
    assert watched.unread == unread + 1
    await sound_ones_show(watched, "quote")


async def test_a_book_with_levels_that_cannot_be_shows_the_others(watched: Watched) -> None:
    bids = [(514.0, 733, 3), (float("nan"), 1, 1), (513.5, -5, 2), (float("inf"), 2**62, 1)]
    watched.gateway.say(market.push_book(bids, [(float("nan"), 900, 1), (514.5, 2**62, 1)]))
    await watched.until(lambda: any(" 733 " in line for line in watched.pane("Book")))
    book = watched.app.store.books[TENCENT]
    assert [level.price for level in book.bids] == [514.0, 513.5]
    assert [level.size for level in book.asks] == [0]
    assert not _NO_NUMBER.search("\n".join(watched.pane("Book")))
    await sound_ones_show(watched, "book")


@pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word[:12]))
async def test_a_name_is_data_and_the_columns_stay_where_they_are(watched: Watched, word: str) -> None:
    moment = watched.app.store.quotes[ALIBABA].updated_at + 0.001
    watched.gateway.say(
        market.push_basic(ALIBABA, 132.0, name=word, updateTimestamp=moment),
        market.push_brokers([(7_001, word, 1), (7_002, "UBS", 1)]),
        order_push(watched, 10**9, code="09988", remark=word, name=word, lastErrMsg=word, orderStatus=21),
    )
    await watched.taken()
    looks_right(watched)
    await watched.until(lambda: any("7002" in line for line in watched.pane("Book")), "the broker behind it")
    await watched.reread()


async def test_a_name_that_is_no_utf_8_costs_its_odd_letters_alone(watched: Watched) -> None:
    moment = watched.app.store.quotes[ALIBABA].updated_at + 0.001
    event = market.push_basic(ALIBABA, 131.5, name="A??W", updateTimestamp=moment)
    watched.gateway.say(damaged(event, event.body.replace(b"A??W", "腾讯".encode("gbk"))))
    await watched.until(lambda: any(" 131.50 " in line for line in watched.pane("Watchlist")))
    assert any("��Ѷ" in line for line in watched.pane("Watchlist"))
    await sound_ones_show(watched, "quote")
    assert any("Alibaba-W" in line for line in watched.pane("Watchlist"))


async def test_doubled_pushes_count_once(watched: Watched) -> None:
    tape = watched.app.store.tapes[TENCENT]
    for kind in ("ticker", "order", "fill"):
        event, seen = KINDS[kind].make(watched)
        ticks, orders, fills = len(tape), len(watched.portfolio.orders), len(watched.portfolio.fills)
        watched.gateway.say(event, event, event)
        await watched.until(seen)
        await watched.taken()
        assert len(tape) == ticks + (kind == "ticker")
        assert len(watched.portfolio.orders) == orders
        assert len(watched.portfolio.fills) == fills + (kind == "fill")


async def test_ticks_out_of_their_order_come_to_lie_in_it(watched: Watched) -> None:
    tape = watched.app.store.tapes[TENCENT]
    newest, at = tape[-1], next_trade_at(watched)
    rows = [
        market.tick(
            newest.sequence + number,
            514.5,
            at + number / 1000,
            time=newest.time,
            volume=number * 1_000,
        )
        for number in (3, 1, 2)
    ]
    watched.gateway.say(*(market.push_ticks(row) for row in rows))
    shown = [f" {number},000 " for number in (3, 2, 1)]
    await watched.until(
        lambda: all(each in line for each, line in zip(shown, watched.pane("Tape")[1:], strict=False))
    )
    assert [tick.sequence for tick in tape][-3:] == [newest.sequence + number for number in (1, 2, 3)]
    assert not any("gap" in line for line in watched.pane("Tape")[1:4])


async def test_an_order_s_later_state_stays_whatever_comes_after_it(watched: Watched) -> None:
    known = next(iter(watched.portfolio.orders.values()))
    about = {
        "orderIDEx": known.id_ex, "createTimestamp": known.created_at, "price": known.price,
        "trdSide": known.side.number, "qty": 500.0, "remark": known.remark,
    }  # fmt: skip
    later = order_push(watched, known.order_id, **about, fillQty=400.0, fillAvgPrice=514.0, orderStatus=10)
    watched.gateway.say(later, order_push(watched, known.order_id, **about | {"updateTimestamp": 1.7e9}))
    await watched.until(lambda: any(" 500 " in line and " 400 " in line for line in watched.pane("Orders")))
    await watched.taken()
    assert watched.portfolio.orders[known.order_id].filled == 400.0


@pytest.mark.parametrize("stamp", ["0001-01-01 00:00:00", "9999-12-31 23:59:59", "soon", ""])
async def test_times_that_no_market_knows_leave_panes_as_they_are(watched: Watched, stamp: str) -> None:
    bars = watched.pane("Chart")[1]
    watched.gateway.say(
        market.push_basic(ALIBABA, 130.0, name="Alibaba-W", updateTime=stamp, updateTimestamp=1e300),
        market.push_bars(market.bar(stamp, timestamp=float("nan")), kl_type=6),
        market.push_points(market.point("09:31", time=stamp, timestamp=float("inf"))),
        order_push(
            watched, 2, createTime=stamp, updateTime=stamp, createTimestamp=1e300, updateTimestamp=-1e300
        ),
    )
    await watched.taken()
    looks_right(watched)
    assert watched.pane("Chart")[1] == bars
    await watched.reread()
    await sound_ones_show(watched, "quote", "K-line")


async def test_ids_that_nobody_knows_are_counted_by_their_number(watched: Watched) -> None:
    unread = watched.unread
    watched.gateway.say(
        *(PushEvent(proto_id=number, body=b"x") for number in (0, 4_711, 4_711, 2**31, 2**32 - 1))
    )
    await watched.until(lambda: watched.unread == unread + 5)
    assert watched.app.store.router.unknown[4_711] == 2
    await sound_ones_show(watched, "quote")


@pytest.mark.parametrize("kind", ["ticker", "book", "broker queue"])
async def test_a_list_of_absurd_length_is_taken_and_keys_still_answer(watched: Watched, kind: str) -> None:
    rows = 30_000
    if kind == "ticker":
        newest, at = watched.app.store.tapes[TENCENT][-1], next_trade_at(watched)
        event = market.push_ticks(
            *(
                market.tick(newest.sequence + 1 + n, 514.5, at + n / 1e6, time=newest.time)
                for n in range(rows)
            )
        )
    elif kind == "book":
        event = market.push_book([(514.0 - n / 1000, 1, 1) for n in range(rows)], [])
    else:
        event = market.push_brokers([(n, "A broker", n) for n in range(rows)])
    watched.gateway.say(event)
    await watched.taken()
    await watched.keys("?")
    await watched.until(lambda: "Keys" in watched.text, "the help")
    await watched.keys("escape")
    await sound_ones_show(watched, kind)


async def test_an_order_whose_push_cannot_be_read_shows_from_the_list(watched: Watched) -> None:
    """The gateway's own order, changed there, told by a push that comes damaged."""
    feed = watched.app.feed
    assert feed is not None
    header = watched.portfolio.account.header(1)
    body = {
        "packetID": {"connID": feed.gateway.conn_id, "serialNo": 76}, "header": header, "trdSide": 1, "orderType": 1,
        "code": "00700", "secMarket": 1, "qty": 100.0, "price": 499.0, "remark": "below",
    }  # fmt: skip
    placed = (await feed.gateway.request(ProtoId.TRD_PLACE_ORDER, body)).orderID
    await watched.until(lambda: any("below" in line for line in watched.pane("Orders")), "the order")
    asked = watched.gateway.asked[ProtoId.TRD_GET_ORDER_LIST]
    watched.gateway.pushes = lambda event: (
        [damaged(event, event.body[:9])] if event.proto_id == ProtoId.TRD_UPDATE_ORDER else []
    )
    body = {
        "packetID": {"connID": feed.gateway.conn_id, "serialNo": 77}, "header": header, "orderID": placed,
        "modifyOrderOp": 2, "qty": 0.0, "price": 0.0,
    }  # fmt: skip
    bad = watched.accounts.bad_bodies.get(2208, 0)
    await feed.gateway.request(ProtoId.TRD_MODIFY_ORDER, body)
    await watched.until(lambda: watched.accounts.bad_bodies.get(2208, 0) > bad, "a push that cannot be read")
    await watched.until(
        lambda: any("Cancelled" in line and "below" in line for line in watched.pane("Orders")),
        "the end of it",
    )
    assert watched.gateway.asked[ProtoId.TRD_GET_ORDER_LIST] > asked


async def test_a_fill_of_nothing_at_no_price_is_left_out(watched: Watched) -> None:
    fills, bad = dict(watched.portfolio.fills), watched.accounts.bad_bodies.get(2218, 0)
    watched.gateway.say(fill_push(watched, 1, price=float("nan")), fill_push(watched, 2, qty=-5.0))
    await watched.until(lambda: watched.accounts.bad_bodies.get(2218, 0) == bad + 2)
    assert watched.portfolio.fills == fills
    await sound_ones_show(watched, "fill")


async def test_noise_in_the_place_of_an_envelope_ends_the_stream_and_the_next_one_goes_on(
    watched: Watched,
) -> None:
    watched.gateway.say(b"\xff\xfe no envelope")
    await watched.until(lambda: "all data live" not in watched.text, "the loss of the link")
    await watched.live()
    await sound_ones_show(watched, "quote", "ticker")
