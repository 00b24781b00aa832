"""The file of what accounts were worth and what was paid in and out: private, written once a minute beside the screen.

It is a record for the person's eyes. Nothing is traded on it, so what cannot be kept is only told.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Self

import msgspec

from futu_tui.protocol.numbers import believable
from futu_tui.protocol.times import believable_time
from futu_tui.sqlite_files import connect, make_private, transaction, version_of
from futu_tui.trading.equity import EquityCurves, EquityPoint, Sample, thinned
from futu_tui.trading.equity_events import DayTransfers, Transfer

log = logging.getLogger(__name__)

FILE_NAME = "equity.sqlite"
VERSION = 2
SAVE_EVERY = 60.0
_SCHEMA = (
    """
CREATE TABLE IF NOT EXISTS points (
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    total REAL NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (account, at)
) WITHOUT ROWID
""",
    """
CREATE TABLE IF NOT EXISTS transfer_days (
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    transfers TEXT NOT NULL,
    PRIMARY KEY (account, day)
) WITHOUT ROWID
""",
)
"""Transfers are a JSON list of a day's, each as `Transfer` has them."""


class EquityFile:
    """Blocking calls throughout. Raises sqlite3.Error and OSError."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(path)
        self._db = connect(path, "rw")
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            if version_of(self._db) > VERSION:
                raise sqlite3.DatabaseError(f"{path} was written by a newer futu-tui")
            with transaction(self._db):
                for table in _SCHEMA:
                    self._db.execute(table)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
        except BaseException:
            self._db.close()
            raise

    def read(self) -> list[Sample]:
        """All points by account and time; those of long ago that need not be kept go for good."""
        rows = self._db.execute("SELECT account, at, total, currency FROM points ORDER BY account, at")
        samples = [Sample(row["account"], EquityPoint(*row[1:])) for row in rows if _is_point(row)]
        kept: list[Sample] = []
        for account, group in groupby(samples, key=lambda sample: sample.account):
            kept += [Sample(account, point) for point in thinned([sample.point for sample in group])]
        gone = set(samples).difference(kept)
        if gone:
            with transaction(self._db):
                self._db.executemany(
                    "DELETE FROM points WHERE account = ? AND at = ?",
                    [(sample.account, sample.point.at) for sample in gone],
                )
        return kept

    def write(self, samples: Iterable[Sample]) -> None:
        """Keep these; of a minute that is kept already, this instead."""
        with transaction(self._db):
            self._db.executemany(
                "INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?)",
                [(sample.account, *sample.point) for sample in samples],
            )

    def read_days(self) -> list[DayTransfers]:
        """The transfers of all days that were told for good."""
        rows = self._db.execute("SELECT account, day, transfers FROM transfer_days")
        days = ((row["account"], row["day"], _transfers(row["transfers"])) for row in rows)
        return [DayTransfers(account, day, told) for account, day, told in days if told is not None]

    def write_days(self, days: Iterable[DayTransfers]) -> None:
        """Keep these days."""
        with transaction(self._db):
            self._db.executemany(
                "INSERT OR REPLACE INTO transfer_days VALUES (?, ?, ?)",
                [(each.account, each.day, json.dumps(each.transfers, ensure_ascii=False)) for each in days],
            )

    def close(self) -> None:
        self._db.close()


def _is_point(row: sqlite3.Row) -> bool:
    """Whether a row is a point: SQLite keeps what it is given, whatever a column is of."""
    account, at, total, currency = row
    return (
        isinstance(account, str)
        and isinstance(at, int)
        and believable_time(at)
        and isinstance(total, int | float)
        and believable(total)
        and isinstance(currency, str)
    )


def _transfers(text: object) -> tuple[Transfer, ...] | None:
    """A day's transfers as `EquityFile.write_days` writes them; None for anything else."""
    try:
        return msgspec.json.decode(text, type=tuple[Transfer, ...]) if isinstance(text, str) else None
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


class KeptEquity:
    """Curves on the disk while they are in use: `async with KeptEquity(path, curves)`."""

    def __init__(self, path: Path | None, curves: EquityCurves) -> None:
        """Without a path they are kept in memory alone."""
        self._path = path
        self._curves = curves
        self._file: EquityFile | None = None
        self._saving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if self._path is not None:
            try:
                self._file = await asyncio.to_thread(EquityFile, self._path)
                self._curves.load(await asyncio.to_thread(self._file.read))
                self._curves.events.load(await asyncio.to_thread(self._file.read_days))
            except (sqlite3.Error, OSError) as error:
                log.warning("what accounts are worth is not kept: %s", error)
                await self._close()
            else:
                self._saving = asyncio.create_task(self._save_now_and_then())
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._saving is not None:
            self._saving.cancel()
            with suppress(asyncio.CancelledError):
                await self._saving
            await self.save()
        await self._close()

    async def save(self) -> None:
        """Write what differs from the file."""
        samples, days = list(self._curves.take_unsaved()), list(self._curves.events.take_unsaved())
        if self._file is None or not (samples or days):
            return
        try:
            await asyncio.to_thread(self._file.write, samples)
            await asyncio.to_thread(self._file.write_days, days)
        except (sqlite3.Error, OSError) as error:
            log.warning("what accounts are worth was not kept, and is tried again: %s", error)
            self._curves.put_back(samples)
            self._curves.events.put_back(days)

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            await self.save()

    async def _close(self) -> None:
        if self._file is not None:
            await asyncio.to_thread(self._file.close)
            self._file = None
