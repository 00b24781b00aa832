"""Puts all matches of a screen into a group of the watchlist, those that are not read yet included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from futu_tui.feed.lookups.stock_filter import PAGE
from futu_tui.feed.paging import Pages
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.tui.acts import acts_of
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.screens.pick import Option, PickScreen
from futu_tui.tui.screens.question import Question
from futu_tui.tui.text import clean_lines
from futu_tui.tui.watchlists import HELD, WatchlistError

if TYPE_CHECKING:
    from futu_tui.tui.widgets.watchlist import Watchlist


class MatchesToGroup(PagesScreen[Security]):
    """A screen with a page of matches that may be many more than are read."""

    MATCHES = "matches"
    """The page's name."""

    total = 0
    """Matches there are."""

    @property
    def matches(self) -> Page:
        """Their page."""
        return next(page for page in self.pages if page.name == self.MATCHES)

    @property
    def _watchlist(self) -> Watchlist:
        watchlist: Watchlist = self.app.dashboard.watchlist  # type: ignore[attr-defined]
        return watchlist

    def action_add_all(self) -> None:
        """Put every match, or those that are left by the filter, into a group that is chosen or named."""
        if self.page is not self.matches or not self.matches.records.keys:
            acts_of(self.app).refuse("There are no matches here to put into a group.")
            return
        lists = self._watchlist.watchlists
        groups = [Option(group.name, group.name, f"{len(group.securities):,}") for group in lists.groups]
        taken = {name.casefold() for name in (HELD, *(group.name for group in groups))}

        def new(text: str) -> Option | None:
            name = text.strip()
            return None if name.casefold() in taken else Option(name, name, "a new group")

        def checked(option: Option) -> str:
            try:
                if option not in groups:
                    lists.checked(option.value)
            except WatchlistError as error:
                return str(error)
            return ""

        def picked(option: Option | None) -> None:
            if option is not None:
                self._confirm(option.value if option in groups else lists.checked(option.value))

        placeholder = "a group, or the name of a new one"
        picking = PickScreen("All matches into", groups, placeholder, typed=new, checked=checked)
        self.app.push_screen(picking, picked)

    def _confirm(self, group: str) -> None:
        """Ask, where they are more than a page."""

        def agreed(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._add(group), group=self.MATCHES, exclusive=True)

        shown, there = self.matches.records.count
        if shown != there or self.total <= PAGE:
            agreed(True)
            return
        requests = -(-(self.total - there) // PAGE)
        reading = (
            f" That takes {requests} more requests, of which ten go in 30 seconds." if requests > 0 else ""
        )
        words = f"Put all {self.total:,} matches into {group}?{reading}"
        self.app.push_screen(Question("All matches", words, verb="add them"), agreed)

    async def _add(self, group: str) -> None:
        records = self.matches.records
        shown, there = records.count
        if shown == there and not self.matches.complete:
            await self._read_the_rest()
        securities: Sequence[Security] = [records.row(key).security for key in records.keys]
        added = self._watchlist.add_all(group, securities)
        there_already = f", {len(securities) - added:,} were there" if added < len(securities) else ""
        self.notify(f"{added:,} added to {group}{there_already}.", timeout=6, markup=False)

    async def _read_the_rest(self) -> None:
        """Until all are read, or the gateway tells no more."""
        page = self.matches
        assert page.more is not None
        page.loaded = False  # so that nothing else asks for more meanwhile
        complete, pages = False, Pages(self.total, PAGE)
        while not complete:
            try:
                more = await page.more()
                complete = not more
                page.rows = [*page.rows, *more]
                page.records.show_rows(page.rows, page.empty)
                self.show_head()
                if more:
                    pages.go_on(match.security for match in more)
            except GatewayError as error:
                self.notify(
                    clean_lines(str(error)), title="Not all were read", severity="warning", markup=False
                )
                break
        page.loaded, page.complete = True, complete
