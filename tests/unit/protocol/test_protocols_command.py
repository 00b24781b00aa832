"""`futu-tui protocols`, as a person and as a program reads it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from futu_tui.commands.protocols import command
from futu_tui.protocol import PROTOCOLS


def output(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def rows(text: str) -> list[list[str]]:
    """The table's rows, cut into columns where two blanks stand."""
    lines = [line for line in text.splitlines() if line[:4].isdecimal()]
    return [[column.strip() for column in line.split("  ") if column.strip()] for line in lines]


def test_the_table_has_every_protocol_under_its_category() -> None:
    text = output()
    assert sorted(int(row[0]) for row in rows(text)) == sorted(PROTOCOLS)
    headings = [line for line in text.splitlines() if line and line[0].isalpha()]
    assert headings == ["Connection Management", "Quota Query", "Quote Protocol", "Trading Protocol"]


@pytest.mark.parametrize(
    "row",
    [
        ["1004", "KEEP_ALIVE", "request", "-", "-"],
        ["3005", "QOT_UPDATE_BASIC_QOT", "push", "qot:read", "-"],
        ["3203", "QOT_GET_SECURITY_SNAPSHOT", "request", "qot:read", "60 in 30 s, 400 securities each"],
        ["2005", "TRD_UNLOCK_TRADE", "request", "trade:unlock", "10 in 30 s"],
        ["2201", "TRD_GET_ORDER_LIST", "request", "acc:read", "10 in 30 s, per account, with refreshCache"],
        [
            "2202",
            "TRD_PLACE_ORDER",
            "request",
            "trade:real or trade:simulate",
            "15 in 30 s, 20 ms apart, per account",
        ],
    ],
    ids=lambda row: row[1],
)
def test_a_row_says_kind_scope_and_limit(row: list[str]) -> None:
    assert row in rows(output())


def test_the_columns_are_aligned() -> None:
    lines = [line for line in output().splitlines() if line.startswith(("  ID", *"123"))]
    limits = lines[0].index("LIMIT")
    assert all(line[limits - 2 : limits] == "  " and line[limits] != " " for line in lines)


def test_one_category_alone() -> None:
    text = output("--category", "Trading")
    assert {int(row[0]) for row in rows(text)} == {
        each.id for each in PROTOCOLS.values() if each.category == "Trading Protocol"
    }
    assert "Quote Protocol" not in text


def test_an_unknown_category_is_wrong_usage() -> None:
    result = CliRunner().invoke(command, ["--category", "orders"])
    assert result.exit_code == 2
    assert "'connection', 'quota', 'quote', 'trading'" in result.output


def test_json_says_it_all_to_a_program() -> None:
    objects = {each["id"]: each for each in json.loads(output("--json"))}
    assert list(objects) == list(PROTOCOLS)
    assert objects[2202] == {
        "id": 2202,
        "name": "TRD_PLACE_ORDER",
        "category": "Trading Protocol",
        "push": False,
        "body": True,
        "scope": "trade:real",
        "scope_simulate": "trade:simulate",
        "limit": {
            "count": 15,
            "seconds": 30.0,
            "min_gap": 0.02,
            "per_account": True,
            "refresh_only": False,
            "batch": None,
        },
    }
    assert (objects[3017]["push"], objects[3017]["body"], objects[1009]["limit"]) == (True, False, None)
