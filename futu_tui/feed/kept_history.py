"""The part of the past that is on the disk, as far as its prices are right today.

Adjusted prices are kept with the factors of 3105 that they were adjusted by; those are asked for once a day and
security, and only where adjusted bars are kept or about to be.
"""

from __future__ import annotations

import asyncio
from functools import partial

from futu_tui.feed.bar_cache import NOTHING, Found
from futu_tui.feed.cached_bars import CachedBars
from futu_tui.feed.catch_up import REFUSALS, wire
from futu_tui.feed.factors import factors_text, still_right
from futu_tui.market import Rehab, Series
from futu_tui.market.columns import DAY, Columns, wall_of_day
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError, Refused
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2

PAGE = 5000
"""Bars that are read at a time."""
OVERLAP = 50
"""Bars that are known already and read all the same, so that their prices can be compared."""


class KeptHistory:
    """What is kept of the market of one gateway. Days are ordinals of trading days."""

    def __init__(self, gateway: OpenD, bars: CachedBars) -> None:
        self._gateway = gateway
        self._bars = bars
        self._rows: dict[Security, tuple[int, list[qot_common_pb2.Rehab]]] = {}
        self._asking = asyncio.Lock()

    def forget_factors(self, security: Security) -> None:
        """Prices have moved since the factors of today were asked for: ask again."""
        self._rows.pop(security, None)

    async def has(self, series: Series) -> bool:
        """Whether anything of a series is kept."""
        return bool(self._source) and await self._bars.has(self._source, series)

    async def read(self, series: Series, known: Columns, today: int) -> Found:
        """What is kept just before the oldest of the known bars.

        What contradicts them is of another market, or was adjusted for what nobody told: it is dropped.
        """
        oldest, day = known.wall[0], known.day[0]
        # Of a longer bar's day nothing else is missing.
        whole = day if series.period.intraday else day - 1
        found = await self._read(series, whole, known.wall[min(OVERLAP, len(known) - 1)], today)
        if found.bars is None:
            return found
        if known.contradicts(found.bars):
            await self._bars.drop(self._source, series)
            return NOTHING
        return found._replace(bars=found.bars.before(oldest))

    async def latest(self, series: Series, today: int) -> Found:
        """What is kept up to yesterday."""
        return await self._read(series, today - 1, wall_of_day(today) + DAY, today)

    async def keep(self, series: Series, bars: Columns, first_day: int, last_day: int, today: int) -> None:
        """Keep every bar of these days, as far as those are over."""
        last_day = min(last_day, today - series.period.settling_days - 1)
        if not self._source or first_day > last_day:
            return
        factors = await self._factors(series, today)
        if factors is not None:
            await self._bars.keep(
                self._source,
                series,
                bars,
                first_day,
                last_day,
                factors=factors,
                holds=partial(_holds, series.rehab, factors),
            )

    async def _read(self, series: Series, day: int, before: int, today: int) -> Found:
        if not await self.has(series):
            return NOTHING
        factors = await self._factors(series, today)
        if factors is None:
            return NOTHING
        holds = partial(_holds, series.rehab, factors)
        return await self._bars.read(self._source, series, day, before, PAGE, holds)

    async def _factors(self, series: Series, today: int) -> str | None:
        """What the prices of a series are adjusted by today; None while that is not known."""
        if series.rehab is Rehab.NONE:
            return ""
        security = series.security
        async with self._asking:
            known = self._rows.get(security)
            if known is None or known[0] != today:
                try:
                    answer = await self._gateway.request(
                        ProtoId.QOT_REQUEST_REHAB, {"security": wire(security)}
                    )
                    known = today, list(answer.rehabList)
                except Refused:
                    known = today, []  # nothing that is adjusted, an index perhaps
                except (*REFUSALS, GatewayError):
                    return None
                self._rows[security] = known
        return factors_text(known[1], series.rehab, today)

    @property
    def _source(self) -> str:
        """Whose market it is; empty while the gateway has not said who is logged in."""
        return str(self._gateway.user_id or "")


def _holds(rehab: Rehab, now: str, kept: str, last_day: int) -> bool:
    return still_right(rehab, kept, now, last_day)
