"""How long things take in the gateway, measured as they happen; 1006 tells it.

The simulated exchange is in the gateway's own process: nothing is between the two, so their delays are measured at the
exchange (how late it tells of an event) and in the gateway (how long a push waits to be sent), and the net's are none.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from futu_tui.paper.market import OrderStatus, PersonOrder
from futu_tui.paper.push import Push
from futu_tui.protocol.pb.get_delay_statistics_pb2 import (
    QotPushStage_CR2CS,
    QotPushStage_SR2CS,
    QotPushStage_SR2SS,
    QotPushStage_SS2CR,
    QotPushStage_SS2CS,
)

PUSHES_KEPT = 10_000
"""Of each type: what is told is of the latest."""
ORDERS_KEPT = 200
USUAL_BOUNDS = (*range(0, 102, 2), 500, 1000, 2000, -1)
"""Bounds of the buckets, in milliseconds, where none are asked for; futu-api's documentation has them."""

_AT_THE_EXCHANGE = frozenset(
    {OrderStatus.SUBMITTED, OrderStatus.FILLED_PART, OrderStatus.FILLED_ALL, OrderStatus.FAILED}
)
_ON_THE_WAY = frozenset({OrderStatus.UNSUBMITTED, OrderStatus.WAITING_SUBMIT, OrderStatus.SUBMITTING})


class PushDelay(NamedTuple):
    """Of one push on one stream, milliseconds."""

    exchange: float
    """How late the exchange told of it: a busy market runs late, and it goes on in steps."""
    gateway: float
    """From then until it was sent."""

    def of(self, stage: int) -> float:
        """A qot_push stage. Raises KeyError for an unknown one."""
        stages: dict[int, float] = {
            QotPushStage_SR2SS: self.exchange,
            QotPushStage_SS2CR: 0.0,
            QotPushStage_CR2CS: self.gateway,
            QotPushStage_SS2CS: self.gateway,
            QotPushStage_SR2CS: self.exchange + self.gateway,
        }
        return stages[stage]


class Bucket(NamedTuple):
    """Delays from `begin` up to `end`, milliseconds; an end of -1 is none."""

    begin: int
    end: int
    size: int
    """Delays in it."""


@dataclass
class RequestDelay:
    """All requests of a protocol so far."""

    count: int = 0
    total: float = 0.0
    """Milliseconds, from the request's arrival to its answer."""


@dataclass(frozen=True)
class OrderDelay:
    """One order. Milliseconds."""

    order_id: int
    total: float
    """From the request's arrival to its answer."""
    update: float
    """From the answer until the order was at the exchange; 0 where it was there before."""


class Delays:
    """What was measured since the gateway started."""

    def __init__(self) -> None:
        self.pushes: dict[int, deque[PushDelay]] = {}
        """The latest of each QotPushType."""
        self.requests: dict[int, RequestDelay] = {}
        self.orders: deque[OrderDelay] = deque(maxlen=ORDERS_KEPT)
        self._answered: dict[int, tuple[float, float]] = {}
        """Of each order that is not at the exchange yet: when it was answered, and how long that took."""

    def note_sent(self, push: Push) -> None:
        """A push has gone out on a stream. One that only says how things stand is of no moment, and not measured."""
        if push.kind is not None and push.made:
            kept = self.pushes.get(push.kind)
            if kept is None:
                kept = self.pushes[push.kind] = deque(maxlen=PUSHES_KEPT)
            kept.append(PushDelay(push.lateness * 1000, (perf_counter() - push.made) * 1000))

    def note_request(self, proto_id: int, seconds: float) -> None:
        """A request is answered."""
        delay = self.requests.setdefault(proto_id, RequestDelay())
        delay.count += 1
        delay.total += seconds * 1000

    def note_placed(self, order: PersonOrder, seconds: float) -> None:
        """The request that placed an order is answered."""
        if order.status in _AT_THE_EXCHANGE:
            self.orders.append(OrderDelay(order.order_id, seconds * 1000, 0.0))
        elif order.status.working:
            self._answered[order.order_id] = (perf_counter(), seconds * 1000)

    def note_order(self, order: PersonOrder) -> None:
        """An order has changed; one that waited may now be at the exchange, or never come there."""
        if order.order_id not in self._answered or order.status in _ON_THE_WAY:
            return
        answered, total = self._answered.pop(order.order_id)
        if order.status in _AT_THE_EXCHANGE:
            self.orders.append(OrderDelay(order.order_id, total, (perf_counter() - answered) * 1000))


def buckets(delays: Sequence[float], bounds: Sequence[int]) -> list[Bucket]:
    """How many delays lie between each two bounds, in milliseconds; -1, which can only be last, is no bound.

    Raises ValueError for bounds that do not rise.
    """
    edges = list(bounds) if bounds[0] == 0 else [0, *bounds]
    open_ended = edges[-1] == -1
    rising = edges[:-1] if open_ended else edges
    if len(edges) < 2 or sorted(set(rising)) != rising or rising[0] < 0:
        raise ValueError("the bounds of segmentList must rise; -1, for no bound, can be the last")
    return [
        Bucket(begin, end, sum(begin <= delay and (end == -1 or delay < end) for delay in delays))
        for begin, end in itertools.pairwise(edges)
    ]
