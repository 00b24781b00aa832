"""Where each protocol is used: keys that there are, and a document that says the same."""

from __future__ import annotations

import pytest

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.tui.keymap import DEFAULT, TABLE
from futu_tui.tui.protocol_keys import CONSOLE, USES
from tools.protocol_table import document, is_served


def test_every_place_is_led_to_by_keys_of_the_table() -> None:
    known = {key.id for key in TABLE}
    assert CONSOLE in known
    for proto_id, uses in USES.items():
        for use in uses:
            assert set(use.keys) <= known, proto_id.name
            assert all(DEFAULT.keys(id) for id in use.keys)


def test_the_document_has_a_row_for_each_of_the_78() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| ") and "---" not in line]
    numbers = [row.split(" | ")[0].removeprefix("| ") for row in rows if not row.startswith("| id")]
    assert sorted(map(int, numbers)) == sorted(PROTOCOLS)
    assert all("console `:`" in row for row in rows if not row.startswith("| id"))


@pytest.mark.parametrize(
    ("proto_id", "served"),
    [(ProtoId.QOT_GET_BASIC_QOT, True), (ProtoId.TRD_UPDATE_ORDER, True), (ProtoId.REMOTE_CMD, False),
     (ProtoId.QOT_UPDATE_ORDER_DETAIL, False)],
)  # fmt: skip
def test_who_serves_it_is_read_from_the_paper_gateway(proto_id: ProtoId, served: bool) -> None:
    assert is_served(PROTOCOLS[proto_id]) is served
