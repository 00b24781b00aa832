"""The registry against the gateway's own table, row by row."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from futu_tui.protocol import (
    LIMITS,
    PROTOCOLS,
    Limit,
    Protocol,
    ProtoId,
    Scope,
    find_protocol,
    required_scope,
)
from futu_tui.protocol.pb import trd_common_pb2

TABLE = """
# Connection Management
1001 INIT_CONNECT
1002 GET_GLOBAL_STATE
1003 NOTIFY
1004 KEEP_ALIVE

# Quota Query
1010 GET_USED_QUOTA

# Quote Protocol
1005 GET_USER_INFO
1006 GET_DELAY_STATISTICS
1008 TEST_CMD
1009 REMOTE_CMD
2223 TRD_GET_MARGIN_RATIO
2225 TRD_GET_ORDER_FEE
2226 TRD_FLOW_SUMMARY
3000 VERIFICATION
3001 QOT_SUB
3002 QOT_REG_QOT_PUSH
3003 QOT_GET_SUB_INFO
3004 QOT_GET_BASIC_QOT
3005 QOT_UPDATE_BASIC_QOT
3006 QOT_GET_KL
3007 QOT_UPDATE_KL
3008 QOT_GET_RT
3009 QOT_UPDATE_RT
3010 QOT_GET_TICKER
3011 QOT_UPDATE_TICKER
3012 QOT_GET_ORDER_BOOK
3013 QOT_UPDATE_ORDER_BOOK
3014 QOT_GET_BROKER
3015 QOT_UPDATE_BROKER
3016 QOT_GET_ORDER_DETAIL
3017 QOT_UPDATE_ORDER_DETAIL
3019 QOT_UPDATE_PRICE_REMINDER
3100 QOT_GET_HISTORY_KL
3101 QOT_GET_HISTORY_KL_POINTS
3103 QOT_REQUEST_HISTORY_KL
3104 QOT_REQUEST_HISTORY_KL_QUOTA
3105 QOT_REQUEST_REHAB
3200 QOT_GET_TRADE_DATE
3201 QOT_GET_SUSPEND
3202 QOT_GET_STATIC_INFO
3203 QOT_GET_SECURITY_SNAPSHOT
3204 QOT_GET_PLATE_SET
3205 QOT_GET_PLATE_SECURITY
3206 QOT_GET_REFERENCE
3207 QOT_GET_OWNER_PLATE
3208 QOT_GET_HOLDING_CHANGE_LIST
3209 QOT_GET_OPTION_CHAIN
3210 QOT_GET_WARRANT
3211 QOT_GET_CAPITAL_FLOW
3212 QOT_GET_CAPITAL_DISTRIBUTION
3213 QOT_GET_USER_SECURITY
3214 QOT_MODIFY_USER_SECURITY
3215 QOT_STOCK_FILTER
3216 QOT_GET_CODE_CHANGE
3217 QOT_GET_IPO_LIST
3218 QOT_GET_FUTURE_INFO
3219 QOT_REQUEST_TRADE_DATE
3220 QOT_SET_PRICE_REMINDER
3221 QOT_GET_PRICE_REMINDER
3222 QOT_GET_USER_SECURITY_GROUP
3223 QOT_GET_MARKET_STATE
3224 QOT_GET_OPTION_EXPIRATION_DATE
3702 QOT_GET_REHAB

# Trading Protocol
2001 TRD_GET_ACC_LIST
2005 TRD_UNLOCK_TRADE
2008 TRD_SUB_ACC_PUSH
2101 TRD_GET_FUNDS
2102 TRD_GET_POSITION_LIST
2111 TRD_GET_MAX_TRD_QTYS
2201 TRD_GET_ORDER_LIST
2202 TRD_PLACE_ORDER
2205 TRD_MODIFY_ORDER
2208 TRD_UPDATE_ORDER
2211 TRD_GET_ORDER_FILL_LIST
2218 TRD_UPDATE_ORDER_FILL
2221 TRD_GET_HISTORY_ORDER_LIST
2222 TRD_GET_HISTORY_ORDER_FILL_LIST
2237 TRD_RECONFIRM_ORDER
2240 TRD_NOTIFY
"""

PUSHES = {1003, 2208, 2218, 2240, 3005, 3007, 3009, 3011, 3013, 3015, 3017, 3019}
WITHOUT_BODY = {1009, 3016, 3017, 3200}

ALL = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=lambda protocol: protocol.name)


def rows() -> list[tuple[int, str, str]]:
    found, category = [], ""
    for line in TABLE.strip().splitlines():
        if line.startswith("# "):
            category = line.removeprefix("# ")
        elif line:
            number, name = line.split()
            found.append((int(number), name, category))
    return sorted(found)


def test_the_registry_is_the_gateway_s_table() -> None:
    assert [(each.id, each.name, each.category) for each in PROTOCOLS.values()] == rows()
    assert len(PROTOCOLS) == 78


def test_a_protocol_is_found_under_its_number_and_its_id() -> None:
    assert PROTOCOLS[3004] is PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    assert 9999 not in PROTOCOLS


@ALL
def test_a_body_has_both_sides_unless_it_is_a_push_or_unpublished(protocol: Protocol) -> None:
    assert protocol.is_push == (protocol.id in PUSHES)
    asks = protocol.id not in PUSHES | WITHOUT_BODY
    answers = protocol.id not in WITHOUT_BODY
    assert protocol.has_body == answers
    assert (protocol.request is not None, protocol.c2s is not None) == (asks, asks)
    assert (protocol.response is not None, protocol.s2c is not None) == (answers, answers)


@ALL
def test_a_protocol_s_messages_belong_to_it(protocol: Protocol) -> None:
    for holder, field, held in (
        (protocol.request, "c2s", protocol.c2s),
        (protocol.response, "s2c", protocol.s2c),
    ):
        if holder is not None:
            assert holder.DESCRIPTOR.file.package == f"futu_tui.{protocol.name.lower()}"
            assert holder.DESCRIPTOR.fields_by_name[field].message_type is held.DESCRIPTOR


@ALL
def test_the_scope_goes_by_number(protocol: Protocol) -> None:
    expected = {1: None, 2: "acc:read", 3: "qot:read"}[protocol.id // 1000]
    expected = {2005: "trade:unlock", 2202: "trade:real", 2205: "trade:real", 2237: "trade:real"}.get(
        protocol.id, expected
    )
    assert protocol.scope == expected


@pytest.mark.parametrize("number", [2202, 2205, 2237])
def test_an_order_in_the_simulated_environment_needs_less(number: int) -> None:
    assert required_scope(PROTOCOLS[number], trd_common_pb2.TrdEnv_Simulate) is Scope.TRADE_SIMULATE
    assert required_scope(PROTOCOLS[number], trd_common_pb2.TrdEnv_Real) is Scope.TRADE_REAL
    assert required_scope(PROTOCOLS[number]) is Scope.TRADE_REAL


@pytest.mark.parametrize("number", [2005, 2201, 3004])
def test_the_environment_changes_no_other_scope(number: int) -> None:
    assert required_scope(PROTOCOLS[number], trd_common_pb2.TrdEnv_Simulate) is PROTOCOLS[number].scope


PUBLISHED = {
    10: [3204, 3205, 3207, 3209, 3213, 3214, 3215, 3217, 3221, 3223],
    30: [3211, 3212, 3218, 3219],
    60: [3103, 3203, 3210, 3220, 3224],
}
"""Requests in half a minute, for quotes."""

PUBLISHED_PER_ACCOUNT = [2101, 2102, 2111, 2201, 2211, 2221, 2222, 2223, 2225, 2226]
"""Ten in half a minute."""


def test_the_limits_are_the_published_ones() -> None:
    quotes = {number: Limit(count, 30) for count, numbers in PUBLISHED.items() for number in numbers}
    quotes[3203] = Limit(60, 30, batch=400)
    trading = {
        number: Limit(10, 30, per_account=True, refresh_only=number in {2101, 2102, 2201, 2211})
        for number in PUBLISHED_PER_ACCOUNT
    }
    trading[2005] = Limit(10, 30)
    trading[2202] = Limit(15, 30, min_gap=0.020, per_account=True)
    trading[2205] = Limit(20, 30, min_gap=0.040, per_account=True)
    assert quotes | trading == LIMITS
    assert PROTOCOLS[3203].limit == Limit(60, 30, batch=400)
    assert PROTOCOLS[3004].limit is None


@pytest.mark.parametrize(
    "what",
    [
        3004,
        "3004",
        " 3004 ",
        "QOT_GET_BASIC_QOT",
        "qot_get_basic_qot",
        "qot-get-basic-qot",
        "Qot_GetBasicQot",
    ],
)
def test_a_protocol_is_found_however_it_is_written(what: str | int) -> None:
    assert find_protocol(what) is PROTOCOLS[3004]


@ALL
def test_every_protocol_is_found_by_number_and_name(protocol: Protocol) -> None:
    assert find_protocol(protocol.id) is protocol
    assert find_protocol(str(int(protocol.id))) is protocol
    assert find_protocol(protocol.name) is protocol


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("qot_get_basic", "Did you mean QOT_GET_BASIC_QOT (3004)?"),
        ("place_order", "Did you mean TRD_PLACE_ORDER (2202)?"),
        ("zzz", "`futu-tui protocols` lists them all."),
        ("9999", "There is no protocol '9999'."),
        ("9" * 5000, "There is no protocol"),
        ("", "There is no protocol ''."),
    ],
)
def test_a_protocol_that_is_not_there_is_answered_with_help(what: str, text: str) -> None:
    with pytest.raises(LookupError) as caught:
        find_protocol(what)
    assert text in str(caught.value)


def test_importing_the_registry_imports_no_message_and_no_transport() -> None:
    script = """
import sys
import futu_tui.protocol
heavy = ("futu_tui.protocol.pb", "google.protobuf", "grpc", "asyncio", "textual")
print([name for name in sys.modules if name.startswith(heavy)])
futu_tui.protocol.PROTOCOLS[1004].request
print(sorted(name for name in sys.modules if name.startswith("futu_tui.protocol.pb.")))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['futu_tui.protocol.pb.keep_alive_pb2']"]


@pytest.mark.parametrize("order", [("futu", "ours"), ("ours", "futu")], ids=" first, then ".join)
def test_a_script_can_import_futu_and_this_in_one_process(order: tuple[str, str], tmp_path: Path) -> None:
    imports = {
        "futu": "import futu; from futu.common.pb import Qot_GetBasicQot_pb2 as official",
        "ours": "from futu_tui.protocol import PROTOCOLS, Security; [each.s2c for each in PROTOCOLS.values()]",
    }
    script = f"""
{imports[order[0]]}
{imports[order[1]]}
ask = PROTOCOLS[3004].c2s(securityList=[Security.parse("HK.00700").message()])
assert official.C2S.FromString(ask.SerializeToString()).securityList[0].code == "00700"
"""
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "HOME": str(tmp_path)})
