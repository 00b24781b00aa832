"""Words of the wire that are no UTF-8: protobuf hands these over as bytes, which nothing here expects.

A gateway that takes a name from elsewhere as it is may send it in another encoding. It costs the name its odd letters,
and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from futu_tui.protocol.wire_json import Descriptor


PART = 250
"""Rows of a list between two rests of `readable_by_parts`."""


def text(value: str | bytes) -> str:
    """A text as protobuf gives it; letters of no UTF-8 are shown as such."""
    return value if isinstance(value, str) else value.decode("utf-8", "replace")


def readable(message: Any) -> Any:
    """The same message, with every text in it readable."""
    for _ in readable_by_parts(message):
        pass
    return message


def readable_by_parts(message: Any) -> Iterator[None]:
    """The same a part at a time, so that a caller can rest in between: a market's listings take a tenth of a second."""
    texts, lists, children, many = _plan(message.DESCRIPTOR)
    for name in texts:
        value = getattr(message, name)
        if type(value) is not str:
            setattr(message, name, text(value))
    for name in lists:
        values = getattr(message, name)
        for place, value in enumerate(values):
            if type(value) is not str:
                values[place] = text(value)
    for name in children:
        if message.HasField(name):
            yield from readable_by_parts(getattr(message, name))
    for name in many:
        for place, each in enumerate(getattr(message, name), 1):
            yield from readable_by_parts(each)
            if place % PART == 0:
                yield


Names = tuple[str, ...]


@cache
def _plan(descriptor: Descriptor) -> tuple[Names, Names, Names, Names]:
    """The fields to look at: texts, lists of texts, messages with texts in them, and lists of these."""
    texts: list[str] = []
    lists: list[str] = []
    children: list[str] = []
    many: list[str] = []
    for field in descriptor.fields:
        if field.type == field.TYPE_STRING:
            (lists if field.is_repeated else texts).append(field.name)
        elif field.message_type is not None and _has_text(field.message_type):
            (many if field.is_repeated else children).append(field.name)
    return tuple(texts), tuple(lists), tuple(children), tuple(many)


@cache
def _has_text(descriptor: Descriptor, above: frozenset[str] = frozenset()) -> bool:
    """Whether any text may stand in a message, in those within it included."""
    name = descriptor.full_name
    return name not in above and any(
        field.type == field.TYPE_STRING
        or (field.message_type is not None and _has_text(field.message_type, above | {name}))
        for field in descriptor.fields
    )
