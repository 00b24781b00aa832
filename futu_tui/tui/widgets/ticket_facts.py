"""The figures below an order being written: what it costs, what it leaves, how far it lies from the market."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from futu_tui.trading.amounts import money_text, number_text
from futu_tui.trading.fees import estimate
from futu_tui.tui import format
from futu_tui.tui.widgets.fact_lines import Fact

if TYPE_CHECKING:
    from futu_tui.trading.calls import MarginRatio
    from futu_tui.trading.ticket import OrderTicket
    from futu_tui.trading.ticket_context import TicketContext

UNKNOWN = "-"
FUND = 4
"""qot_common.SecurityType_Trust, on which no stamp duty is due."""


def ticket_facts(
    ticket: OrderTicket, context: TicketContext, margin: MarginRatio | None, power_currency: str = ""
) -> list[tuple[Fact, Fact]]:
    """Two in a line. `margin` is what its security asks for, None where that is not told; `power_currency` is what
    the buying power is told in, empty where it is the market's.
    """
    currency = ticket.security.market.currency
    value, most = ticket.value(context), ticket.most(context)
    buys = ticket.side.sign > 0
    fees = _fees(ticket, context, value)
    away = ticket.from_last(context)
    does = "buy" if buys else "sell"
    over = most is not None and ticket.qty is not None and ticket.qty > most
    lines = [
        (Fact("Value", _money(value, currency)), Fact("Fees about", _money(fees, currency))),
        _power(ticket, context, value, fees, power_currency),
        (
            Fact("Position", _holding(context.position, context.cost, context)),
            Fact("After it", _holding(ticket.position_after(context), ticket.cost_after(context), context)),
        ),
        (
            Fact(
                f"Most I can {does}",
                UNKNOWN if most is None else number_text(most),
                "warning" if over else "text",
            ),
            Fact("From last", distance(away)),
        ),
    ]
    if margin is not None:
        ratio = margin.initial_long if buys else margin.initial_short
        needed = None if value is None or ratio is None else value * ratio / 100
        lines.append(
            (
                Fact("Initial margin", UNKNOWN if ratio is None else f"{number_text(ratio)} %"),
                Fact("Margin of it", _money(needed, currency)),
            )
        )
    return lines


def _power(
    ticket: OrderTicket, context: TicketContext, value: Decimal | None, fees: Decimal | None, currency: str
) -> tuple[Fact, Fact]:
    """Buying power before and after; after only where the order is in the currency that the power is told in."""
    own = ticket.security.market.currency
    after, told_in = None, currency or own
    if context.power is not None and value is not None and told_in == own:
        after = context.power - ticket.side.sign * value - (fees or 0)
    style = "danger" if after is not None and after < 0 else "text"
    return Fact("Buying power", _money(context.power, told_in)), Fact("After it", _money(after, ""), style)


def _fees(ticket: OrderTicket, context: TicketContext, value: Decimal | None) -> Decimal | None:
    if value is None or not ticket.qty:
        return None
    fund = context.listing is not None and context.listing.sec_type == FUND
    about = estimate(
        ticket.account,
        ticket.security.market,
        qty=ticket.qty,
        value=value,
        sells=ticket.side.sign < 0,
        stamped=not (fund or context.is_contract),
    )
    return about.total if about else None


def _money(amount: Decimal | None, currency: str) -> str:
    return UNKNOWN if amount is None else f"{money_text(amount)} {currency}".rstrip()


def distance(percent: Decimal | None) -> str:
    """How far a price lies from the last one; what is rounded to nothing has no sign."""
    return UNKNOWN if percent is None else f"{format.percent(float(percent))} %"


def _holding(shares: Decimal | None, cost: Decimal | None, context: TicketContext) -> str:
    if shares is None:
        return UNKNOWN
    if not shares:
        return "none"
    at = "" if cost is None else f" at {cost:,.{context.steps.decimals(cost.quantize(Decimal('0.01')))}f}"
    return f"{number_text(shares)}{at}"
