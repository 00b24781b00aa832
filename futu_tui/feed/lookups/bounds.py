"""From here to there: what filters of the gateway take as a pair of fields, and a person writes as `1..5`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple, Self

from futu_tui.trading.amounts import NotANumber, number_text, typed_number

BETWEEN = ".."


class BoundsError(ValueError):
    """Text that names no bounds; the message shows a right example."""


class Bounds(NamedTuple):
    """Both included; None is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1..5`, `1..`, `..5`, or `3` for exactly that; raises BoundsError."""
        low, between, high = text.strip().partition(BETWEEN)
        bounds = cls(_number(low), _number(high if between else low))
        if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
            raise BoundsError(
                f"{number_text(bounds.low)} is above {number_text(bounds.high)}: turn them round"
            )
        return bounds

    def fields(self, name: str, number: type[int] | type[float] = float) -> dict[str, Any]:
        """As fields of a request whose lower one is called `nameMin`; those that are open are left out."""
        pairs = ((f"{name}Min", self.low), (f"{name}Max", self.high))
        return {field: number(bound) for field, bound in pairs if bound is not None}

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return number_text(self.low)
        low = "" if self.low is None else number_text(self.low)
        high = "" if self.high is None else number_text(self.high)
        return f"{low}{BETWEEN}{high}" if low or high else ""


def _number(text: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    negative = text.startswith("-")
    try:
        number = typed_number(text.removeprefix("-"))
    except NotANumber:
        number = None
    if number is None:
        raise BoundsError(f"{text!r} is no number: write 1..5, 1.. or ..5")
    return -number if negative else number
