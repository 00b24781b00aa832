"""Bodies as JSON: enums by name, numbers exact, nothing that acts on a terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.opend.bodies import build_c2s
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import (
    qot_get_kl_pb2,
    qot_get_market_state_pb2,
    qot_request_history_kl_pb2,
    qot_sub_pb2,
    qot_update_ticker_pb2,
    trd_common_pb2,
)
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.wire_json import (
    WrongJSON,
    as_object,
    parse_object,
    printable,
    push_object,
    to_json,
    with_numbers,
)

SUB = qot_sub_pb2.C2S.DESCRIPTOR


def test_enums_are_shown_by_name_and_unknown_values_by_number() -> None:
    security = Security.parse("HK.00700").message()
    info = qot_get_market_state_pb2.MarketInfo(security=security, name="騰訊", marketState=3)
    assert as_object(info) == {
        "security": {"market": "QotMarket_HK_Security", "code": "00700"},
        "name": "騰訊",
        "marketState": "QotMarketState_Morning",
    }
    info.marketState = 9999
    assert as_object(info)["marketState"] == 9999


def test_a_number_with_two_names_is_shown_by_the_first() -> None:
    info = qot_get_market_state_pb2.MarketInfo(marketState=27)
    assert as_object(info)["marketState"] == "QotMarketState_StibAfterHoursWait"


def test_large_numbers_bytes_and_odd_floats_survive_json() -> None:
    header = trd_common_pb2.TrdHeader(trdEnv=0, accID=2**63 + 1, trdMarket=1)
    assert as_object(header) == {
        "trdEnv": "TrdEnv_Simulate",
        "accID": "9223372036854775809",
        "trdMarket": "TrdMarket_HK",
    }
    assert as_object(trd_common_pb2.Funds(power=float("nan"), cash=float("-inf"))) == {
        "power": "NaN",
        "cash": "-Infinity",
    }
    assert as_object(qot_request_history_kl_pb2.S2C(nextReqKey=b"\x00\xff")) == {"nextReqKey": "AP8="}


@pytest.mark.parametrize("name", ["QotMarket_HK_Security", "HK_Security", "hk_security", 1])
def test_an_enum_is_read_by_name_or_number(name: Any) -> None:
    fields = {"securityList": [{"market": name, "code": "00700"}], "subTypeList": ["Basic", 2, "subtype_rt"]}
    assert with_numbers(fields, SUB) == {
        "securityList": [{"market": 1, "code": "00700"}],
        "subTypeList": [1, 2, 5],
    }


def test_a_wrong_enum_name_is_told_the_likely_one() -> None:
    with pytest.raises(WrongJSON, match=r"market: 'hk_securty' is no QotMarket; did you mean HK_Security\?"):
        with_numbers({"securityList": [{"market": "hk_securty"}]}, SUB)
    with pytest.raises(WrongJSON, match="klType: 'x' is no KLType; there are Unknown, 1Min, Day"):
        with_numbers({"klType": "x"}, qot_get_kl_pb2.C2S.DESCRIPTOR)


def test_what_is_shown_can_be_sent() -> None:
    c2s = qot_get_kl_pb2.C2S(rehabType=1, klType=2, security=Security.parse("US.AAPL").message(), reqNum=10)
    shown = json.loads(to_json(as_object(c2s)))
    assert shown["klType"] == "KLType_Day"
    protocol = PROTOCOLS[ProtoId.QOT_GET_KL]
    assert build_c2s(protocol, with_numbers(shown, qot_get_kl_pb2.C2S.DESCRIPTOR)) == c2s


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6: Expecting ':' delimiter\n   \"b\" 2}\n       ^"),
        ("", "line 1, column 1: Expecting value"),
        ("[1]", 'the fields go in an object, as in {"userID": 0}, not in list'),
    ],
)
def test_json_that_cannot_be_read_is_pointed_at(text: str, said: str) -> None:
    with pytest.raises(WrongJSON) as caught:
        parse_object(text)
    assert said in str(caught.value)


@given(st.text(st.characters(max_codepoint=0x3000)))
def test_no_text_can_act_on_the_terminal(text: str) -> None:
    shown = to_json({"name": text})
    assert json.loads(shown) == {"name": text}
    for line in (shown, printable(text)):
        assert not any(ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or 0x202A <= ord(c) <= 0x202E for c in line)


def test_a_push_is_shown_with_its_envelope() -> None:
    tick = {"time": "10:00:00", "sequence": 7, "dir": 1, "price": 1.5, "volume": 100, "turnover": 150.0}
    security = Security.parse("HK.00700").message()
    response = qot_update_ticker_pb2.Response(retType=0, s2c={"security": security, "tickerList": [tick]})
    event = PushEvent(
        proto_id=3011, sec_key="1_00700", sub_type=4, event_type="quote", body=response.SerializeToString()
    )
    shown = push_object(event)
    assert shown["s2c"]["tickerList"][0]["dir"] == "TickerDirection_Bid"
    del shown["s2c"]
    assert shown == {
        "proto_id": 3011,
        "name": "QOT_UPDATE_TICKER",
        "event_type": "quote",
        "sec_key": "1_00700",
        "sub_type": "SubType_Ticker",
    }


@pytest.mark.parametrize("proto_id", [3011, 3017, 65000])
def test_a_push_that_does_not_parse_is_shown_as_its_bytes(proto_id: int) -> None:
    assert push_object(PushEvent(proto_id=proto_id, body=b"\xff\x00"))["bytes"] == "ff00"
