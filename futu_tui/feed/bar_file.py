"""The file of the bars that are kept: how it is made, opened and shared, and what becomes of one that is no good.

Every program that uses the file holds a shared lock on a file beside it. One that is broken, or of a newer version of
this program, is moved aside by whoever finds it so alone.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from futu_tui.sqlite_files import connect, make_private, primary_code, transaction, version_of

VERSION = 1
_TABLES = {"series", "spans", "chunks"}
_SCHEMA = """
CREATE TABLE series (
    series_id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    security TEXT NOT NULL,
    period TEXT NOT NULL,
    rehab INTEGER NOT NULL,
    extended INTEGER NOT NULL,
    factors TEXT NOT NULL,
    used_at REAL NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, security, period, rehab, extended)
);
CREATE TABLE spans (
    series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL
);
CREATE INDEX spans_series ON spans (series_id);
CREATE TABLE chunks (
    series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
    bucket INTEGER NOT NULL,
    bars BLOB NOT NULL,
    PRIMARY KEY (series_id, bucket)
)
"""


class CacheError(Exception):
    """Bars cannot be kept or read; everything else goes on, and they are asked for anew."""


class _NoGood(Exception):
    """The file is none that this program can use; the message says why, after "is"."""


class OpenFile(Struct, frozen=True):
    """An open file."""

    db: sqlite3.Connection
    lock: int
    """The descriptor that holds the shared lock."""
    notice: str
    """What a person should know of the opening; usually nothing."""

    def close(self) -> None:
        self.db.close()
        os.close(self.lock)


def open_file(path: Path, *, damaged: bool = False) -> OpenFile:
    """Open it, and make it first where there is none, or where it was found `damaged`. Raises CacheError."""
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(_lock_of(path), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            alone = _locked_alone(lock)
            if not alone:
                fcntl.flock(lock, fcntl.LOCK_SH)
            db, notice = _open(path, alone, damaged)
            fcntl.flock(lock, fcntl.LOCK_SH)
            return OpenFile(db, lock, notice)
        except BaseException:
            os.close(lock)
            raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns whatever goes wrong with the file into a CacheError that a person understands."""
    try:
        yield
    except _NoGood as why:
        raise CacheError(f"the file of kept bars {path} is {why}, and another program uses it") from why
    except sqlite3.Error as error:
        reason = _REASONS.get(primary_code(error), f"cannot be used: {error}")
        raise CacheError(f"the file of kept bars {path} {reason}") from error
    except OSError as error:
        raise CacheError(
            f"the file of kept bars {path} cannot be opened: {error.strerror or error}"
        ) from error


def is_broken(error: CacheError) -> bool:
    """Whether the file is damaged, so that another should take its place."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and primary_code(cause) in _BROKEN


def _open(path: Path, alone: bool, damaged: bool) -> tuple[sqlite3.Connection, str]:
    make_private(path)
    try:
        if damaged:
            raise _NoGood("damaged")
        return _prepared(path), ""
    except _NoGood as why:
        if not alone:
            raise
        aside = _set_aside(path)
        make_private(path)
        return _prepared(
            path
        ), f"The file of kept bars was {why}. It is now {aside}; bars are kept in a new one."


def _prepared(path: Path) -> sqlite3.Connection:
    db = connect(path, "rw")
    try:
        _prepare(db)
    except BaseException as error:
        db.close()
        if isinstance(error, sqlite3.Error) and primary_code(error) in _BROKEN:
            raise _NoGood("damaged") from error
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # takes effect in a new file alone
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    if version_of(db) == 0 and not _tables(db):
        with transaction(db):
            if version_of(db) == 0:  # another program may have been faster
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
    if version_of(db) > VERSION:
        raise _NoGood("of a newer futu-tui")
    if version_of(db) != VERSION or not _tables(db) >= _TABLES:
        raise _NoGood("no file of kept bars")


def _tables(db: sqlite3.Connection) -> set[str]:
    return {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _set_aside(path: Path) -> Path:
    """Move it, and what SQLite keeps beside it, out of the way of a new one; what was there before is gone."""
    aside = path.with_name(f"{path.name}.aside")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
        else:
            aside.with_name(aside.name + suffix).unlink(missing_ok=True)
    return aside


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _locked_alone(lock: int) -> bool:
    """Take the lock for this program alone, unless another has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_REASONS = {
    sqlite3.SQLITE_FULL: "finds no room on its disk",
    sqlite3.SQLITE_BUSY: "is held locked by another program",
    sqlite3.SQLITE_LOCKED: "is held locked by another program",
    sqlite3.SQLITE_READONLY: "may not be written",
    sqlite3.SQLITE_PERM: "may not be opened",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_NOTADB: "is damaged",
}
