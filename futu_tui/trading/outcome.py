"""What became of an act, as the desk tells it: `Outcome` answers a call, `DeskEvent` comes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from futu_tui.trading.guard import Refusal


class OutcomeKind(Enum):
    """How an act ended; the value is the journal's word for it."""

    ACCEPTED = "accepted"
    """The gateway did it."""
    REFUSED = "refused"
    """The gateway or the exchange said no."""
    UNKNOWN = "unknown"
    """It was sent and nothing tells yet what became of it: the desk looks it up and says so by an event."""
    NOT_FOUND = "not found"
    """It was sent, and the gateway shows no trace of it long after it should."""
    NOT_SENT = "not sent"
    """Nothing left this program."""

    @property
    def known(self) -> bool:
        return self is not OutcomeKind.UNKNOWN


class Outcome(Struct, frozen=True):
    kind: OutcomeKind
    text: str
    """One line for the person, without a full stop."""
    act_id: int | None = None
    """In the journal; None where nothing was written there."""
    order_id: int | None = None
    """Of the order that the act is about, once it is known."""
    refusals: tuple[Refusal, ...] = ()
    """Of the person's own limits, where those stopped it: it may be placed again with the word that overrides them."""
    overridable: bool = False
    """Whether such a word is allowed."""

    @property
    def accepted(self) -> bool:
        return self.kind is OutcomeKind.ACCEPTED


_WORST_FIRST = (OutcomeKind.UNKNOWN, OutcomeKind.REFUSED, OutcomeKind.NOT_FOUND, OutcomeKind.NOT_SENT)


def summed(outcomes: Sequence[Outcome]) -> Outcome:
    """Several as one: of what did not go well the worst kind, with what was said of it."""
    kinds = {outcome.kind for outcome in outcomes}
    worst = next((kind for kind in _WORST_FIRST if kind in kinds), OutcomeKind.ACCEPTED)
    texts = [outcome.text for outcome in outcomes if outcome.kind is worst]
    return Outcome(worst, "; ".join(dict.fromkeys(texts)))


class Event(Enum):
    """What a DeskEvent is about."""

    OUTCOME = "outcome"
    """An act whose outcome was not known is known now, or turned out otherwise than it was told."""
    LOCKED = "locked"
    """Trading was locked: by the gateway, by the person, or after a time without a touch."""
    UNLOCKED = "unlocked"
    JOURNAL = "journal"
    """The journal cannot be written, so nothing is sent; or it can again."""
    READ_ONLY = "read-only"
    """The API key does not allow trading, or does again."""


class DeskEvent(Struct, frozen=True):
    event: Event
    text: str
    """One line for the person, without a full stop."""
    good: bool
    """Whether it is good news, for its colour."""
    outcome: Outcome | None = None
    """Of an OUTCOME."""
    about: str = ""
    """Of an OUTCOME: the sentence that the act was confirmed with."""
