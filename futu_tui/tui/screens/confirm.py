"""Asks once before something is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.trading import Side
from futu_tui.tui import keymap
from futu_tui.tui.screens.question import agreeing
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of

if TYPE_CHECKING:
    from futu_tui.trading import Account


BOLD = Style(bold=True)


class ConfirmScreen(TradingDialog[bool]):
    """One sentence and what is worth knowing about it; answers True when the person agrees."""

    CONTEXT = "confirm"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("confirm")]
    HINTS = ("dialog.close",)

    DEFAULT_CSS = """
    ConfirmScreen > .dialog { width: 76; }
    ConfirmScreen Static { height: auto; margin-bottom: 1; }
    """

    def __init__(
        self,
        title: str,
        account: Account,
        sentence: str,
        *,
        verb: str,
        side: Side | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """`verb` says what agreeing does: "send". With a `side` the sentence's first word has that side's colour."""
        super().__init__(title, account)
        self.sentence = clean(sentence)
        self.warnings = warnings
        self._verb = verb
        self._side = side

    def contents(self) -> ComposeResult:
        yield Static(id="sentence", markup=False)
        yield Static(id="warnings", markup=False)

    def show(self) -> None:
        super().show()
        palette = palette_of(self.app)
        sentence = Text(self.sentence, palette.text)
        if self._side is not None:
            first = self.sentence.partition(" ")[0]
            sentence.stylize(palette.direction_style(self._side.sign) + BOLD, 0, len(first))
        self.query_one("#sentence", Static).update(sentence)
        notes = self.query_one("#warnings", Static)
        notes.display = bool(self.warnings)
        notes.update(Text("\n".join(map(clean, self.warnings)), palette.warning))

    def hint_text(self) -> str:
        return agreeing(keymap.keymap_of(self.app), self._verb) + super().hint_text()

    def action_agree(self) -> None:
        self.dismiss(True)
