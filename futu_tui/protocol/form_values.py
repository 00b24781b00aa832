"""One field of a body as text that a person types, and as JSON has it: both ways, and what is wrong with it."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.pb import qot_common_pb2
from futu_tui.protocol.security import Market, Security, SecurityError
from futu_tui.protocol.wire_json import (
    WrongJSON,
    enum_names,
    enum_numbers,
    no_such_name,
    odd_float,
    short_names,
)

if TYPE_CHECKING:
    from futu_tui.protocol.wire_json import FieldDescriptor

HEX = "hex:"
"""In front of bytes that JSON gives in hexadecimal and not in base64."""
ASKED = frozenset({"trd_unlock_trade.C2S.pwdMD5"})
"""Secrets: asked for in a masked field when the request is sent, and never a part of a form."""
NOT_KEPT = ASKED | {
    "init_connect.C2S.clientID",
    "test_cmd.C2S.paramStr",
    "test_cmd.C2S.paramBytes",
    "verification.C2S.code",
}
"""Fields that no file may remember, for what they hold may be a secret."""

_DAYS = frozenset(
    {
        "beginTime",
        "endTime",
        "expireTime",
        "clearingDate",
        "startCreateDate",
        "endCreateDate",
        "timeList",
        "maturityTimeMin",
        "maturityTimeMax",
    }
)
"""Text fields of requests that hold a day, or a time of one, in the market's zone."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?)?", re.ASCII)
_NUMBERED = re.compile(r"(-?\d{1,10})_(.*)", re.ASCII | re.DOTALL)
"""A security by the number of its market; also of a market that this program has no name for."""
_SECURITY = qot_common_pb2.Security.DESCRIPTOR.full_name
_QOT_MARKET = qot_common_pb2.QotMarket.DESCRIPTOR


class Kind(Enum):
    """What is typed into a field; the value is the hint that stands beside it while it is empty."""

    TEXT = "text"
    INTEGER = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    CHOICE = "a name of the list, or its number"
    SECURITY = "a security, as in HK.00700"
    DAY = "a day or a time, as in 2026-01-31 or 2026-01-31 09:30:00"
    BYTES = "hexadecimal: 0a00ff"
    ASKED = "asked for, masked, when this is sent; never kept"


class WrongValue(ValueError):
    """Text that is no value of its field; the message says what to write."""


@cache
def kind_of(field: FieldDescriptor) -> Kind | None:
    """What is typed for a field, or for each item of a repeated one; None for a message other than a security."""
    if field.message_type is not None:
        return Kind.SECURITY if field.message_type.full_name == _SECURITY else None
    if place_of(field) in ASKED:
        return Kind.ASKED
    if enum_of(field) is not None:
        return Kind.CHOICE
    if field.type == field.TYPE_BYTES:
        return Kind.BYTES
    if field.cpp_type == field.CPPTYPE_STRING:
        return Kind.DAY if field.name in _DAYS else Kind.TEXT
    if field.cpp_type == field.CPPTYPE_BOOL:
        return Kind.FLAG
    if field.cpp_type in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT):
        return Kind.NUMBER
    return Kind.INTEGER


def place_of(field: FieldDescriptor) -> str:
    """A field's message and name: `trd_unlock_trade.C2S.pwdMD5`."""
    assert field.containing_type is not None
    return f"{field.containing_type.full_name}.{field.name}".removeprefix("futu_tui.")


# From what is typed to JSON


def value_of(field: FieldDescriptor, text: str) -> Any:
    """What JSON has for this text: enums by their whole names, 64-bit numbers as text, bytes in base64.

    Raises WrongValue.
    """
    kind = kind_of(field)
    if kind in (Kind.TEXT, Kind.DAY):
        return _unquoted(text)
    if kind is Kind.SECURITY:
        return _security(text)
    if kind is Kind.CHOICE:
        return _choice(field, text.strip())
    if kind is Kind.INTEGER:
        return _integer(field, text.strip())
    if kind is Kind.NUMBER:
        return _number(text.strip())
    if kind is Kind.FLAG:
        flags = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if text.strip().casefold() not in flags:
            raise WrongValue(f"{text!r} is neither true nor false")
        return flags[text.strip().casefold()]
    if kind is Kind.BYTES:
        try:
            return base64.b64encode(bytes.fromhex(_unquoted(text))).decode()
        except ValueError:
            raise WrongValue(
                f"{text!r} is not hexadecimal; write pairs of 0-9 and a-f, as in 0a00ff"
            ) from None
    raise WrongValue(Kind.ASKED.value)


def day_problem(text: str) -> str:
    """What is wrong with text as a day or a time of one; empty where nothing is."""
    written = _unquoted(text)
    if not written:
        return ""
    if _DAY.fullmatch(written) is None:
        return f"{written!r} is no day; write 2026-01-31 or 2026-01-31 09:30:00"
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        return f"{written} is no day of the calendar: {error}"
    return ""


def _unquoted(text: str) -> str:
    """The text itself; one in quotes is read as JSON's, so that an empty one can be written."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        try:
            written = json.loads(text)
        except ValueError:
            return text
        if isinstance(written, str):
            return written
    return text


def _security(text: str) -> dict[str, Any]:
    try:
        market, code = Security.parse(text)
    except SecurityError as error:
        match = _NUMBERED.fullmatch(text)
        if match is None or not -(2**31) <= int(match[1]) < 2**31:
            raise WrongValue(str(error)) from None
        return {"market": _market_name(int(match[1])), "code": match[2]}
    return {"market": _market_name(market), "code": code}


def _market_name(number: int) -> str | int:
    return enum_names(_QOT_MARKET).get(int(number), int(number))


def _choice(field: FieldDescriptor, text: str) -> str | int:
    enum = enum_of(field)
    assert enum is not None
    number = enum_numbers(enum).get(text.casefold())
    if number is None:
        if re.fullmatch(r"[+-]?\d+", text, re.ASCII) is None:
            raise WrongValue(no_such_name(enum, text))
        number = int(_integer(field, text))
    return enum_names(enum).get(number, number)


def _integer(field: FieldDescriptor, text: str) -> int | str:
    bare = text.replace(",", "")
    if re.fullmatch(r"[+-]?\d{1,20}", bare, re.ASCII) is None:
        raise WrongValue(f"{text!r} is no whole number")
    number = int(bare)
    wide = field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64)
    signed = field.cpp_type in (field.CPPTYPE_INT32, field.CPPTYPE_INT64, field.CPPTYPE_ENUM)
    bits = 64 if wide else 32
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    if not low <= number <= high:
        raise WrongValue(f"{number:,} does not fit; {low:,} to {high:,} do")
    return str(number) if wide else number


def _number(text: str) -> float | str:
    try:
        number = float(Decimal(text.replace(",", "")))
    except InvalidOperation:
        raise WrongValue(f"{text!r} is no number; write one like 512.5") from None
    if math.isfinite(number):
        return number
    if re.fullmatch(r"[+-]?(inf(inity)?|nan)", text, re.IGNORECASE) is None:
        raise WrongValue(f"{text} is too large")
    return odd_float(number)


# From JSON to what would be typed


def text_of(field: FieldDescriptor, value: Any, path: str) -> str:
    """What a person would type for a value of JSON. What is no value of the field stays as it was written.

    Raises WrongJSON, which names the `path`, where the value has not the form of one.
    """
    kind = kind_of(field)
    if kind is Kind.ASKED:
        raise WrongJSON(f"{path}: leave it out; it is {kind.value}")
    if kind is Kind.SECURITY and isinstance(value, Mapping):
        text = _security_text(value)
        if text is None:
            raise WrongJSON(f'{path}: write {{"market": "HK_Security", "code": "00700"}}, or "HK.00700"')
        return text
    if isinstance(value, Mapping | list):
        given = "a list" if isinstance(value, list) else "an object"
        raise WrongJSON(f"{path}: takes one value, not {given}; write {kind.value if kind else 'one'}")
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind in (Kind.TEXT, Kind.DAY):
        return _quoted(str(value))
    if kind is Kind.CHOICE:
        return _choice_text(field, value)
    if kind is Kind.BYTES:
        return _hex(str(value), path)
    if kind is Kind.NUMBER and isinstance(value, int | float):
        return repr(value).removesuffix(".0") if math.isfinite(value) else odd_float(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_plain_security(value: Any) -> bool:
    """Whether JSON's value for a security can be typed in one word without losing anything."""
    return not isinstance(value, Mapping) or _security_text(value) is not None


def _security_text(value: Mapping[str, Any]) -> str | None:
    market, code = value.get("market"), value.get("code")
    if value.keys() != {"market", "code"} or isinstance(market, bool) or not isinstance(code, str):
        return None
    if isinstance(market, str):
        market = enum_numbers(_QOT_MARKET).get(market.casefold(), market)
    try:
        number = int(market)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    known = number in Market.__members__.values()
    wanted = {"market": _market_name(number), "code": code}
    for text in (str(Security(Market(number), code)) if known else "", f"{number}_{code}"):
        try:
            if _security(text) == wanted:
                return text
        except WrongValue:
            continue
    return None


def _choice_text(field: FieldDescriptor, value: Any) -> str:
    enum = enum_of(field)
    assert enum is not None
    text = str(value)
    number = enum_numbers(enum).get(text.casefold())
    if number is None and re.fullmatch(r"-?\d{1,10}", text, re.ASCII):
        number = int(text)
    if number is None or number not in enum_names(enum):
        return text
    return enum_names(enum)[number].removeprefix(f"{enum.name}_")


def _quoted(text: str) -> str:
    """The text as it is, unless that would be read as another, or not be seen whole."""
    plain = text.isprintable() and text.strip() == text != ""
    return (
        text if plain and _unquoted(text) == text else json.dumps(text, ensure_ascii=not text.isprintable())
    )


def _hex(text: str, path: str) -> str:
    if text.startswith(HEX):
        return text.removeprefix(HEX)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WrongJSON(
            f'{path}: bytes are base64, as in "CgD/", or hexadecimal, as in "hex:0a00ff"'
        ) from None
    return data.hex() or '""'


def unfinished(field: FieldDescriptor, text: str) -> str:
    """How JSON keeps text that is no value of its field yet."""
    return HEX + text if kind_of(field) is Kind.BYTES else text


def options(field: FieldDescriptor) -> dict[str, int]:
    """The values of a field that is chosen by name, in the wire's order; none for any other."""
    enum = enum_of(field)
    return short_names(enum) if enum is not None else {}
