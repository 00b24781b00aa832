"""The keys of the screen in view and what its panes are for, all from the one table of keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from futu_tui.tui import keymap
from futu_tui.tui.keymap import CONTEXTS, HelpRow, Keymap, chain
from futu_tui.tui.pane import Pane
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.theme import Palette, palette_of

KEY_WIDTH = 13
TWO_COLUMNS = 116
"""Terminal columns from which the topics stand in two columns."""


class Topic(NamedTuple):
    """A heading with what the place is for and its keys."""

    title: str
    purpose: str
    rows: Sequence[HelpRow]


def topics(screen: Screen[object], keys: Keymap) -> list[Topic]:
    """The help of a screen: the focused pane and what surrounds it first, then the other panes."""
    panes = sorted(screen.query("*").results(DOMNode), key=lambda node: getattr(node, "NUMBER", 0))
    focus = screen.focused if isinstance(screen.focused, Pane) else screen
    here = getattr(focus, "CONTEXT", "app")
    by_context = {
        pane.CONTEXT: pane for pane in panes if isinstance(pane, Pane) and not pane.widget.has_class("behind")
    }
    order = [*chain(here)]
    order[1:1] = getattr(screen, "HELPS_WITH", ())
    for context in by_context:
        order += [each for each in (context, *chain(context)) if each not in order]
    return [
        topic for context in dict.fromkeys(order) if (topic := _topic(context, by_context.get(context), keys))
    ]


def _topic(context: str, pane: Pane | None, keys: Keymap) -> Topic | None:
    rows = keys.rows(context)
    if pane is not None:
        return Topic(f"{pane.NUMBER} {pane.TITLE}", pane.PURPOSE, rows)
    return Topic(CONTEXTS[context].title, "", rows) if rows else None


class HelpScreen(Dialog[None]):
    """Shows the help of the screen it was opened over."""

    CONTEXT = "help"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("help")]
    HINTS = ("dialog.close",)

    DEFAULT_CSS = """
    HelpScreen > .dialog { width: 112; height: 90%; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; margin-bottom: 1; }
    HelpScreen Horizontal { height: auto; }
    HelpScreen .help-column { width: 1fr; height: auto; padding-right: 2; }
    """

    def __init__(self, over: Screen[object]) -> None:
        super().__init__("Keys")
        self._over = over

    def contents(self) -> ComposeResult:
        with VerticalScroll(), Horizontal():
            yield Static(classes="help-column", id="first", markup=False)
            yield Static(classes="help-column", id="second", markup=False)

    def show(self) -> None:
        super().show()
        palette = palette_of(self.app)
        topics_here = topics(self._over, keymap.keymap_of(self.app))
        wide = self.app.size.width >= TWO_COLUMNS
        first, second = _halves(topics_here) if wide else (topics_here, [])
        self.query_one("#first", Static).update(_column(first, palette))
        other = self.query_one("#second", Static)
        other.update(_column(second, palette))
        other.display = wide


def _column(shown: Sequence[Topic], palette: Palette) -> Group:
    """The topics under each other; words that take a second line go on below themselves, keys below keys."""
    blocks: list[RenderableType] = []
    for topic in shown:
        if blocks:
            blocks.append(Text())
        blocks.append(Text(topic.title, palette.accent))
        if topic.purpose:
            blocks.append(Text(topic.purpose, palette.dim))
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=KEY_WIDTH - 1, style=palette.text)
        table.add_column(style=palette.dim)
        for row in topic.rows:
            table.add_row(Text(row.keys), Text(row.label))
        blocks.append(table)
    return Group(*blocks)


def _halves(blocks: Sequence[Topic]) -> tuple[Sequence[Topic], Sequence[Topic]]:
    """The topics in two columns whose heights differ least, their order kept."""
    heights = [len(topic.rows) + bool(topic.purpose) + 2 for topic in blocks]

    def difference(cut: int) -> int:
        return abs(sum(heights[:cut]) - sum(heights[cut:]))

    cut = min(range(1, len(blocks) + 1), key=difference)
    return blocks[:cut], blocks[cut:]
