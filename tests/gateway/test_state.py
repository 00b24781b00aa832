"""A gateway that ends, however it ends, starts again with the same accounts and orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from futu_tui.paper.accounts import Account
from futu_tui.paper.state import State, StateError
from tests.gateway.conftest import OpenPaper
from tests.gateway.desk import BUY, CANCEL, SELL, Desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paper.state"


def comparable(books: Account) -> object:
    orders = [
        (each.order_id, each.status, each.filled, each.paid, each.remark) for each in books.orders.values()
    ]
    moves = sorted(books.movements)
    return books.cash, sorted(books.holdings.items()), sorted(orders), sorted(books.fills), moves


async def test_everything_is_there_again(open_paper: OpenPaper, path: Path) -> None:
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller)
        resting = await desk.place(BUY, 100, 400.0, remark="kept")
        await desk.place(BUY, 200)
        await desk.place(SELL, 100)
        await desk.modify(await desk.place(BUY, 100, 400.0), CANCEL)
        stop = await desk.place(SELL, 100, orderType=10, auxPrice=100.0)
        before = comparable(desk.books)
    # Not closed: the process was killed.
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller, _serials=desk._serials)
        assert comparable(desk.books) == before
        working = {order.order_id for order in paper.gateway.market.working_orders()}
        assert {resting, stop} <= working
        assert await desk.place(BUY, 100, 400.0) > stop
        await desk.modify(resting, CANCEL)
        assert (await desk.row(resting)).remark == "kept"


async def test_a_write_that_was_done_is_not_done_again_after_the_restart(
    open_paper: OpenPaper, path: Path
) -> None:
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller)
        done = desk.order(BUY, 100, 400.0, remark="once")
        await caller.ask(2202, **done)
        paper.wait(2.5)
        refused = desk.order(BUY, 100, 400.3)
        await caller.refusal(2202, **refused)
        assert State(path).packets == [(desk.acc_id, 1)]
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller)
        assert "Repeated packetID" in await caller.refusal(2202, **done)
        assert [order.remark for order in desk.books.orders.values()].count("once") == 1


async def test_a_number_of_a_connection_that_wrote_is_not_given_out_again(
    open_paper: OpenPaper, path: Path
) -> None:
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller)
        first = (await caller.ask(1001, clientVer=100, clientID="first")).connID
        await caller.ask(2202, **desk.order(BUY, 100, 400.0) | {"packetID": {"connID": first, "serialNo": 1}})
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        assert (await caller.ask(1001, clientVer=100, clientID="second")).connID > first


async def test_the_lock_is_kept_too(open_paper: OpenPaper, path: Path) -> None:
    for locked in (True, False):
        async with open_paper(state=State(path)) as paper:
            assert paper.gateway.brokerage.locked is locked
            paper.gateway.lock(locked=False)


async def test_a_resting_order_fills_after_the_restart(open_paper: OpenPaper, path: Path) -> None:
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        desk = Desk(paper, caller)
        order_id = await desk.place(BUY, 100, desk.bid_price())
    async with open_paper(state=State(path)) as paper:
        account = paper.gateway.accounts.get(7_000_001)
        assert account is not None
        paper.run_until(lambda: account.orders[order_id].filled == 100)
        assert account.movements[-1].order_id == order_id


async def test_another_market_does_not_fit(open_paper: OpenPaper, path: Path) -> None:
    async with open_paper(state=State(path)):
        pass
    with pytest.raises(StateError, match="does not list"):
        async with open_paper(state=State(path), symbols=("HK.00700",)):
            pass


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    State(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("not a database, but long enough to look like one " * 40)
    with pytest.raises(StateError, match="broken"):
        State(broken)
