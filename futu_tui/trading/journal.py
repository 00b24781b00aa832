"""The record of every act: written and on the disk before the act is sent, closed when its outcome is known.

One SQLite file (WAL, synchronous FULL, mode 0600) for all programs and accounts of a person. It also hands out the
serial numbers of packet ids, which never repeat and only grow. Secrets are never in it.

    journal = Journal.open(path)                       # blocking calls throughout: see journal_writer.py for the loop
    recorded = journal.record(act)                     # -> Recorded(act_id, serial); durable when it returns
    journal.write([Answered(...), Pushed(...), Resolved(...)])
    journal.open_acts()                                # of programs that run no more
    journal.entries(EntryFilter(since=..., result=Result.OPEN))
Anything that keeps it from being written or read is a JournalError, whose text is for the person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Self

from futu_tui.sqlite_files import transaction
from futu_tui.steady_time import steady_time
from futu_tui.trading.acts import (
    Act,
    ActKind,
    Answered,
    Entry,
    EntryFilter,
    Event,
    LookedUp,
    Note,
    OrderStory,
    Pushed,
    Recorded,
    Resolved,
    Result,
)
from futu_tui.trading.journal_file import JournalError, damaged, open_file, read_file, told
from futu_tui.trading.program_lock import ProgramLock

__all__ = [
    "FILE_NAME", "Act", "ActKind", "Answered", "Entry", "EntryFilter", "Event", "Journal", "JournalError", "LookedUp",
    "Note", "Pushed", "Recorded", "Resolved", "Result",
]  # fmt: skip

FILE_NAME = "journal.sqlite3"

_EVERYTHING = EntryFilter()


class Journal:
    """One open journal; to be used from one thread at a time."""

    def __init__(self, db: sqlite3.Connection, path: Path, lock: ProgramLock | None) -> None:
        self.path = path
        self._db = db
        self._lock = lock
        (self._begun,) = db.execute("SELECT serial FROM begun").fetchone()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open it, and make it first where there is none. Raises JournalError."""
        if read_only:
            return cls(read_file(path), path, None)
        with told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = ProgramLock(path.parent)
        try:
            return cls(open_file(path), path, lock)
        except BaseException:
            lock.release()
            raise

    @property
    def program(self) -> str:
        """The name of this run of the program in the journal."""
        return self._lock.program if self._lock else ""

    def close(self) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # Writing

    def record(self, act: Act) -> Recorded:
        """Write down an act before it is sent; durable when it returns. Raises JournalError; then nothing is written.

        It is one statement: in a busy program each further one would wait its turn for Python's lock.
        """
        with told(self.path):
            cursor = self._db.execute(_RECORD, _row(act, self.program))
        assert cursor.lastrowid is not None
        return Recorded(cursor.lastrowid, self._serial(cursor.lastrowid))

    def write(self, notes: Sequence[Note]) -> None:
        """Write down what came to be known, all or nothing of it. Raises JournalError."""
        if not notes:
            return
        with told(self.path), transaction(self._db):
            for note in notes:
                self._write(note)

    def resolved(self, act_id: int, result: Result, text: str, how: str, *, order_id: int = 0) -> None:
        """Write down the outcome of one act. Raises JournalError."""
        self.write([Resolved(act_id, steady_time(), result, text, how, order_id)])

    def probe(self) -> None:
        """Find out whether it can be written. Raises JournalError."""
        with told(self.path):
            self._db.execute("UPDATE begun SET touched = ?", (steady_time(),))

    def tidy(self) -> None:
        """Move what was written into the main file, where nobody waits for it. Raises JournalError."""
        with told(self.path):
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    # Reading

    def open_acts(self) -> list[Entry]:
        """Acts without an outcome that nobody looks after: of programs that ended. Raises JournalError."""
        entries = self._select("result = 'open'")
        if self._lock is None:
            return entries
        running = {program: self._lock.is_running(program) for program in {each.program for each in entries}}
        return [each for each in entries if not running[each.program]]

    def orders_since(self, at: float) -> list[Entry]:
        """Placed orders since then that are known to the gateway, or may yet turn out to be."""
        return self._select("kind = 'place' AND at >= ? AND result != 'not sent'", [at])

    def entries(self, wanted: EntryFilter = _EVERYTHING) -> list[Entry]:
        """Acts with all that was written of each, the oldest first. Raises JournalError."""
        where, values = _conditions(wanted)
        return self._select(where, values, newest=wanted.newest, stories=True)

    def order_stories(self, acc_id: int, env: int) -> list[OrderStory]:
        """Of an account's placed orders, those of which anything was written that tells of fills; the oldest first.

        `env` is a trd_common.TrdEnv. Raises JournalError.
        """
        with told(self.path):
            rows = self._db.execute(_FILL_STORIES, (str(acc_id), env)).fetchall()
        return [
            OrderStory(
                events[0]["security"],
                events[0]["side"],
                tuple(Event(row["at"], row["kind"], row["text"]) for row in events),
            )
            for _, group in groupby(rows, key=itemgetter("act_id"))
            if (events := list(group))
        ]

    def _select(
        self, where: str, values: Sequence[object] = (), *, newest: int | None = None, stories: bool = False
    ) -> list[Entry]:
        limit = "" if newest is None else f" LIMIT {newest:d}"
        with told(self.path):
            rows = self._db.execute(f"SELECT * FROM acts WHERE {where} ORDER BY act_id DESC{limit}", values)
            found = rows.fetchall()[::-1]
            told_of = [self._story(row["act_id"]) if stories else () for row in found]
        try:
            return [
                _entry(row, self._serial(row["act_id"]), story)
                for row, story in zip(found, told_of, strict=True)
            ]
        except (ValueError, TypeError) as error:
            raise JournalError(damaged(self.path)) from error

    def _story(self, act_id: int) -> tuple[Event, ...]:
        rows = self._db.execute(
            "SELECT at, kind, text FROM events WHERE act_id = ? ORDER BY event_id", (act_id,)
        )
        return tuple(Event(row["at"], row["kind"], row["text"]) for row in rows)

    def _serial(self, act_id: int) -> int:
        return int(self._begun) + act_id

    def _write(self, note: Note) -> None:
        text = note.text
        if isinstance(note, Resolved):
            text = f"{note.result}: {note.text} ({note.how})"
            # What is known for good stays; an order that was not found may still turn up.
            self._db.execute(
                "UPDATE acts SET result = ?, text = ?, how = ?, closed_at = ? WHERE act_id = ?"
                " AND (result = 'open' OR (result = 'not found' AND ? IN ('accepted', 'refused')))",
                (note.result, note.text, note.how, note.at, note.act_id, note.result),
            )
        if note.order_id or note.id_ex:
            self._db.execute(
                "UPDATE acts SET order_id = CASE ?1 WHEN '0' THEN order_id ELSE ?1 END,"
                " id_ex = CASE ?2 WHEN '' THEN id_ex ELSE ?2 END WHERE act_id = ?3",
                (str(note.order_id), note.id_ex, note.act_id),
            )
        self._db.execute(
            "INSERT INTO events (act_id, at, kind, text) VALUES (?, ?, ?, ?)",
            (note.act_id, note.at, note.kind, text),
        )


_COLUMNS = (
    "at", "program", "conn_id", "kind", "acc_id", "env", "trade_market", "account", "security", "side", "order_type",
    "qty", "price", "target_order", "target_id_ex", "client_id", "summary", "request", "override", "order_id", "id_ex",
)  # fmt: skip
_RECORD = f"INSERT INTO acts ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


_FILL_STORIES = (
    "SELECT act_id, security, side, events.at, events.kind, events.text FROM acts JOIN events USING (act_id)"
    " WHERE acts.kind = 'place' AND acc_id = ? AND env = ? AND events.text LIKE '%filled%'"
    " ORDER BY act_id, event_id"
)


def _row(act: Act, program: str) -> tuple[object, ...]:
    return (
        steady_time(), program, str(act.conn_id), act.kind, str(act.acc_id), act.env, act.trade_market, act.account,
        act.security, act.side, act.order_type, act.qty, act.price, str(act.order_id), act.id_ex,
        act.client_id or None, act.summary, json.dumps(dict(act.request), ensure_ascii=False), act.override,
        str(act.order_id), act.id_ex,
    )  # fmt: skip


def _entry(row: sqlite3.Row, serial: int, events: tuple[Event, ...]) -> Entry:
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
        serial=serial,
        act=act,
        result=Result(row["result"]),
        text=row["text"],
        how=row["how"],
        closed_at=row["closed_at"],
        order_id=int(row["order_id"]),
        id_ex=row["id_ex"],
        events=events,
    )


def _conditions(wanted: EntryFilter) -> tuple[str, list[object]]:
    conditions: list[str] = ["1"]
    values: list[object] = []

    def add(condition: str, *more: object) -> None:
        conditions.append(condition)
        values.extend(more)

    if wanted.since is not None:
        add("at >= ?", wanted.since)
    if wanted.until is not None:
        add("at < ?", wanted.until)
    if wanted.account:
        ending = f"%{_literal(wanted.account)}"
        add("(acc_id LIKE ? ESCAPE '\\' OR account LIKE ? ESCAPE '\\')", ending, ending)
    if wanted.security:
        add("security LIKE ? ESCAPE '\\'", f"%{_literal(wanted.security)}%")
    if wanted.result is not None:
        add("result = ?", str(wanted.result))
    return " AND ".join(conditions), values


def _literal(text: str) -> str:
    """Text as a LIKE pattern that means itself."""
    return "".join("\\" + letter if letter in "%_\\" else letter for letter in text)
