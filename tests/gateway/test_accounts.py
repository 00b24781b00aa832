"""A simulated account keeps its books exactly, whatever fills come."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.accounts import Account, Accounts, Holding, Venue, fees_of, units
from futu_tui.paper.currencies import Currency
from futu_tui.paper.fees import total
from futu_tui.paper.market import Fill, Filled, OrderStatus, OrderType, OrderUpdated, PersonOrder, Side
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

TENCENT = Security.parse("HK.00700")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
VENUE = Venue("HK", 1, Currency.HKD, (Market.HK,))


def account() -> Account:
    books = Account(1, "PAPER", (VENUE,))
    books.move(MONDAY, MONDAY, Currency.HKD, 1_000_000 * UNIT, "Deposit", "")
    return books


def fill(side: Side, price: float, qty: int, number: int = 1) -> Fill:
    return Fill(number, number, 1, TENCENT, side, price, qty, 0.0, 0)


def trade(books: Account, side: Side, price: float, qty: int, number: int = 1) -> int:
    """Let an order fill whole on Monday; what it cost in fees, in price units."""
    placed = order(side, price, qty, filled=qty, status=OrderStatus.FILLED_ALL)
    placed.paid = units(price) * qty
    books.apply_fill(fill(side, price, qty, number), placed, MONDAY, is_fund=False)
    return total(fees_of(placed, is_fund=False))


def order(
    side: Side, price: float, qty: int, filled: int = 0, status: OrderStatus = OrderStatus.SUBMITTED
) -> PersonOrder:
    return PersonOrder(7, 1, TENCENT, side, OrderType.LIMIT, price, qty, status=status, filled=filled)


def test_a_buy_costs_its_money_and_a_sale_brings_it_less_fees() -> None:
    books = account()
    fees = trade(books, Side.BUY, 512.3, 200, number=1)
    assert books.cash == {Currency.HKD: (1_000_000 - 102_460) * UNIT - fees}
    fees += trade(books, Side.SELL, 513.3, 200, number=2)
    assert books.cash == {Currency.HKD: (1_000_000 + 200) * UNIT - fees}
    holding = books.holdings[TENCENT]
    assert (holding.qty, holding.cost, holding.realized) == (0, 0, 200 * UNIT)


def test_a_sale_is_settled_two_trading_days_later() -> None:
    books = account()
    trade(books, Side.BUY, 512.3, 200)
    assert {move.settled for move in books.movements[1:]} == {date(2026, 11, 25)}


def test_selling_short_and_buying_back_cheaper_is_a_gain() -> None:
    holding = Holding(TENCENT, 0, 0, MONDAY)
    holding.sell(300, 300 * 500 * UNIT)
    assert (holding.qty, holding.cost) == (-300, -300 * 500 * UNIT)
    holding.buy(100, 100 * 480 * UNIT)
    assert (holding.qty, holding.realized) == (-200, 100 * 20 * UNIT)
    holding.buy(300, 300 * 490 * UNIT)
    assert (holding.qty, holding.cost) == (100, 100 * 490 * UNIT)
    assert holding.realized == (100 * 20 + 200 * 10) * UNIT


def test_a_part_sale_takes_its_part_of_the_cost() -> None:
    holding = Holding(TENCENT, 300, 300 * 500 * UNIT, MONDAY)
    holding.sell(100, 100 * 510 * UNIT)
    assert holding.cost == 200 * 500 * UNIT
    assert holding.realized == 1000 * UNIT


def test_todays_profit_counts_old_shares_from_the_close_and_new_ones_from_their_price() -> None:
    holding = Holding(TENCENT, 100, 100 * 400 * UNIT, MONDAY)
    holding.buy(100, 100 * 505 * UNIT)
    assert holding.today_profit(last=510 * UNIT, prev_close=500 * UNIT) == (100 * 10 + 100 * 5) * UNIT
    holding.sell(200, 200 * 511 * UNIT)
    assert holding.today_profit(last=900 * UNIT, prev_close=500 * UNIT) == (100 * 11 + 100 * 6) * UNIT


def test_a_new_day_counts_anew_and_a_closed_position_is_seen_until_then() -> None:
    holding = Holding(TENCENT, 100, 100 * 400 * UNIT, MONDAY)
    holding.sell(100, 100 * 410 * UNIT)
    assert holding.shown
    holding.begin(TUESDAY)
    assert not holding.shown
    assert holding.today_profit(last=420 * UNIT, prev_close=410 * UNIT) == 0


def test_working_orders_tie_up_shares() -> None:
    books = account()
    books.holdings[TENCENT] = Holding(TENCENT, 500, 0, MONDAY)
    books.orders[1] = order(Side.BUY, 512.3, 200, filled=100)
    books.orders[2] = order(Side.SELL, 520.0, 300, filled=100)
    books.orders[3] = order(Side.BUY, 500.0, 100, status=OrderStatus.CANCELLED_ALL)
    assert books.can_sell(TENCENT, MONDAY) == 300


def test_the_market_s_word_on_an_order_goes_to_its_account() -> None:
    books = account()
    accounts = Accounts([books])
    done = order(Side.BUY, 512.3, 100, filled=100, status=OrderStatus.FILLED_ALL)
    assert accounts.apply(Filled(done, fill(Side.BUY, 512.3, 100)), MONDAY) is books
    assert accounts.apply(OrderUpdated(done), MONDAY) is books
    assert books.orders == {7: done}
    assert len(books.fills) == 1
    stranger = PersonOrder(8, 99, TENCENT, Side.BUY, OrderType.LIMIT, 1.0, 100)
    assert accounts.apply(OrderUpdated(stranger), MONDAY) is None


prices = st.integers(1, 99_999_999).map(lambda amount: amount / UNIT)


@given(st.lists(st.tuples(st.booleans(), prices, st.integers(1, 1000)), max_size=40))
def test_no_hundredth_of_a_cent_is_lost(trades: list[tuple[bool, float, int]]) -> None:
    books = account()
    books.holdings[TENCENT] = Holding(TENCENT, 1000, 0, MONDAY)
    cash, put_in, number = Fraction(1_000_000), Fraction(0), 0
    for buys, price, qty in trades:
        holding = books.holdings[TENCENT]
        if not buys and qty > holding.qty:
            continue
        exact = Fraction(round(price * UNIT), UNIT) * qty
        cash += -exact if buys else exact
        put_in += exact if buys else -exact
        number += 1
        cash -= Fraction(trade(books, Side.BUY if buys else Side.SELL, price, qty, number), UNIT)
    holding = books.holdings[TENCENT]
    assert Fraction(books.cash[Currency.HKD], UNIT) == cash
    assert sum(move.amount for move in books.movements) == books.cash[Currency.HKD]
    assert Fraction(holding.cost - holding.realized, UNIT) == put_in


def test_a_price_of_the_wire_is_its_nearest_unit() -> None:
    assert units(0.1 + 0.2) == 3000
