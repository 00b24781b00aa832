"""Bodies written by hand: the desk does all that they say, or none of it and says which field it cannot do."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb import (
    trd_modify_order_pb2,
    trd_place_order_pb2,
    trd_reconfirm_order_pb2,
    trd_unlock_trade_pb2,
)
from futu_tui.trading.by_hand import CannotExpress, DeskAct, desk_act, lock_problem
from futu_tui.trading.outcome import OutcomeKind
from tests.unit.trading.conftest import REAL, SIMULATED, Scene
from tests.unit.trading.wire import push_order

HEADER = {"trdEnv": 0, "accID": SIMULATED, "trdMarket": 1}
ORDER = {"header": HEADER, "trdSide": 1, "orderType": 1, "code": "00700", "qty": 200.0, "price": 512.0}


def place(scene: Scene, **fields: Any) -> DeskAct:
    c2s = trd_place_order_pb2.C2S(**{**ORDER, **fields})
    return desk_act(scene.desk, scene.accounts, PROTOCOLS[ProtoId.TRD_PLACE_ORDER], c2s)


def modify(scene: Scene, op: int, **fields: Any) -> DeskAct:
    c2s = trd_modify_order_pb2.C2S(**{"header": HEADER, "orderID": 1000, "modifyOrderOp": op, **fields})
    return desk_act(scene.desk, scene.accounts, PROTOCOLS[ProtoId.TRD_MODIFY_ORDER], c2s)


async def working(scene: Scene) -> None:
    await place(scene).carry_out()
    scene.desk.observe([push_order(scene.exchange.orders[1000])])
    scene.known(1000)
    scene.exchange.writes.clear()


async def test_an_order_is_placed_and_journalled_by_the_desk(scene: Scene) -> None:
    act = place(scene, secMarket=1, remark="by hand", timeInForce=0)
    assert act.sentence == (
        "BUY 200 HK.00700 Tencent at 512.00, limit, day, 102,400.00 HKD, SIMULATE HK Cash 1234"
    )
    outcome = await act.carry_out()
    assert outcome.accepted
    (c2s,) = scene.exchange.writes
    assert (c2s.code, c2s.qty, c2s.price, c2s.remark[:8]) == ("00700", 200, 512, "by hand ")
    assert c2s.packetID.connID == scene.gw.conn_id
    (entry,) = await scene.written()
    assert entry.act.summary == act.sentence


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"adjustPrice": True}, "adjustPrice: the desk does not send it with this; leave it out"),
        ({"predSide": 1}, "predSide: the desk does not send it with this; leave it out"),
        ({"auxPrice": 500.0}, "auxPrice: the desk does not send it with this; leave it out"),
        ({"trdSide": 3}, "trdSide: the desk would send 2 and not 3; write that"),
        ({"trdSide": 0}, "trdSide: write Buy or Sell"),
        ({"orderType": 99}, "orderType: the desk would send 0 and not 99; write that"),
        ({"timeInForce": 7}, "timeInForce: the desk would send 0 and not 7; write that"),
        ({"qty": float("inf")}, "qty: write a number"),
        (
            {"header": {**HEADER, "trdMarket": 2}, "secMarket": 1},
            "header.trdMarket: the desk would send 1 and",
        ),
        ({"header": {**HEADER, "trdEnv": 1}}, "header.trdEnv: the desk would send 0 and not 1"),
        ({"header": {**HEADER, "accID": 3}}, "header.accID: there is no account 3; the accounts are "),
        ({"remark": "x ~abc1234"}, "remark: leave ~abc1234 out; the desk marks each order itself"),
        ({"expireTime": "soon"}, "expireTime: soon is no day; write 2026-01-31"),
        ({"expireTime": "2026-12-31"}, "expireTime: the desk does not send it with this; leave it out"),
    ],
)
async def test_what_the_desk_cannot_do_is_refused_by_its_field(
    scene: Scene, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(CannotExpress) as caught:
        place(scene, **fields)
    assert said in str(caught.value)
    assert scene.exchange.writes == []


async def test_a_limit_order_without_a_price_is_refused(scene: Scene) -> None:
    c2s = trd_place_order_pb2.C2S(**{key: value for key, value in ORDER.items() if key != "price"})
    with pytest.raises(CannotExpress, match="needs more fields, such as price"):
        desk_act(scene.desk, scene.accounts, PROTOCOLS[ProtoId.TRD_PLACE_ORDER], c2s)


async def test_a_real_account_is_not_traded_while_a_simulated_one_is_in_play(scene: Scene) -> None:
    act = place(scene, header={"trdEnv": 1, "accID": REAL, "trdMarket": 1})
    outcome = await act.carry_out()
    assert outcome.kind is OutcomeKind.NOT_SENT
    assert scene.exchange.writes == []


async def test_a_change_says_the_whole_of_it(scene: Scene) -> None:
    await working(scene)
    with pytest.raises(CannotExpress, match=r"qty: is missing; the desk would send 200\.0; write it"):
        modify(scene, 1, price=511.5)
    act = modify(scene, 1, price=511.5, qty=300.0)
    assert "price 512.00 to 511.50, quantity 200 to 300" in act.sentence
    assert (await act.carry_out()).accepted
    (c2s,) = scene.exchange.writes
    assert (c2s.price, c2s.qty) == (511.5, 300)


async def test_a_cancel_names_its_order_by_either_id(scene: Scene) -> None:
    await working(scene)
    with pytest.raises(CannotExpress, match="qty: the desk does not send it with this"):
        modify(scene, 2, qty=100.0)
    with pytest.raises(CannotExpress, match="orderID: 77 is no order of today of HK Cash 1234"):
        modify(scene, 2, orderID=77)
    with pytest.raises(CannotExpress, match="modifyOrderOp: write Normal, Cancel"):
        modify(scene, 9)
    act = modify(scene, 2, orderID=0, orderIDEx="ex1000")
    assert act.sentence.startswith("CANCEL BUY 200 HK.00700")
    assert (await act.carry_out()).accepted
    (c2s,) = scene.exchange.writes
    assert (c2s.orderID, c2s.modifyOrderOp) == (1000, 2)


async def test_all_of_a_market_are_cancelled_when_the_market_is_named(scene: Scene) -> None:
    await working(scene)
    with pytest.raises(CannotExpress, match="trdMarket: write the market"):
        modify(scene, 2, orderID=0, forAll=True)
    with pytest.raises(CannotExpress, match="with forAll only Cancel"):
        modify(scene, 1, orderID=0, forAll=True, trdMarket=1)
    act = modify(scene, 2, orderID=0, forAll=True, trdMarket=1)
    assert act.sentence == "CANCEL ALL orders of HK, SIMULATE HK Cash 1234"
    assert (await act.carry_out()).accepted
    assert [write.modifyOrderOp for write in scene.exchange.writes] == [2]


async def test_a_reconfirmation_goes_by_the_desk(scene: Scene) -> None:
    await working(scene)
    c2s = trd_reconfirm_order_pb2.C2S(header=HEADER, orderID=1000, reconfirmReason=4)
    act = desk_act(scene.desk, scene.accounts, PROTOCOLS[ProtoId.TRD_RECONFIRM_ORDER], c2s)
    assert (await act.carry_out()).accepted
    assert scene.exchange.writes[0].reconfirmReason == 4


async def test_a_lock_of_another_broker_is_refused(real: Scene) -> None:
    assert lock_problem(real.account, trd_unlock_trade_pb2.C2S(unlock=True)) == ""
    assert "securityFirm" in lock_problem(real.account, trd_unlock_trade_pb2.C2S(unlock=True, securityFirm=2))
