"""The accounts: which is in play, and how a fill reaches money and holdings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from futu_tui.feed import account_sync
from futu_tui.feed.account_sync import LOOK_EVERY, LOOK_SELDOM, AccountSync
from futu_tui.opend.errors import NoScope, Refused
from futu_tui.paper.faults import Fault, Faults
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Accounts, OrderStatus, Portfolio, TrdEnv
from tests.gateway.conftest import Caller, OpenPaper, Paper
from tests.gateway.desk import BUY, CANCEL, Desk
from tests.unit.feed.conftest import TENCENT, Follow, Following
from tests.unit.trading import wire

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
    orders = portfolio(following).orders
    await following.until(lambda: placed in orders and orders[placed].status is OrderStatus.SUBMITTED)
    assert orders[placed].remark == "from afar"
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


class TestLostPushes:
    """Every push of trading is lost, as on a bad day; the lists are looked at more often than in life."""

    @pytest.fixture(autouse=True)
    def often(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(account_sync, "LOOK_EVERY", 0.15)
        monkeypatch.setattr(account_sync, "LOOK_SELDOM", 0.3)

    @pytest.fixture
    async def paper(self, open_paper: OpenPaper) -> AsyncIterator[Paper]:
        async with open_paper(faults=Faults({Fault.PUSH_LOST: 1.0})) as paper:
            yield paper

    async def test_an_order_and_its_end_are_seen_all_the_same(self, following: Following, desk: Desk) -> None:
        placed = await desk.place(BUY, 100, round(desk.ask_price() * 0.9))
        await following.until(lambda: placed in portfolio(following).orders)
        await desk.modify(placed, CANCEL)
        await following.until(lambda: portfolio(following).orders[placed].status is OrderStatus.CANCELLED)
        assert following.accounts.strangers == following.feed.store.router.received == 0

    async def test_a_fill_reaches_fills_holdings_and_money(self, following: Following, desk: Desk) -> None:
        before, funds = held(following), portfolio(following).funds
        placed = await desk.place(BUY, 200)
        await following.until(lambda: held(following) == before + 200)
        assert portfolio(following).orders[placed].status is OrderStatus.FILLED
        assert any(fill.order_id == placed for fill in portfolio(following).fills.values())
        await following.until(lambda: portfolio(following).funds != funds)

    async def test_what_the_desk_read_of_the_orders_reaches_holdings_too(
        self, following: Following, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = held(following)
        monkeypatch.setattr(following.feed.account_sync, "is_due", lambda now: False)
        placed = await desk.place(BUY, 100)
        rows = (await desk.caller.ask(2201, header=desk.header)).orderList
        assert portfolio(following).apply_orders(rows)  # as a desk in doubt does
        monkeypatch.undo()
        monkeypatch.setattr(account_sync, "LOOK_EVERY", 0.15)
        monkeypatch.setattr(account_sync, "SETTLE", 0.1)
        await following.until(lambda: held(following) == before + 100)
        assert portfolio(following).orders[placed].status is OrderStatus.FILLED

    async def test_money_that_was_refused_is_asked_for_again(self, following: Following, desk: Desk) -> None:
        before = held(following)
        refuse(following, ProtoId.TRD_GET_POSITION_LIST, 1)
        await desk.place(BUY, 100)
        await following.until(lambda: held(following) == before + 100)

    async def test_a_list_that_is_always_refused_is_given_up_in_silence(self, following: Following) -> None:
        told = following.told
        refuse(following, ProtoId.TRD_GET_ORDER_FILL_LIST, 1000)
        following.asked.clear()
        await following.until(lambda: following.asked[ProtoId.TRD_GET_ORDER_LIST] >= 6)
        assert following.asked[ProtoId.TRD_GET_ORDER_FILL_LIST] == account_sync.REFUSALS_MEANT
        assert following.told == told

    async def test_money_that_is_always_refused_is_given_up_in_silence_too(
        self, following: Following, desk: Desk
    ) -> None:
        refuse(following, ProtoId.TRD_GET_FUNDS, 1000)
        told = following.told
        following.asked.clear()
        await desk.place(BUY, 100)
        await following.until(lambda: following.asked[ProtoId.TRD_GET_ORDER_LIST] >= 12)
        assert following.asked[ProtoId.TRD_GET_FUNDS] == account_sync.REFUSALS_MEANT
        assert following.told == told

    async def test_nothing_but_the_lists_is_asked_for_while_they_tell_nothing_new(
        self, following: Following
    ) -> None:
        await following.until(lambda: following.feed.account_sync._settling is None)
        following.asked.clear()
        await following.until(lambda: following.asked[ProtoId.TRD_GET_ORDER_LIST] >= 3)
        assert [following.asked[protocol] for protocol in MONEY] == [0, 0]


def refuse(following: Following, protocol: ProtoId, times: int) -> None:
    """Have the gateway refuse a request so often, from now on, in words of a limit."""
    request = following.feed.gateway.request
    left = [times]

    async def refused(asked: Any, *args: Any, **kwargs: Any) -> Any:
        if asked == protocol and left[0]:
            left[0] -= 1
            following.asked[protocol] += 1
            raise Refused("too many requests", ret_type=-1, ret_msg="too many requests")
        return await request(asked, *args, **kwargs)

    following.feed.gateway.request = refused  # type: ignore[method-assign]


@pytest.mark.parametrize("protocol", [ProtoId.TRD_GET_ACC_LIST, ProtoId.TRD_SUB_ACC_PUSH])
async def test_what_was_refused_at_the_start_is_asked_for_again(
    quick: None, paper: Paper, desk: Desk, follow: Follow, monkeypatch: pytest.MonkeyPatch, protocol: ProtoId
) -> None:
    monkeypatch.setattr(account_sync, "LOOK_EVERY", 0.1)
    async with follow(paper, wait=False) as following:
        refuse(following, protocol, 2)
        await following.until(lambda: following.accounts.current and following.asked[protocol] == 3)
        await following.until(lambda: portfolio(following).funds)
        assert following.feed.account_sync.refusal == ""
        monkeypatch.setattr(following.feed.account_sync, "is_due", lambda now: False)
        placed = await desk.place(BUY, 100, round(desk.ask_price() * 0.9))
        paper.gateway.step()
        await following.until(lambda: placed in portfolio(following).orders)  # by its push


class TestHowOften:
    """Seconds from the last news until the lists are looked at."""

    @pytest.fixture
    def accounts(self) -> Accounts:
        accounts = Accounts()
        accounts.apply_list([wire.account()])
        accounts.open(accounts.list[0])
        return accounts

    @pytest.fixture
    def sync(self, accounts: Accounts) -> AccountSync:
        return AccountSync(Silent(), accounts, print, environment=TrdEnv.SIMULATE)  # type: ignore[arg-type]

    async def test_while_orders_work_it_is_often(
        self, sync: AccountSync, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert accounts.current is not None
        accounts.current.apply_order(wire.order())
        await sync.look()
        monkeypatch.setattr(account_sync, "STIRRED", 0.0)
        assert not sync.is_due(time.monotonic() + LOOK_EVERY - 1)
        assert sync.is_due(time.monotonic() + LOOK_EVERY)

    async def test_a_push_that_cannot_be_read_has_them_looked_at_soon(
        self, sync: AccountSync, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(account_sync, "STIRRED", 0.0)
        await sync.look()
        soon = time.monotonic() + account_sync.LOOK_AGAIN
        assert not sync.is_due(soon)
        sync.apply([PushEvent(proto_id=ProtoId.TRD_UPDATE_ORDER, body=b"\xff")])
        assert sync.is_due(soon)
        await sync.look()
        assert not sync.is_due(time.monotonic() + account_sync.LOOK_AGAIN)
        sync.close()

    async def test_what_cannot_be_read_is_told_of_once(self, accounts: Accounts) -> None:
        told: list[str] = []
        held = accounts.current
        assert held is not None
        sync = AccountSync(OddAnswers(), accounts, told.append, environment=TrdEnv.SIMULATE)  # type: ignore[arg-type]
        for _ in range(3):
            await sync._read_lists(held, sync._ask)
            await sync._read_money(held, sync._ask)
        assert told == [
            "HK Cash 1234: the list of orders is not whole here: 7 cannot be read. Look at it in the broker's own app.",
            "HK Cash 1234: what it is worth cannot be read and stays as it was known: totalAssets is no number. "
            "Look at it in the broker's own app.",
        ]

    async def test_while_nothing_happens_it_is_seldom(
        self, sync: AccountSync, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await sync.look()
        monkeypatch.setattr(account_sync, "STIRRED", 0.0)
        assert not sync.is_due(time.monotonic() + LOOK_SELDOM - 1)
        assert sync.is_due(time.monotonic() + LOOK_SELDOM)

    async def test_for_some_seconds_after_a_push_it_is_often(self, sync: AccountSync) -> None:
        await sync.look()
        sync.apply([wire.push_order(wire.order(status=wire.FILLED))])
        assert sync.is_due(time.monotonic() + LOOK_EVERY)
        sync.close()

    async def test_a_key_without_the_scope_is_not_asked_about_often(self) -> None:
        sync = AccountSync(Silent(NoScope("no acc:read")), Accounts(), print, environment=TrdEnv.SIMULATE)  # type: ignore[arg-type]
        await sync.look()
        assert sync.refusal
        assert not sync.is_due(time.monotonic() + LOOK_SELDOM - 1)

    async def test_while_one_look_is_under_way_there_is_no_other(self, sync: AccountSync) -> None:
        looking = asyncio.create_task(sync.look())
        await asyncio.sleep(0)
        assert not sync.is_due(time.monotonic() + LOOK_SELDOM)
        await looking
        assert sync.is_due(time.monotonic() + LOOK_SELDOM)


class OddAnswers:
    """A gateway whose orders and funds have numbers that cannot be."""

    async def request(self, protocol: int, c2s: Any = None, **options: Any) -> Any:
        s2c = PROTOCOLS[protocol].s2c
        assert s2c is not None
        answer: Any = s2c()
        if protocol == ProtoId.TRD_GET_ORDER_LIST:
            answer.orderList.append(wire.order(7, qty=float("nan")))
        if protocol == ProtoId.TRD_GET_FUNDS:
            for name in (
                "power",
                "totalAssets",
                "cash",
                "marketVal",
                "frozenCash",
                "debtCash",
                "avlWithdrawalCash",
            ):
                setattr(answer.funds, name, float("nan") if name == "totalAssets" else 1.0)
        return answer


class Silent:
    """A gateway that refuses everything."""

    user_id = 0

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error or Refused("no", ret_type=-1, ret_msg="no")

    async def request(self, protocol: int, c2s: Any = None, **options: Any) -> Any:
        raise self._error
