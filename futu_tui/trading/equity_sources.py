"""Where the events of an equity curve come from: own fills from the journal, transfers from the gateway by the day."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol.times import local_time
from futu_tui.steady_time import steady_time
from futu_tui.trading.accounts import Account
from futu_tui.trading.calls import TradeCalls
from futu_tui.trading.equity import EquityCurves, account_key
from futu_tui.trading.equity_events import DayTransfers, OwnFill, transfers_of
from futu_tui.trading.journal import Journal, JournalError
from futu_tui.trading.journal_fills import own_fills
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.markets import home_market

AT_ONCE, WITHIN = 3, 12.0
"""So many days are asked about in so many seconds: the gateway takes ten in thirty, and the person may want some."""
MOST_DAYS = 370
"""So far back transfers are asked for."""
SATURDAY = 5
SOON = 300.0
"""Seconds after which today's transfers, or those of a gateway that refused, are asked for again."""


class EquitySources:
    """Fills `curves.events`; `tell` is called whenever they differ from before."""

    def __init__(
        self,
        curves: EquityCurves,
        calls: TradeCalls,
        journal: JournalWriter | None,
        tell: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        self._curves = curves
        self._calls = calls
        self._journal = journal
        self._tell = tell
        self._sleep = sleep
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=AT_ONCE)
        """When the last questions were sent."""
        self._today_at: dict[str, float] = {}
        """When an account's present day was last told."""
        self._refused_at: dict[str, float] = {}

    async def learn(self, account: Account, since: float) -> None:
        """Bring an account's events from a moment on, in epoch seconds, up to date; what fails is left as it was.

        May take minutes, since the gateway tells of one day at a time. To be cancelled when others are wanted.
        """
        await self._learn_fills(account)
        await self._learn_transfers(account, since)

    async def _learn_fills(self, account: Account) -> None:
        if self._journal is None:
            return
        try:
            await self._journal.flush()
            fills = await asyncio.to_thread(_read_fills, self._journal.path, account)
        except JournalError:
            return  # the desk tells of it, and stops
        if self._curves.events.take_fills(account_key(account), fills):
            self._tell()

    async def _learn_transfers(self, account: Account, since: float) -> None:
        key, events = account_key(account), self._curves.events
        market = home_market(account)
        for day in self._days(account, since):
            await self._wait_for_turn()
            try:
                flows = await self._calls.cash_flow(account, day)
            except GatewayError as error:
                events.refused[key] = str(error)
                self._refused_at[key] = self._clock()
                self._tell()
                return
            final = day < local_time(self._clock(), market).date()
            if not final:
                self._today_at[key] = self._clock()
            told = DayTransfers(key, day.isoformat(), tuple(transfers_of(flows, day.isoformat())))
            if events.take_day(told, final=final) or events.refused.pop(key, ""):
                self._tell()

    async def _wait_for_turn(self) -> None:
        if len(self._sent) == AT_ONCE:
            await self._sleep(max(self._sent[0] + WITHIN - self._clock(), 0.0))
        self._sent.append(self._clock())

    def _days(self, account: Account, since: float) -> list[date]:
        """The days to ask about, the newest first: weekdays of the curve that are not told, and today now and then."""
        points, now = self._curves.curve(account), self._clock()
        market, key = home_market(account), account_key(account)
        if now - self._refused_at.get(key, -SOON) < SOON:
            return []
        told = self._curves.events.days_told(key)
        today = local_time(now, market).date()
        if now - self._today_at.get(key, -SOON) >= SOON:
            told.discard(today.isoformat())
        begin = local_time(max(since, points[0].at), market).date() if points else today
        days = [today - timedelta(days=back) for back in range(min((today - begin).days, MOST_DAYS) + 1)]
        return [day for day in days if day.weekday() < SATURDAY and day.isoformat() not in told]


def _read_fills(path: Path, account: Account) -> list[OwnFill]:
    """By a connection of its own: no order waits until a long journal is read. Raises JournalError."""
    journal = Journal.open(path, read_only=True)
    try:
        return own_fills(journal.order_stories(account.acc_id, int(account.env)))
    finally:
        journal.close()
