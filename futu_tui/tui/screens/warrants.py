"""Hong Kong's warrants and CBBCs: those that pass what is looked for, page after page, live where they are in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from futu_tui.feed.lookups.bounds import Bounds
from futu_tui.feed.lookups.warrant_filter import (
    ISSUERS,
    LISTED,
    MONEY,
    ORDERS,
    RANGES,
    SORTS,
    STATUSES,
    TYPES,
    Days,
    WarrantFilter,
    issuers_in,
    types_in,
    underlying,
)
from futu_tui.feed.lookups.warrants import Warrant, warrants
from futu_tui.feed.paging import EndlessPages
from futu_tui.protocol import Market, Security
from futu_tui.tui import keymap
from futu_tui.tui.screens.contracts import ContractsScreen
from futu_tui.tui.screens.filter_form import Asked, FilterForm
from futu_tui.tui.screens.pages import Page
from futu_tui.tui.widgets.live_records import LiveRecords
from futu_tui.tui.widgets.warrant_columns import warrant_columns

if TYPE_CHECKING:
    from futu_tui.market import Store

KEPT = "warrants"
"""Under which what was looked for is remembered, but for the underlying."""


def _words(names: Mapping[int, str], numbers: Callable[[str], tuple[int, ...]]) -> Callable[[str], str]:
    return lambda text: " ".join(names[number] for number in numbers(text))


FORM = (
    Asked("owner", "Underlying", "The security they are on, such as 700 or HK.00700; empty for all.", read=underlying),
    Asked("types", "Types", "Of call, put, bull, bear and inline; empty for all.", read=_words(TYPES, types_in)),
    Asked(
        "issuers", "Issuers", f"By their letters: {' '.join(ISSUERS.values())}; empty for all.",
        read=_words(ISSUERS, issuers_in),
    ),
    Asked("status", "Status", "Whether they trade.", options=tuple(STATUSES.values())),
    Asked("money", "Money", "In or out of the money, or of an inline warrant's range.", options=tuple(MONEY.values())),
    Asked("listed", "Listed", "When they were or will be listed.", options=tuple(LISTED.values())),
    Asked("maturity", "Maturity", "From..to, such as 2026-12-01..2027-03-31; an end may be missing.", read=Days.parse),
    *(
        Asked(name, label, f"{label}: from..to, such as 1..5, 1.. or ..5; empty for any.", read=Bounds.parse)
        for name, label in RANGES.items()
    ),
    Asked("sort", "Sort by", "The gateway sorts; it tells the first rows first.", options=tuple(SORTS.values())),
    Asked("order", "Order", "Which end comes first.", options=tuple(ORDERS.values())),
)  # fmt: skip


def warrant_filter(texts: Mapping[str, str], owner: Security | None) -> WarrantFilter:
    """What was looked for before, on this underlying; all of it, where it can no longer be read."""
    wanted = {**texts, "owner": str(owner or "")}
    try:
        return WarrantFilter.of(wanted)
    except ValueError:
        return WarrantFilter(owner)


class WarrantsScreen(ContractsScreen):
    """Answers a warrant that was made current."""

    CONTEXT = "warrants"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("warrants")]
    HINTS = ("dialog.close", "warrants.narrow", "pages.help")

    def __init__(self, store: Store, owner: Security | None, kept: Mapping[str, str]) -> None:
        """`owner` is the underlying, None for all; `kept` are texts of the form, as they stood the last time."""
        self.wanted = warrant_filter(kept, owner)
        self._records = LiveRecords(store, warrant_columns(store, of_all=self.wanted.owner is None))
        self._found = 0
        """How many there are in all."""
        super().__init__("Warrants and CBBCs")

    def make_pages(self) -> Sequence[Page]:
        return (
            Page(
                KEPT, "All", self._records, self._ask, "",
                security=lambda row: row.security, live=True, more=self._more,
            ),
        )  # fmt: skip

    async def _ask(self) -> Sequence[Warrant]:
        page, wanted = self.page, self.wanted
        page.title = str(wanted.owner or "All")
        found = await warrants(self.gateway, wanted)
        self._found = found.found
        on = f" on {wanted.owner}" if wanted.owner else ""
        page.empty = (
            f"No warrant{on} passes: {wanted.words}.\n{keymap.keymap_of(self.app).hint('warrants.narrow')}"
        )
        self.store.learn(warrant.listing for warrant in found.warrants)
        return found.warrants

    async def _more(self) -> Sequence[Warrant]:
        """Those after the ones that are there; one that moved between two pages is not shown twice."""
        there = {warrant.security for warrant in self.page.rows}
        if len(self.page.rows) >= self._found:
            return ()
        found = await warrants(self.gateway, self.wanted, len(self.page.rows))
        self._found = found.found
        self.store.learn(warrant.listing for warrant in found.warrants)
        fresh = [warrant for warrant in found.warrants if warrant.security not in there]
        if not fresh and not found.is_last:
            raise EndlessPages("this one has nothing new and names a further one")
        return fresh

    def contracts_of(self, row: Any) -> Iterable[Security]:
        return (row.security,)

    def about(self) -> str:
        return f"{self.wanted.words}   "

    def count(self) -> str:
        shown, there = self.page.records.count
        rows = f"{shown:,} of {there:,}" if shown != there else f"{there:,}"
        return f"{rows} rows of {self._found:,}" if there < self._found else f"{rows} rows"

    async def action_narrow(self) -> None:
        """Choose what to look for, and in which order."""
        form = FilterForm("Warrants and CBBCs to look for", FORM, self.wanted.texts)
        await self.app.push_screen(form, self._narrowed)

    def _narrowed(self, texts: dict[str, str] | None) -> None:
        if texts is None:
            return
        self.wanted = WarrantFilter.of(texts)
        self.filters.keep(KEPT, {name: text for name, text in texts.items() if name != "owner"})
        self._records.sort_by(None)
        self._records.use_columns(warrant_columns(self.store, of_all=self.wanted.owner is None))
        self.action_reload()
        self.show_head()


def underlying_in_hand(security: Security, owner: Security | None) -> Security | None:
    """What to look for warrants on: what is in hand, or what that is a warrant on; all outside Hong Kong."""
    found = owner or security
    return found if found.market is Market.HK else None
