"""Numbers that a person trades on: exact decimals, read from what was typed or from the wire's doubles."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from futu_tui.protocol.numbers import sound

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)

_TYPED = re.compile(r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)\s*(?P<unit>[kKmM]?)")
_UNITS = {"": ONE, "k": Decimal(1_000), "m": Decimal(1_000_000)}

_LONGEST = 18
"""Digits beyond which a double no longer holds what was typed, with some to spare for what is cut off."""


class NotANumber(ValueError):
    """Typed text that is no number; the message says what one looks like."""


def typed_number(text: str) -> Decimal | None:
    """The number that was typed: "512.45", "1,200", "2.5k", "1m"; None for nothing. Raises NotANumber."""
    text = text.strip()
    if not text:
        return None
    match = _TYPED.fullmatch(text)
    if match is None:
        raise NotANumber(f"{text!r} is no number; write it like 512.45, 1,200 or 10k")
    digits = match["digits"].replace(",", "")
    if len(digits) > _LONGEST:
        raise NotANumber(f"{text!r} has too many digits")
    return tidy(Decimal(digits) * _UNITS[match["unit"].lower()])


def wire_number(number: float) -> Decimal:
    """A double of the wire as the decimal that is meant by it: 0.1 is one tenth, 600.0 is 600.

    Raises OddNumber for what no amount can be, such as NaN.
    """
    sound("a number", number)
    return tidy(Decimal(repr(float(number))))


def tidy(number: Decimal) -> Decimal:
    """The same number; without a fraction and an exponent where it is whole."""
    whole = number.to_integral_value()
    return whole.quantize(ONE) if number == whole and abs(number) < Decimal(10) ** 27 else number


def money_text(amount: Decimal) -> str:
    """An amount to the cent: "102,490.00"."""
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_EVEN):,f}"


def number_text(number: Decimal) -> str:
    """A quantity or a bound as short as it is exact: "1,200", "0.5"."""
    text = f"{tidy(number):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
