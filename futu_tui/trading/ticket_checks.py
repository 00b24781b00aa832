"""What is wrong with an order being written, field by field, in a trader's words. Pure.

Only what the gateway would surely refuse blocks; what it may take is told and let through.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol import Market
from futu_tui.trading.amounts import ONE, ZERO, number_text
from futu_tui.trading.client_id import TEXT_BYTES
from futu_tui.trading.markets import venue_of
from futu_tui.trading.order_types import Field, TimeInForce, TrailType
from futu_tui.trading.orders import OrderType
from futu_tui.trading.ticket_context import TicketContext

if TYPE_CHECKING:
    from futu_tui.trading.ticket import OrderTicket

_AGAINST = frozenset({OrderType.STOP, OrderType.STOP_LIMIT})
"""A buy of these waits for a price above the last."""
_IN_FAVOUR = frozenset({OrderType.MARKET_IF_TOUCHED, OrderType.LIMIT_IF_TOUCHED})
"""A buy of these waits for a price below the last."""
_LONGEST_GTD = 90
"""Days that an order may wait at most."""
_STAR_MARKET = "688"
"""How codes of Shanghai's STAR market begin: from one lot on, any number of shares is traded there."""


class Problem(Struct, frozen=True):
    field: str
    text: str
    """What is wrong and what would be right, in few words, without a full stop."""
    blocking: bool = True
    """Whether the order cannot be sent like this; else it is worth knowing."""


def order_problems(ticket: OrderTicket, context: TicketContext) -> list[Problem]:
    """All of them, those that block first."""
    found = [
        *_security(ticket, context),
        *_type(ticket),
        *_prices(ticket, context),
        *_quantity(ticket, context),
        *_time(ticket, context),
        *_remark(ticket),
    ]
    return sorted(found, key=lambda problem: not problem.blocking)


def _security(ticket: OrderTicket, context: TicketContext) -> Iterator[Problem]:
    account, security = ticket.account, ticket.security
    if venue_of(security.market, account.markets) is None:
        yield Problem("security", f"{account.label} does not trade {security.market.name}")
    elif not account.active:
        yield Problem("security", f"{account.label} is closed")
    elif not context.tradable:
        yield Problem("security", f"{security} is an index and cannot be traded")
    elif context.quote is not None and context.quote.halted:
        yield Problem("security", f"{security} is halted", blocking=False)
    elif context.session is not None and not context.session.open and context.session.label:
        yield Problem(
            "security", f"{security.market.name} is {_state(context.session.label)}", blocking=False
        )


def _state(label: str) -> str:
    return {"lunch": "at lunch", "break": "on a break", "wait": "between sessions"}.get(label, label)


def _type(ticket: OrderTicket) -> Iterator[Problem]:
    if ticket.rule is None and venue_of(ticket.security.market, ticket.account.markets) is not None:
        yield Problem("type", f"{ticket.account.label} does not take {ticket.order_type.label} orders here")


def _prices(ticket: OrderTicket, context: TicketContext) -> Iterator[Problem]:
    needs = ticket.needs
    if Field.PRICE in needs:
        yield from _price("price", ticket.price, "the price", context)
    if Field.TRIGGER in needs:
        yield from _price("trigger", ticket.trigger, "the trigger", context)
        yield from _trigger_side(ticket, context)
    if Field.TRAIL in needs:
        yield from _trail(ticket)
    if Field.TRAIL_SPREAD in needs:
        if ticket.trail_spread is None:
            yield Problem("trail_spread", "how far beyond the trigger may the limit lie?")
        elif ticket.trail_spread < 0:
            yield Problem("trail_spread", "the distance of the limit cannot be below 0")


def _price(field: str, price: Decimal | None, what: str, context: TicketContext) -> Iterator[Problem]:
    steps = context.steps
    if price is None:
        yield Problem(field, f"{what} is missing")
    elif price <= 0:
        yield Problem(field, f"{what} must be above 0")
    elif not steps.fits(price):
        step = steps.text(steps.step_above(price))
        yield Problem(
            field, f"off the tick of {step}: {steps.text(steps.down(price))} or {steps.text(steps.up(price))}"
        )


def _trigger_side(ticket: OrderTicket, context: TicketContext) -> Iterator[Problem]:
    last, trigger = context.last, ticket.trigger
    if last is None or trigger is None or trigger <= 0:
        return
    above = (ticket.order_type in _AGAINST) == (ticket.side.sign > 0)
    if ticket.order_type not in _AGAINST | _IN_FAVOUR:
        return
    if (trigger <= last) if above else (trigger >= last):
        where = "above" if above else "below"
        yield Problem(
            "trigger", f"fires at once: it is not {where} the last {context.steps.text(last)}", blocking=False
        )


def _trail(ticket: OrderTicket) -> Iterator[Problem]:
    value = ticket.trail_value
    if value is None:
        yield Problem("trail", "how far may it trail?")
    elif value <= 0:
        yield Problem("trail", "the distance must be above 0")
    elif ticket.trail_type is TrailType.RATIO and value >= 100:
        yield Problem("trail", "a distance in percent must be below 100")


def _quantity(ticket: OrderTicket, context: TicketContext) -> Iterator[Problem]:
    qty, lot = ticket.qty, context.lot
    if qty is None:
        yield Problem("qty", "the quantity is missing")
    elif qty <= 0:
        yield Problem("qty", "the quantity must be above 0")
    elif ticket.security.market is not Market.CC and qty != qty.to_integral_value():
        yield Problem("qty", "whole shares only")
    elif not _in_lots(ticket, qty, context):
        lots, rest = divmod(qty, lot)
        parts = f"{_count(lots, 'lot')} and {_count(rest, 'share')}" if lots else "less than one lot"
        yield Problem("qty", f"lots of {number_text(lot)}: {number_text(qty)} is {parts}")
    else:
        most = ticket.most(context)
        if most is not None and qty > most:
            does = "buy" if ticket.side.sign > 0 else "sell"
            yield Problem("qty", f"more than the {number_text(most)} you can {does} now", blocking=False)


def _count(number: Decimal, thing: str) -> str:
    return f"{number_text(number)} {thing}" + ("" if number == ONE else "s")


def _in_lots(ticket: OrderTicket, qty: Decimal, context: TicketContext) -> bool:
    security, lot = ticket.security, context.lot
    if lot == ONE or security.market is Market.CC or qty % lot == ZERO:
        return True
    mainland = security.market in (Market.SH, Market.SZ)
    if mainland and security.code.startswith(_STAR_MARKET):
        return qty >= lot or _sells_out(ticket, qty, context)
    return mainland and _sells_out(ticket, qty, context)


def _sells_out(ticket: OrderTicket, qty: Decimal, context: TicketContext) -> bool:
    """On the mainland a remainder below a lot may be sold, and only whole."""
    held = context.can_sell
    return ticket.side.sign < 0 and (qty == held or (qty % context.lot == held % context.lot and qty < held))


def _time(ticket: OrderTicket, context: TicketContext) -> Iterator[Problem]:
    rule = ticket.rule
    if rule is None:
        return
    if ticket.tif not in rule.tifs:
        usual = ", ".join(tif.label for tif in rule.tifs)
        yield Problem("tif", f"not for {rule.label.lower()} orders here: {usual}")
    elif ticket.tif is TimeInForce.GTD:
        if ticket.expire is None:
            yield Problem("expire", "until which day? As in 2026-01-31")
        elif context.today is not None:
            days = (ticket.expire - context.today).days
            if days < 0:
                yield Problem("expire", "that day is over")
            elif days > _LONGEST_GTD:
                yield Problem("expire", f"{_LONGEST_GTD} days ahead at most")
    if ticket.session.number and ticket.session not in rule.sessions:
        yield Problem("session", f"{rule.label} orders here know no hours")
    if ticket.outside_hours and not rule.outside_hours:
        yield Problem("session", f"{rule.label} orders trade in regular hours only")
    if (
        rule.auction
        and context.session is not None
        and context.session.open
        and context.session.label == "open"
    ):
        yield Problem("type", "is for the auctions, and the market trades now", blocking=False)


def _remark(ticket: OrderTicket) -> Iterator[Problem]:
    text = ticket.remark.strip()
    size = len(text.encode())
    if size > TEXT_BYTES:
        yield Problem("remark", f"too long by {size - TEXT_BYTES} of {TEXT_BYTES} bytes")
    elif not text.isprintable():
        yield Problem("remark", "letters, digits and signs only")
