"""The journal's file: how it is made and opened, its tables, and what its errors mean to a person.

Order, account and connection ids are unsigned 64-bit numbers, which SQLite's integers cannot hold: they are text.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from futu_tui.sqlite_files import connect, make_private, primary_code, transaction, version_of

VERSION = 1
_LONGEST_LOG = 8000
"""Pages of the write-ahead log at which it is moved into the main file at once; `Journal.tidy` does it before."""

_SCHEMA = """
CREATE TABLE acts (
    act_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    program TEXT NOT NULL,
    conn_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    acc_id TEXT NOT NULL,
    env INTEGER NOT NULL,
    trade_market INTEGER NOT NULL,
    account TEXT NOT NULL,
    security TEXT NOT NULL,
    side TEXT NOT NULL,
    order_type TEXT NOT NULL,
    qty TEXT NOT NULL,
    price TEXT NOT NULL,
    target_order TEXT NOT NULL,
    target_id_ex TEXT NOT NULL,
    client_id TEXT UNIQUE,
    summary TEXT NOT NULL,
    request TEXT NOT NULL,
    override TEXT NOT NULL,
    order_id TEXT NOT NULL,
    id_ex TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT 'open',
    text TEXT NOT NULL DEFAULT '',
    how TEXT NOT NULL DEFAULT '',
    closed_at REAL
);
CREATE INDEX acts_open ON acts (act_id) WHERE result = 'open';
CREATE INDEX acts_at ON acts (at);
CREATE TABLE events (
    event_id INTEGER PRIMARY KEY,
    act_id INTEGER NOT NULL REFERENCES acts,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX events_act ON events (act_id);
CREATE TABLE begun (serial INTEGER NOT NULL, touched REAL NOT NULL)
"""


class JournalError(Exception):
    """The journal cannot be written or read; nothing may be sent until it can."""


def open_file(path: Path) -> sqlite3.Connection:
    """A connection that writes through to the disk; the file is made where there is none. Raises JournalError."""
    with told(path):
        make_private(path)
        db = connect(path, "rw")
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
        return db


def read_file(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises JournalError."""
    if not path.exists():
        raise JournalError(f"there is no journal at {path} yet")
    with told(path):
        db = connect(path, "ro")
        _check_version(db, path)
        return db


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns whatever goes wrong with the file into a JournalError that a person understands."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(_reason(error, path)) from error
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be opened: {error.strerror or error}") from error


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise JournalError(f"the journal {path} lies where SQLite cannot keep a write-ahead log")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(f"PRAGMA wal_autocheckpoint = {_LONGEST_LOG}")
    if version_of(db) == 0:
        with transaction(db):
            if version_of(db) == 0:  # another program may have been faster
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                # Beginning at the clock, serial numbers grow even past a journal that was lost.
                now = time.time()
                db.execute("INSERT INTO begun VALUES (?, ?)", (int(now), now))
                db.execute(f"PRAGMA user_version = {VERSION}")
    _check_version(db, path)


def _check_version(db: sqlite3.Connection, path: Path) -> None:
    if version_of(db) != VERSION:
        raise JournalError(f"the journal {path} was written by a newer futu-tui; use that one")


def damaged(path: Path) -> str:
    """What a person is told of a journal in which what stands there cannot be."""
    return f"the journal {path} is damaged; move it away to begin a new one"


def _reason(error: sqlite3.Error, path: Path) -> str:
    reasons = {
        sqlite3.SQLITE_FULL: f"the disk of the journal is full: make room on it ({path})",
        sqlite3.SQLITE_BUSY: f"another program holds the journal locked: end that one, or wait ({path})",
        sqlite3.SQLITE_LOCKED: f"another program holds the journal locked: end that one, or wait ({path})",
        sqlite3.SQLITE_READONLY: f"the journal may not be written: make it and its folder yours ({path})",
        sqlite3.SQLITE_PERM: f"the journal {path} may not be opened",
        sqlite3.SQLITE_CANTOPEN: f"the journal {path} cannot be opened",
        sqlite3.SQLITE_IOERR: f"the disk of the journal {path} fails: {error}",
        sqlite3.SQLITE_CORRUPT: damaged(path),
        sqlite3.SQLITE_NOTADB: f"{path} is no journal; move it away to begin a new one",
    }
    return reasons.get(primary_code(error), f"the journal {path} cannot be used: {error}")
