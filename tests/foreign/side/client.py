"""A FutuOpenD client written from futu-api's messages and the reference's service, on synchronous gRPC.

`python client.py TARGET REQUESTS PUSHES` opens the push stream, makes the REQUESTS (a JSON list of pairs: proto_id and
the fields of its C2S), and then reads the stream until each proto_id of PUSHES (a JSON list) has come. Every answer and
the first push of each kind is printed as a line of JSON, with the fields that futu-api requires and it lacks.

A field of a request that reads "@2202.orderID" or "@3224.dateList.0.strikeTime" is filled in from what that protocol
was answered last.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import futu_service_pb2 as service
import futu_service_pb2_grpc as service_grpc
import grpc
from google.protobuf.json_format import MessageToDict, ParseDict

MODULES = {
    1001: "InitConnect",
    1002: "GetGlobalState",
    1003: "Notify",
    1004: "KeepAlive",
    1005: "GetUserInfo",
    1006: "GetDelayStatistics",
    1008: "TestCmd",
    1010: "UsedQuota",
    2001: "Trd_GetAccList",
    2005: "Trd_UnlockTrade",
    2008: "Trd_SubAccPush",
    2101: "Trd_GetFunds",
    2102: "Trd_GetPositionList",
    2111: "Trd_GetMaxTrdQtys",
    2201: "Trd_GetOrderList",
    2202: "Trd_PlaceOrder",
    2205: "Trd_ModifyOrder",
    2208: "Trd_UpdateOrder",
    2211: "Trd_GetOrderFillList",
    2218: "Trd_UpdateOrderFill",
    2221: "Trd_GetHistoryOrderList",
    2222: "Trd_GetHistoryOrderFillList",
    2223: "Trd_GetMarginRatio",
    2225: "Trd_GetOrderFee",
    2226: "Trd_FlowSummary",
    2237: "Trd_ReconfirmOrder",
    2240: "Trd_Notify",
    3000: "Verification",
    3001: "Qot_Sub",
    3002: "Qot_RegQotPush",
    3003: "Qot_GetSubInfo",
    3004: "Qot_GetBasicQot",
    3005: "Qot_UpdateBasicQot",
    3006: "Qot_GetKL",
    3007: "Qot_UpdateKL",
    3008: "Qot_GetRT",
    3009: "Qot_UpdateRT",
    3010: "Qot_GetTicker",
    3011: "Qot_UpdateTicker",
    3012: "Qot_GetOrderBook",
    3013: "Qot_UpdateOrderBook",
    3014: "Qot_GetBroker",
    3015: "Qot_UpdateBroker",
    3019: "Qot_UpdatePriceReminder",
    3100: "Qot_GetHistoryKL",
    3101: "Qot_GetHistoryKLPoints",
    3103: "Qot_RequestHistoryKL",
    3104: "Qot_RequestHistoryKLQuota",
    3105: "Qot_RequestRehab",
    3201: "Qot_GetSuspend",
    3202: "Qot_GetStaticInfo",
    3203: "Qot_GetSecuritySnapshot",
    3204: "Qot_GetPlateSet",
    3205: "Qot_GetPlateSecurity",
    3206: "Qot_GetReference",
    3207: "Qot_GetOwnerPlate",
    3208: "Qot_GetHoldingChangeList",
    3209: "Qot_GetOptionChain",
    3210: "Qot_GetWarrant",
    3211: "Qot_GetCapitalFlow",
    3212: "Qot_GetCapitalDistribution",
    3213: "Qot_GetUserSecurity",
    3214: "Qot_ModifyUserSecurity",
    3215: "Qot_StockFilter",
    3216: "Qot_GetCodeChange",
    3217: "Qot_GetIpoList",
    3218: "Qot_GetFutureInfo",
    3219: "Qot_RequestTradeDate",
    3220: "Qot_SetPriceReminder",
    3221: "Qot_GetPriceReminder",
    3222: "Qot_GetUserSecurityGroup",
    3223: "Qot_GetMarketState",
    3224: "Qot_GetOptionExpirationDate",
    3702: "Qot_GetRehab",
}


def fields(proto_id: int, body: bytes) -> dict[str, Any]:
    """A whole Response as futu-api reads it, its numbers and enums as on the wire, and what it lacks."""
    message = import_module(f"{MODULES[proto_id]}_pb2").Response()
    message.MergeFromString(body)
    read = MessageToDict(message, preserving_proto_field_name=True)
    return {"response": read, "missing": message.FindInitializationErrors()}


def filled_in(value: Any, answers: dict[int, Any]) -> Any:
    """A request's fields with what earlier answers say in the place of what names them."""
    if isinstance(value, dict):
        return {name: filled_in(each, answers) for name, each in value.items()}
    if isinstance(value, list):
        return [filled_in(each, answers) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        proto_id, *path = value[1:].split(".")
        found = answers[int(proto_id)]
        for step in path:
            found = found[int(step)] if isinstance(found, list) else found[step]
        return found
    return value


def show(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def main(target: str, requests: str, pushes: str) -> None:
    stub = service_grpc.FutuOpenDStub(grpc.insecure_channel(target))
    stream = stub.SubscribePush(service.SubscribePushRequest())
    stream.initial_metadata()
    answers: dict[int, Any] = {}
    for proto_id, c2s in json.loads(requests):
        messages = import_module(f"{MODULES[proto_id]}_pb2")
        asked = ParseDict(filled_in(c2s, answers), messages.C2S())
        body = messages.Request(c2s=asked).SerializeToString()
        answer = stub.Request(service.FutuRequest(proto_id=proto_id, body=body), timeout=30)
        read = fields(proto_id, answer.body)
        answers[proto_id] = read["response"].get("s2c", {})
        show(proto_id=answer.proto_id, ret_type=answer.ret_type, ret_msg=answer.ret_msg, **read)
    awaited = set(json.loads(pushes))
    while awaited:
        event = next(stream)
        if event.proto_id in awaited:
            awaited.remove(event.proto_id)
            show(
                proto_id=event.proto_id, sec_key=event.sec_key, sub_type=event.sub_type,
                event_type=event.event_type, acc_id=event.acc_id, **fields(event.proto_id, event.body),
            )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
