"""What a person should know, as it comes: told by the gateway unasked (1003, 2240), or by this program."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from msgspec import Struct

from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

PROGRAM, GATEWAY, ACCOUNT = "program", "gateway", "account"
"""Where a notice comes from."""
USED_QUOTA = "Quotas in use"
"""What a notice of quotas in use is about."""
LOGIN, QUOTE_RIGHTS = "Login", "Quote rights"
"""What one is about whose news may be that no more is told, or is again."""


class Notice(Struct, frozen=True):
    """Something a person should know, with the wall time it happened."""

    text: str
    at: float
    source: str = PROGRAM
    kind: str = ""
    """What of the source it is about."""

    def outdates(self, before: Notice) -> bool:
        """Whether the one before is worth nothing beside this: quotas in use are told with every subscription."""
        return self.kind == before.kind == USED_QUOTA and self.source == before.source


def notice_of(event: PushEvent, at: float) -> Notice | None:
    """What a push says in words; None for one that is no notice."""
    if event.proto_id not in (ProtoId.NOTIFY, ProtoId.TRD_NOTIFY):
        return None
    from futu_tui.feed.notice_words import read  # with the first notice, not with the program

    try:
        source, kind, text = read(event)
    except DecodeError as error:
        text, source, kind = f"A notice that cannot be read: {error}", GATEWAY, f"push {event.proto_id}"
    return Notice(text, at, source, kind)
