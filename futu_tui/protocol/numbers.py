"""Which of the wire's numbers can be shown and reckoned with: what is infinite, or no number at all, is unknown."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.protobuf.message import Message


class OddNumber(ValueError):
    """A number that what is traded on cannot have; the message says which."""


_BEYOND = 1e15
"""No price or turnover of any market reaches this; sums of numbers below it stay exact enough and finite."""
LEAST = 1e-12
"""Amounts nearer to 0 are none: what is divided by them stays finite."""
_LEAST_TICK = 1e-8


def believable(*values: float) -> bool:
    """Whether all of these are numbers that a market can have."""
    for value in values:  # noqa: SIM110 - a generator costs several times as much, and every bar comes through here
        if not -_BEYOND < value < _BEYOND:
            return False
    return True


def price_or_none(value: float) -> float | None:
    """A price; None for the wire's 0, which means none, and for what cannot be one."""
    return value if LEAST < value < _BEYOND or -_BEYOND < value < -LEAST else None


def amount_or_zero(value: float) -> float:
    """An amount; 0 for what cannot be one."""
    return value if -_BEYOND < value < _BEYOND else 0.0


def count_or_zero(value: int) -> int:
    """A number of shares or orders; 0 for what cannot be one."""
    return value if 0 <= value < _BEYOND else 0


def amount_or_none(value: float) -> float | None:
    """An amount that may be 0; None for what cannot be one."""
    return value if -_BEYOND < value < _BEYOND else None


def tick_or_zero(value: float) -> float:
    """A price step; 0, which means unknown, for what cannot be one."""
    return value if _LEAST_TICK <= value < _BEYOND else 0.0


def sound(name: str, value: float, *, least: float = -_BEYOND) -> float:
    """A number that has to be right, or what it stands in is worth nothing. Raises OddNumber."""
    if not (least <= value < _BEYOND and value > -_BEYOND):
        raise OddNumber(f"{name} is {f'{value:g}' if isfinite(value) else 'no number'}")
    return value


def complete(message: Message) -> None:
    """Raises OddNumber for a message that lacks what its protocol requires: a number left out would be read as 0."""
    if not message.IsInitialized():
        raise OddNumber("a number that has to be there is left out")


def price_key(price: float) -> float:
    """A price to look up by: two doubles that mean one price are equal."""
    return round(price, 6)
