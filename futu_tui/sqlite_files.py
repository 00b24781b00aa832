"""SQLite files of a person, the journal and the cache of bars: private, shared between programs, all or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUSY = 2.0
"""Seconds to wait for another program that writes."""


def make_private(path: Path) -> None:
    """Make the file where there is none, for its owner's eyes alone; SQLite's own files beside it follow its mode.

    Raises OSError.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to a file that is there; `mode` is SQLite's: "rw" or "ro". Raises sqlite3.Error.

    It may move from thread to thread, and begins no transaction by itself.
    """
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY,
        isolation_level=None,
        check_same_thread=False,
    )
    db.row_factory = sqlite3.Row
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def version_of(db: sqlite3.Connection) -> int:
    """The number that the file's maker gave its tables; 0 for a new file. Raises sqlite3.Error."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's code for what went wrong, as in sqlite3.SQLITE_BUSY; 0 where it has none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
