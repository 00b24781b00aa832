"""What all screens of lists share: pages of rows that are asked for, narrowed down, exported, and opened row by row."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from futu_tui.opend.errors import GatewayError, Unreachable
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import keymap
from futu_tui.tui.acts import acts_of
from futu_tui.tui.badge import Part
from futu_tui.tui.csv_export import export
from futu_tui.tui.pane import Priority, Wish
from futu_tui.tui.screens.dialog import Answer, Dialog
from futu_tui.tui.screens.open_security import open_security
from futu_tui.tui.text import clean_lines
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.records import Records
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from textual.widget import Widget

    from futu_tui.feed import Feed
    from futu_tui.market import Changes, Store
    from futu_tui.opend import OpenD
    from futu_tui.tui.widgets.watchlist import Watchlist


@dataclass(eq=False)
class Page:
    """One list: how it is asked for and what it is called."""

    name: str
    """Of the exported file."""
    title: str
    records: Records
    load: Callable[..., Awaitable[Sequence[Any]]]
    """Answers the rows; raises GatewayError."""
    empty: str
    """What to say where the answer has no rows."""
    above: Widget | None = None
    """What stands over the list."""
    security: Callable[[Any], Security | None] | None = None
    """Which security a row names, if rows do."""
    opens: bool = False
    """Whether the choice of a row opens what it names, and does not make a security current."""
    live: bool = False
    """Whether rows show the quotes of their securities, which are pushed for the rows in view."""
    more: Callable[[], Awaitable[Sequence[Any]]] | None = None
    """Answers the rows after those that are there; none at the end. Asked for as the last row comes into view."""
    loaded: bool = False
    complete: bool = False
    """Whether the last row there is has been told."""
    rows: list[Any] = field(default_factory=list)


class PagesScreen(Dialog[Answer]):
    """A subclass gives the pages, and may say what the choice of a row does."""

    CONTEXT = "pages"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("pages")]
    HELPS_WITH: ClassVar[tuple[str, ...]] = ("grid",)
    HINTS: ClassVar[tuple[str, ...]] = ("dialog.close", "pages.help")
    PAGE_HINTS: ClassVar[tuple[str, ...]] = ("pages.previous_page", "pages.next_page")
    NAMED_HINTS: ClassVar[tuple[str, ...]] = ("grid.choose", "pages.watch", "pages.security_page")
    """Of rows that name securities."""
    ROW_HINTS: ClassVar[tuple[str, ...]] = ("pages.filter", "pages.export", "grid.sort")

    DEFAULT_CSS = """
    PagesScreen > .dialog { width: 96%; height: 92%; padding: 0 1; }
    PagesScreen Records { height: 1fr; background: $background; display: none; }
    PagesScreen Records.shown { display: block; }
    PagesScreen .above { display: none; }
    PagesScreen .above.shown { display: block; }
    PagesScreen #pages { margin-bottom: 1; }
    PagesScreen #entry { height: 1; margin: 1 0; display: none; }
    PagesScreen #entry.shown { display: block; }
    PagesScreen #entry Static { width: 8; color: $dim; }
    PagesScreen #entry Input { border: none; height: 1; padding: 0 1; background: $surface; width: 1fr; }
    PagesScreen #entry Input:focus { border: none; }
    """

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.pages: Sequence[Page] = self.make_pages()
        self._at = 0
        self._watched: frozenset[Security] = frozenset()

    def make_pages(self) -> Sequence[Page]:
        """The pages, the first of which is shown first."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The one in view."""
        return self.pages[self._at]

    @property
    def feed(self) -> Feed | None:
        feed: Feed | None = self.app.feed  # type: ignore[attr-defined]
        return feed

    @property
    def gateway(self) -> OpenD:
        """Whom to ask; raises GatewayError before there is one."""
        if (feed := self.feed) is None:
            raise Unreachable("no gateway is connected yet")
        return feed.gateway

    @property
    def store(self) -> Store:
        store: Store = self.app.store  # type: ignore[attr-defined]
        return store

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

    def on_unmount(self) -> None:
        if (feed := self.feed) is not None:
            feed.want(self._owner, ())

    @property
    def _owner(self) -> str:
        """Whose subscriptions those of the rows in view are."""
        return f"pages {id(self)}"

    def show(self) -> None:
        super().show()
        self.show_head()
        for page in self.pages:
            page.records.refresh()

    def hint_text(self) -> str:
        sorts = any(column.sort for column in self.page.records.COLUMNS)
        rows = [hint for hint in self.ROW_HINTS if sorts or hint != "grid.sort"]
        opens = {"grid.choose": "open"} if self.page.opens else {}
        return keymap.keymap_of(self.app).hint(*self.HINTS, *self.page_hints(), *rows, instead=opens)

    def page_hints(self) -> tuple[str, ...]:
        """Ids of the keys that the page in view has besides those of every list."""
        pages = self.PAGE_HINTS if len(self.pages) > 1 else ()
        return (*(self.NAMED_HINTS if self.page.security is not None else ()), *pages)

    def show_head(self) -> None:
        """The line of the pages' names, and what is told of the one in view."""
        palette = palette_of(self.app)
        left = []
        for page in self.pages:
            in_front = page is self.page
            left.append(Part(f" {page.title} ", palette.accent + palette.cursor if in_front else palette.dim))
        old = "the link is down: this may be old   " if self.is_old else ""
        right = [
            Part(old, palette.danger),
            Part(self.about(), palette.text),
            Part(self.count(), palette.dim),
        ]
        self.query_one("#pages", StatusLine).show(left, right)

    def about(self) -> str:
        """What the rows in view are of, where that can differ; with a gap behind it."""
        return ""

    def count(self) -> str:
        """How many rows there are, and how many of them are shown."""
        shown, there = self.page.records.count
        rows = f"{shown:,} of {there:,}" if shown != there else f"{there:,}"
        more = "" if self.page.more is None or self.page.complete or not self.page.loaded else "+"
        return f"{rows}{more} rows" if there != 1 or more else "1 row"

    @property
    def is_old(self) -> bool:
        """Whether the link is down, so that what is shown may be otherwise by now."""
        return self.store.stale_since is not None

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.everything:
            self.show_head()
            self.page.records.redraw()
        if self.page.live:
            self._follow(changes, now)
        elif self._watched:
            self._watch(frozenset())
        if self.page.more is not None:
            self._load_more_if_near_the_end()

    def _follow(self, changes: Changes, now: float) -> None:
        """Have the quotes of the rows in view pushed, and show what moved in them."""
        page = self.page
        records, security_of = page.records, page.security
        assert security_of is not None
        shown = {key: security_of(records.row(key)) for key in records.visible_keys}
        self._watch(frozenset(security for security in shown.values() if security is not None))
        for key, security in shown.items():
            if security in changes.quotes:
                records.update_row(key, now)
        records.settle(now)

    def _watch(self, securities: frozenset[Security]) -> None:
        """Have the quotes of these pushed, and no longer those of others."""
        if securities != self._watched and (feed := self.feed) is not None:
            self._watched = securities
            feed.want(
                self._owner, [Wish(each, qot.SubType_Basic, Priority.ROW) for each in sorted(securities)]
            )

    # Pages

    def turn_to(self, name: str) -> None:
        """Show the page with this name."""
        names = [page.name for page in self.pages]
        self._turn(names.index(name) - self._at)

    def _turn(self, by: int) -> None:
        self.close_entry()
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
        self.ask_again(page)

    def rows_of(self, page: Page) -> Awaitable[Sequence[Any]]:
        """Ask for a page's rows; raises GatewayError."""
        return page.load()

    def ask_again(self, page: Page) -> None:
        """Ask for a page's rows; those that stand there stay until the answer is there."""
        self.run_worker(self._load(page), group=page.name, exclusive=True)

    async def _load(self, page: Page) -> None:
        try:
            page.rows = list(await self.rows_of(page))
        except GatewayError as error:
            reload = keymap.keymap_of(self.app).hint("pages.reload")
            words = f"The gateway does not tell.\n{clean_lines(str(error))}\n{reload}"
            page.rows = []
            if self.is_open:
                page.records.show_rows((), words)
        else:
            page.loaded, page.complete = True, False
            if self.is_open:
                page.records.show_rows(page.rows, page.empty)
        if self.is_open:
            self.show_head()

    def _load_more_if_near_the_end(self) -> None:
        page, keys = self.page, self.page.records.visible_keys
        if page.loaded and not page.complete and page.rows and keys and keys[-1] == page.records.keys[-1]:
            page.loaded = False  # until the next rows are there
            self.run_worker(self._load_more(page), group=page.name, exclusive=True)

    async def _load_more(self, page: Page) -> None:
        assert page.more is not None
        try:
            more = await page.more()
        except GatewayError as error:
            self.notify(clean_lines(str(error)), title="No more rows", severity="warning", markup=False)
            more = ()
        page.loaded, page.complete = True, not more
        if not self.is_open:
            return
        if more:
            page.rows = [*page.rows, *more]
            page.records.show_rows(page.rows, page.empty)
        self.show_head()

    # Rows

    def on_records_chosen(self, message: Records.Chosen) -> None:
        """Enter on a row: its security becomes current, which closes the screen with it as the answer."""
        message.stop()
        self.open_row(message.row)

    def open_row(self, row: Any) -> None:
        """What the choice of a row does."""
        security = self.page.security(row) if self.page.security is not None else None
        if security is not None:
            self.dismiss(security)  # type: ignore[arg-type]

    @property
    def row_security(self) -> Security | None:
        """The security of the row at the cursor."""
        records = self.page.records
        key = records.cursor_key
        return (
            self.page.security(records.row(key))
            if self.page.security is not None and key is not None
            else None
        )

    def action_watch(self) -> None:
        """Add the row's security to the watchlist's group in view."""
        security = self.row_security
        if security is None:
            acts_of(self.app).refuse("This row names no security.")
            return
        watchlist: Watchlist = self.app.dashboard.watchlist  # type: ignore[attr-defined]
        if watchlist.add(security):
            if watchlist.account_group is not None:
                return  # it is told of when the gateway has taken it
            self.notify(f"{security} is in {watchlist.group} now.", timeout=4, markup=False)
        else:
            acts_of(self.app).refuse(
                f"{security} is in {watchlist.group} already, or that group is not edited."
            )

    def action_security_page(self) -> None:
        """Open the page of the row's security."""
        security = self.row_security
        if security is None:
            acts_of(self.app).refuse("This row names no security.")
        else:
            open_security(self, security)

    def push(self, screen: PagesScreen[Security]) -> None:
        """Open a screen from a row; a security that is made current in it closes this one too."""

        def answered(security: Security | None) -> None:
            if security is not None:
                self.dismiss(security)  # type: ignore[arg-type]

        self.app.push_screen(screen, answered)

    # What is typed

    def action_filter(self) -> None:
        """Type words that a row must have."""
        self.open_entry("Filter", "")

    def open_entry(self, label: str, text: str) -> None:
        """Show the line that is typed into, with what stands in it at the beginning."""
        self.query_one("#entry-label", Static).update(label)
        self.query_one("#entry").add_class("shown")
        entry = self.query_one("#entry-text", Input)
        entry.value = text
        self.set_focus(entry)

    def close_entry(self) -> None:
        self.query_one("#entry").remove_class("shown")
        self.set_focus(self.page.records)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.page.records.filter(event.input.value)
        self.show_head()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.close_entry()

    def action_close(self) -> None:
        """Leave what is being typed, then the screen."""
        if isinstance(self.focused, Input):
            self.page.records.filter("")
            self.close_entry()
            self.show_head()
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
