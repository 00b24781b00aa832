"""The gateway: its link and state, the login's rights, delays, what of the quotas is in use, notices, and commands."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from futu_tui.feed.lookups.commands import Command, CommandCalls, CommandError
from futu_tui.feed.lookups.delays import STAGES, Delay, ask_delays
from futu_tui.feed.lookups.gateway_facts import Fact, GatewayFacts
from futu_tui.feed.lookups.quotas import Charged, HistoryUse, QuotaCalls, Subscription, SubscriptionQuota
from futu_tui.opend import Want
from futu_tui.opend.errors import GatewayError
from futu_tui.opend.subscriptions import NotReleased
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.link_facts import link_facts, sub_type_name
from futu_tui.tui.screens.gateway_columns import (
    COMMAND_COLUMNS,
    DELAY_COLUMNS,
    FACT_COLUMNS,
    HISTORY_COLUMNS,
    NOTICE_COLUMNS,
    SUBSCRIPTION_COLUMNS,
    CommandRow,
    SubscriptionRow,
)
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.screens.question import Question
from futu_tui.tui.screens.words import WordsScreen
from futu_tui.tui.text import clean_lines
from futu_tui.tui.widgets.records import Records

if TYPE_CHECKING:
    from futu_tui.feed import Feed, Notice
    from futu_tui.market import Changes
    from futu_tui.protocol import Security

REFRESH = 0.5
"""Seconds between two looks at what this program knows by itself."""
ROOMY = 100
"""Columns from which the first line has room for whole sentences."""
_STAGES = tuple(STAGES)


class GatewayScreen(PagesScreen["Security"]):
    """Link and notices are read anew while they are in view; the rest is asked for when its page is opened."""

    CONTEXT = "gateway"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("gateway")]
    OWN_HINTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "delays": ("gateway.stage",),
        "subscriptions": ("gateway.release",),
        "notices": ("gateway.read",),
        "commands": ("gateway.read",),
        "link": ("gateway.read",),
        "rights": ("gateway.read",),
    }

    def __init__(self, feed: Feed, watched: Sequence[Security]) -> None:
        """`watched` are the securities of the watchlist, whose markets' states the first page tells."""
        self._feed = feed
        self._watched_list = watched
        self._facts = GatewayFacts(feed.gateway)
        self._quotas = QuotaCalls(feed.gateway)
        self._commands = CommandCalls(feed.gateway)
        self._state: list[Fact] = []
        self._stage = 0
        self._used: SubscriptionQuota | None = None
        self._histories: HistoryUse | None = None
        self._sent: list[CommandRow] = []
        self._typing: Command | None = None
        super().__init__("Gateway")

    def make_pages(self) -> Sequence[Page]:
        def security(row: Any) -> Security:
            found: Security = row.subscription.security if isinstance(row, SubscriptionRow) else row.security
            return found

        return (
            Page("link", "Link", Records(FACT_COLUMNS), self._load_link, ""),
            Page(
                "rights", "Rights", Records(FACT_COLUMNS), self._load_rights,
                "The gateway tells nothing of the user.",
            ),
            Page(
                "delays", "Delays", Records(DELAY_COLUMNS), self._load_delays,
                "The gateway has measured nothing of this yet.",
            ),
            Page(
                "subscriptions", "Subs", Records(SUBSCRIPTION_COLUMNS), self._load_subscriptions,
                "Nothing is subscribed.", security=security,
            ),
            Page(
                "history-quota", "History", Records(HISTORY_COLUMNS), self._load_histories,
                "No history was asked for in 30 days.", security=security,
            ),
            Page(
                "notices", "Notices", Records(NOTICE_COLUMNS), self._load_notices,
                "Nothing was said, by the gateway or by this program.",
            ),
            Page("commands", "Commands", Records(COMMAND_COLUMNS), self._load_commands, ""),
        )  # fmt: skip

    def on_mount(self) -> None:
        self.set_interval(REFRESH, self._look)  # the base class's own is called besides

    def hint_text(self) -> str:
        own = keymap.keymap_of(self.app).hint(*self.OWN_HINTS.get(self.page.name, ()))
        rest = super().hint_text()
        return f"{own}  {rest}" if own else rest

    def about(self) -> str:
        used = {"subscriptions": self._used, "history-quota": self._histories}.get(self.page.name)
        if used is None:
            return ""
        # Where there is little room the names of the pages need it.
        return f"{used}   " if self.size.width >= ROOMY else f"{used.used:,}/{used.used + used.left:,}   "

    # What is read anew by itself

    def _look(self) -> None:
        page = self.page
        if page.name == "link" and page.loaded:
            self._show(page, self._link_rows())
        elif page.name == "notices" and page.loaded:
            self._show(page, self._notice_rows())

    def _show(self, page: Page, rows: Sequence[Any]) -> None:
        if rows != page.rows:
            page.rows = list(rows)
            page.records.show_rows(page.rows, page.empty)
            self.show_head()

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        if changes.everything and self.page.name != "commands":
            self.ask_again(self.page)

    def _link_rows(self) -> list[Fact]:
        return [*link_facts(self._feed, self.store, time.monotonic()), *self._state]

    def _notice_rows(self) -> list[Notice]:
        return list(reversed(self._feed.notices))

    # What is asked for

    async def _load_link(self) -> Sequence[Fact]:
        """What is known here is shown even where the gateway does not answer: that is when it matters."""
        self._show(self.page, self._link_rows())
        asked: list[Fact] = []
        for what, ask in (("state", self._facts.state), ("markets", self._states)):
            try:
                asked += await ask()
            except GatewayError as error:
                asked.append(Fact("Gateway", what, f"not told: {error}", True))
        self._state = asked
        return self._link_rows()

    async def _states(self) -> list[Fact]:
        return await self._facts.security_states(self._watched_list)

    async def _load_rights(self) -> Sequence[Fact]:
        return [*await self._facts.user(), *await self._quotas.used_facts()]

    async def _load_delays(self) -> Sequence[Delay]:
        return await ask_delays(self._feed.gateway, _STAGES[self._stage])

    async def _load_subscriptions(self) -> Sequence[SubscriptionRow]:
        self._used = await self._quotas.subscriptions()
        return [self._subscription_row(row) for row in self._used.rows]

    def _subscription_row(self, row: Subscription) -> SubscriptionRow:
        listing = self.store.listings.get(row.security)
        return SubscriptionRow(row, listing.name if listing else "", self._use_of(row))

    def _use_of(self, row: Subscription) -> str:
        if not row.own:
            return "another program"
        owners = self._feed.subscriptions.owners_of(Want(row.security, row.sub_type))
        names = dict.fromkeys(_owner_name(owner) for owner in owners)
        return ", ".join(names) or "nothing any more"

    async def _load_histories(self) -> Sequence[Charged]:
        self._histories = await self._quotas.histories()
        return self._histories.rows

    async def _load_notices(self) -> Sequence[Notice]:
        return self._notice_rows()

    async def _load_commands(self) -> Sequence[CommandRow]:
        return self._command_rows()

    def _command_rows(self) -> list[CommandRow]:
        offers = [CommandRow(command, None, command.title, command.about) for command in Command]
        return offers + self._sent

    # Keys

    def open_row(self, row: Any) -> None:
        """A command is begun; a security becomes current; of other rows the whole text is shown."""
        if isinstance(row, CommandRow):
            self._begin(row)
        elif self.page.security is not None:
            super().open_row(row)
        else:
            self.action_read()

    def action_read(self) -> None:
        """Show the row's text as a whole."""
        records = self.page.records
        if records.cursor_key is None:
            return
        row = records.row(records.cursor_key)
        if isinstance(row, Fact):
            title, text = f"{row.part}: {row.item}", "\n".join(filter(None, (row.value, row.note)))
        elif isinstance(row, CommandRow):
            title, text = row.sent, row.answer
        elif self.page.name == "notices":
            title, text = f"Notice of the {row.source}", row.text
        else:
            return
        self.app.push_screen(WordsScreen(title, text))

    def action_stage(self) -> None:
        """Show another part of the pushes' way."""
        if self.page.name == "delays":
            self._stage = (self._stage + 1) % len(_STAGES)
            self.ask_again(self.page)

    def action_release(self) -> None:
        """Let go of the row's subscription, where this program may."""
        records = self.page.records
        if self.page.name != "subscriptions" or records.cursor_key is None:
            return
        row: Subscription = records.row(records.cursor_key).subscription
        if not row.own:
            acts_of(self.app).refuse("Another connection holds it: only that one can let go of it.")
            return
        self.run_worker(self._release(Want(row.security, row.sub_type)), group="release")

    async def _release(self, want: Want) -> None:
        try:
            await self._feed.subscriptions.release(want)
        except NotReleased as reason:
            acts_of(self.app).refuse(str(reason))
        except GatewayError as error:
            acts_of(self.app).refuse(clean_lines(str(error)))
        else:
            words = f"{want.security} {sub_type_name(want.sub_type)} is let go of."
            self.notify(words, timeout=4, markup=False)
            self.ask_again(next(page for page in self.pages if page.name == "subscriptions"))

    # Commands

    def _begin(self, row: CommandRow) -> None:
        if row.at is not None:
            self.action_read()
        elif row.command.entry:
            self._typing = row.command
            self.open_entry(row.command.entry, "")
        else:
            self._confirm(row.command, "")

    def _confirm(self, command: Command, typed: str) -> None:
        try:
            sends = command.sends(typed)
        except CommandError as problem:
            acts_of(self.app).refuse(str(problem))
            return
        if not command.needs_admin:
            self.run_worker(self._send(command, typed), group="command")
            return
        sentence = (
            f"This acts on the gateway itself and on all who use it. It sends {sends}. "
            "A gateway with keys asks for the scope admin."
        )

        def agreed(agrees: bool | None) -> None:
            if agrees:
                self.run_worker(self._send(command, typed), group="command")

        self.app.push_screen(Question(command.title, sentence, verb="send it"), agreed)

    async def _send(self, command: Command, typed: str) -> None:
        # A code is a secret for as long as it holds.
        shown = typed.strip() if command.needs_admin else ""
        sent = f"{command.title}: {shown}" if shown else command.title
        at = time.time()
        try:
            row = CommandRow(command, at, sent, await self._commands.send(command, typed))
        except GatewayError as error:
            row = CommandRow(command, at, sent, str(error), failed=True)
        self._sent.insert(0, row)
        page = next(page for page in self.pages if page.name == "commands")
        self._show(page, self._command_rows())
        if page is self.page:
            page.records.move_cursor(len(Command))

    # What is typed

    def action_filter(self) -> None:
        self._typing = None
        super().action_filter()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._typing is not None:
            event.prevent_default()  # it is no filter

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._typing is not None:
            self.close_entry()
            event.prevent_default()
            self._confirm(self._typing, event.value)


def _owner_name(owner: Any) -> str:
    """Who wants a subscription, as a person reads it: the feed adds ranks to the owner's name."""
    name = owner[0] if isinstance(owner, tuple) else owner
    return "a list that is open" if str(name).startswith("pages ") else str(name)
