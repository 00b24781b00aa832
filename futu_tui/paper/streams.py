"""The push streams that are open, each with what waits to be sent on it.

A reader that keeps up gets every push. One that falls behind gets the newest of what replaces itself (a quote, an
order book, the brokers, the current minute) and everything of what does not (ticks, K-lines, orders, fills), up to a
bound; past that the stream ends, because a tape with holes that nobody was told of is worse than none.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable

from futu_tui.paper.access import Access
from futu_tui.paper.clients import Client
from futu_tui.paper.push import Push
from futu_tui.protocol import Scope, Security

BACKLOG = 50_000
"""The most pushes that wait for one reader: ten seconds of a very busy market, some 15 MB."""
SLACK = 250
"""With more than so many waiting, a reader is behind: some fiftieth of a second of a very busy market."""


class Overrun(Exception):
    """The reader fell further behind than the backlog allows."""


class Stopping(Exception):
    """The gateway ends."""


class Backlog:
    """What waits to be sent on one stream, oldest first."""

    def __init__(
        self, bound: int = BACKLOG, slack: int = SLACK, sent: Callable[[Push], None] = lambda push: None
    ) -> None:
        """`sent` is called with each push that leaves."""
        self._sent = sent
        self._bound = bound
        self._slack = slack
        self._waiting: deque[_Slot] = deque()
        self._replaceable: dict[Hashable, _Slot] = {}
        self._changed = asyncio.Event()
        self._closed_by: Exception | None = None

    @property
    def behind(self) -> bool:
        """Whether more waits than a reader that keeps up ever leaves."""
        return len(self._waiting) > self._slack

    def put(self, push: Push) -> None:
        """Add a push, unless it is closed. While the reader is behind, it takes the place of the last with an equal
        `replaces`."""
        if self._closed_by is not None:
            return  # what comes after the end must not hold the end up
        if push.replaces is None or not self.behind:
            push.serialized()  # as of now; only what may never be sent is left to be made later
        elif push.replaces in self._replaceable:
            self._replaceable[push.replaces].push = push
            return
        if len(self._waiting) >= self._bound:
            self.close(Overrun(f"more than {self._bound} pushes were waiting: the reader is too slow"))
            return
        slot = _Slot(push)
        self._waiting.append(slot)
        if push.replaces is not None:
            self._replaceable[push.replaces] = slot
        self._changed.set()

    def close(self, reason: Exception) -> None:
        """Drop what waits and make `take` raise `reason`."""
        if self._closed_by is None:
            self._closed_by = reason
            self._waiting.clear()
            self._replaceable.clear()
            self._changed.set()

    async def take(self) -> bytes:
        """The oldest push, when there is one. Raises what `close` was given."""
        while not self._waiting:
            if self._closed_by is not None:
                raise self._closed_by
            self._changed.clear()
            await self._changed.wait()
        slot = self._waiting.popleft()
        replaces = slot.push.replaces
        if replaces is not None and self._replaceable[replaces] is slot:
            del self._replaceable[replaces]
        self._sent(slot.push)
        return slot.push.serialized()

    def __len__(self) -> int:
        return len(self._waiting)


class _Slot:
    """A place in the queue, where a later push can take an earlier one's."""

    __slots__ = ("push",)

    def __init__(self, push: Push) -> None:
        self.push = push


class Stream:
    """One open SubscribePush call."""

    def __init__(
        self, client: Client, access: Access, sent: Callable[[Push], None] = lambda push: None
    ) -> None:
        """`sent` is called with each push that leaves."""
        self.client = client
        self.backlog = Backlog(sent=sent)
        self._access = access
        self._visible: dict[Security, bool] = {}

    @property
    def access(self) -> Access:
        return self._access

    def set_access(self, access: Access) -> None:
        """What the caller's key allows from now on."""
        if access != self._access:
            self._access = access
            self._visible.clear()

    def offer(self, push: Push) -> None:
        """Queue a push if the key may see it."""
        if push.security is not None:
            visible = self._sees(push.security)
        elif push.acc_id is not None:
            visible = self._access.has(Scope.ACC_READ) and self._access.sees_account(push.acc_id)
        else:
            visible = True
        if visible:
            self.backlog.put(push)

    def _sees(self, security: Security) -> bool:
        visible = self._visible.get(security)
        if visible is None:
            visible = self._access.has(Scope.QOT_READ) and self._access.sees(security)
            self._visible[security] = visible
        return visible
