"""One push on its way to the streams."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from futu_tui.protocol import Security


class Push:
    """A push, serialized once for all streams.

    Where a later one makes it worthless it may be given as a function, which is called when the push is first needed:
    what never goes out costs nothing.
    """

    __slots__ = ("_payload", "acc_id", "kind", "lateness", "made", "replaces", "security")

    def __init__(
        self,
        payload: bytes | Callable[[], bytes],
        *,
        replaces: Hashable = None,
        security: Security | None = None,
        acc_id: int | None = None,
        kind: int | None = None,
    ) -> None:
        self._payload = payload
        self.replaces = replaces
        """Equal for two pushes of which only the later counts; None when each counts."""
        self.security = security
        """What a quote push is about."""
        self.acc_id = acc_id
        """Whose a trade push is."""
        self.kind = kind
        """The get_delay_statistics.QotPushType of one whose delays are measured."""
        self.made = 0.0
        """When the exchange told of it, by `perf_counter`; 0 for one that nothing has just happened for."""
        self.lateness = 0.0
        """Seconds that the exchange was late with what it tells."""

    def serialized(self) -> bytes:
        """The PushEvent."""
        if not isinstance(self._payload, bytes):
            self._payload = self._payload()
        return self._payload
