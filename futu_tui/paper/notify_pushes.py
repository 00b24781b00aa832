"""What the gateway says of itself, made into notify pushes (1003)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from futu_tui.paper.login import Login
from futu_tui.paper.push import Push
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import common_pb2, notify_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent


def used_quota_push(subscriptions: int, history: int) -> Push:
    """How much of the two quotas is used."""
    used = notify_pb2.UsedQuota(usedSubQuota=subscriptions, usedKLineQuota=history)
    s2c = notify_pb2.S2C(type=notify_pb2.NotifyType_UsedQuota, usedQuota=used)
    return _push(s2c, replaceable=True)


def quota_push(subscriptions: int, history: int) -> Push:
    """How large the two quotas are."""
    quota = notify_pb2.APIQuota(subQuota=subscriptions, historyKLQuota=history)
    return _push(notify_pb2.S2C(type=notify_pb2.NotifyType_APIQuota, apiQuota=quota))


def rights_push(rights: Mapping[str, int]) -> Push:
    """The quote rights of the reader, by field."""
    s2c = notify_pb2.S2C(type=notify_pb2.NotifyType_QotRight)
    for field, right in rights.items():
        setattr(s2c.qotRight, field, right)
    return _push(s2c)


def login_pushes(login: Login) -> Iterator[Push]:
    """Whether the gateway is logged in, what it is in, and what it asks for."""
    connection = notify_pb2.ConnectStatus(qotLogined=login.holds, trdLogined=login.holds)
    yield _push(notify_pb2.S2C(type=notify_pb2.NotifyType_ConnStatus, connectStatus=connection))
    status = common_pb2.ProgramStatus(type=login.status, strExtDesc=login.notice)
    program = notify_pb2.ProgramStatus(programStatus=status)
    yield _push(notify_pb2.S2C(type=notify_pb2.NotifyType_ProgramStatus, programStatus=program))
    if login.wants is not None:
        yield event_push(login.wants.event, login.notice)


def event_push(event_type: int, text: str) -> Push:
    """Something that has happened to the gateway (notify.GtwEventType)."""
    event = notify_pb2.GtwEvent(eventType=event_type, desc=text)
    return _push(notify_pb2.S2C(type=notify_pb2.NotifyType_GtwEvent, event=event))


def _push(s2c: notify_pb2.S2C, *, replaceable: bool = False) -> Push:
    body = notify_pb2.Response(retType=0, s2c=s2c)
    event = PushEvent(proto_id=ProtoId.NOTIFY, body=body.SerializeToString(), event_type="notify")
    return Push(event.SerializeToString(), replaces=(ProtoId.NOTIFY, s2c.type) if replaceable else None)
