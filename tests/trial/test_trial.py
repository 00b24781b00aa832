"""A small part of the trial, with every test run; `python -m tests.trial` is the whole of it."""

from __future__ import annotations

from pathlib import Path

from futu_tui.paper.faults import Fault
from tests.trial.run import FAULTS, table, trial


def test_no_act_is_lost_doubled_or_guessed_whatever_goes_wrong(tmp_path: Path) -> None:
    often = {fault: min(1.0, 2 * probability) for fault, probability in FAULTS.items()}
    findings = trial(tmp_path, acts=70, seed=1, faults=often, life=(1.0, 2.5))
    assert not findings.violations, table(findings)
    assert findings.trader_kills
    assert findings.strikes[Fault.ANSWER_LOST]
    assert findings.strikes[Fault.PUSH_LOST]
