"""What the dialogs of the trading desk share: a frame that shouts where money is real, and a market that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from futu_tui.trading import TrdEnv
from futu_tui.tui.badge import Part, account_parts
from futu_tui.tui.screens.dialog import Answer, Dialog
from futu_tui.tui.theme import Palette

if TYPE_CHECKING:
    from futu_tui.trading import Account


class TradingDialog(Dialog[Answer]):
    """A dialog about one account, whose environment and name stand in its last line."""

    DEFAULT_CSS = """
    TradingDialog.real > .dialog {
        border: heavy $danger; border-title-color: $danger; border-title-style: bold reverse;
    }
    """

    def __init__(self, title: str, account: Account) -> None:
        super().__init__(title)
        self.account = account
        self.set_class(account.env is TrdEnv.REAL, "real")

    def badge(self, palette: Palette) -> list[Part]:
        return account_parts(self.account, palette)
