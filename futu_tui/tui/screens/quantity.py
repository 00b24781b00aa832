"""Asks for a number of shares."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.trading.amounts import number_text
from futu_tui.tui import keymap
from futu_tui.tui.screens.order_form import lots_text
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.widgets.fields import NumberField

if TYPE_CHECKING:
    from futu_tui.trading import Account


class QuantityScreen(TradingDialog[Decimal]):
    """Answers shares in whole lots; None when the person leaves it as it was."""

    CONTEXT = "confirm"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("confirm")]
    HINTS = ("confirm.agree", "dialog.close")

    DEFAULT_CSS = """
    QuantityScreen > .dialog { width: 52; }
    QuantityScreen #about { height: 1; margin: 1 0; color: $dim; }
    """

    def __init__(self, account: Account, qty: Decimal, lot: Decimal) -> None:
        super().__init__("Quantity", account)
        self._lot = lot
        self._qty: Decimal | None = qty
        self._field = NumberField(self._typed)

    def hint_text(self) -> str:
        return super().hint_text().replace("yes", "take it", 1)

    def contents(self) -> ComposeResult:
        yield self._field
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._field.put(number_text(self._qty) if self._qty is not None else "")
        self.set_focus(self._field)
        self._judge()

    def _typed(self, number: Decimal | None) -> None:
        self._qty = number
        self._judge()

    def _judge(self) -> str:
        """What is wrong with what was typed, empty if nothing is; said below it."""
        qty, lot, problem = self._qty, self._lot, self._field.complaint
        if not problem and (qty is None or qty <= 0):
            problem = "the quantity must be above 0"
        elif not problem and qty is not None and qty % lot:
            problem = f"{number_text(qty)} is not in whole lots of {number_text(lot)}"
        about = problem or ("" if qty is None else "shares" if lot == 1 else lots_text(qty, lot))
        self.query_one("#about", Static).update(about)
        return problem

    def on_input_submitted(self, event: NumberField.Submitted) -> None:
        event.stop()
        self.action_agree()

    def action_agree(self) -> None:
        """Answer what was typed, once it is a quantity."""
        if not self._judge():
            self.dismiss(self._qty)
