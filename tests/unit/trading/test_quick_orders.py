"""Orders that a single key writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from futu_tui.market.sessions import session_of
from futu_tui.protocol import Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.order_types import TradingSession
from futu_tui.trading.orders import OrderType, Side
from futu_tui.trading.quick_orders import closing_order, limit_order
from futu_tui.trading.ticket_context import TicketContext
from futu_tui.trading.ticks import PriceSteps
from tests.unit.trading import wire
from tests.unit.trading.exchange import Listing, Quote

TENCENT, APPLE, MAOTAI = map(Security.parse, ("HK.00700", "US.AAPL", "SH.600519"))
ACCOUNT = Account.of(wire.account(trdEnv=1, trdMarketAuthList=[1, 2, 3], accType=2))
OPEN, PRE, NIGHT = 3, 8, 32
"""qot_common.QotMarketState"""


@dataclass
class Trading(Quote):
    bid: float | None = 512.0
    ask: float | None = 512.5


def context(security: Security, position: int = 0, state: int = OPEN, lot: int = 100) -> TicketContext:
    return TicketContext(
        account=ACCOUNT,
        quote=Trading(),
        listing=Listing(lot_size=lot),
        session=session_of(state),
        steps=PriceSteps.of(security.market, None, 512.0),
        position=Decimal(position),
        can_sell=Decimal(max(position, 0)),
    )


def test_a_limit_order_of_the_day_that_can_be_sent() -> None:
    now = context(TENCENT)
    ticket = limit_order(ACCOUNT, TENCENT, Side.BUY, Decimal("511.5"), Decimal(300), now)
    assert (ticket.order_type, ticket.price, ticket.qty) == (OrderType.LIMIT, Decimal("511.5"), 300)
    assert not ticket.outside_hours
    assert ticket.ready(now)


@pytest.mark.parametrize(("state", "outside", "session"), [
    (OPEN, False, TradingSession.NONE),
    (PRE, True, TradingSession.NONE),
    (NIGHT, False, TradingSession.OVERNIGHT),
])  # fmt: skip
def test_in_extended_hours_it_asks_to_be_filled_then(
    state: int, outside: bool, session: TradingSession
) -> None:
    now = context(APPLE, state=state, lot=1)
    ticket = limit_order(ACCOUNT, APPLE, Side.SELL, Decimal("268.10"), Decimal(10), now)
    assert (ticket.outside_hours, ticket.session) == (outside, session)
    assert ticket.ready(now)


@pytest.mark.parametrize(("position", "side"), [(600, Side.SELL), (-300, Side.BUY)])
def test_a_position_is_closed_whole_at_the_market(position: int, side: Side) -> None:
    now = context(TENCENT, position)
    ticket = closing_order(ACCOUNT, TENCENT, now)
    assert ticket is not None
    assert (ticket.side, ticket.qty, ticket.order_type) == (side, abs(position), OrderType.MARKET)
    assert ticket.ready(now)


@pytest.mark.parametrize(("position", "price"), [(10, "512"), (-10, "512.5")])
def test_where_no_market_order_is_taken_it_takes_the_other_sides_price(position: int, price: str) -> None:
    now = context(APPLE, position, state=PRE, lot=1)
    ticket = closing_order(ACCOUNT, APPLE, now)
    assert ticket is not None
    assert (ticket.order_type, ticket.price, ticket.outside_hours) == (OrderType.LIMIT, Decimal(price), True)
    mainland = closing_order(ACCOUNT, MAOTAI, context(MAOTAI, 200))
    assert mainland is not None
    assert mainland.order_type is OrderType.LIMIT


def test_an_odd_lot_stays_where_it_cannot_go_with_the_rest() -> None:
    assert closing_order(ACCOUNT, TENCENT, context(TENCENT)) is None
    assert closing_order(ACCOUNT, TENCENT, context(TENCENT, 37)) is None
    in_hong_kong = closing_order(ACCOUNT, TENCENT, context(TENCENT, 237))
    assert in_hong_kong is not None
    assert in_hong_kong.qty == 200
    in_shanghai = closing_order(ACCOUNT, MAOTAI, context(MAOTAI, 237))
    assert in_shanghai is not None
    assert in_shanghai.qty == 237
