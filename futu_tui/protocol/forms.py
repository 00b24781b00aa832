"""A body as a form: its fields in the wire's order, each with what was typed, and the same as JSON, both ways.

form = Form.of(protocol.c2s.DESCRIPTOR)
form.lines()     -> every line of it from top to bottom, with its depth
form.problems()  -> what keeps it from being sent, field by field
form.fields()    -> JSON's object; what is wrong in it stays as it was typed
form.read({...}) <- takes it all back. Raises WrongJSON and changes nothing
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from futu_tui.protocol.form_values import (
    Kind,
    WrongValue,
    day_problem,
    is_plain_security,
    kind_of,
    text_of,
    unfinished,
    value_of,
)
from futu_tui.protocol.wire_json import WrongJSON

if TYPE_CHECKING:
    from futu_tui.protocol.wire_json import Descriptor, FieldDescriptor

_AUTOMATIC = frozenset({"futu_tui.common.PacketID"})
"""Messages that the program fills in when it sends them."""


class Problem(NamedTuple):
    """What is wrong with a field, and what to do about it."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@dataclass(eq=False)
class Leaf:
    """A field, or an item of a repeated one, that is typed."""

    field: FieldDescriptor
    kind: Kind
    text: str | None = None
    """What was typed; None where it is left out."""
    required: bool = False

    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.kind is Kind.ASKED:
            return ""
        if self.text is None:
            return f"is required: {self.kind.value}" if self.required else ""
        try:
            value_of(self.field, self.text)
        except WrongValue as error:
            return str(error)
        return day_problem(self.text) if self.kind is Kind.DAY else ""

    def value(self) -> Any:
        """As JSON has it, finished or not; there must be text."""
        assert self.text is not None
        try:
            return value_of(self.field, self.text)
        except WrongValue:
            return unfinished(self.field, self.text)


@dataclass(eq=False)
class Group:
    """A message: its fields, where it is there at all."""

    field: FieldDescriptor | None
    """None for the whole body."""
    descriptor: Descriptor
    required: bool = True
    parts: list[Node] = attribute(default_factory=list)
    is_open: bool = False

    @property
    def is_automatic(self) -> bool:
        """Whether the program fills it in when it is sent."""
        return self.descriptor.full_name in _AUTOMATIC

    @property
    def is_missing(self) -> bool:
        return self.required and not self.is_open and not self.is_automatic

    def open(self) -> None:
        """Be there, with every field of it empty."""
        if not self.is_open:
            self.is_open = True
            self.parts = [_empty(part) for part in self.descriptor.fields]

    def close(self) -> None:
        """Be left out, with all that was typed into it."""
        self.is_open, self.parts = False, []


@dataclass(eq=False)
class Many:
    """A repeated field: items that are added and removed."""

    field: FieldDescriptor
    items: list[Leaf | Group] = attribute(default_factory=list)

    def add(self) -> Leaf | Group:
        """One more item, empty, at the end."""
        item = _item(self.field)
        self.items.append(item)
        return item

    def remove(self, item: Leaf | Group) -> None:
        self.items.remove(item)


Node = Leaf | Group | Many


class Line(NamedTuple):
    """A line of a form."""

    depth: int
    node: Node
    label: str
    path: str
    """How errors name it: `securityList[1].code`."""
    among: Many | None
    """What it is an item of, if anything."""


class Form:
    """The fields of one message as a person fills them in."""

    def __init__(self, root: Group) -> None:
        self.root = root

    @classmethod
    def of(cls, descriptor: Descriptor) -> Self:
        """An empty form of this message."""
        root = Group(None, descriptor)
        root.open()
        return cls(root)

    def lines(self) -> list[Line]:
        """All of it, from top to bottom."""
        return list(_lines(self.root, 0, ""))

    def problems(self) -> list[Problem]:
        """What keeps it from being sent, in the form's order."""
        found = []
        for line in self.lines():
            if isinstance(line.node, Leaf) and (text := line.node.problem()):
                found.append(Problem(line.path, text))
            elif isinstance(line.node, Group) and line.node.is_missing:
                found.append(Problem(line.path, "is required: open it and fill it in"))
        return found

    def fields(self) -> dict[str, Any]:
        """What is filled in, as JSON: enums by name, 64-bit numbers as text, bytes in base64.

        Text that is no value of its field stands there as it was typed.
        """
        return _object(self.root)

    def read(self, fields: Mapping[str, Any]) -> None:
        """Replace everything by what this object of JSON says.

        Raises WrongJSON, which names the field and says what to write; then nothing is changed.
        """
        self.root = _read_group(None, self.root.descriptor, fields, "", required=True)

    def put(self, path: tuple[str, ...], value: Any) -> bool:
        """Fill one field in, by the names that lead to it, groups on the way opened; False where there is none."""
        group = self.root
        for name in path[:-1]:
            part = _part(group, name)
            if not isinstance(part, Group):
                return False
            part.open()
            group = part
        part = _part(group, path[-1])
        if not isinstance(part, Leaf):
            return False
        part.text = text_of(part.field, value, ".".join(path))
        return True


def _part(group: Group, name: str) -> Node | None:
    return next((part for part in group.parts if part.field is not None and part.field.name == name), None)


def _empty(field: FieldDescriptor) -> Node:
    return Many(field) if field.is_repeated else _item(field, required=field.is_required)


def _item(field: FieldDescriptor, *, required: bool = True) -> Leaf | Group:
    kind = kind_of(field)
    if kind is not None:
        return Leaf(field, kind, required=required)
    assert field.message_type is not None
    group = Group(field, field.message_type, required)
    if required and not group.is_automatic:
        group.open()
    return group


def _lines(group: Group, depth: int, prefix: str) -> Iterator[Line]:
    for part in group.parts:
        assert part.field is not None
        path = prefix + part.field.name
        yield from _node_lines(part, depth, part.field.name, path, None)


def _node_lines(node: Node, depth: int, label: str, path: str, among: Many | None) -> Iterator[Line]:
    yield Line(depth, node, label, path, among)
    if isinstance(node, Group):
        yield from _lines(node, depth + 1, f"{path}.")
    elif isinstance(node, Many):
        for place, item in enumerate(node.items):
            yield from _node_lines(item, depth + 1, f"[{place}]", f"{path}[{place}]", node)


def _object(group: Group) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for part in group.parts:
        assert part.field is not None
        if isinstance(part, Many):
            if part.items:
                shown[part.field.name] = [_item_value(item) for item in part.items]
        elif isinstance(part, Group):
            if part.is_open:
                shown[part.field.name] = _object(part)
        elif part.text is not None:
            shown[part.field.name] = part.value()
    return shown


def _item_value(item: Leaf | Group) -> Any:
    """An item that is not filled in yet keeps its place as nothing."""
    if isinstance(item, Group):
        return _object(item)
    return None if item.text is None else item.value()


def _read_group(
    field: FieldDescriptor | None, descriptor: Descriptor, value: Any, path: str, *, required: bool
) -> Group:
    if not isinstance(value, Mapping):
        where = f"{path}: " if path else ""
        names = ", ".join(each.name for each in descriptor.fields)
        raise WrongJSON(f"{where}takes an object with {names}, as in {{...}}")
    group = Group(field, descriptor, required)
    group.open()
    prefix = f"{path}." if path else ""
    for name in value:
        if name not in descriptor.fields_by_name:
            raise WrongJSON(_no_such_field(descriptor, str(name), prefix))
    group.parts = [
        _read(each, value[each.name], prefix + each.name)
        if value.get(each.name) is not None
        else _left_out(each)
        for each in descriptor.fields
    ]
    return group


def _left_out(field: FieldDescriptor) -> Node:
    """A field that JSON does not have: as in an empty form."""
    return _empty(field)


def _read(field: FieldDescriptor, value: Any, path: str) -> Node:
    if not field.is_repeated:
        return _read_item(field, value, path, required=field.is_required)
    if not isinstance(value, list):
        raise WrongJSON(f"{path}: takes a list, as in [...]; put the one value in brackets")
    items = [_read_item(field, item, f"{path}[{place}]") for place, item in enumerate(value)]
    return Many(field, items)


def _read_item(field: FieldDescriptor, value: Any, path: str, *, required: bool = True) -> Leaf | Group:
    kind = kind_of(field)
    if kind is not None and (kind is not Kind.SECURITY or is_plain_security(value)):
        text = None if value is None else text_of(field, value, path)
        return Leaf(field, kind, text, required)
    assert field.message_type is not None
    return _read_group(field, field.message_type, value, path, required=required)


def _no_such_field(descriptor: Descriptor, name: str, prefix: str) -> str:
    close = difflib.get_close_matches(name, descriptor.fields_by_name, n=1)
    there = ", ".join(each.name for each in descriptor.fields) or "none"
    hint = f"did you mean {close[0]}?" if close else f"the fields are {there}"
    return f"{prefix}{name}: there is no such field; {hint}"
