"""What is reckoned from samples, and what becomes of benchmarks that fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from types import ModuleType

import pytest

from futu_tui.market import Tape
from tests.benchmarks.__main__ import as_json, conclude, run, told
from tests.benchmarks.client import Taken
from tests.benchmarks.figures import Figure, Samples, percentile, table
from tests.benchmarks.keys import Cursor, Press, answers
from tests.benchmarks.marks import Marks, Shown
from tests.benchmarks.overload import ticks_lost
from tests.benchmarks.replay import Sent
from tests.benchmarks.ticks import told_by
from tests.unit.market.wire import TENCENT, tick, ticks


def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50.0, 95.0, 99.0, 100.0]
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([7.0], 0.99) == 7.0


def test_the_ratio_is_of_the_rounds_own_ratios() -> None:
    """The machine was half as fast in the second round."""
    figure = Figure("f", "f", "ms", Samples([2.0, 4.0, 2.2]), Samples([1.0, 2.0, 1.0]), goal=2.0)
    assert figure.ratio == 2.0
    assert figure.met


@pytest.mark.parametrize(
    ("value", "goal", "at_least", "failed", "met"),
    [
        (1.0, 1.5, False, False, True),
        (1.6, 1.5, False, False, False),
        (0.85, 0.9, True, False, False),
        (0.95, 0.9, True, False, True),
        (1.0, 1.5, False, True, False),
        (1.0, None, False, False, None),
    ],
)
def test_a_goal_is_to_be_reached_or_to_stay_below(
    value: float, goal: float | None, at_least: bool, failed: bool, met: bool | None
) -> None:
    figure = Figure("f", "f", "ms", Samples([value]), goal=goal, at_least=at_least, failed=failed)
    assert figure.met is met


def test_a_table_shows_each_figure_with_its_floor_and_whether_it_met_its_goal() -> None:
    figure = Figure(
        "keys", "key to paint", "ms", Samples([6.0]), Samples([3.0]), goal=1.5, note="600 presses"
    )
    heading, row = table([figure]).splitlines()
    assert heading.split()[:3] == ["figure", "±", "floor"]
    assert row.split()[:8] == ["keys", "6", "0%", "3", "0%", "ms", "2.00", "≤"]
    assert row.endswith("NO  key to paint; 600 presses")


def _benchmark(monkeypatch: pytest.MonkeyPatch, name: str, fails: bool) -> None:
    def measure(quick: bool) -> Iterator[Figure]:
        yield Figure(name, "quick" if quick else "full", "ms", Samples([1.0]), goal=2.0, raw=[0.001])
        if fails:
            raise RuntimeError("the gateway went away")

    module = ModuleType(f"tests.benchmarks.{name}")
    module.measure = measure  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_a_benchmark_that_fails_loses_neither_what_it_found_nor_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _benchmark(monkeypatch, "broken", fails=True)
    _benchmark(monkeypatch, "sound", fails=False)
    findings = [run("broken", True), run("sound", True)]
    assert [[figure.name for figure in finding.figures] for finding in findings] == [["broken"], ["sound"]]
    assert "broken FAILED: RuntimeError: the gateway went away" in told(findings[0])
    assert conclude(findings) == 1
    assert conclude(findings[1:]) == 0
    shown = capsys.readouterr().out
    assert "All goals" in shown
    kept = json.loads(json.dumps(as_json(findings, True)))
    assert kept["benchmarks"][0]["failure"] == "RuntimeError: the gateway went away"
    assert kept["benchmarks"][1]["figures"][0]["raw"] == [0.001]


def test_a_benchmark_that_cannot_be_imported_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tests.benchmarks.absent", None)
    assert run("absent", True).failure.startswith("ModuleNotFoundError")


SENT = [[200.0, 1.0], [200.1, 2.0], [200.2, 2.1], [200.3, 9.0]]


def test_a_mark_has_come_when_it_or_a_newer_one_is_shown() -> None:
    """The second was overtaken by the third, and the last came after the end."""
    marks = Marks(SENT, [Shown(12.3, 0.5), Shown(200.0, 1.25), Shown(200.2, 2.5)])
    assert marks.latencies() == [0.25, 0.5, pytest.approx(0.4)]


def test_a_screen_is_as_old_as_the_first_mark_that_it_should_have_shown() -> None:
    marks = Marks(SENT, [Shown(200.0, 1.25), Shown(200.2, 2.5)])
    assert marks.age(1.5) == 0
    assert marks.age(2.25) == 0.25
    assert marks.age(2.5) == 0
    assert marks.age(9.5) == 0.5


def test_ticks_are_lost_that_are_neither_kept_nor_left_out_nor_at_a_gap() -> None:
    tape = Tape(TENCENT)
    tape.apply(ticks(tick(1), tick(2)))
    tape.leave_out(ticks(tick(3), tick(4)))
    tape.apply(ticks(tick(5), tick(8)))
    tape.mark_gap()
    tape.apply(ticks(tick(13)))
    key = TENCENT.key
    taken = Taken(told={key: told_by(tape)})
    assert ticks_lost(Sent(9, {key: 13}, 1.0, 0.5), taken) == (2, 4)
    assert ticks_lost(Sent(9, {key: 15}, 1.0, 0.5), taken) == (4, 4)
    tape.mark_gap()
    taken.told = {key: told_by(tape)}
    assert ticks_lost(Sent(9, {key: 15}, 1.0, 0.5), taken) == (2, 6)
    assert ticks_lost(Sent(9, {key: 15, "1_00001": 3}, 1.0, 0.5), taken) == (5, 6)
    assert Taken.of_json(json.dumps(asdict(taken))) == taken


def test_a_tape_that_let_go_of_its_oldest_trades_is_no_measure() -> None:
    taken = Taken(told={TENCENT.key: None})
    with pytest.raises(RuntimeError, match="send fewer events"):
        ticks_lost(Sent(9, {TENCENT.key: 13}, 1.0, 0.5), taken)


def test_a_key_is_answered_by_the_row_it_leads_to_or_by_that_of_a_later_key() -> None:
    pressed = [Press(1.0, 1), Press(2.0, 2), Press(2.5, 3), Press(3.0, 2)]
    start, elsewhere = Cursor(0.5, 10), Cursor(1.1, 40)
    seen = [start, elsewhere, Cursor(1.25, 11), Cursor(2.75, 13), Cursor(3.5, 12)]
    assert answers(pressed, seen) == [0.25, 0.75, 0.25, 0.5]
    with pytest.raises(RuntimeError, match="1 of 4 keys were not answered"):
        answers(pressed, seen[:-1])
