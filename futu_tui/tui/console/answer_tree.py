"""An answer as a tree that folds, made as far as it is looked at: thousands of rows cost no more than a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from futu_tui.protocol.form_values import kind_of
from futu_tui.protocol.raw_fields import NAMES, Raw, RawField, decode
from futu_tui.tui.console.values import shown, summary

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from futu_tui.protocol.wire_json import FieldDescriptor

FEW = 20
"""Items of a repeated message up to which they stand open at first."""


class Node:
    """A field, or an item of a repeated one, with what is in it."""

    __slots__ = ("_children", "_make", "_text", "count", "is_open", "label", "parent")

    def __init__(
        self,
        label: str,
        text: Callable[[], str] | str,
        *,
        make: Callable[[], Iterable[Node]] | None = None,
        count: int = 0,
        is_open: bool = True,
    ) -> None:
        """`make` makes what is in it, `count` nodes; `text` is what stands beside the label, made when looked at."""
        self.label = label
        self.count = count
        self.is_open = is_open
        self.parent: Node | None = None
        self._text = text
        self._make = make
        self._children: list[Node] | None = None

    @property
    def text(self) -> str:
        """What stands beside the label."""
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text

    @property
    def folds(self) -> bool:
        """Whether there is anything in it."""
        return self._make is not None

    @property
    def children(self) -> list[Node]:
        if self._children is None:
            self._children = list(self._make()) if self._make is not None else []
            for child in self._children:
                child.parent = self
        return self._children


class TreeLine(NamedTuple):
    """A line of the tree as it is folded now."""

    depth: int
    node: Node


class AnswerTree:
    """The lines of an answer, folded and unfolded, and a search through all of it."""

    def __init__(self, body: Message | bytes) -> None:
        nodes = raw_nodes(decode(body)) if isinstance(body, bytes) else message_nodes(body)
        self._root = Node("", "", make=lambda: nodes)
        self.lines: list[TreeLine] = []
        self._renew()

    def toggle(self, at: int) -> None:
        """Fold the line at this place, or unfold it."""
        node = self.lines[at].node
        if node.folds:
            node.is_open = not node.is_open
            self._renew()

    def fold_all(self, is_open: bool) -> None:
        """Fold or unfold everything."""
        for node in _all(self._root):
            if node is not self._root and node.folds:
                node.is_open = is_open
        self._renew()

    def parent_of(self, at: int) -> int:
        """The line that the line at this place is in; itself at the top."""
        parent = self.lines[at].node.parent
        places = (place for place in range(at, -1, -1) if self.lines[place].node is parent)
        return next(places, at)

    def find(self, text: str) -> list[Node]:
        """Everything, folded or not, whose name or value has this text, whatever the case; in order."""
        wanted = text.casefold()
        return [
            node
            for node in _all(self._root)
            if wanted in node.label.casefold() or (not node.folds and wanted in node.text.casefold())
        ]

    def show(self, node: Node) -> int:
        """Unfold what a node is in; the line it stands on then."""
        above = node.parent
        while above is not None:
            above.is_open = True
            above = above.parent
        self._renew()
        return next(place for place, line in enumerate(self.lines) if line.node is node)

    def node_at(self, path: Sequence[str], numbers: Sequence[int]) -> Node | None:
        """The node of a message by the fields that lead to it, with its number in each of them that is a list."""
        node, rest = self._root, list(numbers)
        for name in path:
            found = next((child for child in node.children if child.label == name), None)
            if found is None:
                return None
            node = found
            if node.children and node.children[0].label == "[0]":
                node = node.children[rest.pop(0)]
        return node

    def nearest(self, node: Node) -> int:
        """The line of a node, or of the first around it that is in view."""
        above: Node | None = node
        while above is not None:
            for place, line in enumerate(self.lines):
                if line.node is above:
                    return place
            above = above.parent
        return 0

    def next_of(self, nodes: Sequence[Node], at: int, by: int, *, from_here: bool = False) -> Node:
        """Of some nodes in their order the next from the line at this place, or the one before; round at the ends."""
        here = self.lines[at].node
        order = {id(node): place for place, node in enumerate(_all(self._root))}
        now = order[id(here)]
        if by > 0:
            return next(
                (node for node in nodes if order[id(node)] > now or (from_here and node is here)), nodes[0]
            )
        return next((node for node in reversed(nodes) if order[id(node)] < now), nodes[-1])

    def _renew(self) -> None:
        self.lines = [TreeLine(depth, node) for depth, node in _open(self._root.children, 0)]


def message_nodes(message: Message) -> list[Node]:
    """The fields that a message has."""
    return [_field_node(field, value) for field, value in message.ListFields()]


def raw_nodes(raw: Raw) -> list[Node]:
    """The fields of bytes that have no definition, with guesses at what they mean."""
    nodes = [_raw_node(field) for field in raw.fields]
    if raw.rest:
        nodes.append(Node("rest", f"{len(raw.rest)} bytes that are no field: {raw.rest.hex()}"))
    return nodes


def _field_node(field: FieldDescriptor, value: Any) -> Node:
    if not field.is_repeated:
        return _item_node(field, field.name, value)
    items = list(value)
    return Node(
        field.name,
        f"[{len(items):,}]",
        make=lambda: [
            _item_node(field, f"[{place}]", item, is_open=len(items) <= FEW)
            for place, item in enumerate(items)
        ],
        count=len(items),
    )


def _item_node(field: FieldDescriptor, label: str, value: Any, *, is_open: bool = True) -> Node:
    if kind_of(field) is not None:
        return Node(label, lambda: shown(field, value))
    return Node(
        label,
        lambda: summary(value),
        make=lambda: message_nodes(value),
        count=len(value.ListFields()),
        is_open=is_open,
    )


def _raw_node(field: RawField) -> Node:
    label = f"{field.number} {NAMES[field.wire_type]}"
    guesses = "  or  ".join(field.guesses)
    nested = field.nested
    if nested is None:
        return Node(label, guesses)
    return Node(
        label,
        f"{field.value} bytes, perhaps a message" + (f"  or  {guesses}" if field.text else ""),
        make=lambda: raw_nodes(nested),
        count=len(nested.fields),
    )


def _open(nodes: Iterable[Node], depth: int) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield depth, node
        if node.folds and node.is_open:
            yield from _open(node.children, depth + 1)


def _all(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _all(child)
