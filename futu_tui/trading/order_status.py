"""The life of an order: its statuses, and the one table of which may follow which."""

from __future__ import annotations

from enum import Enum
from functools import cache

from msgspec import Struct


class OrderStatus(Enum):
    """The wire number (trd_common.OrderStatus), what a person reads, and whether it may still fill."""

    UNKNOWN = (-1, "Unknown", True)
    UNSUBMITTED = (0, "Unsubmitted", True)
    WAITING = (1, "Waiting", True)
    SUBMITTING = (2, "Submitting", True)
    SUBMIT_FAILED = (3, "Failed", False)
    TIMED_OUT = (4, "Timed out", True)
    """The gateway heard no answer: the order may stand."""
    SUBMITTED = (5, "Submitted", True)
    PART_FILLED = (10, "Part filled", True)
    FILLED = (11, "Filled", False)
    CANCELLING_REST = (12, "Cancelling", True)
    """Partly filled, the rest asked to be cancelled."""
    CANCELLING = (13, "Cancelling", True)
    CANCELLED_REST = (14, "Part cancelled", False)
    """Partly filled, the rest cancelled."""
    CANCELLED = (15, "Cancelled", False)
    FAILED = (21, "Failed", False)
    """Refused by the exchange or the broker."""
    DISABLED = (22, "Disabled", False)
    """Out of the market until it is enabled again."""
    DELETED = (23, "Deleted", False)
    FILL_CANCELLED = (24, "Fill cancelled", False)
    """A trade was busted after it was made."""

    def __init__(self, number: int, label: str, working: bool) -> None:
        self.number = number
        self.label = label
        self.working = working

    @classmethod
    def of(cls, number: int) -> OrderStatus:
        """The status of this trd_common.OrderStatus; UNKNOWN for numbers that are not known."""
        return _BY_NUMBER.get(number, cls.UNKNOWN)

    def may_become(self, later: OrderStatus) -> bool:
        """Whether an order in this status can be in `later` afterwards, steps between unseen; itself counts."""
        return later in _reach(self, returns=True)

    def leads_to(self, later: OrderStatus) -> bool:
        """As `may_become`, by steps that only go on: of two statuses, at most one leads to the other."""
        return later in _reach(self, returns=False)


_BY_NUMBER = {status.number: status for status in OrderStatus}


class Steps(Struct, frozen=True):
    """What may come next of a status."""

    onward: frozenset[OrderStatus]
    back: frozenset[OrderStatus] = frozenset()
    """Statuses it may have had before: a cancel was refused, or what was disabled is enabled again."""


_S = OrderStatus
_ENDINGS = frozenset({_S.FILLED, _S.CANCELLED, _S.CANCELLED_REST, _S.FAILED, _S.DISABLED})
_SENDING = frozenset({_S.SUBMIT_FAILED, _S.TIMED_OUT, _S.SUBMITTED, _S.PART_FILLED, _S.CANCELLING}) | _ENDINGS

TRANSITIONS: dict[OrderStatus, Steps] = {
    _S.UNKNOWN: Steps(frozenset(_S) - {_S.UNKNOWN}),
    _S.UNSUBMITTED: Steps(frozenset({_S.WAITING, _S.SUBMITTING, _S.SUBMIT_FAILED, _S.DELETED})),
    _S.WAITING: Steps(_SENDING | {_S.SUBMITTING}),
    _S.SUBMITTING: Steps(_SENDING),
    _S.SUBMIT_FAILED: Steps(frozenset({_S.DELETED})),
    _S.TIMED_OUT: Steps(_SENDING - {_S.TIMED_OUT}),
    _S.SUBMITTED: Steps(_ENDINGS | {_S.PART_FILLED, _S.CANCELLING}),
    _S.PART_FILLED: Steps(_ENDINGS | {_S.CANCELLING_REST, _S.FILL_CANCELLED}),
    _S.CANCELLING: Steps(_ENDINGS | {_S.CANCELLING_REST}, back=frozenset({_S.SUBMITTED, _S.PART_FILLED})),
    _S.CANCELLING_REST: Steps(_ENDINGS | {_S.FILL_CANCELLED}, back=frozenset({_S.PART_FILLED})),
    _S.FILLED: Steps(frozenset({_S.FILL_CANCELLED})),
    _S.CANCELLED_REST: Steps(frozenset({_S.FILL_CANCELLED, _S.DELETED})),
    _S.CANCELLED: Steps(frozenset({_S.DELETED})),
    _S.FAILED: Steps(frozenset({_S.DELETED})),
    _S.DISABLED: Steps(
        frozenset({_S.DELETED}),
        back=frozenset({_S.WAITING, _S.SUBMITTING, _S.SUBMITTED, _S.PART_FILLED}),
    ),
    _S.FILL_CANCELLED: Steps(frozenset({_S.DELETED})),
    _S.DELETED: Steps(frozenset()),
}
"""Every step that an order can take. Nothing leads to UNKNOWN: a gateway that does not know has no news."""


@cache
def _reach(status: OrderStatus, *, returns: bool) -> frozenset[OrderStatus]:
    """Every status that steps of the table lead to from here, those back included or not."""
    found = {status}
    border = [status]
    while border:
        steps = TRANSITIONS[border.pop()]
        fresh = (steps.onward | steps.back if returns else steps.onward) - found
        found |= fresh
        border.extend(fresh)
    return frozenset(found)
