"""Unlocks real trading by its password, or locks it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from futu_tui.trading.outcome import Outcome
from futu_tui.trading.password import Password
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of

if TYPE_CHECKING:
    from futu_tui.trading import Account
    from futu_tui.trading.desk import Desk

LONGEST = 64
"""Letters of a password."""


class UnlockScreen(TradingDialog[bool]):
    """Asks for the password; what is typed is shown as dots, turned into its hash at once, and dropped."""

    CONTEXT = "confirm"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("confirm")]
    HINTS = ("confirm.agree", "dialog.close")

    DEFAULT_CSS = """
    UnlockScreen > .dialog { width: 76; }
    UnlockScreen Static { height: auto; margin-bottom: 1; }
    UnlockScreen Input { border: none; height: 1; padding: 0 1; background: $surface; width: 40; margin-bottom: 1; }
    UnlockScreen Input:focus { border: none; }
    UnlockScreen #answer { height: 2; margin: 0; }
    """

    def __init__(self, desk: Desk, account: Account) -> None:
        super().__init__("Unlock trading", account)
        self._desk = desk
        self._asking = False

    def hint_text(self) -> str:
        return super().hint_text().replace("yes", "unlock", 1)

    def contents(self) -> ComposeResult:
        yield Static(
            "The trading password. It unlocks all programs on this gateway.", id="about", markup=False
        )
        yield Input(password=True, max_length=LONGEST, id="password")
        yield Static(id="answer", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.query_one(Input))

    def action_agree(self) -> None:
        """Send the hash of what was typed."""
        field = self.query_one(Input)
        if self._asking:
            return
        try:
            password = Password(field.value)
        except ValueError as problem:
            self._say(str(problem), "warning")
            return
        finally:
            field.value = ""
        self._asking = True
        self._say("Unlocking …", "dim")
        acts_of(self.app).run(self._desk.unlock(password), "Unlock trading", self._ended)

    def _ended(self, outcome: Outcome) -> bool:
        self._asking = False
        if outcome.accepted:
            if self.is_attached:
                self.dismiss(True)
            return True  # the desk says that it is unlocked
        if not self.is_attached:
            return False
        self._say(outcome.text, "danger")
        return True

    def _say(self, text: str, style: str) -> None:
        palette = palette_of(self.app)
        self.query_one("#answer", Static).update(Text(clean(text), getattr(palette, style)))
