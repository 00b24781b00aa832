"""The trial's own eyes: each way in which journal and exchange can differ is seen, and what is right is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from futu_tui.paper.market import OrderStatus, OrderType, PersonOrder, Side
from futu_tui.protocol import Security
from futu_tui.trading.acts import Act, ActKind, Entry, Result
from futu_tui.trading.orders import Order
from tests.trial.books import Books
from tests.trial.checks import check
from tests.unit.trading import wire

S = OrderStatus


def placed(act_id: int = 1, result: Result = Result.ACCEPTED, order_id: int = 5, **fields: Any) -> Entry:
    values = {"client_id": "abcdefg", "request": {"qty": 200.0, "price": 512.3}} | fields
    return entry(act_id, ActKind.PLACE, result, order_id, **values)


def entry(
    act_id: int, kind: ActKind, result: Result = Result.ACCEPTED, order_id: int = 5, **fields: Any
) -> Entry:
    act = Act(kind, acc_id=1, env=0, trade_market=1, conn_id=9, **fields)
    closed = None if result is Result.OPEN else act_id + 0.5
    return Entry(act_id, float(act_id), "1-a", 100 + act_id, act, result, "", "", closed, order_id, "")


def held(order_id: int = 5, status: OrderStatus = S.SUBMITTED, **fields: Any) -> PersonOrder:
    values: dict[str, Any] = {"price": 512.3, "qty": 200, "remark": "~abcdefg", "status": status} | fields
    return PersonOrder(order_id, 1, Security.parse("HK.00700"), Side.BUY, OrderType.LIMIT, **values)


def books(
    *orders: PersonOrder, done: tuple[int, ...] = (), listed: Mapping[int, Order] | None = None
) -> Books:
    if listed is None:
        listed = {
            order.order_id: Order.of(wire.order(order.order_id, int(order.status), price=order.price, qty=order.qty))
            for order in orders
            if order.status is not S.DELETED
        }  # fmt: skip
    packets = frozenset((9, 100 + act_id) for act_id in done)
    return Books({order.order_id: order for order in orders}, packets, listed)


def found(entries: list[Entry], holds: Books, *told: dict[str, Any]) -> str:
    return "; ".join(violation.text for violation in check(entries, holds, told))


def test_what_agrees_is_no_violation() -> None:
    changed = entry(2, ActKind.MODIFY, request={"qty": 300.0, "price": 512.0})
    cancelled = entry(3, ActKind.CANCEL)
    order = held(status=S.CANCELLED_ALL, qty=300, price=512.0)
    told = {"act": 1, "outcome": "accepted"}
    assert found([placed(), changed, cancelled], books(order, done=(1, 2, 3)), told, {"sent": [9, 101]}) == ""
    for result in (Result.REFUSED, Result.NOT_FOUND, Result.NOT_SENT):
        assert found([placed(result=result, order_id=0)], books()) == ""


@pytest.mark.parametrize(
    ("entries", "holds", "text"),
    [
        ([placed(result=Result.OPEN)], books(held()), "open for ever"),
        ([placed()], books(held(), held(6)), "sent twice: orders [5, 6]"),
        ([placed()], books(held(remark="")), "accepted, and the exchange has no such order"),
        ([placed(order_id=7)], books(held()), "order 5 of the exchange is 7 in the journal"),
        ([placed(result=Result.NOT_FOUND, order_id=0)], books(held()), "not found, and the exchange has it as order 5"),
        ([placed(result=Result.REFUSED, order_id=0)], books(held()), "refused, and the exchange has it as order 5"),
        ([placed(), entry(2, ActKind.MODIFY, request={"price": 511.0})], books(held()), "has price 512.3, not 511"),
        ([placed(), entry(2, ActKind.MODIFY, request={"qty": 300.0})], books(held()), "has qty 200, not 300"),
        ([placed(), entry(2, ActKind.MODIFY, Result.NOT_FOUND)], books(held(), done=(2,)), "and the exchange did it"),
        ([placed(), entry(2, ActKind.CANCEL)], books(held()), "is SUBMITTED, not cancelled"),
        ([placed(), entry(2, ActKind.DELETE)], books(held(status=S.CANCELLED_ALL)), "not deleted"),
        ([placed(), entry(2, ActKind.DISABLE)], books(held()), "is SUBMITTED, not disabled"),
        ([placed(), entry(2, ActKind.ENABLE)], books(held(status=S.DISABLED)), "is disabled, not enabled"),
        ([placed(), entry(2, ActKind.RECONFIRM)], books(held(status=S.UNSUBMITTED)), "still waits to be confirmed"),
        ([placed(), entry(2, ActKind.CANCEL_ALL, order_id=0)], books(held()), "works on after all were cancelled"),
        ([placed()], books(held(), listed={}), "order 5 is on no list"),
        ([placed()], books(held(), listed=books(held(qty=300)).listed), "order 5 is listed as"),
        ([placed()], books(held(status=S.DELETED), listed=books(held()).listed), "deleted and listed"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)  # fmt: skip
def test_what_differs_is_one(entries: list[Entry], holds: Books, text: str) -> None:
    assert text in found(entries, holds)


def test_a_write_that_left_twice_and_a_person_who_was_told_otherwise_are_too() -> None:
    sent = {"sent": [9, 101]}
    assert "packet (9, 101) was sent 2 times" in found([placed()], books(held()), sent, sent)
    told = [{"act": 1, "outcome": "unknown"}, {"act": 1, "outcome": "not found"}]
    assert "the person was told not found, the journal says accepted" in found(
        [placed()], books(held()), *told
    )


def test_an_order_that_the_exchange_took_and_failed_may_be_called_refused() -> None:
    failed = held(status=S.FAILED, error="no such price")
    assert found([placed(result=Result.REFUSED)], books(failed, done=(1,))) == ""
    assert found([placed(result=Result.ACCEPTED)], books(failed, done=(1,))) == ""


def test_a_story_tells_the_act_and_what_became_of_it() -> None:
    (violation,) = check([placed(result=Result.OPEN, summary="BUY 200")], books(), [])
    assert "BUY 200" in violation.story
    assert "'price': 512.3" in violation.story
