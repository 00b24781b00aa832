"""Asks for the name of a watchlist group."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Static

from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.watchlists import LONGEST_NAME, WatchlistError


class GroupName(Dialog[str]):
    """Answers the name once it is one that can be; None when the person gives up or leaves the name as it was."""

    HINTS = ("search.choose", "dialog.close")

    DEFAULT_CSS = """
    GroupName > .dialog { width: 52; }
    GroupName Input { border: none; height: 1; padding: 0 1; background: $surface; }
    GroupName Input:focus { border: none; }
    GroupName #problem { color: $warning; height: 2; margin-top: 1; }
    """

    def __init__(
        self, title: str, checked: Callable[[str], str], name: str = "", *, same_counts: bool = False
    ) -> None:
        """`checked` gives the name as it will stand, or raises WatchlistError; `name` is what stands there first, and
        with `same_counts` an answer too."""
        super().__init__(title)
        self._same_counts = same_counts
        self._checked = checked
        self._before = name

    def contents(self) -> ComposeResult:
        yield Input(self._before, placeholder="Name", max_length=LONGEST_NAME)
        yield Static(id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._before and not self._same_counts:
            self.dismiss(None)
            return
        try:
            name = self._checked(event.value)
        except WatchlistError as error:
            self.query_one("#problem", Static).update(str(error))
        else:
            self.dismiss(name)
