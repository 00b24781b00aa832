"""What the screens of money and of the past share: pages of rows that are asked for, narrowed down and exported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from futu_tui.trading import Account
from futu_tui.trading.markets import home_market
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.broker_time import market_date
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.screens.trading_dialog import OfAccount


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included."""

    begin: date
    end: date

    def __str__(self) -> str:
        return f"{self.begin}" if self.begin == self.end else f"{self.begin} to {self.end}"

    @classmethod
    def read(cls, text: str) -> Days:
        """Two dates, or one for a single day; raises ValueError, whose message shows the right form."""
        words = text.replace("to", " ").replace("..", " ").split()
        try:
            days = [date.fromisoformat(word) for word in words]
        except ValueError:
            days = []
        if not 1 <= len(days) <= 2:
            raise ValueError("write days like 2026-01-05 or 2026-01-05 to 2026-01-31")
        return cls(min(days), max(days))


@dataclass(eq=False)
class TimedPage(Page):
    """A list about some days: `load` takes them."""

    spans: Sequence[int] = ()
    """How many days it can cover, today included; none where it is about now. With 0 alone it is one day at a time."""
    words: Callable[[Days], str] = str
    """What its days are called."""
    days: Days = field(default_factory=lambda: Days(date.min, date.min))


class RecordsScreen(OfAccount, PagesScreen[None]):
    """Pages about one account. A subclass gives them."""

    CONTEXT = "records"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("records")]
    TIME_HINTS = ("records.earlier", "records.later", "records.dates")

    pages: Sequence[TimedPage]

    def __init__(self, title: str, account: Account) -> None:
        super().__init__(title, account)
        self._asks_days = False
        today = self.today
        for page in self.pages:
            page.days = Days(today, today)

    @property
    def today(self) -> date:
        """The date in the account's market."""
        return market_date(self.store, home_market(self.account))

    @property
    def page(self) -> TimedPage:
        return self.pages[self._at]

    def hint_text(self) -> str:
        times = self.TIME_HINTS if self.page.spans else ()
        return keymap.keymap_of(self.app).hint(*self.HINTS, *self.PAGE_HINTS, *times, *self.ROW_HINTS)

    def about(self) -> str:
        return f"{self.page.words(self.page.days)}   " if self.page.spans else ""

    def rows_of(self, page: Page) -> Awaitable[Sequence[Any]]:
        assert isinstance(page, TimedPage)
        return page.load(page.days)

    # Days

    def action_earlier(self) -> None:
        """More days, or the day before."""
        self._move_days(1)

    def action_later(self) -> None:
        """Fewer days, or the day after."""
        self._move_days(-1)

    def _move_days(self, by: int) -> None:
        page = self.page
        if not page.spans:
            return
        today = self.today
        if tuple(page.spans) == (0,):
            day = min(page.days.begin - timedelta(days=by), today)
            self._take_days(Days(day, day))
            return
        length = (page.days.end - page.days.begin).days + 1
        longer = [span for span in page.spans if span > length]
        shorter = [span for span in page.spans if span < length]
        span = (longer[:1] if by > 0 else shorter[-1:]) or [length]
        self._take_days(Days(today - timedelta(days=span[0] - 1), today))

    def _take_days(self, days: Days) -> None:
        if days != self.page.days:
            self.page.days = days
            self.action_reload()
            self.show_head()

    # What is typed

    def action_filter(self) -> None:
        self._asks_days = False
        super().action_filter()

    def action_dates(self) -> None:
        """Type the days to show."""
        if self.page.spans:
            self._asks_days = True
            self.open_entry("Days", str(self.page.days))

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._asks_days:
            event.prevent_default()  # Textual calls the base class's own besides, which filters the rows

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._asks_days:
            event.prevent_default()
            try:
                days = Days.read(event.value)
            except ValueError as problem:
                acts_of(self.app).refuse(str(problem))
                return
            self._take_days(days if tuple(self.page.spans) != (0,) else Days(days.begin, days.begin))
            self.close_entry()
