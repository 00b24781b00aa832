"""Bodies as JSON for people and programs: fields as the wire spells them, enums by name, both ways.

As in protobuf's own JSON, 64-bit numbers are text, for many programs round JSON's numbers beyond 2**53; bytes are
base64; NaN and the infinities are text.
"""

from __future__ import annotations

import base64
import json
import math
import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError

from futu_tui.printable import HIDDEN, escaped, printable
from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.pb.qot_common_pb2 import SubType
from futu_tui.protocol.utf8 import readable

if TYPE_CHECKING:
    from google._upb import _message as upb
    from google.protobuf import descriptor
    from google.protobuf.descriptor import EnumDescriptor
    from google.protobuf.message import Message

    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

    Descriptor = descriptor.Descriptor | upb.Descriptor
    FieldDescriptor = descriptor.FieldDescriptor | upb.FieldDescriptor

_IN_JSON = re.compile(f"[{HIDDEN}]")
"""What is not to be printed and JSON does not escape itself."""


class WrongJSON(ValueError):
    """JSON that cannot be read, or a name that is no value of its enum; the message shows where."""


def to_json(value: Any, *, indent: int | None = None, plain: bool | None = None) -> str:
    """JSON text that is safe to print: control characters escaped, Chinese as it is.

    With `plain` Chinese is escaped too; None asks standard output whether it takes it.
    """
    if plain is None:
        plain = "utf" not in (sys.stdout.encoding or "").casefold()
    return _IN_JSON.sub(escaped, json.dumps(value, ensure_ascii=plain, indent=indent))


def as_object(message: Message) -> dict[str, Any]:
    """What a message holds, by field."""
    return {field.name: _shown(field, value) for field, value in message.ListFields()}


def push_object(event: PushEvent) -> dict[str, Any]:
    """A push: its envelope's fields, and its body as `s2c`, or as bytes where it does not parse."""
    protocol = PROTOCOLS.get(event.proto_id)
    shown: dict[str, Any] = {"proto_id": event.proto_id, "name": protocol.name if protocol else None}
    shown |= {key: value for key in ("event_type", "sec_key") if (value := getattr(event, key))}
    if event.sub_type:
        shown["sub_type"] = enum_names(SubType.DESCRIPTOR).get(event.sub_type, event.sub_type)
    if event.acc_id:
        shown["acc_id"] = str(event.acc_id)
    response = protocol.response if protocol else None
    try:
        body: Any = response.FromString(event.body) if response else None
    except DecodeError:
        body = None
    return shown | ({"bytes": event.body.hex()} if body is None else {"s2c": as_object(readable(body.s2c))})


def parse_object(text: str) -> dict[str, Any]:
    """The JSON object in a text. Raises WrongJSON, which points at the mistake."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        pointer = f"\n  {printable(line)}\n  {' ' * (error.colno - 1)}^" if line.strip() else ""
        raise WrongJSON(f"line {error.lineno}, column {error.colno}: {error.msg}{pointer}") from None
    if not isinstance(value, dict):
        raise WrongJSON(f'the fields go in an object, as in {{"userID": 0}}, not in {type(value).__name__}')
    return value


def with_numbers(fields: Mapping[str, Any], message: Descriptor) -> dict[str, Any]:
    """The same fields of this message with enum names turned into numbers. Raises WrongJSON.

    A name may leave its enum's own out, and case does not matter: `QotMarket_HK_Security` or `hk_security`.
    Fields that the message does not have are passed on; the client says which it has.
    """
    return {
        name: _numbered(message.fields_by_name[name], value) if name in message.fields_by_name else value
        for name, value in fields.items()
    }


def odd_float(value: float) -> str:
    """NaN and the infinities as protobuf's JSON spells them."""
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _shown(field: FieldDescriptor, value: Any) -> Any:
    if field.is_repeated:
        return [_shown_one(field, item) for item in value]
    return _shown_one(field, value)


def _shown_one(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type is not None:
        return as_object(value)
    if enum := enum_of(field):
        return enum_names(enum).get(value, value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and not math.isfinite(value):
        return odd_float(value)
    return str(value) if field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64) else value


def _numbered(field: FieldDescriptor, value: Any) -> Any:
    if isinstance(value, list):
        return [_numbered(field, item) for item in value]
    if field.message_type is not None and isinstance(value, Mapping):
        return with_numbers(value, field.message_type)
    enum = enum_of(field)
    if enum is None or not isinstance(value, str) or value.lstrip("-").isdecimal():
        return value
    numbers = enum_numbers(enum)
    if value.casefold() not in numbers:
        raise WrongJSON(f"{field.name}: {no_such_name(enum, value)}")
    return numbers[value.casefold()]


def no_such_name(enum: EnumDescriptor, text: str) -> str:
    """What is wrong with a name that is none of the enum's, and which was likely meant."""
    numbers = enum_numbers(enum)
    near = get_close_matches(text.casefold(), numbers, n=1)
    likely = [name for name, number in short_names(enum).items() if near and number == numbers[near[0]]]
    hint = f"did you mean {likely[0]}?" if likely else f"there are {', '.join(short_names(enum))}"
    return f"{text!r} is no {enum.name}; {hint}"


@cache
def enum_names(enum: EnumDescriptor) -> dict[int, str]:
    """The first name of each number; a few have two."""
    return {value.number: value.name for value in reversed(enum.values)}


@cache
def enum_numbers(enum: EnumDescriptor) -> dict[str, int]:
    """The number of each name, with the enum's own in front or not, in lower case."""
    full = {value.name.casefold(): value.number for value in enum.values}
    return {name.casefold(): number for name, number in short_names(enum).items()} | full


@cache
def short_names(enum: EnumDescriptor) -> dict[str, int]:
    """Every value by its name without the enum's own in front, in the wire's order."""
    return {value.name.removeprefix(f"{enum.name}_"): value.number for value in enum.values}
