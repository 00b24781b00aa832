"""A request as a form: a line a field, with what was typed, what is wrong with it, and what may be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.message import Message

from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.form_values import Kind, value_of
from futu_tui.protocol.forms import Form, Group, Leaf, Line, Many
from futu_tui.protocol.wire_json import enum_numbers
from futu_tui.tui import keymap
from futu_tui.tui.console.values import TYPES, choice_text
from futu_tui.tui.text import clean, fit
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.long_list import LongList, Run

INDENT = 2
"""Cells that what is in a message stands further to the right."""
WIDEST_LABEL = 30
REQUIRED = "*"
WRONG = "!"
FLAGS = (None, "true", "false")


class FormList(LongList):
    """The fields in lines; the screen around it opens the line in which a value is typed."""

    CONTEXT: ClassVar[str] = "console_form"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console_form")]

    class Edit(Message):
        """The value of the current line is to be typed."""

    class Changed(Message):
        """Something else is filled in now."""

    def __init__(self, form: Form, name_of: Callable[[str], str], *, id: str | None = None) -> None:
        """`name_of` tells the name of a security as it was typed, empty where it is not known."""
        super().__init__(id=id)
        self.form = form
        self.lines: list[Line] = form.lines()
        self._name_of = name_of
        self._label_width = 0
        self._measure()

    @property
    def line(self) -> Line | None:
        """The current one; None in a form without fields."""
        return self.lines[self.cursor] if self.lines else None

    def reload(self) -> None:
        """The form holds something else."""
        self.lines = self.form.lines()
        self._measure()
        self.renew()

    def changed(self) -> None:
        """Something was filled in by the person."""
        self.reload()
        self.post_message(self.Changed())

    def go_to_path(self, path: str) -> None:
        """Put the cursor on the field of this name."""
        self.go_to(next((at for at, line in enumerate(self.lines) if line.path == path), self.cursor))

    def _measure(self) -> None:
        widest = max((line.depth * INDENT + len(line.label) for line in self.lines), default=0)
        self._label_width = min(widest + 1, WIDEST_LABEL)

    # Keys

    def action_edit(self) -> None:
        """Type the value; turn a flag; open a message; add an item."""
        line = self.line
        if line is None:
            return
        node = line.node
        if isinstance(node, Leaf):
            if node.kind is Kind.FLAG:
                self._turn(node)
            else:
                self.post_message(self.Edit())
        elif isinstance(node, Group):
            self._open_or_close(node)
        else:
            self._add_to(node)

    def action_turn(self) -> None:
        """Turn a flag, or put a message in or leave it out."""
        node = self.line.node if self.line else None
        if isinstance(node, Leaf) and node.kind is Kind.FLAG:
            self._turn(node)
        elif isinstance(node, Group):
            self._open_or_close(node)

    def action_add(self) -> None:
        """One more item of the list that the cursor is on or in."""
        many = self._list_here()
        if many is not None:
            self._add_to(many)

    def action_remove(self) -> None:
        """Take the item away, leave the field out, or the last item of a list."""
        line = self.line
        if line is None:
            return
        node = line.node
        if line.among is not None and not isinstance(node, Many):
            line.among.remove(node)
        elif isinstance(node, Leaf):
            node.text = None
        elif isinstance(node, Group):
            if not node.required:
                node.close()
        elif node.items:
            node.remove(node.items[-1])
        self.changed()

    def put(self, leaf: Leaf, text: str) -> None:
        """What was typed for a field; nothing leaves it out."""
        leaf.text = text or None
        self.changed()

    def _turn(self, leaf: Leaf) -> None:
        order = FLAGS[1:] if leaf.required else FLAGS
        at = order.index(leaf.text) if leaf.text in order else -1
        leaf.text = order[(at + 1) % len(order)]
        self.changed()

    def _open_or_close(self, group: Group) -> None:
        if group.is_open and not group.required:
            group.close()
        elif not group.is_automatic:
            group.open()
        self.changed()

    def _add_to(self, many: Many) -> None:
        item = many.add()
        self.changed()
        self.go_to(next(at for at, line in enumerate(self.lines) if line.node is item))
        if isinstance(item, Leaf):
            self.post_message(self.Edit())

    def _list_here(self) -> Many | None:
        """The list that the current line is, or that it is in."""
        line = self.line
        if line is None:
            return None
        if isinstance(line.node, Many):
            return line.node
        for before in reversed(self.lines[: self.cursor + 1]):
            if before.among is not None and line.path.startswith(before.path):
                return before.among
        return None

    # Drawing

    def count(self) -> int:
        return len(self.lines)

    def message(self) -> str:
        return "This request has no fields.\nIt is sent as it is."

    def runs(self, at: int, width: int, palette: Palette) -> Iterable[Run]:
        line = self.lines[at]
        node = line.node
        required = isinstance(node, Leaf | Group) and node.required and line.among is None
        indent = line.depth * INDENT
        yield " " * indent, palette.dim
        yield fit(line.label, max(self._label_width - indent, 1)), palette.text if required else palette.dim
        yield (REQUIRED if required else " ") + " ", palette.accent
        text, style = self._value(node, palette)
        yield text, style
        if isinstance(node, Leaf) and node.text is not None and node.kind is Kind.SECURITY:
            yield f"  {self._name_of(node.text)}", palette.dim

    def _value(self, node: Leaf | Group | Many, palette: Palette) -> tuple[str, Style]:
        if isinstance(node, Many):
            return (f"[{len(node.items)}]", palette.text) if node.items else ("[ ]", palette.faint)
        if isinstance(node, Group):
            if node.is_automatic:
                return "(filled in when this is sent)", palette.faint
            return ("{ }", palette.faint) if node.is_open else ("(not given)", palette.faint)
        if node.text is None:
            return f"({node.kind.value if node.kind is Kind.ASKED else TYPES[node.kind]})", palette.faint
        if problem := node.problem():
            return f"{WRONG} {clean(node.text)}  {problem}", palette.warning
        return value_text(node), palette.text


def value_text(leaf: Leaf) -> str:
    """What was typed, as it is understood: enum names with their numbers."""
    assert leaf.text is not None
    enum = enum_of(leaf.field) if leaf.kind is Kind.CHOICE else None
    if enum is None:
        return clean(leaf.text)
    value = value_of(leaf.field, leaf.text)
    number = enum_numbers(enum)[value.casefold()] if isinstance(value, str) else value
    return choice_text(leaf.field, number)
