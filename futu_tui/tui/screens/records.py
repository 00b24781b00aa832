"""What the screens of money and of the past share: pages of rows that are asked for, narrowed down and exported."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol.times import local_time
from futu_tui.trading import Account
from futu_tui.trading.markets import home_market
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.badge import Part
from futu_tui.tui.csv_export import export
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.records import Records
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from textual.widget import Widget

    from futu_tui.market import Changes, Store


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
class Page:
    """One list: how it is asked for and what it is called."""

    name: str
    """Of the exported file."""
    title: str
    records: Records
    load: Callable[[Days], Awaitable[Sequence[Any]]]
    """Raises GatewayError."""
    empty: str
    spans: Sequence[int] = ()
    """How many days it can cover, today included; none where it is about now. With 0 alone it is one day at a time."""
    above: Widget | None = None
    """What stands over the list."""
    words: Callable[[Days], str] = str
    """What its days are called."""
    days: Days | None = field(default=None)
    loaded: bool = False


class RecordsScreen(TradingDialog[None]):
    """A subclass gives the pages."""

    CONTEXT = "records"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("records")]
    HELPS_WITH = ("grid",)
    HINTS = ("dialog.close", "records.help", "records.previous_page", "records.next_page")
    TIME_HINTS = ("records.earlier", "records.later", "records.dates")
    ROW_HINTS = ("records.filter", "records.export", "grid.sort")

    DEFAULT_CSS = """
    RecordsScreen > .dialog { width: 96%; height: 92%; padding: 0 1; }
    RecordsScreen Records { height: 1fr; background: $background; display: none; }
    RecordsScreen Records.shown { display: block; }
    RecordsScreen .above { display: none; }
    RecordsScreen .above.shown { display: block; }
    RecordsScreen #pages { margin-bottom: 1; }
    RecordsScreen #entry { height: 1; margin: 1 0; display: none; }
    RecordsScreen #entry.shown { display: block; }
    RecordsScreen #entry Static { width: 8; color: $dim; }
    RecordsScreen Input { border: none; height: 1; padding: 0 1; background: $surface; width: 1fr; }
    RecordsScreen Input:focus { border: none; }
    """

    def __init__(self, title: str, account: Account) -> None:
        super().__init__(title, account)
        self.pages: Sequence[Page] = self.make_pages()
        self._at = 0
        self._asks_days = False
        today = today_of(account)
        for page in self.pages:
            page.days = Days(today, today)

    def make_pages(self) -> Sequence[Page]:
        """The pages, the first of which is shown first."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The one in view."""
        return self.pages[self._at]

    def contents(self) -> ComposeResult:
        yield StatusLine(id="pages")
        for page in self.pages:
            if page.above is not None:
                page.above.add_class("above")
                yield page.above
            yield page.records
        with Horizontal(id="entry"):
            yield Static("", id="entry-label", markup=False)
            yield Input(id="entry-text")

    def on_mount(self) -> None:
        super().on_mount()
        self._turn(0)

    def show(self) -> None:
        super().show()
        self._show_head()
        for page in self.pages:
            page.records.refresh()

    def hint_text(self) -> str:
        hints = (*self.HINTS, *(self.TIME_HINTS if self.page.spans else ()), *self.ROW_HINTS)
        return keymap.keymap_of(self.app).hint(*hints)

    def _show_head(self) -> None:
        palette = palette_of(self.app)
        left = []
        for page in self.pages:
            in_front = page is self.page
            left.append(Part(f" {page.title} ", palette.accent + palette.cursor if in_front else palette.dim))
        shown, there = self.page.records.count
        rows = f"{shown:,} of {there:,}" if shown != there else f"{there:,}"
        days = f"{self.page.words(self.page.days)}   " if self.page.spans and self.page.days else ""
        old = "the link is down: this may be old   " if self.is_old else ""
        right = [
            Part(old, palette.danger),
            Part(days, palette.text),
            Part(f"{rows} rows" if there != 1 else "1 row", palette.dim),
        ]
        self.query_one("#pages", StatusLine).show(left, right)

    @property
    def is_old(self) -> bool:
        """Whether the link is down, so that what is shown may be otherwise by now."""
        store: Store = self.app.store  # type: ignore[attr-defined]
        return store.stale_since is not None

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.everything:
            self._show_head()

    # Pages

    def _turn(self, by: int) -> None:
        self._close_entry()
        self._at = (self._at + by) % len(self.pages)
        for page in self.pages:
            for part in (page.above, page.records):
                if part is not None:
                    part.set_class(page is self.page, "shown")
        self.set_focus(self.page.records)
        if not self.page.loaded:
            self.action_reload()
        self.show()

    def action_next_page(self) -> None:
        self._turn(1)

    def action_previous_page(self) -> None:
        self._turn(-1)

    def action_reload(self) -> None:
        """Ask the gateway for the page in view."""
        page = self.page
        page.records.show_rows((), "Asking the gateway …")
        self.run_worker(self._load(page), group=page.name, exclusive=True)

    async def _load(self, page: Page) -> None:
        assert page.days is not None
        try:
            rows = await page.load(page.days)
        except GatewayError as error:
            page.records.show_rows((), f"The gateway does not tell.\n{error}")
        else:
            page.loaded = True
            page.records.show_rows(rows, page.empty)
        self._show_head()

    # Days

    def action_earlier(self) -> None:
        """More days, or the day before."""
        self._move_days(1)

    def action_later(self) -> None:
        """Fewer days, or the day after."""
        self._move_days(-1)

    def _move_days(self, by: int) -> None:
        page = self.page
        if not page.spans or page.days is None:
            return
        today = today_of(self.account)
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
            self._show_head()

    # What is typed

    def action_filter(self) -> None:
        """Type words that a row must have."""
        self._open_entry("Filter", days=False)

    def action_dates(self) -> None:
        """Type the days to show."""
        if self.page.spans:
            self._open_entry("Days", days=True)

    def _open_entry(self, label: str, *, days: bool) -> None:
        self._asks_days = days
        self.query_one("#entry-label", Static).update(label)
        self.query_one("#entry").add_class("shown")
        field = self.query_one("#entry-text", Input)
        field.value = str(self.page.days) if days else ""
        self.set_focus(field)

    def _close_entry(self) -> None:
        self.query_one("#entry").remove_class("shown")
        self.set_focus(self.page.records)

    def on_input_changed(self, event: Input.Changed) -> None:
        if not self._asks_days:
            self.page.records.filter(event.input.value)
            self._show_head()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._asks_days:
            try:
                days = Days.read(event.value)
            except ValueError as problem:
                acts_of(self.app).refuse(str(problem))
                return
            self._take_days(days if tuple(self.page.spans) != (0,) else Days(days.begin, days.begin))
        self._close_entry()

    def action_close(self) -> None:
        """Leave what is being typed, then the screen."""
        if isinstance(self.focused, Input):
            if not self._asks_days:
                self.page.records.filter("")
            self._close_entry()
            self._show_head()
        else:
            super().action_close()

    def action_export(self) -> None:
        """Write the rows in view into a CSV file."""
        titles, rows = self.page.records.table()
        try:
            path = export(self.page.name, titles, rows, datetime.fromtimestamp(time.time()))
        except OSError as error:
            self.notify(f"Cannot write the file: {error}", severity="error", timeout=15, markup=False)
        else:
            self.notify(str(path), title="Written", timeout=8, markup=False)


def today_of(account: Account) -> date:
    """The date in the account's market."""
    return local_time(time.time(), home_market(account)).date()
