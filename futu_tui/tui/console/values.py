"""How the console writes a value of a body: enum names beside their numbers, numbers whole, times as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.form_values import Kind, kind_of
from futu_tui.protocol.security import Security, SecurityError
from futu_tui.protocol.wire_json import enum_names
from futu_tui.tui.text import clean

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from futu_tui.protocol.wire_json import FieldDescriptor

TYPES = {
    Kind.TEXT: "text",
    Kind.DAY: "day",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.FLAG: "true/false",
    Kind.CHOICE: "choice",
    Kind.SECURITY: "security",
    Kind.BYTES: "bytes",
    Kind.ASKED: "secret",
}


def shown(field: FieldDescriptor, value: Any) -> str:
    """One value of a field that is no message, or of a security: safe to print, on one line."""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    kind = kind_of(field)
    if kind is Kind.SECURITY:
        return security_text(value)
    return choice_text(field, value) if kind is Kind.CHOICE else str(value)


def choice_text(field: FieldDescriptor, number: int) -> str:
    """`HK_Security (1)`; the number alone where it has no name."""
    enum = enum_of(field)
    name = enum_names(enum).get(number) if enum is not None else None
    return f"{name.removeprefix(f'{enum.name}_')} ({number})" if enum is not None and name else str(number)


def security_text(message: Any) -> str:
    """`HK.00700`; the market's number and the code where the program has no name for the market."""
    try:
        return str(Security.of(message))
    except SecurityError:
        return f"{message.market}_{clean(message.code)}"


def is_number(field: FieldDescriptor) -> bool:
    """Whether a column of it is aligned at the right."""
    return kind_of(field) in (Kind.INTEGER, Kind.NUMBER)


def summary(message: Message, fields: int = 6) -> str:
    """The first few fields of a message on one line: `time 10:42:07  price 512.5`."""
    parts = []
    for field, value in message.ListFields():
        if field.is_repeated:
            parts.append(f"{field.name} [{len(value)}]")
        elif kind_of(field) is None:
            parts.append(f"{field.name} {{…}}")
        else:
            parts.append(f"{field.name} {shown(field, value)}")
        if len(parts) == fields:
            break
    return "  ".join(parts)
