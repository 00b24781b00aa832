"""A call auction trades as much as it can at one price, and leaves nothing that could still trade."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.auction import ANY_PRICE, Auction
from futu_tui.paper.exchange import Order
from futu_tui.paper.orders import Side

REFERENCE = 100

intents = st.lists(
    st.tuples(st.sampled_from(Side), st.sampled_from([ANY_PRICE, *range(96, 105)]), st.integers(1, 50)),
    max_size=40,
)
Intents = list[tuple[Side, int, int]]


def auction_of(sent: Intents) -> Auction:
    auction = Auction(REFERENCE)
    for order_id, (side, price, quantity) in enumerate(sent):
        auction.add(Order(order_id, side, price, quantity))
    return auction


def tradable(sent: Intents, price: int) -> int:
    """What could trade at a price."""
    buys = sum(q for side, limit, q in sent if side is Side.BUY and (limit == ANY_PRICE or limit >= price))
    sells = sum(q for side, limit, q in sent if side is Side.SELL and limit <= price)
    return min(buys, sells)


@given(intents)
def test_no_other_price_would_trade_more(sent: Intents) -> None:
    match = auction_of(sent).match()
    most = max(tradable(sent, price) for price in range(90, 111))
    assert (match.quantity if match else 0) == most


@given(intents)
def test_buyers_and_sellers_trade_the_matched_quantity_within_their_limits(sent: Intents) -> None:
    auction = auction_of(sent)
    match, pairings = auction.uncross()
    assert sum(pairing.quantity for pairing in pairings) == (match.quantity if match else 0)
    for buyer, seller, quantity in pairings:
        assert match is not None
        assert quantity > 0
        assert buyer.price in (ANY_PRICE, *range(match.price, 200))
        assert seller.price <= match.price


@given(intents)
def test_what_is_left_does_not_cross(sent: Intents) -> None:
    auction = auction_of(sent)
    auction.uncross()
    limits = [order for order in auction.leftover() if order.price != ANY_PRICE]
    bids = [order.price for order in limits if order.side is Side.BUY]
    asks = [order.price for order in limits if order.side is Side.SELL]
    assert not bids or not asks or max(bids) < min(asks)


def test_a_better_price_goes_before_an_earlier_order() -> None:
    auction = auction_of([(Side.BUY, 100, 10), (Side.BUY, 101, 10), (Side.SELL, 100, 10)])
    _, (pairing,) = auction.uncross()
    assert pairing.buyer.price == 101


def test_equal_prices_go_by_time() -> None:
    auction = auction_of([(Side.BUY, 100, 10), (Side.BUY, 100, 10), (Side.SELL, 100, 15)])
    _, pairings = auction.uncross()
    assert [(pairing.buyer.id, pairing.quantity) for pairing in pairings] == [(0, 10), (1, 5)]


def test_of_equal_prices_the_one_nearest_the_reference_is_taken() -> None:
    match = auction_of([(Side.BUY, 104, 10), (Side.SELL, 96, 10)]).match()
    assert match is not None
    assert match.price == REFERENCE


def test_nothing_trades_when_nobody_meets() -> None:
    auction = auction_of([(Side.BUY, 99, 10), (Side.SELL, 101, 10)])
    assert auction.uncross() == (None, [])
    assert len(auction.leftover()) == 2
