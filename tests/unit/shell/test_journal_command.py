"""`futu-tui journal`: listing, filtering and exporting what was asked of the gateway."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from futu_tui.cli import main
from futu_tui.trading.journal import Act, ActKind, Journal
from futu_tui.trading.journal import Result as Ending


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """Two acts, one of which is open, in the journal of this person."""
    monkeypatch.setenv("FUTU_TUI_DATA_DIR", str(tmp_path))
    journal = Journal.open(tmp_path / "journal.sqlite3")
    first = journal.record(
        Act(
            ActKind.PLACE, 2**63, 0, account="HK Cash 1234", security="HK.00700", side="BUY", qty="200",
            client_id="abcdefg", summary="BUY 200 HK.00700 \x1b[2JTencent", request={"qty": 200.0}, override="=1+1",
        )
    )  # fmt: skip
    journal.resolved(first.act_id, Ending.ACCEPTED, "placed as order 7", "the answer", order_id=2**64 - 1)
    journal.record(Act(ActKind.CANCEL, 5, 1, account="US Margin 99", security="US.AAPL", summary="CANCEL it"))
    return journal


def command(*args: str) -> Result:
    return CliRunner().invoke(main, ["journal", *args], prog_name="futu-tui")


def test_it_lists_each_act_with_its_end() -> None:
    lines = command().output.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("accepted   BUY 200 HK.00700 \\u001b[2JTencent")
    assert lines[1].strip() == "placed as order 7"
    assert lines[3].endswith("OPEN       CANCEL it")


def test_a_story_tells_everything() -> None:
    assert "outcome accepted: placed as order 7 (the answer)" in command("--story").output


@pytest.mark.parametrize(
    ("args", "acts"),
    [
        (["--status", "open"], [2]),
        (["--status", "not found"], []),
        (["--account", "1234"], [1]),
        (["--security", "AAPL"], [2]),
        (["--since", "today"], [1, 2]),
        (["--until", "yesterday"], []),
        (["--since", "2999-01-01"], []),
        (["--last", "1"], [2]),
    ],
)
def test_acts_are_filtered(args: list[str], acts: list[int]) -> None:
    assert [each["act"] for each in json.loads(command("--json", *args).output)] == acts


def test_json_holds_everything_with_64_bit_numbers_as_text() -> None:
    first = json.loads(command("--json").output)[0]
    assert (first["account_id"], first["order_id"], first["status"]) == (
        str(2**63),
        str(2**64 - 1),
        "accepted",
    )
    assert first["request"] == {"qty": 200.0}
    assert [event["kind"] for event in first["story"]] == ["outcome"]


def test_csv_is_read_back_and_starts_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(command("--csv").output)))
    assert [row["status"] for row in rows] == ["accepted", "open"]
    assert (rows[0]["override"], rows[1]["environment"]) == ("'=1+1", "REAL")


def test_nothing_found_and_nothing_written_are_said(tmp_path: Path) -> None:
    assert "no act in the journal fits" in command("--security", "XYZ").output
    assert "the journal is empty" in command("--file", str(tmp_path / "absent.sqlite3")).output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--since", "monday"], "'monday' is no day; write 2026-11-23, today or yesterday"),
        (["--csv", "--json"], "Choose one of --csv and --json."),
        (["--status", "done"], "'done' is not one of"),
    ],
)
def test_wrong_usage_is_told(args: list[str], told: str) -> None:
    result = command(*args)
    assert result.exit_code == 2
    assert told in result.output


def test_a_file_that_is_no_journal_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no journal at all" * 100)
    result = command("--file", str(wrong))
    assert result.exit_code == 1
    assert "is no journal" in result.output
