"""A figure that the gateway tells of a security: what it is called, what it is of, and in which unit it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, NamedTuple

from futu_tui.feed.lookups.enum_words import words_of
from futu_tui.protocol import Security, SecurityError
from futu_tui.protocol.numbers import amount_or_zero, price_or_none


class Unit(Enum):
    """What a figure is counted in, which says how it is written."""

    WORDS = auto()
    YES_NO = auto()
    SECURITY = auto()
    PRICE = auto()
    """Of the security itself, in its currency and at its tick."""
    CHANGE = auto()
    """Of that price."""
    LEVEL = auto()
    """A price of something else, such as a strike, or an amount a share: as many decimals as it needs."""
    MONEY = auto()
    """In the security's currency."""
    SHARES = auto()
    """Of the security: shares, units or contracts."""
    COUNT = auto()
    PERCENT = auto()
    MOVE = auto()
    """Percent up or down."""
    TIMES = auto()
    NUMBER = auto()
    DAYS = auto()
    DAY = auto()
    """`2026-11-23`, in the market's zone."""
    TIME = auto()
    """`2026-11-23 10:42:07`, in the market's zone."""


Value = float | int | bool | str | Security | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; its value is None where the gateway tells that there is none."""

    group: str
    label: str
    value: Value
    unit: Unit

    @property
    def place(self) -> tuple[str, str]:
        """What tells it from the others of a security."""
        return self.group, self.label


class Read(NamedTuple):
    """How one field of a message is read."""

    field: str
    label: str
    unit: Unit
    exact: str = ""
    """A field that tells the same with the fractions of a unit, where these count."""


def read_figures(group: str, message: Any, table: Sequence[Read]) -> Iterator[Figure]:
    """The fields of a message that are told, in the table's order; enums are read into words."""
    for field, label, unit, exact in table:
        told = exact if exact and message.HasField(exact) else field
        if message.HasField(told):
            yield Figure(group, label, _value(message, told, unit), unit)


def _value(message: Any, field: str, unit: Unit) -> Value:
    value = getattr(message, field)
    match unit:
        case Unit.SECURITY:
            try:
                return Security.of(value)
            except SecurityError:
                return None
        case Unit.WORDS:
            return (
                value if isinstance(value, str) else words_of(message.DESCRIPTOR.fields_by_name[field], value)
            )
        case Unit.PRICE | Unit.LEVEL:
            return price_or_none(value)
        case Unit.DAY:
            return str(value)[:10] or None
        case Unit.TIME:
            return str(value)[:19] or None
    return amount_or_zero(value) if isinstance(value, float) else value
