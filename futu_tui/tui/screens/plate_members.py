"""The securities of a plate or an index, with their quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from futu_tui.feed.lookups.plates import members_of
from futu_tui.protocol import Security
from futu_tui.tui import format, keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.screens.choice_pages import ChoicePage, ChoicesScreen
from futu_tui.tui.screens.question import Question
from futu_tui.tui.text import clean
from futu_tui.tui.watchlists import HELD
from futu_tui.tui.widgets.plate_members import COLUMNS, PlateMembers, sort_field

if TYPE_CHECKING:
    from futu_tui.market import Listing
    from futu_tui.tui.widgets.watchlist import Watchlist


class PlateScreen(ChoicesScreen[Security]):
    """Answers the security that is to be current, if one is chosen."""

    CONTEXT = "members"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("members")]

    def __init__(self, plate: Security, name: str) -> None:
        self.plate = plate
        self._members = PlateMembers(COLUMNS, lambda: self.store)
        super().__init__(f"{clean(name)}  {plate}")

    def make_pages(self) -> Sequence[ChoicePage]:
        return (
            ChoicePage(
                "members", "Securities", self._members, self._ask, f"{self.plate} holds nothing.",
                security=lambda row: row.security, live=True,
            ),
        )  # fmt: skip

    async def _ask(self) -> Sequence[Listing]:
        field, ascending = sort_field(self._members.sorted_by)
        rows = await members_of(self.gateway, self.plate, field, ascending=ascending)
        unknown = [
            each for each in (self.plate, *(row.security for row in rows)) if each not in self.store.quotes
        ]
        self.bring_quotes(self.page, unknown)
        return rows

    def page_hints(self) -> tuple[str, ...]:
        return (*super().page_hints(), "members.watch_all")

    def about(self) -> str:
        """How the plate itself stands."""
        quote = self.store.quotes.get(self.plate)
        if quote is None or quote.last is None:
            return ""
        return f"{format.price(quote.last, quote.decimals)} {format.percent(quote.change_pct)} %   "

    def on_plate_members_sort_wanted(self, message: PlateMembers.SortWanted) -> None:
        """The gateway sorts: it knows the quotes of all, also of those that never came into view."""
        message.stop()
        self.ask_again(self.page)

    def action_watch_all(self) -> None:
        """Add all rows in view to the watchlist's group in view."""
        watchlist: Watchlist = self.app.dashboard.watchlist  # type: ignore[attr-defined]
        group = watchlist.group
        if group == HELD:
            acts_of(self.app).refuse(f"{HELD} follows the positions by itself; show another group first.")
            return
        records = self.page.records
        shown = [records.row(key).security for key in records.keys]
        fresh = [security for security in shown if security not in watchlist.securities]
        if not fresh:
            acts_of(self.app).refuse(f"All of these are in {group} already.")
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                added = watchlist.add_all(group, fresh)
                self.notify(f"{added:,} more in {group} now.", timeout=4, markup=False)

        sentence = f"Add {len(fresh):,} securities of {self.heading.partition('  ')[0]} to the list {group}?"
        self.app.push_screen(Question("Watchlist", sentence, verb="add them"), answered)
