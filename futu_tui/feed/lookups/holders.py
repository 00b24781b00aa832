"""What the largest holders of a company bought and sold (3208)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from futu_tui.feed.catch_up import wire
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId, Security


class HolderKind(IntEnum):
    """qot_common.HolderCategory"""

    INSTITUTIONS = 1
    FUNDS = 2
    MANAGERS = 3


@dataclass(frozen=True, slots=True)
class HoldingChange:
    """One holder's change, as it was published."""

    holder: str
    held: float
    """Shares after it."""
    held_pct: float
    """Of the company, in percent."""
    change: float
    """Shares, below 0 where they were sold."""
    change_pct: float
    """Of what the holder had before, in percent."""
    published: str
    """`2026-11-23`, in the market's zone."""


async def holding_changes(
    gateway: OpenD, security: Security, kind: HolderKind, begin: date, end: date
) -> list[HoldingChange]:
    """Those published from one day of the market to another, both included; raises GatewayError."""
    c2s = {
        "security": wire(security),
        "holderCategory": int(kind),
        "beginTime": f"{begin} 00:00:00",
        "endTime": f"{end} 23:59:59",
    }
    answer = await gateway.request(ProtoId.QOT_GET_HOLDING_CHANGE_LIST, c2s)
    return read_changes(answer.holdingChangeList)


def read_changes(rows: Iterable[Any]) -> list[HoldingChange]:
    """Rows of qot_common.ShareHoldingChange, in the gateway's order."""
    return [
        HoldingChange(
            row.holderName,
            row.holdingQty,
            row.holdingRatio,
            row.changeQty,
            row.changeRatio,
            row.time[:10],
        )
        for row in rows
    ]
