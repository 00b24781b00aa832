"""Answers in pages: a gateway that names a further one without end is asked for no more."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from math import ceil

from futu_tui.market import Period
from futu_tui.opend.errors import GatewayFault

SHORT_PAGES = 4
"""Pages may hold so many times fewer rows than were asked for before they count as pages without end."""
A_FEW = 3
"""Pages beyond that, for what one reckons too small."""
DAY_MINUTES = 1440


class EndlessPages(GatewayFault):
    """The gateway names a further page where there can be none."""

    BRIEF = "pages without end"

    def __init__(self, what: str) -> None:
        advice = "Nothing more is asked for. If it stays so, restart the gateway."
        super().__init__(f"the gateway's pages do not end: {what}", advice)


class Pages:
    """The pages of one question, counted."""

    def __init__(self, rows: float, size: int) -> None:
        """`rows` are the most that there can be on all pages, `size` those that one was asked to hold."""
        self._most = A_FEW + SHORT_PAGES * ceil(rows / size)
        self._count = 0
        self._told: set[Hashable] = set()

    def go_on(self, rows: Iterable[Hashable]) -> None:
        """A page told these rows, by what tells them apart, and names a further one: may that be asked for?

        Raises EndlessPages where not.
        """
        self._count += 1
        before = len(self._told)
        self._told.update(rows)
        if len(self._told) == before:
            raise EndlessPages(f"page {self._count:,} has nothing new and names a further one")
        if self._count >= self._most:
            raise EndlessPages(f"there is more after page {self._count:,}, where all there can be was told")


def most_bars(period: Period, first: date, last: date) -> int:
    """The bars that these days of the calendar, both included, can have at most."""
    days = (last - first).days + 1
    return days * ceil(DAY_MINUTES / period.minutes) if period.intraday else days
