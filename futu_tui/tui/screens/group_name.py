"""Asks for the name of a watchlist group."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from futu_tui.tui import keymap
from futu_tui.tui.watchlists import LONGEST_NAME, WatchlistError


class GroupName(ModalScreen[str | None]):
    """Answers the name once it is one that can be, and None when the person gives up or leaves the name as it was."""

    CONTEXT = "dialog"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    CSS = """
    GroupName { align: center middle; background: $background 60%; }
    GroupName > Vertical {
        width: 44; max-width: 100%; height: auto; padding: 1 2;
        background: $background; border: round $border; border-title-color: $accent;
        border-subtitle-color: $dim; border-subtitle-align: right;
    }
    GroupName Input { border: none; height: 1; padding: 0; background: $surface; }
    GroupName #problem { color: $warning; height: auto; margin-top: 1; display: none; }
    """

    def __init__(self, title: str, checked: Callable[[str], str], name: str = "") -> None:
        """`checked` gives the name as it will stand, or raises WatchlistError; `name` is what stands there first."""
        super().__init__()
        self._title = title
        self._checked = checked
        self._before = name

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = keymap.keymap_of(self.app).hint("search.choose", "dialog.close")
            yield Input(self._before, placeholder="Name", max_length=LONGEST_NAME)
            yield Static(id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._before:
            self.dismiss(None)
            return
        try:
            name = self._checked(event.value)
        except WatchlistError as error:
            problem = self.query_one("#problem", Static)
            problem.update(str(error))
            problem.display = True
        else:
            self.dismiss(name)

    def action_close(self) -> None:
        self.dismiss(None)
