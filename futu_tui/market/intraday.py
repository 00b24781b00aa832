"""The day's course of a security, a point a minute (the gateway's "RT")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.market.packed import Packed
from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import believable, count_or_zero
from futu_tui.protocol.times import moment
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2

_MINUTES_A_DAY = 24 * 60
_NIGHT = 3 * 3600.0
"""Seconds without trading that no market takes within its day; Hong Kong's lunch is one hour."""

_LOOSE = 2
"""The minute that moves, and the one before it, are kept as they came."""

_by_time = attrgetter("time")


class Point(NamedTuple):
    """One minute."""

    time: str
    """In the market's zone."""
    minute: int
    """Minutes since midnight in the market's zone."""
    at: float
    """Epoch seconds"""
    price: float
    avg: float
    """The day's average price, weighted by volume; 0 where the wire leaves it out."""
    volume: int
    """Shares in this minute."""
    prev_close: float
    """Of the trading day before; 0 where the wire leaves it out."""

    @classmethod
    def of(cls, row: qot_common_pb2.TimeShare, market: Market) -> Point | None:
        """None for a minute without a price, or with one that cannot be."""
        if row.isBlank or not row.price or is_odd(row):
            return None
        time = intern(text(row.time))  # all securities of a market have the same minutes
        return cls(
            time=time,
            minute=row.minute,
            at=moment(row.timestamp, time, market),
            price=row.price,
            avg=row.avgPrice,
            volume=count_or_zero(row.volume),
            prev_close=row.lastClosePrice,
        )


_CODES = "Oidddqd"
_PRICE = Point._fields.index("price")


def is_odd(row: qot_common_pb2.TimeShare) -> bool:
    """Whether a minute is told with a price that cannot be."""
    return not believable(row.price, row.avgPrice, row.lastClosePrice)


class Intraday:
    """Points by time, oldest first, of one trading day: the first point of a new day drops the day before."""

    def __init__(self, security: Security) -> None:
        self.security = security
        self.received_at = 0.0
        """When anything was last told of it, in monotonic seconds."""
        self._points = Packed(Point, _CODES, _LOOSE)

    def __len__(self) -> int:
        return len(self._points)

    def __getitem__(self, index: int) -> Point:
        return self._points[index]

    def __iter__(self) -> Iterator[Point]:
        return iter(self._points)

    @property
    def newest(self) -> str:
        """The time of the newest point; empty, which sorts first, while there is none."""
        return self._points[-1].time if self._points else ""

    def spark(self, width: int) -> list[float]:
        """The day's prices in at most `width` values, oldest first.

        The day so far is cut into as many equal stretches; each gives its last price.
        """
        points, count = self._points, len(self._points)
        cells = min(width, count)
        return [points.cell((step + 1) * count // cells - 1, _PRICE) for step in range(cells)]

    def apply(self, rows: Iterable[qot_common_pb2.TimeShare]) -> bool:
        """Take in pushed points, in any order, some perhaps known; whether any differed."""
        market = self.security.market
        changed = False
        for row in rows:
            point = Point.of(row, market)
            if point is not None and self._upsert(point):
                changed = True
        return changed

    def replace(self, rows: Iterable[qot_common_pb2.TimeShare]) -> bool:
        """Take the gateway's record of the whole day for the day; whether it differed.

        Points newer than the record, pushed while it was on its way, are kept.
        """
        before, self._points = self._points, Packed(Point, _CODES, _LOOSE)
        self.apply(rows)
        newest = self.newest
        for point in before:
            if point.time > newest:
                self._upsert(point)
        return list(self._points) != list(before)

    def _upsert(self, point: Point) -> bool:
        points = self._points
        if not points:
            points.append(point)
            return True
        last = points[-1]
        if last.time == point.time:
            if last == point:
                return False
            points[-1] = point
            return True
        if point.time > last.time:
            if _new_day(last, point):
                points.clear()
            points.append(point)
            if len(points) > _MINUTES_A_DAY:
                points.drop(1)
            return True
        if _new_day(point, points[0]):
            return False
        place = bisect_left(points, point.time, key=_by_time)
        if points[place] == point:
            return False
        if points[place].time == point.time:
            points[place] = point
        else:
            points.insert(place, point)
        return True


def _new_day(before: Point, after: Point) -> bool:
    if before.prev_close and after.prev_close and before.prev_close != after.prev_close:
        return True
    return after.at - before.at > _NIGHT
