"""The dashboard's keys for price alerts: the list of all, and a new one for what is in hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from futu_tui.protocol import Security
from futu_tui.trading import Side
from futu_tui.tui.screens.trading_keys import TradingKeys
from futu_tui.tui.widgets.chart import Chart

if TYPE_CHECKING:
    from futu_tui.feed import Feed


class AlertKeys(TradingKeys):
    """What the dashboard does with them."""

    feed: Feed | None

    def make_current(self, security: Security) -> None:
        """Show this security in every pane."""
        raise NotImplementedError

    async def action_alerts(self) -> None:
        """Show all price alerts."""
        from futu_tui.tui.screens.alerts import AlertsScreen

        def chosen(security: Security | None) -> None:
            if security is not None:
                self.make_current(security)

        security, _ = self._alert_subject()
        await self.app.push_screen(AlertsScreen(self.store, security, lambda: self.feed), chosen)

    async def action_new_alert(self) -> None:
        """Write a price alert, at the price in hand if there is one."""
        from futu_tui.tui.alert_draft import AlertDraft
        from futu_tui.tui.screens.alert_form import AlertForm

        feed = self.feed
        if feed is None or self.store.stale_since is not None:
            self.acts.refuse("The link is down: no alert can be set.")
            return
        security, price = self._alert_subject()
        draft = AlertDraft.new(security, self.store, price)
        await self.app.push_screen(AlertForm(draft, self.store, feed.alert_sync))

    def _alert_subject(self) -> tuple[Security, Decimal | None]:
        """What an alert is to be about: the focused row's security, a level of the book, the chart's crosshair."""
        from futu_tui.trading.ticket_context import steps_of

        subject, focused = self.subject(Side.BUY, self.accounts.current), self.focused
        price = subject.price
        if isinstance(focused, Chart) and focused.pointed_price is not None:
            quote = self.store.quotes.get(subject.security)
            listing = self.store.listings.get(subject.security)
            price = steps_of(subject.security.market, quote, listing).nearest(focused.pointed_price)
        return subject.security, price
