"""Finds one of many by words that are typed: fields, plates, groups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.widgets import Input

from futu_tui.opend.errors import GatewayError
from futu_tui.tui import keymap
from futu_tui.tui.fuzzy import found
from futu_tui.tui.screens.find_dialog import FindDialog
from futu_tui.tui.text import clean, clean_lines
from futu_tui.tui.widgets.choices import Cell, Choices

NOTE = 22
"""Cells of what stands beside a name."""


class Option(NamedTuple):
    """One that can be picked."""

    value: Any
    name: str
    note: str = ""
    """Beside the name."""
    words: str = ""
    """More that it is found by."""


Options = Sequence[Option]


class PickScreen(FindDialog[Option]):
    """Answers the option that was picked."""

    CONTEXT = "pick"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("pick")]
    HINTS = ("pick.choose", "dialog.close")

    DEFAULT_CSS = """
    PickScreen > .dialog { width: 84; height: 26; }
    PickScreen Input { border: none; height: 1; padding: 0 1; background: $surface; margin-bottom: 1; }
    PickScreen Input:focus { border: none; }
    PickScreen Choices { margin-bottom: 1; }
    """

    def __init__(
        self,
        title: str,
        options: Options | Callable[[], Awaitable[Options]],
        placeholder: str,
        *,
        typed: Callable[[str], Option | None] = lambda text: None,
        checked: Callable[[Option], str] = lambda option: "",
    ) -> None:
        """`options` are there, or asked of the gateway. `typed` makes an option of a text that is none of them;
        `checked` says why one cannot be picked, empty if it can."""
        super().__init__(title, placeholder)
        self._options: Options = () if callable(options) else options
        self._load = options if callable(options) else None
        self._typed = typed
        self._checked = checked
        self._message = "Asking the gateway …" if self._load else ""
        self._found: Options = ()

    def on_mount(self) -> None:
        super().on_mount()
        if self._load is not None:
            self.run_worker(self._ask(self._load))

    async def _ask(self, load: Callable[[], Awaitable[Options]]) -> None:
        try:
            self._options = await load()
            self._message = ""
        except GatewayError as error:
            self._message = clean_lines(str(error))
        self._search()

    def show(self) -> None:
        super().show()
        self._search()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search()

    def _search(self) -> None:
        text = self.query_one("#query", Input).value
        options = found(text, self._options, lambda each: each.name, lambda each: f"{each.note} {each.words}")
        extra = self._typed(text) if text.strip() else None
        self._found = [*options, extra] if extra is not None else options
        choices = self.query_one(Choices)
        room = max(10, choices.size.width - NOTE - 4)
        rows = [[Cell(clean(each.name), room), Cell(clean(each.note), NOTE, "dim")] for each in self._found]
        choices.show(
            rows, 0, self._message or ("None has these words." if text.strip() else "There are none.")
        )

    def action_choose(self) -> None:
        """Answer the current row, unless it cannot be."""
        if not self._found:
            return
        option = self._found[self.query_one(Choices).cursor]
        if problem := self._checked(option):
            self.notify(problem, title="Not possible", severity="warning", timeout=6, markup=False)
        else:
            self.dismiss(option)
