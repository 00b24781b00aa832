"""Chooses the account in play. Real money is asked about twice."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.trading import Account, Accounts, TrdEnv
from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.choices import Cell, Choices

_BROKERS = {
    1: "Futu HK",
    2: "Moomoo US",
    3: "Moomoo SG",
    4: "Moomoo AU",
    5: "Moomoo CA",
    6: "Moomoo MY",
    7: "Moomoo JP",
}
"""By their trd_common.SecurityFirm; none of a simulated account."""


class AccountScreen(Dialog[Account]):
    """Answers the account to use, None when it stays as it is."""

    CONTEXT = "account"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("account")]
    HINTS = ("account.choose", "dialog.close")

    DEFAULT_CSS = """
    AccountScreen > .dialog { width: 80; height: auto; }
    AccountScreen Choices { height: 8; }
    AccountScreen #question { height: 2; }
    """

    def __init__(self, accounts: Accounts, refusal: str = "") -> None:
        """`refusal` is why the gateway shows no accounts, if it said so."""
        super().__init__("Accounts")
        self._accounts = accounts
        self._refusal = refusal
        self._asked: Account | None = None
        self._shown = False

    def contents(self) -> ComposeResult:
        yield Choices(id="accounts")
        yield Static(id="question", markup=False)

    def show(self) -> None:
        super().show()
        choices = self.query_one(Choices)
        current = self._current
        rows = [_row(account, account == current) for account in self._accounts.list]
        cursor = choices.cursor
        if not self._shown and current in self._accounts.list:
            cursor, self._shown = self._accounts.list.index(current), True
        choices.show(rows, cursor, self._refusal or "The gateway has told of no account yet.")

    def on_choices_clicked(self, event: Choices.Clicked) -> None:
        self._ask(None)

    def action_cursor_up(self) -> None:
        self._move(-1)

    def action_cursor_down(self) -> None:
        self._move(1)

    def action_choose(self) -> None:
        """Use the account under the cursor; from play money to real money only when asked twice."""
        if not self._accounts.list:
            return
        account = self._accounts.list[self.query_one(Choices).cursor]
        simulated = self._current is None or self._current.env is TrdEnv.SIMULATE
        if account.env is TrdEnv.REAL and simulated and self._asked != account:
            self._ask(account)
        else:
            self.dismiss(None if account == self._current else account)

    @property
    def _current(self) -> Account | None:
        portfolio = self._accounts.current
        return portfolio.account if portfolio else None

    def _move(self, by: int) -> None:
        self.query_one(Choices).move(by)
        self._ask(None)

    def _ask(self, account: Account | None) -> None:
        self._asked = account
        question = Text()
        if account is not None:
            key = keymap.keymap_of(self.app).hint("account.choose").partition(" ")[0]
            question = Text(f"This is real money. {key} once more to use {clean(account.label)}.")
            question.stylize(palette_of(self.app).danger)
        self.query_one("#question", Static).update(question)


def _row(account: Account, current: bool) -> list[Cell]:
    real = account.env is TrdEnv.REAL
    return [
        Cell("REAL" if real else "SIMULATE", 10, "badge_real" if real else "dim"),
        Cell(clean(account.label), 33),
        Cell("active" if account.active else "not active", 10, "dim" if account.active else "warning"),
        Cell(_BROKERS.get(account.firm, ""), 9, "dim"),
        Cell("in use" if current else "", 6, "accent"),
    ]
