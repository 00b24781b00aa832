"""A small part of the trial, with every test run; `python -m tests.trial` is the whole of it."""

from __future__ import annotations

from pathlib import Path

from tests.trial.run import FAULTS, table, trial


def test_no_act_is_lost_doubled_or_guessed_whatever_goes_wrong(tmp_path: Path) -> None:
    findings = trial(tmp_path, acts=30, seed=1, faults=FAULTS, life=(1.0, 2.0), least_kills=2)
    assert not findings.violations, table(findings)
    assert len(findings.acts) >= 30
    assert findings.trader_kills >= 2
    assert findings.strikes
