"""Makes the histories that an answer will need a little at a time, so that nobody else has to wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import DecodeError

from futu_tui.paper.market import PaperMarket
from futu_tui.protocol import PROTOCOLS, ProtoId, Security, SecurityError
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest

_FROM_HISTORY = frozenset(
    {
        ProtoId.QOT_SUB,  # the first push of a K-line
        ProtoId.QOT_GET_KL,
        ProtoId.QOT_REQUEST_HISTORY_KL,
        ProtoId.QOT_GET_SECURITY_SNAPSHOT,  # the range of 52 weeks
    }
)


def prepare(market: PaperMarket, request: FutuRequest) -> Iterator[None]:
    """Do what the answer to a request needs done; the caller may let others go first at each step."""
    if request.proto_id in _FROM_HISTORY:
        for security in _securities(request):
            if security in market.listings:
                yield from market.prepare(security)


def _securities(request: FutuRequest) -> Iterator[Security]:
    """Those that the body names; none where it cannot be read, which is for the answer to say."""
    message = PROTOCOLS[request.proto_id].request
    assert message is not None
    try:
        c2s: Any = getattr(message.FromString(request.body), "c2s")  # noqa: B009 - every Request has one
    except DecodeError:
        return
    named = [c2s.security] if "security" in c2s.DESCRIPTOR.fields_by_name else c2s.securityList
    for each in named:
        try:
            yield Security.of(each)
        except SecurityError:
            continue
