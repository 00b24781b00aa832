"""What a telling of an order says about an act on it."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.trading.journal import Act, ActKind, Result
from futu_tui.trading.order_status import OrderStatus
from futu_tui.trading.orders import Order
from futu_tui.trading.verdicts import concerns, has_terms, looks_like, no_trace, telling, verdict
from tests.unit.trading import wire

S = OrderStatus


def order(status: OrderStatus = S.SUBMITTED, **fields: Any) -> Order:
    return Order.of(wire.order(7, status.number, **fields))


def act(kind: ActKind, **fields: Any) -> Act:
    return Act(kind, acc_id=1, env=0, **fields)


@pytest.mark.parametrize(
    ("kind", "results"),
    [
        (ActKind.PLACE, {S.FAILED: Result.REFUSED, S.SUBMIT_FAILED: Result.REFUSED}),
        (
            ActKind.CANCEL,
            dict.fromkeys((S.FILLED, S.FAILED, S.SUBMIT_FAILED, S.FILL_CANCELLED), Result.REFUSED)
            | dict.fromkeys(
                (S.CANCELLED, S.CANCELLED_REST, S.CANCELLING, S.CANCELLING_REST, S.DELETED), Result.ACCEPTED
            ),
        ),
        (
            ActKind.DISABLE,
            {S.DISABLED: Result.ACCEPTED}
            | {each: Result.REFUSED for each in S if not each.working and each is not S.DISABLED},
        ),
        (ActKind.DELETE, {S.DELETED: Result.ACCEPTED}),
        (
            ActKind.ENABLE,
            {each: Result.ACCEPTED for each in S if each.working}
            | dict.fromkeys((S.FILLED, S.FILL_CANCELLED), Result.ACCEPTED)
            | dict.fromkeys((S.FAILED, S.SUBMIT_FAILED), Result.REFUSED)
            | dict.fromkeys((S.CANCELLED, S.CANCELLED_REST, S.DELETED), Result.NOT_FOUND),
        ),
        (
            ActKind.RECONFIRM,
            {each: Result.ACCEPTED for each in S if each not in (S.UNKNOWN, S.UNSUBMITTED)}
            | dict.fromkeys((S.FAILED, S.SUBMIT_FAILED), Result.REFUSED)
            | dict.fromkeys((S.CANCELLED, S.CANCELLED_REST, S.DELETED), Result.NOT_FOUND),
        ),
    ],
)
def test_each_status_has_its_verdict(kind: ActKind, results: dict[OrderStatus, Result]) -> None:
    default = Result.ACCEPTED if kind is ActKind.PLACE else None
    for status in S:
        found = verdict(act(kind), order(status))
        assert (found.result if found else None) == results.get(status, default), status


def test_while_the_answer_may_come_only_what_is_plain_counts() -> None:
    for status in (S.UNSUBMITTED, S.WAITING, S.SUBMITTING, S.TIMED_OUT, S.UNKNOWN):
        assert verdict(act(ActKind.PLACE), order(status), in_flight=True) is None
    assert verdict(act(ActKind.PLACE), order(), in_flight=True) is not None
    assert verdict(act(ActKind.ENABLE), order(S.CANCELLED), in_flight=True) is None


def test_a_change_is_done_when_the_order_has_its_terms() -> None:
    change = act(ActKind.MODIFY, request={"qty": 200.0, "price": 512.3, "orderID": 7})
    assert has_terms(change, order(price=512.3))
    done = verdict(change, order(price=512.3))
    assert done is not None
    assert done.result is Result.ACCEPTED
    assert verdict(change, order(price=512.5)) is None
    too_late = verdict(change, order(S.FILLED, price=512.5))
    assert too_late is not None
    assert (too_late.result, too_late.text) == (Result.REFUSED, "order 7 is filled, not changed")


def test_a_trail_that_the_order_does_not_tell_is_not_taken_for_changed() -> None:
    assert not has_terms(act(ActKind.MODIFY, request={"trailValue": 2.0}), order())


def test_an_order_is_told_by_mark_then_lasting_id_then_number() -> None:
    placed = act(ActKind.PLACE, client_id="abcdefg")
    assert concerns(placed, order(remark="x ~abcdefg"), 0, "")
    assert not concerns(placed, order(remark="x ~abcdefh"), 0, "")
    assert concerns(act(ActKind.CANCEL), order(), 99, "ex7")
    assert not concerns(act(ActKind.CANCEL), order(), 7, "ex8")
    assert concerns(act(ActKind.CANCEL), order(orderIDEx=""), 7, "ex7")
    assert not concerns(act(ActKind.UNLOCK), order(), 0, "")


def test_a_lookalike_has_every_term_and_no_mark() -> None:
    placed = act(
        ActKind.PLACE,
        security="HK.00700",
        request={"trdSide": 1, "orderType": 1, "qty": 200.0, "price": 512.3},
    )
    alike = order(createTimestamp=wire.NOON)
    assert looks_like(placed, [alike], wire.NOON) is alike
    for other in (
        order(remark="~abcdefg"),
        order(qty=300),
        order(price=512.4),
        order(trdSide=2),
        order(code="01810"),
        order(createTimestamp=wire.NOON - 60),
    ):
        assert looks_like(placed, [other], wire.NOON) is None
    assert "looks like it" in no_trace(placed, None, alike).text


def test_a_state_reads_as_a_line() -> None:
    part = order(S.PART_FILLED, fillQty=100, fillAvgPrice=512.25)
    assert telling(part) == "order 7 part filled, 200 at 512.3, 100 filled at 512.25 on average"
    assert telling(order(S.FAILED, price=0, lastErrMsg="no money")) == "order 7 failed, 200: no money"
