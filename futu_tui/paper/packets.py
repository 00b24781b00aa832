"""Writes that were seen: each packetID is taken once, so that a write that is sent twice is done once."""

from __future__ import annotations

_KEPT = 10_000


class PacketGuard:
    """The packetIDs of late."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, int], None] = {}

    def take(self, conn_id: int, serial: int) -> bool:
        """Whether this pair is new; it is not from now on."""
        if (conn_id, serial) in self._seen:
            return False
        self._seen[conn_id, serial] = None
        if len(self._seen) > _KEPT:
            del self._seen[next(iter(self._seen))]
        return True
