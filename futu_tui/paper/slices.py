"""How much of a TWAP or VWAP order should have gone out by a moment: evenly over the time that its market trades, or as
the volume of a day runs. Breaks count for nothing."""

from __future__ import annotations

from futu_tui.paper.orders import OrderType, PersonOrder
from futu_tui.paper.sessions import Segments

INTERVAL = 15.0
"""Seconds of market time between two parts."""
LONGEST = 3600.0
"""Seconds that an order takes at most on a market that never closes."""

_BY_VOLUME = (OrderType.VWAP_MARKET, OrderType.VWAP_LIMIT)


def due(order: PersonOrder, now: float, lot: int, segments: Segments) -> int:
    """Shares to send now so that the order keeps up with its plan: whole lots, everything at the end. `segments` is
    the regular trading of its day."""
    if now >= order.ends - INTERVAL:
        return order.remaining
    weight = _volume if order.type in _BY_VOLUME else _time
    whole = weight(order.begun, order.ends, segments)
    part = weight(order.begun, now, segments) / whole if whole else 1.0
    wanted = round(order.qty * part) - order.filled
    return max(min(wanted, order.remaining) // lot * lot, 0)


def _time(begin: float, end: float, segments: Segments) -> float:
    """Seconds of trading between two moments."""
    return sum(max(min(end, closes) - max(begin, opens), 0.0) for opens, closes in segments)


def _volume(begin: float, end: float, segments: Segments) -> float:
    """What a usual day trades between two moments; only the proportion to other stretches means anything."""
    day_opens, day_closes = segments[0][0], segments[-1][1]
    length = day_closes - day_opens

    def so_far(instant: float) -> float:
        return _volume_by((instant - day_opens) / length)

    return sum(
        so_far(min(end, closes)) - so_far(max(begin, opens))
        for opens, closes in segments
        if min(end, closes) > max(begin, opens)
    )


def _volume_by(part: float) -> float:
    """The part of a day's volume that is traded in a part of the day: busy at both ends, calm in between (the integral
    of `factors.day_shape`)."""
    return 0.75 * part + 0.125 * ((2 * part - 1) ** 5 + 1)
