"""The order ticket: a new order written key by key, on a market that goes on inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from futu_tui.trading import Side
from futu_tui.trading.amounts import money_text, number_text
from futu_tui.trading.client_id import TEXT_BYTES
from futu_tui.trading.order_types import TimeInForce, TradingSession, types_for
from futu_tui.trading.outcome import Outcome
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import TicketContext
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.screens.order_form import SENT, FormLine, OrderForm, lots_text
from futu_tui.tui.widgets.fact_lines import Fact
from futu_tui.tui.widgets.fields import ChoiceField, Field
from futu_tui.tui.widgets.ticket_facts import ticket_facts

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.trading.desk import Desk

HALF = Decimal("0.5")
FIRST_EXPIRY = timedelta(days=7)
"""Ahead of today, where a good-till-date order first stands."""
DATE_LENGTH = 10


class TicketScreen(OrderForm):
    """A new order. `confirm` tells whether its sentence is asked about before it goes."""

    CONTEXT = "ticket"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("ticket")]

    def __init__(self, desk: Desk, ticket: OrderTicket, store: Store, *, confirm: bool = True) -> None:
        self._confirm = confirm
        self._rules = types_for(ticket.security.market, ticket.account)
        self._by_value = False
        self._expire_typed = ""
        self.type = ChoiceField(self._choose_type)
        self.tif = ChoiceField(self._choose_tif)
        self.expire = Field(self._type_expire, max_length=DATE_LENGTH, placeholder="2026-01-31")
        self.session = ChoiceField(self._choose_session)
        self.hours = ChoiceField(self._choose_hours)
        self.remark = Field(self._type_remark, max_length=TEXT_BYTES, placeholder="for yourself")
        super().__init__(_title(ticket.side), desk, ticket, store)

    def form_lines(self) -> Iterable[FormLine]:
        yield FormLine("type", "Type", self.type, hint=self._meaning)
        yield from self.price_lines()
        yield FormLine("tif", "In force", self.tif, hint=self._how_long)
        yield FormLine("expire", "Until", self.expire, hint=self._days_ahead)
        yield FormLine("session", "Hours", self.session, hint=lambda: self.ticket.session.words or "as usual")
        yield FormLine("hours", "Outside", self.hours, hint=lambda: "fill before and after regular hours")
        yield FormLine("remark", "Remark", self.remark, hint=str)

    def shows(self, name: str) -> bool:
        rule = self.ticket.rule
        if name == "expire":
            return self.ticket.tif is TimeInForce.GTD
        if name == "session":
            return rule is not None and len(rule.sessions) > 1
        if name == "hours":
            return rule is not None and rule.outside_hours
        return super().shows(name)

    def draw_fields(self) -> None:
        super().draw_fields()
        ticket, rules = self.ticket, self._rules
        at = next((i for i, rule in enumerate(rules) if rule.order_type is ticket.order_type), 0)
        self.type.show_options([rule.label for rule in rules] or [ticket.order_type.label], at)
        tifs, sessions = self._tifs, self._sessions
        self.tif.show_options(
            [tif.label for tif in tifs], tifs.index(ticket.tif) if ticket.tif in tifs else 0
        )
        if sessions:
            at = sessions.index(ticket.session) if ticket.session in sessions else 0
            self.session.show_options([session.label for session in sessions], at)
        self.hours.show_options(["no", "yes"], int(ticket.outside_hours))
        if not self.expire.has_focus and ticket.expire is not None:
            self.expire.put(ticket.expire.isoformat())

    def draw_qty(self) -> None:
        if not self._by_value:
            super().draw_qty()

    def qty_hint(self) -> str:
        if self._by_value:
            qty = self.ticket.qty
            return "" if qty is None else f"{number_text(qty)} shares" + self._lots(", ")
        last = "close_position" if self.context.position else "by_value"
        hints = self._hint("half", "full", last)
        return f"{self._lots()}   {hints}".strip()

    def _lots(self, before: str = "") -> str:
        qty, lot = self.ticket.qty, self.context.lot
        return f"{before}{lots_text(qty, lot)}" if qty and lot != 1 else ""

    def facts(self, context: TicketContext) -> list[tuple[Fact, Fact]]:
        return ticket_facts(self.ticket, context, self.margin, self.power_currency)

    def problems(self) -> list[Problem]:
        problems = self.ticket.problems(self.context)
        if self._expire_typed and self.ticket.expire is None and self.shows("expire"):
            problems = [problem for problem in problems if problem.field != "expire"]
            problems.insert(0, Problem("expire", "no such day; write it like 2026-01-31"))
        if self._by_value and self.ticket.qty == 0:
            problems = [problem for problem in problems if problem.field != "qty"]
            problems.insert(0, Problem("qty", self._too_little()))
        return problems

    def _too_little(self) -> str:
        """What to say to an amount of money that buys nothing."""
        lot, price = self.context.lot, self.ticket.reference(self.context)
        least = "a share" if lot == 1 else lots_text(lot, lot)
        if price is None:
            return f"less than {least}"
        return f"{least} costs {money_text(price * lot * self.context.multiplier)}"

    @property
    def asks(self) -> bool:
        return self._confirm

    def sentence(self) -> str:
        return self.ticket.sentence(self.context)

    async def send(self, word: str) -> Outcome:
        outcome = await self.desk.place(self.ticket, override=word)
        if outcome.kind in SENT and self.ticket.qty is not None:
            acts_of(self.app).quantities.remember(self.ticket.security, self.ticket.qty)
        return outcome

    # What is chosen and typed

    @property
    def _tifs(self) -> tuple[TimeInForce, ...]:
        rule = self.ticket.rule
        return rule.tifs if rule else (self.ticket.tif,)

    @property
    def _sessions(self) -> tuple[TradingSession, ...]:
        rule = self.ticket.rule
        return rule.sessions if rule else ()

    def _how_long(self) -> str:
        tif = self.ticket.tif
        return "until the close" if tif is TimeInForce.DAY else tif.words

    def _meaning(self) -> str:
        rule = self.ticket.rule
        return rule.meaning if rule else ""

    def _days_ahead(self) -> str:
        today, expire = self.context.today, self.ticket.expire
        if today is None or expire is None:
            return ""
        days = (expire - today).days
        return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"

    def _choose_type(self, at: int) -> None:
        self.ticket.choose_type(self._rules[at])
        if self.ticket.tif is not TimeInForce.GTD:
            self.ticket.expire = None
        self._changed()

    def _choose_tif(self, at: int) -> None:
        self.ticket.tif = self._tifs[at]
        if self.ticket.tif is TimeInForce.GTD and self.ticket.expire is None and self.context.today:
            self.ticket.expire = self.context.today + FIRST_EXPIRY
        self._changed()

    def _choose_session(self, at: int) -> None:
        rule = self.ticket.rule
        if rule is not None:
            self.ticket.session = rule.sessions[at]
        self._changed()

    def _choose_hours(self, at: int) -> None:
        self.ticket.outside_hours = bool(at)
        self._changed()

    def _type_expire(self, text: str) -> None:
        self._expire_typed = text.strip()
        try:
            self.ticket.expire = date.fromisoformat(self._expire_typed) if self._expire_typed else None
        except ValueError:
            self.ticket.expire = None
        self._changed()

    def _type_remark(self, text: str) -> None:
        self.ticket.remark = text
        self._changed()

    def _type_qty(self, number: Decimal | None) -> None:
        if not self._by_value:
            super()._type_qty(number)
            return
        if number is None:
            self.ticket.qty = None
        else:
            self.ticket.by_value(number, self.context)
        self._changed()

    # Keys

    def action_swap_side(self) -> None:
        """Sell instead of buy, or the other way round; a price of the own side of the book goes with it."""
        ticket, context = self.ticket, self.context
        joined = ticket.price is not None and ticket.price == (
            context.bid if ticket.side.sign > 0 else context.ask
        )
        self._take_side(Side.SELL if ticket.side.sign > 0 else Side.BUY)
        if joined:
            ticket.join(context)
        self._changed()

    def _take_side(self, side: Side) -> None:
        self.ticket.side = side
        self.heading = _title(side)
        self.query_one(".dialog").border_title = Content(self.heading)

    def action_next_type(self) -> None:
        self.type.step(1)

    def action_previous_type(self) -> None:
        self.type.step(-1)

    def action_next_tif(self) -> None:
        self.tif.step(1)

    def action_by_value(self) -> None:
        """Type an amount of money in place of a quantity, or go back to that."""
        self._by_value = not self._by_value
        line = next(line for line in self.lines if line.field_name == "qty")
        line.call("For about" if self._by_value else "Quantity")
        self.set_focus(self.qty)
        if self._by_value:
            self.qty.put("")
        else:
            self.qty.known(None)
        self._changed()

    def action_half(self) -> None:
        self._take_share(HALF)

    def action_full(self) -> None:
        self._take_share(Decimal(1))

    def _take_share(self, share: Decimal) -> None:
        if self.ticket.most(self.context) is None:
            self.say("The gateway has not told yet how much can be traded.", "warning")
            return
        self._leave_value()
        self.ticket.share_of_max(share, self.context)
        self._changed()

    def action_close_position(self) -> None:
        self._against(self.ticket.close_position)

    def action_reverse_position(self) -> None:
        self._against(self.ticket.reverse_position)

    def _against(self, turn: Callable[[TicketContext], None]) -> None:
        if not self.context.position:
            self.say(f"There is no position in {self.ticket.security}.", "warning")
            return
        self._leave_value()
        turn(self.context)
        self._take_side(self.ticket.side)
        self._changed()

    def _leave_value(self) -> None:
        if self._by_value:
            self.action_by_value()


def _title(side: Side) -> str:
    return side.label.capitalize()
