"""The protocol console's list: every protocol of the gateway, found by number or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input

from futu_tui.protocol import PROTOCOLS, Handling
from futu_tui.protocol.words import limit_text, scope_text
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.console.find import Found, search
from futu_tui.tui.console.site import Site
from futu_tui.tui.screens.console_pushes import ConsolePushesScreen
from futu_tui.tui.screens.console_request import ConsoleRequestScreen
from futu_tui.tui.screens.find_dialog import FindDialog
from futu_tui.tui.text import fit
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.choices import Cell, Choices
from futu_tui.tui.widgets.status_bar import StatusLine

STAR, RECENT = "★", "↺"
KINDS = {
    Handling.READ: "request",
    Handling.ASK: "request, asks",
    Handling.DESK: "request, desk",
    Handling.PUSH: "push",
}
WIDTH = 124
"""Columns of the dialog, where the window has them."""
FRAME = 4
"""Of them those of its border and padding."""
WIDE = 110
"""Columns of a row from which scope and limit stand in it whole."""


class QueryField(Input):
    """What is searched; the star is a key of the screen."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        keys = keymap.keymap_of(self.app).keys("console.favourite")
        return key not in keys and super().check_consume_key(key, character)


class ConsoleScreen(FindDialog[None]):
    """Opens a request or the pushes of the protocol that is chosen; comes back when those are closed."""

    CONTEXT = "console"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console")]
    HINTS = ("console.choose", "dialog.close", "console.favourite")

    DEFAULT_CSS = f"""
    ConsoleScreen > .dialog {{ width: {WIDTH}; height: 96%; padding: 0 1; }}
    ConsoleScreen Input {{ border: none; height: 1; padding: 0 1; background: $surface; margin-bottom: 1; }}
    ConsoleScreen Input:focus {{ border: none; }}
    ConsoleScreen Choices {{ margin-bottom: 1; }}
    """

    def __init__(self, site: Site) -> None:
        super().__init__("Protocols", "number or name, as in 3004, order book, get kl")
        self.site = site
        self._found: Sequence[Found] = ()

    def contents(self) -> ComposeResult:
        yield QueryField(placeholder=self._placeholder, id="query")
        yield StatusLine(id="titles")
        yield Choices(id="found")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self.query_one(QueryField))

    def show(self) -> None:
        super().show()
        self._search(keep_cursor=True)

    def on_screen_resume(self) -> None:
        """A request was made meanwhile, perhaps."""
        if self.is_mounted:
            self._search(keep_cursor=True)

    @property
    def chosen(self) -> Found | None:
        """The current row."""
        return self._found[self.query_one(Choices).cursor] if self._found else None

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search()

    def action_choose(self) -> None:
        """Open what was chosen."""
        if (found := self.chosen) is None:
            return
        kind = ConsolePushesScreen if found.protocol.is_push else ConsoleRequestScreen
        self.app.push_screen(kind(self.site, found.protocol))

    def action_favourite(self) -> None:
        """Make the current protocol a favourite, or none any more."""
        if (found := self.chosen) is not None:
            self.site.memory.toggle_favourite(found.protocol)
            self._search(keep_cursor=True)

    def _search(self, keep_cursor: bool = False) -> None:
        choices = self.query_one(Choices)
        current = self.chosen.protocol if keep_cursor and self.chosen is not None else None
        memory = self.site.memory
        self._found = search(self.query_one(QueryField).value, memory.favourites, memory.recent)
        protocols = [found.protocol for found in self._found]
        cursor = protocols.index(current) if current in protocols else 0
        room = min(WIDTH, self.size.width) - FRAME
        palette = palette_of(self.app)
        titles = _cells(("", "ID", "Name", "Kind", "Scope", "Limit"), room)
        parts = [Part(fit(cell.text, cell.width) + " ", palette.header) for cell in titles]
        self.query_one("#titles", StatusLine).show([Part(" ", palette.header), *parts], [])
        shown = f"{len(protocols)} of " if len(protocols) != len(PROTOCOLS) else ""
        self.query_one(".dialog").border_title = Content(f"Protocols  {shown}{len(PROTOCOLS)}")
        choices.show(
            [_row(found, room) for found in self._found], cursor, "No protocol has this number or name."
        )


def _row(found: Found, room: int) -> list[Cell]:
    protocol = found.protocol
    mark = STAR if found.favourite else RECENT if found.recent else ""
    words = (
        mark,
        str(int(protocol.id)),
        protocol.name,
        KINDS[protocol.handling],
        scope_text(protocol),
        limit_text(protocol.limit),
    )
    return _cells(words, room)


def _cells(words: tuple[str, ...], room: int) -> list[Cell]:
    """The cells of a row, the last one in what room the others leave."""
    mark, number, name, kind, scope, limit = words
    wide = room >= WIDE
    if not wide:
        kind, scope, limit = kind.rpartition(" ")[2], scope.partition(" ")[0], limit.partition(",")[0]
    cells = [
        Cell(mark, 1, "accent"),
        Cell(number, 4),
        Cell(name, 33 if wide else 32),
        Cell(kind, 13 if wide else 7, "dim"),
        Cell(scope, 28 if wide else 14, "dim"),
    ]
    taken = 1 + sum(cell.width + 1 for cell in cells)
    return [*cells, Cell(limit, max(room - taken - 1, 0), "faint")]
