"""What of a security does not move in a day: its name, its lot, what kind of thing it is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol import Security, SecurityError

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2, qot_get_security_snapshot_pb2


class Listing(Struct, frozen=True):
    security: Security
    name: str
    """In the language of the gateway's login."""
    lot_size: int
    """Shares in a board lot; 0 for what is not traded in lots."""
    sec_type: int
    """qot_common.SecurityType"""
    list_time: str
    """The day of listing, in the market's zone."""
    exchange: int = 0
    """qot_common.ExchType; 0 where unknown."""
    delisted: bool = False
    owner: Security | None = None
    """The underlying of an option or a warrant, where known."""

    @classmethod
    def of_static(cls, security: Security, info: qot_common_pb2.SecurityStaticInfo) -> Listing:
        basic = info.basic
        return cls(
            security=security,
            name=basic.name,
            lot_size=basic.lotSize,
            sec_type=basic.secType,
            list_time=basic.listTime,
            exchange=basic.exchType,
            delisted=basic.delisting,
            owner=_owner(info),
        )

    @classmethod
    def of_snapshot(
        cls, security: Security, basic: qot_get_security_snapshot_pb2.SnapshotBasicData
    ) -> Listing:
        """What a snapshot tells of it; the static information tells more."""
        return cls(
            security=security,
            name=basic.name,
            lot_size=basic.lotSize,
            sec_type=basic.type,
            list_time=basic.listTime,
        )


def _owner(info: qot_common_pb2.SecurityStaticInfo) -> Security | None:
    for name in ("optionExData", "warrantExData"):
        if info.HasField(name):
            with suppress(SecurityError):
                return Security.of(getattr(info, name).owner)
    return None
