"""Pages of lists of which there are several: the kind, market or source of each is chosen by a key, or its time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Answer
from futu_tui.tui.screens.pages import Page, PagesScreen

NARROW = 90
"""Columns below which the number of rows gives way to what the rows are of."""


class Choice(NamedTuple):
    """One of the lists of a page."""

    value: Any
    words: str


@dataclass(eq=False)
class ChoicePage(Page):
    """A page with a list for each choice: `load` takes the choice's value, and years where the page has these."""

    choices: Sequence[Choice] = ()
    at: int = 0
    years: Sequence[int] = ()
    """How many years back it can look; none where it is about now."""
    years_at: int = 0

    @property
    def chosen(self) -> Choice | None:
        return self.choices[self.at] if self.choices else None

    @property
    def about(self) -> str:
        """What its rows are of."""
        years = self.years[self.years_at] if self.years else 0
        span = "" if not years else "1 year" if years == 1 else f"{years} years"
        return ", ".join(filter(None, (self.chosen.words if self.chosen else "", span)))

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What `load` takes."""
        chosen = (self.chosen.value,) if self.chosen else ()
        return (*chosen, *((self.years[self.years_at],) if self.years else ()))


class ChoicesScreen(PagesScreen[Answer]):
    """A subclass gives the pages, some of them with choices."""

    CONTEXT = "choices"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("choices")]
    CHOICE_HINTS = ("choices.previous_choice", "choices.next_choice")
    TIME_HINTS = ("choices.longer", "choices.shorter")

    pages: Sequence[ChoicePage]

    @property
    def page(self) -> ChoicePage:
        return self.pages[self._at]

    def rows_of(self, page: Page) -> Awaitable[Sequence[Any]]:
        assert isinstance(page, ChoicePage)
        return page.load(*page.arguments)

    def bring_quotes(self, page: Page, securities: Sequence[Security]) -> None:
        """Have the rows of a page know the quotes of these, in view or not, while the rows stand there already."""
        if securities:
            work: Callable[[], Awaitable[None]] = partial(self._bring_quotes, page, securities)
            self.run_worker(work, group=f"{page.name} quotes", exclusive=True)

    async def _bring_quotes(self, page: Page, securities: Sequence[Security]) -> None:
        if (feed := self.feed) is not None:
            with suppress(GatewayError):  # then the link is down, which is told above the rows
                await feed.snapshots(securities)
            page.records.redraw()

    def about(self) -> str:
        return f"{self.page.about}   " if self.page.about else ""

    def count(self) -> str:
        shown, there = self.page.records.count
        tight = bool(self.about()) and self.size.width < NARROW
        return "" if tight and shown == there else super().count()

    def page_hints(self) -> tuple[str, ...]:
        choices = self.CHOICE_HINTS if len(self.page.choices) > 1 else ()
        return (*choices, *(self.TIME_HINTS if len(self.page.years) > 1 else ()), *super().page_hints())

    def action_next_choice(self) -> None:
        self._choose(1)

    def action_previous_choice(self) -> None:
        self._choose(-1)

    def _choose(self, by: int) -> None:
        page = self.page
        if len(page.choices) > 1:
            page.at = (page.at + by) % len(page.choices)
            self.chosen_anew()

    def action_longer(self) -> None:
        self._lengthen(1)

    def action_shorter(self) -> None:
        self._lengthen(-1)

    def _lengthen(self, by: int) -> None:
        page = self.page
        at = min(max(page.years_at + by, 0), max(len(page.years) - 1, 0))
        if at != page.years_at:
            page.years_at = at
            self.chosen_anew()

    def chosen_anew(self) -> None:
        """Ask for what was chosen."""
        self.page.loaded = False
        self.action_reload()
        self.show_head()
