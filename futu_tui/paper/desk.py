"""The desk that takes people's orders: checks them, sends them to their post, and holds those that wait: for a session,
for a price, for the next part, or for their owner."""

from __future__ import annotations

from copy import copy
from functools import partial

from futu_tui.paper import slices, triggers
from futu_tui.paper.auction import ANY_PRICE
from futu_tui.paper.events import OrderUpdated
from futu_tui.paper.order_rules import check, check_hours, good_until, stays, takes, units_of
from futu_tui.paper.orders import OrderRejected, OrderStatus, OrderType, PersonOrder, Side
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import Phase
from futu_tui.paper.simulation import Simulation, Venue
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security


class Desk:
    """All orders of people, by their ids."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._orders: dict[int, PersonOrder] = {}
        self._waiting: dict[int, PersonOrder] = {}
        """For a session that takes them."""
        self._armed: dict[Security, dict[int, PersonOrder]] = {}
        """For a price."""
        simulation.on_session = self._session_changed
        simulation.on_trade = self._traded
        simulation.on_halt = self._halted

    def place(self, order: PersonOrder) -> None:
        """Take an order, or raise OrderRejected. KeyError for an unknown security."""
        self._admit(order)
        self._orders[order.order_id] = order
        order.created = order.updated = self._simulation.now
        self._start(order)

    def hold(self, order: PersonOrder) -> None:
        """Take an order without sending it: `release` does. Raises as `place`."""
        self._admit(order)
        self._orders[order.order_id] = order
        order.created = self._simulation.now
        self._post(order).note(order, OrderStatus.UNSUBMITTED)
        self._settle(order)

    def release(self, order_id: int) -> None:
        """Send an order that was held back. KeyError for an unknown one, OrderRejected for any other."""
        order = self._orders[order_id]
        if order.status is not OrderStatus.UNSUBMITTED:
            raise OrderRejected(f"order {order_id} does not wait to be confirmed: {_words(order.status)}")
        order.error = ""
        self._admit(order, again=True)
        self._start(order)

    def restore(self, order: PersonOrder) -> None:
        """Take back an order of an earlier run as it was left."""
        self._orders[order.order_id] = order
        if not order.status.working or order.status is OrderStatus.UNSUBMITTED:
            return
        phase = self._post(order).phase
        in_market = order.status in (OrderStatus.SUBMITTED, OrderStatus.FILLED_PART)
        if order.good_until <= self._simulation.now:
            self._end(order, "expired")
        elif order.is_armed:
            self._arm(order)
        elif not (takes(order, phase) or (in_market and stays(order, phase) and phase is Phase.CONTINUOUS)):
            self._waiting[order.order_id] = order
        elif in_market and order.type.is_sliced:
            self._send_parts(order)
        elif not in_market or (order.at_market and not phase.is_auction):
            self._submit(order)
        else:
            self._post(order).restore(order, round(order.price * UNIT))
            self._settle(order)

    def modify(self, order_id: int, changed: PersonOrder) -> None:
        """Give an order the quantity, price, trigger and trail of `changed`. KeyError for an unknown one,
        OrderRejected where it is done or the change is wrong."""
        order = self._working(order_id)
        if order.type.is_special or order.type.is_auction:
            raise OrderRejected(f"{order.type.name.replace('_', ' ').lower()} orders cannot be changed")
        if changed.qty <= order.filled:
            raise OrderRejected(
                f"{order.filled} shares are filled already: the new quantity must be above, not {changed.qty}"
            )
        post = self._post(order)
        check(changed, post.instrument)
        order.trigger, order.trail_spread = changed.trigger, changed.trail_spread
        order.trail_type, order.trail_value = changed.trail_type, changed.trail_value
        order.price = changed.price
        if order_id in post.resting:
            post.instant = self._simulation.now
            before = self._rival_best(post, order.side)
            price = ANY_PRICE if order.at_market else units_of(changed.price, post.instrument)
            post.amend(order, price, changed.qty)
            self._lean(post, order, before)
        else:
            order.qty = changed.qty
            post.note(order, order.status)
        self._settle(order)
        self._look(post)

    def cancel(self, order_id: int) -> None:
        """Cancel a working order. KeyError for an unknown one, OrderRejected for one that is done."""
        order = self._working(order_id)
        self._forget(order)
        post = self._post(order)
        post.cancel(order)
        self._settle(order)

    def disable(self, order_id: int) -> None:
        """Take a Hong Kong order out of the market and keep it. Raises as `cancel`."""
        order = self._working(order_id)
        if order.security.market is not Market.HK:
            raise OrderRejected("only Hong Kong orders can be disabled")
        self._forget(order)
        post = self._post(order)
        post.take_out(order)
        post.note(order, OrderStatus.DISABLED)
        self._settle(order)

    def enable(self, order_id: int) -> None:
        """Put a disabled order back, behind those that came meanwhile. Raises as `cancel`."""
        order = self._orders[order_id]
        if order.status is not OrderStatus.DISABLED:
            raise OrderRejected(f"order {order_id} is not disabled: {_words(order.status)}")
        check_hours(order, self._venue(order).timetable, self._simulation.now)
        order.good_until = good_until(order, self._venue(order).timetable, self._simulation.now)
        self._start(order)

    def delete(self, order_id: int) -> None:
        """Take an order off the list that is done or disabled, and had no fill. Raises as `cancel`."""
        order = self._orders[order_id]
        if order.status.working or order.filled or order.status is OrderStatus.DELETED:
            raise OrderRejected(f"order {order_id} cannot be deleted: {_words(order.status)}")
        post = self._post(order)
        post.note(order, OrderStatus.DELETED)
        self._settle(order)

    def check(self, order: PersonOrder) -> None:
        """Raise OrderRejected where `place` would. KeyError for an unknown security."""
        post = self._simulation.posts[order.security]
        check(order, post.instrument)
        halted = post.instrument.contract and self._simulation.floor.lives.why_not(post.instrument)
        if halted:
            raise OrderRejected(halted)
        check_hours(order, self._venue(order).timetable, self._simulation.now)

    def busy(self) -> set[Security]:
        """Where a person's order works, or has filled today."""
        posts = self._simulation.posts
        return {
            order.security
            for order in self._orders.values()
            if order.status.working
            or (order.filled and order.security in posts and _is_today(posts[order.security], order.updated))
        }

    def working(self) -> list[PersonOrder]:
        """In the order of their placing."""
        return [order for order in self._orders.values() if order.status.working]

    # the ways of an order

    def _admit(self, order: PersonOrder, *, again: bool = False) -> None:
        if order.order_id in self._orders and not again:
            raise OrderRejected(f"order {order.order_id} was placed before")
        self.check(order)
        order.good_until = good_until(order, self._venue(order).timetable, self._simulation.now)

    def _start(self, order: PersonOrder) -> None:
        post = self._post(order)
        if order.type.is_conditional and not order.triggered:
            triggers.follow(order, post.day.last)
            post.note(order, OrderStatus.WAITING_SUBMIT)
            self._settle(order)
            self._arm(order)
            self._look(post)
        elif takes(order, post.phase):
            if not order.filled:
                order.status = OrderStatus.SUBMITTING
                self._simulation.told.append(OrderUpdated(copy(order)))
            self._submit(order)
        else:
            self._waiting[order.order_id] = order
            post.note(order, OrderStatus.WAITING_SUBMIT)
            self._settle(order)

    def _submit(self, order: PersonOrder) -> None:
        post = self._post(order)
        if order.type.is_sliced:
            post.begin(order)
            self._plan(order)
            self._send_parts(order)
        else:
            before = self._rival_best(post, order.side)
            post.submit(order, round(order.price * UNIT))
            self._lean(post, order, before)
        self._settle(order)

    def _settle(self, order: PersonOrder) -> None:
        post = self._simulation.posts[order.security]
        if post.auction is None and post.phase.has_flow:
            self._simulation.flows[order.security].keep_depth()
        self._simulation.collect(post)

    def _end(self, order: PersonOrder, why: str) -> None:
        self._forget(order)
        self._post(order).end(order, why)
        self._settle(order)

    def _forget(self, order: PersonOrder) -> None:
        self._waiting.pop(order.order_id, None)
        armed = self._armed.get(order.security)
        if armed and armed.pop(order.order_id, None) and not armed:
            self._simulation.posts[order.security].watched = False

    # a price that is waited for

    def _arm(self, order: PersonOrder) -> None:
        self._armed.setdefault(order.security, {})[order.order_id] = order
        self._simulation.posts[order.security].watched = True

    def _traded(self, post: TradingPost) -> None:
        for order in self._armed.get(post.security, {}).values():
            if triggers.follow(order, post.day.last):
                post.note(order, order.status)
        self._simulation.collect(post)
        self._look(post)

    def _look(self, post: TradingPost) -> None:
        """Send the orders whose price is touched; only regular trading touches."""
        if post.phase is not Phase.CONTINUOUS:
            return
        touched = [
            order
            for order in self._armed.get(post.security, {}).values()
            if triggers.is_touched(order, post.day.last)
        ]
        for order in touched:
            self._forget(order)
            order.triggered = True
            if order.type is OrderType.TRAILING_STOP_LIMIT:
                order.price = triggers.limit_of_trail(order, post.instrument.ticks)
        for order in touched:
            self._submit(order)

    # an order that goes out in parts

    def _plan(self, order: PersonOrder) -> None:
        if order.begun:
            return
        order.begun = self._simulation.now
        order.ends = order.good_until
        if self._venue(order).timetable.always_open:
            order.ends = min(order.ends, order.begun + slices.LONGEST)

    def _send_parts(self, order: PersonOrder) -> None:
        self._simulation.schedule(slices.INTERVAL, partial(self._send_part, order))

    def _send_part(self, order: PersonOrder) -> None:
        if order.status not in (OrderStatus.SUBMITTED, OrderStatus.FILLED_PART):
            return
        post = self._post(order)
        if post.phase is Phase.CONTINUOUS:
            quantity = slices.due(order, self._simulation.now, post.instrument.lot_size, post.segments)
            worst = round(order.price * UNIT) if order.type.has_price else None
            if quantity:
                before = self._rival_best(post, order.side)
                post.trade_at_once(order, quantity, worst)
                self._lean(post, order, before)
                self._settle(order)
            if order.remaining and self._simulation.now >= order.ends:
                self._end(order, "its time is over")
        if order.remaining:
            self._send_parts(order)

    # sessions

    def _session_changed(self, venue: Venue) -> None:
        now = self._simulation.now
        for order in [each for each in self.working() if each.security.market is venue.market]:
            post = self._post(order)
            phase = post.phase
            if order.good_until <= now:
                self._end(order, "expired")
            elif order.order_id in post.resting and not stays(order, phase):
                post.take_out(order)
                self._waiting[order.order_id] = order
            elif order.order_id in self._waiting and takes(order, phase):
                del self._waiting[order.order_id]
                self._submit(order)
        if venue.session.phase is Phase.CONTINUOUS:
            for post in venue.posts:
                self._look(post)

    def _halted(self, post: TradingPost, why: str) -> None:
        """A contract trades no more: nothing is left of the orders for it."""
        for order in [each for each in self.working() if each.security == post.security]:
            self._end(order, why)

    # what a large order does to the price

    def _rival_best(self, post: TradingPost, side: Side) -> int:
        return post.book.asks.best if side is Side.BUY else post.book.bids.best

    def _lean(self, post: TradingPost, order: PersonOrder, before: int) -> None:
        """Let the price give way to an order that traded through the best level."""
        after = self._rival_best(post, order.side) or post.day.last
        moved = after > before if order.side is Side.BUY else after < before
        if before and moved:
            self._simulation.flows[order.security].give_way(after)

    def _post(self, order: PersonOrder) -> TradingPost:
        post = self._simulation.posts[order.security]
        post.instant = self._simulation.now
        return post

    def _venue(self, order: PersonOrder) -> Venue:
        return self._simulation.venues[order.security.market]

    def _working(self, order_id: int) -> PersonOrder:
        order = self._orders[order_id]
        if not order.status.working:
            raise OrderRejected(f"order {order_id} is done: {_words(order.status)}")
        return order


def _is_today(post: TradingPost, instant: float) -> bool:
    return instant >= post.segments[0][0] if post.segments else True


def _words(status: OrderStatus) -> str:
    return status.name.lower().replace("_", " ")
