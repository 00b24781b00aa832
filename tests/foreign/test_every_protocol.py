"""A client of futu-api's messages calls everything that the paper gateway serves and finds each required field set."""

from __future__ import annotations

import json
from typing import Any

import pytest

from futu_tui.paper.handlers import HANDLERS
from futu_tui.paper_process import PaperProcess
from futu_tui.protocol import PROTOCOLS
from tests.foreign.toolkit import HERE, Foreign

TENCENT = {"market": 1, "code": "00700"}
HANG_SENG = {"market": 1, "code": "800000"}
APPLE = {"market": 11, "code": "AAPL"}
WULIANGYE = {"market": 22, "code": "000858"}
PLATE = {"market": 1, "code": "BK1001"}
YEAR = {"beginTime": "2026-01-01", "endTime": "2099-01-01"}
DAY = {"rehabType": 1, "klType": 2}
REAL = {"header": {"trdEnv": 1, "accID": 7000009, "trdMarket": 1}}
MINE = {"header": {"trdEnv": 0, "accID": 7000001, "trdMarket": 1}}
ORDER = {"trdSide": 1, "orderType": 1, "code": "00700", "price": 400.0, "secMarket": 1}


def packet(serial: int) -> dict[str, Any]:
    return {"packetID": {"connID": "@1001.connID", "serialNo": serial}}


FILTER = {
    "baseFilterList": [{"fieldName": 11, "filterMin": 1.0, "sortDir": 2}],
    "accumulateFilterList": [{"fieldName": 1, "days": 5, "isNoFilter": True}],
    "financialFilterList": [{"fieldName": 1, "quarter": 1, "isNoFilter": True}],
    "customIndicatorFilterList": [
        {"firstFieldName": 9, "secondFieldName": 17, "fieldValue": 0.0, "relativePosition": 1, "klType": 2}
    ],
}

TABLE: list[tuple[int, dict[str, Any]]] = [
    (1001, {"clientVer": 1, "clientID": "foreign"}),
    (1002, {"userID": 0}),
    (1004, {"time": 1}),
    (1005, {}),
    (1008, {"cmd": "help"}),
    (1010, {}),
    (
        3001,
        {
            "securityList": [TENCENT], "subTypeList": [1, 2, 4, 5, 6, 14],
            "isSubOrUnSub": True, "isRegOrUnRegPush": True, "isFirstPush": True,
        },
    ),
    (3002, {"securityList": [TENCENT], "subTypeList": [1], "isRegOrUnReg": True}),
    (3003, {}),
    (3004, {"securityList": [TENCENT]}),
    (3006, DAY | {"security": TENCENT, "reqNum": 30}),
    (3008, {"security": TENCENT}),
    (3010, {"security": TENCENT, "maxRetNum": 50}),
    (3012, {"security": TENCENT, "num": 10}),
    (3014, {"security": TENCENT}),
    (3100, DAY | YEAR | {"security": TENCENT, "maxAckKLNum": 100}),
    (3101, DAY | {"noDataMode": 1, "securityList": [TENCENT, APPLE], "timeList": ["2026-06-06"]}),
    (3103, DAY | YEAR | {"security": TENCENT, "maxAckKLNum": 100}),
    (3104, {"bGetDetail": True}),
    (3105, {"security": APPLE}),
    (3201, YEAR | {"securityList": [WULIANGYE]}),
    (3202, {"market": 1}),
    (3203, {"securityList": [TENCENT, APPLE, HANG_SENG, PLATE]}),
    (3204, {"market": 1, "plateSetType": 0}),
    (3205, {"plate": PLATE, "sortField": 4, "ascend": False}),
    (3206, {"security": TENCENT, "referenceType": 1}),
    (3207, {"securityList": [TENCENT, APPLE]}),
    (3208, {"security": TENCENT, "holderCategory": 1}),
    (3224, {"owner": APPLE}),
    (3209, {"owner": APPLE, "beginTime": "@3224.dateList.0.strikeTime", "endTime": "@3224.dateList.0.strikeTime"}),
    (3210, {"begin": 0, "num": 20, "sortField": 1, "ascend": True, "owner": TENCENT}),
    (3211, {"security": TENCENT}),
    (3212, {"security": TENCENT}),
    (3213, {"groupName": "Core"}),
    (3214, {"groupName": "Core", "op": 1, "securityList": [APPLE]}),
    (3215, {"begin": 0, "num": 20, "market": 1, "plate": PLATE} | FILTER),
    (3216, {}),
    (3217, {"market": 21}),
    (3218, {"securityList": [{"market": 1, "code": "HSImain"}]}),
    (3219, {"market": 1, "beginTime": "2026-01-01", "endTime": "2026-02-01"}),
    (3220, {"security": TENCENT, "op": 1, "type": 1, "freq": 1, "value": 9_000.0}),
    (3221, {"security": TENCENT}),
    (3222, {"groupType": 3}),
    (3223, {"securityList": [TENCENT, APPLE]}),
    (3702, {"securityList": [TENCENT, APPLE]}),
    (2001, {"userID": 0}),
    (2008, {"accIDList": [7000001, 7000009]}),
    (2005, {"unlock": True, "pwdMD5": "e10adc3949ba59abbe56e057f20f883e"}),
    (2101, MINE),
    (2102, MINE),
    (2111, MINE | {"orderType": 1, "code": "00700", "price": 400.0, "secMarket": 1}),
    (2202, REAL | ORDER | packet(1) | {"qty": 6000}),
    (2237, REAL | packet(2) | {"orderID": "@2202.orderID", "reconfirmReason": 1}),
    (2205, REAL | packet(3) | {"orderID": "@2202.orderID", "modifyOrderOp": 2}),
    (2202, MINE | ORDER | packet(4) | {"qty": 100, "price": 560.0}),
    (2201, MINE),
    (2211, MINE),
    (2221, MINE | {"filterConditions": YEAR}),
    (2222, MINE | {"filterConditions": YEAR}),
    (2223, REAL | {"securityList": [TENCENT]}),
    (2225, MINE | {"orderIdExList": ["@2202.orderIDEx"]}),
    (2226, MINE | {"clearingDate": "2026-11-23"}),
    (1006, {}),
    (3000, {"type": 1, "op": 1}),
]  # fmt: skip
"""Each protocol once at least, in an order in which every one is answered."""
REQUESTS = [(proto_id, c2s) for proto_id, c2s in TABLE if proto_id in HANDLERS]
PUSHES = [1003, 2208, 2218, 2240, 3005, 3007, 3009, 3011, 3013, 3015]
REFUSED = {3000: "logged in"}
"""What has nothing to do in a gateway that is well, and what its refusal says."""
MAY_BE_EMPTY = {3001, 3002, 3214, 2005, 2008, 2226}
"""Answers that hold nothing, or of a day on which nothing may have moved."""


@pytest.fixture(scope="module")
def heard(foreign: Foreign) -> dict[int, list[dict[str, Any]]]:
    """What the foreign client was answered and pushed, by protocol."""
    symbols = "HK.800000,US.AAPL,SZ.000858"
    with PaperProcess(["--rate", "200", "--symbols", symbols]) as paper:
        output = foreign.run(
            HERE / "side" / "client.py", paper.wait(), json.dumps(REQUESTS), json.dumps(PUSHES), timeout=90
        )
    told: dict[int, list[dict[str, Any]]] = {}
    for line in output.splitlines():
        each = json.loads(line)
        told.setdefault(each["proto_id"], []).append(each)
    return told


def test_the_table_has_everything_that_is_served() -> None:
    assert {proto_id for proto_id, _ in TABLE} >= set(HANDLERS)
    published = {int(each.id) for each in PROTOCOLS.values() if each.has_body and not each.is_push}
    assert {proto_id for proto_id, _ in TABLE} == published


@pytest.mark.parametrize("proto_id", sorted(HANDLERS))
def test_it_is_answered_with_every_required_field(
    heard: dict[int, list[dict[str, Any]]], proto_id: int
) -> None:
    for answer in heard[proto_id]:
        assert answer["missing"] == []
        assert answer["response"]["retType"] == answer["ret_type"]
        if proto_id in REFUSED:
            assert REFUSED[proto_id] in answer["ret_msg"]
        else:
            assert answer["ret_type"] == 0, answer["ret_msg"]
            assert answer["response"]["s2c"] or proto_id in MAY_BE_EMPTY


@pytest.mark.parametrize("proto_id", PUSHES)
def test_it_is_pushed_with_every_required_field(
    heard: dict[int, list[dict[str, Any]]], proto_id: int
) -> None:
    (push,) = heard[proto_id]
    assert push["missing"] == []
    assert push["response"]["retType"] == 0
    assert push["response"]["s2c"]
