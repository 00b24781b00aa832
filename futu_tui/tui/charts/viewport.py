"""Which bars are in view, and in which columns: zoom and pan, counted back from the newest bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from futu_tui.tui.charts.indicators import Columns


class Zoom(Struct, frozen=True):
    """How a candle is laid out."""

    bars: int
    """How many bars share a candle."""
    body: int
    """Cells across; odd."""
    pitch: int
    """Cells from one candle to the next."""


ZOOMS = (
    *(Zoom(2**power, 1, 1) for power in range(10, 3, -1)),
    Zoom(8, 1, 1),
    Zoom(4, 1, 1),
    Zoom(2, 1, 1),
    Zoom(1, 1, 1),
    Zoom(1, 1, 2),
    Zoom(1, 3, 4),
    Zoom(1, 5, 6),
)
"""From far to near."""
NORMAL = ZOOMS.index(Zoom(1, 1, 2))
"""A candle in every other column."""


class Slot(NamedTuple):
    """The bars that one candle stands for: `first` up to but not including `end`."""

    first: int
    end: int


class Viewport(Struct, frozen=True):
    """A width in cells, a zoom, and how many of the newest bars are out of view on the right."""

    width: int
    zoom_step: int = NORMAL
    skipped: int = 0

    @property
    def zoom(self) -> Zoom:
        return ZOOMS[self.zoom_step]

    @property
    def capacity(self) -> int:
        """How many candles fit."""
        return max(1, (self.width + self.zoom.pitch - self.zoom.body) // self.zoom.pitch)

    @property
    def live(self) -> bool:
        """Whether the newest bar is in view."""
        return self.skipped == 0

    def slots(self, count: int) -> list[Slot]:
        """The candles in view of `count` bars, oldest first. Shared candles begin at multiples of the zoom's bars."""
        bars = self.zoom.bars
        newest = max(0, count - 1 - self.skipped) // bars
        oldest = max(0, newest - self.capacity + 1)
        if count == 0:
            return []
        return [Slot(group * bars, min(group * bars + bars, count)) for group in range(oldest, newest + 1)]

    def column(self, place: int, shown: int) -> int:
        """The leftmost column of the candle at `place` of `shown` candles; the newest stands at the right edge."""
        return self.width - self.zoom.body - (shown - 1 - place) * self.zoom.pitch

    def middle(self, place: int, shown: int) -> int:
        """The column of that candle's wick."""
        return self.column(place, shown) + self.zoom.body // 2

    def place_at(self, x: int, shown: int) -> int | None:
        """Which of the `shown` candles a column belongs to; None left of the oldest."""
        place = shown - 1 - max(0, self.width - 1 - x) // self.zoom.pitch
        return place if place >= 0 else None

    def lacks(self, count: int) -> int:
        """How many bars older than the `count` known ones would still have room in view."""
        return max(0, (self.capacity * self.zoom.bars) - (count - self.skipped))

    def panned(self, bars: int, count: int) -> Viewport:
        """Moved back by `bars` (forward when negative), as far as leaves the oldest candle in view."""
        return replace(self, skipped=min(max(0, self.skipped + bars), max(0, count - 1)))

    def fitted(self, count: int) -> Viewport:
        """The nearest view that holds all of `count` bars, or as many as the farthest zoom can."""
        views = (Viewport(self.width, step) for step in range(len(ZOOMS) - 1, -1, -1))
        return next(
            (view for view in views if view.capacity * view.zoom.bars >= count), Viewport(self.width, 0)
        )

    def zoomed(self, steps: int) -> Viewport:
        """Nearer by `steps`, farther when negative; the newest bar in view stays."""
        return replace(self, zoom_step=min(max(0, self.zoom_step + steps), len(ZOOMS) - 1))


class Shown(Struct, frozen=True):
    """A candle's bar, or its bars together."""

    at: float
    """Epoch seconds of the last of them."""
    open: float
    high: float
    low: float
    close: float
    volume: float
    turnover: float


def merged(columns: Columns, slot: Slot) -> Shown:
    """The bar that those of a slot make together."""
    first, end = slot
    if end - first == 1:
        return Shown(
            columns.at[first], columns.open[first], columns.high[first], columns.low[first],
            columns.close[first], columns.volume[first], columns.turnover[first],
        )  # fmt: skip
    return Shown(
        columns.at[end - 1],
        columns.open[first],
        max(columns.high[first:end]),
        min(columns.low[first:end]),
        columns.close[end - 1],
        sum(columns.volume[first:end]),
        sum(columns.turnover[first:end]),
    )
