"""Acts on a gateway as the journal keeps them, what is written about each, and what it ends in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from msgspec import Struct, field


class ActKind(StrEnum):
    PLACE = "place"
    MODIFY = "modify"
    CANCEL = "cancel"
    CANCEL_ALL = "cancel all"
    ENABLE = "enable"
    DISABLE = "disable"
    DELETE = "delete"
    RECONFIRM = "reconfirm"
    UNLOCK = "unlock"
    LOCK = "lock"


class Result(StrEnum):
    """How an act ended, as far as is known."""

    OPEN = "open"
    """Recorded, and perhaps sent; nothing tells yet what became of it."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_FOUND = "not found"
    """Sent, and the gateway shows no trace of it."""
    NOT_SENT = "not sent"


class Act(Struct, frozen=True):
    """Something about to be asked of the gateway. Numbers are text, exactly as they were meant; empty is none."""

    kind: ActKind
    acc_id: int
    env: int
    """trd_common.TrdEnv"""
    trade_market: int = 0
    """trd_common.TrdMarket"""
    account: str = ""
    """The account's label."""
    security: str = ""
    side: str = ""
    order_type: str = ""
    qty: str = ""
    price: str = ""
    order_id: int = 0
    """Of the order that is acted on; of a new one 0."""
    id_ex: str = ""
    client_id: str = ""
    """Of a new order."""
    summary: str = ""
    """The sentence that the person confirmed."""
    request: Mapping[str, Any] = field(default_factory=dict)
    """The fields that are sent, without packet id and without secrets."""
    override: str = ""
    """Which of the person's own limits were overridden."""
    conn_id: int = 0
    """The gateway's number of the connection."""


class Recorded(Struct, frozen=True):
    """An act that is on the disk."""

    act_id: int
    serial: int
    """For its packet id."""


class _Noted(Struct, frozen=True):
    """What became known of an act, and when."""

    act_id: int
    at: float
    """Epoch seconds."""
    text: str
    order_id: int = 0
    id_ex: str = ""


class Answered(_Noted, frozen=True):
    """The gateway's answer to an act, or why there was none."""

    kind: ClassVar[str] = "answer"


class Pushed(_Noted, frozen=True):
    """A push about an act's order."""

    kind: ClassVar[str] = "push"


class LookedUp(_Noted, frozen=True):
    """What a look at the gateway's lists said of an act."""

    kind: ClassVar[str] = "look"


class Resolved(Struct, frozen=True):
    """The outcome of an act, and how it became known."""

    kind: ClassVar[str] = "outcome"

    act_id: int
    at: float
    result: Result
    text: str
    how: str
    order_id: int = 0
    id_ex: str = ""


Note = Answered | Pushed | LookedUp | Resolved


class Event(Struct, frozen=True):
    """One line of an act's story."""

    at: float
    kind: str
    """answer, push, look or outcome."""
    text: str


class Entry(Struct, frozen=True):
    """An act as the journal has it."""

    act_id: int
    at: float
    """Epoch seconds of its recording."""
    program: str
    serial: int
    act: Act
    result: Result
    text: str
    """What became of it, in words; empty while open."""
    how: str
    """How that became known."""
    closed_at: float | None
    order_id: int
    """Of the order it is about, told by the act or learned later; 0 while not known."""
    id_ex: str
    events: tuple[Event, ...] = ()


class OrderStory(Struct, frozen=True):
    """What was written of a placed order's fills."""

    security: str
    side: str
    events: tuple[Event, ...]


class EntryFilter(Struct, frozen=True):
    """What to list; None and empty are everything."""

    since: float | None = None
    """Epoch seconds, included."""
    until: float | None = None
    """Epoch seconds, not included."""
    account: str = ""
    """An account's id, or the end of its id or label."""
    security: str = ""
    """HK.00700, or a part of it."""
    result: Result | None = None
    newest: int | None = None
    """At most so many, the newest of them."""
