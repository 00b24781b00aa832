"""What the dialogs share in which one types and chooses among what is found."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from futu_tui.tui.screens.dialog import Answer, Dialog
from futu_tui.tui.widgets.choices import Choices


class FindDialog(Dialog[Answer]):
    """An input over a list of what its text finds. A subclass finds, and answers the row that is chosen."""

    def __init__(self, title: str, placeholder: str) -> None:
        super().__init__(title)
        self._placeholder = placeholder

    def contents(self) -> ComposeResult:
        yield Input(placeholder=self._placeholder, id="query")
        yield Choices(id="found")

    def action_choose(self) -> None:
        """Answer the current row."""
        raise NotImplementedError

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_choose()

    def on_choices_clicked(self, event: Choices.Clicked) -> None:
        self.action_choose()

    def action_cursor_up(self) -> None:
        self.query_one(Choices).move(-1)

    def action_cursor_down(self) -> None:
        self.query_one(Choices).move(1)

    def action_page_up(self) -> None:
        choices = self.query_one(Choices)
        choices.move(-choices.page)

    def action_page_down(self) -> None:
        choices = self.query_one(Choices)
        choices.move(choices.page)
