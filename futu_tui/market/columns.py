"""Bars as columns: arrays of numbers, of which a hundred thousand bars take seven megabytes."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from futu_tui.market.period import Period
from futu_tui.protocol import Market
from futu_tui.protocol.numbers import believable, count_or_zero, price_or_none
from futu_tui.protocol.times import believable_time, moment

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2

DAY = 86_400
_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = _EPOCH.toordinal()
_OVERNIGHT = 4 * 3600
"""Seconds before midnight, New York's time, from which trading belongs to the next day."""
_OPENING, _CLOSING = 570, 960
"""Minutes after midnight of New York's regular hours."""


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


class BarColumns(Protocol):
    """What an indicator reads of bars: columns of equal length, oldest first; not to be changed."""

    @property
    def at(self) -> array[float]: ...
    @property
    def open(self) -> array[float]: ...
    @property
    def high(self) -> array[float]: ...
    @property
    def low(self) -> array[float]: ...
    @property
    def close(self) -> array[float]: ...
    @property
    def volume(self) -> array[float]: ...
    @property
    def turnover(self) -> array[float]: ...
    @property
    def day(self) -> array[int]: ...
    def __len__(self) -> int: ...


_Row = tuple[float, ...]
_NAMES = ("wall", "at", "open", "high", "low", "close", "volume", "turnover", "prev_close", "day")
_CODES = ("q", "d", "d", "d", "d", "d", "d", "d", "d", "i")
ROW_BYTES = sum(array(code).itemsize for code in _CODES)
"""What a bar takes, here and in `packed`."""


class Columns:
    """Bars by time, oldest first, each time once."""

    __slots__ = ("at", "close", "day", "high", "low", "open", "prev_close", "turnover", "volume", "wall")

    def __init__(self, arrays: Iterable[array[Any]] | None = None) -> None:
        """`arrays` in the order of the attributes below; they are taken, not copied."""
        columns = list(arrays) if arrays is not None else [array(code) for code in _CODES]
        self.wall: array[int]
        """The bar's time by the clock on the market's wall, in seconds as if that clock were UTC's: its identity."""
        self.at: array[float]
        """Epoch seconds"""
        self.open: array[float]
        self.high: array[float]
        self.low: array[float]
        self.close: array[float]
        self.volume: array[float]
        """Shares"""
        self.turnover: array[float]
        self.prev_close: array[float]
        """The close of the bar before; 0 where the wire leaves it out."""
        self.day: array[int]
        """The ordinal of the trading day in the market's zone, as date.toordinal counts."""
        for name, column in zip(_NAMES, columns, strict=True):
            setattr(self, name, column)

    @classmethod
    def of(cls, rows: Iterable[qot_common_pb2.KLine], market: Market, period: Period) -> Self:
        """The bars of a push or an answer, in any order; what comes last about a bar holds.

        One in which nothing traded is left out, and one whose time or prices are none.
        """
        found = [row for row in (_read(row, market, period) for row in rows) if row is not None]
        if any(later[0] <= earlier[0] for earlier, later in pairwise(found)):
            by_time = {row[0]: row for row in found}
            found = [by_time[wall] for wall in sorted(by_time)]
        return cls._of_rows(found)

    @classmethod
    def _of_rows(cls, rows: list[_Row]) -> Self:
        columns = list(zip(*rows, strict=True)) or [()] * len(_CODES)
        return cls(array(code, column) for code, column in zip(_CODES, columns, strict=True))

    def __len__(self) -> int:
        return len(self.wall)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columns):
            return NotImplemented
        return all(mine == theirs for mine, theirs in zip(self._arrays(), other._arrays(), strict=True))

    __hash__ = None  # type: ignore[assignment]

    def bar(self, index: int) -> Bar:
        """The bar at this place. Raises IndexError."""
        return Bar(
            time_of(self.wall[index]),
            self.at[index],
            self.open[index],
            self.high[index],
            self.low[index],
            self.close[index],
            int(self.volume[index]),
            self.turnover[index],
            price_or_none(self.prev_close[index]),
        )

    def part(self, start: int, end: int) -> Columns:
        """A copy of the bars from `start` up to but not including `end`."""
        return Columns(column[start:end] for column in self._arrays())

    def between(self, first_day: int, last_day: int) -> Columns:
        """A copy of the bars of these trading days, both included."""
        return self.part(bisect_left(self.day, first_day), bisect_right(self.day, last_day))

    def before(self, wall: int) -> Columns:
        """A copy of the bars before this time."""
        return self.part(0, bisect_left(self.wall, wall))

    def within(self, wall: int, before: int) -> Columns:
        """A copy of the bars from one wall time on and before another."""
        return self.part(bisect_left(self.wall, wall), bisect_left(self.wall, before))

    def replace(self, start: int, end: int, other: Columns) -> None:
        """Put other bars in the place of those from `start` up to `end`."""
        for mine, theirs in zip(self._arrays(), other._arrays(), strict=True):
            mine[start:end] = theirs

    def is_last_of(self, other: Columns) -> bool:
        """Whether this is one bar, told of the newest of the others."""
        return len(self.wall) == 1 and len(other.wall) > 0 and self.wall[0] == other.wall[-1]

    def replace_last(self, bar: Columns) -> bool:
        """Put one bar in the place of the newest; whether it differs. Every push comes through here."""
        differs = False
        for mine, theirs in zip(self._arrays(), bar._arrays(), strict=True):
            if mine[-1] != theirs[0]:
                mine[-1] = theirs[0]
                differs = True
        return differs

    def join(self, other: Columns) -> bool:
        """Take in other bars, known ones among them: what they tell holds. Whether anything differed."""
        place, old, merged = self.joined(other)
        if merged == old:
            return False
        self.replace(place, place + len(old), merged)
        return True

    def joined(self, other: Columns) -> tuple[int, Columns, Columns]:
        """What `join` would do: from which place on, which bars would go, and which would come."""
        if not len(other):
            return 0, _NONE, _NONE
        start = bisect_left(self.wall, other.wall[0])
        end = bisect_right(self.wall, other.wall[-1])
        old = self.part(start, end)
        if not len(old) or old.wall == other.wall:
            return start, old, other
        rows = {row[0]: row for row in old._rows()}
        rows |= {row[0]: row for row in other._rows()}
        return start, old, Columns._of_rows([rows[wall] for wall in sorted(rows)])

    def contradicts(self, other: Columns, before: int | None = None) -> bool:
        """Whether these and other bars of the same series were adjusted for different things.

        That moves every bar before an ex date, so the oldest that both know tell. Those from the wall time `before`
        on do not count: they may still have been moving.
        """
        if not len(other):
            return False
        start = bisect_left(self.wall, other.wall[0])
        end = len(self) if before is None else bisect_left(self.wall, before)
        met = 0
        for place in range(start, end):
            theirs = bisect_left(other.wall, self.wall[place])
            if theirs < len(other) and other.wall[theirs] == self.wall[place]:
                if abs(other.close[theirs] - self.close[place]) > _SAME * max(1.0, abs(self.close[place])):
                    return True
                met += 1
                if met == _WITNESSES:
                    break
        return False

    def regular(self, period: Period) -> Columns:
        """Those of US bars of so many minutes that lie in regular hours, whole."""
        places = [place for place, wall in enumerate(self.wall) if _is_regular(wall, period.minutes)]
        if len(places) == len(self):
            return self
        return Columns(
            array(code, [column[place] for place in places])
            for code, column in zip(_CODES, self._arrays(), strict=True)
        )

    def packed(self) -> bytes:
        """These bars for a file of this machine; `unpacked` reads them."""
        return b"".join(column.tobytes() for column in self._arrays())

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Raises ValueError for what `packed` did not write."""
        count, rest = divmod(len(data), ROW_BYTES)
        if rest:
            raise ValueError(f"{len(data)} bytes are no whole number of bars")
        columns, place = [], 0
        for code in _CODES:
            column = array(code)
            end = place + count * column.itemsize
            column.frombytes(data[place:end])
            columns.append(column)
            place = end
        wall = columns[0]
        if len(wall) and not (believable_time(min(wall)) and believable_time(max(wall))):
            raise ValueError("these are no times of bars")
        if not all(isfinite(sum(column)) for column in columns if column.typecode == "d"):
            raise ValueError("these are no figures of bars")
        return cls(columns)

    def _rows(self) -> Iterator[_Row]:
        return zip(*self._arrays(), strict=True)

    def _arrays(self) -> tuple[array[Any], ...]:
        return (
            self.wall, self.at, self.open, self.high, self.low, self.close, self.volume, self.turnover,
            self.prev_close, self.day,
        )  # fmt: skip


_NONE = Columns()
_SAME = 1e-6
"""Prices that differ by no more than this part of them are the same."""
_WITNESSES = 20
"""Bars that are compared: one alone may have been rounded to the same price."""


def time_of(wall: int) -> str:
    """A bar's time as the wire writes it: "2026-11-23 10:42:00"."""
    return (_EPOCH + timedelta(seconds=wall)).isoformat(" ")


def wall_of(time: str) -> int:
    """The same the other way. Raises ValueError."""
    return int((datetime.fromisoformat(time).replace(tzinfo=None) - _EPOCH).total_seconds())


def day_of(wall: int) -> date:
    """The date on the market's calendar."""
    return date.fromordinal(_EPOCH_DAY + wall // DAY)


def wall_of_day(day: int) -> int:
    """The wall time at which the day of this ordinal begins."""
    return (day - _EPOCH_DAY) * DAY


def is_odd(row: qot_common_pb2.KLine) -> bool:
    """Whether a bar is told with a number that cannot be."""
    return not believable(row.openPrice, row.highPrice, row.lowPrice, row.closePrice, row.turnover)


def _read(row: qot_common_pb2.KLine, market: Market, period: Period) -> _Row | None:
    """A bar's row of the columns; None for one to be left out."""
    if row.isBlank or not row.HasField("closePrice") or is_odd(row):
        return None
    try:
        wall = wall_of(row.time)
    except (ValueError, TypeError):  # bytes, where a text is no UTF-8
        return None
    if not believable_time(wall):
        return None
    if not period.minutes:
        day = wall // DAY
    elif market is Market.US:
        day = (wall - 1 + _OVERNIGHT) // DAY
    else:
        day = (wall - 1) // DAY
    return (
        wall,
        moment(row.timestamp, row.time, market),
        row.openPrice,
        row.highPrice,
        row.lowPrice,
        row.closePrice,
        count_or_zero(row.volume),
        row.turnover,
        price_or_none(row.lastClosePrice) or 0.0,
        _EPOCH_DAY + day,
    )


def _is_regular(wall: int, minutes: int) -> bool:
    """Whether a US bar that ends then covers regular hours alone: one of them begins at half past nine."""
    ends = wall % DAY // 60
    return _OPENING < ends <= _CLOSING and ((ends - _OPENING) % minutes == 0 or ends == _CLOSING)
