"""Writing a request in the console: as a form field by field, or as text, with what was entered kept both ways."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.widget import Widget
from textual.widgets import TextArea

from futu_tui.opend.bodies import build_c2s
from futu_tui.opend.errors import BadRequest
from futu_tui.protocol.form_values import Kind
from futu_tui.protocol.forms import Form, Leaf
from futu_tui.protocol.wire_json import WrongJSON, parse_object, to_json, with_numbers
from futu_tui.tui.console.raw_request import WrongBytes, bytes_of
from futu_tui.tui.console.suggesting import is_whole, suggestions
from futu_tui.tui.listing_index import typed_security
from futu_tui.tui.screens.console_sending import SendsRequests
from futu_tui.tui.widgets.console_entry import Entry, Question
from futu_tui.tui.widgets.console_form import FormList
from futu_tui.tui.widgets.console_json import JsonEditor
from futu_tui.tui.widgets.long_list import LongList


class WritesRequests(SendsRequests):
    """A screen with a form and a text of the same request, one of which is in view."""

    form: Form | None
    """None where no body is published: then there is text alone, of bytes."""
    form_list: FormList | None
    editor: JsonEditor
    _as_text: bool
    _answer_in_front: bool
    _asked_from: Widget | None
    _request_at: int
    """Which of the earlier requests is filled in; -1 for none."""

    @property
    def request(self) -> Widget:
        """The form, or the text, whichever is in view."""
        return self.editor if self._as_text or self.form_list is None else self.form_list

    def place_panes(self) -> None:
        """Put into view what is to be."""
        raise NotImplementedError

    def show_about(self) -> None:
        """Say what there is to know before this is sent."""
        raise NotImplementedError

    def say_problems(self) -> None:
        """What is missing still, or that it can be sent."""
        if self.form is None or self._as_text:
            return
        problems = self.form.problems()
        if not problems:
            self.say("can be sent", "text")
        else:
            more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
            self.say(f"{problems[0]}{more}")

    @on(FormList.Changed)
    def _changed(self) -> None:
        self.say_problems()
        self.show_about()

    @on(LongList.Moved, "#form")
    def _moved(self) -> None:
        """Say what is wrong with the field at the cursor, or what may be typed there."""
        line = self.form_list.line if self.form_list is not None else None
        if self._as_text or self.is_asking:
            return
        if line is None or not isinstance(line.node, Leaf):
            self.say_problems()
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
            self._asked_from = None
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
        self.place_panes()
        self.set_focus(self.request)
        self.say_problems()

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
        self.say_problems()
        self.show_about()

    def written(self) -> tuple[Any, dict[str, Any]] | None:
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
