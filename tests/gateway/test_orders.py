"""Orders over the wire: taken or refused as a gateway does, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import pytest

from futu_tui.paper import brokerage
from futu_tui.paper.keys import make_key
from futu_tui.paper.market import OrderStatus
from futu_tui.protocol import Scope
from futu_tui.protocol.pb import trd_common_pb2 as common
from futu_tui.protocol.pb.trd_update_order_fill_pb2 import Response as FillPush
from futu_tui.protocol.pb.trd_update_order_pb2 import Response as OrderPush
from tests.gateway.conftest import Caller, OpenPaper, Paper
from tests.gateway.desk import (
    APPLE,
    BUY,
    CANCEL,
    DELETE,
    DISABLE,
    ENABLE,
    SELL,
    TENCENT,
    Desk,
)

PASSWORD_MD5 = "e10adc3949ba59abbe56e057f20f883e"
"""Of 123456."""


@pytest.fixture
def desk(paper: Paper, caller: Caller) -> Desk:
    return Desk(paper, caller)


@pytest.fixture
def real(paper: Paper, caller: Caller) -> Desk:
    return Desk(paper, caller, 7_000_009)


# placing


async def test_a_limit_order_rests_and_comes_back_whole(desk: Desk) -> None:
    remark = "breakout, 突破 ~k3f9a2x"
    order_id = await desk.place(BUY, 200, 400.0, remark=remark)
    row = await desk.row(order_id)
    assert (row.orderStatus, row.trdSide, row.qty, row.price) == (5, BUY, 200, 400.0)
    assert (row.remark, row.code, row.timeInForce, row.fillQty) == (remark, "00700", 0, 0)
    assert row.orderIDEx == f"PO{order_id:012d}"


async def test_a_market_order_is_filled_before_it_is_answered(desk: Desk) -> None:
    order_id = await desk.place(BUY, 200)
    assert (await desk.row(order_id)).orderStatus == common.OrderStatus_Filled_All


async def test_pushes_tell_the_way_of_an_order(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokerage, "LARGE_ORDER", 1 << 60)
    pushes = await desk.caller.open_pushes()
    await desk.caller.ask(2008, accIDList=[desk.acc_id])
    ask = desk.paper.gateway.market.book(TENCENT)[1][0]
    desk.books.cash[desk.books.currency] *= 1_000
    order_id = await desk.place(BUY, ask.volume + 100, ask.price)
    desk.paper.gateway.send_held()
    told: list[Any] = []
    filled = 0
    while filled < ask.volume:
        event = await pushes.next()
        if event.proto_id == 2208:
            order = OrderPush.FromString(event.body).s2c.order
            if order.orderID == order_id:
                told.append(OrderStatus(order.orderStatus))
                filled = int(order.fillQty)
        elif event.proto_id == 2218:
            told.append(FillPush.FromString(event.body).s2c.orderFill.orderID)
    assert told[:4] == [OrderStatus.SUBMITTING, OrderStatus.SUBMITTED, order_id, OrderStatus.FILLED_PART]


async def test_a_write_that_is_sent_twice_is_done_once(desk: Desk) -> None:
    c2s = desk.order(BUY, 100, 400.0)
    await desk.caller.ask(2202, **c2s)
    desk.paper.wait(1)
    before = dict(desk.books.orders)
    assert "Repeated packetID" in await desk.caller.refusal(2202, **c2s)
    assert desk.books.orders == before


async def test_a_price_off_the_tick_is_moved_if_it_may_be(desk: Desk) -> None:
    up = await desk.place(BUY, 100, 400.03, adjustPrice=True, adjustSideAndLimit=0.01)
    assert (await desk.row(up)).price == pytest.approx(400.2)
    down = await desk.place(BUY, 100, 400.03, adjustPrice=True, adjustSideAndLimit=-0.01)
    assert (await desk.row(down)).price == pytest.approx(400.0)
    assert "off the tick" in await desk.refused(BUY, 100, 400.03, adjustPrice=True, adjustSideAndLimit=0.0001)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"price": 400.03}, "step there is 0.2"),
        ({"qty": 150}, "lots of 100"),
        ({"qty": 0}, "above 0"),
        ({"qty": 100.5}, "whole number"),
        ({"qty": 10_000_000}, "Insufficient buying power"),
        ({"trdSide": SELL, "qty": 100_000}, "Not enough position"),
        ({"code": "99999"}, "Unknown stock"),
        ({"code": "AAPL", "secMarket": 2}, "not traded in the market HK"),
        ({"trdSide": 0}, "trdSide"),
        ({"orderType": 3}, "OrderType"),
        ({"orderType": 6}, "auctions"),
        ({"remark": "x" * 65}, "64 bytes"),
        ({"timeInForce": 3, "expireTime": "soon"}, "expireTime"),
        ({"header": {"trdEnv": 0, "accID": 1, "trdMarket": 1}}, "acc_id"),
        ({"header": {"trdEnv": 1, "accID": 7_000_001, "trdMarket": 1}}, "environment"),
        ({"header": {"trdEnv": 0, "accID": 7_000_001, "trdMarket": 2}}, "market"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_wrong_order_is_refused_in_words(desk: Desk, fields: dict[str, Any], says: str) -> None:
    assert says in await desk.refused(**{"side": BUY, "qty": 100, "price": 400.0} | _as_arguments(fields))


def _as_arguments(fields: dict[str, Any]) -> dict[str, Any]:
    return {"side" if name == "trdSide" else name: value for name, value in fields.items()}


async def test_money_and_shares_are_spoken_for_once(desk: Desk) -> None:
    free = (await desk.funds()).power
    most = int(free / 400 / 100) * 100
    await desk.place(BUY, most - 200, 400.0)
    assert "Insufficient buying power" in await desk.refused(BUY, 500, 400.0)
    held = desk.books.can_sell(TENCENT, desk.paper.gateway.market.trade_date(TENCENT.market))
    await desk.place(SELL, held, 600.0)
    assert "Not enough position: 0 shares" in await desk.refused(SELL, 100, 600.0)


async def test_mainland_shares_are_sold_the_day_after(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, 7_000_003, 3)
    await desk.place(BUY, 100, code="600519")
    assert "Not enough position: 100 " in await desk.refused(SELL, 300, code="600519")
    await desk.place(SELL, 100, code="600519")
    assert "Not enough position: 0 " in await desk.refused(SELL, 100, code="600519")


async def test_too_many_requests_are_refused(desk: Desk) -> None:
    desk.paper.wait(30)
    for _ in range(15):
        desk.paper.wait(0.03)
        await desk.caller.ask(2202, **desk.order(BUY, 100, 400.0))
    desk.paper.wait(0.03)
    says = await desk.caller.refusal(2202, **desk.order(BUY, 100, 400.0))
    assert "15 requests in 30 seconds and 20 ms apart" in says
    desk.paper.wait(30)
    for again in (2202, 2205):
        c2s = desk.order(BUY, 100, 400.0) if again == 2202 else desk.change(0, CANCEL, forAll=True)
        await desk.caller.ask(again, **c2s)
        c2s = desk.order(BUY, 100, 400.0) if again == 2202 else desk.change(0, CANCEL, forAll=True)
        assert "ms apart" in await desk.caller.refusal(again, **c2s)


# changing


async def test_an_order_is_changed_and_cancelled(desk: Desk) -> None:
    order_id = await desk.place(BUY, 200, 400.0)
    await desk.modify(order_id, qty=300, price=401.0)
    row = await desk.row(order_id)
    assert (row.qty, row.price, row.orderStatus) == (300, 401.0, 5)
    await desk.modify(order_id, CANCEL)
    assert (await desk.row(order_id)).orderStatus == common.OrderStatus_Cancelled_All
    desk.paper.wait(1)
    assert "done" in await desk.caller.refusal(2205, **desk.change(order_id, CANCEL))
    desk.paper.wait(1)
    assert "does not exist" in await desk.caller.refusal(2205, **desk.change(424242, CANCEL))


async def test_a_change_needs_the_money_too(desk: Desk) -> None:
    order_id = await desk.place(BUY, 200, 400.0)
    desk.paper.wait(1)
    says = await desk.caller.refusal(2205, **desk.change(order_id, 1, qty=100_000))
    assert "Insufficient buying power" in says
    assert (await desk.row(order_id)).qty == 200


async def test_a_change_of_a_short_sale_or_of_a_purchase_back_is_held_to_what_is_there(
    paper: Paper, caller: Caller
) -> None:
    desk = Desk(paper, caller, 7_000_004)
    await desk.place(SELL, 300)
    back = await desk.place(BUY, 200, 400.0)
    desk.paper.wait(1)
    says = await caller.refusal(2205, **desk.change(back, 1, qty=400))
    assert "300 shares of HK.00700 that were sold short can be bought back" in says
    await desk.modify(back, qty=300)
    pool = 100 * 1_000_000
    short = await desk.place(SELL, 100, 600.0)
    desk.paper.wait(1)
    says = await caller.refusal(2205, **desk.change(short, 1, qty=pool))
    assert "can be borrowed" in says
    assert ((await desk.row(back)).qty, (await desk.row(short)).qty) == (300, 100)


async def test_all_orders_are_cancelled_at_once(desk: Desk) -> None:
    await desk.place(BUY, 200, 400.0)
    assert sum(1 for _ in desk.books.working_orders()) > 1
    await desk.modify(0, CANCEL, forAll=True, trdMarket=common.TrdMarket_US)
    assert sum(1 for _ in desk.books.working_orders()) > 1
    await desk.modify(0, CANCEL, forAll=True)
    assert not list(desk.books.working_orders())
    assert (await desk.funds()).frozenCash == 0


async def test_an_order_is_disabled_enabled_and_deleted(desk: Desk) -> None:
    order_id = await desk.place(BUY, 200, 400.0)
    for op, status in (
        (DISABLE, common.OrderStatus_Disabled),
        (ENABLE, common.OrderStatus_Submitted),
        (CANCEL, common.OrderStatus_Cancelled_All),
    ):
        await desk.modify(order_id, op)
        assert (await desk.row(order_id)).orderStatus == status
    await desk.modify(order_id, DELETE)
    rows = (await desk.caller.ask(2201, header=desk.header)).orderList
    assert order_id not in [row.orderID for row in rows]


# the account that plays a real one


async def test_a_real_account_is_locked_until_the_right_password_comes(real: Desk) -> None:
    assert "unlock trade first" in await real.refused(BUY, 100, 400.0)
    assert "wrong" in await real.caller.refusal(2005, unlock=True, pwdMD5="0" * 32)
    assert "unlock trade first" in await real.refused(BUY, 100, 400.0)
    await real.caller.ask(2005, unlock=True, pwdMD5=PASSWORD_MD5)
    order_id = await real.place(BUY, 100, 400.0)
    await real.caller.ask(2005, unlock=False)
    real.paper.wait(1)
    assert "unlock" in await real.caller.refusal(2205, **real.change(order_id, CANCEL))


async def test_the_lock_leaves_simulated_accounts_alone(desk: Desk) -> None:
    await desk.place(BUY, 100, 400.0)


async def test_a_large_order_waits_to_be_confirmed_again(real: Desk) -> None:
    await real.caller.ask(2005, unlock=True, pwdMD5=PASSWORD_MD5)
    order_id = await real.place(BUY, 6_000, 400.0)
    row = await real.row(order_id)
    assert row.orderStatus == common.OrderStatus_Unsubmitted
    assert "reconfirmReason 1" in row.lastErrMsg
    c2s = {"header": real.header, "orderID": order_id}
    assert "reason 1" in await real.caller.refusal(2237, packetID=real.packet(), reconfirmReason=2, **c2s)
    await real.caller.ask(2237, packetID=real.packet(), reconfirmReason=1, **c2s)
    row = await real.row(order_id)
    assert (row.orderStatus, row.lastErrMsg) == (common.OrderStatus_Submitted, "")
    await real.caller.refusal(2237, packetID=real.packet(), reconfirmReason=1, **c2s)


async def test_a_low_limit_hides_no_large_sale(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, 7_000_004)
    order_id = await desk.place(SELL, 5_000, 100.0)
    assert "reconfirmReason 1" in (await desk.row(order_id)).lastErrMsg
    assert "Insufficient buying power" in await desk.refused(SELL, 12_000, 100.0)


async def test_an_order_that_became_too_dear_before_it_was_confirmed_is_refused(real: Desk) -> None:
    await real.caller.ask(2005, unlock=True, pwdMD5=PASSWORD_MD5)
    order_id = await real.place(BUY, 6_000)
    assert (await real.row(order_id)).orderStatus == common.OrderStatus_Unsubmitted
    real.books.cash[real.books.currency] = 0
    c2s = {"header": real.header, "orderID": order_id}
    says = await real.caller.refusal(2237, packetID=real.packet(), reconfirmReason=1, **c2s)
    assert "Insufficient buying power" in says
    assert (await real.row(order_id)).orderStatus == common.OrderStatus_Unsubmitted


# keys


@pytest.mark.parametrize(
    ("limits", "placings", "status"),
    [
        ({"symbols": ["US.AAPL"]}, 1, grpc.StatusCode.PERMISSION_DENIED),
        ({"markets": ["US"]}, 1, grpc.StatusCode.PERMISSION_DENIED),
        ({"sides": ["sell"]}, 1, grpc.StatusCode.PERMISSION_DENIED),
        ({"max_order_value": 39_999}, 1, grpc.StatusCode.RESOURCE_EXHAUSTED),
        ({"max_daily_value": 80_000}, 3, grpc.StatusCode.RESOURCE_EXHAUSTED),
        ({"orders_per_minute": 2}, 3, grpc.StatusCode.RESOURCE_EXHAUSTED),
    ],
)
async def test_a_key_restricts_orders(
    open_paper: OpenPaper, tmp_path: Path, limits: dict[str, Any], placings: int, status: grpc.StatusCode
) -> None:
    keys_file = tmp_path / "keys.json"
    key = make_key(keys_file, "trader", frozenset({Scope.TRADE_SIMULATE}), **limits)
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        desk = Desk(paper, caller)
        for _ in range(placings - 1):
            await desk.place(BUY, 100, 400.0)
        paper.wait(1)
        before = dict(desk.books.orders)
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await caller.answer(2202, **desk.order(BUY, 100, 400.0))
        assert error.value.code() is status
        assert desk.books.orders == before


async def test_an_american_account_trades_apple(paper: Paper, caller: Caller) -> None:
    desk = Desk(paper, caller, 7_000_002, 2)
    order_id = await desk.place(BUY, 3, desk.bid_price(APPLE) - 5, code="AAPL", fillOutsideRTH=True)
    row = await desk.row(order_id)
    assert (row.secMarket, row.currency, row.fillOutsideRTH) == (common.TrdSecMarket_US, 2, True)
