"""A price alert being written, or changed: what to wait for, how often to tell, and a note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.market.alerts import frequency_label, type_label
from futu_tui.opend.errors import GatewayError, TimedOut
from futu_tui.protocol.alerts import NOTE_CHARACTERS, AlertFrequency, Unit
from futu_tui.trading.amounts import number_text
from futu_tui.tui import keymap
from futu_tui.tui.alert_draft import HOURS, AlertDraft, Trouble
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.order_form import FormLine
from futu_tui.tui.text import clean_lines
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.alerts import words_of
from futu_tui.tui.widgets.fields import ChoiceField, Field, NumberField
from futu_tui.tui.widgets.market_head import MarketHead

if TYPE_CHECKING:
    from futu_tui.feed import AlertSync
    from futu_tui.market import Changes, Store

UNITS = {Unit.PRICE: "", Unit.PERCENT: "percent", Unit.SHARES: "shares", Unit.MONEY: ""}


class AlertForm(Dialog[bool]):
    """Answers True once the gateway took it. The value is what is typed first; the arrows move it, and the type follows
    it above and below the last price until one is chosen."""

    CONTEXT = "alert_form"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("alert_form")]
    HINTS = ("alert_form.save", "alert_form.help", "dialog.close")
    HELPS_WITH = ("choice",)

    DEFAULT_CSS = """
    AlertForm > .dialog { width: 84; padding: 0 2; }
    AlertForm MarketHead { margin: 0 0 1 0; }
    AlertForm .hours { width: 26; }
    AlertForm #message { height: auto; max-height: 3; min-height: 1; margin-top: 1; }
    """

    def __init__(self, draft: AlertDraft, store: Store, sync: AlertSync) -> None:
        super().__init__("Change of a price alert" if draft.before else "New price alert")
        self.draft = draft
        self._store = store
        self._sync = sync
        self._sending = False
        self._sent = False
        self._message = ("", "dim")
        self._types = draft.types(store.listings.get(draft.security))
        self.head = MarketHead(draft.security, store)
        self.value = NumberField(self._type_value)
        self.type = ChoiceField(self._choose_type)
        self.often = ChoiceField(self._choose_often)
        self.hours = ChoiceField(self._choose_hours, classes="hours")
        self.note = Field(self._type_note, max_length=NOTE_CHARACTERS)
        self.lines: Sequence[FormLine] = ()

    def contents(self) -> ComposeResult:
        yield self.head
        hint = self._hint
        prices = ("tick_up", "tick_down", "join_bid", "join_ask", "join_last")
        self.lines = [
            FormLine("value", "Value", self.value, hint=lambda: f"{self._unit}{hint(*prices)}"),
            FormLine("type", "Type", self.type, hint=lambda: hint("next_type", "previous_type")),
            FormLine("often", "Tells", self.often, hint=lambda: hint("next_frequency")),
            FormLine("hours", "Hours", self.hours, hint=str),
            FormLine("note", "Note", self.note, hint=str),
        ]
        if not self.draft.has_hours:
            self.lines = [line for line in self.lines if line.field_name != "hours"]
        yield from self.lines
        yield Static(id="message", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.value)
        self.note.put(self.draft.note)
        self.draw_form()

    def show(self) -> None:
        super().show()
        for line in self.lines:
            line.redraw()
        self.head.refresh()
        self.draw_form()

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.draft.security
        if security in changes.quotes or changes.everything or changes.markets or security in changes.alerts:
            if self.draft.value is None and self.draft.type.unit is Unit.PRICE and not self.value.value:
                self.draft.take(self.draft.last(self._store), self._store)
            self.draw_form()

    # Drawing

    def draw_form(self) -> None:
        """Judge the draft by the market of now, and show both."""
        if not self.lines:
            return
        draft, store = self.draft, self._store
        self.head.show()
        self.value.show_number(draft.value, self._value_text())
        self.type.show_options([type_label(each) for each in self._types], self._types.index(draft.type))
        self.often.show_options([frequency_label(each) for each in AlertFrequency], draft.frequency - 1)
        self.hours.show_options([each.label for each in HOURS], HOURS.index(draft.hours))
        troubles: dict[str, Trouble] = {}
        for trouble in draft.troubles(store):
            troubles.setdefault(trouble.field, trouble)
        for line in self.lines:
            wrong = troubles.get(line.field_name)
            if line.field_name == "value" and self.value.complaint:
                line.say(self.value.complaint, "danger")
            elif wrong is not None:
                line.say(wrong.text, "danger" if wrong.blocking else "warning")
            else:
                line.say(line.hint(), "dim")
        text, style = self._message
        if not text:
            text = self._sentence()
        self.query_one("#message", Static).update(Text(text, getattr(palette_of(self.app), style)))

    def _value_text(self) -> str:
        value = self.draft.value
        if value is None:
            return ""
        if self.draft.type.unit is Unit.PRICE:
            return self.draft.steps(self._store).text(value)
        return number_text(value)

    @property
    def _unit(self) -> str:
        unit = UNITS[self.draft.type.unit]
        return f"{unit}   " if unit else ""

    def _sentence(self) -> str:
        """How far there is to go, and what is set already."""
        draft, store = self.draft, self._store
        words = []
        alert, quote = draft.alert() if draft.value is not None else None, draft.quote(store)
        to_go = alert.to_go(quote) if alert is not None and not alert.is_there(quote) else None
        if to_go is not None:
            words.append(f"{abs(to_go):,.2f} {'points' if draft.type.unit is Unit.PERCENT else '%'} to go")
        there = len(store.alerts.of(draft.security)) - (draft.before is not None)
        if there:
            words.append(f"{there} other alert{'s' * (there > 1)} of {draft.security}")
        return "   ".join(words)

    def _hint(self, *actions: str) -> str:
        return keymap.keymap_of(self.app).hint(*(f"alert_form.{action}" for action in actions))

    # What is typed and chosen

    def _changed(self) -> None:
        self._message = ("", "dim")
        self.draw_form()

    def _type_value(self, value: Decimal | None) -> None:
        self.value.known(value)
        self.draft.take(value, self._store)
        self._changed()

    def _type_note(self, note: str) -> None:
        self.draft.note = note
        self._changed()

    def _choose_type(self, at: int) -> None:
        self.draft.choose(self._types[at], self._store)
        self._changed()

    def _choose_often(self, at: int) -> None:
        self.draft.frequency = list(AlertFrequency)[at]
        self._changed()

    def _choose_hours(self, at: int) -> None:
        self.draft.hours = HOURS[at]
        self._changed()

    # Keys

    def action_tick_up(self) -> None:
        self._step(1)

    def action_tick_down(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self.draft.step(by, self._store)
        self._changed()

    def action_join_bid(self) -> None:
        self._join("bid")

    def action_join_ask(self) -> None:
        self._join("ask")

    def action_join_last(self) -> None:
        self._join("price")

    def _join(self, price: str) -> None:
        """Take one of the quote's prices as the value, where it is a price."""
        told = self.draft.price(self._store, price)
        if self.draft.type.unit is Unit.PRICE and told is not None:
            self.draft.take(told, self._store)
            self._changed()

    def action_next_type(self) -> None:
        self.type.step(1)

    def action_previous_type(self) -> None:
        self.type.step(-1)

    def action_next_frequency(self) -> None:
        self.often.step(1)

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Send it, once nothing is wrong with it."""
        troubles = [trouble for trouble in self.draft.troubles(self._store) if trouble.blocking]
        if self._sending:
            return
        if troubles or self.value.complaint:
            field = troubles[0].field if troubles else "value"
            self.set_focus(next(line.fields[0] for line in self.lines if line.field_name == field))
            self.draw_form()
            return
        if self._store.stale_since is not None:
            self._say("The link is down: nothing can be sent.", "danger")
            return
        self._sending = True
        self._say("Sending …", "dim")
        # Not of this screen: what is on its way when the form is closed is seen to its end.
        self.app.run_worker(self._send(), exit_on_error=False)

    async def _send(self) -> None:
        alert = self.draft.alert()
        try:
            await (self._sync.modify(alert) if self.draft.before else self._sync.add(alert))
        except GatewayError as error:
            unsure = " It may have been set; the list is read again." if isinstance(error, TimedOut) else ""
            text = clean_lines(f"{error}{unsure}")
            if self.is_attached:
                self._say(text, "danger")
            else:
                self.app.notify(text, title="Alert not set", severity="error", timeout=15, markup=False)
        else:
            self._sent = True
            quote = self.draft.quote(self._store)
            words = words_of(alert, quote.decimals if quote else 2)
            self.app.notify(words, title="Alert set", timeout=4, markup=False)
            self._leave()
        finally:
            self._sending = False

    def on_screen_resume(self) -> None:
        self._leave()

    def _leave(self) -> None:
        """Go, once it was sent, and unless something stands over the form."""
        if self._sent and self.app.screen is self:
            self.dismiss(True)

    def _say(self, text: str, style: str) -> None:
        self._message = (text, style)
        self.draw_form()
