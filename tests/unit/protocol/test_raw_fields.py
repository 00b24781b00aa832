"""Bytes without a definition, read by the wire format alone."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol.pb import qot_get_security_snapshot_pb2, qot_sub_pb2
from futu_tui.protocol.raw_fields import BYTES, FIXED32, FIXED64, VARINT, Raw, decode
from futu_tui.protocol.security import Security


def encoded(raw: Raw) -> bytes:
    """The shortest bytes that these fields stand for."""
    written = b""
    for field in raw.fields:
        written += varint(field.number << 3 | field.wire_type)
        if field.wire_type == VARINT:
            written += varint(field.value)
        else:
            written += (varint(len(field.raw)) if field.wire_type == BYTES else b"") + field.raw
    return written + raw.rest


def varint(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_and_none_are_lost(data: bytes) -> None:
    raw = decode(data)
    for field in raw.fields:
        assert field.guesses
        assert field.number >= 1
    # A number may stand on the wire in more bytes than it needs; so told again, it says the same.
    again = decode(encoded(raw))
    assert [(each.number, each.wire_type, each.value) for each in again.fields][: len(raw.fields)] == [
        (each.number, each.wire_type, each.value) for each in raw.fields
    ]
    assert data.endswith(raw.rest)


@given(
    st.lists(
        st.tuples(st.integers(1, 2**29 - 1), st.sampled_from([VARINT, FIXED64, BYTES, FIXED32]), st.binary())
    )
)
def test_fields_come_back_as_they_were_written(written: list[tuple[int, int, bytes]]) -> None:
    data, told = b"", []
    for number, wire_type, content in written:
        data += varint(number << 3 | wire_type)
        if wire_type == VARINT:
            content = varint(int.from_bytes(content[:7], "little"))
        elif wire_type in (FIXED64, FIXED32):
            content = content.ljust(8, b"\0")[: 8 if wire_type == FIXED64 else 4]
        else:
            data += varint(len(content))
        data += content
        told.append((number, wire_type, content))
    raw = decode(data)
    assert [(each.number, each.wire_type, each.raw) for each in raw.fields] == told
    assert raw.rest == b""


def test_a_message_is_told_with_what_is_in_it() -> None:
    c2s = qot_sub_pb2.C2S(
        securityList=[Security.parse("HK.00700").message()], subTypeList=[1], isSubOrUnSub=True
    )
    raw = decode(qot_sub_pb2.Request(c2s=c2s).SerializeToString())
    (body,) = raw.fields
    assert body.nested is not None
    security, sub_type, flag = body.nested.fields
    assert security.nested is not None
    assert [each.guesses[0] for each in security.nested.fields] == ["1", "'00700'"]
    assert (sub_type.number, sub_type.value, flag.value) == (2, 1, 1)


def test_doubles_and_negative_numbers_are_guessed() -> None:
    basic = qot_get_security_snapshot_pb2.SnapshotBasicData(curPrice=512.5, lotSize=-3)
    guesses = [field.guesses for field in decode(basic.SerializePartialToString()).fields]
    assert ["512.5", "4647719213492862976"] in guesses
    assert ["18446744073709551613", "-3"] in guesses


def test_what_breaks_off_is_the_rest() -> None:
    raw = decode(base64.b64decode("CAESBWhlbA=="))
    assert [field.value for field in raw.fields] == [1]
    assert raw.rest == b"\x12\x05hel"


def test_text_is_told_from_bytes() -> None:
    assert decode(b"\x0a\x06\xe8\x85\xbe\xe8\xae\xaf").fields[0].guesses == ["'腾讯'"]
    assert decode(b"\x0a\x02\xff\x00").fields[0].guesses == ["ff00"]
    assert decode(b"\x0a\x00").fields[0].guesses == ["empty"]
