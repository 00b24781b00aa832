"""Which programs of a journal still run, and what killed ones leave."""

from __future__ import annotations

import os
import time
from pathlib import Path

from futu_tui.trading.program_lock import NEW, ProgramLock


def age(path: Path) -> None:
    long_ago = time.time() - NEW - 1
    os.utime(path, (long_ago, long_ago))


def test_a_program_runs_until_it_lets_go(tmp_path: Path) -> None:
    first, second = ProgramLock(tmp_path), ProgramLock(tmp_path)
    assert first.is_running(second.program)
    second.release()
    assert not first.is_running(second.program)


def test_what_killed_programs_left_is_cleared_away_and_what_runs_or_just_begins_is_not(
    tmp_path: Path,
) -> None:
    running = ProgramLock(tmp_path)
    killed, beginning = tmp_path / "program-1-dead.lock", tmp_path / "program-2-new.lock"
    for path in (killed, beginning):
        path.touch()
    age(killed)
    age(tmp_path / f"program-{running.program}.lock")
    ProgramLock(tmp_path).release()
    assert not killed.exists()
    assert beginning.exists()
    assert running.is_running(running.program)
    assert (tmp_path / f"program-{running.program}.lock").exists()
