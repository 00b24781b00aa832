"""What a telling of an order says about an act on it. Pure.

The gateway's lists and pushes tell what an order is; whether an act whose answer was lost was done can be read off
that, at once or only after the gateway has had time enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

from futu_tui.trading.journal import Act, ActKind, Result
from futu_tui.trading.order_status import OrderStatus
from futu_tui.trading.orders import Order

_FAILED = frozenset({OrderStatus.FAILED, OrderStatus.SUBMIT_FAILED})
_UNDECIDED = frozenset(
    {
        OrderStatus.UNKNOWN,
        OrderStatus.UNSUBMITTED,
        OrderStatus.WAITING,
        OrderStatus.SUBMITTING,
        OrderStatus.TIMED_OUT,
    }
)
"""The gateway has the order, and may still refuse it."""
_GOING = frozenset({OrderStatus.CANCELLING, OrderStatus.CANCELLING_REST})
_CANCELLED = frozenset({OrderStatus.CANCELLED, OrderStatus.CANCELLED_REST, OrderStatus.DELETED})

_FILLED = frozenset({OrderStatus.FILLED, OrderStatus.FILL_CANCELLED})
_HELD_BACK = frozenset({OrderStatus.UNKNOWN, OrderStatus.UNSUBMITTED})
"""As an order is while the gateway waits for it to be confirmed again."""

_CHANGES = {
    "qty": "qty",
    "price": "price",
    "auxPrice": "trigger",
    "trailValue": "trail_value",
    "trailSpread": "trail_spread",
}
"""Fields of a change on the wire, and where an order has them."""


class Verdict(Struct, frozen=True):
    result: Result
    text: str
    """For the person, without a full stop."""


def concerns(act: Act, order: Order, order_id: int, id_ex: str) -> bool:
    """Whether this is the order that an act made or acts on, known by these ids so far (0 and "" where not)."""
    if act.client_id and order.client_id == act.client_id:
        return True
    if id_ex and order.id_ex:
        return order.id_ex == id_ex
    return bool(order_id) and order.order_id == order_id


def verdict(act: Act, order: Order, *, in_flight: bool = False) -> Verdict | None:
    """What this telling of the act's order says of it; None where that is open.

    While its request is `in_flight`, only what cannot be meant otherwise counts: the answer tells the rest.
    """
    judge = _JUDGES.get(act.kind)
    if judge is None or (in_flight and order.status in _UNDECIDED):
        return None
    found = judge(act, order)
    return None if found is not None and in_flight and found.result is Result.NOT_FOUND else found


def _placed(act: Act, order: Order) -> Verdict:
    if order.status in _FAILED:
        return Verdict(Result.REFUSED, order.error or "the order failed")
    return Verdict(Result.ACCEPTED, f"order {order.order_id} is {_said(order)}")


def _changed(act: Act, order: Order) -> Verdict | None:
    if has_terms(act, order):
        return Verdict(Result.ACCEPTED, f"order {order.order_id} is changed")
    if not order.working:
        return Verdict(Result.REFUSED, f"order {order.order_id} is {_said(order)}, not changed")
    return None


def _cancelled(act: Act, order: Order) -> Verdict | None:
    if order.status in _CANCELLED or order.status in _GOING:
        return Verdict(Result.ACCEPTED, f"order {order.order_id} is {_said(order)}")
    if not order.working and order.status is not OrderStatus.DISABLED:
        return Verdict(Result.REFUSED, f"order {order.order_id} is {_said(order)} already")
    return None


def _enabled(act: Act, order: Order) -> Verdict | None:
    """An order that is filled was in the market; of one that was cancelled nothing tells whether it was."""
    if order.status is OrderStatus.DISABLED:
        return None
    if order.working or order.status in _FILLED:
        return Verdict(Result.ACCEPTED, f"order {order.order_id} is {_said(order)}")
    if order.status in _FAILED:
        return Verdict(Result.REFUSED, order.error or "the order failed")
    text = f"order {order.order_id} is {_said(order)}: nothing tells whether it was enabled before"
    return Verdict(Result.NOT_FOUND, text)


def _disabled(act: Act, order: Order) -> Verdict | None:
    if order.status is OrderStatus.DISABLED:
        return Verdict(Result.ACCEPTED, f"order {order.order_id} is disabled")
    if not order.working:
        return Verdict(Result.REFUSED, f"order {order.order_id} is {_said(order)}")
    return None


def _deleted(act: Act, order: Order) -> Verdict | None:
    if order.status is OrderStatus.DELETED:
        return Verdict(Result.ACCEPTED, f"order {order.order_id} is deleted")
    return None


def _reconfirmed(act: Act, order: Order) -> Verdict | None:
    """It left the state in which it is held back; one that was cancelled may have left it without."""
    if order.status in _FAILED:
        return Verdict(Result.REFUSED, order.error or "the order failed")
    if order.status in _HELD_BACK:
        return None
    if order.status in _CANCELLED and not order.filled:
        text = f"order {order.order_id} is {_said(order)}: nothing tells whether it was confirmed before"
        return Verdict(Result.NOT_FOUND, text)
    return Verdict(Result.ACCEPTED, f"order {order.order_id} is {_said(order)}")


_JUDGES = {
    ActKind.PLACE: _placed,
    ActKind.MODIFY: _changed,
    ActKind.CANCEL: _cancelled,
    ActKind.ENABLE: _enabled,
    ActKind.DISABLE: _disabled,
    ActKind.DELETE: _deleted,
    ActKind.RECONFIRM: _reconfirmed,
}


def has_terms(act: Act, order: Order) -> bool:
    """Whether an order is as a change wants it."""
    return all(
        _same(float(act.request[field]), getattr(order, name))
        for field, name in _CHANGES.items()
        if field in act.request
    )


def all_cancelled(act: Act, orders: Iterable[Order], at: float) -> Verdict | None:
    """Whether nothing works any more that worked when all orders were to be cancelled, at `at` in epoch seconds."""
    left = [
        order
        for order in orders
        if order.working
        and order.status not in _GOING
        and order.created_at <= at
        and act.trade_market in (0, order.trade_market)
    ]
    return None if left else Verdict(Result.ACCEPTED, "no order works any more")


def no_trace(act: Act, order: Order | None, lookalike: Order | None = None) -> Verdict:
    """What it means that nothing shows an act was done, long after it should; `order` is the one it acts on."""
    if act.kind is ActKind.DELETE and order is None:
        return Verdict(Result.ACCEPTED, "the order is listed no more")
    if act.kind is ActKind.PLACE:
        text = "the gateway lists no order with its mark"
        if lookalike is not None:
            text += f"; order {lookalike.order_id} looks like it and bears none"
        return Verdict(Result.NOT_FOUND, text)
    if act.kind is ActKind.CANCEL_ALL:
        return Verdict(Result.NOT_FOUND, "orders still work: it was not done, or not whole")
    if order is None:
        return Verdict(Result.NOT_FOUND, "the gateway does not list the order")
    return Verdict(Result.NOT_FOUND, f"order {order.order_id} is {_said(order)} as before: it was not done")


def looks_like(act: Act, orders: Iterable[Order], at: float) -> Order | None:
    """An unmarked order that has all the terms of one that was placed at `at`, or later."""
    for order in orders:
        if (
            not order.client_id
            and order.created_at >= at - 5.0
            and str(order.security) == act.security
            and order.side.number == act.request.get("trdSide")
            and order.type.number == act.request.get("orderType")
            and _same(float(act.request.get("qty", 0)), order.qty)
            and ("price" not in act.request or _same(float(act.request["price"]), order.price))
        ):
            return order
    return None


def telling(order: Order) -> str:
    """An order's state in a line of the journal."""
    price = "" if order.price is None else f" at {order.price:.10g}"
    filled = f", {order.filled:.10g} filled" if order.filled else ""
    average = f" at {order.avg_price:.10g} on average" if order.filled and order.avg_price else ""
    error = f": {order.error}" if order.error else ""
    return f"order {order.order_id} {_said(order)}, {order.qty:.10g}{price}{filled}{average}{error}"


def _said(order: Order) -> str:
    return order.status.label.lower()


def _same(wanted: float, told: float | None) -> bool:
    return told is not None and math.isclose(wanted, told, rel_tol=1e-9, abs_tol=1e-9)
