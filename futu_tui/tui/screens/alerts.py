"""Price alerts: all that wait, with how far each is from telling, and below them those that told in this run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from futu_tui.opend.errors import GatewayError, TimedOut
from futu_tui.protocol import Security
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.alert_draft import AlertDraft
from futu_tui.tui.badge import Part
from futu_tui.tui.pane import Priority, Wish
from futu_tui.tui.screens.alert_form import AlertForm
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.question import Question
from futu_tui.tui.text import clean_lines
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.alerts import AlertGrid, Chosen, FiredList, words_of
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.market import Alert, Changes, Store

BASIC = 1
"""qot_common.SubType of what the rows move with."""
OWNER = "alerts"
"""Whose subscriptions those are."""


class AlertsScreen(Dialog[Security]):
    """Answers a security that the person made current; None when it was closed."""

    CONTEXT = "alerts"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("alerts")]
    HELPS_WITH = ("grid",)
    HINTS = (
        "dialog.close", "alerts.help", "alerts.new", "alerts.change", "alerts.stop", "alerts.delete",
        "alerts.delete_all", "alerts.next_list",
    )  # fmt: skip

    DEFAULT_CSS = """
    AlertsScreen > .dialog { width: 96%; height: 92%; padding: 0 1; }
    AlertsScreen Grid { background: $background; }
    AlertsScreen #waiting { height: 2fr; }
    AlertsScreen #told { height: 1fr; min-height: 4; }
    AlertsScreen #told-head { margin-top: 1; }
    """

    def __init__(self, store: Store, security: Security, feed: Callable[[], Feed | None]) -> None:
        """`security` is whose first alert the cursor begins at, and what a new one is about while there is none."""
        super().__init__("Price alerts")
        self._store = store
        self._security = security
        self._feed_now = feed
        self.waiting = AlertGrid(store, id="waiting")
        self.told = FiredList(store, id="told")

    def contents(self) -> ComposeResult:
        yield StatusLine(id="waiting-head")
        yield self.waiting
        yield StatusLine(id="told-head")
        yield self.told

    def on_mount(self) -> None:
        super().on_mount()
        self._load()
        self.waiting.go_to(self._security)
        self.set_focus(self.waiting)

    def on_unmount(self) -> None:
        if (feed := self._feed_now()) is not None:
            feed.want(OWNER, ())

    def show(self) -> None:
        super().show()
        self._show_heads()
        self.waiting.redraw()
        self.told.redraw()

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.alerts or changes.alert_list or changes.fired or changes.everything or changes.listings:
            self._load(now)
        self.waiting.follow(changes, now)
        self.waiting.settle(now)

    def _load(self, now: float = 0.0) -> None:
        alerts = self._store.alerts
        new, reload = self._hint("new"), self._hint("reload")
        if alerts.refused:
            message = (
                f"The gateway does not tell which alerts there are.\n{clean_lines(alerts.refused)}\n{reload}"
            )
        elif alerts.known:
            message = f"No price alert is set.\n{new}"
        else:
            message = "Asking the gateway …"
        if message != self.waiting.message:
            self.waiting.message = message
            self.waiting.refresh()
        self.waiting.load(now)
        self.told.load()
        self._show_heads()
        if (feed := self._feed_now()) is not None:
            wishes = {Wish(alert.security, BASIC, Priority.ROW) for alert in alerts}
            feed.want(OWNER, wishes)

    def _show_heads(self) -> None:
        palette, alerts = palette_of(self.app), list(self._store.alerts)
        stopped = sum(not alert.enabled for alert in alerts)
        count = f"{len(alerts)} alert{'s' * (len(alerts) != 1)}" + (f", {stopped} stopped" if stopped else "")
        old = "the link is down: this may be old   " if self._store.stale_since is not None else ""
        kept = "only what was known is shown   " if self._store.alerts.refused and alerts else ""
        self.query_one("#waiting-head", StatusLine).show(
            [Part("Waiting", palette.accent)],
            [Part(old or kept, palette.danger), Part(count, palette.dim)],
        )
        told = len(self._store.alerts.fired)
        self.query_one("#told-head", StatusLine).show(
            [Part("Told in this run", palette.accent)], [Part(f"{told}", palette.dim)]
        )

    def _hint(self, action: str) -> str:
        return keymap.keymap_of(self.app).hint(f"alerts.{action}")

    def on_chosen(self, message: Chosen) -> None:
        """A row was chosen: its security is to be current."""
        message.stop()
        self.dismiss(message.security)

    # Keys

    def action_next_list(self) -> None:
        """Go to the other list."""
        self.set_focus(self.told if self.waiting.has_focus else self.waiting)

    def action_reload(self) -> None:
        """Ask the gateway again."""
        feed = self._ready()
        if feed is not None:
            feed.reload_alerts()

    async def action_new(self) -> None:
        """Make one for the row's security, or for the dashboard's."""
        feed, alert = self._ready(), self.waiting.current
        if feed is not None:
            told = self.told.current
            here = told.security if self.told.has_focus and told is not None else alert and alert.security
            draft = AlertDraft.new(here or self._security, self._store)
            await self.app.push_screen(AlertForm(draft, self._store, feed.alert_sync))

    async def action_change(self) -> None:
        """Change the row's alert."""
        feed, alert = self._ready(), self._chosen()
        if feed is None or alert is None:
            return
        if alert.kind is None:
            acts_of(self.app).refuse(f"{alert.label} is newer than this program, which cannot change it.")
            return
        await self.app.push_screen(AlertForm(AlertDraft.of(alert), self._store, feed.alert_sync))

    def action_stop(self) -> None:
        """Stop the row's alert, or let it wait again."""
        feed, alert = self._ready(), self._chosen()
        if feed is not None and alert is not None:
            enabled = not alert.enabled
            verb = "Start" if enabled else "Stop"
            self._act(feed.alert_sync.enable(alert, enabled=enabled), f"{verb} {self._words(alert)}")

    def action_delete(self) -> None:
        """Delete the row's alert; asks."""
        alert = self._chosen()
        if self._ready() is None or alert is None:
            return
        words = self._words(alert)

        def answered(agreed: bool | None) -> None:
            if agreed and (feed := self._ready()) is not None:
                self._act(feed.alert_sync.delete(alert), f"Delete {words}")

        self.app.push_screen(Question("Delete", f"Delete the alert {words}?", verb="delete it"), answered)

    def action_delete_all(self) -> None:
        """Delete every alert of the row's security; asks."""
        alert = self._chosen()
        if self._ready() is None or alert is None:
            return
        security = alert.security
        count = len(self._store.alerts.of(security))

        def answered(agreed: bool | None) -> None:
            if agreed and (feed := self._ready()) is not None:
                self._act(feed.alert_sync.delete_all(security), f"Delete the alerts of {security}")

        sentence = (
            f"Delete all {count} alerts of {security}?" if count > 1 else f"Delete the alert of {security}?"
        )
        self.app.push_screen(Question("Delete all", sentence, verb="delete them"), answered)

    def _chosen(self) -> Alert | None:
        """The row's alert; else the person is told."""
        alert = self.waiting.current if self.waiting.has_focus else None
        if not self.waiting.has_focus:
            acts_of(self.app).refuse(
                f"What told is past: go to the alerts that wait. {self._hint('next_list')}"
            )
        elif alert is None:
            acts_of(self.app).refuse("There is no alert to choose.")
        return alert

    def _words(self, alert: Alert) -> str:
        quote = self._store.quotes.get(alert.security)
        return words_of(alert, quote.decimals if quote else 2)

    def _ready(self) -> Feed | None:
        """The feed, if anything can be sent now; else the person is told."""
        feed = self._feed_now()
        if feed is None or self._store.stale_since is not None or not feed.health.live:
            acts_of(self.app).refuse("The link is down: nothing can be sent.")
            return None
        return feed

    def _act(self, act: Coroutine[Any, Any, None], about: str) -> None:
        """Do this at the gateway; the lists show that it was done, and words that it was not."""

        async def carry_out() -> None:
            try:
                await act
            except GatewayError as error:
                title = "Outcome unknown" if isinstance(error, TimedOut) else "Not done"
                text = clean_lines(f"{about}\n{error}")
                self.app.notify(text, title=title, severity="error", timeout=15, markup=False)

        self.app.run_worker(carry_out(), exit_on_error=False)
