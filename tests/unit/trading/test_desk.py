"""Placing orders: every way in which an answer can come, fail to come, or come late."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import time
from contextvars import ContextVar
from typing import Any
from weakref import ref

import grpc
import pytest

from futu_tui.protocol import ProtoId
from futu_tui.trading.journal import Act, ActKind, Journal, JournalError, Result
from futu_tui.trading.orders import Side
from futu_tui.trading.outcome import OutcomeKind
from tests.unit.trading import wire
from tests.unit.trading.conftest import FAST, SIMULATED, Scene, until
from tests.unit.trading.exchange import (
    SUBMITTED,
    Exchange,
    cut_after_act,
    lost_after_act,
    lost_without_act,
    refused,
)
from tests.unit.trading.wire import TENCENT, push_fill, push_order


async def test_an_order_that_is_taken(scene: Scene) -> None:
    outcome = await scene.place()
    assert (outcome.kind, outcome.text, outcome.order_id) == (
        OutcomeKind.ACCEPTED,
        "placed as order 1000",
        1000,
    )
    (entry,) = await scene.written()
    assert (entry.result, entry.how, entry.order_id) == (Result.ACCEPTED, "the answer", 1000)
    assert entry.act.summary == "BUY 200 HK.00700 Tencent at 512.00, limit, day, 102,400.00 HKD, " + (
        "SIMULATE HK Cash 1234"
    )
    assert [event.kind for event in entry.events] == ["answer", "outcome"]
    (c2s,) = scene.exchange.writes
    assert (c2s.packetID.connID, c2s.packetID.serialNo) == (4242, entry.serial)
    assert (c2s.qty, c2s.price, c2s.code, c2s.trdSide, c2s.secMarket) == (200, 512.0, "00700", 1, 1)
    assert scene.desk.open_acts == []


async def test_of_an_account_that_has_gone_from_the_list_nothing_is_known(scene: Scene) -> None:
    """A ladder or a ticket may be open that is about it."""
    await scene.place()
    account = scene.accounts.portfolios[SIMULATED].account
    await until(lambda: scene.desk.context(TENCENT, account=account).working_buy == 200)
    scene.accounts.apply_list([])
    assert scene.desk.context(TENCENT, account=account).working_buy == 0


async def test_an_act_is_on_the_disk_before_it_is_sent(scene: Scene) -> None:
    found: list[Any] = []

    async def look(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        found.extend(scene.entries())
        return done()

    scene.exchange.fault = look
    await scene.place()
    (entry,) = found
    assert entry.result is Result.OPEN
    assert entry.act.client_id
    assert entry.act.client_id == scene.order(1000).client_id


async def test_the_persons_remark_stays_in_front_of_the_mark(scene: Scene) -> None:
    await scene.place(remark="breakout")
    order = scene.order(1000)
    assert order.remark == "breakout"
    assert scene.exchange.orders[1000].remark == f"breakout ~{order.client_id}"


async def test_an_order_that_is_refused(scene: Scene) -> None:
    scene.exchange.refusal = (-1, "Buying power is too small")
    outcome = await scene.place()
    assert (outcome.kind, outcome.text) == (OutcomeKind.REFUSED, "Buying power is too small")
    (entry,) = await scene.written()
    assert entry.result is Result.REFUSED
    assert len(scene.exchange.writes) == 1


async def test_an_answer_lost_after_the_act_is_looked_up_and_never_sent_again(scene: Scene) -> None:
    scene.exchange.fault = lost_after_act
    outcome = await scene.place()
    assert outcome.kind is OutcomeKind.UNKNOWN
    assert [act.act_id for act in scene.desk.open_acts] == [outcome.act_id]
    news = await scene.news()
    assert news.outcome is not None
    assert (news.outcome.kind, news.outcome.order_id) == (OutcomeKind.ACCEPTED, 1000)
    assert news.about.startswith("BUY 200 HK.00700")
    (entry,) = await scene.written()
    assert (entry.result, entry.how) == (Result.ACCEPTED, "today's orders (2201)")
    assert len(scene.exchange.writes) == 1
    assert scene.accounts.portfolios[SIMULATED].orders[1000].status.number == SUBMITTED


class Ticket:
    """Stands for a screen."""


AT_WORK: ContextVar[Ticket] = ContextVar("at work")
"""As Textual has it."""


async def test_nobody_keeps_the_ticket_of_an_order_that_was_looked_up(scene: Scene) -> None:
    scene.exchange.fault = lost_after_act

    async def written_in(ticket: Ticket) -> None:
        AT_WORK.set(ticket)
        await scene.place()

    ticket = Ticket()
    kept = ref(ticket)
    await asyncio.create_task(written_in(ticket))
    del ticket
    news = await scene.news()
    assert news.outcome is not None
    await until(lambda: not scene.desk.open_acts)
    gc.collect()
    assert kept() is None


async def test_an_answer_lost_without_the_act_is_not_found_once_both_lists_were_read_late_enough(
    scene: Scene,
) -> None:
    scene.exchange.fault = lost_without_act
    asked = time.time()
    outcome = await scene.place()
    assert outcome.kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.NOT_FOUND
    over = asked + FAST.answer + FAST.settle
    late = {proto_id for at, proto_id in scene.exchange.looks if at >= over}
    assert late == {ProtoId.TRD_GET_ORDER_LIST, ProtoId.TRD_GET_HISTORY_ORDER_LIST}
    (entry,) = await scene.written()
    assert entry.result is Result.NOT_FOUND
    assert len(scene.exchange.writes) == 1
    assert scene.desk.open_acts == []


async def test_an_order_that_is_of_the_past_already_is_found_there(scene: Scene) -> None:
    async def to_the_past(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        exchange.past.append(exchange.orders.pop(exchange.do(c2s)))
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = to_the_past
    assert (await scene.place()).kind is OutcomeKind.UNKNOWN
    assert (await scene.news()).good
    (entry,) = await scene.written()
    assert (entry.result, entry.how) == (Result.ACCEPTED, "orders of the past (2221)")


async def test_a_gateway_that_acts_after_the_deadline_of_the_request_is_found_out(scene: Scene) -> None:
    late: list[asyncio.Task[None]] = []

    async def late_act(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        async def act() -> None:
            await asyncio.sleep(FAST.answer + FAST.settle / 2)
            done()

        late.append(asyncio.create_task(act()))
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = late_act
    assert (await scene.place()).kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.ACCEPTED


async def test_an_order_that_turns_up_after_it_was_not_found_is_told(scene: Scene) -> None:
    scene.exchange.fault = lost_without_act
    await scene.place()
    assert not (await scene.news()).good
    scene.told.clear()
    number = scene.exchange.do(scene.exchange.writes[0])
    scene.desk.observe([push_order(scene.exchange.orders[number])])
    news = await scene.news()
    assert news.good
    assert "after all" in news.text
    (entry,) = await scene.written()
    assert (entry.result, entry.order_id) == (Result.ACCEPTED, number)


async def test_a_push_that_is_faster_than_the_answer_settles_it(scene: Scene) -> None:
    pushed = asyncio.Event()

    async def push_first(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        answer = done()
        scene.desk.observe([push_order(exchange.orders[1000]), push_fill(wire.fill(7, orderID=1000))])
        await pushed.wait()
        return answer

    scene.exchange.fault = push_first
    outcome = await scene.place()
    assert (outcome.kind, outcome.order_id) == (OutcomeKind.ACCEPTED, 1000)
    assert not pushed.is_set()
    pushed.set()
    await scene.gateway.answered(1)
    await until(lambda: len(scene.entries()[0].events) == 4)
    (entry,) = scene.entries()
    assert entry.how == "a push"
    assert sorted(event.kind for event in entry.events) == ["answer", "outcome", "push", "push"]


async def test_a_fill_pushed_before_anything_told_its_order_is_written_to_its_story(scene: Scene) -> None:
    async def fill_first(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        answer = done()
        scene.desk.observe([push_fill(wire.fill(7, orderID=1000)), push_fill(wire.fill(8, orderID=5))])
        return answer

    scene.exchange.fault = fill_first
    await scene.place()
    (entry,) = await scene.written()
    assert [event.text for event in entry.events if event.kind == "push"] == [
        "order 1000 filled 100 at 512.3"
    ]


async def test_a_doubled_push_is_written_once(scene: Scene) -> None:
    await scene.place()
    push = push_order(scene.exchange.orders[1000])
    fill = push_fill(wire.fill(7, orderID=1000))
    scene.desk.observe([push, push, fill, fill])
    (entry,) = await scene.written()
    assert len([event for event in entry.events if event.kind == "push"]) == 2


async def test_a_push_that_fails_the_order_is_a_refusal(scene: Scene) -> None:
    async def fail_by_push(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        done()
        order = exchange.orders[1000]
        order.orderStatus, order.lastErrMsg = 21, "price too far from the last"
        scene.desk.observe([push_order(order)])
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = fail_by_push
    outcome = await scene.place()
    assert (outcome.kind, outcome.text) == (OutcomeKind.REFUSED, "price too far from the last")


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.UNIMPLEMENTED,
    ],
)
async def test_what_is_turned_away_at_the_door_is_refused(scene: Scene, code: grpc.StatusCode) -> None:
    scene.gateway.refuse(ProtoId.TRD_PLACE_ORDER, code)
    assert (await scene.place()).kind is OutcomeKind.REFUSED
    assert scene.exchange.looks == []


@pytest.mark.parametrize(
    "code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN]
)
async def test_what_breaks_on_the_way_is_not_known(scene: Scene, code: grpc.StatusCode) -> None:
    scene.gateway.refuse(ProtoId.TRD_PLACE_ORDER, code)
    assert (await scene.place()).kind is OutcomeKind.UNKNOWN


@pytest.mark.parametrize("ret_type", [-100, -200, -400])
async def test_a_gateway_that_says_it_does_not_know_is_believed(scene: Scene, ret_type: int) -> None:
    scene.exchange.refusal = (ret_type, "the server did not answer")
    assert (await scene.place()).kind is OutcomeKind.UNKNOWN
    assert not (await scene.news()).good


async def test_a_connection_cut_after_the_act_is_settled_by_the_reconnect(scene: Scene) -> None:
    scene.exchange.fault = cut_after_act
    outcome = await scene.place()
    assert outcome.kind is OutcomeKind.UNKNOWN
    await scene.desk.reconcile()
    assert (await scene.news()).good


async def test_a_look_that_fails_is_made_again(scene: Scene) -> None:
    answer = scene.gateway.answers[ProtoId.TRD_GET_ORDER_LIST]
    scene.gateway.refuse(ProtoId.TRD_GET_ORDER_LIST, grpc.StatusCode.UNAVAILABLE)
    scene.exchange.fault = cut_after_act
    outcome = await scene.place()
    await until(lambda: any(event.kind == "look" for event in scene.entries()[0].events))
    assert [act.act_id for act in scene.desk.open_acts] == [outcome.act_id]
    scene.gateway.answers[ProtoId.TRD_GET_ORDER_LIST] = answer
    assert (await scene.news()).good
    (entry,) = await scene.written()
    assert [event.kind for event in entry.events].count("look") == 1


async def test_a_caller_that_goes_away_does_not_stop_the_act(scene: Scene) -> None:
    taken = asyncio.Event()

    async def slow(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        taken.set()
        await asyncio.sleep(0.05)
        return done()

    scene.exchange.fault = slow
    caller = asyncio.create_task(scene.place())
    await taken.wait()
    caller.cancel()
    await until(lambda: not scene.desk.open_acts)
    (entry,) = await scene.written()
    assert entry.result is Result.ACCEPTED


async def test_what_was_open_when_the_program_ended_is_looked_up_by_the_next_start(scene: Scene) -> None:
    scene.exchange.fault = lost_after_act
    caller = asyncio.create_task(scene.place())
    await until(lambda: bool(scene.exchange.writes))
    desk = await scene.again()
    await caller
    assert scene.entries()[0].result is Result.OPEN
    await desk.reconcile()
    news = await scene.news()
    assert news.outcome is not None
    assert (news.good, news.outcome.order_id) == (True, 1000)
    assert news.about.startswith("BUY 200 HK.00700")
    assert (await scene.written())[0].result is Result.ACCEPTED


async def test_what_a_killed_program_never_sent_is_not_found(scene: Scene) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from futu_tui.trading.journal import Act, ActKind, Journal
journal = Journal.open(Path(sys.argv[1]))
journal.record(Act(ActKind.PLACE, int(sys.argv[2]), 0, 1, client_id="abcdefg", summary="BUY something"))
os.kill(os.getpid(), signal.SIGKILL)
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(scene.path), str(SIMULATED)
    )
    assert await child.wait() == -signal.SIGKILL
    await scene.desk.reconcile()
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.NOT_FOUND
    assert news.about == "BUY something"


async def test_acts_of_a_program_that_still_runs_are_left_to_it(scene: Scene) -> None:
    other = Journal.open(scene.path)
    other.record(Act(ActKind.PLACE, SIMULATED, 0, 1, client_id="abcdefg"))
    await scene.desk.reconcile()
    assert scene.desk.open_acts == []
    other.close()
    await scene.desk.reconcile()
    assert len(scene.desk.open_acts) == 1


async def test_pushes_of_an_order_of_an_earlier_run_are_written_to_it(scene: Scene) -> None:
    await scene.place()
    desk = await scene.again()
    await desk.reconcile()
    desk.observe([push_fill(wire.fill(7, orderID=1000))])
    (entry,) = await scene.written()
    assert entry.events[-1].text == "order 1000 filled 100 at 512.3"


async def test_an_accepted_order_of_which_no_push_came_is_read_from_the_list(scene: Scene) -> None:
    await scene.place()
    await until(lambda: 1000 in scene.accounts.portfolios[SIMULATED].orders)
    assert scene.exchange.count(ProtoId.TRD_GET_ORDER_LIST) == 1


async def test_an_unmarked_order_like_a_lost_one_is_pointed_out(scene: Scene) -> None:
    async def strip(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        done()
        exchange.orders[1000].remark = ""
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = strip
    await scene.place()
    news = await scene.news()
    assert "order 1000 looks like it" in news.text


async def test_nothing_is_sent_without_a_link(scene: Scene) -> None:
    scene.desk.link(False)
    assert scene.desk.readonly_reason == "no link to the gateway"
    assert (await scene.place()).kind is OutcomeKind.NOT_SENT
    scene.desk.link(True)
    assert (await scene.place()).accepted
    assert len(scene.exchange.writes) == 1


async def test_an_incomplete_ticket_is_not_sent(scene: Scene) -> None:
    outcome = await scene.place(qty=250)
    assert (outcome.kind, outcome.text) == (
        OutcomeKind.NOT_SENT,
        "qty: lots of 100: 250 is 2 lots and 50 shares",
    )
    assert scene.exchange.writes == []
    assert scene.entries() == []


async def test_orders_at_once_each_have_their_own_serial_and_mark(scene: Scene) -> None:
    outcomes = await asyncio.gather(*(scene.place(side=Side.SELL) for _ in range(8)))
    assert all(outcome.accepted for outcome in outcomes)
    serials = [c2s.packetID.serialNo for c2s in scene.exchange.writes]
    assert len(set(serials)) == 8
    assert len({c2s.remark for c2s in scene.exchange.writes}) == 8
    assert len(await scene.written()) == 8


async def test_a_history_that_is_refused_for_a_moment_is_asked_for_again(scene: Scene) -> None:
    answer = scene.gateway.answers[ProtoId.TRD_GET_HISTORY_ORDER_LIST]
    asked: list[Any] = []

    async def busy_at_first(c2s: Any, context: Any) -> Any:
        asked.append(c2s)
        if len(asked) < 3:
            return refused(ProtoId.TRD_GET_HISTORY_ORDER_LIST, -1, "too many requests")
        return await answer(c2s, context)

    async def to_the_past(exchange: Exchange, c2s: Any, context: Any, done: Any) -> Any:
        exchange.past.append(exchange.orders.pop(exchange.do(c2s)))
        return await lost_without_act(exchange, c2s, context, done)

    scene.gateway.answers[ProtoId.TRD_GET_HISTORY_ORDER_LIST] = busy_at_first
    scene.exchange.fault = to_the_past
    await scene.place()
    assert (await scene.news()).good


async def test_a_refused_history_does_not_keep_an_act_open_for_ever(scene: Scene) -> None:
    scene.exchange.fault = lost_without_act
    scene.gateway.answer(
        ProtoId.TRD_GET_HISTORY_ORDER_LIST,
        refused(ProtoId.TRD_GET_HISTORY_ORDER_LIST, -1, "no history for simulated accounts"),
    )
    await scene.place()
    assert not (await scene.news()).good


async def test_the_end_of_the_program_leaves_no_caller_waiting(scene: Scene) -> None:
    before = asyncio.create_task(scene.place())
    await asyncio.sleep(0)
    await scene.again()
    assert (await before).kind is OutcomeKind.NOT_SENT
    assert scene.exchange.writes == []
    scene.exchange.fault = lost_without_act
    after = asyncio.create_task(scene.place())
    await until(lambda: bool(scene.exchange.writes))
    await scene.again()
    assert (await after).kind is OutcomeKind.UNKNOWN


async def test_an_act_whose_end_is_not_written_yet_is_not_taken_up_again(scene: Scene) -> None:
    await asyncio.gather(scene.place(), scene.desk.reconcile())
    await scene.desk.reconcile()
    assert scene.desk.open_acts == []
    assert scene.told == []


async def test_what_is_open_is_looked_for_even_where_the_reconnect_could_not_read_the_journal(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.exchange.fault = lost_after_act
    caller = asyncio.create_task(scene.place())
    await until(lambda: bool(scene.exchange.writes))
    desk = await scene.again()
    await caller

    def fail(journal: Journal) -> None:
        raise JournalError("locked for a moment")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "open_acts", fail)
        await desk.reconcile()
    assert scene.told[-1].text == "locked for a moment; what is open is looked up later"
    assert desk.open_acts == []
    await desk.attend()
    assert (await scene.news()).good
    assert scene.entries()[0].act.kind is ActKind.PLACE
    assert (await scene.written())[0].result is Result.ACCEPTED


async def test_what_is_open_is_looked_for_even_where_no_look_is_under_way(scene: Scene) -> None:
    scene.exchange.fault = lost_after_act
    caller = asyncio.create_task(scene.place())
    await until(lambda: bool(scene.exchange.writes))
    desk = await scene.again()
    await caller
    scene.exchange.fault = None
    assert (await desk.place(scene.ticket(side=Side.SELL))).accepted  # takes over what was open
    await desk.attend()
    news = await scene.news()
    assert news.outcome is not None
    assert (news.good, news.outcome.order_id) == (True, 1000)


async def test_acts_of_accounts_that_this_gateway_does_not_know_stay_open(scene: Scene) -> None:
    other = Journal.open(scene.path)
    other.record(Act(ActKind.PLACE, 4711, 0, 1, client_id="abcdefg"))
    other.close()
    await scene.desk.reconcile()
    assert scene.exchange.looks == []
    assert len(scene.desk.open_acts) == 1
