"""The journal: durable before an act is sent, whole after every accident, shared by programs."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from futu_tui import sqlite_files
from futu_tui.trading.journal import (
    Act,
    ActKind,
    Answered,
    EntryFilter,
    Journal,
    JournalError,
    Pushed,
    Resolved,
    Result,
)
from futu_tui.trading.journal_writer import JournalWriter

ACC_ID = 2**63 + 17
"""Account and order ids are unsigned 64-bit numbers."""


def act(client_id: str = "", **fields: object) -> Act:
    values = {"acc_id": ACC_ID, "env": 0, "account": "HK Cash 1234", "security": "HK.00700"} | fields
    return Act(ActKind.PLACE, client_id=client_id, **values)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


def test_what_was_recorded_is_read_back_whole(path: Path) -> None:
    journal = Journal.open(path)
    written = act(
        "abcdefg", side="BUY", order_type="LIMIT", qty="200", price="512.50", summary="BUY 200 腾讯",
        request={"remark": "突破 ~abcdefg", "qty": 200.0}, override="largest order", conn_id=2**64 - 1,
    )  # fmt: skip
    recorded = journal.record(written)
    journal.write(
        [
            Answered(recorded.act_id, 5.0, "placed", 2**64 - 1, "ex"),
            Resolved(recorded.act_id, 6.0, Result.ACCEPTED, "placed", "the answer"),
        ]
    )
    (entry,) = journal.entries()
    assert entry.act == written
    assert (entry.serial, entry.result, entry.order_id, entry.id_ex) == (
        recorded.serial,
        Result.ACCEPTED,
        2**64 - 1,
        "ex",
    )
    assert [(event.at, event.kind) for event in entry.events] == [(5.0, "answer"), (6.0, "outcome")]


def test_only_its_owner_can_read_it(path: Path) -> None:
    journal = Journal.open(path)
    journal.record(act())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert len(modes) == 4  # the journal, its log, its index of it, and this program's lock
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    journal.close()
    path.chmod(0o644)
    Journal.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_through_to_the_disk(path: Path) -> None:
    db = Journal.open(path)._db
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


def test_serial_numbers_grow_across_restarts_and_past_a_lost_journal(path: Path) -> None:
    serials = []
    for _ in range(3):
        journal = Journal.open(path)
        serials += [journal.record(act()).serial for _ in range(2)]
        journal.close()
    assert serials == list(range(serials[0], serials[0] + 6))
    assert abs(serials[0] - time.time()) < 60
    assert serials[-1] < 2**32


RECORDING = """
import os, sys, time
from pathlib import Path
from futu_tui.trading.journal import Act, ActKind, Journal, Pushed, Result
journal = Journal.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    recorded = journal.record(Act(ActKind.PLACE, 7, 0, client_id=f"{sys.argv[3]}{number}"))
    print(recorded.act_id, recorded.serial, flush=True)
    if sys.argv[4] == "resolve":
        journal.write([Pushed(recorded.act_id, 1.0, "push")])
        journal.resolved(recorded.act_id, Result.ACCEPTED, "placed", "the answer")
time.sleep(60 * (sys.argv[4] == "hang"))
"""


def program(path: Path, count: int, name: str, then: str) -> subprocess.Popen[str]:
    """Another program that records acts and prints their numbers."""
    return subprocess.Popen(
        [sys.executable, "-c", RECORDING, str(path), str(count), name, then],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_programs_write_at_once_and_no_serial_is_given_twice(path: Path) -> None:
    programs = [program(path, 60, name, "resolve") for name in ("first", "second")]
    told = [line.split() for each in programs for line in each.communicate(timeout=30)[0].splitlines()]
    assert [each.returncode for each in programs] == [0, 0]
    assert len({serial for _, serial in told}) == len({act_id for act_id, _ in told}) == 120
    journal = Journal.open(path)
    entries = journal.entries()
    assert len(entries) == 120
    assert all(entry.result is Result.ACCEPTED and len(entry.events) == 2 for entry in entries)
    assert [entry.serial for entry in entries] == sorted(entry.serial for entry in entries)
    assert journal._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_what_a_killed_program_recorded_is_there_and_open_for_the_next_one(path: Path) -> None:
    journal = Journal.open(path)
    child = program(path, 3, "child", "hang")
    assert child.stdout is not None
    told = [int(child.stdout.readline().split()[0]) for _ in range(3)]
    assert journal.open_acts() == []  # it runs: they are its own to look up
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert [entry.act_id for entry in journal.open_acts()] == told
    assert list(path.parent.glob("*.lock")) == [path.parent / f"program-{journal.program}.lock"]


def test_a_program_that_is_killed_while_it_writes_loses_nothing_that_it_was_told_is_written(
    path: Path,
) -> None:
    told: dict[int, int] = {}
    for life in range(3):
        child = program(path, 10_000, f"life{life}-", "resolve")
        assert child.stdout is not None
        for _ in range(40):
            act_id, serial = map(int, child.stdout.readline().split())
            told[act_id] = serial
        child.kill()
        child.wait()
        child.stdout.close()
    journal = Journal.open(path)
    entries = {entry.act_id: entry for entry in journal.entries()}
    assert {act_id: entries[act_id].serial for act_id in told} == told
    # Each act but the last of a life was closed before the next was begun.
    still_open = [entry for entry in entries.values() if entry.result is Result.OPEN]
    assert len(still_open) <= 3
    assert [entry.act_id for entry in journal.open_acts()] == [entry.act_id for entry in still_open]
    assert journal._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


FULL = """
import resource, sys
from pathlib import Path
from futu_tui.trading.journal import Act, ActKind, Journal, JournalError
journal = Journal.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
recorded = 0
try:
    while True:
        journal.record(Act(ActKind.PLACE, 7, 0, client_id=str(recorded)))
        recorded += 1
except JournalError as error:
    print(recorded, error)
"""


def test_a_disk_that_takes_no_more_loses_nothing_of_what_it_took(path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True
    )
    recorded, _, error = child.stdout.partition(" ")
    assert error.startswith(f"the disk of the journal {path} fails")
    journal = Journal.open(path)
    assert [entry.act.client_id for entry in journal.entries()] == [str(n) for n in range(int(recorded))]
    assert int(recorded) > 10
    assert journal._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert journal.record(act()).act_id == int(recorded) + 1


def test_a_full_disk_keeps_an_act_from_being_recorded_and_harms_nothing(path: Path) -> None:
    journal = Journal.open(path)
    db = journal._db
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")

    def fill() -> None:
        for _ in range(1000):
            journal.record(act(request={"remark": "x" * 200}))

    with pytest.raises(JournalError, match=r"the disk of the journal is full: make room on it \(.*"):
        fill()
    kept = len(journal.entries())
    with pytest.raises(JournalError, match="is full"):
        journal.resolved(1, Result.REFUSED, "x" * 5000, "the answer")
    assert len(journal.entries()) == kept > 0
    db.execute("PRAGMA max_page_count = 100000")
    journal.record(act())
    assert len(journal.entries()) == kept + 1
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_locked_file_is_told_and_free_again_it_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_files, "BUSY", 0.05)
    journal = Journal.open(path)
    thief = sqlite3.connect(path, isolation_level=None)
    thief.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError, match=r"another program holds the journal locked: end that one"):
        journal.record(act())
    thief.execute("ROLLBACK")
    thief.close()
    assert journal.record(act()).act_id == 1


def test_a_file_that_is_no_journal_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my diary, and it is long enough for SQLite to look at it" * 50)
    with pytest.raises(JournalError, match="is no journal"):
        Journal.open(path)
    assert path.read_text().startswith("my diary")
    assert list(path.parent.glob("*.lock")) == []


def test_a_journal_of_a_newer_program_is_left_alone(path: Path) -> None:
    Journal.open(path)._db.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalError, match="newer futu-tui"):
        Journal.open(path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal.open(tmp_path / "file" / "journal.sqlite3")


def test_what_is_known_for_good_stays_and_what_was_not_found_may_turn_up(path: Path) -> None:
    journal = Journal.open(path)
    first, second = journal.record(act()).act_id, journal.record(act()).act_id
    journal.resolved(first, Result.ACCEPTED, "placed", "the answer")
    journal.resolved(first, Result.NOT_FOUND, "gone", "lists")
    journal.resolved(second, Result.NOT_FOUND, "no order with its mark", "lists")
    journal.resolved(second, Result.ACCEPTED, "order 5 is filled", "a push, late", order_id=5)
    assert [(entry.result, entry.order_id) for entry in journal.entries()] == [
        (Result.ACCEPTED, 0),
        (Result.ACCEPTED, 5),
    ]


def test_a_client_id_is_taken_once(path: Path) -> None:
    journal = Journal.open(path)
    journal.record(act("abcdefg"))
    with pytest.raises(JournalError):
        journal.record(act("abcdefg"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EntryFilter(), [1, 2, 3]),
        (EntryFilter(security="00700"), [1, 3]),
        (EntryFilter(security="%"), []),
        (EntryFilter(account="1234"), [1, 2]),
        (EntryFilter(account=str(ACC_ID)), [1, 2, 3]),
        (EntryFilter(result=Result.OPEN), [2, 3]),
        (EntryFilter(newest=2), [2, 3]),
        (EntryFilter(until=1.0), []),
        (EntryFilter(since=1.0, security="HK.01810"), [2]),
    ],
)
def test_acts_are_found_by_what_they_are(path: Path, wanted: EntryFilter, found: list[int]) -> None:
    journal = Journal.open(path)
    journal.record(act())
    journal.record(act(security="HK.01810"))
    journal.record(act(account="US Margin 99"))
    journal.resolved(1, Result.REFUSED, "no", "the answer")
    assert [entry.act_id for entry in journal.entries(wanted)] == found


def test_reading_one_that_is_not_there_says_so(path: Path) -> None:
    with pytest.raises(JournalError, match="there is no journal at"):
        Journal.open(path, read_only=True)


class TestWriter:
    async def test_notes_are_written_in_their_order_and_none_twice(self, path: Path) -> None:
        writer = JournalWriter(Journal.open(path))
        recorded = await writer.record(act())

        async def more(start: int) -> None:
            for number in range(start, start + 20):
                writer.note(Pushed(recorded.act_id, float(number), str(number)))
                await asyncio.sleep(0)
            await writer.record(act())

        await asyncio.gather(more(0), writer.flush(), more(100), writer.flush())
        await writer.close()
        (entry, *_) = Journal.open(path).entries()
        texts = [int(event.text) for event in entry.events]
        assert sorted(texts) == [*range(20), *range(100, 120)]
        assert [text for text in texts if text < 100] == list(range(20))

    async def test_the_loop_goes_on_while_the_disk_is_waited_for(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal = Journal.open(path)
        writer = JournalWriter(journal)
        slow, begun = threading.Event(), asyncio.Event()
        loop, really = asyncio.get_running_loop(), journal.record

        def record(*args: object) -> object:
            loop.call_soon_threadsafe(begun.set)
            assert slow.wait(5)
            return really(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(journal, "record", record)
        recording = asyncio.create_task(writer.record(act()))
        await begun.wait()
        assert not recording.done()
        slow.set()
        assert (await recording).act_id == 1
        await writer.close()

    async def test_what_cannot_be_written_is_kept_in_order_and_told_once(self, path: Path) -> None:
        told: list[str] = []
        journal = Journal.open(path)
        writer = JournalWriter(journal, on_problem=told.append)
        recorded = await writer.record(act())
        db = journal._db
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        for number in range(3):
            writer.note(Pushed(recorded.act_id, float(number), str(number) * 6000))
            with pytest.raises(JournalError):
                await writer.flush()
        assert writer.pending == 3
        assert "is full" in writer.problem
        with pytest.raises(JournalError):
            await writer.record(act(request={"remark": "x" * 6000}))
        db.execute("PRAGMA max_page_count = 100000")
        await writer.check()
        assert (writer.pending, writer.problem) == (0, "")
        assert [bool(text) for text in told] == [True, False]
        await writer.close()
        (entry,) = Journal.open(path).entries()
        assert [event.at for event in entry.events] == [0.0, 1.0, 2.0]

    async def test_notes_that_come_while_others_are_written_are_written_too(self, path: Path) -> None:
        writer = JournalWriter(Journal.open(path))
        recorded = await writer.record(act())
        for number in range(30):
            writer.note(Pushed(recorded.act_id, float(number), str(number)))
            await asyncio.sleep(0.002)
        async with asyncio.timeout(5):
            while writer.pending:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await writer.close()
        (entry,) = Journal.open(path).entries()
        assert [event.text for event in entry.events] == [str(number) for number in range(30)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "wish"),
        ("result", b"\xff"),
        ("request", "{"),
        ("acc_id", "many"),
        ("conn_id", 1.5e300),
        ("target_order", ""),
        ("order_id", "\u202e1"),
    ],
)
def test_a_row_that_cannot_be_read_is_damage_that_is_told(path: Path, column: str, value: object) -> None:
    journal = Journal.open(path)
    journal.record(act())
    db = sqlite3.connect(path)
    db.execute(f"UPDATE acts SET {column} = ?", (value,))
    db.commit()
    db.close()
    with pytest.raises(JournalError, match="is damaged; move it away to begin a new one"):
        journal.entries()
    journal.close()


def test_a_program_of_a_name_that_no_file_can_have_runs_no_more(path: Path) -> None:
    journal = Journal.open(path)
    journal.record(act())
    db = sqlite3.connect(path)
    db.execute("UPDATE acts SET program = ?", ("a\0b",))
    db.commit()
    db.close()
    assert [entry.program for entry in journal.open_acts()] == ["a\0b"]
    journal.close()
