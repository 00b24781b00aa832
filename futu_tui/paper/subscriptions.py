"""Who has subscribed what, as 3001, 3002 and 3003 see it.

The gateway has one quota and one table for all that use it. Every subscription belongs to the clients that asked for
it, costs one of the quota however many they are, and ends when the last of them drops it or is gone. A request such as
3004 is answered when any client has subscribed, and pushes go to every open stream: a SubscribePush call names no
connection, so the gateway cannot know that a stream and the requests of another connection are one person's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from futu_tui.paper.clients import Client
from futu_tui.protocol import Security
from futu_tui.protocol.pb.qot_common_pb2 import RehabType_Forward

HOLD_SECONDS = 60.0
"""How long a subscription must be held before it can be dropped."""
DEFAULT_QUOTA = 500
"""Subscriptions at a time; accounts have 100 to 2,000."""


class Topic(NamedTuple):
    """What can be subscribed: a security and a qot_common.SubType."""

    security: Security
    sub_type: int


class SubscriptionError(Exception):
    """A subscription that is refused; the message is what the client is told."""


@dataclass
class _Holding:
    """One client's part in a subscription."""

    since: float
    rehab_types: set[int] = field(default_factory=set)
    """What its pushes are adjusted for (qot_common.RehabType); empty while it asked for no push."""


class Subscriptions:
    """The table. Times are the gateway's monotonic seconds."""

    def __init__(self, clock: Callable[[], float], quota: int = DEFAULT_QUOTA) -> None:
        self.quota = quota
        self._clock = clock
        self._holdings: dict[Topic, dict[Client, _Holding]] = {}
        self._pushed: dict[Security, dict[int, frozenset[int]]] = {}

    @property
    def used(self) -> int:
        return len(self._holdings)

    @property
    def remaining(self) -> int:
        return self.quota - self.used

    def __contains__(self, topic: Topic) -> bool:
        return topic in self._holdings

    def pushed(self, security: Security) -> dict[int, frozenset[int]]:
        """The SubTypes of a security that are pushed, each with the RehabTypes asked for."""
        return self._pushed.get(security, _NOTHING)

    @property
    def securities(self) -> set[Security]:
        """What anybody has subscribed."""
        return {topic.security for topic in self._holdings}

    def held_by(self, client: Client) -> Iterator[Topic]:
        return (topic for topic, holders in self._holdings.items() if client in holders)

    def subscribe(self, client: Client, topics: Collection[Topic]) -> None:
        """Hold all of them, or none: raises SubscriptionError when the quota is too small. Again is no error."""
        new = sum(topic not in self._holdings for topic in set(topics))
        if new and new > self.remaining:  # which may be less than nothing, where the quota was cut
            raise SubscriptionError(
                f"Insufficient subscription quota: {new} more needed, {self.remaining} of {self.quota} left"
            )
        now = self._clock()
        for topic in topics:
            self._holdings.setdefault(topic, {}).setdefault(client, _Holding(now))

    def unsubscribe(self, client: Client, topics: Collection[Topic]) -> None:
        """Drop what the client holds of them; raises SubscriptionError, dropping none, when one is too new."""
        mine = [topic for topic in topics if client in self._holdings.get(topic, ())]
        oldest_allowed = self._clock() - HOLD_SECONDS
        for topic in mine:
            early = self._holdings[topic][client].since - oldest_allowed
            if early > 0:
                raise SubscriptionError(
                    f"{topic.security} was subscribed less than {HOLD_SECONDS:.0f} seconds ago: "
                    f"it can be unsubscribed in {early:.0f} s"
                )
        self._drop(client, mine)

    def register(self, client: Client, topics: Collection[Topic], rehab_types: Collection[int] = ()) -> None:
        """Turn pushes on for what the client holds, K-lines adjusted in each of `rehab_types` (forward if none).

        Raises SubscriptionError when it does not hold one of them.
        """
        self._require_held(client, topics)
        for topic in topics:
            self._holdings[topic][client].rehab_types.update(rehab_types or (RehabType_Forward,))
            self._index(topic)

    def unregister(self, client: Client, topics: Collection[Topic]) -> None:
        """Turn pushes off for this client; raises SubscriptionError when it does not hold one of them."""
        self._require_held(client, topics)
        for topic in topics:
            self._holdings[topic][client].rehab_types.clear()
            self._index(topic)

    def release(self, client: Client) -> None:
        """Drop all that a client that is gone held, however new."""
        self._drop(client, list(self.held_by(client)))

    def _require_held(self, client: Client, topics: Collection[Topic]) -> None:
        for topic in topics:
            if client not in self._holdings.get(topic, ()):
                raise SubscriptionError(
                    f"{topic.security} is not subscribed: subscribe before asking for pushes"
                )

    def _drop(self, client: Client, topics: Collection[Topic]) -> None:
        for topic in topics:
            holders = self._holdings[topic]
            del holders[client]
            if not holders:
                del self._holdings[topic]
            self._index(topic)

    def _index(self, topic: Topic) -> None:
        """Bring what `pushed` answers up to date."""
        holders = self._holdings.get(topic, {}).values()
        rehab_types = frozenset().union(*(holding.rehab_types for holding in holders))
        sub_types = self._pushed.setdefault(topic.security, {})
        if rehab_types:
            sub_types[topic.sub_type] = rehab_types
        else:
            sub_types.pop(topic.sub_type, None)
            if not sub_types:
                del self._pushed[topic.security]


_NOTHING: dict[int, frozenset[int]] = {}
