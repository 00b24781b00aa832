"""The past of charts: older bars by pages of 3103 and from the disk, back to a date, and what a cut link missed.

Bars of a series never have a hole that nobody knows of: older ones join the oldest known without one, and what a
broken link missed is marked (`Candles.gap`) until it has been fetched.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from msgspec import Struct

from futu_tui.feed.bar_cache import NOTHING
from futu_tui.feed.catch_up import REFUSALS, wire
from futu_tui.feed.kept_history import KeptHistory
from futu_tui.feed.paging import EndlessPages, Pages, most_bars
from futu_tui.feed.tools import Tools
from futu_tui.market import Candles, Period, Series, has_extended_hours, local_time
from futu_tui.market.candles import LONGEST_HOLIDAY, days_before
from futu_tui.market.columns import Columns, day_of
from futu_tui.opend import Want
from futu_tui.opend.errors import GatewayError, Limited
from futu_tui.protocol import PROTOCOLS, ProtoId, Security, SecurityError
from futu_tui.protocol.pb import common_pb2

PAGE = 1000
"""Bars that are asked for at a time: a few requests' worth where sessions are long."""
PAGE_BARS = 1000
"""The most that one answer holds."""
SUSPENDED_DAYS = 400
"""A page without a bar may be a suspension: so far back one more is asked for before it counts as the end."""
HELD = 8
"""Series of `Histories.days` that are held at a time; the one asked for longest ago goes first."""


class History(Struct):
    """How far the past of a series is loaded. `Changes.histories` names the series of which it differs."""

    loading: bool = False
    """Older bars, or those of a gap, are being fetched."""
    loaded: int = 0
    """Bars that this loading has brought so far, or the last one did."""
    since: date | None = None
    """The day that is to be reached; None where a page is enough."""
    ended: bool = False
    """The gateway has no older bars."""
    refusal: str = ""
    """Why the last loading failed, for a person; empty where it did not."""
    final: bool = False
    """The gateway said no: it is not asked again before the link has been away."""
    asked_back: tuple[int, date] | None = None
    """The oldest bar (wall time) that the last page brought, and the first day that it was asked for."""


class HistoryQuota(NamedTuple):
    """What 3104 tells: of how many securities histories were asked within thirty days."""

    used: int
    left: int
    charged: frozenset[Security]
    """Whose history costs nothing more for now."""


_NEVER_ASKED = History()
_Work = Callable[[Series, History], Coroutine[None, None, None]]


class Histories:
    """Loads the past into the store; at most one loading a series is under way."""

    def __init__(self, tools: Tools, kept: KeptHistory | None = None) -> None:
        """`kept` is what is on the disk."""
        self.quota: HistoryQuota | None = None
        """None while it is not known."""
        self._gateway, self._store, self._report, self._start = tools
        self._kept = kept
        self._histories: dict[Series, History] = {}
        self._awaited: dict[Series, date] = {}
        self._newest_day: dict[Series, int] = {}
        self._held: dict[Series, int] = {}
        self._ends: dict[Series, int] = {}
        self._told_anew: dict[Series, int] = {}
        self._early: dict[Series, int] = {}
        """Of which more was asked for before their latest bars came, with the oldest one known then."""
        self._pushed: dict[Series, tuple[int, int]] = {}
        """Of long bars: how many pushes there had been when this was last looked at, and on which day that was."""

    # What panes ask

    def of(self, series: Series) -> History:
        """How far the past of a series is loaded; not to be changed."""
        return self._histories.get(series, _NEVER_ASKED)

    @property
    def loading(self) -> bool:
        """Whether anything is being loaded."""
        return any(history.loading for history in self._histories.values())

    def more(self, series: Series, before: str | None = None) -> None:
        """Ask for the bars before the earliest one known, of which there must be one.

        `before` is the time of the earliest one that the asker knew: where older ones have come since, it is no news.
        A push may come before the latest bars (3006) do, which cost no quota: until then nothing older is asked for.
        """
        candles = self._store.candles.get(series)
        if candles and before is not None and candles[0].time != before:
            return
        if candles and series not in self._newest_day and series not in self._held:
            self._early[series] = candles.columns.wall[0]
        elif candles:
            self._load(series, self._load_older)

    def since(self, series: Series, day: date) -> None:
        """Ask for every bar from this day on; where none is known yet, as soon as the first has come."""
        candles = self._store.candles.get(series)
        if not candles:
            self._awaited[series] = day
            return
        history = self.of(series)
        if history.loading:
            history.since = min(history.since or day, day)
        elif candles.day[0] > day.toordinal():
            self._load(series, self._load_older, day)

    def stop(self, series: Series) -> None:
        """Load no more than the page that is under way."""
        self._awaited.pop(series, None)
        if series in self._histories:
            self._histories[series].since = None

    def days(self, security: Security, count: int, *, extended: bool = False) -> Series:
        """Ask for one-minute bars of the last `count` trading days, subscribed or not; the series they go into.

        Where they are not subscribed, today's are those of the moment of asking. They are held until `HELD` others
        were asked for.
        """
        series = Series.of(security, Period.M1, extended=extended)
        if not self._reaches(series, count):
            self._load(series, partial(self._load_days, count=count), anew=True)
        return series

    # What the feed asks and tells

    @property
    def held(self) -> Collection[Series]:
        """Series that are to be kept in the store without a subscription."""
        return self._held.keys()

    async def opened(self, wants: Collection[Want]) -> None:
        """The latest bars of these subscriptions were fetched: join what is on the disk, and fill their gaps."""
        for want in wants:
            for series in [each for each in self._store.candles if _want(each) == want]:
                candles = self._store.candles.get(series)
                if not candles:
                    continue
                self._newest_day[series] = self._reached(series, candles)
                if self._kept is not None and self._told_anew.get(series, 0) != candles.told_anew:
                    self._kept.forget_factors(series.security)
                self._told_anew[series] = candles.told_anew
                if candles.gap is not None:
                    self._load(series, self._fill, anew=True)
                elif self._kept is not None:
                    await self._join_kept(self._kept, series, candles)
                if self._early.pop(series, None) == candles.columns.wall[0]:
                    self.more(series)
                if series in self._awaited:
                    self.since(series, self._awaited.pop(series))

    def forget_refusals(self) -> None:
        """Ask again about what was refused: the gateway, or its rights, may be others now."""
        for history in self._histories.values():
            history.final = False

    def passed_a_day(self, active: Collection[Want]) -> list[Want]:
        """Subscriptions whose bars went on into another trading day, once each: a dividend may have moved prices."""
        found: dict[Want, None] = {}
        for series, candles in self._store.candles.items():
            before = self._newest_day.get(series)
            if before is not None and len(candles) and (day := self._reached(series, candles)) > before:
                self._newest_day[series] = day
                if _want(series) in active:
                    found[_want(series)] = None
        return list(found)

    def _reached(self, series: Series, candles: Candles) -> int:
        """The ordinal of the day that the bars reach; a long one, which tells no day, as far as it has been pushed."""
        if not series.period.settling_days:
            return candles.day[-1]
        pushes, day = self._pushed.get(series, (-1, 0))
        if candles.pushes != pushes:
            day = self.today(series)
            self._pushed[series] = candles.pushes, day
        return day

    def forget(self, active: Collection[Want]) -> None:
        """Let go of what is known of series that the store no longer holds, with these subscriptions left."""
        for series in [each for each in self._newest_day if _want(each) not in active]:
            del self._newest_day[series]
        for known in (self._held, self._ends, self._told_anew, self._pushed, self._early):
            for series in known.keys() - self._store.candles.keys():
                del known[series]
        for series in self._histories.keys() - self._store.candles.keys():
            if not self._histories[series].loading:
                del self._histories[series]

    async def read_quota(self) -> None:
        """3104: what is used of the quota, and by whom. A refusal leaves what was known."""
        try:
            answer = await self._gateway.request(ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA, {"bGetDetail": True})
        except REFUSALS:
            return
        charged = set()
        for row in answer.detailList:
            with suppress(SecurityError):
                charged.add(Security.of(row.security))
        quota = HistoryQuota(answer.usedQuota, answer.remainQuota, frozenset(charged))
        if quota != self.quota:
            self.quota = quota
            self._store.tell_history_quota()

    def today(self, series: Series) -> int:
        """The ordinal of the market's day."""
        now = self._store.clock.now(time.monotonic(), time.time())
        return local_time(now, series.security.market).toordinal()

    # One loading

    def _load(self, series: Series, work: _Work, since: date | None = None, *, anew: bool = False) -> None:
        """Begin to load, unless that is under way or of no use; `anew` is not about what lies before the oldest."""
        history = self._histories.setdefault(series, History())
        candles = self._store.candles.get(series)
        if history.ended and candles and candles.columns.wall[0] > self._ends.get(series, 0):
            history.ended = False  # they were told anew, and do not reach back so far
        if not history.loading and not history.final and (anew or not history.ended):
            history.loading, history.loaded, history.since, history.refusal = True, 0, since, ""
            history.asked_back = None
            self._start(self._loading(series, history, work))

    async def _loading(self, series: Series, history: History, work: _Work) -> None:
        """Do this work, and keep how it ended where a pane finds it."""
        self._store.tell_history(series)
        try:
            await work(series, history)
        except REFUSALS as error:
            history.refusal = str(error)
            history.final = not isinstance(error, Limited)
            self._report(f"{series.security} history: {error}")
        except GatewayError as error:
            history.refusal = str(error)
            raise
        finally:
            history.loading, history.since = False, None
            self._store.tell_history(series)

    async def _load_older(self, series: Series, history: History) -> None:
        """A page of older bars, or all back to the day that is to be reached."""
        while candles := self._store.candles.get(series):
            if not await self._page(series, history, candles):
                self._end(series, history)
                return
            if history.since is None or not candles or candles.day[0] <= history.since.toordinal():
                return

    async def _page(self, series: Series, history: History, candles: Candles) -> bool:
        """Older bars, from the disk or the gateway; whether there are any."""
        oldest = candles.columns.wall[0]
        before, history.asked_back = history.asked_back, None
        found = await self._kept.read(series, candles.columns, self.today(series)) if self._kept else NOTHING
        if found.bars is not None and len(found.bars):
            self._take(series, history, found.bars, oldest)
            return True
        begin, end = map(date.fromisoformat, candles.before(PAGE))
        if found.bars is not None:
            begin = min(begin, days_before(date.fromordinal(found.first_day), (end - begin).days))
        elif found.nearest is not None:
            # From the last day that is kept on, itself included: so its prices can be compared.
            begin = max(begin, date.fromordinal(found.nearest))
        further = days_before(end, max(8 * (end - begin).days, SUSPENDED_DAYS))
        for first, last in ((begin, end), (further, begin)):
            bars = await self._request(series, history, first, last, reach=oldest)
            older = bars.before(oldest)
            if before is not None and before[0] == oldest and older and day_of(older.wall[0]) >= before[1]:
                raise EndlessPages(f"asked from {before[1]} on, it told none of what it tells now")
            self._take(series, history, older, oldest)
            await self._keep(series, bars, first, last)
            if len(older):
                history.asked_back = older.wall[0], first
                if found.nearest is not None and self._kept is not None:
                    await self._join_kept(self._kept, series, candles)
                return True
        return False

    def _end(self, series: Series, history: History) -> None:
        history.ended = True
        if candles := self._store.candles.get(series):
            self._ends[series] = candles.columns.wall[0]

    def _take(self, series: Series, history: History, older: Columns, oldest: int) -> None:
        """Put bars before the oldest known one, if that still is the oldest."""
        candles = self._store.candles.get(series)
        if candles and candles.columns.wall[0] == oldest:
            self._store.join_bars(series, older)
            history.loaded += len(older)
            self._store.tell_history(series)

    async def _request(
        self, series: Series, history: History, first: date, last: date, *, reach: int | None = None
    ) -> Columns:
        """3103: every bar of these days, page by page. The oldest come first, so only all of them leave no hole.

        Raises EndlessPages where the gateway names ever more pages; not if the bars go up to `reach` (wall time).
        """
        protocol = PROTOCOLS[ProtoId.QOT_REQUEST_HISTORY_KL]
        assert protocol.c2s is not None
        body: dict[str, Any] = {
            "rehabType": int(series.rehab),
            "klType": series.period.kl_type,
            "security": wire(series.security),
            "beginTime": first.isoformat(),
            "endTime": last.isoformat(),
            "maxAckKLNum": PAGE_BARS,
        }
        if has_extended_hours(series.security.market, series.period):
            body["extendedTime"] = series.extended
            body["session"] = common_pb2.Session_ALL if series.extended else common_pb2.Session_RTH
        bars = Columns()
        pages = Pages(most_bars(series.period, first, last), PAGE_BARS)
        next_page = b""
        while True:
            c2s = protocol.c2s(**body, **({"nextReqKey": next_page} if next_page else {}))
            answer = await self._gateway.request(protocol.id, c2s)
            bars.join(Columns.of(answer.klList, series.security.market, series.period))
            if not answer.nextReqKey or answer.nextReqKey == next_page:
                break
            try:
                pages.go_on(row.time for row in answer.klList)
            except EndlessPages as endless:
                if reach is None or not len(bars) or bars.wall[-1] < reach:
                    raise
                self._report(f"{series.security} history: {endless}")
                break
            next_page = answer.nextReqKey
        if self.quota is None or series.security not in self.quota.charged:
            await self.read_quota()
        return bars

    # Gaps

    async def _fill(self, series: Series, history: History) -> None:
        """3103 for what a broken link missed, where the latest bars do not reach back to what was known."""
        candles = self._store.candles.get(series)
        if not candles or (gap := candles.gap_wall) is None:
            return
        wall = candles.columns.wall
        after = wall[min(bisect_right(wall, gap), len(wall) - 1)]
        first, last = day_of(gap), day_of(after)
        bars = await self._request(series, history, first, last, reach=after)
        if self._store.candles.get(series) is not candles or candles.gap_wall != gap:
            return
        if candles.columns.contradicts(bars, before=gap):
            self._store.clear_bars(series, before=after)  # a dividend went by meanwhile
        missed = bars.within(gap, after)
        self._store.join_bars(series, missed)
        history.loaded += len(missed)
        candles.close_gap()
        await self._keep(series, bars, first, last)
        if self._kept is not None:
            await self._join_kept(self._kept, series, candles)

    # The last days by minutes

    def _reaches(self, series: Series, count: int) -> bool:
        """Whether the minutes of so many trading days are there, up to the present or those of today's asking."""
        candles = self._store.candles.get(series)
        if not candles or (series not in self._newest_day and self._held.get(series) != self.today(series)):
            return False
        return len(set(candles.day)) >= count or self.of(series).ended

    async def _load_days(self, series: Series, history: History, count: int) -> None:
        today = self.today(series)
        candles = self._store.open_bars(series)
        self._hold(series, today)
        if series not in self._newest_day:
            first = self._first_of_days(series.security, today, count)
            if len(candles):
                first = day_of(candles.columns.wall[-1])
            elif self._kept is not None:
                found = await self._kept.latest(series, today)
                if found.bars is not None:
                    self._store.join_bars(series, found.bars)
                    first = date.fromordinal(today)
                elif found.nearest is not None:
                    first = max(first, date.fromordinal(found.nearest))
            bars = await self._request(series, history, first, date.fromordinal(today))
            if candles.columns.contradicts(bars):
                self._store.clear_bars(series)
            self._store.join_bars(series, bars)
            history.loaded += len(bars)
            candles.mark_gap()  # what a later subscription has to close
            await self._keep(series, bars, first, date.fromordinal(today))
        while len(candles) and len(set(candles.day)) < count:
            if not await self._page(series, history, candles):
                self._end(series, history)
                return

    def _first_of_days(self, security: Security, today: int, count: int) -> date:
        """The first of the last trading days; where the market's calendar is not known, well before it."""
        until = date.fromordinal(today)
        days = self._store.trading_days(security.market).last(count, until.isoformat())
        if len(days) == count:
            return date.fromisoformat(days[0])
        return until - timedelta(count * 7 // 5 + LONGEST_HOLIDAY)

    def _hold(self, series: Series, today: int) -> None:
        self._held.pop(series, None)
        self._held[series] = today
        while len(self._held) > HELD:
            first = next(iter(self._held))
            del self._held[first]
            if first not in self._newest_day:
                self._store.candles.pop(first, None)

    # The disk

    async def _keep(self, series: Series, bars: Columns, first: date, last: date) -> None:
        """Have what the gateway told of these days of the calendar kept, as far as they are over."""
        if self._kept is not None:
            # The evening before an extended trading day belongs to it, and was not asked for.
            first_day = first.toordinal() + series.extended
            await self._kept.keep(series, bars, first_day, last.toordinal(), self.today(series))

    async def _join_kept(self, kept: KeptHistory, series: Series, candles: Candles) -> None:
        """Join what is kept up to the latest bars without a hole, if it is, and keep those of them that are over."""
        if not len(candles) or not await kept.has(series):
            return
        oldest, oldest_day = candles.columns.wall[0], candles.day[0]
        found = await kept.read(series, candles.columns, self.today(series))
        same = self._store.candles.get(series) is candles and candles and candles.columns.wall[0] == oldest
        if found.bars is None or not same or candles.gap is not None:
            return
        self._store.join_bars(series, found.bars)
        await kept.keep(series, candles.columns, oldest_day + 1, self.today(series), self.today(series))


def _want(series: Series) -> Want:
    """The subscription that brings a series."""
    return Want(series.security, series.period.sub_type)
