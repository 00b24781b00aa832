"""The gateway's notices (1003, 2240) in words."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError

from futu_tui.feed.lookups.gateway_facts import right_facts, yes
from futu_tui.feed.lookups.gateway_facts import told as words
from futu_tui.feed.notices import ACCOUNT, GATEWAY
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import notify_pb2, trd_notify_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.utf8 import readable


def read(event: PushEvent) -> tuple[str, str, str]:
    """Where such a push comes from, what it is about, and what it says. Raises DecodeError, for a no too."""
    if event.proto_id == ProtoId.TRD_NOTIFY:
        return ACCOUNT, "2240", _of_account(_content(trd_notify_pb2.Response.FromString(event.body)))
    told = _content(notify_pb2.Response.FromString(event.body))
    return GATEWAY, words(told, "type"), _of_gateway(told)


def _content(response: Any) -> Any:
    if response.retType:
        raise DecodeError(f"it says no (ret_type {response.retType})")
    if not response.HasField("s2c") or not response.IsInitialized():
        raise DecodeError("it lacks what it should say")
    return readable(response.s2c)


def _of_account(told: Any) -> str:
    header = told.header
    environment = words(header, "trdEnv").lower()
    return f"account {header.accID}, {environment}: notice {told.type}, a number that is not published"


def _of_gateway(told: Any) -> str:
    if told.HasField("event"):
        event = told.event
        name = words(event, "eventType")
        return f"{name}: {event.desc}" if event.desc else name
    if told.HasField("programStatus"):
        status = told.programStatus.programStatus
        name = words(status, "type")
        return f"{name}: {status.strExtDesc}" if status.strExtDesc else name
    if told.HasField("connectStatus"):
        status = told.connectStatus
        return f"logged in for quotes: {yes(status.qotLogined)}, for trading: {yes(status.trdLogined)}"
    if told.HasField("qotRight"):
        return ", ".join(f"{fact.item} {fact.value}" for fact in right_facts(told.qotRight))
    if told.HasField("apiQuota"):
        quota = told.apiQuota
        return f"{quota.subQuota:,} subscriptions at a time, {quota.historyKLQuota:,} histories in 30 days"
    if told.HasField("usedQuota"):
        used = told.usedQuota
        return f"in use: {used.usedSubQuota:,} subscriptions, {used.usedKLineQuota:,} histories"
    if told.HasField("apiLevel"):
        return str(told.apiLevel.apiLevel)
    return f"notice {told.type} without content"
