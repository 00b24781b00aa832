"""Finds a security by code or name while the person types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from futu_tui.market import Listing
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import keymap
from futu_tui.tui.listing_index import ListingIndex, typed_security
from futu_tui.tui.screens.find_dialog import FindDialog
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.choices import Cell, Choices

REFRESH = 0.5
"""Seconds between two looks while the list of securities is still coming in."""

KINDS: dict[int, str] = {
    qot.SecurityType_Bond: "bond",
    qot.SecurityType_Bwrt: "warrant",
    qot.SecurityType_Eqty: "share",
    qot.SecurityType_Trust: "fund",
    qot.SecurityType_Warrant: "warrant",
    qot.SecurityType_Index: "index",
    qot.SecurityType_Plate: "sector",
    qot.SecurityType_Drvt: "option",
    qot.SecurityType_PlateSet: "sectors",
    qot.SecurityType_Future: "future",
}


class SearchScreen(FindDialog[Security]):
    """Answers the security that was chosen."""

    CONTEXT = "search"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("search")]
    HINTS = ("search.choose", "dialog.close")

    CSS = """
    SearchScreen > .dialog { height: 22; }
    SearchScreen Input { border: none; height: 1; padding: 0 1; background: $surface; margin-bottom: 1; }
    SearchScreen Choices { margin-bottom: 1; }
    """

    def __init__(self, index: ListingIndex, complete: Callable[[], bool]) -> None:
        """`complete` tells whether all securities are in the index by now."""
        super().__init__("Find", "code or name, as in 700, HK.00700, tencent, 腾讯")
        self._index = index
        self._complete = complete
        self._found: Sequence[Security] = ()

    def on_mount(self) -> None:
        super().on_mount()
        if not self._complete():
            self.set_interval(REFRESH, self._more_came_in)

    def show(self) -> None:
        super().show()
        self._search(keep_cursor=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search()

    def action_choose(self) -> None:
        """Answer the current row; without one there is nothing to answer."""
        if self._found:
            self.dismiss(self._found[self.query_one(Choices).cursor])

    def _more_came_in(self) -> None:
        if not self._complete() or not self._found:
            self._search(keep_cursor=True)

    def _search(self, keep_cursor: bool = False) -> None:
        text = self.query_one("#query", Input).value
        choices = self.query_one(Choices)
        listings = self._index.search(text)
        rows = [_row(listing) for listing in listings]
        found = [listing.security for listing in listings]
        typed = typed_security(text)
        if typed is not None and typed not in found:
            # The gateway may know what the list does not hold, or not yet.
            found.append(typed)
            rows.append([Cell(str(typed), 12), Cell("as typed; not in the list", 40, "dim")])
        current = self._found[choices.cursor] if keep_cursor and self._found else None
        self._found = found
        cursor = found.index(current) if current in found else 0
        choices.show(rows, cursor, self._message(text))

    def _message(self, text: str) -> str:
        if not self._complete():
            return f"The list of securities is still coming in: {len(self._index):,} so far …"
        if not text.strip():
            return f"{len(self._index):,} securities. Type a code or a part of a name."
        return "Nothing has this code or name."


def _row(listing: Listing) -> list[Cell]:
    kind = "delisted" if listing.delisted else KINDS.get(listing.sec_type, "")
    return [
        Cell(str(listing.security), 12),
        Cell(clean(listing.name), 44, "dim"),
        Cell(kind, 9, "faint"),
    ]
