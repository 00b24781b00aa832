"""The program's threads stay on one core until other programs need it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from futu_tui import cores
from futu_tui.cores import APART, EVERY, LITTLE, SETTLE, OneCore, is_crowded, seconds_without_core

HERE = Path("/proc/self/task")
needs_cores = pytest.mark.skipif(
    not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2,
    reason="needs Linux and two cores",
)


@pytest.fixture
def threads() -> Iterator[None]:
    """Another thread that is there, as gRPC's are; all run where they may afterwards."""
    before, end = os.sched_getaffinity(0), Event()
    thread = Thread(target=end.wait)
    thread.start()
    yield
    end.set()
    thread.join()
    cores._put_threads(before)


def places() -> set[frozenset[int]]:
    """Where threads of this program may run."""
    found = set()
    for task in HERE.iterdir():
        with suppress(ProcessLookupError):  # it has ended
            found.add(frozenset(os.sched_getaffinity(int(task.name))))
    return found


@needs_cores
def test_all_threads_come_together_once_the_start_is_over(threads: None) -> None:
    before = places()
    one = OneCore(100.0)
    one.observe(100.0 + SETTLE - 0.1)
    assert one.core is None
    assert places() == before
    one.observe(100.0 + SETTLE)
    assert one.core is not None
    assert places() == {frozenset({one.core})}
    one.part()
    assert places() == before


@needs_cores
def test_a_process_that_is_started_once_they_parted_may_run_anywhere_and_they_come_together_again(
    threads: None,
) -> None:
    before, now = os.sched_getaffinity(0), 100.0 + SETTLE
    one = OneCore(100.0)
    one.observe(now)
    one.part()
    tell = "import os; print(sorted(os.sched_getaffinity(0)))"
    told = subprocess.run([sys.executable, "-Sc", tell], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(sorted(before))
    one.observe(now + EVERY)
    assert one.core is not None


@needs_cores
def test_threads_part_for_a_while_where_others_crowd_the_core(
    threads: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, now, busy = places(), 100.0 + SETTLE, 0.0
    one = OneCore(100.0)
    monkeypatch.setattr(cores, "_busy_seconds", lambda core: busy)
    monkeypatch.setattr(cores, "LITTLE", 0.0)
    one.observe(now)
    core = one.core
    for _ in range(3):
        now += EVERY
        busy += EVERY / 2  # half of it is free
        one.observe(now)
        assert one.core == core
    now += EVERY
    busy += EVERY
    one.observe(now)
    assert one.core is None
    assert places() == before
    one.observe(now + APART - 1)
    assert one.core is None
    one.observe(now + APART)
    assert one.core is not None


@needs_cores
def test_a_program_that_hardly_works_looks_at_its_core_rarely(
    threads: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, worked = [], 0.0
    monkeypatch.setattr(cores.time, "process_time", lambda: worked)
    monkeypatch.setattr(cores, "is_crowded", lambda ours, all_of_it: looks.append(ours))
    one = OneCore(100.0)
    one.observe(200.0)
    for second in range(201, 206):
        one.observe(float(second))
    assert looks == [0.0]  # five seconds after the threads came together
    worked += LITTLE
    one.observe(206.0)
    assert looks == [0.0, LITTLE]


@needs_cores
@pytest.mark.parametrize("fault", [OSError("not here"), ValueError("nothing of this core"), IndexError()])
def test_where_the_system_does_not_tell_it_decides(
    threads: None, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(core: int) -> float:
        raise fault

    before = places()
    one = OneCore(100.0)
    monkeypatch.setattr(cores, "_busy_seconds", fail)
    one.observe(200.0)
    one.observe(300.0)
    assert one.core is None
    assert places() == before


def test_a_core_that_is_full_of_this_program_alone_is_not_crowded() -> None:
    assert not is_crowded(0.97, 1.0)
    assert not is_crowded(0.2, 0.7)
    assert is_crowded(0.5, 0.95)


@needs_cores
def test_the_machine_tells_how_busy_a_core_was_and_how_long_this_program_waited() -> None:
    assert cores._busy_seconds(cores._current_core()) > 0
    assert 0 <= seconds_without_core() < 1e9
