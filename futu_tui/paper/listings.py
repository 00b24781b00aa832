"""All that a market lists: the securities that stand by themselves, and the contracts on them, found when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from futu_tui.paper.derivatives.codes import kind_of
from futu_tui.paper.universe import Instrument
from futu_tui.protocol import Security


class Listings(Mapping[Security, Instrument]):
    """It runs through the securities that stand by themselves; a contract is not run through, as there are thousands,
    but is found by its code like any other."""

    def __init__(
        self, cash: Mapping[Security, Instrument], find_contract: Callable[[Security], Instrument | None]
    ) -> None:
        self._cash = cash
        self._find_contract = find_contract

    def __getitem__(self, security: Security) -> Instrument:
        found = self._cash.get(security)
        if found is None and kind_of(security) is not None:
            found = self._find_contract(security)
        if found is None:
            raise KeyError(security)
        return found

    def __iter__(self) -> Iterator[Security]:
        return iter(self._cash)

    def __len__(self) -> int:
        return len(self._cash)
