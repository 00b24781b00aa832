"""How much of a TWAP or VWAP order should have gone out by a moment: evenly by time, or as a day's volume runs."""

from __future__ import annotations

from futu_tui.paper.orders import OrderType, PersonOrder

INTERVAL = 15.0
"""Seconds of market time between two parts."""
LONGEST = 3600.0
"""Seconds that an order takes at most on a market that never closes."""

_BY_VOLUME = (OrderType.VWAP_MARKET, OrderType.VWAP_LIMIT)


def due(order: PersonOrder, now: float, lot: int) -> int:
    """Shares to send now so that the order keeps up with its plan: whole lots, everything at the end."""
    if now >= order.ends - INTERVAL:
        return order.remaining
    part = (now - order.begun) / (order.ends - order.begun)
    if order.type in _BY_VOLUME:
        part = _volume_by(part)
    wanted = round(order.qty * part) - order.filled
    return max(min(wanted, order.remaining) // lot * lot, 0)


def _volume_by(part: float) -> float:
    """The part of the volume that is traded in a part of the time: busy at both ends, calm in between (the integral
    of `factors.day_shape`)."""
    return 0.75 * part + 0.125 * ((2 * part - 1) ** 5 + 1)
