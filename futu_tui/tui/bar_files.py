"""Writes bars into files as CSV or Parquet: one for all securities or one each, whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from futu_tui.feed.lookups.bars import BarRow, Plan, Source, named
from futu_tui.protocol import Security
from futu_tui.tui.csv_export import file_name

COLUMNS = ("code", "time", "open", "high", "low", "close", "volume", "turnover", "change_percent")
POINT_COLUMNS = ("asked", "bar")
"""Besides, where bars at given times were asked for."""
NO_PARQUET = "Parquet needs pyarrow: pip install 'futu-tui[parquet]', or choose CSV."


class NoParquet(Exception):
    """This computer cannot write Parquet; the text says what to do."""


class Writer(Protocol):
    """One file being written."""

    def add(self, rows: list[tuple[Any, ...]]) -> None: ...
    def close(self) -> None: ...


class CsvFile:
    """A heading, then a row a bar; numbers whole."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._out = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out)
        self._writer.writerow(columns)

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        self._writer.writerows([_text(value) for value in row] for row in rows)

    def close(self) -> None:
        self._out.close()


class ParquetFile:
    """A row group a security; texts as texts, numbers as doubles."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._arrow, parquet = parquet_library()
        texts = {"code", "time", *POINT_COLUMNS}
        arrow = self._arrow
        self._schema = arrow.schema(
            [(name, arrow.string() if name in texts else arrow.float64()) for name in columns]
        )
        self._writer = parquet.ParquetWriter(path, self._schema)

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        columns = zip(*rows, strict=True)
        arrays = [
            self._arrow.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def parquet_library() -> tuple[Any, Any]:
    """pyarrow and its Parquet part, which only an export needs. Raises NoParquet."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NoParquet(NO_PARQUET) from None
    return pyarrow, pyarrow.parquet


class BarFiles:
    """The files of one export, readable by their owner alone. What is not complete yet ends in `.part`."""

    def __init__(
        self, plan: Plan, folder: Path, now: datetime, *, parquet: bool = False, together: bool = False
    ) -> None:
        """`together` puts all securities into one file. Raises NoParquet."""
        if parquet:
            parquet_library()
        self._plan = plan
        self._folder = folder
        self._now = now
        self._ending = "parquet" if parquet else "csv"
        self._open: Callable[[Path, tuple[str, ...]], Writer] = ParquetFile if parquet else CsvFile
        self._together = together
        self._columns = COLUMNS + (POINT_COLUMNS if plan.source is Source.POINTS else ())
        self._writer: Writer | None = None
        self._target: Path | None = None
        self._written: list[Path] = []

    def name_of(self, securities: tuple[Security, ...]) -> str:
        """A file's name, without what tells it from one that is there already."""
        plan = self._plan
        days = f"{plan.begin:%Y%m%d}-{plan.end:%Y%m%d}"
        if plan.source is Source.POINTS:
            days = f"{len(plan.times)}-times-{self._now:%Y%m%d}"
        return f"futu-tui-bars-{file_name(named(securities))}-{plan.period.label}-{plan.rehab.label}-{days}"

    def write(self, security: Security, rows: list[BarRow]) -> None:
        """Take all bars of a security. Raises OSError."""
        if self._writer is None:
            self._begin(self._plan.securities if self._together else (security,))
        assert self._writer is not None
        width = len(self._columns)
        self._writer.add([(str(security), *row)[:width] for row in rows])
        if not self._together:
            self._finish()

    def close(self) -> list[Path]:
        """Finish, and answer the files there are. Raises OSError."""
        self._finish()
        return self._written

    def _begin(self, securities: tuple[Security, ...]) -> None:
        name = self.name_of(securities)
        for number in count(1):
            target = self._folder / f"{name}{f'-{number}' if number > 1 else ''}.{self._ending}"
            part = _part(target)
            if target.exists():
                continue
            try:
                part.touch(0o600, exist_ok=False)
            except FileExistsError:
                continue  # another export is at it
            break
        self._target = target
        self._writer = self._open(part, self._columns)

    def _finish(self) -> None:
        """Put the file that is being written in its place."""
        if self._writer is None or self._target is None:
            return
        self._writer.close()
        _part(self._target).replace(self._target)
        self._written.append(self._target)
        self._writer = self._target = None


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _text(value: object) -> object:
    """A double with the digits it has; nothing for what was not told."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else value
