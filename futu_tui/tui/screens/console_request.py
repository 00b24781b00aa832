"""A request of the protocol console: written as a form or as JSON, sent, and its answer beside it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import TextArea

from futu_tui.opend.bodies import build_c2s
from futu_tui.opend.errors import BadRequest
from futu_tui.protocol import Protocol
from futu_tui.protocol.form_values import Kind
from futu_tui.protocol.forms import Form, Leaf
from futu_tui.protocol.wire_json import WrongJSON, parse_object, to_json, with_numbers
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.console.asking import OWNER
from futu_tui.tui.console.raw_request import WrongBytes, bytes_of
from futu_tui.tui.console.site import Site
from futu_tui.tui.console.suggesting import is_whole, suggestions
from futu_tui.tui.listing_index import typed_security
from futu_tui.tui.screens.console_sending import SendsRequests
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.console_answer import AnswerView
from futu_tui.tui.widgets.console_entry import Entry, Question
from futu_tui.tui.widgets.console_form import FormList
from futu_tui.tui.widgets.console_json import JsonEditor
from futu_tui.tui.widgets.long_list import LongList
from futu_tui.tui.widgets.status_bar import HintLine, StatusLine

WIDE = 116
"""Columns from which request and answer stand side by side."""
ABOUT_EVERY = 1.0
"""Seconds between two looks at what is left of the limit."""


class ConsoleRequestScreen(SendsRequests):
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
        self.set_interval(ABOUT_EVERY, self._show_about)
        self._say_problems()

    def on_unmount(self) -> None:
        """What was subscribed for this is not needed any more."""
        feed = self.site.feed()
        if feed is not None:
            feed.want(OWNER, ())

    @property
    def request(self) -> Widget:
        """The form, or the text, whichever is in view."""
        return self.editor if self._as_text or self.form_list is None else self.form_list

    # Drawing

    def show(self) -> None:
        super().show()
        self._arrange()
        self._show_about()
        self.say(*self._said)
        for widget in (self.form_list, self.answer):
            if widget is not None:
                widget.refresh()

    def _arrange(self) -> None:
        narrow = self.size.width < WIDE
        request = self.request
        self.editor.set_class(self.editor is not request or (narrow and self._answer_in_front), "away")
        if self.form_list is not None:
            self.form_list.set_class(
                self.form_list is not request or (narrow and self._answer_in_front), "away"
            )
            self.form_list.border_title = "Request  form"
        self.editor.border_title = (
            "Request  JSON" if self.form is not None else "Request  hexadecimal or base64"
        )
        self.answer.set_class(narrow and not self._answer_in_front, "away")

    def _show_about(self) -> None:
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

    def _say_problems(self) -> None:
        """What is missing still, or that it can be sent."""
        if self.form is None or self._as_text:
            return
        problems = self.form.problems()
        if not problems:
            self.say("can be sent", "text")
        else:
            more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
            self.say(f"{problems[0]}{more}")

    # Writing the request

    @on(FormList.Changed)
    def _changed(self) -> None:
        self._say_problems()
        self._show_about()

    @on(LongList.Moved, "#form")
    def _moved(self) -> None:
        """Say what is wrong with the field at the cursor, or what may be typed there."""
        line = self.form_list.line if self.form_list is not None else None
        if self._as_text or self.is_asking:
            return
        if line is None or not isinstance(line.node, Leaf):
            self._say_problems()
        elif problem := line.node.problem():
            self.say(f"{line.path}: {problem}", "dim" if line.node.text is None else "warning")
        else:
            self.say(f"{line.path}: {line.node.kind.value}")

    @on(FormList.Edit)
    def _edit(self) -> None:
        """Type the value of the current field."""
        form_list = self.form_list
        if form_list is None or form_list.line is None or not isinstance(leaf := form_list.line.node, Leaf):
            return
        if leaf.kind is Kind.ASKED:
            self.say(f"{form_list.line.path}: {leaf.kind.value}")
            return

        def done(text: str, go_on: bool) -> None:
            form_list.put(leaf, text)
            self.set_focus(form_list)
            if problem := leaf.problem():
                self.say(problem, "warning")
            elif go_on:
                self._edit_next()

        self._asked_from = form_list
        self.query_one(Entry).ask(
            Question(
                form_list.line.path, leaf.kind.value, leaf.text or "",
                suggest=lambda text: suggestions(leaf, text, self.site.index),
                is_whole=lambda text: self._is_whole(leaf, text), done=done,
            )
        )  # fmt: skip

    @on(LongList.Chosen, "#form")
    def _clicked(self) -> None:
        if self.form_list is not None:
            self.form_list.action_edit()

    @on(LongList.Chosen, "#answer")
    def _answer_clicked(self) -> None:
        self.answer.action_fold()

    def _is_whole(self, leaf: Leaf, text: str) -> bool:
        """A code that is on no list is taken as it is only where nothing on the lists is like it."""
        if leaf.kind is Kind.SECURITY and typed_security(text) not in self.site.store.listings:
            return not self.site.index.search(text, 1)
        return is_whole(leaf, text)

    def _edit_next(self) -> None:
        form_list = self.form_list
        assert form_list is not None
        after = form_list.lines[form_list.cursor + 1 :]
        at = next((n for n, line in enumerate(after) if isinstance(line.node, Leaf)), None)
        if at is None:
            return
        form_list.go_to(form_list.cursor + 1 + at)
        leaf = after[at].node
        if isinstance(leaf, Leaf) and leaf.kind is not Kind.FLAG:
            self._edit()

    def action_toggle_json(self) -> None:
        """The request as JSON, or as a form again; what was entered stays."""
        if self.form is None or self.form_list is None:
            self.say("its body is not published: it is written as bytes")
            return
        if self._as_text:
            if not self._read_text():
                return
            self.form_list.reload()
        else:
            self.editor.text = to_json(self.form.fields(), indent=2, plain=False)
        self._as_text = not self._as_text
        self._answer_in_front = False
        self._arrange()
        self.set_focus(self.request)
        self._say_problems()

    @on(TextArea.Changed)
    def _text_changed(self) -> None:
        if self._as_text and self.editor.has_focus:
            self.say("JSON" if self.form is not None else "bytes")

    def _read_text(self) -> bool:
        """Take the JSON into the form; False, and the person told, where it cannot be read."""
        assert self.form is not None
        try:
            self.form.read(parse_object(self.editor.text))
        except WrongJSON as error:
            self.say(" ".join(str(error).split()), "warning")
            return False
        return True

    def action_earlier(self) -> None:
        """Fill in the request before."""
        self._recall(1)

    def action_later(self) -> None:
        """Fill in the request after."""
        self._recall(-1)

    def _recall(self, by: int) -> None:
        requests = self.site.memory.requests(self.protocol)
        if self.form is None or self.form_list is None:
            self.say("nothing of a body that is not published is kept")
            return
        at = self._request_at + by
        if not -1 <= at < len(requests):
            self.say("there is no request before this one" if by > 0 else "there is none after this one")
            return
        self._request_at = at
        try:
            self.form.read(requests[at] if at >= 0 else {})
        except WrongJSON as error:
            self.say(f"that request is of another version: {error}", "warning")
            return
        self.site.prefill(self.protocol, self.form)
        self.form_list.reload()
        self.editor.text = to_json(self.form.fields(), indent=2, plain=False)
        self._say_problems()
        self._show_about()

    # Sending

    def action_send(self) -> None:
        """Send what is written, by the way that its protocol goes."""
        entry = self.query_one(Entry)
        if entry.is_asking:
            entry.take()
        if self.is_asking:
            self.say("the gateway is being asked already; esc gives up", "warning")
            return
        written = self._written()
        if written is not None:
            self.send(*written)

    def _written(self) -> tuple[Any, dict[str, Any]] | None:
        """The request as it is sent, and as JSON; None, and the person told, where something is wrong."""
        if self.form is None or self.form_list is None:
            try:
                return bytes_of(self.editor.text), {}
            except WrongBytes as error:
                self.say(str(error), "warning")
                return None
        if self._as_text:
            if not self._read_text():
                return None
            self.form_list.reload()
        if problems := self.form.problems():
            self.say(f"not sent: {problems[0]}", "warning")
            self.go_to_field(problems[0].path)
            return None
        fields = self.form.fields()
        assert self.protocol.c2s is not None
        try:
            return build_c2s(self.protocol, with_numbers(fields, self.protocol.c2s.DESCRIPTOR)), fields
        except (BadRequest, WrongJSON) as error:
            self.say(f"not sent: {error}", "warning")
            return None

    def go_to_field(self, path: str) -> None:
        if self.form_list is not None:
            self.form_list.go_to_path(path)

    def answered(self) -> None:
        self._show_about()
        if self.query_one(Entry).is_asking:
            return
        self._answer_in_front = True
        self._arrange()
        if not self._as_text or self.size.width < WIDE:
            self.set_focus(self.answer)

    # Going about

    def action_switch(self) -> None:
        """From the request to the answer, or back."""
        self._answer_in_front = not self.answer.has_focus
        self._arrange()
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
