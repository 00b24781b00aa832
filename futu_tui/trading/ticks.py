"""Price steps (ticks) by price, and walking along them without leaving them.

The gateway tells one step, at the security's present price (`priceSpread`). Where a market's public table agrees with
it, the table holds at every price; else that one step does, near the price it was told at.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from msgspec import Struct

from futu_tui.protocol import Market
from futu_tui.trading.amounts import ZERO

_NEAR = Decimal(2)
"""A step told at one price is taken to hold from half of it to twice of it."""


class Band(Struct, frozen=True):
    """From `floor` up to the next band's floor, prices are multiples of `step`."""

    floor: Decimal
    step: Decimal


def _bands(*rows: tuple[str, str]) -> tuple[Band, ...]:
    return tuple(Band(Decimal(floor), Decimal(step)) for floor, step in rows)


_HONG_KONG = _bands(
    ("0", "0.001"),
    ("0.25", "0.005"),
    ("0.5", "0.01"),
    ("20", "0.02"),
    ("50", "0.05"),
    ("100", "0.1"),
    ("200", "0.2"),
    ("500", "0.5"),
    ("1000", "1"),
    ("2000", "2"),
    ("5000", "5"),
)
_UNITED_STATES = _bands(("0", "0.0001"), ("1", "0.01"))
_MAINLAND = _bands(("0", "0.01"))

TABLES: dict[Market, tuple[Band, ...]] = {
    Market.HK: _HONG_KONG,
    Market.US: _UNITED_STATES,
    Market.SH: _MAINLAND,
    Market.SZ: _MAINLAND,
}
"""The exchanges' published steps for shares."""


class PriceSteps(Struct, frozen=True):
    """Where a security's prices lie."""

    bands: tuple[Band, ...]
    """By floor, ascending; the first begins at 0."""
    near: Decimal | None = None
    """Where one step stands for all: the price it was told at."""

    @classmethod
    def of(
        cls, market: Market, tick: float | None, price: float | None, *, shares: bool = True
    ) -> PriceSteps:
        """The steps of a market's security whose present step and price are these, either unknown.

        The market's table is for `shares`; funds, warrants and contracts may have another.
        """
        table = TABLES.get(market) if shares else None
        told = _exact(tick) if tick else None
        at = _exact(price) if price else None
        if table is not None:
            steps = cls(table)
            if told is None or at is None or told in (steps.step_above(at), steps.step_below(at)):
                return steps
        if told is None:
            return ANY_PRICE
        return cls((Band(ZERO, told),), near=at or ZERO)

    def step_above(self, price: Decimal) -> Decimal:
        """The distance from a price on a step to the next higher one."""
        return next(band.step for band in reversed(self.bands) if band.floor <= price or not band.floor)

    def step_below(self, price: Decimal) -> Decimal:
        """The distance from a price on a step to the next lower one."""
        return next(band.step for band in reversed(self.bands) if band.floor < price or not band.floor)

    def up(self, price: Decimal) -> Decimal:
        """The next higher price on a step."""
        step = self.step_above(price)
        return ((price / step).to_integral_value(ROUND_FLOOR) + 1) * step

    def down(self, price: Decimal) -> Decimal:
        """The next lower price on a step; the lowest of all stays."""
        step = self.step_below(price)
        lower = ((price / step).to_integral_value(ROUND_CEILING) - 1) * step
        return lower if lower > 0 else self.bands[0].step

    def fits(self, price: Decimal) -> bool:
        """Whether a price sits on a step, as far as is known."""
        if price <= 0:
            return False
        return price % self.step_above(price) == 0 or not self._knows(price)

    def floor(self, price: Decimal) -> Decimal:
        """The price itself where it sits on a step, else the next lower one."""
        return price if self._on(price) else self.down(price)

    def ceiling(self, price: Decimal) -> Decimal:
        """The price itself where it sits on a step, else the next higher one."""
        return price if self._on(price) else self.up(price)

    def nearest(self, price: float) -> Decimal:
        """A double of the wire as the price that is meant by it."""
        exact = _exact(price)
        if exact <= 0:
            return exact
        step = self.step_above(exact)
        return (exact / step).to_integral_value(ROUND_HALF_UP) * step if self._knows(exact) else exact

    def decimals(self, price: Decimal) -> int:
        """How many decimals prices there are written with: those of the step, 2 at least where it has any."""
        exponent = self.step_above(price).normalize().as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        written = price.normalize().as_tuple().exponent
        own = -written if isinstance(written, int) and written < 0 else 0
        return max(places, own, 2)

    def text(self, price: Decimal) -> str:
        """A price as it is written: "512.50", "1,468.00"."""
        return f"{price:,.{self.decimals(price)}f}"

    def _on(self, price: Decimal) -> bool:
        return price > 0 and price % self.step_above(price) == 0

    def _knows(self, price: Decimal) -> bool:
        if self.near is None:
            return True
        return self.near > 0 and self.near / _NEAR <= price <= self.near * _NEAR


ANY_PRICE = PriceSteps(_MAINLAND, near=ZERO)
"""Where nothing is known: every price fits, and walking goes by hundredths."""


def _exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))
