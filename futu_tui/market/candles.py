"""The K-lines of a security in one period, from history and pushes alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.market.period import Period
from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import amount_or_zero, believable, price_or_none
from futu_tui.protocol.times import epoch

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2

_by_time = attrgetter("time")


class Bar(NamedTuple):
    """One K-line; prices in the security's currency, adjusted as they were asked for."""

    time: str
    """In the market's zone: the end of the minutes it covers, or the day it begins."""
    at: float
    """The same in epoch seconds."""
    open: float
    high: float
    low: float
    close: float
    volume: int
    """Shares"""
    turnover: float
    prev_close: float | None = None
    """The close of the bar before; None where the wire leaves it out."""

    @classmethod
    def of(cls, row: qot_common_pb2.KLine, market: Market) -> Bar | None:
        """None for a bar in which nothing traded, and for one whose time or prices are none."""
        if row.isBlank or not row.HasField("closePrice"):
            return None
        at = epoch(row.time, market)
        if not at or not believable(row.openPrice, row.highPrice, row.lowPrice, row.closePrice, row.turnover):
            return None
        return cls(
            time=row.time,
            at=amount_or_zero(row.timestamp) or at,
            open=row.openPrice,
            high=row.highPrice,
            low=row.lowPrice,
            close=row.closePrice,
            volume=row.volume,
            turnover=row.turnover,
            prev_close=price_or_none(row.lastClosePrice),
        )


class Candles:
    """Bars by time, oldest first, each time once: `candles[-1]` is the one still moving.

    A bar is known by its time string, which is always there and sorts as time does within a market. As many
    bars are kept as were asked for: live bars add a thousand a day at most.
    """

    def __init__(self, security: Security, period: Period) -> None:
        self.security = security
        self.period = period
        self.version = 0
        """Grows with every difference."""
        self.settled_version = 0
        """Grows with every difference but those of the last bar: till then, what is drawn of the others holds."""
        self._bars: list[Bar] = []

    def __len__(self) -> int:
        return len(self._bars)

    def __getitem__(self, index: int) -> Bar:
        return self._bars[index]

    def __iter__(self) -> Iterator[Bar]:
        return iter(self._bars)

    @property
    def bars(self) -> list[Bar]:
        """All of them, for slices; not to be changed."""
        return self._bars

    @property
    def last(self) -> Bar | None:
        return self._bars[-1] if self._bars else None

    def before(self, count: int) -> tuple[str, str]:
        """The first and the last day, as 3103 takes them, that hold some `count` bars before the oldest one known.

        The last is the oldest bar's own day, of which only a part may be known. Raises IndexError while empty.
        """
        oldest = date.fromisoformat(self._bars[0].time[:10])
        days = max(_LONGEST_HOLIDAY, count * _DAYS_A_BAR[self.period])
        return (oldest - timedelta(days=days)).isoformat(), oldest.isoformat()

    def apply(self, rows: Iterable[qot_common_pb2.KLine]) -> bool:
        """Take in bars of a push or an answer, in any order, some perhaps known; whether any differed.

        What comes last about a bar holds.
        """
        market = self.security.market
        bars = [bar for row in rows if (bar := Bar.of(row, market)) is not None]
        fresh = sum([self._upsert(bar) for bar in bars]) if len(bars) <= _FEW else self._merge(bars)
        if fresh:
            self.version += 1
        return bool(fresh)

    def _upsert(self, bar: Bar) -> bool:
        bars = self._bars
        if bars and bars[-1].time == bar.time:
            if bars[-1] == bar:
                return False
            bars[-1] = bar
            return True
        self.settled_version += 1
        if not bars or bars[-1].time < bar.time:
            bars.append(bar)
            return True
        place = bisect_left(bars, bar.time, key=_by_time)
        if bars[place].time == bar.time:
            if bars[place] == bar:
                self.settled_version -= 1
                return False
            bars[place] = bar
        else:
            bars.insert(place, bar)
        return True

    def _merge(self, bars: list[Bar]) -> bool:
        """Take in many at once: one sort instead of many insertions."""
        known = {bar.time: bar for bar in self._bars}
        known |= {bar.time: bar for bar in bars}
        merged = [known[time] for time in sorted(known)]
        if merged == self._bars:
            return False
        self._bars = merged
        self.settled_version += 1
        return True


_LONGEST_HOLIDAY = 12
"""Days without a bar that a page must reach across, or it would seem that there is no more."""

_DAYS_A_BAR = {
    Period.M1: 1 / 200,
    Period.M5: 1 / 40,
    Period.M15: 1 / 14,
    Period.M60: 1 / 3,
    Period.DAY: 1.5,
    Period.WEEK: 7.5,
    Period.MONTH: 31.0,
}
"""Calendar days, weekends and holidays included; of sessions as short as Shanghai's."""

_FEW = 8
"""Up to here bars are placed one by one; a push has one or two."""
