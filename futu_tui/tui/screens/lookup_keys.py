"""The dashboard's keys for what can be looked up of the market: the menu of screens, and each screen by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from futu_tui.trading import Side
from futu_tui.tui.screens.go_to import GoToScreen
from futu_tui.tui.screens.group_keys import GroupKeys

if TYPE_CHECKING:
    from futu_tui.protocol import Security
    from futu_tui.tui.screens.pages import PagesScreen


class LookupKeys(GroupKeys):
    """What the dashboard does with them."""

    async def action_go_to(self) -> None:
        """Show the menu of screens."""

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        await self.app.push_screen(GoToScreen(), chosen)

    @property
    def in_hand(self) -> Security:
        """What a screen about one security is to be about: the focused row's, else the current one."""
        return self.subject(Side.BUY, self.accounts.current).security

    async def look_up(self, screen: PagesScreen[Security]) -> None:
        """Open a screen; the security that is chosen in it becomes current."""

        def chosen(security: Security | None) -> None:
            if security is not None:
                self.make_current(security)

        await self.app.push_screen(screen, chosen)

    async def action_gateway(self) -> None:
        """Show what stands behind the status lines; most of all where the link is down."""
        from futu_tui.tui.screens.gateway import GatewayScreen

        if self.feed is not None:
            await self.look_up(GatewayScreen(self.feed, self.watchlist.securities))
