"""The dashboard's keys for what can be looked up of the market: the menu of screens, and each screen by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.trading import Side
from futu_tui.tui.screens.group_keys import GroupKeys
from futu_tui.tui.screens.open_security import open_security

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from futu_tui.feed.history_export import Export
    from futu_tui.feed.lookups.criteria import CriteriaSet
    from futu_tui.protocol import Security
    from futu_tui.tui.console.site import Site
    from futu_tui.tui.criteria_sets import CriteriaSets
    from futu_tui.tui.export_draft import ExportDraft
    from futu_tui.tui.kept_filters import KeptFilters
    from futu_tui.tui.listing_index import ListingIndex
    from futu_tui.tui.screens.pages import PagesScreen


class LookupKeys(GroupKeys):
    """What the dashboard does with them."""

    _screening: tuple[CriteriaSets, CriteriaSet, str] | None = None
    """What the last screener was left with, the next one begins with: all sets, the criteria, the name of their set."""
    _index: ListingIndex
    _site: Site | None = None
    """Of the console, once it was opened."""
    _export: Export | None = None
    """Bars that are being written into files."""
    _export_draft: ExportDraft | None = None
    """What was last chosen of an export."""

    async def action_go_to(self) -> None:
        """Show the menu of screens."""
        from futu_tui.tui.screens.go_to import GoToScreen

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        await self.app.push_screen(GoToScreen(), chosen)

    def action_security_page(self) -> None:
        """Show all about what is in hand."""
        if self.linked() is not None:
            open_security(self, self.in_hand)

    async def action_plates(self) -> None:
        """Show the plates of the market of what is in hand."""
        from futu_tui.tui.screens.plates import PlatesScreen

        if self.linked() is not None:
            await self.look_up(PlatesScreen(self.in_hand.market))

    async def action_console(self) -> None:
        """Open the protocol console, which is imported when it is first opened."""
        from futu_tui.tui.console.site import Site
        from futu_tui.tui.screens.console import ConsoleScreen

        app: Any = self.app
        if self._site is None:
            self._site = Site(
                self.store, self.accounts, self.acts, app.console_memory, self._index,
                feed=lambda: self.feed, security=lambda: self.security, timeout=app.settings.gateway.timeout,
            )  # fmt: skip
        await self.app.push_screen(ConsoleScreen(self._site))

    @property
    def in_hand(self) -> Security:
        """What a screen about one security is to be about: the focused row's, else the current one."""
        return self.subject(Side.BUY, self.accounts.current).security

    async def look_up(self, screen: PagesScreen[Security], left: Callable[[], None] = lambda: None) -> None:
        """Open a screen; the security that is chosen in it becomes current. `left` is called when it closes."""

        def chosen(security: Security | None) -> None:
            left()
            if security is not None:
                self.make_current(security)

        await self.app.push_screen(screen, chosen)

    async def action_gateway(self) -> None:
        """Show what stands behind the status lines; most of all where the link is down."""
        from futu_tui.tui.screens.gateway import GatewayScreen

        if self.feed is not None:
            await self.look_up(GatewayScreen(self.feed, self.watchlist.securities))

    async def action_history_export(self) -> None:
        """Write bars of the past into files, or show how far that is."""
        from futu_tui.tui.export_draft import ExportDraft
        from futu_tui.tui.screens.history_export import HistoryExportScreen

        if self._export is None and self.linked() is None:
            return
        if self.feed is None:
            return
        if self._export_draft is None:
            self._export_draft = ExportDraft(codes=str(self.in_hand))
        await self.app.push_screen(
            HistoryExportScreen(
                self.feed,
                self.watchlist.known_groups,
                self._export_draft,
                self._run_export,
                self._export,
                self.in_hand.market,
            )
        )

    def _run_export(self, export: Export) -> None:
        self._export = export
        self.run_worker(self._follow_export(export), group="export")

    async def _follow_export(self, export: Export) -> None:
        """Run it beside the screens, and tell of its end whatever screen is in view."""
        await export.run()
        self._export = None
        words = f"{export.state.value}: {len(export.complete):,} securities, {export.bars:,} bars"
        self.notify(
            f"{words}. {export.reason}",
            title="Export of bars",
            severity="information" if export.state.value == "done" else "warning",
            timeout=10,
            markup=False,
        )

    # Contracts

    def _owner_of(self, security: Security) -> Security | None:
        """The underlying of an option or a warrant, where it is known to be one."""
        listing = self.store.listings.get(security)
        return listing.owner if listing is not None else None

    async def action_option_chain(self) -> None:
        """Show the options on what is in hand, or on what that is a contract on."""
        if self.linked() is not None:
            from futu_tui.tui.screens.option_chain import KEPT, OptionChainScreen

            security = self.in_hand
            owner = self._owner_of(security) or security
            await self.look_up(OptionChainScreen(owner, self.store, self.filters.of(KEPT)))

    async def action_warrants(self) -> None:
        """Show the warrants on what is in hand, all of them where that has none."""
        if self.linked() is not None:
            from futu_tui.tui.screens.warrants import KEPT, WarrantsScreen, underlying_in_hand

            security = self.in_hand
            owner = underlying_in_hand(security, self._owner_of(security))
            await self.look_up(WarrantsScreen(self.store, owner, self.filters.of(KEPT)))

    async def action_futures(self) -> None:
        """Show the futures that there are."""
        if self.linked() is not None:
            from futu_tui.tui.screens.futures import FuturesScreen

            await self.look_up(FuturesScreen(self.store))

    @property
    def filters(self) -> KeptFilters:
        """What was looked for before, by screen."""
        filters: KeptFilters = self.app.filters  # type: ignore[attr-defined]
        return filters

    async def action_screener(self) -> None:
        """Screen a market's shares by criteria."""
        if self.linked() is None:
            return
        from futu_tui.feed.lookups.criteria import CriteriaSet
        from futu_tui.tui.criteria_sets import FILE_NAME, CriteriaSets
        from futu_tui.tui.screens.screener import ScreenerScreen

        if self._screening is None:
            data: Path | None = self.app.data  # type: ignore[attr-defined]
            sets = CriteriaSets(data / FILE_NAME if data is not None else None)
            self._screening = sets, CriteriaSet(), ""
        screen = ScreenerScreen(*self._screening)

        def left() -> None:
            self._screening = screen.sets, screen.wanted, screen.name_of_set

        await self.look_up(screen, left)

    async def action_ipos(self) -> None:
        """Show the companies that are about to list."""
        if self.linked() is not None:
            from futu_tui.tui.screens.ipos import IpoScreen

            await self.look_up(IpoScreen())

    async def action_trading_calendar(self) -> None:
        """Show the days on which markets trade."""
        if (feed := self.linked()) is not None:
            from futu_tui.tui.screens.trading_calendar import CalendarScreen

            await self.look_up(CalendarScreen(feed.calendars, self.in_hand.market))
