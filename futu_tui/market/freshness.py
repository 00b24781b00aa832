"""How much a quote can be trusted to be the present one."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from futu_tui.market.quote import Quote
from futu_tui.market.sessions import Session


class Freshness(Enum):
    """From best to worst."""

    LIVE = "live"
    CLOSED = "closed"
    """Its market does not trade now: the last price is right, and will not move."""
    HALTED = "halted"
    AGED = "aged"
    """Its market trades, but nothing was heard of it for longer than the session's rhythm."""
    LOST = "lost"
    """The link to the gateway is down, or was, and nothing was heard of it since: anything may have happened."""
    EMPTY = "empty"
    """Nothing is known yet."""


class Heard(Protocol):
    """Something that the gateway told, and is to tell again when it changes."""

    received_at: float
    """Monotonic seconds."""


def judge(quote: Quote | None, session: Session, *, lost: bool, now: float) -> Freshness:
    """How fresh a quote is in this session of its market; `now` is monotonic seconds.

    `lost` says that the link is down, or that nothing was heard of it since the link came back.
    """
    if quote is None or quote.last is None:
        return Freshness.EMPTY
    if lost:
        return Freshness.LOST
    if quote.halted:
        return Freshness.HALTED
    if not session.open:
        return Freshness.CLOSED
    return Freshness.LIVE if now - quote.received_at <= session.rhythm else Freshness.AGED
