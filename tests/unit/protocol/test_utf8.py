"""Texts that are no UTF-8, wherever in a message they stand."""

from __future__ import annotations

from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb import qot_get_static_info_pb2 as static
from futu_tui.protocol.utf8 import PART, readable, readable_by_parts
from tests.tui.grid_harness import listing

BAD = b"\xcc\xda"


def broken(s2c: static.S2C) -> static.S2C:
    """The same with every ?? in it no UTF-8."""
    return static.S2C.FromString(s2c.SerializeToString().replace(b"??", BAD))


def test_texts_in_messages_in_lists_are_made_readable() -> None:
    told = readable(
        broken(static.S2C(staticInfoList=[listing("HK.00700", "a ?? b"), listing("HK.00005", "HSBC")]))
    )
    assert [row.basic.name for row in told.staticInfoList] == ["a �� b", "HSBC"]
    assert type(told.staticInfoList[0].basic.name) is str


def test_long_lists_are_gone_through_a_part_at_a_time() -> None:
    told = broken(static.S2C(staticInfoList=[listing("HK.00700", "??")] * (2 * PART + 1)))
    assert sum(1 for _ in readable_by_parts(told)) == 2
    assert {row.basic.name for row in told.staticInfoList} == {"��"}


def test_every_message_can_be_gone_through() -> None:
    for protocol in PROTOCOLS.values():
        if protocol.s2c is not None:
            readable(protocol.s2c())
