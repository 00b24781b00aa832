"""Market hours: which session a market is in, which trading day that belongs to, and when it changes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from futu_tui.paper.trading_days import is_trading_day, next_trading_day, previous_trading_day
from futu_tui.protocol import Market

OPENED_EARLIER = 2 * 3600
"""Seconds, at least, that an always-open market has been in session when it starts."""


class Phase(Enum):
    """What a market does with an order."""

    CLOSED = "closed"
    AUCTION = "auction"
    """Orders gather; the end of the phase matches them at one price."""
    WAITING = "waiting"
    """Between an auction's match and the continuous session."""
    CONTINUOUS = "continuous"
    BREAK = "break"
    CLOSING_AUCTION = "closing auction"
    PRE = "pre"
    AFTER = "after"
    OVERNIGHT = "overnight"

    @property
    def is_auction(self) -> bool:
        return self in (Phase.AUCTION, Phase.CLOSING_AUCTION)

    @property
    def is_extended(self) -> bool:
        """Trading outside the regular session."""
        return self in (Phase.PRE, Phase.AFTER, Phase.OVERNIGHT)

    @property
    def takes_orders(self) -> bool:
        """Whether a person's order goes in at once."""
        return self is Phase.CONTINUOUS or self.is_auction

    @property
    def has_flow(self) -> bool:
        """Whether simulated orders arrive."""
        return self.takes_orders or self.is_extended


class MarketState:
    """qot_common.QotMarketState numbers of each phase."""

    NONE = 0
    AUCTION = 1
    WAITING_OPEN = 2
    MORNING = 3
    REST = 4
    AFTERNOON = 5
    CLOSED = 6
    PRE_MARKET_BEGIN = 8
    AFTER_HOURS_BEGIN = 10
    AFTER_HOURS_END = 11
    HK_CAS = 19
    OVERNIGHT = 37


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of time in which a market does one thing."""

    start: float
    """Epoch seconds."""
    end: float
    """Epoch seconds; the next session starts there."""
    phase: Phase
    state: int
    """qot_common.QotMarketState"""
    trade_date: date
    """Of a closed stretch, the trading day before it."""


class _Hours(NamedTuple):
    start: int
    """Minutes from the trading day's local midnight."""
    end: int
    phase: Phase
    state: int


_HOURS: dict[Market, list[_Hours]] = {
    Market.HK: [
        _Hours(540, 570, Phase.AUCTION, MarketState.AUCTION),
        _Hours(570, 720, Phase.CONTINUOUS, MarketState.MORNING),
        _Hours(720, 780, Phase.BREAK, MarketState.REST),
        _Hours(780, 960, Phase.CONTINUOUS, MarketState.AFTERNOON),
        _Hours(960, 970, Phase.CLOSING_AUCTION, MarketState.HK_CAS),
    ],
    Market.US: [
        _Hours(-240, 240, Phase.OVERNIGHT, MarketState.OVERNIGHT),
        _Hours(240, 570, Phase.PRE, MarketState.PRE_MARKET_BEGIN),
        _Hours(570, 960, Phase.CONTINUOUS, MarketState.AFTERNOON),
        _Hours(960, 1200, Phase.AFTER, MarketState.AFTER_HOURS_BEGIN),
    ],
    Market.SH: [
        _Hours(555, 565, Phase.AUCTION, MarketState.AUCTION),
        _Hours(565, 570, Phase.WAITING, MarketState.WAITING_OPEN),
        _Hours(570, 690, Phase.CONTINUOUS, MarketState.MORNING),
        _Hours(690, 780, Phase.BREAK, MarketState.REST),
        _Hours(780, 900, Phase.CONTINUOUS, MarketState.AFTERNOON),
    ],
}
_HOURS[Market.SZ] = _HOURS[Market.SH]


@lru_cache(maxsize=16)
def zone(market: Market) -> ZoneInfo:
    """The market's time zone."""
    return ZoneInfo(market.timezone)


def local(market: Market, instant: float) -> datetime:
    """Epoch seconds on the market's own clock."""
    return datetime.fromtimestamp(instant, UTC).astimezone(zone(market))


@lru_cache(maxsize=16_384)
def midnight(market: Market, day: date) -> float:
    """The beginning of a local day, epoch seconds."""
    return datetime.combine(day, time(), zone(market)).timestamp()


def at_minute(market: Market, day: date, minute: int) -> float:
    """A local wall time of a day, as minutes from its midnight (which can leave the day), in epoch seconds."""
    days, minute = divmod(minute, 1440)
    clock = datetime.combine(day + timedelta(days), time(minute // 60, minute % 60), zone(market))
    return clock.timestamp()


Segments = tuple[tuple[float, float], ...]
"""The stretches (start, end) of a day's regular trading; what minute bars cover."""


@lru_cache(maxsize=16_384)
def regular_segments(market: Market, day: date) -> Segments:
    """The regular trading of a day that kept its hours; neighbouring sessions are one."""
    return tuple(
        (at_minute(market, day, hours.start), at_minute(market, day, hours.end))
        for hours in _HOURS[market]
        if hours.phase is Phase.CONTINUOUS
    )


def regular_hours(market: Market) -> list[tuple[int, int]]:
    """The regular trading of a day that keeps its hours, in minutes from its local midnight."""
    return [(hours.start, hours.end) for hours in _HOURS[market] if hours.phase is Phase.CONTINUOUS]


class Timetable:
    """The sessions of one market: its own hours, or always open (see `clock`) counted from `started`."""

    def __init__(self, market: Market, *, always_open: bool, started: float) -> None:
        self.market = market
        self.always_open = always_open
        """Whether it ignores its hours."""
        if always_open:
            here = local(market, started)
            self._first_day = here.date()
            self._first_start = started - started % 3600 - OPENED_EARLIER

    def session_at(self, instant: float) -> Session:
        """The session that holds an instant."""
        if self.always_open:
            return self._open_session(local(self.market, instant).date())
        sessions = self._around(local(self.market, instant).date())
        return sessions[bisect_right(sessions, instant, key=lambda session: session.start) - 1]

    def segments(self, day: date) -> Segments:
        """The regular trading of a trading day."""
        if not self.always_open or day < self._first_day:
            return regular_segments(self.market, day)
        session = self._open_session(day)
        return ((session.start, session.end),)

    def is_trading_day(self, day: date) -> bool:
        """Whether the market trades on a day; an always-open one trades on every day from its first."""
        if self.always_open and day >= self._first_day:
            return True
        return is_trading_day(self.market, day)

    def trading_day_at(self, instant: float) -> date:
        """The latest trading day whose regular trading, auction included, had begun."""
        session = self.session_at(instant)
        if session.phase in (Phase.PRE, Phase.OVERNIGHT):
            return previous_trading_day(self.market, session.trade_date)
        return session.trade_date

    def _open_session(self, day: date) -> Session:
        start = self._first_start if day <= self._first_day else midnight(self.market, day)
        state = MarketState.AFTERNOON if self.market is Market.US else MarketState.MORNING
        return Session(start, midnight(self.market, day + timedelta(1)), Phase.CONTINUOUS, state, day)

    def _around(self, day: date) -> list[Session]:
        """Sessions without a gap from the trading day before a day until the one after it."""
        previous = previous_trading_day(self.market, day)
        days = [previous]
        if is_trading_day(self.market, day):
            days.append(day)
        days.append(next_trading_day(self.market, day))
        closed_state = MarketState.AFTER_HOURS_END if self.market is Market.US else MarketState.CLOSED
        sessions: list[Session] = []
        for trade_date in days:
            for hours in _HOURS[self.market]:
                start = at_minute(self.market, trade_date, hours.start)
                end = at_minute(self.market, trade_date, hours.end)
                if sessions and sessions[-1].end < start:
                    before = sessions[-1]
                    sessions.append(Session(before.end, start, Phase.CLOSED, closed_state, before.trade_date))
                sessions.append(Session(start, end, hours.phase, hours.state, trade_date))
        return sessions
