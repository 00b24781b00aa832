"""Asks before a request that writes something is sent: what it changes, and with which fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.protocol import Protocol
from futu_tui.protocol.rules import WRITES
from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.question import agreeing
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of

MOST = 12
"""Lines of the request that are shown."""


class ConsoleConfirmScreen(Dialog[bool]):
    """Answers True when the person agrees."""

    CONTEXT = "confirm"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("confirm")]

    DEFAULT_CSS = """
    ConsoleConfirmScreen Static { height: auto; margin-bottom: 1; }
    """

    def __init__(self, protocol: Protocol, lines: Sequence[str]) -> None:
        """`lines` are the request's fields as they are sent."""
        super().__init__("Send?")
        self._protocol = protocol
        self._lines = lines

    def contents(self) -> ComposeResult:
        yield Static(id="sentence", markup=False)
        yield Static(id="fields", markup=False)

    def show(self) -> None:
        super().show()
        palette = palette_of(self.app)
        protocol = self._protocol
        sentence = Text(f"{protocol.id:d} {protocol.name} {WRITES[protocol.id]}.", palette.warning)
        more = len(self._lines) - MOST
        lines = [clean_line(line) for line in self._lines[:MOST]] + (
            [f"… {more} more lines"] if more > 0 else []
        )
        self.query_one("#sentence", Static).update(sentence)
        self.query_one("#fields", Static).update(Text("\n".join(lines), palette.text))

    def hint_text(self) -> str:
        return agreeing(keymap.keymap_of(self.app), "send") + super().hint_text()

    def action_agree(self) -> None:
        self.dismiss(True)


def clean_line(line: str) -> str:
    """A line as it is, its blanks in front kept, and nothing in it that acts on a terminal."""
    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) + clean(bare)
