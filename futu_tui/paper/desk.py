"""The desk that takes people's orders: checks them, sends them to their post, and holds them while a market is shut."""

from __future__ import annotations

from copy import copy

from futu_tui.paper.events import OrderUpdated
from futu_tui.paper.orders import OrderRejected, OrderStatus, OrderType, PersonOrder
from futu_tui.paper.sessions import Phase
from futu_tui.paper.simulation import Simulation, Venue
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT


class Desk:
    """All orders of people, by their ids."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._orders: dict[int, PersonOrder] = {}
        self._waiting: dict[int, PersonOrder] = {}
        simulation.on_session = self._session_changed

    def place(self, order: PersonOrder) -> None:
        """Take an order, or raise OrderRejected. KeyError for an unknown security."""
        post = self._simulation.posts[order.security]
        if order.order_id in self._orders:
            raise OrderRejected(f"order {order.order_id} was placed before")
        _check(order, post.instrument)
        self._orders[order.order_id] = order
        order.created = order.updated = self._simulation.now
        if post.phase.takes_orders:
            self._submit(order)
        else:
            order.status = OrderStatus.WAITING_SUBMIT
            self._waiting[order.order_id] = order
            self._simulation.told.append(OrderUpdated(copy(order)))

    def cancel(self, order_id: int) -> None:
        """Cancel a working order. KeyError for an unknown one, OrderRejected for one that is done."""
        order = self._orders[order_id]
        if not order.status.working:
            raise OrderRejected(f"order {order_id} is done: {order.status.name.lower().replace('_', ' ')}")
        self._waiting.pop(order_id, None)
        post = self._simulation.posts[order.security]
        post.instant = self._simulation.now
        post.cancel(order)
        self._settle(order)

    def working(self) -> list[PersonOrder]:
        """In the order of their placing."""
        return [order for order in self._orders.values() if order.status.working]

    def _submit(self, order: PersonOrder) -> None:
        post = self._simulation.posts[order.security]
        post.instant = self._simulation.now
        post.submit(order, round(order.price * UNIT))
        self._settle(order)

    def _settle(self, order: PersonOrder) -> None:
        post = self._simulation.posts[order.security]
        if post.auction is None and post.phase is Phase.CONTINUOUS:
            self._simulation.flows[order.security].keep_depth()
        self._simulation.collect(post)

    def _session_changed(self, venue: Venue) -> None:
        phase = venue.session.phase
        if phase.takes_orders:
            due = [order for order in self._waiting.values() if order.security.market is venue.market]
            for order in due:
                del self._waiting[order.order_id]
                self._submit(order)
        elif phase not in (Phase.BREAK, Phase.WAITING):
            for post in venue.posts:
                for resting in list(post.resting.values()):
                    assert resting.person is not None
                    post.cancel(resting.person)


def _check(order: PersonOrder, instrument: Instrument) -> None:
    name = str(instrument.security)
    if instrument.is_index:
        raise OrderRejected(f"{name} is an index and cannot be traded")
    if instrument.suspended:
        raise OrderRejected(f"{name} is suspended")
    if order.qty <= 0:
        raise OrderRejected(f"the quantity must be above 0, not {order.qty}")
    if order.qty % instrument.lot_size:
        raise OrderRejected(
            f"{name} trades in lots of {instrument.lot_size}: {order.qty} is not a multiple of it"
        )
    if order.type is OrderType.LIMIT:
        price = round(order.price * UNIT)
        if price <= 0 or abs(price - order.price * UNIT) > 0.01 or not instrument.ticks.fits(price):
            step = instrument.tick_at(max(price, 0)) / UNIT
            raise OrderRejected(f"{order.price:g} is no price for {name}: the step there is {step:g}")
