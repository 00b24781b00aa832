"""Where pushes wait, between the stream that brings them and the frame that wants them.

Only envelopes are read here. What a later push makes worthless is dropped unread:

- *Latest wins* for basic quotes, order books and broker queues: each push holds the whole of it, so the newest
  one by (protocol, security, sub type) is all that a frame needs.
- *Keep all* for ticks, K-lines, price alerts, and everything of accounts and notices: each tells something the next
  does not.
- *Current point wins* for RT: a push holds the minute's point so far, so the newest is enough while the minute
  lasts, but the last push of a minute that has ended must not be lost to the first of the next. The envelope does
  not name the minute. So a frame's pushes all wait, in order, and the store reads them from the newest backwards
  and stops at the first that begins no later than what it knows already: one body a frame, two or three when a
  minute ends.

A push of any of these that names no security is kept, since nothing tells what it would overtake. Inboxes are
bounded by the drains, many a second; nothing that must be kept is ever dropped to make room.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol import ProtoId
from futu_tui.protocol.rules import PUSHES

if TYPE_CHECKING:
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

_LATEST_WINS = frozenset(
    int(proto_id)
    for proto_id in (ProtoId.QOT_UPDATE_BASIC_QOT, ProtoId.QOT_UPDATE_ORDER_BOOK, ProtoId.QOT_UPDATE_BROKER)
)
_RT = int(ProtoId.QOT_UPDATE_RT)
_TICKER = int(ProtoId.QOT_UPDATE_TICKER)
_QUOTES = _LATEST_WINS | {
    _RT,
    _TICKER,
    int(ProtoId.QOT_UPDATE_KL),
    int(ProtoId.QOT_UPDATE_PRICE_REMINDER),
}
_TRADES = frozenset(
    int(proto_id)
    for proto_id in (
        ProtoId.TRD_UPDATE_ORDER,
        ProtoId.TRD_UPDATE_ORDER_FILL,
        ProtoId.TRD_NOTIFY,
        ProtoId.NOTIFY,
    )
)


RECENT = 100
"""Pushes of each protocol that are kept to be looked at."""


class Routed(Struct, frozen=True):
    """What waited for a frame."""

    latest: Mapping[tuple[int, str, int], PushEvent]
    """The newest push by (proto_id, sec_key, sub_type)."""
    all: list[PushEvent]
    """Pushes that must all be read, in the order they came."""
    points: Mapping[str, list[PushEvent]]
    """RT pushes by sec_key, in the order they came."""


class Router:
    """Takes every push of the stream; a frame takes what waited."""

    def __init__(self) -> None:
        self.received = 0
        """Pushes ever taken."""
        self.overtaken = 0
        """Of them, those dropped unread because a newer one came before the frame."""
        self.unknown: dict[int, int] = {}
        """How many came by proto_id of those that are no known push."""
        self.recent: dict[int, deque[PushEvent]] = {int(each): deque(maxlen=RECENT) for each in PUSHES}
        """The last pushes by proto_id, overtaken or not, the newest last."""
        self.on_next: Callable[[], None] | None = None
        """Called with the next push, and not with those after it."""
        self._latest: dict[tuple[int, str, int], PushEvent] = {}
        self._all: list[PushEvent] = []
        self._points: dict[str, list[PushEvent]] = {}
        self._trades: list[PushEvent] = []

    def push(self, event: PushEvent) -> None:
        """Take one push; called for each message of the stream, so it does next to nothing."""
        self.received += 1
        proto_id = event.proto_id
        if (recent := self.recent.get(proto_id)) is not None:
            recent.append(event)
        if proto_id in _LATEST_WINS and (sec_key := event.sec_key):
            key = (proto_id, sec_key, event.sub_type)
            if key in self._latest:
                self.overtaken += 1
            self._latest[key] = event
        elif proto_id == _RT and (sec_key := event.sec_key):
            self._points.setdefault(sec_key, []).append(event)
        elif proto_id in _QUOTES:
            self._all.append(event)
        elif proto_id in _TRADES:
            self._trades.append(event)
        else:
            self.unknown[proto_id] = self.unknown.get(proto_id, 0) + 1
        if self.on_next is not None:
            call, self.on_next = self.on_next, None
            call()

    @property
    def waiting(self) -> bool:
        """Whether anything waits for a frame."""
        return bool(self._latest or self._all or self._points or self._trades)

    def take(self) -> Routed:
        """Hand over the market's pushes that waited, and wait for new ones."""
        routed = Routed(self._latest, self._all, self._points)
        self._latest, self._all, self._points = {}, [], {}
        return routed

    def take_ticks(self) -> list[PushEvent]:
        """Hand over the pushes of ticks alone, in the order they came."""
        ticks = [event for event in self._all if event.proto_id == _TICKER]
        self._all = [event for event in self._all if event.proto_id != _TICKER]
        return ticks

    def take_trades(self) -> list[PushEvent]:
        """Hand over the pushes of accounts and notices that waited, in the order they came."""
        trades, self._trades = self._trades, []
        return trades
