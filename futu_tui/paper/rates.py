"""The published request rates, kept on the gateway's side.

Each client is counted by itself: people and tests that share one paper gateway know nothing of one another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from google.protobuf.message import Message

from futu_tui.paper.clients import Client
from futu_tui.protocol import PROTOCOLS, Limit


class RateError(Exception):
    """Too many requests; the message is what the client is told."""


class Rates:
    """What was asked of late. Times are the gateway's monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: WeakKeyDictionary[Client, dict[tuple[int, int | None], deque[float]]] = (
            WeakKeyDictionary()
        )

    def count(self, client: Client, proto_id: int, c2s: Message) -> None:
        """Count a request that parsed; raises RateError, counting nothing, when it is one too many."""
        limit = PROTOCOLS[proto_id].limit
        if limit is None or (limit.refresh_only and not getattr(c2s, "refreshCache", False)):
            return
        account = getattr(getattr(c2s, "header", None), "accID", None) if limit.per_account else None
        asked = self._asked.setdefault(client, {}).setdefault((proto_id, account), deque())
        now = self._clock()
        while asked and asked[0] <= now - limit.seconds:
            asked.popleft()
        if len(asked) >= limit.count or (asked and now - asked[-1] < limit.min_gap):
            raise RateError(_text(limit))
        asked.append(now)


def _text(limit: Limit) -> str:
    gap = f" and {limit.min_gap * 1000:.0f} ms apart" if limit.min_gap else ""
    return (
        f"Request frequency is too high: at most {limit.count} requests in {limit.seconds:.0f} seconds{gap}"
    )
