"""Which bars are in view, and in which columns: zoom and pan, counted back from the newest bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol


class BarLike(Protocol):
    """What is drawn of a bar."""

    @property
    def time(self) -> str: ...
    @property
    def open(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def close(self) -> float: ...
    @property
    def volume(self) -> int: ...


class Zoom(NamedTuple):
    """How a candle is laid out."""

    bars: int
    """How many bars share a candle."""
    body: int
    """Cells across; odd."""
    pitch: int
    """Cells from one candle to the next."""


ZOOMS = (
    Zoom(8, 1, 1),
    Zoom(4, 1, 1),
    Zoom(2, 1, 1),
    Zoom(1, 1, 1),
    Zoom(1, 1, 2),
    Zoom(1, 3, 4),
    Zoom(1, 5, 6),
)
"""From far to near."""
NORMAL = 4


class Slot(NamedTuple):
    """The bars that one candle stands for: `first` up to but not including `end`."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Viewport:
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

    def zoomed(self, steps: int) -> Viewport:
        """Nearer by `steps`, farther when negative; the newest bar in view stays."""
        return replace(self, zoom_step=min(max(0, self.zoom_step + steps), len(ZOOMS) - 1))


class MergedBar(NamedTuple):
    """Several bars drawn as one."""

    time: str
    open: float
    high: float
    low: float
    close: float
    volume: int


def merged(bars: Sequence[BarLike]) -> BarLike:
    """The bar that these make together; its time is the last one's."""
    if len(bars) == 1:
        return bars[0]
    return MergedBar(
        bars[-1].time,
        bars[0].open,
        max(bar.high for bar in bars),
        min(bar.low for bar in bars),
        bars[-1].close,
        sum(bar.volume for bar in bars),
    )
