"""Price steps of each market, in price units (see `views.UNIT`).

Hong Kong's steps follow the exchange's spread table, US ones the sub-dollar rule; the mainland has one step for
shares and a finer one for funds.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from futu_tui.paper.views import UNIT

NO_CEILING = 1 << 62
"""Above every price."""


class TickTable(NamedTuple):
    """Steps by price: `steps[i]` holds from `floors[i]` up to the next floor."""

    floors: tuple[int, ...]
    steps: tuple[int, ...]

    def step(self, price: int) -> int:
        """The distance from a price to the next higher one."""
        return self.steps[bisect_right(self.floors, price) - 1]

    def step_below(self, price: int) -> int:
        """The distance from a price to the next lower one."""
        return self.steps[max(bisect_right(self.floors, price - 1) - 1, 0)]

    def round(self, price: float) -> int:
        """The nearest price on a step, at least one step above nothing."""
        step = self.step(max(int(price), 0))
        return max(int(price / step + 0.5), 1) * step

    def row(self, price: float) -> tuple[int, int, int]:
        """(step, floor, ceiling): the step at a price and the prices between which it holds."""
        index = bisect_right(self.floors, price) - 1
        ceiling = self.floors[index + 1] if index + 1 < len(self.floors) else NO_CEILING
        return self.steps[index], self.floors[index], ceiling

    def fits(self, price: int) -> bool:
        """Whether a price sits on a step."""
        return price > 0 and price % self.step(price) == 0


def _table(*rows: tuple[float, float]) -> TickTable:
    return TickTable(
        tuple(round(floor * UNIT) for floor, _ in rows), tuple(round(step * UNIT) for _, step in rows)
    )


HONG_KONG = _table(
    (0, 0.001),
    (0.25, 0.005),
    (0.5, 0.01),
    (20, 0.02),
    (50, 0.05),
    (100, 0.1),
    (200, 0.2),
    (500, 0.5),
    (1000, 1),
    (2000, 2),
    (5000, 5),
)
UNITED_STATES = _table((0, 0.0001), (1, 0.01))
MAINLAND = _table((0, 0.01))
MAINLAND_FUNDS = _table((0, 0.001))
INDEX = _table((0, 0.01))
