"""An answer of the gateway as a tree that folds, as a table, or as JSON; searched, copied and written into files."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message as TextualMessage

from futu_tui.protocol.wire_json import as_object, to_json
from futu_tui.tui import keymap
from futu_tui.tui.console.answer_table import AnswerTable, tables_of
from futu_tui.tui.console.answer_tree import AnswerTree, Node
from futu_tui.tui.csv_export import export, export_text
from futu_tui.tui.text import clean, fit
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.long_list import SHIFT, LongList, Run

if TYPE_CHECKING:
    from google.protobuf.message import Message

OPEN, FOLDED, LEAF = "▾ ", "▸ ", "  "
INDENT = 2
GAP = "  "
CLIPBOARD = 60_000
"""Bytes that terminals take into the clipboard; more is written into a file."""


class View(Enum):
    """How an answer is shown."""

    TREE = "tree"
    TABLE = "table"
    JSON = "JSON"


class AnswerView(LongList):
    """What the gateway answered; `find` asks the screen around it for what to search."""

    CONTEXT: ClassVar[str] = "console_answer"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console_answer")]

    class Find(TextualMessage):
        """The person wants to search."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.name_of_file = "answer"
        """What files are called after."""
        self.view = View.TREE
        self._body: Message | bytes | None = None
        self._said = "Nothing is asked yet."
        self._tree: AnswerTree | None = None
        self._tables: list[AnswerTable] = []
        self._table = 0
        self._json: list[str] = []
        self._words = ""
        self._hits: Sequence[Node] = ()
        self._places: Sequence[int] = ()

    # What it shows

    def say(self, text: str) -> None:
        """There is no answer: why, the first line in front."""
        self._body, self._tree, self._tables, self._json = None, None, [], []
        self._said = text
        self._search_again()
        self.renew()
        self._title()

    def answer(self, body: Message | bytes, name: str) -> None:
        """Show this; `name` is what files are called after."""
        self._body, self.name_of_file = body, name
        self._tree, self._tables, self._json, self._table = None, [], [], 0
        self.cursor = self._left = 0
        if isinstance(body, bytes) and self.view is View.TABLE:
            self.view = View.TREE
        self._show_view()

    @property
    def has_answer(self) -> bool:
        return self._body is not None

    @property
    def table(self) -> AnswerTable | None:
        """The one in view, or that would be."""
        self._make_tables()
        return self._tables[self._table] if self._tables else None

    def _show_view(self) -> None:
        if self._body is not None:
            if self.view is View.TREE and self._tree is None:
                self._tree = AnswerTree(self._body)
            elif self.view is View.TABLE:
                self._make_tables()
            elif self.view is View.JSON and not self._json:
                self._json = self._as_json().splitlines()
        self._search_again()
        self.renew()
        self._title()

    def _make_tables(self) -> None:
        if not self._tables and self._body is not None and not isinstance(self._body, bytes):
            self._tables = tables_of(self._body)

    def _as_json(self) -> str:
        body = self._body
        assert body is not None
        shown = {"bytes": body.hex()} if isinstance(body, bytes) else as_object(body)
        return to_json(shown, indent=2, plain=False)

    def _title(self) -> None:
        words = ["Answer", self.view.value] if self._body is not None else ["Answer"]
        if self.view is View.TABLE and (table := self.table) is not None:
            by = "" if table.sorted_by is None else f"by {table.columns[table.sorted_by].title}"
            arrow = "" if not by else " ↓" if table.descending else " ↑"
            words += [table.title, f"{len(table.rows):,} row{'s' * (len(table.rows) != 1)}", by + arrow]
        if self._words:
            hits = len(self._hits) if self.view is View.TREE else len(self._places)
            words.append(f"/{clean(self._words)}: {hits:,} found")
        self.border_title = Content("  ".join(word for word in words if word))

    # Keys

    def action_view(self) -> None:
        """The next way to show it."""
        if self._body is None:
            return
        views = [view for view in View if view is not View.TABLE or self.table is not None]
        self.view = views[(views.index(self.view) + 1) % len(views)] if self.view in views else views[0]
        self.cursor = self._left = 0
        self._show_view()

    def action_fold(self) -> None:
        """Fold or unfold; of a table's row, go to it in the tree."""
        if self.view is View.TABLE and (table := self.table) is not None and table.rows:
            row = table.order[self.cursor]
            self.view = View.TREE
            self._left = 0
            self._show_view()
            assert self._tree is not None
            if (node := self._tree.node_at(table.path, table.places[row])) is not None:
                node.is_open = True
                at = self._tree.show(node)
                self._top = at
                self.go_to(at)
        elif self.view is View.TREE and self._tree is not None and self._tree.lines:
            node = self._tree.lines[self.cursor].node
            if node.folds:
                self._tree.toggle(self.cursor)
            else:
                self.cursor = self._tree.parent_of(self.cursor)
            self.renew()

    def action_unfold_all(self) -> None:
        self._fold_all(True)

    def action_fold_all(self) -> None:
        self._fold_all(False)

    def _fold_all(self, is_open: bool) -> None:
        if self.view is View.TREE and self._tree is not None and self._tree.lines:
            node = self._tree.lines[self.cursor].node
            self._tree.fold_all(is_open)
            self.cursor = self._tree.nearest(node)
            self.renew()

    def action_next_table(self) -> None:
        """The next list of the answer."""
        if self.table is not None:
            self._table = (self._table + (self.view is View.TABLE)) % len(self._tables)
            self.view = View.TABLE
            self.cursor = self._left = 0
            self._show_view()

    def action_sort(self) -> None:
        """Order by the next column."""
        if self.view is View.TABLE and (table := self.table) is not None:
            table.sort_by_next()
            self._show_view()

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        if self.view is View.TABLE and (table := self.table) is not None:
            table.sort(table.sorted_by or 0, descending=not table.descending)
            self._show_view()

    def action_left(self) -> None:
        self.shift(-SHIFT)

    def action_right(self) -> None:
        self.shift(SHIFT)

    # Search

    def action_find(self) -> None:
        """Ask what to search."""
        if self._body is not None:
            self.post_message(self.Find())

    def search(self, text: str) -> None:
        """Go to the first place from here that has this text; nothing ends the search."""
        self._words = text
        self._search_again()
        self._to_hit(1, from_here=True)
        self._title()

    def action_next_hit(self) -> None:
        self._to_hit(1)

    def action_previous_hit(self) -> None:
        self._to_hit(-1)

    def _search_again(self) -> None:
        self._hits, self._places = (), ()
        if not self._words or self._body is None:
            return
        if self.view is View.TREE and self._tree is not None:
            self._hits = self._tree.find(self._words)
        elif self.view is View.TABLE and (table := self.table) is not None:
            self._places = table.find(self._words)
        elif self.view is View.JSON:
            wanted = self._words.casefold()
            self._places = [at for at, line in enumerate(self._json) if wanted in line.casefold()]

    def _to_hit(self, by: int, *, from_here: bool = False) -> None:
        if self.view is View.TREE and self._hits and self._tree is not None:
            node = self._tree.next_of(self._hits, self.cursor, by, from_here=from_here)
            at = self._tree.show(node)
            self.renew()
            self.go_to(at)
        elif self._places:
            self.go_to(_next_place(self._places, self.cursor, by, from_here))

    # Copies and files

    def action_copy(self) -> None:
        """Copy the current line."""
        if self.count():
            self._copy(self._line_text(self.cursor), "The line is copied.")

    def action_copy_all(self) -> None:
        """Copy every line of this view."""
        if self.count():
            text = "\n".join(self._line_text(at) for at in range(self.count()))
            self._copy(text, f"{self.count():,} lines are copied.")

    def _copy(self, text: str, done: str) -> None:
        if len(text.encode()) > CLIPBOARD:
            self._write("txt", text + "\n", "Too much for a clipboard, so written")
            return
        self.app.copy_to_clipboard(text)
        self.notify(done, timeout=3, markup=False)

    def action_export_json(self) -> None:
        """Write the whole answer as JSON."""
        if self._body is not None:
            self._write("json", self._as_json() + "\n", "Written")

    def action_export_csv(self) -> None:
        """Write the table in view, or the largest there is."""
        table = self.table
        if table is None:
            self.notify("The answer has no list that could be a table.", severity="warning", markup=False)
            return
        titles, rows = table.file_rows()
        try:
            path = export(self.name_of_file, titles, rows, datetime.fromtimestamp(time.time()))
        except OSError as error:
            self._failed(error)
        else:
            self.notify(str(path), title="Written", timeout=8, markup=False)

    def _write(self, suffix: str, text: str, title: str) -> None:
        try:
            path = export_text(self.name_of_file, suffix, text, datetime.fromtimestamp(time.time()))
        except OSError as error:
            self._failed(error)
        else:
            self.notify(str(path), title=title, timeout=8, markup=False)

    def _failed(self, error: OSError) -> None:
        self.notify(f"Cannot write the file: {error}", severity="error", timeout=15, markup=False)

    # Drawing

    def count(self) -> int:
        if self._body is None:
            return 0
        if self.view is View.TREE:
            return len(self._tree.lines) if self._tree else 0
        if self.view is View.TABLE:
            return len(self.table.rows) if self.table else 0
        return len(self._json)

    def message(self) -> str:
        return "The answer is empty: it was done." if self._body is not None else self._said

    def head_runs(self, palette: Palette) -> Iterable[Run] | None:
        if self._body is None or self.view is not View.TABLE or (table := self.table) is None:
            return None
        return [
            (fit(column.title, column.cells, "right" if column.right else "left") + GAP, palette.header)
            for column in table.columns
        ]

    def runs(self, at: int, width: int, palette: Palette) -> Iterable[Run]:
        if self.view is View.TREE:
            return self._tree_runs(at, palette)
        if self.view is View.TABLE:
            return self._table_runs(at, palette)
        return [(self._json[at], palette.text)]

    def _tree_runs(self, at: int, palette: Palette) -> list[Run]:
        assert self._tree is not None
        depth, node = self._tree.lines[at]
        mark = LEAF if not node.folds else OPEN if node.is_open else FOLDED
        value = palette.dim if node.folds else palette.text
        text = "" if node.folds and node.is_open and not node.text.startswith("[") else node.text
        label = f"{node.label}  "
        return [
            (" " * (depth * INDENT), Style.null()),
            (mark, palette.accent),
            (label, palette.dim if not node.folds else palette.text),
            (text, value),
        ]

    def _table_runs(self, at: int, palette: Palette) -> list[Run]:
        table = self.table
        assert table is not None
        row = table.rows[table.order[at]]
        return [
            (fit(text, column.cells, "right" if column.right else "left") + GAP, palette.text)
            for column, text in zip(table.columns, row, strict=True)
        ]

    def _line_text(self, at: int) -> str:
        if self.view is View.TABLE and (table := self.table) is not None:
            return "\t".join(table.rows[table.order[at]])
        if self.view is View.JSON:
            return self._json[at]
        assert self._tree is not None
        depth, node = self._tree.lines[at]
        return f"{' ' * (depth * INDENT)}{node.label}  {node.text}".rstrip()


def _next_place(places: Sequence[int], at: int, by: int, from_here: bool) -> int:
    """The hit after this place, or before; round from the last to the first."""
    if by > 0:
        return next((place for place in places if place > at or (from_here and place == at)), places[0])
    return next((place for place in reversed(places) if place < at), places[-1])
