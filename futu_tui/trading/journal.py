"""The record of every act: written and on the disk before the act is sent, closed when its outcome is known.

One SQLite file (WAL, synchronous FULL, mode 0600) for all programs and accounts of a person. It also hands out the
serial numbers of packet ids, which never repeat and only grow. Secrets are never in it.

    journal = Journal.open(path)                       # blocking calls throughout: see journal_writer.py for the loop
    recorded = journal.record(act)                     # -> Recorded(act_id, serial); durable when it returns
    journal.write([Answered(...), Pushed(...), Resolved(...)])
    journal.open_acts()                                # of this program and of those that run no more
    journal.entries(EntryFilter(since=..., result=Result.OPEN))
Anything that keeps it from being written or read is a JournalError, whose text is for the person.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Self

from futu_tui.trading.program_lock import ProgramLock

FILE_NAME = "journal.sqlite3"

_VERSION = 1
_BUSY = 2.0
"""Seconds to wait for another program that writes."""


class JournalError(Exception):
    """The journal cannot be written or read; nothing may be sent until it can."""


class ActKind(StrEnum):
    PLACE = "place"
    MODIFY = "modify"
    CANCEL = "cancel"
    CANCEL_ALL = "cancel all"
    ENABLE = "enable"
    DISABLE = "disable"
    DELETE = "delete"
    RECONFIRM = "reconfirm"
    UNLOCK = "unlock"
    LOCK = "lock"


class Result(StrEnum):
    """How an act ended, as far as is known."""

    OPEN = "open"
    """Recorded, and perhaps sent; nothing tells yet what became of it."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_FOUND = "not found"
    """Sent, and the gateway shows no trace of it."""
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Act:
    """Something about to be asked of the gateway. Numbers are text, exactly as they were meant; empty is none."""

    kind: ActKind
    acc_id: int
    env: int
    """trd_common.TrdEnv"""
    trade_market: int = 0
    """trd_common.TrdMarket"""
    account: str = ""
    """The account's label."""
    security: str = ""
    side: str = ""
    order_type: str = ""
    qty: str = ""
    price: str = ""
    order_id: int = 0
    """Of the order that is acted on; of a new one 0."""
    id_ex: str = ""
    client_id: str = ""
    """Of a new order."""
    summary: str = ""
    """The sentence that the person confirmed."""
    request: Mapping[str, Any] = field(default_factory=dict)
    """The fields that are sent, without packet id and without secrets."""
    override: str = ""
    """Which of the person's own limits were overridden."""
    conn_id: int = 0
    """The gateway's number of the connection."""


class Recorded(NamedTuple):
    """An act that is on the disk."""

    act_id: int
    serial: int
    """For its packet id."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The gateway's answer to an act, or why there was none."""

    act_id: int
    at: float
    """Epoch seconds."""
    text: str
    order_id: int = 0
    id_ex: str = ""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push about an act's order."""

    act_id: int
    at: float
    text: str
    order_id: int = 0
    id_ex: str = ""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look at the gateway's lists said of an act."""

    act_id: int
    at: float
    text: str
    order_id: int = 0
    id_ex: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The outcome of an act, and how it became known."""

    act_id: int
    at: float
    result: Result
    text: str
    how: str
    order_id: int = 0
    id_ex: str = ""


Note = Answered | Pushed | LookedUp | Resolved
_NOTE_KINDS: dict[type[Any], str] = {
    Answered: "answer",
    Pushed: "push",
    LookedUp: "look",
    Resolved: "outcome",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an act's story."""

    at: float
    kind: str
    """answer, push, look or outcome."""
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as the journal has it."""

    act_id: int
    at: float
    """Epoch seconds of its recording."""
    program: str
    serial: int
    act: Act
    result: Result
    text: str
    """What became of it, in words; empty while open."""
    how: str
    """How that became known."""
    closed_at: float | None
    order_id: int
    """Of the order it is about, told by the act or learned later; 0 while not known."""
    id_ex: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What to list; None and empty are everything."""

    since: float | None = None
    """Epoch seconds, included."""
    until: float | None = None
    """Epoch seconds, not included."""
    account: str = ""
    """An account's id, or the end of its id or label."""
    security: str = ""
    """HK.00700, or a part of it."""
    result: Result | None = None
    newest: int | None = None
    """At most so many, the newest of them."""


_SCHEMA = """
CREATE TABLE acts (
    act_id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    program TEXT NOT NULL,
    serial INTEGER NOT NULL UNIQUE,
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
    result TEXT NOT NULL DEFAULT 'open',
    text TEXT NOT NULL DEFAULT '',
    how TEXT NOT NULL DEFAULT '',
    closed_at REAL,
    order_id TEXT NOT NULL DEFAULT '0',
    id_ex TEXT NOT NULL DEFAULT ''
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
CREATE TABLE serials (last INTEGER NOT NULL);
"""
# Order and account ids are unsigned 64-bit numbers, which SQLite's integers cannot hold: they are kept as text.

_FINAL = (Result.ACCEPTED, Result.REFUSED)


class Journal:
    """One open journal; to be used from one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: ProgramLock | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open it, and make it first where there is none. Raises JournalError."""
        with _told(path):
            if read_only:
                connection = _connect(path, read_only=True)
                _check_version(connection, path)
                return cls(connection, path, None)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made here with its mode, for SQLite would make it readable to all; its own files follow that mode.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            path.chmod(0o600)
            lock = ProgramLock(path.parent)
            try:
                connection = _connect(path)
                _prepare(connection, path)
            except BaseException:
                lock.release()
                raise
            return cls(connection, path, lock)

    @property
    def program(self) -> str:
        """The name of this run of the program in the journal."""
        return self._lock.program if self._lock else ""

    def close(self) -> None:
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def record(self, act: Act, notes: Sequence[Note] = ()) -> Recorded:
        """Write down an act before it is sent, and the notes before it; durable when it returns.

        Raises JournalError; then nothing is written.
        """
        with self._transaction() as db:
            _write_notes(db, notes)
            (serial,) = db.execute("UPDATE serials SET last = last + 1 RETURNING last").fetchone()
            cursor = db.execute(
                "INSERT INTO acts (at, program, serial, conn_id, kind, acc_id, env, trade_market, account, security,"
                " side, order_type, qty, price, target_order, target_id_ex, client_id, summary, request, override,"
                " order_id, id_ex) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    time.time(), self.program, serial, str(act.conn_id), act.kind, str(act.acc_id), act.env,
                    act.trade_market, act.account, act.security, act.side, act.order_type, act.qty, act.price,
                    str(act.order_id), act.id_ex, act.client_id or None, act.summary,
                    json.dumps(dict(act.request), ensure_ascii=False), act.override, str(act.order_id), act.id_ex,
                ),
            )  # fmt: skip
            assert cursor.lastrowid is not None
            return Recorded(cursor.lastrowid, serial)

    def write(self, notes: Sequence[Note]) -> None:
        """Write down what came to be known, all or nothing of it. Raises JournalError."""
        if notes:
            with self._transaction() as db:
                _write_notes(db, notes)

    def answered(self, act_id: int, text: str, *, order_id: int = 0, id_ex: str = "") -> None:
        self.write([Answered(act_id, time.time(), text, order_id, id_ex)])

    def pushed(self, act_id: int, text: str, *, order_id: int = 0, id_ex: str = "") -> None:
        self.write([Pushed(act_id, time.time(), text, order_id, id_ex)])

    def resolved(self, act_id: int, result: Result, text: str, how: str, *, order_id: int = 0) -> None:
        self.write([Resolved(act_id, time.time(), result, text, how, order_id)])

    def open_acts(self) -> list[Entry]:
        """Acts without an outcome that are this program's to look up: its own, and of programs that ended."""
        with _told(self.path):
            rows = self._connection.execute(_SELECT + " WHERE result = 'open' ORDER BY act_id").fetchall()
        entries = [_entry(row) for row in rows]
        if self._lock is None:
            return entries
        running = {program: self._lock.is_running(program) for program in {each.program for each in entries}}
        return [each for each in entries if each.program == self.program or not running[each.program]]

    def orders_since(self, at: float) -> list[Entry]:
        """Placed orders since then that are known to the gateway, or may yet turn out to be."""
        with _told(self.path):
            rows = self._connection.execute(
                _SELECT + " WHERE kind = 'place' AND at >= ? AND result != 'not sent' ORDER BY act_id", (at,)
            ).fetchall()
        return [_entry(row) for row in rows]

    def entries(self, wanted: EntryFilter = EntryFilter(), *, stories: bool = True) -> list[Entry]:
        """Acts, the oldest first, with all that was written of each where `stories` are wanted."""
        where, values = _conditions(wanted)
        query = f"{_SELECT} WHERE {where} ORDER BY act_id DESC"
        if wanted.newest is not None:
            query += f" LIMIT {int(wanted.newest)}"
        with _told(self.path):
            rows = self._connection.execute(query, values).fetchall()[::-1]
            if not stories:
                return [_entry(row) for row in rows]
            return [_entry(row, self._story(row["act_id"])) for row in rows]

    def tidy(self) -> None:
        """Move what was written into the main file, where nobody waits for it. Raises JournalError."""
        with _told(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def probe(self) -> None:
        """Whether it can be written. Raises JournalError."""
        with self._transaction() as db:
            db.execute("UPDATE serials SET last = last")

    def _story(self, act_id: int) -> tuple[Event, ...]:
        rows = self._connection.execute(
            "SELECT at, kind, text FROM events WHERE act_id = ? ORDER BY event_id", (act_id,)
        )
        return tuple(Event(row["at"], row["kind"], row["text"]) for row in rows)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._connection
        with _told(self.path):
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise


_SELECT = "SELECT * FROM acts"


def _write_notes(db: sqlite3.Connection, notes: Sequence[Note]) -> None:
    for note in notes:
        text = note.text
        if isinstance(note, Resolved):
            text = f"{note.result}: {note.text} ({note.how})"
            # What is known for good stays; an order that was not found may still turn up.
            db.execute(
                "UPDATE acts SET result = ?, text = ?, how = ?, closed_at = ? WHERE act_id = ?"
                " AND (result = 'open' OR (result = 'not found' AND ? IN ('accepted', 'refused')))",
                (note.result, note.text, note.how, note.at, note.act_id, note.result),
            )
        if note.order_id or note.id_ex:
            db.execute(
                "UPDATE acts SET order_id = CASE ?1 WHEN '0' THEN order_id ELSE ?1 END,"
                " id_ex = CASE ?2 WHEN '' THEN id_ex ELSE ?2 END WHERE act_id = ?3",
                (str(note.order_id), note.id_ex, note.act_id),
            )
        db.execute(
            "INSERT INTO events (act_id, at, kind, text) VALUES (?, ?, ?, ?)",
            (note.act_id, note.at, _NOTE_KINDS[type(note)], text),
        )


def _conditions(wanted: EntryFilter) -> tuple[str, list[object]]:
    conditions: list[tuple[str, list[object]]] = [("1", [])]
    if wanted.since is not None:
        conditions.append(("at >= ?", [wanted.since]))
    if wanted.until is not None:
        conditions.append(("at < ?", [wanted.until]))
    if wanted.account:
        ending = "%" + _literal(wanted.account)
        conditions.append(("(acc_id LIKE ? ESCAPE '\\' OR account LIKE ? ESCAPE '\\')", [ending, ending]))
    if wanted.security:
        conditions.append(("security LIKE ? ESCAPE '\\'", [f"%{_literal(wanted.security)}%"]))
    if wanted.result is not None:
        conditions.append(("result = ?", [str(wanted.result)]))
    return " AND ".join(text for text, _ in conditions), [
        value for _, values in conditions for value in values
    ]


def _literal(text: str) -> str:
    return "".join("\\" + letter if letter in "%_\\" else letter for letter in text)


def _entry(row: sqlite3.Row, events: tuple[Event, ...] = ()) -> Entry:
    act = Act(
        kind=ActKind(row["kind"]),
        acc_id=int(row["acc_id"]),
        env=row["env"],
        trade_market=row["trade_market"],
        account=row["account"],
        security=row["security"],
        side=row["side"],
        order_type=row["order_type"],
        qty=row["qty"],
        price=row["price"],
        order_id=int(row["target_order"]),
        id_ex=row["target_id_ex"],
        client_id=row["client_id"] or "",
        summary=row["summary"],
        request=json.loads(row["request"]),
        override=row["override"],
        conn_id=int(row["conn_id"]),
    )
    return Entry(
        act_id=row["act_id"],
        at=row["at"],
        program=row["program"],
        serial=row["serial"],
        act=act,
        result=Result(row["result"]),
        text=row["text"],
        how=row["how"],
        closed_at=row["closed_at"],
        order_id=int(row["order_id"]),
        id_ex=row["id_ex"],
        events=events,
    )


def _connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    if read_only and not path.exists():
        raise JournalError(f"there is no journal at {path} yet")
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Set it up for durable writes, and make its tables where it is new."""
    (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise JournalError(f"the journal {path} lies where SQLite cannot keep a write-ahead log")
    db.execute("PRAGMA synchronous = FULL")
    # Moving the log into the main file costs two waits for the disk: `tidy` does it when nobody waits, this is the
    # longest that the log may get before.
    db.execute("PRAGMA wal_autocheckpoint = 8000")
    if _version(db) == 0:
        db.execute("BEGIN IMMEDIATE")
        try:
            if _version(db) == 0:  # another program may have been faster
                for statement in filter(None, map(str.strip, _SCHEMA.split(";"))):
                    db.execute(statement)
                # Beginning at the clock, serials grow even past a journal that was lost.
                db.execute("INSERT INTO serials VALUES (?)", (int(time.time()),))
                db.execute(f"PRAGMA user_version = {_VERSION}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    _check_version(db, path)


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _check_version(db: sqlite3.Connection, path: Path) -> None:
    if _version(db) != _VERSION:
        raise JournalError(f"the journal {path} was written by a newer futu-tui; use that one")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns whatever goes wrong with the file into a JournalError that a person understands."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(_reason(error, path)) from error
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be opened: {error.strerror or error}") from error


def _reason(error: sqlite3.Error, path: Path) -> str:
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    reasons = {
        sqlite3.SQLITE_FULL: f"the disk of the journal {path} is full",
        sqlite3.SQLITE_BUSY: f"another program holds the journal {path} locked",
        sqlite3.SQLITE_LOCKED: f"another program holds the journal {path} locked",
        sqlite3.SQLITE_READONLY: f"the journal {path} may not be written",
        sqlite3.SQLITE_PERM: f"the journal {path} may not be opened",
        sqlite3.SQLITE_CANTOPEN: f"the journal {path} cannot be opened",
        sqlite3.SQLITE_IOERR: f"the disk of the journal {path} fails: {error}",
        sqlite3.SQLITE_CORRUPT: f"the journal {path} is damaged; move it away to begin a new one",
        sqlite3.SQLITE_NOTADB: f"{path} is no journal; move it away to begin a new one",
    }
    return reasons.get(code, f"the journal {path} cannot be used: {error}")
