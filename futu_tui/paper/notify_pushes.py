"""What the gateway says of itself, made into notify pushes."""

from __future__ import annotations

from futu_tui.paper.push import Push
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import notify_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent


def used_quota_push(subscriptions: int, history: int) -> Push:
    """1003: how much of the two quotas is used."""
    used = notify_pb2.UsedQuota(usedSubQuota=subscriptions, usedKLineQuota=history)
    body = notify_pb2.Response(
        retType=0, s2c=notify_pb2.S2C(type=notify_pb2.NotifyType_UsedQuota, usedQuota=used)
    )
    event = PushEvent(proto_id=ProtoId.NOTIFY, body=body.SerializeToString(), event_type="notify")
    return Push(event.SerializeToString(), replaces=ProtoId.NOTIFY)
