"""Acts on orders that stand: changing, cancelling, one or all of them, and what is not known of that."""

from __future__ import annotations

import asyncio
import time
from decimal import Decimal
from typing import Any

import grpc
import pytest

from futu_tui.protocol import ProtoId
from futu_tui.trading.journal import ActKind, Result
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.order_status import OrderStatus
from futu_tui.trading.orders import Order, Side
from futu_tui.trading.outcome import OutcomeKind
from tests.unit.trading import wire
from tests.unit.trading.conftest import Scene, until
from tests.unit.trading.exchange import CANCELLED, lost_after_act, lost_without_act
from tests.unit.trading.wire import push_order


@pytest.fixture
async def order(scene: Scene) -> Order:
    """A working order of the account."""
    await scene.place()
    scene.desk.observe([push_order(scene.exchange.orders[1000])])
    scene.exchange.writes.clear()
    return scene.known(1000)


def change(scene: Scene, order: Order, price: str = "511.50", qty: int = 200) -> ModifyTicket:
    ticket = ModifyTicket.of(order, scene.account)
    ticket.new.price, ticket.new.qty = Decimal(price), Decimal(qty)
    return ticket


async def test_a_change_goes_out_with_price_and_quantity_and_says_old_and_new(
    scene: Scene, order: Order
) -> None:
    outcome = await scene.desk.modify(change(scene, order, "511.50", 300))
    assert outcome.accepted
    (c2s,) = scene.exchange.writes
    assert (c2s.orderID, c2s.modifyOrderOp, c2s.price, c2s.qty, c2s.orderIDEx) == (
        1000,
        1,
        511.5,
        300,
        "ex1000",
    )
    entry = (await scene.written())[-1]
    assert entry.act.summary == (
        "CHANGE BUY 200 HK.00700: price 512.00 to 511.50, quantity 200 to 300, SIMULATE HK Cash 1234"
    )
    assert entry.order_id == 1000


async def test_a_cancel(scene: Scene, order: Order) -> None:
    assert (await scene.desk.cancel(order)).accepted
    assert scene.exchange.orders[1000].orderStatus == CANCELLED
    entry = (await scene.written())[-1]
    assert (entry.act.kind, entry.act.summary) == (
        ActKind.CANCEL,
        "CANCEL BUY 200 HK.00700 at 512, SIMULATE HK Cash 1234",
    )


@pytest.mark.parametrize("act", ["cancel", "disable", "modify"])
async def test_an_act_whose_answer_is_lost_is_read_off_the_order(
    scene: Scene, order: Order, act: str
) -> None:
    scene.exchange.fault = lost_after_act
    outcome = await _do(scene, act, order)
    assert outcome.kind is OutcomeKind.UNKNOWN
    assert (await scene.news()).good
    assert (await scene.written())[-1].how == "today's orders (2201)"
    assert len(scene.exchange.writes) == 1


@pytest.mark.parametrize("act", ["cancel", "disable", "modify"])
async def test_an_act_that_left_no_trace_is_told_so(scene: Scene, order: Order, act: str) -> None:
    scene.exchange.fault = lost_without_act
    outcome = await _do(scene, act, order)
    assert outcome.kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.NOT_FOUND
    assert news.text == "order 1000 is submitted as before: it was not done"


async def _do(scene: Scene, act: str, order: Order) -> Any:
    if act == "modify":
        return await scene.desk.modify(change(scene, order))
    return await {"cancel": scene.desk.cancel, "disable": scene.desk.disable}[act](order)


async def test_a_push_stamped_ahead_does_not_hide_that_a_change_was_done(scene: Scene, order: Order) -> None:
    scene.accounts.latest = time.time

    async def pushed_ahead(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        ahead = type(exchange.orders[1000])()
        ahead.CopyFrom(exchange.orders[1000])
        ahead.updateTimestamp = time.time() + 86_400.0
        scene.desk.observe([push_order(ahead)])
        return await lost_after_act(exchange, c2s, context, done)

    scene.exchange.fault = pushed_ahead
    await scene.desk.modify(change(scene, order))
    news = await scene.news()
    assert (news.good, news.text) == (True, "order 1000 is changed")


async def test_a_cancel_that_came_too_late_is_told_so(scene: Scene, order: Order) -> None:
    async def filled_first(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        stored = exchange.orders[1000]
        stored.orderStatus, stored.fillQty, stored.updateTimestamp = 11, 200, time.time()
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = filled_first
    await scene.desk.cancel(order)
    news = await scene.news()
    assert (news.good, news.text) == (False, "order 1000 is filled already")


async def test_a_push_of_the_cancelled_order_settles_its_cancel_before_the_answer(
    scene: Scene, order: Order
) -> None:
    async def push_first(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        done()
        scene.desk.observe([push_order(exchange.orders[1000])])
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = push_first
    assert (await scene.desk.cancel(order)).accepted
    assert (await scene.written())[-1].how == "a push"


async def test_a_late_push_of_the_time_before_does_not_settle_a_cancel(scene: Scene, order: Order) -> None:
    scene.exchange.fault = lost_without_act
    stale = push_order(scene.exchange.orders[1000])
    caller = asyncio.create_task(scene.desk.cancel(order))
    await scene.gateway.answered(2)
    scene.desk.observe([stale])
    assert (await caller).kind is OutcomeKind.UNKNOWN


async def test_a_second_change_waits_until_the_first_is_known(scene: Scene, order: Order) -> None:
    scene.exchange.fault = lost_after_act
    first = asyncio.create_task(scene.desk.modify(change(scene, order)))
    await scene.gateway.answered(2)
    second = await scene.desk.modify(change(scene, order, "511.00"))
    assert (second.kind, second.text) == (
        OutcomeKind.NOT_SENT,
        "order 1000: the last modify is not known to be done yet",
    )
    assert (await first).kind is OutcomeKind.UNKNOWN
    scene.exchange.fault = None
    assert (await scene.desk.cancel(order)).accepted


async def test_of_two_changes_at_once_one_is_sent(scene: Scene, order: Order) -> None:
    outcomes = await asyncio.gather(
        scene.desk.modify(change(scene, order)), scene.desk.modify(change(scene, order, "511.00"))
    )
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.ACCEPTED, OutcomeKind.NOT_SENT]
    assert [c2s.price for c2s in scene.exchange.writes] == [511.5]


async def test_what_would_wipe_out_the_traces_of_an_act_waits_until_that_is_known(
    scene: Scene, order: Order
) -> None:
    scene.exchange.fault = lost_without_act
    assert (await scene.desk.disable(order)).kind is OutcomeKind.UNKNOWN
    enabling, deleting = await scene.desk.enable(order), await scene.desk.delete(order)
    assert enabling.kind is deleting.kind is OutcomeKind.NOT_SENT
    assert deleting.text == "order 1000: the last disable is not known to be done yet"
    scene.exchange.fault = None
    assert (await scene.desk.cancel(order)).accepted


async def test_what_an_earlier_program_left_open_on_an_order_is_known_before_that_is_changed(
    scene: Scene, order: Order
) -> None:
    scene.exchange.fault = lost_without_act
    caller = asyncio.create_task(scene.desk.modify(change(scene, order)))
    await scene.gateway.answered(1)
    await scene.again()  # its accounts are read, and nothing was looked up yet
    await caller
    scene.exchange.fault = None
    outcome = await scene.desk.modify(change(scene, order, "511.00"))
    assert (outcome.kind, outcome.text) == (
        OutcomeKind.NOT_SENT,
        "order 1000: the last modify is not known to be done yet",
    )
    assert len(scene.exchange.writes) == 1


async def test_a_late_push_with_the_terms_of_before_does_not_settle_a_change_back_to_them(
    scene: Scene, order: Order
) -> None:
    stale = push_order(scene.exchange.orders[1000])
    assert (await scene.desk.modify(change(scene, order))).accepted
    changed = scene.known(1000)
    scene.exchange.fault = lost_without_act
    back = asyncio.create_task(scene.desk.modify(change(scene, changed, "512.00")))
    await until(lambda: len(scene.exchange.writes) == 2)
    scene.desk.observe([stale])
    assert (await back).kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.NOT_FOUND


async def test_a_list_whose_times_are_coarser_than_those_of_pushes_tells_of_an_act_all_the_same(
    scene: Scene, order: Order
) -> None:
    async def cancel(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        done()
        exchange.orders[1000].updateTimestamp = int(order.updated_at)
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = cancel
    await scene.desk.cancel(order)
    news = await scene.news()
    assert (news.good, news.text) == (True, "order 1000 is cancelled")


async def test_a_list_of_the_time_before_does_not_settle_a_change_back_to_what_it_was_then(
    scene: Scene, order: Order
) -> None:
    answer = scene.gateway.answers[ProtoId.TRD_GET_ORDER_LIST]
    asked, late = asyncio.Event(), asyncio.Event()

    async def slow(c2s: Any, context: Any) -> Any:
        told = await answer(c2s, context)
        asked.set()
        await late.wait()
        return told

    scene.desk._tracker._lists._timeout = 5.0
    scene.gateway.answers[ProtoId.TRD_GET_ORDER_LIST] = slow
    await scene.place(side=Side.SELL)  # no push tells of it, so the list is read
    await asked.wait()
    assert (await scene.desk.modify(change(scene, order))).accepted
    scene.exchange.fault = lost_without_act
    back = asyncio.create_task(scene.desk.modify(change(scene, scene.known(1000), "512.00")))
    await until(lambda: len(scene.exchange.writes) == 3)
    late.set()
    assert (await back).kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert news.outcome is not None
    assert news.outcome.kind is OutcomeKind.NOT_FOUND


async def test_a_change_of_nothing_or_of_what_is_over_is_not_sent(scene: Scene, order: Order) -> None:
    nothing = await scene.desk.modify(ModifyTicket.of(order, scene.account))
    assert (nothing.kind, nothing.text) == (OutcomeKind.NOT_SENT, "price: nothing is changed yet")
    scene.exchange.orders[1000].orderStatus = CANCELLED
    over = await scene.desk.modify(change(scene, scene.order(1000)))
    assert over.text == "security: the order is cancelled already"
    assert scene.exchange.writes == []


async def test_reconfirming(scene: Scene, order: Order) -> None:
    assert (await scene.desk.reconfirm(order, 3)).accepted
    (c2s,) = scene.exchange.writes
    assert (c2s.orderID, c2s.reconfirmReason) == (1000, 3)


class TestCancelAll:
    @pytest.fixture(autouse=True)
    async def three_orders(self, scene: Scene) -> None:
        for side in (Side.BUY, Side.SELL, Side.BUY):
            await scene.place(side=side)
        for number in list(scene.exchange.orders):
            scene.known(number)
        scene.exchange.writes.clear()

    async def test_a_public_simulated_account_cancels_one_by_one(self, scene: Scene) -> None:
        outcomes = await scene.desk.cancel_all()
        assert [outcome.accepted for outcome in outcomes] == [True] * 3
        assert sorted(c2s.orderID for c2s in scene.exchange.writes) == [1000, 1001, 1002]
        kinds = [entry.act.kind for entry in await scene.written()]
        assert kinds[3:] == [ActKind.CANCEL] * 3

    async def test_of_one_security_alone(self, scene: Scene) -> None:
        scene.exchange.orders[1001].code = "01810"
        scene.known(1001)
        await scene.desk.cancel_all(security=wire.XIAOMI)
        assert [c2s.orderID for c2s in scene.exchange.writes] == [1001]

    async def test_of_a_market_without_orders_nothing_is_sent(self, scene: Scene) -> None:
        (outcome,) = await scene.desk.cancel_all(trade_market=2)
        assert (outcome.kind, outcome.text) == (OutcomeKind.NOT_SENT, "no order is working")
        assert scene.exchange.writes == []

    async def test_one_that_fails_does_not_stop_the_others(self, scene: Scene) -> None:
        async def refuse_one(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
            if c2s.orderID == 1001:
                await context.abort(grpc.StatusCode.PERMISSION_DENIED, "not this one")
            return done()

        scene.exchange.fault = refuse_one
        outcomes = await scene.desk.cancel_all()
        assert [outcome.accepted for outcome in outcomes] == [True, False, True]


class TestCancelAllAtOnce:
    @pytest.fixture(autouse=True)
    async def two_orders(self, real: Scene) -> None:
        for _ in range(2):
            await real.place()
        for number in list(real.exchange.orders):
            real.known(number)
        real.exchange.writes.clear()

    async def test_a_real_account_cancels_by_one_request(self, real: Scene) -> None:
        (outcome,) = await real.desk.cancel_all()
        assert outcome.accepted
        (c2s,) = real.exchange.writes
        assert (c2s.forAll, c2s.orderID, c2s.trdMarket, c2s.header.trdEnv) == (True, 0, 1, 1)
        entry = (await real.written())[-1]
        assert entry.act.summary == "CANCEL ALL 2 orders of HK, REAL HK/US Cash 1234"

    async def test_where_that_is_refused_they_are_cancelled_one_by_one(self, real: Scene) -> None:
        real.exchange.takes_all = False
        outcomes = await real.desk.cancel_all()
        assert [outcome.kind for outcome in outcomes] == [
            OutcomeKind.REFUSED,
            OutcomeKind.ACCEPTED,
            OutcomeKind.ACCEPTED,
        ]

    @pytest.mark.parametrize(
        ("fault", "result"), [(lost_after_act, Result.ACCEPTED), (lost_without_act, Result.NOT_FOUND)]
    )
    async def test_a_lost_answer_is_read_off_the_orders(
        self, real: Scene, fault: Any, result: Result
    ) -> None:
        real.exchange.fault = fault
        (outcome,) = await real.desk.cancel_all()
        assert outcome.kind is OutcomeKind.UNKNOWN
        await real.news()
        assert (await real.written())[-1].result is result


async def test_an_order_that_is_deleted_is_listed_no_more(scene: Scene, order: Order) -> None:
    async def delete(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        del exchange.orders[1000]
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = delete
    assert (await scene.desk.delete(order)).kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert (news.good, news.text) == (True, "the order is listed no more")


async def test_a_late_push_of_the_order_does_not_make_its_deletion_doubtful(
    scene: Scene, order: Order
) -> None:
    await scene.desk.cancel(order)
    cancelled = push_order(scene.exchange.orders[1000])

    async def delete(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        scene.desk.observe([cancelled, cancelled])
        del exchange.orders[1000]
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.fault = delete
    assert (await scene.desk.delete(scene.known(1000))).kind is OutcomeKind.UNKNOWN
    news = await scene.news()
    assert (news.good, news.text) == (True, "the order is listed no more")


async def test_an_order_that_is_still_listed_was_not_deleted(scene: Scene, order: Order) -> None:
    await scene.desk.cancel(order)
    scene.exchange.fault = lost_without_act
    await scene.desk.delete(scene.known(1000))
    news = await scene.news()
    assert (news.good, news.text) == (False, "order 1000 is cancelled as before: it was not done")


async def test_an_order_that_filled_as_soon_as_it_was_enabled_was_enabled(scene: Scene, order: Order) -> None:
    async def enable(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        stored = exchange.orders[1000]
        stored.orderStatus, stored.fillQty, stored.updateTimestamp = 11, 200, time.time()
        return await lost_without_act(exchange, c2s, context, done)

    await scene.desk.disable(order)
    scene.exchange.fault = enable
    await scene.desk.enable(scene.known(1000))
    news = await scene.news()
    assert (news.good, news.text) == (True, "order 1000 is filled")


async def test_an_order_that_waits_for_its_price_once_confirmed_was_confirmed(
    scene: Scene, order: Order
) -> None:
    async def confirm(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        stored = exchange.orders[1000]
        stored.orderStatus, stored.updateTimestamp = OrderStatus.WAITING.number, time.time()
        return await lost_without_act(exchange, c2s, context, done)

    scene.exchange.orders[1000].orderStatus = OrderStatus.UNSUBMITTED.number
    scene.exchange.fault = confirm
    await scene.desk.reconfirm(scene.order(1000), 1)
    news = await scene.news()
    assert (news.good, news.text) == (True, "order 1000 is waiting")


async def test_enabling_what_was_disabled(scene: Scene, order: Order) -> None:
    async def enable(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        exchange.orders[1000].orderStatus = OrderStatus.SUBMITTED.number
        exchange.orders[1000].updateTimestamp = time.time()
        return await lost_without_act(exchange, c2s, context, done)

    await scene.desk.disable(order)
    scene.exchange.fault = enable
    await scene.desk.enable(scene.known(1000))
    assert (await scene.news()).good
    assert scene.exchange.count(ProtoId.TRD_GET_HISTORY_ORDER_LIST) == 0
