"""The wire's time strings, which are in a market's own time zone, as epoch seconds."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from futu_tui.protocol.security import Market

_FIRST, _LAST = -2_208_988_800.0, 4_102_444_800.0
"""1900 and 2100."""


@lru_cache(maxsize=1024)
def epoch(text: str, market: Market) -> float:
    """Epoch seconds of "2026-11-23 10:42:07" or "2026-11-23" in the market's zone; 0.0 for what is no time of a market.

    Only needed where the wire leaves out the timestamp that stands beside most of its strings.
    """
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=_zone(market)).timestamp()
    except ValueError:
        return 0.0
    return at if believable_time(at) else 0.0


def moment(timestamp: float, text: str, market: Market) -> float:
    """Epoch seconds of a time that the wire tells twice: as such, which may be missing or odd, and as a string."""
    return timestamp if timestamp and believable_time(timestamp) else epoch(text, market)


def believable_time(at: float) -> bool:
    """Whether these epoch seconds are of a day that any market has a record of, or may live to see."""
    return _FIRST < at < _LAST


def local_time(at: float, market: Market) -> datetime:
    """The wall clock of a market at this many epoch seconds."""
    return datetime.fromtimestamp(at, _zone(market))


@lru_cache(maxsize=32)
def _zone(market: Market) -> ZoneInfo:
    return ZoneInfo(market.timezone)
