"""What a request by hand must pass: every protocol has one answer, and what writes is never simply sent."""

from __future__ import annotations

from futu_tui.protocol import PROTOCOLS, Handling, ProtoId
from futu_tui.protocol.rules import _DESK, _READS, HANDLING, ORDER_WRITES, PUSHES, WRITES

WRITING_WORDS = {
    "SET",
    "MODIFY",
    "PLACE",
    "UNLOCK",
    "SUB",
    "REG",
    "CMD",
    "CONNECT",
    "RECONFIRM",
    "VERIFICATION",
}
"""Words of a protocol's name that say it changes something."""
INNOCENT = {ProtoId.QOT_GET_SUB_INFO, ProtoId.QOT_GET_PLATE_SET}
"""Whose SUB and SET are what they tell of."""


def test_each_of_the_78_is_in_exactly_one_list() -> None:
    assert len(PROTOCOLS) == 78
    lists = [_READS, WRITES, _DESK, PUSHES]
    for proto_id in ProtoId:
        assert sum(proto_id in each for each in lists) == 1, proto_id
        assert proto_id in HANDLING


def test_orders_and_the_lock_go_by_the_desk() -> None:
    assert {proto_id for proto_id, handling in HANDLING.items() if handling is Handling.DESK} == {
        2202,
        2205,
        2237,
        2005,
    }
    assert ORDER_WRITES <= _DESK


def test_no_name_that_says_it_writes_is_taken_for_a_reading() -> None:
    for proto_id, handling in HANDLING.items():
        words = set(proto_id.name.split("_"))
        if handling is Handling.READ:
            assert not words & WRITING_WORDS or proto_id in INNOCENT, proto_id.name


def test_pushes_are_those_that_cannot_be_requested() -> None:
    for protocol in PROTOCOLS.values():
        assert (protocol.handling is Handling.PUSH) == protocol.is_push
        if protocol.is_push:
            assert protocol.request is None


def test_what_asks_first_says_what_it_writes() -> None:
    assert all(len(words) > 20 for words in WRITES.values())
