"""Fills of past days (2222) for the charts: asked for once an account and span, only where the gateway has them."""

from __future__ import annotations

import asyncio
import time
from datetime import date, timedelta

from msgspec import Struct

from futu_tui.feed.catch_up import REFUSALS
from futu_tui.feed.tools import Tools
from futu_tui.market import local_time
from futu_tui.opend.errors import Limited
from futu_tui.protocol import Security
from futu_tui.trading import Accounts, Portfolio
from futu_tui.trading.calls import TradeCalls
from futu_tui.trading.markets import venue_of

STEP = timedelta(days=365)
"""At least so far back each question goes, so that panning does not ask at every step."""
FARTHEST = timedelta(days=3653)
"""No question goes farther back from today."""
PAUSE = 6.0
"""Seconds between two questions about an account: of ten in thirty seconds, half are left for the person's own."""


class Span(Struct):
    """The days of an account's fills that are known, both included, and the day that they are to reach back to."""

    wanted: date
    begin: date | None = None
    end: date | None = None
    asking: bool = False

    def lacking(self, today: date) -> tuple[date, date] | None:
        """The days to ask for next; None where all that is wanted is known."""
        earliest = today - FARTHEST
        if self.begin is None or self.end is None:
            return max(earliest, min(self.wanted, today - STEP)), today
        if self.end < today:
            return self.end, today
        if max(self.wanted, earliest) < self.begin:
            return max(earliest, min(self.wanted, self.begin - STEP)), self.begin
        return None

    def take(self, begin: date, end: date) -> None:
        """These days are known now too; they adjoin those that were."""
        self.begin = begin if self.begin is None else min(self.begin, begin)
        self.end = end if self.end is None else max(self.end, end)


class PastFills:
    """Asks for the account in play and puts into its portfolio what comes."""

    def __init__(self, tools: Tools, accounts: Accounts) -> None:
        gateway, self._store, self._report, self._start = tools
        self._calls = TradeCalls(gateway)
        self._accounts = accounts
        self._spans: dict[tuple[int, int], Span] = {}
        """By account and trd_common.TrdMarket."""
        self._refused: set[int] = set()
        self._told: set[int] = set()

    def want(self, security: Security, since: date) -> None:
        """The fills of a security from this day on are to be shown; costs nothing where they are known."""
        portfolio = self._accounts.current
        if portfolio is None or portfolio.account.acc_id in self._refused:
            return
        market = venue_of(security.market, portfolio.account.markets)
        if market is None:
            return
        span = self._spans.setdefault((portfolio.account.acc_id, market), Span(since))
        span.wanted = min(span.wanted, since)
        if not span.asking and span.lacking(self._today(security)) is not None:
            span.asking = True
            self._start(self._fetch(portfolio, market, span, security))

    def forget_refusals(self) -> None:
        """Ask again where it was refused: the gateway, or its rights, may be others now."""
        self._refused.clear()

    async def _fetch(self, portfolio: Portfolio, market: int, span: Span, security: Security) -> None:
        account = portfolio.account
        try:
            while (days := span.lacking(self._today(security))) is not None:
                portfolio.add_past_fills(await self._calls.past_fills(account, *days, market=market))
                span.take(*days)
                if span.lacking(self._today(security)) is not None:
                    await asyncio.sleep(PAUSE)
        except REFUSALS as error:
            if not isinstance(error, Limited):
                self._refused.add(account.acc_id)
            if account.acc_id not in self._told:
                self._told.add(account.acc_id)
                self._report(f"{account.label}, fills of past days: {error}")
        finally:
            span.asking = False

    def _today(self, security: Security) -> date:
        now = self._store.clock.now(time.monotonic(), time.time())
        return local_time(now, security.market).date()
