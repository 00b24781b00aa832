"""The menu of screens: one key each, with what each is for."""

from __future__ import annotations

from functools import partialmethod
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.tui import keymap
from futu_tui.tui.keymap import TABLE, key_text
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.theme import palette_of

SCREENS = tuple(key for key in TABLE if key.context == "go_to")


class GoToScreen(Dialog[str]):
    """Answers the name of the dashboard's action that opens the screen.

    Each row of the keymap in the context "go_to" is a screen: its action is the dashboard's too, its hint is the
    screen's name, its label what it is for.
    """

    CONTEXT = "go_to"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("go_to")]

    def __init__(self) -> None:
        super().__init__("Go to")

    def contents(self) -> ComposeResult:
        yield Static(id="screens", markup=False)

    def show(self) -> None:
        super().show()
        palette, keys = palette_of(self.app), keymap.keymap_of(self.app)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=3)
        table.add_column(width=20)
        table.add_column(ratio=1, overflow="fold")
        for entry in SCREENS:
            pressed = keys.keys(entry.id)
            key = Text(f" {key_text(pressed[0])}" if pressed else "", palette.accent)
            table.add_row(key, Text(entry.hint, palette.text), Text(entry.label, palette.dim))
        self.query_one("#screens", Static).update(table)

    def open(self, action: str) -> None:
        """Have the dashboard do this."""
        self.dismiss(action)


for _entry in SCREENS:
    setattr(GoToScreen, f"action_{_entry.action}", partialmethod(GoToScreen.open, _entry.action))
