"""Shows a text as a whole that a row had no room for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean_lines


class WordsScreen(Dialog[None]):
    """A title and the text, which scrolls where it is long."""

    DEFAULT_CSS = """
    WordsScreen > .dialog { width: 90%; max-height: 80%; }
    WordsScreen VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; margin-bottom: 1; }
    WordsScreen Static { height: auto; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = clean_lines(text)

    def contents(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._text, markup=False)
