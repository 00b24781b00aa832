"""About what an order costs, by the published price lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from futu_tui.protocol import Market
from futu_tui.trading.accounts import Account
from futu_tui.trading.fees import Estimate, estimate
from tests.unit.trading import wire

REAL = Account.of(wire.account(2, trdEnv=1))
PUBLIC = Account.of(wire.account(1))


def cost(market: Market, qty: int, value: str, *, sells: bool = False, stamped: bool = True) -> Decimal:
    found = estimate(REAL, market, qty=Decimal(qty), value=Decimal(value), sells=sells, stamped=stamped)
    assert found is not None
    assert found.total == sum(amount for _, amount in found.items)
    return found.total


@pytest.mark.parametrize(
    ("market", "qty", "value", "sells", "total"),
    [
        # 30.75 + 15 + 103 + 5.79 + 4.31 + 2.77 + 0.15
        (Market.HK, 200, "102500", False, "161.77"),
        # 3 + 15 + 2 + 0.07 + 0.05 + 0.03
        (Market.HK, 100, "1200", True, "20.15"),
        # 0.99 + 1 + 0.03
        (Market.US, 10, "2681.30", False, "2.02"),
        # the least commission is no more than half a percent of the value
        (Market.US, 10, "20", True, "0.24"),
        # 44.04 + 15 + 5.01 + 2.94 + 4.40 + 73.40
        (Market.SH, 100, "146800", True, "144.79"),
    ],
)
def test_orders(market: Market, qty: int, value: str, sells: bool, total: str) -> None:
    assert cost(market, qty, value, sells=sells) == Decimal(total)


def test_funds_bear_no_stamp_duty() -> None:
    assert cost(Market.HK, 100, "102500") - cost(Market.HK, 100, "102500", stamped=False) == 103


def test_a_public_simulated_account_pays_nothing() -> None:
    free = estimate(PUBLIC, Market.HK, qty=Decimal(1), value=Decimal(1000), sells=True)
    assert free == Estimate(Decimal(0), ())


def test_where_no_list_is_known_nothing_is_made_up() -> None:
    assert estimate(REAL, Market.JP, qty=Decimal(1), value=Decimal(1000), sells=True) is None
