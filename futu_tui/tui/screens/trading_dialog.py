"""What the dialogs of the trading desk share: a frame that shouts where money is real, and a market that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from futu_tui.trading import TrdEnv
from futu_tui.tui.badge import account_parts
from futu_tui.tui.keymap import keymap_of
from futu_tui.tui.screens.dialog import Answer, Dialog
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.status_bar import HintLine

if TYPE_CHECKING:
    from futu_tui.market import Changes
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

    def apply_changes(self, changes: Changes, now: float) -> None:
        """Take what changed in the market and the account since the last frame. `now` is monotonic seconds."""

    async def action_help(self) -> None:
        """Show the keys of this dialog."""
        await self.app.run_action("help")

    def hint_text(self) -> str:
        """The keys of the last line."""
        return keymap_of(self.app).hint(*self.HINTS)

    def show(self) -> None:
        palette = palette_of(self.app)
        account = account_parts(self.account, palette)
        self.query_one(".dialog-foot", HintLine).show_hints(self.hint_text(), palette.dim, account)
