"""Which order types are offered where, and with which fields."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from futu_tui.protocol import Market
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading.accounts import Account
from futu_tui.trading.order_types import ORDER_TYPES, Field, TimeInForce, rule_of, types_for
from futu_tui.trading.orders import OrderType
from tests.unit.trading import wire

MARKETS = [1, 2, 4]
PUBLIC = Account.of(wire.account(1, trdMarketAuthList=MARKETS))
REAL = Account.of(wire.account(2, trdEnv=1, trdMarketAuthList=MARKETS))
PAPER = Account.of(wire.account(3, trdMarketAuthList=[1, 2, 3], competitionAccName="Paper money"))

HONG_KONGS_OWN = {
    OrderType.AUCTION,
    OrderType.AUCTION_LIMIT,
    OrderType.ABSOLUTE_LIMIT,
    OrderType.SPECIAL_LIMIT,
    OrderType.SPECIAL_LIMIT_ALL,
}
CONDITIONAL = {
    OrderType.STOP,
    OrderType.STOP_LIMIT,
    OrderType.MARKET_IF_TOUCHED,
    OrderType.LIMIT_IF_TOUCHED,
    OrderType.TRAILING_STOP,
    OrderType.TRAILING_STOP_LIMIT,
}
ALGORITHMIC = {OrderType.TWAP_MARKET, OrderType.TWAP_LIMIT, OrderType.VWAP_MARKET, OrderType.VWAP_LIMIT}
PLAIN = {OrderType.LIMIT, OrderType.MARKET}


def offered(market: Market, account: Account) -> set[OrderType]:
    return {rule.order_type for rule in types_for(market, account)}


def test_every_type_of_the_wire_has_one_row() -> None:
    numbers = [rule.order_type.number for rule in ORDER_TYPES]
    wire_numbers = set(trd_common_pb2.OrderType.values()) - {trd_common_pb2.OrderType_Unknown}
    assert sorted(numbers) == sorted(wire_numbers)


@pytest.mark.parametrize(
    ("market", "account", "types"),
    [
        (Market.HK, REAL, PLAIN | HONG_KONGS_OWN | CONDITIONAL),
        (Market.US, REAL, PLAIN | CONDITIONAL),
        (
            Market.SH,
            REAL,
            {
                OrderType.LIMIT,
                OrderType.STOP_LIMIT,
                OrderType.LIMIT_IF_TOUCHED,
                OrderType.TRAILING_STOP_LIMIT,
            },
        ),
        (Market.HK, PUBLIC, PLAIN),
        (Market.SZ, PUBLIC, {OrderType.LIMIT}),
        (Market.HK, PAPER, PLAIN | HONG_KONGS_OWN | CONDITIONAL | ALGORITHMIC),
        (Market.US, PAPER, PLAIN | CONDITIONAL | ALGORITHMIC),
        (Market.JP, REAL, set()),
    ],
)
def test_each_is_offered_only_where_market_and_account_take_it(
    market: Market, account: Account, types: set[OrderType]
) -> None:
    assert offered(market, account) == types


def test_the_usual_type_comes_first() -> None:
    assert types_for(Market.HK, REAL)[0].order_type is OrderType.LIMIT


def test_a_public_simulated_account_knows_orders_of_the_day_alone() -> None:
    for rule in types_for(Market.US, PUBLIC):
        assert (rule.tifs, rule.sessions, rule.outside_hours) == ((TimeInForce.DAY,), (), False)


def test_hours_can_be_chosen_for_us_limit_orders_alone() -> None:
    with_hours = {rule.order_type for rule in types_for(Market.US, REAL) if rule.sessions}
    assert OrderType.LIMIT in with_hours
    assert OrderType.MARKET not in with_hours
    assert all(not rule.sessions for rule in types_for(Market.HK, REAL))


@pytest.mark.parametrize(
    ("order_type", "fields"),
    [
        (OrderType.LIMIT, {Field.PRICE}),
        (OrderType.MARKET, set()),
        (OrderType.STOP, {Field.TRIGGER}),
        (OrderType.STOP_LIMIT, {Field.TRIGGER, Field.PRICE}),
        (OrderType.TRAILING_STOP, {Field.TRAIL}),
        (OrderType.TRAILING_STOP_LIMIT, {Field.TRAIL, Field.TRAIL_SPREAD}),
        (OrderType.AUCTION, set()),
        (OrderType.AUCTION_LIMIT, {Field.PRICE}),
        (OrderType.VWAP_LIMIT, {Field.PRICE}),
    ],
)
def test_each_needs_its_fields_and_no_others(order_type: OrderType, fields: set[Field]) -> None:
    rule = rule_of(order_type)
    assert rule is not None
    assert rule.fields == fields


def test_an_account_of_one_market_offers_nothing_elsewhere() -> None:
    assert types_for(Market.US, replace(REAL, markets=(1,))) == []
