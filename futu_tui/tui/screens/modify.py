"""The change of a working order: what it is now beside what it is to become."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from futu_tui.trading.amounts import money_text, number_text, wire_number
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.outcome import Outcome
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import TicketContext
from futu_tui.tui import keymap
from futu_tui.tui.screens.order_form import FormLine, OrderForm
from futu_tui.tui.widgets.fact_lines import Fact
from futu_tui.tui.widgets.ticket_facts import distance

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store
    from futu_tui.trading.desk import Desk

_LABELS = {
    "price": "Price",
    "trigger": "Trigger",
    "trail": "Trail",
    "trail_spread": "Limit distance",
    "qty": "Quantity",
}
"""How a ModifyTicket calls each field in its differences."""


class ModifyScreen(OrderForm):
    """Price, trigger, trail and quantity of one order."""

    CONTEXT = "modify"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("modify")]

    def __init__(self, desk: Desk, change: ModifyTicket, store: Store, *, confirm: bool = True) -> None:
        self.change = change
        self._confirm = confirm
        order = change.order
        title = f"Change {order.type.label} order {order.order_id}"
        super().__init__(title, desk, change.new, store, leaving_out=order.order_id)

    def form_lines(self) -> Iterable[FormLine]:
        yield from self.price_lines()

    def draw_fields(self) -> None:
        super().draw_fields()
        old = {difference.label: difference.old for difference in self.change.differences(self.context)}
        for line in self.lines:
            line.put_beside(old.get(_LABELS.get(line.field_name, ""), ""))

    def annotate(self, line: FormLine, problem: Problem | None) -> None:
        """That nothing is changed is no mistake before anything is."""
        super().annotate(line, problem if self.change.changed else None)

    def facts(self, context: TicketContext) -> list[tuple[Fact, Fact]]:
        old, new, order = self.change.old, self.change.new, self.change.order
        currency = order.security.market.currency
        filled = wire_number(order.filled)
        left = None if new.qty is None else new.qty - filled
        away = new.from_last(context)
        values = [old.value(context), new.value(context)]
        before, after = ("-" if value is None else f"{money_text(value)} {currency}" for value in values)
        return [
            (Fact("Value now", before), Fact("Then", after)),
            (
                Fact("Filled", f"{number_text(filled)} of {number_text(wire_number(order.qty))}"),
                Fact("Left to fill", "-" if left is None else number_text(left)),
            ),
            (Fact("In force", new.tif.words), Fact("From last", distance(away))),
        ]

    def problems(self) -> list[Problem]:
        return self.change.problems(self.context)

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.orders:
            self._follow_order()
        super().apply_changes(changes, now)

    def _follow_order(self) -> None:
        """The order fills or ends while it is being changed."""
        accounts = self.app.accounts  # type: ignore[attr-defined]
        portfolio = accounts.portfolios.get(self.account.acc_id)
        order = portfolio and portfolio.orders.get(self.change.order.order_id)
        if order is not None:
            self.change.order = order

    @property
    def asks(self) -> bool:
        return self._confirm

    def sentence(self) -> str:
        return self.change.sentence(self.context)

    async def send(self, word: str) -> Outcome:
        return await self.desk.modify(self.change, override=word)
