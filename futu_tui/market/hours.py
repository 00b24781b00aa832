"""The hours of each market's day, whole or half, as the axis of an intraday chart needs them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from futu_tui.market.trading_days import DayKind
from futu_tui.protocol import Market

DAY = 24 * 60
"""Minutes"""
_AUCTION = 35
"""Minutes before and after regular hours that auctions take."""
_EVENING = 20 * 60
"""Minute of New York's day from which trading belongs to the next day."""


class Stretch(NamedTuple):
    """Time without a break, in minutes since midnight of the market's trading day; below 0 the evening before."""

    begin: int
    end: int
    """The first minute that is no part of it."""
    session: str = ""
    """Which extended hours these are: "pre", "after", "night"; empty for regular ones."""


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _regular(*spans: str) -> tuple[Stretch, ...]:
    return tuple(Stretch(_clock(span[:5]), _clock(span[6:])) for span in spans)


_ALL_DAY = (Stretch(0, DAY),)
_REGULAR: dict[Market, tuple[Stretch, ...]] = {
    Market.HK: _regular("09:30-12:00", "13:00-16:00"),
    Market.US: _regular("09:30-16:00"),
    Market.SH: _regular("09:30-11:30", "13:00-15:00"),
    Market.SZ: _regular("09:30-11:30", "13:00-15:00"),
    Market.SG: _regular("09:00-12:00", "13:00-17:00"),
    Market.JP: _regular("09:00-11:30", "12:30-15:30"),
    Market.AU: _regular("10:00-16:00"),
    Market.MY: _regular("09:00-12:30", "14:30-17:00"),
    Market.CA: _regular("09:30-16:00"),
}
"""By the exchanges' own pages. Closing auctions are left out: their trade is drawn at the end of the day."""

_US_EXTENDED = (
    Stretch(_EVENING - DAY, 240, "night"),
    Stretch(240, 570, "pre"),
    Stretch(570, 960),
    Stretch(960, _EVENING, "after"),
)
_US_MORNING = _regular("09:30-13:00")
_US_MORNING_EXTENDED = (*_US_EXTENDED[:2], *_US_MORNING, Stretch(780, 1020, "after"))
"""The exchange closes at 13:00 on the days before and after its holidays, and after-hours trading at 17:00."""

Hours = tuple[Stretch, ...]
"""The stretches of one day, in order."""


def has_extended(market: Market) -> bool:
    """Whether the market trades outside its regular hours."""
    return market is Market.US


def stretches(market: Market, *, extended: bool = False, kind: DayKind = DayKind.WHOLE) -> Hours:
    """The day of a market in order; with `extended` also what stands around its regular hours, where there is any.

    A half day of which the hours are not known is drawn whole.
    """
    if market is Market.US and kind is DayKind.MORNING:
        return _US_MORNING_EXTENDED if extended else _US_MORNING
    if extended and has_extended(market):
        return _US_EXTENDED
    regular = _REGULAR.get(market, _ALL_DAY)
    if kind is DayKind.WHOLE or len(regular) == 1:
        return regular
    return regular[:1] if kind is DayKind.MORNING else regular[-1:]


def holding(days: Sequence[Hours], minutes: Sequence[Collection[int]]) -> list[Hours]:
    """The hours of each day; where most of what traded lies well outside them, whole hours around it on all days.

    A simulated market trades when it is asked to, and hours change without notice. `minutes` are those of each day in
    which there was trading.
    """
    traded = [at for each in minutes for at in each]
    inside = sum(
        any(each.begin - _AUCTION <= at < each.end + _AUCTION for each in hours)
        for hours, day in zip(days, minutes, strict=True)
        for at in day
    )
    if not traded or 2 * inside >= len(traded):
        return list(days)
    begin, end = min(traded) // 60 * 60, max(traded) // 60 * 60 + 60
    return [(Stretch(begin, end),)] * len(days)


def trading_minute(market: Market, day: date, minute: int) -> tuple[date, int]:
    """The trading day that a minute of a calendar day belongs to, and the minute as its stretches count them."""
    if market is Market.US and minute >= _EVENING:
        return day + timedelta(days=1), minute - DAY
    return day, minute


def session_at(market: Market, minute: int, kind: DayKind = DayKind.WHOLE) -> str:
    """The extended hours that a minute of a trading day lies in; empty for regular hours and for none."""
    if not has_extended(market):
        return ""
    hours = stretches(market, extended=True, kind=kind)
    return next((each.session for each in hours if each.begin <= minute < each.end), "")
