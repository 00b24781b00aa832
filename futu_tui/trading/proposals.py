"""An order as the guard sees it: what it adds to the account, and what the account has already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from futu_tui.protocol import Security
from futu_tui.trading.acts import Act
from futu_tui.trading.amounts import ZERO, wire_number
from futu_tui.trading.guard import Proposal
from futu_tui.trading.order_types import Field
from futu_tui.trading.orders import Order
from futu_tui.trading.portfolio import Portfolio
from futu_tui.trading.positions import LivePrice, totals
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import TicketContext


def propose(
    ticket: OrderTicket,
    context: TicketContext,
    *,
    changes: Order | None = None,
    unseen: Decimal = ZERO,
    recent_orders: int = 0,
    day_result: Mapping[str, Decimal] | None = None,
) -> Proposal:
    """A new order, or the order that it `changes`; `unseen` are shares of its side sent and not in the account yet."""
    buys = ticket.side.sign > 0
    prices = [ticket.limit, ticket.trigger if Field.TRIGGER in ticket.needs else None]
    filled = wire_number(changes.filled) if changes else ZERO
    return Proposal(
        security=ticket.security,
        buys=buys,
        qty=(ticket.qty or ZERO) - filled,
        prices=tuple(price for price in prices if price is not None),
        reference=ticket.reference(context),
        multiplier=context.multiplier,
        last=context.last,
        position=context.position,
        working=(context.working_buy if buys else context.working_sell) + unseen,
        recent_orders=recent_orders,
        is_new=changes is None,
        day_result=day_result or {},
    )


def unseen_shares(acts: Iterable[Act], ticket: OrderTicket, portfolio: Portfolio) -> Decimal:
    """Shares of orders of the ticket's account, security and side that were sent and are not in the account yet."""
    known = {order.client_id for order in portfolio.orders.values()}
    alike = (
        act
        for act in acts
        if act.acc_id == portfolio.account.acc_id
        and act.security == str(ticket.security)
        and act.side == ticket.side.label
        and act.client_id not in known
    )
    return sum((Decimal(act.qty) for act in alike), ZERO)


def day_result(portfolio: Portfolio, quotes: Mapping[Security, LivePrice]) -> dict[str, Decimal]:
    """The day's profit of all positions by currency, as far as it is known; losses are negative."""
    return {
        total.currency: wire_number(total.today_pl)
        for total in totals(portfolio.positions.values(), quotes)
        if total.today_pl is not None
    }
