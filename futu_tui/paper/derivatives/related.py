"""Which contracts refer to a security: its warrants, or the months of a future."""

from __future__ import annotations

from futu_tui.paper.derivatives.contracts import Future
from futu_tui.paper.derivatives.listing import Derivatives
from futu_tui.paper.universe import Instrument


def related_warrants(derivatives: Derivatives, owner: Instrument) -> list[Instrument]:
    """The warrants and callable contracts on a security; none where it has none."""
    return derivatives.warrants(owner.security)


def related_futures(derivatives: Derivatives, future: Instrument) -> list[Instrument]:
    """The listed months of a future, for its continuous contract or any of them; none for what is no future."""
    return derivatives.months(future.contract.of) if isinstance(future.contract, Future) else []
