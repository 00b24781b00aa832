"""Acts as a person might think of them: random, mostly sensible, now and then not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from decimal import Decimal
from random import Random

from futu_tui.protocol import Market, Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.order_status import OrderStatus
from futu_tui.trading.order_types import Field, TimeInForce, TrailType, types_for
from futu_tui.trading.orders import Order, OrderType, Side
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import TicketContext

SYMBOLS = ("HK.00700", "HK.01810", "HK.02800", "HK.00388", "HK.00005", "HK.09988",
           "US.AAPL", "US.NVDA", "US.SPY", "US.TSLA", "SH.600519", "SH.510300", "SZ.300750")  # fmt: skip
"""What the gateway of a trial trades: what its accounts begin with, and so few that it starts fast."""
SECURITIES = tuple(map(Security.parse, SYMBOLS))

_REMARKS = ("", "", "breakout", "突破 again", "x" * 40)
_USUAL = 0.6
"""How often an order is a plain limit order."""
_LARGE = {Market.HK: 2_100_000, Market.US: 280_000}
"""What an order is worth that the gateway wants confirmed again, in the currency of its market."""


def new_order(
    random: Random, account: Account, context_of: Callable[[Security], TicketContext]
) -> OrderTicket | None:
    """An order of any type that the account may use; None where its market is not known yet."""
    security = random.choice([each for each in SECURITIES if types_for(each.market, account)])
    context = context_of(security)
    if not context.last or context.listing is None:
        return None
    ticket = OrderTicket.new(account, security, random.choice((Side.BUY, Side.BUY, Side.SELL)), context)
    if random.random() > _USUAL:
        ticket.choose_type(random.choice(types_for(security.market, account)))
        ticket.tif = random.choice(ticket.rule.tifs) if ticket.rule else TimeInForce.DAY
        if ticket.tif is TimeInForce.GTD and context.today:
            ticket.expire = context.today + timedelta(random.randint(0, 30))
    ticket.qty = context.lot * random.choice((1, 1, 1, 2, 3))
    if account.kind == "Margin" and security.market in _LARGE and random.random() < 0.25:
        lots = (_LARGE[security.market] / context.last / context.lot).to_integral_value() + 1
        ticket.qty = context.lot * lots
    # Far from the market it rests; at the market it fills; a step off the tick is stopped here.
    ticket.price = _near(random, context, random.choice((0.0, 0.002, 0.01, 0.1, 0.2)))
    ticket.trigger = _near(random, context, random.choice((0.001, 0.01, 0.1)))
    ticket.trail_type = random.choice(list(TrailType))
    ticket.trail_value = Decimal(random.randint(1, 5))
    ticket.trail_spread = Decimal(random.randint(0, 2))
    ticket.remark = random.choice(_REMARKS)
    return ticket


def change(random: Random, order: Order, account: Account, context: TicketContext) -> ModifyTicket:
    """Another price, trigger, trail or quantity for a working order; sometimes the one before."""
    change = ModifyTicket.of(order, account)
    new = change.new
    what = random.choice([*(new.needs & {Field.PRICE, Field.TRIGGER, Field.TRAIL}), "qty"])
    step = random.choice((context.steps.up, context.steps.down))
    if what is Field.PRICE and new.price:
        new.price = step(new.price)
    elif what is Field.TRIGGER and new.trigger:
        new.trigger = step(new.trigger)
    elif what is Field.TRAIL and new.trail_value:
        new.trail_value = new.trail_value % 5 + 1
    elif new.qty is not None:
        new.qty = max(context.lot, new.qty + context.lot * random.choice((-1, 1)))
    return change


def pick(random: Random, orders: Collection[Order], wanted: Callable[[Order], bool]) -> Order | None:
    """One of these orders; a young one rather than an old one, so that acts on one order follow each other closely."""
    found = sorted(filter(wanted, orders), key=lambda order: order.created_at)
    return found[-1 - int(random.random() ** 2 * len(found))] if found else None


def can_be_changed(order: Order) -> bool:
    unchangeable = (
        OrderType.SPECIAL_LIMIT,
        OrderType.SPECIAL_LIMIT_ALL,
        OrderType.AUCTION,
        OrderType.AUCTION_LIMIT,
    )
    return order.working and order.type not in unchangeable


def can_be_deleted(order: Order) -> bool:
    return not order.working and not order.filled


def can_be_disabled(order: Order) -> bool:
    return order.working and order.security.market is Market.HK


def is_held_back(order: Order) -> bool:
    """Whether it waits to be confirmed again."""
    return order.status is OrderStatus.UNSUBMITTED


def is_disabled(order: Order) -> bool:
    return order.status is OrderStatus.DISABLED


def _near(random: Random, context: TicketContext, distance: float) -> Decimal:
    assert context.last is not None
    factor = Decimal(str(1 + random.choice((-1, 1)) * distance))
    return context.steps.floor(context.last * factor)
