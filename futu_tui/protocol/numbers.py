"""Which of the wire's numbers can be shown and reckoned with: what is infinite, or no number at all, is unknown."""

from __future__ import annotations

_BEYOND = 1e15
"""No price or turnover of any market reaches this; sums of numbers below it stay exact enough and finite."""
_LEAST_TICK = 1e-8


def believable(*values: float) -> bool:
    """Whether all of these are numbers that a market can have."""
    for value in values:  # noqa: SIM110 - a generator costs several times as much, and every bar comes through here
        if not -_BEYOND < value < _BEYOND:
            return False
    return True


def price_or_none(value: float) -> float | None:
    """A price; None for the wire's 0, which means none, and for what cannot be one."""
    return value if value and -_BEYOND < value < _BEYOND else None


def amount_or_zero(value: float) -> float:
    """An amount; 0 for what cannot be one."""
    return value if -_BEYOND < value < _BEYOND else 0.0


def tick_or_zero(value: float) -> float:
    """A price step; 0, which means unknown, for what cannot be one."""
    return value if _LEAST_TICK <= value < _BEYOND else 0.0


def price_key(price: float) -> float:
    """A price to look up by: two doubles that mean one price are equal."""
    return round(price, 6)
