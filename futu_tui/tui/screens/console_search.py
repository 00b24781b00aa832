"""Searching in an answer, on the screens that show one."""

from __future__ import annotations

from textual import on

from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.widgets.console_answer import AnswerView
from futu_tui.tui.widgets.console_entry import Entry, Question


class SearchesAnswer(Dialog[None]):
    """A screen with an AnswerView and an Entry."""

    answer: AnswerView

    @on(AnswerView.Find)
    def _ask_for_words(self, message: AnswerView.Find) -> None:
        message.stop()

        def done(text: str, go_on: bool) -> None:
            self.set_focus(self.answer)
            self.answer.search(text.strip())

        self.query_one(Entry).ask(
            Question(
                "Search", "a name or a value; n and N go on", "",
                suggest=lambda text: (), is_whole=lambda text: True, done=done,
            )
        )  # fmt: skip

    def leave_entry(self) -> bool:
        """End what is being typed without taking it; False where nothing is."""
        entry = self.query_one(Entry)
        if not entry.is_asking:
            return False
        entry.close()
        self.set_focus(self.answer)
        return True
