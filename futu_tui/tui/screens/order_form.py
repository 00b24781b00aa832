"""What the ticket and the change of an order share: fields judged as they are typed, on a market that moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from futu_tui.opend.errors import GatewayError
from futu_tui.trading.amounts import number_text, wire_number
from futu_tui.trading.currencies import currency_number
from futu_tui.trading.order_types import Field as Needed
from futu_tui.trading.order_types import TrailType
from futu_tui.trading.outcome import Outcome, OutcomeKind
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_checks import Problem
from futu_tui.trading.ticket_context import MaxQuantities, TicketContext
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.pane import Wish
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.override import OverrideScreen
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.fact_lines import Fact, FactLines
from futu_tui.tui.widgets.fields import ChoiceField, Field, NumberField
from futu_tui.tui.widgets.market_head import MarketHead

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.market import Changes, Store
    from futu_tui.trading import Accounts
    from futu_tui.trading.calls import MarginRatio
    from futu_tui.trading.desk import Desk

BASIC, ORDER_BOOK = 1, 2
"""qot_common.SubType of what stands at the top of a form."""
MARGIN = "Margin"
"""The kind of account that securities ask margin of."""
OWNER = "order form"
"""Whose subscriptions those are."""
SENT = (OutcomeKind.ACCEPTED, OutcomeKind.UNKNOWN)
"""After these there is nothing left to do in the form."""
ASK_AGAIN = 1.5
"""Seconds at least between two questions how much can be traded."""

WHOLE = 200
"""Cells that any text fits into."""
LABEL = 11
"""Cells of a label."""
BECOMES = "→"


class FormLine(Horizontal):
    """A label, its fields, and what there is to say about them."""

    DEFAULT_CSS = f"""
    FormLine {{ height: 1; }}
    FormLine > .label {{ width: {LABEL}; color: $dim; }}
    FormLine > .beside {{ width: 12; color: $dim; }}
    FormLine > .short {{ width: 12; }}
    FormLine > .note {{ width: 1fr; margin-left: 2; height: 1; }}
    """

    def __init__(self, name: str, label: str, *fields: Widget, hint: Callable[[], str]) -> None:
        """`name` is the field as a Problem spells it."""
        super().__init__()
        self.field_name = name
        self.fields = fields
        self.hint = hint
        self._label = Static(label, classes="label", markup=False)
        self._beside = Static("", classes="beside", markup=False)
        self._note = Static("", classes="note", markup=False)
        self._said: tuple[str, str] | None = None
        self._room = 0
        """Cells of the note when it was last written."""

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._beside
        yield from self.fields
        yield self._note

    def on_mount(self) -> None:
        self._beside.display = False

    def call(self, label: str) -> None:
        """Change the label."""
        self._label.update(label, layout=False)

    def put_beside(self, text: str) -> None:
        """Show this between label and field, such as what stood there before."""
        self._beside.display = True
        self._beside.update(f"{fit(text, 9, 'right')} {BECOMES}" if text else "", layout=False)

    def say(self, text: str, style: str) -> None:
        """`style` is the name of one of the palette's."""
        room = self._note.size.width
        if (text, style) != self._said or room != self._room:
            self._said, self._room = (text, style), room
            shown = fit(clean(text), room or WHOLE).rstrip()
            self._note.update(Text(shown, getattr(palette_of(self.app), style)), layout=False)

    @property
    def cut(self) -> tuple[str, str] | None:
        """What was said and its style, where it does not fit."""
        room = self._note.size.width
        return self._said if self._said and room and width(clean(self._said[0])) > room else None

    def redraw(self) -> None:
        """Say it again, in the colours of the theme."""
        said, self._said = self._said, None
        if said is not None:
            self.say(*said)


class OrderForm(TradingDialog[bool]):
    """Answers True once something was sent. A subclass gives its lines, its figures and how it is sent."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("form")]
    HELPS_WITH = ("choice",)
    HINTS = ("form.review", "form.help", "dialog.close")

    DEFAULT_CSS = """
    OrderForm > .dialog { width: 90; padding: 0 2; }
    OrderForm MarketHead { margin: 0 0 1 0; }
    OrderForm FactLines { margin-top: 1; }
    OrderForm #message { height: auto; max-height: 2; min-height: 1; }
    """

    def __init__(
        self, title: str, desk: Desk, ticket: OrderTicket, store: Store, *, leaving_out: int | None = None
    ) -> None:
        """`leaving_out` is an order that does not count among the working ones."""
        super().__init__(title, ticket.account)
        self.desk = desk
        self.ticket = ticket
        self.store = store
        self._leaving_out = leaving_out
        self._sending = False
        self._reviewing = False
        self._message = ("", "dim")
        self._maximum: MaxQuantities | None = None
        self._power: Decimal | None = None
        """Buying power in the security's currency, where the account tells it in another."""
        self._asked: tuple[object, ...] | None = None
        self.margin: MarginRatio | None = None
        """What the security asks for as margin, once that is told."""
        self.context = self._now()
        self.head = MarketHead(ticket.security, store)
        self.price = NumberField(self._type_price)
        self.trigger = NumberField(self._type_trigger)
        self.trail_type = ChoiceField(self._choose_trail_type, classes="short")
        self.trail = NumberField(self._type_trail)
        self.spread = NumberField(self._type_spread)
        self.qty = NumberField(self._type_qty)
        self.lines: Sequence[FormLine] = ()

    def contents(self) -> ComposeResult:
        yield self.head
        self.lines = list(self.form_lines())
        yield from self.lines
        yield FactLines()
        yield Static(id="message", markup=False)

    # For the subclass

    def form_lines(self) -> Iterable[FormLine]:
        """The lines of the form, top to bottom."""
        raise NotImplementedError

    def price_lines(self) -> Iterable[FormLine]:
        """Those of them that every order may have."""
        hint = self._hint
        prices = ("join_bid", "join_ask", "join_mid", "join_last")
        yield FormLine("price", "Price", self.price, hint=lambda: hint("tick_up", "tick_down", *prices))
        yield FormLine("trigger", "Trigger", self.trigger, hint=lambda: hint("tick_up", "tick_down", *prices))
        yield FormLine("trail", "Trail by", self.trail_type, self.trail, hint=str)
        yield FormLine("trail_spread", "Limit", self.spread, hint=lambda: "beyond the trigger")
        yield FormLine("qty", "Quantity", self.qty, hint=self.qty_hint)

    def facts(self, context: TicketContext) -> list[tuple[Fact, Fact]]:
        """Figures to show below the fields, two in a line."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """What is wrong, what blocks first."""
        return self.ticket.problems(self.context)

    def shows(self, name: str) -> bool:
        """Whether the line of a field belongs to this order."""
        if name in (Needed.PRICE, Needed.TRIGGER, Needed.TRAIL, Needed.TRAIL_SPREAD):
            return name in self.ticket.needs
        return True

    def draw_fields(self) -> None:
        """Show the ticket in the fields."""
        ticket, steps = self.ticket, self.context.steps
        for field, number in ((self.price, ticket.price), (self.trigger, ticket.trigger)):
            field.show_number(number, "" if number is None else steps.text(number))
        for field, number in ((self.trail, ticket.trail_value), (self.spread, ticket.trail_spread)):
            field.show_number(number, "" if number is None else number_text(number))
        kinds = list(TrailType)
        self.trail_type.show_options([kind.label for kind in kinds], kinds.index(ticket.trail_type))
        self.draw_qty()

    def draw_qty(self) -> None:
        number = self.ticket.qty
        self.qty.show_number(number, "" if number is None else number_text(number))

    def qty_hint(self) -> str:
        lot, qty = self.context.lot, self.ticket.qty
        if lot == 1 or qty is None:
            return self._hint("tick_up", "tick_down")
        return f"{lots_text(qty, lot)}   {self._hint('tick_up', 'tick_down').replace('tick', 'lot')}"

    async def send(self, word: str) -> Outcome:
        """Send it; `word` is what was typed to go past the person's own limits, empty if nothing was."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What is going to be sent."""
        raise NotImplementedError

    @property
    def asks(self) -> bool:
        """Whether the sentence is to be agreed to before it is sent."""
        return True

    def _hint(self, *actions: str) -> str:
        return keymap.keymap_of(self.app).hint(*(f"{self.CONTEXT}.{action}" for action in actions))

    # Life

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.first_field)
        if (feed := self._feed) is not None:
            security = self.ticket.security
            feed.want(OWNER, [Wish(security, BASIC), Wish(security, ORDER_BOOK)])
        self.run_worker(self._ask_figures(), exit_on_error=False)

    def on_unmount(self) -> None:
        if (feed := self._feed) is not None:
            feed.want(OWNER, ())

    @property
    def first_field(self) -> Widget:
        """Where the person begins to type."""
        return self.price if self.shows("price") else self.qty

    @property
    def _feed(self) -> Feed | None:
        return getattr(self.app, "feed", None)

    def _now(self) -> TicketContext:
        now = self.desk.context(
            self.ticket.security, account=self.account, maximum=self._maximum, leaving_out=self._leaving_out
        )
        return now if self._power is None else replace(now, power=self._power)

    @property
    def power_currency(self) -> str:
        """What the account's buying power is told in; empty where it is the security's own currency."""
        return "" if self._power is not None else self._account_currency

    @property
    def _account_currency(self) -> str:
        accounts: Accounts = self.app.accounts  # type: ignore[attr-defined]
        portfolio = accounts.portfolios.get(self.account.acc_id)
        return portfolio.funds.currency if portfolio and portfolio.funds else ""

    async def _ask_figures(self) -> None:
        """Ask the gateway about margin, and how much can be traded whenever the order's terms differ."""
        calls = acts_of(self.app).calls
        if calls is None:
            return
        security = self.ticket.security
        if self.account.kind == MARGIN:
            with suppress(GatewayError):
                self.margin = (await calls.margin_ratios(self.account, [security])).get(security)
                self.draw_form()
        number = currency_number(security.market.currency)
        if number is not None and self._account_currency not in ("", security.market.currency):
            with suppress(GatewayError):
                funds = await calls.funds(self.account, currency=number)
                if currency_number(funds.currency) == number:
                    self._power = wire_number(funds.power)
                    self.draw_form()
        while self.is_attached:
            ticket = self.ticket
            terms = (ticket.order_type, ticket.limit, ticket.trigger, ticket.session)
            price = ticket.reference(self.context)
            if terms != self._asked and price is not None and price > 0:
                self._asked = terms
                with suppress(GatewayError):
                    self._maximum = await calls.max_quantities(
                        self.account,
                        security,
                        ticket.order_type,
                        price,
                        order_id=self._leaving_out or 0,
                        session=ticket.session.number,
                    )
                    self.draw_form()
            await asyncio.sleep(ASK_AGAIN)

    def on_screen_resume(self) -> None:
        self.draw_form()

    def apply_changes(self, changes: Changes, now: float) -> None:
        if self.app.screen is not self:
            return  # behind another dialog it waits, and is drawn anew once that is closed
        security = self.ticket.security
        moved = security in changes.quotes or security in changes.books
        if (
            moved
            or changes.everything
            or changes.orders
            or changes.positions
            or changes.funds
            or changes.markets
        ):
            self.draw_form()

    def show(self) -> None:
        super().show()
        for line in self.lines:
            line.redraw()
        self.head.refresh()
        self.query_one(FactLines).refresh()
        self.draw_form()

    def draw_form(self) -> None:
        """Judge the ticket by the market of now, and show both."""
        if not self.lines:  # nothing is composed yet
            return
        self.context = self._now()
        self.head.show(self.ticket.side)
        self.draw_fields()
        problems: dict[str, Problem] = {}
        for problem in self.problems():
            problems.setdefault(problem.field, problem)
        for line in self.lines:
            line.display = self.shows(line.field_name)
            self.annotate(line, problems.pop(line.field_name, None))
        if any(self.focused in line.fields for line in self.lines if not line.display):
            self.set_focus(self.first_field)
        self.query_one(FactLines).show(self.facts(self.context))
        left_over = next(iter(problems.values()), None)
        text, style = self._message
        if not text:
            text, style = next(
                (line.cut for line in self.lines if line.cut and self._is_in(line)), (text, style)
            )
        if not text and left_over is not None:
            text, style = left_over.text, "danger" if left_over.blocking else "warning"
        self.query_one("#message", Static).update(Text(clean(text), getattr(palette_of(self.app), style)))

    def annotate(self, line: FormLine, problem: Problem | None) -> None:
        """Say beside a field what is wrong with it, or what its keys are."""
        complaints = [
            field.complaint for field in line.fields if isinstance(field, NumberField) and field.complaint
        ]
        if complaints:
            line.say(complaints[0], "danger")
        elif problem is not None:
            line.say(problem.text, "danger" if problem.blocking else "warning")
        else:
            line.say(line.hint(), "dim")

    def _is_in(self, line: FormLine) -> bool:
        """Whether the person is writing in this line."""
        return self.focused in line.fields

    def say(self, text: str, style: str = "dim") -> None:
        """Put this in the last line but one until something is typed."""
        self._message = (text, style)
        self.draw_form()

    def _changed(self) -> None:
        self._message = ("", "dim")
        self.draw_form()

    # What is typed

    def _type_price(self, number: Decimal | None) -> None:
        self.ticket.price = number
        self.price.known(number)
        self._changed()

    def _type_trigger(self, number: Decimal | None) -> None:
        self.ticket.trigger = number
        self.trigger.known(number)
        self._changed()

    def _type_trail(self, number: Decimal | None) -> None:
        self.ticket.trail_value = number
        self.trail.known(number)
        self._changed()

    def _type_spread(self, number: Decimal | None) -> None:
        self.ticket.trail_spread = number
        self.spread.known(number)
        self._changed()

    def _choose_trail_type(self, at: int) -> None:
        self.ticket.trail_type = list(TrailType)[at]
        self._changed()

    def _type_qty(self, number: Decimal | None) -> None:
        """A digit alone is a number of lots; anything longer is a number of shares."""
        if (lots := self.qty.lone_digit) is not None:
            self.ticket.lots(lots, self.context)
        else:
            self.ticket.qty = number
        self.qty.known(self.ticket.qty)
        self._changed()

    # Keys

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_tick_up(self) -> None:
        self._step(up=True)

    def action_tick_down(self) -> None:
        self._step(up=False)

    def _step(self, *, up: bool) -> None:
        ticket, context = self.ticket, self.context
        if self.qty.has_focus:
            ticket.add_lots(1 if up else -1, context)
        elif self.trigger.has_focus:
            ticket.trigger = self._stepped(ticket.trigger, up=up)
        elif up:
            ticket.tick_up(context)
        else:
            ticket.tick_down(context)
        self._changed()

    def _stepped(self, price: Decimal | None, *, up: bool) -> Decimal | None:
        steps, start = self.context.steps, price or self.context.last
        if not start:
            return price
        return steps.up(start) if up else steps.down(start)

    def action_join_bid(self) -> None:
        self._take_price(self.ticket.join_bid)

    def action_join_ask(self) -> None:
        self._take_price(self.ticket.join_ask)

    def action_join_mid(self) -> None:
        self._take_price(self.ticket.join_mid)

    def action_join_last(self) -> None:
        self._take_price(self.ticket.join_last)

    def _take_price(self, join: Callable[[TicketContext], None]) -> None:
        """The market's price goes into the trigger where that is being written, else into the price."""
        ticket = self.ticket
        if self.trigger.has_focus:
            price, ticket.price = ticket.price, None
            join(self.context)
            ticket.price, ticket.trigger = price, ticket.price or ticket.trigger
        else:
            join(self.context)
        self._changed()

    # Sending

    def action_review(self) -> None:
        """Sum the order up, or go to what keeps it from being sent."""
        if self._sending or self._reviewing:
            return
        self.draw_form()
        if self._stopped():
            return
        if not self.asks:
            self._send("")
            return
        self._reviewing = True
        warnings = [problem.text for problem in self.problems()]
        question = ConfirmScreen(
            self.heading, self.account, self.sentence(), verb="send", side=self.ticket.side, warnings=warnings
        )
        self.app.push_screen(question, self._agreed)

    def on_descendant_focus(self) -> None:
        """Another field, another line's words below."""
        self.draw_form()

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter in a field."""
        event.stop()
        self.action_review()

    def _stopped(self) -> bool:
        for line in self.lines:
            for field in line.fields:
                if line.display and isinstance(field, NumberField) and field.complaint:
                    self.set_focus(field)
                    return True
        problem = next((problem for problem in self.problems() if problem.blocking), None)
        if problem is None:
            return False
        for line in self.lines:
            if line.field_name == problem.field and line.display:
                self.set_focus(line.fields[-1])
                return True
        self.say(problem.text, "danger")
        return True

    def _agreed(self, agreed: bool | None) -> None:
        self._reviewing = False
        if agreed:
            self._send("")

    def _send(self, word: str) -> None:
        self._sending = True
        self.say("Sending …")
        acts_of(self.app).run(self.send(word), self.sentence(), self._ended)

    def _ended(self, outcome: Outcome) -> bool:
        """Take the outcome, while the form is open: what was sent closes it, what was not can be put right."""
        self._sending = False
        if not self.is_attached:
            return False
        if outcome.kind in SENT:
            self.dismiss(True)
            return False
        self.say(outcome.text, "danger")
        if outcome.refusals:
            screen = OverrideScreen(self.account, outcome.refusals, overridable=outcome.overridable)
            self.app.push_screen(screen, self._overridden)
        elif self.desk.locked:
            self.app.push_screen(UnlockScreen(self.desk, self.account), self._unlocked)
        return True

    def _unlocked(self, unlocked: bool | None) -> None:
        if unlocked:
            self.say(f"Trading is unlocked: {self._hint_of_review()} sends it.")

    def _hint_of_review(self) -> str:
        return keymap.keymap_of(self.app).hint("form.review").partition(" ")[0]

    def _overridden(self, word: str | None) -> None:
        if word:
            self._send(word)


def lots_text(qty: Decimal, lot: Decimal) -> str:
    """`2 lots of 100`, `a lot of 100`; what is no whole number of lots is told as a problem elsewhere."""
    lots = qty / lot
    return f"a lot of {number_text(lot)}" if lots == 1 else f"{number_text(lots)} lots of {number_text(lot)}"
