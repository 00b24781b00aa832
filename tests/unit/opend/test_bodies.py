"""Requests written from messages and mappings, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from futu_tui.opend.bodies import build_c2s, check_subject, decode_answer, encode_request
from futu_tui.opend.errors import BadBody, BadRequest, Refused
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import keep_alive_pb2, qot_get_basic_qot_pb2, qot_sub_pb2
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse

BASIC = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
KEEP_ALIVE = PROTOCOLS[ProtoId.KEEP_ALIVE]
NO_BODY = PROTOCOLS[ProtoId.QOT_GET_ORDER_DETAIL]


def test_a_mapping_and_a_message_write_the_same_body() -> None:
    message = qot_get_basic_qot_pb2.C2S(securityList=[Security.parse("HK.00700").message()])
    mapping = {"securityList": [{"market": 1, "code": "00700"}]}
    body = encode_request(BASIC, build_c2s(BASIC, mapping))
    assert body == encode_request(BASIC, message)
    assert qot_get_basic_qot_pb2.Request.FromString(body).c2s == message


@pytest.mark.parametrize(
    ("mapping", "message", "advice"),
    [
        ({"securityLst": []}, "no field securityLst", "Did you mean securityList?"),
        (
            {"securityList": [{"market": 1, "kode": "1"}]},
            "no field securityList[0].kode",
            "market (required), code",
        ),
        ({"header": {"firm": 1}}, "no field header.firm", "The fields are securityFirm."),
        ({"securityList": [{"market": 1}]}, "lacks securityList[0].code", "The fields are securityList"),
        (
            {"securityList": [{"market": "HK", "code": "1"}]},
            "cannot be written",
            "The fields are securityList",
        ),
    ],
)
def test_a_bad_mapping_is_told_the_right_names(mapping: dict[str, object], message: str, advice: str) -> None:
    with pytest.raises(BadRequest) as caught:
        encode_request(BASIC, build_c2s(BASIC, mapping))
    assert message in caught.value.message
    assert advice in caught.value.advice


def test_a_message_of_another_protocol_is_refused_here() -> None:
    with pytest.raises(
        BadRequest, match=r"3004 .* takes a futu_tui\.qot_get_basic_qot\.C2S, not futu_tui\.qot_sub"
    ):
        build_c2s(BASIC, qot_sub_pb2.C2S(isSubOrUnSub=True))


def test_a_push_cannot_be_requested() -> None:
    with pytest.raises(BadRequest, match="3005 QOT_UPDATE_BASIC_QOT is a push"):
        build_c2s(PROTOCOLS[ProtoId.QOT_UPDATE_BASIC_QOT], {})


def test_a_protocol_without_published_body_takes_and_gives_bytes() -> None:
    assert encode_request(NO_BODY, build_c2s(NO_BODY, b"\x0a\x00")) == b"\x0a\x00"
    assert encode_request(NO_BODY, build_c2s(NO_BODY, None)) == b""
    assert decode_answer(NO_BODY, FutuResponse(body=b"\x08\x01")) == b"\x08\x01"
    with pytest.raises(BadRequest, match="no published body"):
        build_c2s(NO_BODY, {"orderID": 1})


def test_the_envelope_alone_can_say_no() -> None:
    with pytest.raises(Refused) as caught:
        decode_answer(KEEP_ALIVE, FutuResponse(ret_type=-1, ret_msg="not logged in"))
    assert (caught.value.ret_type, caught.value.ret_msg, caught.value.err_code) == (-1, "not logged in", 0)
    assert str(caught.value) == "the gateway refused 1004 KEEP_ALIVE: not logged in (ret_type -1)"


def test_the_body_alone_can_say_no() -> None:
    body = keep_alive_pb2.Response(retType=-1, retMsg="too often", errCode=9).SerializeToString()
    with pytest.raises(Refused) as caught:
        decode_answer(KEEP_ALIVE, FutuResponse(body=body))
    assert (caught.value.ret_type, caught.value.ret_msg, caught.value.err_code) == (-1, "too often", 9)


def test_an_answer_that_does_not_parse_is_a_bad_body() -> None:
    with pytest.raises(BadBody, match="1004 KEEP_ALIVE does not parse"):
        decode_answer(KEEP_ALIVE, FutuResponse(body=b"\xff\xff"))


def test_a_success_must_hold_what_the_protocol_requires() -> None:
    empty = FutuResponse(body=keep_alive_pb2.Response(retType=0).SerializeToString())
    with pytest.raises(BadBody, match="success without content"):
        decode_answer(KEEP_ALIVE, empty)
    assert decode_answer(PROTOCOLS[ProtoId.QOT_SUB], empty) == qot_sub_pb2.S2C()


def test_an_answer_about_another_security_is_none() -> None:
    book = PROTOCOLS[ProtoId.QOT_GET_ORDER_BOOK]
    asked = build_c2s(book, {"security": {"market": 1, "code": "00700"}, "num": 10})
    assert book.s2c is not None
    check_subject(book, asked, book.s2c(security={"market": 1, "code": "00700"}))
    with pytest.raises(BadBody, match="3012 QOT_GET_ORDER_BOOK is about 1_'09988' instead of 1_00700"):
        check_subject(book, asked, book.s2c(security={"market": 1, "code": "09988"}))


def test_an_answer_that_names_no_security_is_about_none() -> None:
    assert BASIC.s2c is not None
    check_subject(BASIC, build_c2s(BASIC, {"securityList": []}), BASIC.s2c())
