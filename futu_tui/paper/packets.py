"""Writes that were seen: each packetID is taken once, so that a write that is sent twice is done once."""

from __future__ import annotations

from collections.abc import Iterable

_KEPT = 10_000


class PacketGuard:
    """The packetIDs of late."""

    def __init__(self, seen: Iterable[tuple[int, int]] = ()) -> None:
        """`seen` is what was done before a restart."""
        self._seen: dict[tuple[int, int], None] = dict.fromkeys(seen)

    def take(self, conn_id: int, serial: int) -> bool:
        """Whether this pair is new; it is not from now on."""
        if (conn_id, serial) in self._seen:
            return False
        self._seen[conn_id, serial] = None
        if len(self._seen) > _KEPT:
            del self._seen[next(iter(self._seen))]
        return True
