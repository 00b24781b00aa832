"""A small part of the soak, with every test run; `python -m tests.soak` is the whole of it."""

from __future__ import annotations

from pathlib import Path

from tests.soak.run import Length, soak, table

FAULTS = frozenset({"frozen", "slow", "cut in mid-message", "reset", "limit"})


def test_nothing_is_lost_or_left_behind_whatever_goes_wrong(tmp_path: Path) -> None:
    length = Length(3.0, fault=0.15, between=(0.1, 0.2), calm=0.5, rounds=0, only=FAULTS)
    found = soak(tmp_path, length, seed=1, rate=40.0, fps=8)
    assert not found.violations, table(found)
    assert found.struck
    assert found.keys > 10
