"""Orders that a single key writes: a limit order at a price, and one that closes a position.

Both suit the hours they are written in: before and after regular hours they ask to be filled then.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from futu_tui.protocol import Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import ZERO
from futu_tui.trading.order_types import OrderTypeRule, TradingSession, offer
from futu_tui.trading.orders import OrderType, Side
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import TicketContext

NIGHT = "night"


def limit_order(
    account: Account, security: Security, side: Side, price: Decimal, qty: Decimal, context: TicketContext
) -> OrderTicket:
    """A limit order of the day; `qty` in shares. What the account does not take shows in the ticket's problems."""
    ticket = OrderTicket(account, security, side, OrderType.LIMIT, price=price, qty=qty)
    if (rule := ticket.rule) is not None:
        _suit(ticket, rule, context)
    return ticket


def closing_order(account: Account, security: Security, context: TicketContext) -> OrderTicket | None:
    """Sells what is held or buys back what is owed: at the market, or where that cannot be, at the other side's best
    price. Where an odd lot cannot go with the rest it is left. None without a position that can go.
    """
    if not context.position:
        return None
    side = Side.SELL if context.position > 0 else Side.BUY
    regular = context.session is None or not context.session.extended
    at_market = offer(OrderType.MARKET, security.market, account) if regular else None
    qty = abs(context.position)
    if at_market is not None:
        ticket = OrderTicket(account, security, side, qty=qty)
        ticket.choose_type(at_market)
    else:
        ticket = limit_order(account, security, side, ZERO, qty, context)
        ticket.price = (context.bid if side is Side.SELL else context.ask) or context.last
    if any(problem.field == "qty" and problem.blocking for problem in ticket.problems(context)):
        ticket.qty = (qty / context.lot).to_integral_value(ROUND_FLOOR) * context.lot
    return ticket if ticket.qty else None


def _suit(ticket: OrderTicket, rule: OrderTypeRule, context: TicketContext) -> None:
    ticket.choose_type(rule)
    extended = context.session.extended if context.session is not None else ""
    if extended == NIGHT and TradingSession.OVERNIGHT in rule.sessions:
        ticket.session = TradingSession.OVERNIGHT
    elif extended and rule.outside_hours:
        ticket.outside_hours = True
