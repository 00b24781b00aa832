"""Whatever people send, nothing is made and nothing is lost: volume, money, the order of the queue, the book."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.paper.accounts import Account
from futu_tui.paper.gateway import Gateway
from futu_tui.paper.market import Filled, OrderRejected, OrderType, PaperMarket, PersonOrder, Side, Traded
from futu_tui.paper.valuation import Valuation
from futu_tui.paper.views import UNIT
from tests.gateway.conftest import StepClock
from tests.gateway.desk import TENCENT

acts = st.lists(
    st.tuples(
        st.sampled_from([7_000_001, 7_000_004]),
        st.sampled_from(Side),
        st.sampled_from(
            [OrderType.LIMIT, OrderType.LIMIT, OrderType.MARKET, OrderType.SPECIAL_LIMIT, OrderType.STOP]
        ),
        st.integers(-6, 6),
        st.integers(1, 8),
        st.sampled_from(["", "", "cancel", "amend"]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60)
@given(acts)
def test_volume_and_money_are_conserved(sent: list[tuple[int, Side, OrderType, int, int, str]]) -> None:
    gateway = Gateway(PaperMarket(seed=6, symbols=[TENCENT], clock=StepClock()))
    market, house = gateway.market, gateway.brokerage
    books = {account.acc_id: account for account in gateway.accounts}
    held = {acc_id: each.held(TENCENT) for acc_id, each in books.items()}
    for acc_id, side, order_type, ticks, lots, then in sent:
        price = market.quote(TENCENT).bid + 1.0 * ticks
        wanted = PersonOrder(0, acc_id, TENCENT, side, order_type, price, lots * 100, trigger=price)
        try:
            order = house.place(books[acc_id], wanted)
            gateway.settle()
            if then == "cancel":
                house.cancel(books[acc_id], order.order_id)
            elif then == "amend":
                changed = books[acc_id].orders[order.order_id]
                house.modify(books[acc_id], order.order_id, _half(changed))
        except OrderRejected:
            pass
        gateway.settle()
        bids, asks = market.book(TENCENT)
        assert bids[0].price < asks[0].price
    for acc_id, account in books.items():
        fills = [fill for fill in account.fills if fill.account == acc_id]
        net = sum(fill.qty if fill.side is Side.BUY else -fill.qty for fill in fills)
        assert account.held(TENCENT) == held[acc_id] + net
        paid = sum(
            round(fill.price * UNIT) * fill.qty * (1 if fill.side is Side.BUY else -1) for fill in fills
        )
        charged = sum(account.charged(number) for number in {fill.order_id for fill in fills})
        assert account.cash[account.currency] == account.movements[0].amount - paid - charged
        for order in account.orders.values():
            assert sum(fill.qty for fill in fills if fill.order_id == order.order_id) == order.filled
        assert _solvent(account, market)


def _half(order: PersonOrder) -> PersonOrder:
    changed = PersonOrder(
        order.order_id, order.account, order.security, order.side, order.type, order.price, order.qty
    )
    changed.qty = max(order.qty // 200 * 100, 100)
    changed.trigger, changed.short = order.trigger, order.short
    return changed


def _solvent(account: Account, market: PaperMarket) -> bool:
    """A cash account owes nothing and sells nothing that it has not; one with margin keeps its own."""
    valuation = Valuation(account, market)
    if account.margin:
        return valuation.assets > 0
    return account.cash[account.currency] >= 0 and account.held(TENCENT) >= 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=2, max_size=10), st.integers(0, 60))
def test_of_people_at_a_price_the_first_is_filled_first(
    resting: list[tuple[int, int]], lots_sold: int
) -> None:
    market = PaperMarket(seed=6, symbols=[TENCENT], clock=StepClock())
    bid = market.book(TENCENT)[0][0].price
    orders = []
    for number, (ticks, lots) in enumerate(resting, 1):
        order = PersonOrder(number, 1, TENCENT, Side.BUY, OrderType.LIMIT, bid - ticks, lots * 100)
        market.place(order)
        orders.append(order)
    ahead = sum(level.volume for level in market.book(TENCENT, 4)[0])
    qty = max(ahead * lots_sold // 6_000, 1) * 100
    market.place(PersonOrder(99, 2, TENCENT, Side.SELL, OrderType.MARKET, 0.0, qty))
    events = list(market.told())
    filled = [event.order.order_id for event in events if isinstance(event, Filled)]
    mine = [number for number in filled if number != 99]
    assert mine == sorted(mine, key=lambda number: (-orders[number - 1].price, number))
    for price in {order.price for order in orders}:
        queue = [order for order in orders if order.price == price]
        for before, after in pairwise(queue):
            assert not after.filled or not before.remaining
    sold = sum(event.tick.volume for event in events if isinstance(event, Traded))
    assert sold == sum(
        event.fill.qty for event in events if isinstance(event, Filled) if event.order.order_id == 99
    )
