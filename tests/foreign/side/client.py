"""A FutuOpenD client written from futu-api's messages and the reference's service, on synchronous gRPC.

`python client.py TARGET REQUESTS PUSHES` opens the push stream, makes the REQUESTS (a JSON list of pairs: proto_id and
the fields of its C2S), and then reads the stream until each proto_id of PUSHES (a JSON list) has come. Every answer and
the first push of each kind is printed as a line of JSON.
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
    1004: "KeepAlive",
    2001: "Trd_GetAccList",
    2008: "Trd_SubAccPush",
    2101: "Trd_GetFunds",
    2102: "Trd_GetPositionList",
    2201: "Trd_GetOrderList",
    2208: "Trd_UpdateOrder",
    2211: "Trd_GetOrderFillList",
    2218: "Trd_UpdateOrderFill",
    3001: "Qot_Sub",
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
    3103: "Qot_RequestHistoryKL",
    3202: "Qot_GetStaticInfo",
    3203: "Qot_GetSecuritySnapshot",
    3204: "Qot_GetPlateSet",
}


def fields(proto_id: int, body: bytes) -> dict[str, Any]:
    """A whole Response as futu-api reads it, its numbers and enums as on the wire."""
    message = import_module(f"{MODULES[proto_id]}_pb2").Response.FromString(body)
    return MessageToDict(message, preserving_proto_field_name=True)


def show(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def main(target: str, requests: str, pushes: str) -> None:
    stub = service_grpc.FutuOpenDStub(grpc.insecure_channel(target))
    stream = stub.SubscribePush(service.SubscribePushRequest())
    stream.initial_metadata()
    for proto_id, c2s in json.loads(requests):
        messages = import_module(f"{MODULES[proto_id]}_pb2")
        body = messages.Request(c2s=ParseDict(c2s, messages.C2S())).SerializeToString()
        answer = stub.Request(service.FutuRequest(proto_id=proto_id, body=body), timeout=10)
        show(
            proto_id=answer.proto_id, ret_type=answer.ret_type, ret_msg=answer.ret_msg,
            response=fields(proto_id, answer.body),
        )  # fmt: skip
    awaited = set(json.loads(pushes))
    while awaited:
        event = next(stream)
        if event.proto_id in awaited:
            awaited.remove(event.proto_id)
            show(
                proto_id=event.proto_id, sec_key=event.sec_key, sub_type=event.sub_type,
                event_type=event.event_type, acc_id=event.acc_id, response=fields(event.proto_id, event.body),
            )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
