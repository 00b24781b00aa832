"""Asks once before something is done that is no order and moves no money."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.tui import keymap
from futu_tui.tui.keymap import key_text
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean


class Question(Dialog[bool]):
    """One sentence; answers True when the person agrees."""

    CONTEXT = "confirm"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("confirm")]

    DEFAULT_CSS = """
    Question > .dialog { width: 66; }
    Question Static { height: auto; margin-bottom: 1; }
    """

    def __init__(self, title: str, sentence: str, *, verb: str) -> None:
        """`verb` says what agreeing does: "delete it"."""
        super().__init__(title)
        self._sentence = clean(sentence)
        self._verb = verb

    def contents(self) -> ComposeResult:
        yield Static(self._sentence, markup=False)

    def hint_text(self) -> str:
        return agreeing(keymap.keymap_of(self.app), self._verb) + super().hint_text()

    def action_agree(self) -> None:
        self.dismiss(True)


def agreeing(keys: keymap.Keymap, verb: str) -> str:
    """The key that agrees to a question, and what that does; empty where the person took the key away."""
    agree = keys.keys("confirm.agree")
    return f"{key_text(agree[0])} {verb}  " if agree else ""
