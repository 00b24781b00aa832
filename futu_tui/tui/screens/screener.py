"""Screens shares by criteria: the criteria, the matches, and the sets of criteria that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType

from futu_tui.feed.lookups.criteria import MARKETS, SHORT, CriteriaSet, Criterion, Figure, Sort
from futu_tui.feed.lookups.plates import PlateKind, plates_of_market
from futu_tui.feed.lookups.stock_filter import Match, screen
from futu_tui.feed.paging import EndlessPages
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.criteria_sets import BUILT_IN, CriteriaSets
from futu_tui.tui.criterion_draft import CriterionDraft
from futu_tui.tui.screener_columns import (
    CRITERION_COLUMNS,
    SET_COLUMNS,
    CriterionRow,
    SetRow,
    match_columns,
)
from futu_tui.tui.screens.add_matches import MatchesToGroup
from futu_tui.tui.screens.criterion_form import CriterionForm, field_picker
from futu_tui.tui.screens.group_name import GroupName
from futu_tui.tui.screens.pages import Page
from futu_tui.tui.screens.pick import Option, Options, PickScreen
from futu_tui.tui.screens.question import Question
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.quoted_records import QuotedRecords
from futu_tui.tui.widgets.records import Records

NOTHING_NEW = 3
"""Pages in a row that may hold only what was read before, for matches move from one to another meanwhile."""


class ScreenerScreen(MatchesToGroup):
    """Changes of the criteria make the matches old; they are asked for again when they are next looked at."""

    CONTEXT = "screener"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("screener")]
    OWN_HINTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "criteria": (
            "screener.run", "screener.new", "grid.choose", "screener.delete", "screener.sort_by", "screener.market",
            "screener.plate", "screener.keep",
        ),
        "matches": (
            "grid.choose", "pages.watch", "screener.add_all", "pages.security_page", "pages.filter", "pages.export",
            "grid.sort",
        ),
        "sets": ("grid.choose", "screener.rename", "screener.delete"),
    }  # fmt: skip

    def __init__(self, sets: CriteriaSets, wanted: CriteriaSet, name: str = "") -> None:
        """`wanted` are the criteria to begin with, `name` is that of the set that they are, if any."""
        self.sets = sets
        self.wanted = wanted
        self.name_of_set = name
        self._end = 0
        """Where the next page of matches begins."""
        self._all_read = False
        self.total = 0
        super().__init__("Screener")

    def make_pages(self) -> Sequence[Page]:
        self._criteria = Records(CRITERION_COLUMNS)
        self._matches = QuotedRecords(match_columns(self.wanted), lambda: self.store)
        self._sets = Records(SET_COLUMNS)
        return (
            Page("criteria", "Criteria", self._criteria, self._load_criteria, ""),
            Page(
                "matches", "Matches", self._matches, self._load_matches, "", live=True,
                security=lambda row: row.security, more=self._more_matches,
            ),
            Page("sets", "Sets", self._sets, self._load_sets, "No set is kept."),
        )  # fmt: skip

    # What is shown

    def hint_text(self) -> str:
        own = self.OWN_HINTS[self.page.name]
        choosing = {"criteria": "change", "sets": "take"}.get(self.page.name)
        instead = {"grid.choose": choosing} if choosing else None
        return keymap.keymap_of(self.app).hint(*self.HINTS, *own, *self.PAGE_HINTS, instead=instead)

    def about(self) -> str:
        plate = clean(self.wanted.plate_name) if self.wanted.plate is not None else "all shares"
        kept = self.sets.own.get(self.name_of_set) or BUILT_IN.get(self.name_of_set)
        name = f"{clean(self.name_of_set)}{'' if kept == self.wanted else ', changed'} · " if kept else ""
        return f"{name}{SHORT[self.wanted.market]} · {plate}   "

    def count(self) -> str:
        page = self.page
        shown, there = page.records.count
        if page.name == "matches" and page.loaded:
            if shown != there:
                return f"{shown:,} of {there:,} read, {self.total:,} in all"
            read = "" if there == self.total else f"{there:,} read of "
            return f"{read}{self.total:,} match{'es' * (self.total != 1)}"
        nouns = {
            "criteria": ("criterion", "criteria"),
            "sets": ("set", "sets"),
            "matches": ("match", "matches"),
        }
        return f"{there:,} {nouns[page.name][there != 1]}"

    async def _load_criteria(self) -> Sequence[CriterionRow]:
        self.pages[0].empty = self._no_criteria()
        return self._criterion_rows()

    def _criterion_rows(self) -> list[CriterionRow]:
        currency = self.wanted.market.currency
        return [CriterionRow(at + 1, each, currency) for at, each in enumerate(self.wanted.criteria)]

    def _no_criteria(self) -> str:
        keys = keymap.keymap_of(self.app)
        sets = keys.hint("pages.previous_page" if self.page is self.pages[0] else "pages.next_page")
        return f"There is no criterion yet.\nAdd one: {keys.hint('screener.new')}\nOr begin with a kept set: {sets}"

    async def _load_sets(self) -> Sequence[SetRow]:
        own = [SetRow(name, kept, own=True) for name, kept in self.sets.own.items()]
        return [*own, *(SetRow(name, kept, own=False) for name, kept in BUILT_IN.items())]

    async def _load_matches(self) -> Sequence[Match]:
        page = self.pages[1]
        if not self.wanted.criteria:
            self.total = 0
            page.empty = (
                f"There is no criterion yet.\nAdd one: {keymap.keymap_of(self.app).hint('screener.new')}"
            )
            return ()
        page.empty = "No share meets all of the criteria."
        self._end, self._all_read = 0, False
        return await self._more_matches()

    async def _more_matches(self) -> Sequence[Match]:
        """The next ones that are not read yet: what moves between two requests may be told twice."""
        read = {match.security for match in self.matches.rows}
        fresh: list[Match] = []
        pages = 0
        while not fresh and not self._all_read:
            if pages == NOTHING_NEW:
                raise EndlessPages(f"{pages} in a row have nothing new")
            pages += 1
            found = await screen(self.gateway, self.wanted, self._end)
            self.total, self._end, self._all_read = found.total, found.end, found.last
            fresh = [match for match in found.matches if match.security not in read]
        await self._learn_quotes(match.security for match in fresh)
        return fresh

    async def _learn_quotes(self, securities: Iterable[Security]) -> None:
        """So that matches out of view can be sorted by their quotes too; those in view are followed."""
        missing = [security for security in securities if security not in self.store.quotes]
        if missing and (feed := self.feed) is not None:
            with suppress(GatewayError):
                await feed.snapshots(missing)

    # Changes

    def _change(self, wanted: CriteriaSet, name: str | None = None) -> None:
        """Want this; `name` is that of the set that it comes from, where that is another one now."""
        self.name_of_set = self.name_of_set if name is None else name
        self.wanted = wanted
        matches = self.pages[1]
        matches.loaded, matches.complete, matches.rows = False, False, []
        self._matches.show_columns(match_columns(wanted))
        if self.page is matches:
            self.action_reload()
        criteria = self.pages[0]
        criteria.rows, criteria.empty = self._criterion_rows(), self._no_criteria()
        self._criteria.show_rows(criteria.rows, criteria.empty)
        self.show_head()

    def action_reload(self) -> None:
        if self.page is self.pages[1]:
            self.page.rows, self.page.loaded = [], False
        super().action_reload()

    def open_row(self, row: Any) -> None:
        """Enter: change the criterion, take the set, or make the match current."""
        if isinstance(row, CriterionRow):
            self._write(CriterionDraft.of(row.criterion), row.number - 1)
        elif isinstance(row, SetRow):
            self._change(row.kept, row.name)
            self.turn_to("criteria")
        else:
            super().open_row(row)

    def action_run(self) -> None:
        """Show the matches, asked for anew where they stand there already."""
        if self.page is self.pages[1]:
            self.action_reload()
        else:
            self.turn_to("matches")

    def action_new(self) -> None:
        def picked(option: Option | None) -> None:
            if option is not None:
                self._write(CriterionDraft.new(option.value))

        self.app.push_screen(field_picker(), picked)

    def _write(self, draft: CriterionDraft, at: int | None = None) -> None:
        def written(criterion: Criterion | None) -> None:
            if criterion is not None:
                self._change(self.wanted.with_criterion(criterion, at))
                self.turn_to("criteria")
                if at is None:
                    self._criteria.action_last()

        self.app.push_screen(CriterionForm(draft, self.wanted, at), written)

    def _row(self) -> Any:
        """The row at the cursor, if there is one."""
        records = self.page.records
        return records.row(records.cursor_key) if records.cursor_key is not None else None

    def action_delete(self) -> None:
        row = self._row()
        if isinstance(row, CriterionRow):
            self._change(self.wanted.without(row.number - 1))
        elif isinstance(row, SetRow) and row.own:

            def agreed(yes: bool | None) -> None:
                if yes:
                    self.sets.delete(row.name)
                    self._tell_of_file()
                    self.ask_again(self.pages[2])

            self.app.push_screen(
                Question("Kept set", f"Do away with the set {row.name}?", verb="delete it"), agreed
            )
        elif isinstance(row, SetRow):
            acts_of(self.app).refuse(f"{row.name} is built in and stays.")

    def action_sort_by(self) -> None:
        """Highest first, lowest first, not at all."""
        row = self._row()
        if not isinstance(row, CriterionRow):
            return
        criterion = row.criterion
        if not isinstance(criterion, Figure) or not criterion.field.sorts:
            acts_of(self.app).refuse("Matches cannot be sorted by a pattern or an indicator.")
            return
        following = {Sort.NO: Sort.HIGHEST, Sort.HIGHEST: Sort.LOWEST, Sort.LOWEST: Sort.NO}[criterion.sort]
        if following is Sort.NO and not criterion.field.has_bounds:
            following = Sort.HIGHEST
        self._change(self.wanted.with_criterion(replace(criterion, sort=following), row.number - 1))

    def action_market(self) -> None:
        markets = list(MARKETS)
        self._change(self.wanted.moved_to(markets[(markets.index(self.wanted.market) + 1) % len(markets)]))

    def action_plate(self) -> None:
        market = self.wanted.market

        async def ask() -> Options:
            found = await plates_of_market(self.gateway, market, PlateKind.ALL)
            options = [Option(each, each.name, str(each.security)) for each in found]
            return [Option(None, f"All shares of {MARKETS[market]}"), *options]

        def picked(option: Option | None) -> None:
            if option is None:
                return
            self._change(
                self.wanted.in_plate(option.value.security, option.name)
                if option.value
                else self.wanted.moved_to(market)
            )

        self.app.push_screen(
            PickScreen(f"Plate of {MARKETS[market]}", ask, "as in banks, semi, BK1001"), picked
        )

    def action_start_anew(self) -> None:
        self._change(CriteriaSet(self.wanted.market), "")
        self.turn_to("criteria")

    # Kept sets

    def action_keep(self) -> None:
        if not self.wanted.criteria:
            acts_of(self.app).refuse("There is no criterion to keep yet.")
            return

        def named(name: str | None) -> None:
            if name is not None:
                self.sets.put(name, self.wanted)
                self.name_of_set = name
                self.pages[2].loaded = False
                if not self._tell_of_file():
                    self.notify(f"{name} is kept.", timeout=4, markup=False)
                self.show_head()

        own = self.name_of_set if self.name_of_set in self.sets.own else ""
        self.app.push_screen(
            GroupName("Keep these criteria as", self.sets.possible, own, same_counts=True), named
        )

    def _tell_of_file(self) -> bool:
        """Say so where a change of the sets lasts as long as the program alone; whether it does."""
        if problem := self.sets.problem:
            self.notify(f"Kept until the program ends: {problem}", severity="error", timeout=15, markup=False)
        return bool(problem)

    def action_rename(self) -> None:
        row = self._row()
        if not isinstance(row, SetRow) or not row.own:
            acts_of(self.app).refuse("Go to one of your own kept sets to call it otherwise.")
            return

        def named(name: str | None) -> None:
            if name is not None:
                self.sets.rename(row.name, name)
                self._tell_of_file()
                if self.name_of_set == row.name:
                    self.name_of_set = name
                self.ask_again(self.pages[2])

        self.app.push_screen(GroupName("Rename set", self.sets.checked, row.name), named)
