"""A request of the protocol console: written as a form or as JSON, sent, and its answer beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from futu_tui.protocol import Protocol
from futu_tui.protocol.forms import Form
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.console.asking import OWNER
from futu_tui.tui.console.site import Site
from futu_tui.tui.screens.console_writing import WritesRequests
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.console_answer import AnswerView
from futu_tui.tui.widgets.console_entry import Entry
from futu_tui.tui.widgets.console_form import FormList
from futu_tui.tui.widgets.console_json import JsonEditor
from futu_tui.tui.widgets.status_bar import HintLine, StatusLine

WIDE = 116
"""Columns from which request and answer stand side by side."""
ABOUT_EVERY = 1.0
"""Seconds between two looks at what is left of the limit."""


class ConsoleRequestScreen(WritesRequests):
    """Of one protocol."""

    CONTEXT = "console_request"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console_request")]
    HELPS_WITH = ("console_form", "console_answer", "lines", "console_entry")
    FORM_HINTS = (
        "console_request.send", "console_request.help", "console_form.edit", "console_form.add",
        "console_request.toggle_json", "console_form.remove", "console_request.earlier",
        "console_request.switch", "dialog.close",
    )  # fmt: skip
    ANSWER_HINTS = (
        "console_request.switch", "console_request.help", "console_answer.view", "console_answer.find",
        "console_answer.fold", "console_answer.sort", "console_answer.copy", "console_answer.export_json",
        "console_answer.export_csv", "dialog.close",
    )  # fmt: skip

    TEXT_HINTS = ("console_request.toggle_json", "console_request.switch", "dialog.close")

    DEFAULT_CSS = """
    ConsoleRequestScreen > .dialog { width: 100%; height: 100%; padding: 0 1; }
    ConsoleRequestScreen #panes { height: 1fr; }
    ConsoleRequestScreen #panes .away { display: none; }
    ConsoleRequestScreen StatusLine { height: 1; }
    """

    def __init__(self, site: Site, protocol: Protocol) -> None:
        super().__init__(f"{protocol.id:d} {protocol.name}")
        self.site = site
        self.protocol = protocol
        self.form = Form.of(protocol.c2s.DESCRIPTOR) if protocol.c2s is not None else None
        if self.form is not None:
            site.prefill(protocol, self.form)
        self.form_list = FormList(self.form, site.name_of, id="form") if self.form is not None else None
        self.editor = JsonEditor(id="json")
        self.answer = AnswerView(id="answer")
        self._as_text = self.form is None
        self._answer_in_front = False
        self._asked_from: Widget | None = None
        self._request_at = -1
        self._said: tuple[str, str] = ("", "dim")

    def contents(self) -> ComposeResult:
        yield StatusLine(id="about")
        yield StatusLine(id="note")
        with Horizontal(id="panes"):
            if self.form_list is not None:
                yield self.form_list
            yield self.editor
            yield self.answer
        yield Entry()
        yield StatusLine(id="state")

    def on_mount(self) -> None:
        super().on_mount()
        self.answer.say("Nothing is asked yet.")
        self.set_focus(self.request)
        feed = self.site.feed()
        if feed is not None:
            feed.load_listings()
        self.set_interval(ABOUT_EVERY, self.show_about)
        self.say_problems()

    def on_unmount(self) -> None:
        """What was subscribed for this is not needed any more."""
        feed = self.site.feed()
        if feed is not None:
            feed.want(OWNER, ())

    # Drawing

    def show(self) -> None:
        super().show()
        self.place_panes()
        self.show_about()
        self.say(*self._said)
        for widget in (self.form_list, self.answer):
            if widget is not None:
                widget.refresh()

    def place_panes(self) -> None:
        narrow = self.size.width < WIDE
        request = self.request
        self.editor.set_class(self.editor is not request or (narrow and self._answer_in_front), "away")
        if self.form_list is not None:
            self.form_list.set_class(
                self.form_list is not request or (narrow and self._answer_in_front), "away"
            )
            self.form_list.border_title = Content("Request  form")
        self.editor.border_title = Content(
            "Request  JSON" if self.form is not None else "Request  hexadecimal or base64"
        )
        self.answer.set_class(narrow and not self._answer_in_front, "away")

    def show_about(self) -> None:
        palette = palette_of(self.app)
        site, protocol = self.site, self.protocol
        left = [Part(f" {protocol.category}  ", palette.dim), Part(site.scope_words(protocol), palette.text)]
        right = [Part(f"{site.limit_words(protocol)} ", palette.dim)]
        self.query_one("#about", StatusLine).show(left, right)
        fields = self.form.fields() if self.form is not None else {}
        self.query_one("#note", StatusLine).show(
            [Part(f" {site.note_words(protocol, fields)}", palette.accent)], []
        )

    def hint_text(self) -> str:
        keys = keymap.keymap_of(self.app)
        if self._as_text and not self.answer.has_focus:
            sends = keys.keys("console_request.send")[-1:]  # the first is a letter, which is typed here
            return "  ".join(
                [*(f"{keymap.key_text(key)} send" for key in sends), keys.hint(*self.TEXT_HINTS)]
            )
        return keys.hint(*(self.ANSWER_HINTS if self.answer.has_focus else self.FORM_HINTS))

    def _show_hints(self) -> None:
        palette = palette_of(self.app)
        foot = self.query_one(".dialog-foot", HintLine)
        foot.show_hints(self.hint_text(), palette.dim, self.badge(palette))

    def on_descendant_focus(self) -> None:
        self._show_hints()

    def say(self, text: str, style: str = "dim") -> None:
        self._said = (text, style)
        palette = palette_of(self.app)
        self.query_one("#state", StatusLine).show([Part(f" {clean(text)}", getattr(palette, style))], [])

    # Sending

    def action_send(self) -> None:
        """Send what is written, by the way that its protocol goes."""
        entry = self.query_one(Entry)
        if entry.is_asking:
            if self._asked_from is None:
                return  # what is searched is no part of a request
            entry.take()
        if self.is_asking:
            self.say("the gateway is being asked already; esc gives up", "warning")
            return
        written = self.written()
        if written is not None:
            self.send(*written)

    def answered(self) -> None:
        self.show_about()
        if self.query_one(Entry).is_asking:
            return
        self._answer_in_front = True
        self.place_panes()
        if not self._as_text or self.size.width < WIDE:
            self.set_focus(self.answer)

    # Going about

    def action_switch(self) -> None:
        """From the request to the answer, or back."""
        self._answer_in_front = not self.answer.has_focus
        self.place_panes()
        self.set_focus(self.answer if self._answer_in_front else self.request)

    def leave_entry(self) -> bool:
        before, self._asked_from = self._asked_from, None
        left = super().leave_entry()
        if left and before is not None:
            self.set_focus(before)
        return left

    def action_close(self) -> None:
        """Leave what is being typed; then stop waiting; then leave the screen."""
        if self.leave_entry():
            return
        if self.is_asking:
            self.give_up()
        else:
            super().action_close()
