"""A change of a working order being written: the same form as a new order's, beside what the order is now.

    change = ModifyTicket.of(order, account)
    change.new.tick_up(context); change.new.qty = Decimal(300)
    change.differences(context)  -> [Difference("Price", "512.30", "512.50"), ...]
    change.problems(context)     -> as an OrderTicket's
    outcome = await desk.modify(change)

`context` is `desk.context(order.security, leaving_out=order.order_id)`. Price, trigger, trail and quantity can change;
the quantity is the whole order's, with what is filled.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import number_text, wire_number
from futu_tui.trading.order_types import Field, TimeInForce, TradingSession, TrailType
from futu_tui.trading.orders import Order
from futu_tui.trading.ticket import OrderTicket, price_fields
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import TicketContext

_CHANGEABLE = frozenset({"price", "trigger", "trail", "trail_spread", "qty", "security"})
"""Fields whose problems matter to a change; the rest is as the gateway took it."""


class Difference(NamedTuple):
    """One field of an order, before and after."""

    label: str
    old: str
    new: str


class ModifyTicket(Struct):
    order: Order
    old: OrderTicket
    """The order as it was when the change was begun; not to be written to."""
    new: OrderTicket
    """What it is to become."""

    @classmethod
    def of(cls, order: Order, account: Account) -> ModifyTicket:
        old = _ticket_of(order, account)
        return cls(order, old, replace(old))

    @property
    def changed(self) -> bool:
        return _terms(self.old) != _terms(self.new)

    def differences(self, context: TicketContext) -> list[Difference]:
        """Every changeable field of this order's type, in the form's order, changed or not."""
        before, after = _texts(self.old, context), _texts(self.new, context)
        return [Difference(label, before[label], after[label]) for label in before]

    def problems(self, context: TicketContext) -> list[Problem]:
        """What is wrong with the change; those that block come first."""
        found = [problem for problem in self.new.problems(context) if problem.field in _CHANGEABLE]
        filled = wire_number(self.order.filled)
        if not self.order.working:
            found.insert(0, Problem("security", f"the order is {self.order.status.label.lower()} already"))
        elif self.new.qty is not None and filled and self.new.qty <= filled:
            found.insert(0, Problem("qty", f"must be above the {number_text(filled)} that are filled"))
        elif not self.changed:
            found.insert(0, Problem("price", "nothing is changed yet"))
        return found

    def ready(self, context: TicketContext) -> bool:
        """Whether nothing keeps it from being sent."""
        return not any(problem.blocking for problem in self.problems(context))

    def sentence(self, context: TicketContext) -> str:
        """The change in one sentence, for the confirmation and the journal."""
        changes = ", ".join(
            f"{difference.label.lower()} {difference.old} to {difference.new}"
            for difference in self.differences(context)
            if difference.old != difference.new
        )
        account = self.new.account
        what = f"{self.order.side.label} {number_text(wire_number(self.order.qty))} {self.order.security}"
        return f"CHANGE {what}: {changes or 'nothing'}, {account.env.name} {account.label}"

    def c2s(self) -> dict[str, Any]:
        """The fields of 2205's C2S for the change but for header, packet id and operation. Raises ValueError."""
        if self.new.qty is None:
            raise ValueError("the change is not complete")
        return {"qty": float(self.new.qty)} | price_fields(self.new)


def _ticket_of(order: Order, account: Account) -> OrderTicket:
    return OrderTicket(
        account=account,
        security=order.security,
        side=order.side,
        order_type=order.type,
        price=_number(order.price),
        trigger=_number(order.trigger),
        trail_type=TrailType.of(order.trail_type) or TrailType.RATIO,
        trail_value=_number(order.trail_value),
        trail_spread=_number(order.trail_spread),
        qty=wire_number(order.qty),
        tif=TimeInForce.of(order.time_in_force),
        expire=_day(order.expires),
        outside_hours=order.outside_hours,
        session=TradingSession.of(order.session),
        remark=order.remark,
    )


def _number(number: float | None) -> Decimal | None:
    return None if number is None else wire_number(number)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _terms(ticket: OrderTicket) -> tuple[object, ...]:
    return (
        ticket.qty,
        ticket.limit,
        ticket.trigger if Field.TRIGGER in ticket.needs else None,
        (ticket.trail_type, ticket.trail_value) if Field.TRAIL in ticket.needs else None,
        ticket.trail_spread if Field.TRAIL_SPREAD in ticket.needs else None,
    )


def _texts(ticket: OrderTicket, context: TicketContext) -> dict[str, str]:
    needs, steps = ticket.needs, context.steps
    texts: dict[str, str] = {}
    if Field.PRICE in needs:
        texts["Price"] = "-" if ticket.price is None else steps.text(ticket.price)
    if Field.TRIGGER in needs:
        texts["Trigger"] = "-" if ticket.trigger is None else steps.text(ticket.trigger)
    if Field.TRAIL in needs:
        unit = " %" if ticket.trail_type is TrailType.RATIO else ""
        texts["Trail"] = "-" if ticket.trail_value is None else number_text(ticket.trail_value) + unit
    if Field.TRAIL_SPREAD in needs:
        texts["Limit distance"] = "-" if ticket.trail_spread is None else number_text(ticket.trail_spread)
    texts["Quantity"] = "-" if ticket.qty is None else number_text(ticket.qty)
    return texts
