"""What the dialogs of the trading desk share: a frame that shouts where money is real, and a market that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from futu_tui.trading import TrdEnv
from futu_tui.tui.badge import Part, account_parts, exposure_parts, is_exposed
from futu_tui.tui.screens.dialog import Answer, Dialog
from futu_tui.tui.theme import Palette

if TYPE_CHECKING:
    from futu_tui.trading import Account


class OfAccount:
    """A dialog about one account, whose environment and name stand in its last line; stands before its class of dialog.

    It is no widget itself: Textual takes styles from the first of a widget's bases that is one, and from no other.
    """

    account: Account

    def __init__(self, title: str, account: Account) -> None:
        super().__init__(title)  # type: ignore[call-arg]
        self.account = account
        assert isinstance(self, Dialog)
        self.set_class(account.env is TrdEnv.REAL, "real")

    def badge(self, palette: Palette) -> list[Part]:
        assert isinstance(self, Dialog)
        return [*exposure_parts(is_exposed(self.app), palette), *account_parts(self.account, palette)]


class TradingDialog(OfAccount, Dialog[Answer]):
    """A dialog about one account."""
