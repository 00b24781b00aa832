"""A group of the account was changed elsewhere while the person changed it here: both versions, and a choice."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from futu_tui.market.account_groups import Conflict, Resolution
from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of


class GroupConflictScreen(Dialog[Resolution]):
    """Closing it leaves the group as it is there, and sends nothing."""

    CONTEXT = "group_conflict"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("group_conflict")]
    HINTS = ("group_conflict.theirs", "group_conflict.both", "group_conflict.mine", "dialog.close")

    DEFAULT_CSS = """
    GroupConflictScreen #said { height: auto; margin-bottom: 1; }
    GroupConflictScreen VerticalScroll { height: auto; max-height: 60%; scrollbar-size-vertical: 1; margin-bottom: 1; }
    GroupConflictScreen #versions { height: auto; }
    """

    def __init__(self, conflict: Conflict) -> None:
        super().__init__("Changed in two places")
        self._conflict = conflict

    def contents(self) -> ComposeResult:
        edit = self._conflict.edit
        yield Static(
            f"The account's group {clean(edit.group)} was changed elsewhere since it was last read here. "
            f"You wanted to {clean(str(edit))}. Nothing was sent.",
            id="said",
            markup=False,
        )
        with VerticalScroll():
            yield Static(id="versions", markup=False)

    def show(self) -> None:
        super().show()
        palette = palette_of(self.app)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        for _ in range(3):
            table.add_column(ratio=1)
        table.add_row(
            *(Text(title, palette.dim) for title in ("last read here", "there now", "here, with yours"))
        )
        for line in versions(self._conflict):
            table.add_row(
                *(Text(cell, palette.accent if cell[:1] in "+-" else palette.text) for cell in line)
            )
        self.query_one("#versions", Static).update(table)

    def action_theirs(self) -> None:
        self.dismiss(Resolution.THEIRS)

    def action_both(self) -> None:
        self.dismiss(Resolution.BOTH)

    def action_mine(self) -> None:
        self.dismiss(Resolution.MINE)


def versions(conflict: Conflict) -> list[tuple[str, str, str]]:
    """A line for each security of any version: as last read, there now, and here; with what came and went marked."""
    base, theirs, mine = conflict.base, conflict.theirs, conflict.mine
    lines = []
    for security in dict.fromkeys((*base, *theirs, *mine)):
        had = security in base
        lines.append(
            (
                f"  {security}" if had else "",
                _marked(str(security), had, security in theirs),
                _marked(str(security), had, security in mine),
            )
        )
    return lines


def _marked(code: str, had: bool, has: bool) -> str:
    if had == has:
        return f"  {code}" if has else ""
    return f"+ {code}" if has else f"- {code}"
