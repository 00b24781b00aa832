"""Orders that wait for a price: when they go off, and how a trailing one follows.

A stop goes off when the price has moved against its owner (a buy at or above its trigger, a sale at or below), an
if-touched order when it has moved in favour (a buy at or below, a sale at or above). A trailing stop's trigger keeps
its distance to the best price since it was placed.
"""

from __future__ import annotations

from futu_tui.paper.orders import OrderType, PersonOrder, Side, TrailType
from futu_tui.paper.ticks import TickTable
from futu_tui.paper.views import UNIT

_IN_FAVOUR = (OrderType.MARKET_IF_TOUCHED, OrderType.LIMIT_IF_TOUCHED)


def follow(order: PersonOrder, last: int) -> bool:
    """Let a trailing order see the price, in price units; whether its trigger moved."""
    if not order.type.is_trailing:
        return False
    before = order.best
    better = min if order.side is Side.BUY else max
    order.best = better(before or last, last)
    return order.best != before


def trigger_price(order: PersonOrder) -> float:
    """Where it goes off, in price units; a trailing order that saw no price yet has 0."""
    if not order.type.is_trailing:
        return round(order.trigger * UNIT)
    away = distance(order, order.best)
    return order.best + away if order.side is Side.BUY else order.best - away


def distance(order: PersonOrder, price: int) -> float:
    """How far behind a price a trailing order goes off, in price units."""
    if order.trail_type is TrailType.RATIO:
        return price * order.trail_value / 100
    return order.trail_value * UNIT


def is_touched(order: PersonOrder, last: int) -> bool:
    """Whether a price, in price units, sets it off."""
    upwards = (order.side is Side.BUY) is not (order.type in _IN_FAVOUR)
    return last >= trigger_price(order) if upwards else last <= trigger_price(order)


def limit_of_trail(order: PersonOrder, ticks: TickTable) -> float:
    """The limit that a trailing stop limit goes to the market with, on the tick, in the security's currency."""
    spread = order.trail_spread * UNIT
    at = trigger_price(order)
    return ticks.round(at + spread if order.side is Side.BUY else at - spread) / UNIT
