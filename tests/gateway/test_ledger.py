"""Every balance is worked out anew from fills and the fee schedule, and is what the accounts say, to the unit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.paper.accounts import Account
from futu_tui.paper.currencies import Currency
from futu_tui.paper.fees import order_fees
from futu_tui.paper.gateway import Gateway
from futu_tui.paper.margin import margin_ratios
from futu_tui.paper.market import (
    OrderRejected,
    OrderType,
    PaperMarket,
    PersonOrder,
    SecurityType,
    Side,
    TimeInForce,
    TrailType,
)
from futu_tui.paper.valuation import Valuation
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from tests.gateway.conftest import StepClock
from tests.gateway.desk import APPLE, TENCENT

TRACKER = Security.parse("HK.02800")
MOUTAI = Security.parse("SH.600519")
SECURITIES = (TENCENT, TRACKER, APPLE, MOUTAI)
CASH, AMERICAN, MAINLAND, MARGIN = 7_000_001, 7_000_002, 7_000_003, 7_000_004
ACCOUNTS = {
    CASH: (TENCENT, TRACKER),
    AMERICAN: (APPLE,),
    MAINLAND: (MOUTAI,),
    MARGIN: (TENCENT, APPLE, TRACKER),
}
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SETTLED = {Market.HK: WEDNESDAY, Market.US: MONDAY, Market.SH: TUESDAY}
"""Of trades on Monday morning in Hong Kong, which is Sunday in the US."""


class Act(NamedTuple):
    account: int
    pick: int
    side: Side
    type: OrderType
    ticks: int
    lots: int
    then: str


acts = st.lists(
    st.builds(
        Act,
        account=st.sampled_from([CASH, AMERICAN, MAINLAND, MARGIN, MARGIN]),
        pick=st.integers(0, 20),
        side=st.sampled_from(Side),
        type=st.sampled_from(
            [
                *[OrderType.LIMIT] * 4,
                OrderType.MARKET,
                OrderType.STOP,
                OrderType.LIMIT_IF_TOUCHED,
                OrderType.TRAILING_STOP,
            ]
        ),
        ticks=st.integers(-200, 8),
        lots=st.sampled_from([1, 1, 2, 3, 5, 20, 60, 400, 5_000]),
        then=st.sampled_from(["", "", "", "cancel", "grow", "shrink", "wait", "confirm", "immediately"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(acts)
def test_every_balance_follows_from_fills_and_fees(sent: list[Act]) -> None:
    gateway = Gateway(PaperMarket(seed=6, symbols=list(SECURITIES), clock=StepClock()))
    founded = {
        account.acc_id: (dict(account.cash), {each: (h.qty, h.cost) for each, h in account.holdings.items()})
        for account in gateway.accounts
    }
    for act in sent:
        account = gateway.accounts.get(act.account)
        assert account is not None
        _do(gateway, account, act)
        for each in gateway.accounts:
            _audit(each, gateway.market, *founded[each.acc_id])


def _do(gateway: Gateway, account: Account, act: Act) -> None:
    market, house = gateway.market, gateway.brokerage
    security = ACCOUNTS[account.acc_id][act.pick % len(ACCOUNTS[account.acc_id])]
    instrument = market.listings[security]
    bid = round(market.quote(security).bid * UNIT)
    price = instrument.ticks.round(bid + act.ticks * instrument.tick_at(bid)) / UNIT
    wanted = PersonOrder(
        0, account.acc_id, security, act.side, act.type, price, act.lots * instrument.lot_size, trigger=price
    )
    wanted.trail_type, wanted.trail_value = TrailType.RATIO, 12.0
    if act.then == "immediately" and not act.type.is_conditional:
        wanted.tif = TimeInForce.IOC
    traded = len(account.fills)
    try:
        order_id = house.place(account, wanted).order_id
        gateway.settle()
        if len(account.fills) == traded:
            _affords(account, market)
        own = account.orders[order_id]
        if act.then == "cancel":
            house.cancel(account, order_id)
        elif act.then in ("grow", "shrink"):
            changed = PersonOrder(
                order_id,
                account.acc_id,
                security,
                act.side,
                act.type,
                price,
                own.qty,
                trigger=price,
                short=own.short,
            )
            changed.trail_type, changed.trail_value, changed.filled = (
                own.trail_type,
                own.trail_value,
                own.filled,
            )
            changed.qty = own.qty * 3 if act.then == "grow" else max(own.qty // 2, 1)
            house.modify(account, order_id, changed)
            gateway.settle()
            if len(account.fills) == traded:
                _affords(account, market)
        elif act.then == "confirm":
            house.reconfirm(account, order_id, 1)
    except OrderRejected:
        pass
    gateway.settle()
    if act.then == "wait":
        market_clock = gateway.market._simulation._clock
        assert isinstance(market_clock, StepClock)
        market_clock.instant += 1
        gateway.step()


def _affords(account: Account, market: PaperMarket) -> None:
    """Nothing traded: what is free after an accepted order is not less than nothing."""
    for venue in account.venues:
        assert Valuation(account, market).available(venue.currency) >= 0


def _audit(
    account: Account,
    market: PaperMarket,
    cash: dict[Currency, int],
    holdings: dict[Security, tuple[int, int]],
) -> None:
    owed = defaultdict(int, cash)
    shares: dict[Security, int] = defaultdict(int)
    at_cost: dict[Security, int] = defaultdict(int)
    for security, (qty, cost) in holdings.items():
        shares[security], at_cost[security] = qty, cost
    by_order: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for fill in account.fills:
        sign = 1 if fill.side is Side.BUY else -1
        money = round(fill.price * UNIT) * fill.qty
        owed[Currency[fill.security.market.currency]] -= sign * money
        shares[fill.security] += sign * fill.qty
        at_cost[fill.security] += sign * money
        by_order[fill.order_id].append((money, fill.qty))
    for order_id, fills in by_order.items():
        order = account.orders[order_id]
        paid, qty = sum(money for money, _ in fills), sum(qty for _, qty in fills)
        assert (order.paid, order.filled) == (paid, qty)
        assert 0 < qty <= order.qty
        owed[Currency[order.security.market.currency]] -= _fees(market, order.security, order.side, paid, qty)
    for currency, amount in account.cash.items():
        assert amount == owed[currency]
        assert amount == sum(move.amount for move in account.movements if move.currency is currency)
        assert Valuation(account, market).frozen_in(currency) == _needed(account, market, currency)
    for security, holding in account.holdings.items():
        assert holding.qty == shares[security]
        assert holding.cost - holding.realized == at_cost[security]
        assert (holding.cost > 0) is (holding.qty > 0)
        if not account.margin:
            assert holding.qty >= 0
    if not account.margin:
        assert all(amount >= 0 for amount in account.cash.values())
        assert Valuation(account, market).available(account.currency) >= 0
    for move in account.movements:
        if move.kind != "Deposit":
            security = account.orders[move.order_id].security
            assert (move.currency, move.settled) == (
                Currency[security.market.currency],
                SETTLED[security.market],
            )


def _fees(market: PaperMarket, security: Security, side: Side, paid: int, qty: int) -> int:
    is_fund = market.listings[security].sec_type is SecurityType.TRUST
    return sum(fee.amount for fee in order_fees(security.market, side, paid, qty, is_fund=is_fund))


def _needed(account: Account, market: PaperMarket, currency: Currency) -> int:
    """What working orders may still cost: a cash account pays in full, one with margin its initial part."""
    needed = 0
    for order in account.orders.values():
        held = order.side is Side.SELL and not order.short
        if not order.status.working or held or Currency[order.security.market.currency] is not currency:
            continue
        counted = account.reserves[order.order_id]
        if order.type.has_price and order.side is Side.BUY:
            assert counted == round(order.price * UNIT)
        value = counted * order.remaining
        ratios = margin_ratios(market.listings[order.security])
        part = Fraction(1) if not account.margin else (ratios.short if order.short else ratios.long).initial
        if order.short and order.side is Side.BUY:
            part = Fraction(0)
        needed += ceil(value * part) + _fees(market, order.security, order.side, value, order.remaining)
    return needed
