"""Bodies of any protocol as no sane gateway would send them, made of bytes that a fuzzer or a seed chooses.

What must be there for a body to be read at all is there; everything else is as odd as the wire allows.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor as Kinds

if TYPE_CHECKING:
    from google._upb import _message as upb

NUMBERS = (
    512.5, 0.0, float("nan"), float("inf"), float("-inf"), -1.0, 1e308, -1e308, 5e-324, -0.0, 0.05, 1e15, 9.99e14, 1e-9,
    100.0, 131.4,
)  # fmt: skip
"""Prices, amounts and ratios."""
LARGE = (0, 1, -1, 100, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 700, 9_999, 20_261_123, 5)
"""Whole numbers; those that a field has no room for are cut to it."""
WORDS = (
    "", "Tencent", "\x1b[31mred\x1b[0m", "a\x00b", "\x9b2J", "line\nline\r\ttab", "\u202eesrever", "\u2066x\u2069",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u05e2\u05d1\u05e8\u05d9\u05ea", "\U0001f600",
    "\U00020000\U0002a6d6", "\U0001f468\u200d\U0001f469", "e\u0301\u0301\u0301\u0301", "\u200b\ufeff\u00ad",
    "[bold red]markup[/]", "[/]", "x" * 5_000, "\u7b2c\u4e00" * 200, "{0}{name}%s%n", "\x7f\x1b]0;title\x07",
    "\ufffd\ue000", "2026-11-23 10:42:07", "-0", "1_00700",
)  # fmt: skip
"""Names, remarks and notes."""
TIMES = (
    "2026-11-23 10:42:07", "2026-11-23", "", "2026-11-23 10:42:07.123", "0001-01-01 00:00:00", "9999-12-31 23:59:59",
    "2026-02-30", "yesterday", "2026-11-23 24:00:00", "\x1b[2J", "1970-01-01", "2026-11-23 10:41:07", "20261123",
    "2026-11-23T10:42:07+08:00", "2026-W48-1", "26-1-1", "2026-11-24 09:30:00", "0001-01-01",
)  # fmt: skip
SECURITIES = (
    (1, "00700"), (1, "00700"), (1, "00700"), (1, "09988"), (11, "AAPL"), (21, "600519"), (0, ""), (99, "X"),
    (1, ""), (1, "\x1b[2J"), (1, "007\u202e00"), (1, "x" * 300), (-1, "00700"), (22, "\U0001f600"), (1, "HSImain"),
)  # fmt: skip
ACCOUNT = 281_001_234
"""The account that trading bodies are mostly of."""
_USUAL: dict[str, Sequence[Any]] = {
    "retType": (0, 0, 0, 0, 0, 0, 0, -1),
    "accID": (ACCOUNT, ACCOUNT, ACCOUNT, 0, 2**64 - 1),
    "secMarket": (1, 1, 1, 0, 2, 31, 77),
    "trdMarket": (1, 1, 1, 0, 2, 3, 4, 77),
    "code": ("00700", "00700", "00700", "AAPL", "", "\x1b[2J", "6", "x" * 300),
    "orderID": (1, 2, 3, 4, 0, 2**64 - 1),
    "klType": (6, 6, 1, 2, 7, 0, 99, -1),
    "rehabType": (1, 1, 1, 0, 2, 77),
    "orderStatus": (5, 10, 11, 15, -1, 99, 0, 13),
    "marketHK": (3, 6, 0, 99, -1),
}
"""What a field of this name mostly is, so that a body goes as far as it can."""
_INTEGERS = {
    Kinds.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    Kinds.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    Kinds.CPPTYPE_UINT32: (0, 2**32 - 1),
    Kinds.CPPTYPE_UINT64: (0, 2**64 - 1),
}


class Source:
    """Choices, one a byte; once the bytes are used up the first of each."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def empty(self) -> bool:
        return self._at >= len(self._data)

    def byte(self) -> int:
        at = self._at
        self._at = at + 1
        return self._data[at] if at < len(self._data) else 0

    def of(self, choices: Sequence[Any]) -> Any:
        return choices[self.byte() % len(choices)]

    def rest(self) -> bytes:
        rest, self._at = self._data[self._at :], len(self._data)
        return rest


def fill(message: Any, source: Source, depth: int = 0) -> Any:
    """Put something into every required field of a message, and into most others; the message."""
    for field, required, repeated, is_message in _fields(message.DESCRIPTOR):
        if not required and (source.empty or source.byte() % 4 == 3):
            continue
        name = field.name
        if repeated:
            count = _COUNTS[source.byte() % len(_COUNTS)] if depth < 6 else 0
            items = getattr(message, name)
            for _ in range(count):
                if is_message:
                    fill(items.add(), source, depth + 1)
                else:
                    items.append(_value(field, source))
        elif is_message:
            child = getattr(message, name)
            child.SetInParent()
            if depth < 8 or required:
                fill(child, source, depth + 1)
        else:
            setattr(message, name, _value(field, source))
    if message.DESCRIPTOR.full_name == "futu_tui.qot_common.Security":
        message.market, message.code = SECURITIES[source.byte() % len(SECURITIES)]
    return message


def seeded(message: Any, seed: int, size: int = 400) -> Any:
    """The same out of a number."""
    return fill(message, Source(random.Random(seed).randbytes(size)))


_COUNTS = (1, 0, 2, 3, 1, 1, 2, 12)
_known: dict[str, list[tuple[upb.FieldDescriptor, bool, bool, bool]]] = {}


def _fields(descriptor: Any) -> list[tuple[Any, bool, bool, bool]]:
    """Those of a message, with whether each is required, repeated, and a message itself."""
    found = _known.get(descriptor.full_name)
    if found is None:
        found = _known[descriptor.full_name] = [
            (field, field.is_required, field.is_repeated, field.message_type is not None)
            for field in descriptor.fields
        ]
    return found


def _value(field: Any, source: Source) -> Any:
    kind, usual = field.cpp_type, _USUAL.get(field.name, ())
    if kind in _INTEGERS:
        value = source.of(usual) if usual and isinstance(usual[0], int) else _whole(source)
        low, high = _INTEGERS[kind]
        return min(max(value, low), high)
    if kind in (Kinds.CPPTYPE_DOUBLE, Kinds.CPPTYPE_FLOAT):
        return source.of(NUMBERS)
    if kind == Kinds.CPPTYPE_BOOL:
        return source.byte() % 2 == 1
    if kind == Kinds.CPPTYPE_ENUM:
        values = field.enum_type.values
        return values[source.byte() % len(values)].number
    if field.type == Kinds.TYPE_BYTES:
        return bytes([source.byte()] * (source.byte() % 9))
    if usual and isinstance(usual[0], str):
        return source.of(usual)
    return source.of(TIMES if "ime" in field.name or "ate" in field.name else WORDS)


def _whole(source: Source) -> int:
    choice = source.byte()
    return choice % 40 if choice < 160 else LARGE[choice % len(LARGE)]
