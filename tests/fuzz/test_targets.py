"""A little of every target in the suite: what hypothesis makes up, and what the long runs begin with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.findings import Findings
from tests.fuzz.mutation import inputs
from tests.fuzz.targets import DICTIONARY, TARGETS

ROOT = Path(__file__).parents[2]
MUTATIONS = 60
"""Of the seeds, in the suite."""


@pytest.mark.parametrize("name", TARGETS)
@settings(suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=250))
def test_nothing_raises_past_its_door(name: str, data: bytes) -> None:
    TARGETS[name].run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_what_comes_of_them_raise_nothing(name: str) -> None:
    target = TARGETS[name]
    seeds = list(target.seeds())
    findings = Findings(name)
    run = findings.guarded(target.run)
    for data in inputs(seeds, DICTIONARY, target.longest, seed=7):
        run(data)
        if findings.inputs >= len(seeds) + MUTATIONS:
            break
    assert not findings.found, findings.report(1.0)


def test_a_target_that_raises_is_a_finding_that_is_told_once_and_kept(tmp_path: Path) -> None:
    def run(data: bytes) -> None:
        if data:
            raise ExceptionGroup("tasks", [ValueError(f"bad {data!r}")])

    findings = Findings("sample", tmp_path)
    guarded = findings.guarded(run)
    for data in (b"", b"a", b"b"):
        guarded(data)
    (finding,) = findings.found.values()
    assert (findings.inputs, finding.times, finding.data) == (3, 2, b"a")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"a"]
    assert "2 times ValueError at test_targets.py" in findings.report(1.0)


def test_mutations_are_the_same_for_the_same_seed() -> None:
    def some(seed: int) -> list[bytes]:
        made = inputs([b"one", b"two"], DICTIONARY, 50, seed)
        return [next(made) for _ in range(50)]

    assert some(1) == some(1) != some(2)


def test_the_command_runs_a_target_says_how_and_counts(tmp_path: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fuzz",
            "--plain",
            "--runs",
            "200",
            "--target",
            "words",
            "--keep",
            str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.startswith("without atheris: seeds changed at random\nwords")
    assert told.endswith("200 inputs, 0 findings\n")
