"""The person's own limits said no: which, by how much, and a word that overrides them where that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Static

from futu_tui.trading.guard import WORD
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import palette_of

if TYPE_CHECKING:
    from futu_tui.trading import Account
    from futu_tui.trading.guard import Refusal

NAME = 24


class OverrideScreen(TradingDialog[str]):
    """Answers the word that was typed, once it is the right one; None when the limits stand."""

    DEFAULT_CSS = """
    OverrideScreen > .dialog { width: 76; }
    OverrideScreen Static { height: auto; margin-bottom: 1; }
    OverrideScreen Input { border: none; height: 1; padding: 0 1; background: $surface; width: 24; }
    OverrideScreen Input:focus { border: none; }
    OverrideScreen #problem { height: 1; margin: 0; color: $warning; }
    """

    def __init__(self, account: Account, refusals: Sequence[Refusal], *, overridable: bool) -> None:
        super().__init__("Your own limits", account)
        self._refusals = refusals
        self._overridable = overridable

    def contents(self) -> ComposeResult:
        yield Static(id="limits", markup=False)
        yield Static(id="way", markup=False)
        if self._overridable:
            yield Input(id="word", max_length=len(WORD) + 8)
            yield Static(id="problem", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        if self._overridable:
            self.set_focus(self.query_one(Input))

    def show(self) -> None:
        super().show()
        palette = palette_of(self.app)
        table = Text()
        longest = max((width(clean(refusal.value)) for refusal in self._refusals), default=0)
        for refusal in self._refusals:
            table.append(fit(refusal.limit, NAME), palette.dim)
            table.append(fit(clean(refusal.value), longest), palette.danger)
            table.append("   allowed ", palette.dim)
            table.append(clean(refusal.bound) + "\n", palette.text)
        table.rstrip()
        self.query_one("#limits", Static).update(table)
        way = (
            f"Type {WORD} to send it all the same. It is written into the journal."
            if self._overridable
            else "Your settings forbid to override limits. Nothing was sent."
        )
        self.query_one("#way", Static).update(Text(way, palette.text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip().upper() == WORD:
            self.dismiss(event.value)
        else:
            self.query_one("#problem", Static).update(f"That is not {WORD}. Esc leaves it unsent.")
