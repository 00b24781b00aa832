"""What the console remembers across runs, and what it must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.tui.console.memory import FILE_NAME, KEPT, Memory, without_secrets

KL = PROTOCOLS[ProtoId.QOT_GET_KL]


def test_favourites_and_requests_come_back(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    memory = Memory(path)
    assert memory.toggle_favourite(KL)
    memory.note(KL, {"reqNum": 10})
    memory.note(PROTOCOLS[1002], {"userID": "0"})
    memory.note(KL, {"reqNum": 20})
    again = Memory(path)
    assert again.favourites == {3006}
    assert again.recent == [3006, 1002]
    assert again.requests(KL) == [{"reqNum": 20}, {"reqNum": 10}]
    assert not again.toggle_favourite(KL)
    assert Memory(path).favourites == set()


def test_the_same_request_is_kept_once_and_old_ones_go(tmp_path: Path) -> None:
    memory = Memory(tmp_path / FILE_NAME)
    memory.note(KL, {"reqNum": 1})
    for number in range(KEPT):
        memory.note(KL, {"reqNum": 1000 + number})
    memory.note(KL, {"reqNum": 1001})
    assert len(memory.requests(KL)) == KEPT
    assert {"reqNum": 1} not in memory.requests(KL)
    assert memory.requests(KL).count({"reqNum": 1001}) == 1


@pytest.mark.parametrize(
    ("proto_id", "fields", "kept"),
    [
        (2005, {"unlock": True, "pwdMD5": "0123"}, {"unlock": True}),
        (3000, {"type": 1, "op": 2, "code": "8812"}, {"type": 1, "op": 2}),
        (1008, {"cmd": "x", "paramStr": "token", "paramBytes": "AA=="}, {"cmd": "x"}),
        (2101, {"header": {"accID": "7"}, "refreshCache": True}, {"refreshCache": True}),
        (2202, {"packetID": {"connID": "1", "serialNo": 2}, "code": "00700"}, {"code": "00700"}),
        (
            3001,
            {"securityList": [{"market": 1, "code": "1"}]},
            {"securityList": [{"market": 1, "code": "1"}]},
        ),
        (1009, {"bytes": "0a00"}, {}),
        (3006, {"header": {}, "unheard": 1}, {"header": {}}),
    ],
)
def test_no_secret_and_no_account_is_written_down(
    tmp_path: Path, proto_id: int, fields: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert without_secrets(PROTOCOLS[proto_id], fields) == kept
    memory = Memory(tmp_path / FILE_NAME)
    memory.note(PROTOCOLS[proto_id], fields)
    for secret in ("0123", "8812", "token", "0a00"):
        assert secret not in (tmp_path / FILE_NAME).read_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"favourites": 3, "requests": [1, {"id": 5}, {"id": 3006, "fields": []}]}',
        '{"favourites": [[3006], 3006.0, true], "requests": [{"id": [1], "fields": {}}, {"id": 3006.0, "fields": {}}]}',
    ],
)
def test_a_file_of_another_form_costs_the_memory_only(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    memory = Memory(tmp_path / FILE_NAME)
    assert (memory.favourites, memory.recent) == (set(), [])
