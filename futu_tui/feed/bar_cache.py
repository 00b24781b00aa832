"""Closed bars of the past on the disk, so that a security's history is asked for once and is there at the next start.

One SQLite file (WAL, mode 0600) for all programs of a person. Of each series it knows the spans of trading days of
which it has every bar. A series whose prices were adjusted for what is not the present is dropped when it is met.
All calls block: see cached_bars.py for the loop.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from futu_tui.feed.bar_file import OpenFile, open_file, told
from futu_tui.market import Series
from futu_tui.market.columns import Columns, wall_of_day
from futu_tui.sqlite_files import transaction

FILE_NAME = "bars.sqlite3"
MOST = 256 * 1024 * 1024
"""Bytes of bars that are kept; those of the series that was used longest ago go first."""
_TRIM_TO = 0.9
"""Part of it that is left when some have to go, so that not every page has to make room."""
_CHUNK_DAYS_A_MINUTE = 7
"""A chunk holds the bars of so many days, times the minutes of a bar: some thousands of bars at most."""
_CHUNK_DAYS = 3660
"""The same for bars of a day and longer."""

Holds = Callable[[str, int], bool]
"""Whether bars that were kept with these factors, the last of this trading day, are still right."""


class Found(NamedTuple):
    """What is kept of a series before a bar."""

    bars: Columns | None
    """The bars just before it, without a hole between; None where they are not kept."""
    first_day: int = 0
    """The first day of the span that they are of."""
    nearest: int | None = None
    """The last day with a bar of the latest span that ends before; None where there is none, or `bars`."""


NOTHING = Found(None)


class BarCache:
    """One open file; to be used from one thread at a time. Days are ordinals of trading days.

    A series belongs to a `source`, which says whose market it was: bars of one say nothing of another's.
    """

    def __init__(self, opened: OpenFile, path: Path, most: int = MOST) -> None:
        self.path = path
        self.most = most
        self._opened = opened

    @classmethod
    def open(cls, path: Path, most: int = MOST) -> Self:
        """Open it, and make it first where there is none. Raises CacheError."""
        return cls(open_file(path), path, most)

    @property
    def notice(self) -> str:
        """What a person should know of the opening; usually nothing."""
        return self._opened.notice

    def close(self) -> None:
        self._opened.close()

    def has(self, source: str, series: Series) -> bool:
        """Whether anything of a series is kept. Raises CacheError."""
        with told(self.path):
            return self._find(source, series) is not None

    def read(
        self, source: str, series: Series, day: int, before: int, count: int, holds: Holds | None = None
    ) -> Found:
        """Some `count` bars, or the last of them all, before the wall time `before`.

        They are kept where a span has the whole of `day`. Where `holds` says no the series is dropped, and nothing
        found. Raises CacheError.
        """
        with told(self.path), transaction(self._db):
            row = self._find(source, series)
            if row is None or not self._is_right(row, holds):
                return NOTHING
            self._db.execute(
                "UPDATE series SET used_at = ? WHERE series_id = ?", (time.time(), row["series_id"])
            )
            spans = self._spans(row["series_id"])
            span = next(((first, last) for first, last in spans if first <= day <= last), None)
            if span is None:
                return Found(None, nearest=self._nearest(row["series_id"], series, spans, day))
            bars = self._read(row["series_id"], series, span, before, count)
            if bars is None:
                self._delete(row["series_id"])
                return NOTHING
            return Found(bars, span[0])

    def keep(
        self,
        source: str,
        series: Series,
        bars: Columns,
        first_day: int,
        last_day: int,
        *,
        factors: str = "",
        holds: Holds | None = None,
    ) -> None:
        """Keep every bar of these days, which are over; a day without one had none. Raises CacheError.

        What is kept of the series and contradicts them goes.
        """
        if first_day > last_day:
            return
        with told(self.path), transaction(self._db):
            row = self._find(source, series)
            if row is not None and not self._is_right(row, holds):
                row = None
            parts = _buckets(series, bars.between(first_day, last_day))
            if row is not None and any(
                self._chunk(row["series_id"], bucket).contradicts(part) for bucket, part in parts
            ):
                self._delete(row["series_id"])
                row = None
            series_id = self._add(source, series) if row is None else row["series_id"]
            for bucket, part in parts:
                merged = self._chunk(series_id, bucket)
                merged.join(part)
                self._db.execute("REPLACE INTO chunks VALUES (?, ?, ?)", (series_id, bucket, merged.packed()))
            self._write_spans(series_id, _joined([*self._spans(series_id), (first_day, last_day)]))
            self._db.execute(
                "UPDATE series SET factors = ?2, used_at = ?3,"
                " size = (SELECT coalesce(sum(length(bars)), 0) FROM chunks WHERE series_id = ?1)"
                " WHERE series_id = ?1",
                (series_id, factors, time.time()),
            )
            self._trim()

    def drop(self, source: str, series: Series) -> None:
        """Let go of a series. Raises CacheError."""
        with told(self.path), transaction(self._db):
            row = self._find(source, series)
            if row is not None:
                self._delete(row["series_id"])

    def size(self) -> int:
        """Bytes of bars that are kept. Raises CacheError."""
        with told(self.path):
            return self._size()

    def renew(self) -> str:
        """Put a new file in the place of one that turned out to be damaged; what to tell. Raises CacheError."""
        self.close()
        self._opened = open_file(self.path, damaged=True)
        return self.notice

    @property
    def _db(self) -> sqlite3.Connection:
        return self._opened.db

    def _find(self, source: str, series: Series) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT series_id, factors FROM series"
            " WHERE source = ? AND security = ? AND period = ? AND rehab = ? AND extended = ?",
            _key(source, series),
        ).fetchone()
        return row

    def _is_right(self, row: sqlite3.Row, holds: Holds | None) -> bool:
        """Whether a series' prices are still right; it is dropped where not."""
        spans = self._spans(row["series_id"])
        if holds is None or holds(row["factors"], spans[-1][1] if spans else 0):
            return True
        self._delete(row["series_id"])
        return False

    def _add(self, source: str, series: Series) -> int:
        cursor = self._db.execute(
            "INSERT INTO series (source, security, period, rehab, extended, factors, used_at)"
            " VALUES (?, ?, ?, ?, ?, '', 0)",
            _key(source, series),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _delete(self, series_id: int) -> None:
        self._db.execute("DELETE FROM series WHERE series_id = ?", (series_id,))

    def _spans(self, series_id: int) -> list[tuple[int, int]]:
        rows = self._db.execute(
            "SELECT first_day, last_day FROM spans WHERE series_id = ? ORDER BY first_day", (series_id,)
        )
        return [(row["first_day"], row["last_day"]) for row in rows]

    def _write_spans(self, series_id: int, spans: Sequence[tuple[int, int]]) -> None:
        self._db.execute("DELETE FROM spans WHERE series_id = ?", (series_id,))
        self._db.executemany("INSERT INTO spans VALUES (?, ?, ?)", [(series_id, *span) for span in spans])

    def _nearest(
        self, series_id: int, series: Series, spans: Sequence[tuple[int, int]], day: int
    ) -> int | None:
        """The last day before this one that a bar is kept of."""
        for first, last in reversed(spans):
            if last < day:
                bars = self._read(series_id, series, (first, last), wall_of_day(day), 1)
                if bars is not None and len(bars):
                    return bars.day[-1]
        return None

    def _read(
        self, series_id: int, series: Series, span: tuple[int, int], before: int, count: int
    ) -> Columns | None:
        """The last `count` bars or a few more, of a span and before a wall time; None where they are damaged."""
        parts: list[Columns] = []
        found = 0
        for row in self._db.execute(
            "SELECT bars FROM chunks WHERE series_id = ? AND bucket >= ? ORDER BY bucket DESC",
            (series_id, span[0] // _chunk_days(series)),
        ):
            try:
                part = Columns.unpacked(row["bars"])
            except ValueError:
                return None
            part = part.between(*span).before(before)
            parts.append(part)
            found += len(part)
            if found >= count:
                break
        bars = Columns()
        for part in reversed(parts):
            bars.join(part)
        return bars

    def _chunk(self, series_id: int, bucket: int) -> Columns:
        """What is kept in a chunk; nothing where that is damaged."""
        row = self._db.execute(
            "SELECT bars FROM chunks WHERE series_id = ? AND bucket = ?", (series_id, bucket)
        ).fetchone()
        with suppress(ValueError):
            return Columns() if row is None else Columns.unpacked(row["bars"])
        return Columns()

    def _size(self) -> int:
        size: int = self._db.execute("SELECT coalesce(sum(size), 0) FROM series").fetchone()[0]
        return size

    def _trim(self) -> None:
        size = self._size()
        if size <= self.most:
            return
        for row in self._db.execute("SELECT series_id, size FROM series ORDER BY used_at").fetchall():
            if size <= self.most * _TRIM_TO:
                break
            self._delete(row["series_id"])
            size -= row["size"]
        self._db.execute("PRAGMA incremental_vacuum").fetchall()


def _key(source: str, series: Series) -> tuple[str | int, ...]:
    return source, str(series.security), series.period.name, int(series.rehab), int(series.extended)


def _chunk_days(series: Series) -> int:
    minutes = series.period.minutes
    return minutes * _CHUNK_DAYS_A_MINUTE if minutes else _CHUNK_DAYS


def _buckets(series: Series, bars: Columns) -> list[tuple[int, Columns]]:
    """The bars by the chunk they belong to."""
    days = _chunk_days(series)
    buckets = sorted({day // days for day in bars.day})
    return [(bucket, bars.between(bucket * days, bucket * days + days - 1)) for bucket in buckets]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same days in the fewest spans."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
