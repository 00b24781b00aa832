"""An act on its way: what is known of it until its outcome is, and what a failed request says of it."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from msgspec import Struct, field

from futu_tui.opend import errors
from futu_tui.trading.acts import Act, Result
from futu_tui.trading.orders import Order
from futu_tui.trading.outcome import Outcome


class Gateway(Protocol):
    """`futu_tui.opend.OpenD`, as far as trading needs it."""

    @property
    def conn_id(self) -> int: ...

    async def request(
        self,
        protocol: int,
        c2s: Any = None,
        *,
        timeout: float = ...,  # noqa: ASYNC109 - the deadline that goes with the call
    ) -> Any: ...


class Timing(Struct, frozen=True):
    """All in seconds."""

    answer: float = 10.0
    """How long a request may take."""
    settle: float = 20.0
    """How long after a request that was not answered the gateway may still act on it."""
    held_back: float = 600.0
    """The longest that an act of a program that was killed may have waited for the gateway's limits: a hundred orders
    that are cancelled one by one wait for minutes."""
    first_look: float = 0.2
    """After which what is unknown is looked up for the first time; twice as long each time after that."""
    slowest_look: float = 5.0
    verify: float = 1.0
    """How long after an act that was done the first push of it may take before the list is read."""


class OpenAct(Struct, eq=False):
    """An act whose outcome is not known."""

    act: Act
    act_id: int
    at: float
    """Epoch seconds of its recording."""
    settled: asyncio.Future[Outcome]
    """What its caller is told; done once that is known, or known to be unknown."""
    in_flight: bool = True
    """The answer may still come."""
    deadline: float = 0.0
    """Epoch seconds from which a list that does not show it is proof; meaningless while in flight."""
    order_id: int = 0
    """Of its order, as far as it is known, as `id_ex`."""
    id_ex: str = ""
    before: Order | None = None
    """Its order as it was known when the act was made: what tells of an earlier time is no news of the act."""
    last: Order | None = None
    """The latest telling of its order since then."""
    doubts: set[str] = field(default_factory=set)
    """What kept it from being looked up; each is written down once."""
    refused_looks: int = 0
    """How often the gateway refused the list of past orders while this was looked for."""

    @property
    def summary(self) -> str:
        return self.act.summary or str(self.act.kind)

    def tell(self, outcome: Outcome) -> None:
        """Answer its caller, who is answered once."""
        if not self.settled.done():
            self.settled.set_result(outcome)


_UNKNOWN_RETURNS = frozenset({-100, -200, -400})
"""common.RetType by which a gateway says that it does not know what became of a request."""


def result_of(error: errors.GatewayError) -> Result:
    """What a failed request says of its act: OPEN where the gateway may have acted."""
    match error:
        case errors.BadRequest():
            return Result.NOT_SENT
        case errors.NoKey() | errors.NoScope() | errors.Limited() | errors.NotServed():
            return Result.REFUSED
        case errors.Refused():
            return Result.OPEN if error.ret_type in _UNKNOWN_RETURNS else Result.REFUSED
    return Result.OPEN
