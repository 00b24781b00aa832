"""Who is connected: one client is one connection of one key.

gRPC tells the two ends of a connection but not when one without an open call goes away, so a client lives as long as
it has a push stream open or asks something now and then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LEFT_SECONDS = 60.0
"""How long a client's subscriptions outlive its last push stream, so that a reader that comes back finds them."""
SILENT_SECONDS = 600.0
"""How long a client that never opened a push stream may be silent."""


@dataclass(eq=False)
class Client:
    """One connection. Times are the gateway's monotonic seconds."""

    conn_id: int
    """The connID that 1001 answers."""
    peer: str
    key_name: str | None
    last_seen: float
    streams: int = 0
    had_stream: bool = False
    pushed_accounts: set[int] = field(default_factory=set)
    """The trading accounts whose pushes it asked for (2008)."""

    def gone(self, now: float) -> bool:
        """Whether nothing has been heard of it for so long that it counts as disconnected."""
        patience = LEFT_SECONDS if self.had_stream else SILENT_SECONDS
        return self.streams == 0 and now - self.last_seen > patience


class Clients:
    """All of them, by what gRPC knows them by."""

    def __init__(self, clock: Callable[[], float], last_id: int = 0) -> None:
        """`last_id` is the highest connID that was seen before a restart."""
        self._clock = clock
        self._clients: dict[tuple[str, str | None], Client] = {}
        self._last_id = last_id

    def __iter__(self) -> Iterator[Client]:
        return iter(self._clients.values())

    def seen(self, peer: str, key_name: str | None) -> Client:
        """The client that now asks something; a new one when it was not known."""
        client = self._clients.get((peer, key_name))
        if client is None:
            self._last_id += 1
            client = self._clients[peer, key_name] = Client(self._last_id, peer, key_name, 0.0)
        client.last_seen = self._clock()
        return client

    def stream_opened(self, client: Client) -> None:
        client.streams += 1
        client.had_stream = True

    def stream_closed(self, client: Client) -> None:
        client.streams -= 1
        client.last_seen = self._clock()

    def take_gone(self) -> list[Client]:
        """Forget the clients that are gone, and answer with them."""
        now = self._clock()
        gone = [(at, client) for at, client in self._clients.items() if client.gone(now)]
        for at, _ in gone:
            del self._clients[at]
        return [client for _, client in gone]
