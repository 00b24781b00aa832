"""Forms: what is typed becomes JSON and a message, and comes back as it was typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf.message import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.form_values import ASKED, Kind, day_problem, place_of
from futu_tui.protocol.forms import Form, Group, Leaf, Many
from futu_tui.protocol.pb import (
    qot_get_kl_pb2,
    qot_request_history_kl_pb2,
    qot_stock_filter_pb2,
    qot_sub_pb2,
    trd_place_order_pb2,
    trd_unlock_trade_pb2,
)
from futu_tui.protocol.wire_json import WrongJSON, as_object, to_json, with_numbers

BODIES = [
    message
    for protocol in PROTOCOLS.values()
    if protocol.has_body
    for message in (protocol.c2s, protocol.s2c)
    if message is not None
]
"""Of all 74: what each asks, and what it tells."""


def value_for(draw: st.DrawFn, field: Any, depth: int) -> Any:
    if field.message_type is not None:
        return message_of(draw, field.message_type, depth + 1)
    if (enum := enum_of(field)) is not None:
        known = st.sampled_from([value.number for value in enum.values])
        return draw(known if field.enum_type else known | st.integers(-(2**31), 2**31 - 1))
    if field.type == field.TYPE_BYTES:
        return draw(st.binary(max_size=4))
    if field.cpp_type == field.CPPTYPE_STRING:
        return draw(st.text(max_size=5) | st.sampled_from(['""', '"', "null", " a ", "hex:", "1_2"]))
    if field.cpp_type == field.CPPTYPE_BOOL:
        return draw(st.booleans())
    if field.cpp_type == field.CPPTYPE_DOUBLE:
        return draw(st.floats(allow_nan=False))
    if field.cpp_type == field.CPPTYPE_FLOAT:
        return draw(st.floats(width=32, allow_nan=False))
    wide = field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64)
    bits = 64 if wide else 32
    if field.cpp_type in (field.CPPTYPE_UINT32, field.CPPTYPE_UINT64):
        return draw(st.integers(0, 2**bits - 1))
    return draw(st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))


def message_of(draw: st.DrawFn, descriptor: Any, depth: int = 0) -> dict[str, Any]:
    """Fields of a message of this kind, whatever they are; fewer the deeper it lies."""
    given: dict[str, Any] = {}
    for field in descriptor.fields:
        if place_of(field) in ASKED:
            continue
        if not field.is_required and draw(st.integers(0, 3 + 3 * depth)):
            continue
        if field.is_repeated:
            given[field.name] = [value_for(draw, field, depth) for _ in range(draw(st.integers(1, 2)))]
        else:
            given[field.name] = value_for(draw, field, depth)
    return given


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.DESCRIPTOR.full_name.removeprefix("futu_tui."))
def test_a_message_goes_through_json_and_form_and_back(kind: type[Message]) -> None:
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def whatever_it_holds(data: st.DataObject) -> None:
        from google.protobuf.json_format import ParseDict

        message = kind(**message_of(data.draw, kind.DESCRIPTOR))
        shown = json.loads(to_json(as_object(message)))
        form = Form.of(kind.DESCRIPTOR)
        form.read(shown)
        written = form.fields()
        assert written == shown
        assert ParseDict(with_numbers(written, kind.DESCRIPTOR), kind()) == message
        again = Form.of(kind.DESCRIPTOR)
        again.read(json.loads(to_json(written)))
        assert [line[:4:2] for line in again.lines()] == [line[:4:2] for line in form.lines()]
        assert texts(again) == texts(form)

    whatever_it_holds()


def texts(form: Form) -> list[tuple[str, str | None]]:
    return [(line.path, line.node.text) for line in form.lines() if isinstance(line.node, Leaf)]


def leaf(form: Form, path: str) -> Leaf:
    (found,) = [line.node for line in form.lines() if line.path == path]
    assert isinstance(found, Leaf)
    return found


@given(st.dictionaries(st.sampled_from(["rehabType", "klType", "security", "reqNum"]), st.text(max_size=9)))
def test_whatever_is_typed_is_kept_by_json(typed: dict[str, str]) -> None:
    form = Form.of(qot_get_kl_pb2.C2S.DESCRIPTOR)
    for name, text in typed.items():
        leaf(form, name).text = text
    wrong = {problem.path for problem in form.problems()}
    again = Form.of(qot_get_kl_pb2.C2S.DESCRIPTOR)
    again.read(json.loads(to_json(form.fields())))
    assert {problem.path for problem in again.problems()} == wrong
    for name in typed.keys() & wrong:
        assert leaf(again, name).text == typed[name]


@given(st.sampled_from(BODIES), st.data())
def test_no_text_in_any_field_makes_a_form_fail(kind: type[Message], data: st.DataObject) -> None:
    form = Form.of(kind.DESCRIPTOR)
    for line in form.lines():
        if isinstance(line.node, Leaf) and line.node.kind is not Kind.ASKED:
            line.node.text = data.draw(
                st.none() | st.text(max_size=6) | st.sampled_from(["1", "-1", "1e999", "NaN"])
            )
        elif isinstance(line.node, Many):
            line.node.add()
    wrong = {problem.path for problem in form.problems()}
    again = Form.of(kind.DESCRIPTOR)
    again.read(json.loads(to_json(form.fields())))
    assert {problem.path for problem in again.problems()} == wrong


def test_a_request_is_filled_in_by_hand() -> None:
    form = Form.of(qot_sub_pb2.C2S.DESCRIPTOR)
    assert [str(problem) for problem in form.problems()] == ["isSubOrUnSub: is required: true or false"]
    securities, kinds = form.root.parts[:2]
    assert isinstance(securities, Many)
    assert isinstance(kinds, Many)
    for text in ("hk.00700", "11_AAPL"):
        item = securities.add()
        assert isinstance(item, Leaf)
        item.text = text
    kinds.add().text = "kl_day"  # type: ignore[union-attr]
    leaf(form, "isSubOrUnSub").text = "true"
    assert form.problems() == []
    assert form.fields() == {
        "securityList": [
            {"market": "QotMarket_HK_Security", "code": "00700"},
            {"market": "QotMarket_US_Security", "code": "AAPL"},
        ],
        "subTypeList": ["SubType_KL_Day"],
        "isSubOrUnSub": True,
    }
    securities.remove(securities.items[0])
    assert [item["code"] for item in form.fields()["securityList"]] == ["AAPL"]


def test_nested_messages_are_opened_and_left_out() -> None:
    form = Form.of(qot_stock_filter_pb2.C2S.DESCRIPTOR)
    filters = next(part for part in form.root.parts if part.field and part.field.name == "baseFilterList")
    assert isinstance(filters, Many)
    filters.add()
    leaf(form, "baseFilterList[0].fieldName").text = "MarketVal"
    leaf(form, "baseFilterList[0].filterMin").text = "1,000,000.5"
    assert form.fields() == {
        "baseFilterList": [{"fieldName": "StockField_MarketVal", "filterMin": 1000000.5}]
    }
    header = form.root.parts[-1]
    assert isinstance(header, Group)
    assert not header.is_open
    header.open()
    assert form.fields()["header"] == {}
    header.close()
    assert "header" not in form.fields()


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("rehabType", "forwrd", "'forwrd' is no RehabType; did you mean Forward?"),
        ("reqNum", "1.5", "'1.5' is no whole number"),
        ("reqNum", "3000000000", "3,000,000,000 does not fit; -2,147,483,648 to 2,147,483,647 do"),
        ("security", "700", "'700' is no security: a market comes first, as in HK.00700"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(path: str, text: str, said: str) -> None:
    form = Form.of(qot_get_kl_pb2.C2S.DESCRIPTOR)
    leaf(form, path).text = text
    assert leaf(form, path).problem() == said
    assert form.fields()[path] == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-02-28", ""),
        ("2026-02-28 09:30:00.123", ""),
        ("", ""),
        ("28/02/2026", "'28/02/2026' is no day; write 2026-01-31 or 2026-01-31 09:30:00"),
        ("2026-02-30", "2026-02-30 is no day of the calendar: day is out of range for month"),
    ],
)
def test_days_are_checked(text: str, said: str) -> None:
    assert day_problem(text) == said
    form = Form.of(qot_request_history_kl_pb2.C2S.DESCRIPTOR)
    assert leaf(form, "beginTime").kind is Kind.DAY


def test_bytes_are_typed_in_hexadecimal() -> None:
    form = Form.of(qot_request_history_kl_pb2.C2S.DESCRIPTOR)
    key = leaf(form, "nextReqKey")
    key.text = "00 ff"
    assert form.fields() == {"nextReqKey": "AP8="}
    key.text = "zz"
    assert key.problem() == "'zz' is not hexadecimal; write pairs of 0-9 and a-f, as in 0a00ff"
    assert form.fields() == {"nextReqKey": "hex:zz"}
    form.read({"nextReqKey": "hex:00ff"})
    assert form.fields() == {"nextReqKey": "AP8="}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"securitty": {}}, "securitty: there is no such field; did you mean security?"),
        ({"security": {"cod": "1"}}, "security.cod: there is no such field; did you mean code?"),
        ({"security": [1]}, "security: takes one value, not a list; write a security, as in HK.00700"),
        ({"klType": {}}, "klType: takes one value, not an object; write a name of the list, or its number"),
        ({"header": 3}, "header: takes an object with "),
    ],
)
def test_json_of_another_form_names_the_field_and_changes_nothing(fields: dict[str, Any], said: str) -> None:
    form = Form.of(qot_get_kl_pb2.C2S.DESCRIPTOR)
    leaf(form, "reqNum").text = "10"
    with pytest.raises(WrongJSON) as caught:
        form.read(fields)
    assert said in str(caught.value)
    assert form.fields() == {"reqNum": 10}


def test_a_list_is_asked_for_where_one_belongs() -> None:
    with pytest.raises(WrongJSON, match=r"subTypeList: takes a list, as in \[\.\.\.\]"):
        Form.of(qot_sub_pb2.C2S.DESCRIPTOR).read({"subTypeList": 1})


def test_the_packet_id_is_the_programs_own_affair() -> None:
    form = Form.of(trd_place_order_pb2.C2S.DESCRIPTOR)
    assert "packetID" not in {problem.path for problem in form.problems()}
    assert "packetID" not in form.fields()


def test_the_password_is_never_a_part_of_a_form() -> None:
    form = Form.of(trd_unlock_trade_pb2.C2S.DESCRIPTOR)
    with pytest.raises(WrongJSON, match="pwdMD5: leave it out; it is asked for, masked"):
        form.read({"unlock": True, "pwdMD5": "0" * 32})
    leaf(form, "unlock").text = "true"
    assert form.problems() == []
    assert form.fields() == {"unlock": True}


def test_a_field_is_filled_in_by_its_names() -> None:
    form = Form.of(trd_place_order_pb2.C2S.DESCRIPTOR)
    assert form.put(("header", "accID"), 12)
    assert form.put(("header", "trdEnv"), 0)
    assert not form.put(("header", "nonsense"), 1)
    assert form.fields()["header"] == {"accID": "12", "trdEnv": "TrdEnv_Simulate"}
