"""The hours of each market's day, as the axis of an intraday chart needs them; holidays and half days are not known."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

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


def has_extended(market: Market) -> bool:
    """Whether the market trades outside its regular hours."""
    return market is Market.US


def stretches(market: Market, *, extended: bool = False) -> tuple[Stretch, ...]:
    """The day of a market in order; with `extended` also what stands around its regular hours, where there is any."""
    if extended and has_extended(market):
        return _US_EXTENDED
    return _REGULAR.get(market, _ALL_DAY)


def holding(hours: tuple[Stretch, ...], minutes: Collection[int]) -> tuple[Stretch, ...]:
    """These hours; where most of what traded lies well outside them, whole hours around what did.

    A simulated market trades when it is asked to, and hours change without notice.
    """
    inside = sum(any(each.begin - _AUCTION <= at < each.end + _AUCTION for each in hours) for at in minutes)
    if not minutes or 2 * inside >= len(minutes):
        return hours
    begin, end = min(minutes) // 60 * 60, max(minutes) // 60 * 60 + 60
    return (Stretch(begin, end),)


def trading_minute(market: Market, day: date, minute: int) -> tuple[date, int]:
    """The trading day that a minute of a calendar day belongs to, and the minute as its stretches count them."""
    if market is Market.US and minute >= _EVENING:
        return day + timedelta(days=1), minute - DAY
    return day, minute


def session_at(market: Market, minute: int) -> str:
    """The extended hours that a minute of a trading day lies in; empty for regular hours and for none."""
    if not has_extended(market):
        return ""
    return next((each.session for each in _US_EXTENDED if each.begin <= minute < each.end), "")
