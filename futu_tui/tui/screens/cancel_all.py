"""Cancels all working orders of the account, of one of its markets, or of one security; asks by its very nature."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType

from futu_tui.protocol import Security
from futu_tui.trading.markets import market_name
from futu_tui.tui import keymap
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.widgets.choices import Cell, Choices

if TYPE_CHECKING:
    from futu_tui.market import Changes
    from futu_tui.trading import Portfolio


class Scope(NamedTuple):
    """Which orders: all without a market and a security."""

    title: str
    working: int
    """How many orders that is now."""
    trade_market: int | None = None
    """trd_common.TrdMarket"""
    security: Security | None = None


def scopes(portfolio: Portfolio, security: Security) -> list[Scope]:
    """What can be chosen, the whole account first; `security` is the current one."""
    working = [order for order in portfolio.orders.values() if order.working]
    markets = Counter(order.trade_market for order in working)
    own = sum(order.security == security for order in working)
    found = [Scope("All orders", len(working))]
    if len(markets) > 1:
        found += [
            Scope(f"Orders in {market_name(market)}", count, market)
            for market, count in sorted(markets.items())
        ]
    if 0 < own < len(working):
        found.append(Scope(f"Orders of {security}", own, security=security))
    return found


class CancelAllScreen(TradingDialog[Scope]):
    """Answers which orders to cancel."""

    CONTEXT = "choose"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("choose")]
    HINTS = ("choose.choose", "dialog.close")

    DEFAULT_CSS = """
    CancelAllScreen > .dialog { width: 76; }
    CancelAllScreen Choices { margin-bottom: 1; }
    """

    def __init__(self, portfolio: Portfolio, security: Security) -> None:
        super().__init__("Cancel orders", portfolio.account)
        self._portfolio = portfolio
        self._security = security
        self._scopes: list[Scope] = []

    def contents(self) -> ComposeResult:
        yield Choices()

    def show(self) -> None:
        super().show()
        self._scopes = scopes(self._portfolio, self._security)
        rows = [
            [Cell(scope.title, 32), Cell(f"{scope.working} working", 16, "dim" if scope.working else "faint")]
            for scope in self._scopes
        ]
        choices = self.query_one(Choices)
        choices.styles.height = len(rows)
        choices.show(rows, choices.cursor)

    def hint_text(self) -> str:
        return keymap.keymap_of(self.app).hint(*self.HINTS).replace("choose", "cancel them", 1)

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.orders:
            self.show()

    def on_choices_clicked(self, event: Choices.Clicked) -> None:
        event.stop()

    def action_cursor_up(self) -> None:
        self.query_one(Choices).move(-1)

    def action_cursor_down(self) -> None:
        self.query_one(Choices).move(1)

    def action_choose(self) -> None:
        scope = self._scopes[self.query_one(Choices).cursor]
        if scope.working:
            self.dismiss(scope)
