"""The dashboard's keys for what can be looked up of the market: the menu of screens, and each screen by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.trading import Side
from futu_tui.tui.screens import option_chain as options
from futu_tui.tui.screens import warrants
from futu_tui.tui.screens.alert_keys import AlertKeys
from futu_tui.tui.screens.futures import FuturesScreen
from futu_tui.tui.screens.go_to import GoToScreen
from futu_tui.tui.screens.open_security import open_security
from futu_tui.tui.screens.option_chain import OptionChainScreen
from futu_tui.tui.screens.plates import PlatesScreen
from futu_tui.tui.screens.warrants import WarrantsScreen, underlying_in_hand

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.protocol import Security
    from futu_tui.tui.console.site import Site
    from futu_tui.tui.kept_filters import KeptFilters
    from futu_tui.tui.listing_index import ListingIndex
    from futu_tui.tui.screens.pages import PagesScreen


class LookupKeys(AlertKeys):
    """What the dashboard does with them."""

    _index: ListingIndex
    _site: Site | None = None
    """Of the console, once it was opened."""

    async def action_go_to(self) -> None:
        """Show the menu of screens."""

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        await self.app.push_screen(GoToScreen(), chosen)

    def action_security_page(self) -> None:
        """Show all about what is in hand."""
        if self.linked() is not None:
            open_security(self, self.in_hand)

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

    async def action_plates(self) -> None:
        """Show the plates of the market of what is in hand."""
        if self.linked() is not None:
            await self.look_up(PlatesScreen(self.in_hand.market))

    @property
    def in_hand(self) -> Security:
        """What a screen about one security is to be about: the focused row's, else the current one."""
        return self.subject(Side.BUY, self.accounts.current).security

    def linked(self) -> Feed | None:
        """The feed, if the gateway can be asked now; else the person is told."""
        if self.feed is None or self.store.stale_since is not None:
            self.acts.refuse("The link is down: the gateway cannot be asked.")
            return None
        return self.feed

    async def look_up(self, screen: PagesScreen[Security]) -> None:
        """Open a screen; the security that is chosen in it becomes current."""

        def chosen(security: Security | None) -> None:
            if security is not None:
                self.make_current(security)

        await self.app.push_screen(screen, chosen)

    # Contracts

    def _owner_of(self, security: Security) -> Security | None:
        """The underlying of an option or a warrant, where it is known to be one."""
        listing = self.store.listings.get(security)
        return listing.owner if listing is not None else None

    async def action_option_chain(self) -> None:
        """Show the options on what is in hand, or on what that is a contract on."""
        if self.linked() is not None:
            security = self.in_hand
            owner = self._owner_of(security) or security
            await self.look_up(OptionChainScreen(owner, self.store, self.filters.of(options.KEPT)))

    async def action_warrants(self) -> None:
        """Show the warrants on what is in hand, all of them where that has none."""
        if self.linked() is not None:
            security = self.in_hand
            owner = underlying_in_hand(security, self._owner_of(security))
            await self.look_up(WarrantsScreen(self.store, owner, self.filters.of(warrants.KEPT)))

    async def action_futures(self) -> None:
        """Show the futures that there are."""
        if self.linked() is not None:
            await self.look_up(FuturesScreen(self.store))

    @property
    def filters(self) -> KeptFilters:
        """What was looked for before, by screen."""
        filters: KeptFilters = self.app.filters  # type: ignore[attr-defined]
        return filters
