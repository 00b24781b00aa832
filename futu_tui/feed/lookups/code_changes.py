"""Changes of code, temporary codes and moves between boards (3216); Hong Kong has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.enum_words import words_of
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.pb.qot_get_code_change_pb2 import TimeFilterType_Public


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One change; its days are in the market's zone, as 2026-11-23, and empty where they are not told."""

    security: Security
    kind: str
    related: Security
    """The temporary code, or the former one on the other board."""
    announced: str
    effective: str
    ends: str
    """When trading under the temporary code ends."""


async def code_changes(
    gateway: OpenD, security: Security | None = None, *, since: date | None = None
) -> list[CodeChange]:
    """Those of a security, or of all that the gateway knows; announced since a day. Raises GatewayError."""
    c2s: dict[str, Any] = {}
    if security is not None:
        c2s["securityList"] = [wire(security)]
    if since is not None:
        c2s["timeFilterList"] = [{"type": TimeFilterType_Public, "beginTime": f"{since} 00:00:00"}]
    answer = await gateway.request(ProtoId.QOT_GET_CODE_CHANGE, c2s)
    return sorted(read_changes(answer.codeChangeList), key=lambda change: change.announced, reverse=True)


def read_changes(rows: Iterable[Any]) -> Iterator[CodeChange]:
    """Rows of qot_get_code_change.CodeChangeInfo, without those of markets unknown."""
    for row in rows:
        try:
            security, related = Security.of(row.security), Security.of(row.relatedSecurity)
        except SecurityError:
            continue
        yield CodeChange(
            security,
            words_of(row.DESCRIPTOR.fields_by_name["type"], row.type),
            related,
            row.publicTime[:10],
            row.effectiveTime[:10],
            row.endTime[:10],
        )
