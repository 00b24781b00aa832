"""What refers to a security: its warrants, or the months of a continuous future (3206)."""

from __future__ import annotations

from enum import IntEnum

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.listed import read_listings
from futu_tui.market import Listing
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId, Security


class RelatedKind(IntEnum):
    """qot_get_reference.ReferenceType"""

    WARRANTS = 1
    FUTURES = 2


async def related(gateway: OpenD, security: Security, kind: RelatedKind) -> list[Listing]:
    """In the gateway's order; raises GatewayError."""
    c2s = {"security": wire(security), "referenceType": int(kind)}
    answer = await gateway.request(ProtoId.QOT_GET_REFERENCE, c2s)
    return list(read_listings(answer.staticInfoList))
