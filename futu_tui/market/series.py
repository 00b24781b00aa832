"""Which bars of a security are meant: how long they are, how their prices are adjusted, and of which hours they are."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from futu_tui.market.period import Period
from futu_tui.protocol import Market, Security

LONGEST_EXTENDED = 60
"""Minutes of the longest bars that can cover US trading outside regular hours."""


class Rehab(IntEnum):
    """How earlier prices are adjusted for splits and dividends ("rehab"), by its qot_common.RehabType number."""

    NONE = 0
    """Prices as they were paid."""
    FORWARD = 1
    """Earlier prices in today's terms: each new dividend or split moves them all."""
    BACKWARD = 2
    """Later prices in the first day's terms: what is settled stays as it is."""

    @property
    def label(self) -> str:
        """What a person reads."""
        return {Rehab.NONE: "raw", Rehab.FORWARD: "fwd", Rehab.BACKWARD: "bwd"}[self]


class Series(NamedTuple):
    """The key of a security's bars. Where hours are a choice, make it with `of`."""

    security: Security
    period: Period
    rehab: Rehab = Rehab.FORWARD
    extended: bool = False
    """Whether bars before and after regular hours are among them."""

    @classmethod
    def of(
        cls, security: Security, period: Period, rehab: Rehab = Rehab.FORWARD, *, extended: bool = True
    ) -> Series:
        """The same; `extended` counts only where there are hours to choose from, so that each series has one key."""
        return cls(security, period, rehab, extended and has_extended_hours(security.market, period))

    @property
    def siblings(self) -> tuple[Series, ...]:
        """The series that one subscription to these bars brings: of regular hours, and of all where there are more."""
        regular = self._replace(extended=False)
        if has_extended_hours(self.security.market, self.period):
            return regular, self._replace(extended=True)
        return (regular,)


def has_extended_hours(market: Market, period: Period) -> bool:
    """Whether bars of this length can be had with and without the hours around the regular ones."""
    return market is Market.US and 0 < period.minutes <= LONGEST_EXTENDED
