"""Faults on demand, for drills: each by its name with a probability, drawn from a seed.

They strike around requests of trading (2xxx) and pushes of trading; quotes are left alone. Each strike is logged, so
that a drill can count them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Mapping
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING

from futu_tui.paper.push import Push
from futu_tui.paper.rates import RateError
from futu_tui.protocol import ProtoId

if TYPE_CHECKING:
    from futu_tui.paper.gateway import Gateway

_log = logging.getLogger(__name__)

LATE_SECONDS = (0.05, 3.0)
"""Between these an answer is late."""
_HEAD_START = 0.05
"""Seconds that a push which must come before the answer gets."""
_ACTS = frozenset(
    {
        ProtoId.TRD_UNLOCK_TRADE,
        ProtoId.TRD_PLACE_ORDER,
        ProtoId.TRD_MODIFY_ORDER,
        ProtoId.TRD_RECONFIRM_ORDER,
    }
)


class Fault(StrEnum):
    """What can go wrong, as `futu-tui gateway --help` tells it."""

    ANSWER_LOST = "answer-lost"
    """The request is done, and the call ends as if the line broke."""
    ANSWER_LATE = "answer-late"
    PUSH_BEFORE_ANSWER = "push-before-answer"
    PUSH_DOUBLED = "push-doubled"
    PUSH_LOST = "push-lost"
    STREAM_CUT = "stream-cut"
    PROCESS_KILLED = "process-killed"
    """Half of the time before the act is done, half of it after."""
    LOCK_BACK = "lock-back"
    LIMIT_HIT = "limit-hit"


class AnswerLost(Exception):
    """The answer is not to be sent."""


class Faults:
    """What goes wrong, and how often."""

    def __init__(
        self, probabilities: Mapping[Fault, float], seed: int = 1, kill: Callable[[], None] | None = None
    ) -> None:
        """`kill` ends the process at once; by default it really does."""
        self._probabilities = probabilities
        self._random = Random(f"{seed}/chaos")
        self._kill = kill or _kill_process

    @classmethod
    def parse(cls, text: str, seed: int = 1) -> Faults:
        """From "answer-lost=0.1,push-lost=0.05". Raises ValueError."""
        probabilities = {}
        for part in filter(None, map(str.strip, text.split(","))):
            name, _, value = part.partition("=")
            try:
                fault, probability = Fault(name.strip()), float(value)
            except ValueError:
                raise ValueError(
                    f"{part!r} is no fault with its probability, as in answer-lost=0.1; the faults are "
                    + ", ".join(Fault)
                ) from None
            if not 0 <= probability <= 1:
                raise ValueError(f"{part!r}: a probability is from 0 to 1")
            probabilities[fault] = probability
        return cls(probabilities, seed)

    def before(self, gateway: Gateway, proto_id: int) -> None:
        """Strike before a request is done. Raises RateError."""
        if not _is_trading(proto_id):
            return
        if proto_id in _ACTS:
            if self._strikes(Fault.LOCK_BACK):
                gateway.lock(locked=True)
            if self._strikes(Fault.PROCESS_KILLED, of=0.5):
                self._kill()
        if self._strikes(Fault.LIMIT_HIT):
            raise RateError("Request frequency is too high: --chaos says so")

    async def after(self, gateway: Gateway, proto_id: int) -> None:
        """Strike when a request was done, before its answer goes. Raises AnswerLost."""
        if not _is_trading(proto_id):
            return
        if proto_id in _ACTS:
            if self._strikes(Fault.PROCESS_KILLED, of=0.5):
                self._kill()
            if self._strikes(Fault.PUSH_BEFORE_ANSWER):
                gateway.send_held()
                await asyncio.sleep(_HEAD_START)
        if self._strikes(Fault.ANSWER_LATE):
            await asyncio.sleep(self._random.uniform(*LATE_SECONDS))
        if self._strikes(Fault.ANSWER_LOST):
            raise AnswerLost("the answer was lost: --chaos says so")

    def pushes(self, push: Push) -> tuple[Push, ...]:
        """What is sent in place of a push."""
        if push.acc_id is None:
            return (push,)
        if self._strikes(Fault.PUSH_LOST):
            return ()
        return (push, push) if self._strikes(Fault.PUSH_DOUBLED) else (push,)

    def cuts_stream(self, push: Push) -> bool:
        """Whether the streams end after a push."""
        return push.acc_id is not None and self._strikes(Fault.STREAM_CUT)

    def _strikes(self, fault: Fault, of: float = 1.0) -> bool:
        """`of` is the part of its probability that falls to this moment."""
        probability = self._probabilities.get(fault, 0.0) * of
        strikes = probability > 0 and self._random.random() < probability
        if strikes:
            _log.warning("--chaos: %s", fault)
        return strikes


def _is_trading(proto_id: int) -> bool:
    return proto_id // 1000 == 2


def _kill_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
