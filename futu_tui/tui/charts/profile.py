"""The volume profile: how much was traded at which price, the price traded most, and the range of most trades."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from math import log as log_of

from msgspec import Struct

from futu_tui.tui.charts.indicators import Columns

VALUE_AREA = 0.7
"""Share of the volume that the value area holds."""


class VolumeProfile(Struct, frozen=True, dict=True):
    """Volumes in bins of equal height from the price `low` up to `high`."""

    low: float
    high: float
    volumes: array[float]
    """Shares in each bin, the lowest prices first."""

    @property
    def height(self) -> float:
        """How much higher each bin lies than the one before, in the security's currency."""
        return (self.high - self.low) / len(self.volumes)

    def price(self, bin: int) -> float:
        """The middle of a bin."""
        return self.low + (bin + 0.5) * self.height

    @cached_property
    def point_of_control(self) -> int | None:
        """The bin with the largest volume, of several the one nearest to the middle; None without any volume."""
        largest = max(self.volumes)
        if not largest:
            return None
        middle = (len(self.volumes) - 1) / 2
        bins = (bin for bin, volume in enumerate(self.volumes) if volume == largest)
        return min(bins, key=lambda bin: abs(bin - middle))

    @cached_property
    def value_area(self) -> range:
        """The bins around the point of control that hold 70 % of the volume; empty without any volume.

        It grows from there by one bin at a time, towards the larger of the two next volumes, up if they are the same.
        """
        volumes, centre = self.volumes, self.point_of_control
        if centre is None:
            return range(0)
        first, end = centre, centre + 1
        held, enough = volumes[centre], VALUE_AREA * sum(volumes)
        while held < enough and (first > 0 or end < len(volumes)):
            below = volumes[first - 1] if first > 0 else -1.0
            above = volumes[end] if end < len(volumes) else -1.0
            if above >= below:
                end += 1
            else:
                first -= 1
            held += max(above, below)
        return range(first, end)


def volume_profile(
    columns: Columns, first: int, end: int, bins: int, *, low: float | None = None, high: float | None = None
) -> VolumeProfile | None:
    """The profile of the bars from `first` up to but not including `end`; a bar's volume lies evenly over its prices.

    It reaches from the lowest to the highest price of these bars unless `low` and `high` say otherwise, so that it can
    lie beside a chart's rows; what was traded beyond them is left out. None without bars. Raises ValueError for no
    bins.
    """
    if bins < 1:
        raise ValueError(f"a profile has at least one bin, not {bins}")
    lows, highs = columns.low[first:end], columns.high[first:end]
    if not lows:
        return None
    bottom = min(lows) if low is None else low
    top = max(highs) if high is None else high
    volumes = array("d", bytes(8 * bins))
    _pour(volumes, bottom, top, lows, highs, columns.volume[first:end])
    return VolumeProfile(bottom, top, volumes)


class LiveProfile:
    """A profile beside a chart's rows, of which the last bar still moves: the others are counted once.

    With `log` its bins are equal ratios of prices, which are above 0, as on a logarithmic scale.
    """

    def __init__(
        self, columns: Columns, first: int, end: int, bins: int, low: float, high: float, *, log: bool
    ) -> None:
        """Of the bars from `first` up to but not including `end`, of which there is at least one."""
        self._columns = columns
        self._last = end - 1
        self._log = log
        self._low, self._high = (log_of(low), log_of(high)) if log else (low, high)
        self._settled = array("d", bytes(8 * bins))
        self._count(self._settled, first, self._last)

    def now(self) -> VolumeProfile:
        """With the last bar as it is now; its prices are logarithms where the scale's are."""
        volumes = self._settled[:]
        self._count(volumes, self._last, self._last + 1)
        return VolumeProfile(self._low, self._high, volumes)

    def _count(self, volumes: array[float], first: int, end: int) -> None:
        columns = self._columns
        lows, highs = columns.low[first:end], columns.high[first:end]
        if self._log:
            lows, highs = list(map(log_of, lows)), list(map(log_of, highs))
        _pour(volumes, self._low, self._high, lows, highs, columns.volume[first:end])


def _pour(
    volumes: array[float],
    bottom: float,
    top: float,
    lows: Sequence[float],
    highs: Sequence[float],
    of: Sequence[float],
) -> None:
    """Add bars to the bins between two prices; what was traded beyond them is left out."""
    if not lows:
        return
    bins = len(volumes)
    bins_a_price = bins / (top - bottom) if top > bottom else 0.0
    if min(lows) >= bottom and max(highs) <= top:
        # In a far view most bars lie in one bin, and there are very many; the topmost price has a bin of its own.
        volumes.append(0.0)
        feet = [int((price - bottom) * bins_a_price) for price in lows]
        tips = [int((price - bottom) * bins_a_price) for price in highs]
        wide = []
        for place, (foot, tip) in enumerate(zip(feet, tips, strict=True)):
            if foot == tip:
                volumes[foot] += of[place]
            else:
                wide.append(place)
        topmost = volumes.pop()
        volumes[-1] += topmost
        for place in wide:
            low, high = lows[place] - bottom, highs[place] - bottom
            _spread(volumes, low * bins_a_price, high * bins_a_price, of[place])
        return
    for bar_low, bar_high, volume in zip(lows, highs, of, strict=True):
        within_low, within_high = max(bar_low, bottom), min(bar_high, top)
        if within_low <= within_high:
            if bar_low < bar_high:
                volume *= (within_high - within_low) / (bar_high - bar_low)
            _spread(
                volumes, (within_low - bottom) * bins_a_price, (within_high - bottom) * bins_a_price, volume
            )


def _spread(volumes: array[float], foot: float, tip: float, volume: float) -> None:
    """Add a volume evenly to the bins from one place among them to another."""
    last = len(volumes) - 1
    lowest, highest = min(int(foot), last), min(int(tip), last)
    if lowest == highest:
        volumes[lowest] += volume
        return
    in_a_bin = volume / (tip - foot)
    volumes[lowest] += (lowest + 1 - foot) * in_a_bin
    for bin in range(lowest + 1, highest):
        volumes[bin] += in_a_bin
    volumes[highest] += (tip - highest) * in_a_bin
