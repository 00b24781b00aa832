"""Which orders the exchange takes: by market, type, time in force and session. The rules are the broker's published
ones for its own orders, and the exchanges' for auctions, lots and ticks."""

from __future__ import annotations

from datetime import timedelta

from futu_tui.paper.orders import Hours, OrderRejected, OrderType, PersonOrder, TimeInForce, TrailType
from futu_tui.paper.sessions import Phase, Timetable, local, midnight
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market

LONGEST_DAYS = 90
"""A good-till-cancelled order ends after so many days, and a good-till-date one must."""
_SESSIONS_AHEAD = 40
"""More than lie between two days of trading."""

_MAINLAND = (Market.SH, Market.SZ)
_AT_ONCE_ONLY = (Phase.CONTINUOUS, Phase.PRE, Phase.AFTER, Phase.OVERNIGHT)


def check(order: PersonOrder, instrument: Instrument) -> None:
    """Raise OrderRejected for an order that is wrong whatever the hour."""
    name = str(instrument.security)
    if instrument.is_index:
        raise OrderRejected(f"{name} is an index and cannot be traded")
    if instrument.suspended:
        raise OrderRejected(f"{name} is suspended")
    if order.qty <= 0:
        raise OrderRejected(f"the quantity must be above 0, not {order.qty}")
    if order.qty % instrument.lot_size:
        raise OrderRejected(
            f"{name} trades in lots of {instrument.lot_size}: {order.qty} is not a multiple of it"
        )
    if order.type.has_price:
        units_of(order.price, instrument)
    _check_type(order, instrument)
    _check_trigger(order, instrument)
    _check_life(order, instrument)


def units_of(price: float, instrument: Instrument) -> int:
    """A price in price units. Raises OrderRejected where it is not on the tick."""
    units = round(price * UNIT)
    if units <= 0 or abs(units - price * UNIT) > 0.01 or not instrument.ticks.fits(units):
        step = instrument.tick_at(max(units, 0)) / UNIT
        raise OrderRejected(f"{price:g} is no price for {instrument.security}: the step there is {step:g}")
    return units


def _check_type(order: PersonOrder, instrument: Instrument) -> None:
    kind = _name(order.type)
    if order.type.is_hong_kong and instrument.market is not Market.HK:
        raise OrderRejected(f"{kind} orders are for Hong Kong, not {instrument.security}")
    if order.type.is_sliced and instrument.market in _MAINLAND:
        raise OrderRejected(f"{kind} orders are for Hong Kong and the US, not {instrument.security}")
    outside = order.outside_rth or order.hours not in (Hours.NONE, Hours.RTH)
    if outside and instrument.market is not Market.US:
        raise OrderRejected(f"only US orders fill outside regular hours, not {instrument.security}")
    if outside and instrument.contract is not None:
        raise OrderRejected(f"{instrument.security} trades in regular hours only")
    if outside and (order.at_market or order.type.is_sliced):
        raise OrderRejected("only limit orders fill outside regular hours")


def _check_trigger(order: PersonOrder, instrument: Instrument) -> None:
    if not order.type.is_conditional:
        return
    if not order.type.is_trailing:
        units_of(order.trigger, instrument)
    elif order.trail_type is TrailType.RATIO:
        if not 0 < order.trail_value < 100:
            raise OrderRejected(f"a trail is above 0 and below 100 percent, not {order.trail_value:g}")
    elif order.trail_type is not TrailType.AMOUNT or order.trail_value <= 0:
        raise OrderRejected("a trailing order needs trailType and a trailValue above 0")
    if order.trail_spread < 0:
        raise OrderRejected(f"the trailing spread cannot be below 0, as {order.trail_spread:g} is")


def _check_life(order: PersonOrder, instrument: Instrument) -> None:
    for_day_only = order.type.is_auction or order.type.is_special or order.type.is_sliced
    if for_day_only and order.tif is not TimeInForce.DAY:
        raise OrderRejected(f"{_name(order.type)} orders are good for the day only")
    if order.tif is TimeInForce.IOC and order.type.is_conditional:
        raise OrderRejected(f"{_name(order.type)} orders wait, so they cannot be immediate-or-cancel")
    if order.tif is TimeInForce.GTD and order.expires is None:
        raise OrderRejected("a good-till-date order needs its expireTime")


def check_hours(order: PersonOrder, timetable: Timetable, now: float) -> None:
    """Raise OrderRejected for an order that the session of now does not take, nor keeps for later."""
    session = timetable.session_at(now)
    if order.type.is_auction and not session.phase.is_auction and not _before_auction(session.phase):
        raise OrderRejected(
            f"{_name(order.type)} orders are taken in the auctions, and before the opening one"
        )
    at_once = order.tif is TimeInForce.IOC or order.type.is_special
    if at_once and not (session.phase in _AT_ONCE_ONLY and takes(order, session.phase)):
        raise OrderRejected("the market is not in a session that trades this order at once")
    if order.tif is TimeInForce.GTD:
        assert order.expires is not None
        today = local(order.security.market, now).date()
        if not today <= order.expires <= today + timedelta(LONGEST_DAYS):
            raise OrderRejected(
                f"the last day must be from {today} to {today + timedelta(LONGEST_DAYS)}, not {order.expires}"
            )


def _before_auction(phase: Phase) -> bool:
    return phase is Phase.CLOSED


def takes(order: PersonOrder, phase: Phase) -> bool:
    """Whether an order goes to the market in a phase."""
    if phase is Phase.CONTINUOUS:
        return order.hours is not Hours.OVERNIGHT and not order.type.is_auction
    if phase.is_auction:
        return order.type.is_auction or (
            order.type in (OrderType.LIMIT, OrderType.MARKET, OrderType.ABSOLUTE_LIMIT) or order.triggered
        )
    if phase in (Phase.PRE, Phase.AFTER):
        return order.outside_rth or order.hours in (Hours.ETH, Hours.ALL)
    if phase is Phase.OVERNIGHT:
        return order.hours in (Hours.ALL, Hours.OVERNIGHT)
    return False


def stays(order: PersonOrder, phase: Phase) -> bool:
    """Whether an order that is in the market may remain when a phase begins."""
    carried = order.type is OrderType.AUCTION_LIMIT and phase is Phase.CONTINUOUS
    return carried or phase in (Phase.BREAK, Phase.WAITING) or takes(order, phase)


def good_until(order: PersonOrder, timetable: Timetable, now: float) -> float:
    """When an order ends by itself, epoch seconds: a day order with the last session of its day that takes it.

    Raises OrderRejected where no session does.
    """
    if order.tif is TimeInForce.GTD and order.expires is not None:
        return midnight(order.security.market, order.expires + timedelta(1))
    if order.tif is TimeInForce.GTC:
        return now + LONGEST_DAYS * 86_400
    session = timetable.session_at(now)
    for _ in range(_SESSIONS_AHEAD):
        if takes(order, session.phase):
            break
        session = timetable.session_at(session.end)
    else:
        raise OrderRejected("no session that comes takes this order")
    day, until = session.trade_date, session.end
    while True:
        session = timetable.session_at(session.end)
        if session.trade_date != day or session.phase is Phase.CLOSED:
            return until
        if takes(order, session.phase):
            until = session.end


def _name(order_type: OrderType) -> str:
    return order_type.name.replace("_", " ").lower()
