"""What the wire format alone tells of bytes whose definition is not published: field numbers, wire types, and guesses.

A field is a key (its number and wire type) and a value. Bytes that are no such sequence are told as the rest.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

_LONGEST_VARINT = 10
"""Bytes of a 64-bit number, seven bits each."""
_DEEPEST = 16
"""Messages inside each other that are looked into."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
NAMES = {VARINT: "varint", FIXED64: "fixed64", BYTES: "bytes", FIXED32: "fixed32"}


@dataclass(frozen=True, slots=True)
class RawField:
    """One field as it stands on the wire."""

    number: int
    wire_type: int
    raw: bytes
    """The value's bytes, without key and length."""
    value: int
    """Of a varint and of fixed ones, unsigned; of bytes how many they are."""
    nested: Raw | None = None
    """The fields in it, where its bytes are a message as well."""

    @property
    def text(self) -> str | None:
        """Its bytes as text, where they are UTF-8 that a person can read."""
        if self.wire_type != BYTES:
            return None
        try:
            text = self.raw.decode()
        except UnicodeDecodeError:
            return None
        return text if text and all(each.isprintable() or each in "\t\r\n" for each in text) else None

    @property
    def guesses(self) -> list[str]:
        """What it may mean, the likeliest first."""
        if self.wire_type == BYTES:
            text = self.text
            return [repr(text)] if text is not None else [self.raw.hex() or "empty"]
        if self.wire_type == VARINT:
            found = [str(self.value)]
            if self.value >= 2**63:
                found.append(str(self.value - 2**64))
            return found
        letter = "d" if self.wire_type == FIXED64 else "f"
        bits = 64 if self.wire_type == FIXED64 else 32
        (number,) = struct.unpack(f"<{letter}", self.raw)
        signed = self.value - 2**bits if self.value >= 2 ** (bits - 1) else self.value
        whole = [str(signed)]
        likely = math.isfinite(number) and (number == 0 or 1e-9 < abs(number) < 1e15)
        return [f"{number:.10g}", *whole] if likely else [*whole, f"{number:.10g}"]


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as fields."""

    fields: tuple[RawField, ...]
    rest: bytes = b""
    """What is no field any more."""


def decode(data: bytes, depth: int = 0) -> Raw:
    """The fields of a message, as far as bytes can be read as one. Never raises."""
    fields: list[RawField] = []
    at = 0
    while at < len(data):
        field, end = _field(data, at, depth)
        if field is None:
            return Raw(tuple(fields), data[at:])
        fields.append(field)
        at = end
    return Raw(tuple(fields))


def _field(data: bytes, at: int, depth: int) -> tuple[RawField | None, int]:
    key, at = _varint(data, at)
    if key is None or not 1 <= key >> 3 < 2**29:
        return None, at
    number, wire_type = key >> 3, key & 7
    begin = at
    if wire_type == VARINT:
        value, end = _varint(data, at)
    elif wire_type in (FIXED64, FIXED32):
        end = at + (8 if wire_type == FIXED64 else 4)
        value = int.from_bytes(data[at:end], "little") if end <= len(data) else None
    elif wire_type == BYTES:
        value, begin = _varint(data, at)
        end = begin + (value or 0)
        if end > len(data):
            value = None
    else:
        return None, at
    if value is None:
        return None, end
    raw = data[begin:end]
    return RawField(number, wire_type, raw, value, _nested(wire_type, raw, depth)), end


def _nested(wire_type: int, raw: bytes, depth: int) -> Raw | None:
    if wire_type != BYTES or not raw or depth >= _DEEPEST:
        return None
    inside = decode(raw, depth + 1)
    return inside if inside.fields and not inside.rest else None


def _varint(data: bytes, at: int) -> tuple[int | None, int]:
    number = 0
    for place, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return (number if number < 2**64 else None), at + place + 1
    return None, at
