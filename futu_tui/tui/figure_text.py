"""How a figure of a security is written: its number, and the unit beside it."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

from futu_tui.feed.lookups.figures import Figure, Unit, Value
from futu_tui.protocol import Security
from futu_tui.tui import format
from futu_tui.tui.text import clean

_UNITS = {
    Unit.PERCENT: "%",
    Unit.MOVE: "%",
    Unit.TIMES: "times",
    Unit.DAYS: "days",
}
LEAST_DECIMALS, MOST_DECIMALS = 2, 6
WITHOUT_YEAR = len("2026-")
"""Of a time, which is of these days."""


def figure_text(figure: Figure, decimals: int) -> str:
    """The figure without its unit; `decimals` are those of the security's price. What is not known is a dash."""
    return value_text(figure.value, figure.unit, decimals)


def value_text(value: Value, unit: Unit, decimals: int) -> str:
    """As above, of a value by itself."""
    if value is None or value == "":
        return format.UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Security):
        return str(value)
    if isinstance(value, str):
        return clean(value[WITHOUT_YEAR:] if unit is Unit.TIME else value)
    match unit:
        case Unit.PRICE:
            return format.price(value, decimals)
        case Unit.CHANGE:
            return format.change(value, decimals)
        case Unit.MOVE:
            return format.percent(value)
        case Unit.PERCENT | Unit.TIMES:
            return format.price(value, 2)
        case Unit.MONEY:
            return format.money(value, 0)
        case Unit.LEVEL:
            return plain(value, LEAST_DECIMALS)
        case Unit.COUNT | Unit.SHARES | Unit.DAYS:
            return format.quantity(value)
    return plain(value, 0)


def plain(value: float, least: int) -> str:
    """A number with the decimals that it needs, `least` at the least: 488.20, 0.0125, 12; what is none is a dash."""
    if not math.isfinite(value):
        return format.UNKNOWN
    text = format.price(value, MOST_DECIMALS)
    whole, _, part = text.partition(".")
    part = part.rstrip("0").ljust(least, "0")
    return f"{whole}.{part}" if part else whole


class Counted(NamedTuple):
    """What a security's figures are counted in."""

    prices: str
    money: str
    sizes: str


def counted(currency: str, groups: Collection[str]) -> Counted:
    """By the groups of figures that it has: an index has points, options and futures are traded in contracts."""
    return Counted(
        "points" if "Members" in groups else currency,
        currency,
        "contr." if "Option" in groups or "Future" in groups else "shares",
    )


def unit_text(figure: Figure, by: Counted) -> str:
    """What the number is of: a currency, shares or contracts, a percent mark; empty for words and plain counts."""
    if figure.value is None or isinstance(figure.value, str):
        return ""
    match figure.unit:
        case Unit.PRICE | Unit.CHANGE | Unit.LEVEL:
            return by.prices
        case Unit.MONEY:
            return by.money
        case Unit.SHARES:
            return by.sizes
    return _UNITS.get(figure.unit, "")
