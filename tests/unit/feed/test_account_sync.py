"""The accounts: which is in play, and how a fill reaches money and holdings."""

from __future__ import annotations

import asyncio

import pytest

from futu_tui.protocol import ProtoId
from futu_tui.trading import OrderStatus, Portfolio, TrdEnv
from tests.gateway.conftest import Caller, Paper
from tests.gateway.desk import BUY, Desk
from tests.unit.feed.conftest import TENCENT, Follow, Following

MONEY = (ProtoId.TRD_GET_FUNDS, ProtoId.TRD_GET_POSITION_LIST)


@pytest.fixture
def desk(paper: Paper, caller: Caller) -> Desk:
    """Somebody else at the same account."""
    return Desk(paper, caller)


def portfolio(following: Following) -> Portfolio:
    current = following.accounts.current
    assert current is not None
    return current


def held(following: Following) -> float:
    return sum(
        position.qty for position in portfolio(following).positions.values() if position.security == TENCENT
    )


async def test_an_order_placed_elsewhere_shows_up(following: Following, desk: Desk) -> None:
    placed = await desk.place(BUY, 100, round(desk.ask_price() * 0.9), remark="from afar")
    desk.paper.gateway.step()
    await following.until(lambda: placed in portfolio(following).orders)
    order = portfolio(following).orders[placed]
    assert order.status is OrderStatus.SUBMITTED
    assert order.remark == "from afar"
    assert following.changes.orders


async def test_a_fill_moves_order_holdings_and_money(following: Following, desk: Desk) -> None:
    before = held(following)
    funds = portfolio(following).funds
    assert funds is not None
    placed = await desk.place(BUY, 200)
    desk.paper.gateway.step()
    await following.until(
        lambda: (
            placed in portfolio(following).orders
            and portfolio(following).orders[placed].status is OrderStatus.FILLED
        )
    )
    await following.until(lambda: held(following) == before + 200)
    after = portfolio(following).funds
    assert after is not None
    assert after.cash < funds.cash - 200 * desk.bid_price() * 0.9
    assert any(fill.order_id == placed for fill in portfolio(following).fills.values())


async def test_a_burst_of_fills_costs_one_reading_of_money(following: Following, desk: Desk) -> None:
    before = held(following)
    following.asked.clear()
    for _ in range(4):
        await desk.place(BUY, 100)
    desk.paper.gateway.step()
    await following.until(lambda: held(following) == before + 400)
    await following.settle()
    assert [following.asked[protocol] for protocol in MONEY] == [1, 1]


async def test_nothing_is_read_anew_while_nothing_happens(following: Following) -> None:
    following.asked.clear()
    for _ in range(20):
        following.frame()
        await asyncio.sleep(0.01)
    assert [following.asked[protocol] for protocol in MONEY] == [0, 0]


async def test_another_account_is_read_whole(following: Following) -> None:
    american = next(each for each in following.accounts.list if each.markets == (2,))
    following.feed.switch_account(american)
    await following.until(lambda: portfolio(following).account == american)
    await following.until(lambda: portfolio(following).funds)
    assert {str(position.security) for position in portfolio(following).positions.values()} == {"US.AAPL"}
    assert following.changes.accounts


async def test_the_account_asked_for_is_the_one_in_play(quick: None, paper: Paper, follow: Follow) -> None:
    async with follow(paper, preferred="0003") as following:
        assert portfolio(following).account.acc_id == 7_000_003


@pytest.mark.parametrize("environment", [TrdEnv.SIMULATE, TrdEnv.REAL])
async def test_the_first_account_is_of_the_environment_asked_for_if_there_is_one(
    quick: None, paper: Paper, follow: Follow, environment: TrdEnv
) -> None:
    async with follow(paper, environment=environment) as following:
        kinds = {account.env for account in following.accounts.list}
        assert portfolio(following).account.env is (environment if environment in kinds else TrdEnv.SIMULATE)


async def test_a_cut_that_hid_a_fill_is_made_good_on_return(following: Following, desk: Desk) -> None:
    before = held(following)
    await following.road.cut()
    await following.until(lambda: following.store.stale_since)
    placed = await desk.place(BUY, 100)
    desk.paper.gateway.step()
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.live)
    assert portfolio(following).orders[placed].status is OrderStatus.FILLED
    assert held(following) == before + 100
