"""The candles in view: which bars each stands for, what these come to, and in which columns it is drawn."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from futu_tui.market import Period
from futu_tui.market.bar_times import bar_of_stamp, bar_of_trade
from futu_tui.market.columns import DAY
from futu_tui.protocol import Market
from futu_tui.tui.charts.indicators import Columns
from futu_tui.tui.charts.viewport import Shown, Slot, Viewport, merged

DAYS_APART = 4
"""Calendar days, and some more, between a bar and a moment that belongs to it."""
MARGIN = 1
"""Blank columns at either side of the candles."""


class Window:
    """What a view shows of bars; nothing beyond it is touched."""

    def __init__(
        self, columns: Columns, view: Viewport, period: Period = Period.M1, market: Market = Market.HK
    ) -> None:
        """`period` and `market` are the bars': moments find their bar by them."""
        self.view = view
        self.columns = columns
        self._period = period
        self._market = market
        self.slots: list[Slot] = view.slots(len(columns))
        self.shown: list[Shown] = [merged(columns, slot) for slot in self.slots]
        """What each candle shows, oldest first."""
        self.body = view.zoom.body
        """Cells across a candle."""
        self._pitch = view.zoom.pitch
        self._leftmost = MARGIN + view.column(0, len(self.shown))

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def width(self) -> int:
        """Columns with both margins."""
        return self.view.width + 2 * MARGIN

    @property
    def first(self) -> int:
        """The first bar in view; with no bar at all 0."""
        return self.slots[0].first if self.slots else 0

    @property
    def end(self) -> int:
        """The bar after the last one in view."""
        return self.slots[-1].end if self.slots else 0

    @cached_property
    def _reach(self) -> tuple[float, float]:
        """Moments beyond which no bar in view can reach, whichever of its ends stamps it; a bound, quickly checked."""
        slack = (self._period.settling_days + DAYS_APART) * DAY
        return self.columns.at[self.first] - slack, self.columns.at[self.end - 1] + slack

    @cached_property
    def new_days(self) -> frozenset[int]:
        """The candles that begin with another trading day than the one before."""
        days = self.columns.day
        return frozenset(
            place
            for place, (before, slot) in enumerate(pairwise(self.slots), 1)
            if days[before.end - 1] != days[slot.first]
        )

    def left(self, place: int) -> int:
        """The leftmost column of a candle."""
        return self._leftmost + place * self._pitch

    def middle(self, place: int) -> int:
        """The column of a candle's wick."""
        return self._leftmost + place * self._pitch + self.body // 2

    def place_at(self, x: int) -> int | None:
        """Which candle a column belongs to, if any."""
        if not self.shown or not MARGIN <= x < self.width:
            return None
        return self.view.place_at(x - MARGIN, len(self.shown))

    def place_of(self, at: float) -> int | None:
        """The candle of the bar that is stamped with this moment, here or on another chart; None beyond the view."""
        return self._place(bar_of_stamp(self.columns, self._period, self._market, at))

    def place_of_trade(self, at: float) -> int | None:
        """The candle in which something traded at this moment; None beyond the view."""
        if not self.slots or not self._reach[0] <= at <= self._reach[1]:
            return None
        return self._place(bar_of_trade(self.columns, self._period, self._market, at))

    def _place(self, bar: int | None) -> int | None:
        if bar is None or not self.first <= bar < self.end:
            return None
        return (bar - self.first) // self.view.zoom.bars

    def is_of(self, columns: Columns) -> bool:
        """Whether these are the bars that it was made of, none of them let go since."""
        return columns is self.columns and self.end <= len(columns)

    def move_last(self) -> bool:
        """Take the last bar anew, the others being as they were; False where it is not the last in view."""
        if not self.slots or self.slots[-1].end != len(self.columns):
            return False
        self.shown[-1] = merged(self.columns, self.slots[-1])
        return True
