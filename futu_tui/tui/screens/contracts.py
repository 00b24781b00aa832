"""What the screens of options, warrants and futures share: rows in view are followed, and traded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading import Side
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.pane import Priority, Wish
from futu_tui.tui.screens.pages import PagesScreen
from futu_tui.tui.screens.trading_keys import Subject

if TYPE_CHECKING:
    from futu_tui.market import Changes
    from futu_tui.tui.kept_filters import KeptFilters
    from futu_tui.tui.screens.dashboard import DashboardScreen

REST = 0.3
"""Seconds for which rows must stay in view before they are subscribed: the gateway holds what is for a minute."""


class ContractsScreen(PagesScreen[Security]):
    """A subclass gives the page; of each row it says whose quotes it shows."""

    CONTEXT = "contracts"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("contracts")]
    TRADE_HINTS = ("contracts.buy", "contracts.sell")

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._demanded: tuple[frozenset[Security], frozenset[Security]] | None = None
        self._seen: frozenset[Security] = frozenset()
        self._seen_at = 0.0

    def contracts_of(self, row: Any) -> Iterable[Security]:
        """The contracts whose quotes a row shows."""
        raise NotImplementedError

    def underlyings_of(self, row: Any) -> Iterable[Security]:
        """Other securities that a row shows something of."""
        return ()

    @property
    def dashboard(self) -> DashboardScreen:
        dashboard: DashboardScreen = self.app.dashboard  # type: ignore[attr-defined]
        return dashboard

    @property
    def filters(self) -> KeptFilters:
        """What was looked for before."""
        filters: KeptFilters = self.app.filters  # type: ignore[attr-defined]
        return filters

    def hint_text(self) -> str:
        hints = (*self.HINTS[:1], *self.TRADE_HINTS, *self.HINTS[1:], *self.NAMED_HINTS, *self.ROW_HINTS)
        return keymap.keymap_of(self.app).hint(*hints)

    # What is followed

    def _follow(self, changes: Changes, now: float) -> None:
        records = self.page.records
        moves: dict[int, frozenset[Security]] = {}
        contracts: set[Security] = set()
        underlyings: set[Security] = set()
        for key in records.visible_keys:
            row = records.row(key)
            theirs, others = frozenset(self.contracts_of(row)), frozenset(self.underlyings_of(row))
            contracts |= theirs
            underlyings |= others
            moves[key] = theirs | others
        self._demand(frozenset(contracts), frozenset(underlyings), now)
        if changes.quotes:
            for key, securities in moves.items():
                if not securities.isdisjoint(changes.quotes):
                    records.update_row(key, now)
        records.settle(now)

    def _demand(self, contracts: frozenset[Security], underlyings: frozenset[Security], now: float) -> None:
        """Have these pushed, as far as the quota goes, and the tops of their books asked for where it ends."""
        if contracts != self._seen:
            self._seen, self._seen_at = contracts, now
        if (contracts, underlyings) == self._demanded or (feed := self.feed) is None:
            return
        if self._demanded is None or now - self._seen_at >= REST:
            self._demanded = (contracts, underlyings)
            feed.want(self._owner, self.wishes(contracts, underlyings))
            feed.glance(self._owner, contracts)

    def wishes(self, contracts: Collection[Security], underlyings: Collection[Security]) -> list[Wish]:
        """What to have pushed for the rows in view: quotes first, the tops of books where there is room."""
        quotes = [Wish(each, qot.SubType_Basic, Priority.ROW) for each in sorted({*contracts, *underlyings})]
        return [
            *quotes,
            *(Wish(each, qot.SubType_OrderBook, Priority.DECORATION) for each in sorted(contracts)),
        ]

    def on_unmount(self) -> None:
        super().on_unmount()
        if (feed := self.feed) is not None:
            feed.glance(self._owner, ())

    # What is traded

    async def action_buy(self) -> None:
        """Write an order to buy the contract at the cursor."""
        await self._write(Side.BUY)

    async def action_sell(self) -> None:
        """Write an order to sell the contract at the cursor."""
        await self._write(Side.SELL)

    async def _write(self, side: Side) -> None:
        security = self.row_security
        if security is None:
            acts_of(self.app).refuse("There is no contract at the cursor.")
            return
        await self.dashboard.write_order(side, Subject(security))
