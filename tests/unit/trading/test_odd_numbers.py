"""Numbers that no order, fill or account can have: what is known stays, and the person is told."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from msgspec.structs import astuple

from futu_tui.opend.errors import BadBody
from futu_tui.protocol.numbers import OddNumber
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Accounts, Funds
from futu_tui.trading.amounts import wire_number
from futu_tui.trading.calls import TradeCalls
from tests.unit.trading.test_calls import ACCOUNT, Gateway
from tests.unit.trading.wire import account, fill, order, portfolio, push_fill, push_order

_TODAY = date(2026, 11, 23)
ODD = [math.nan, math.inf, -math.inf, 1e308]
FUNDS = dict.fromkeys(
    ("power", "totalAssets", "cash", "marketVal", "frozenCash", "debtCash", "avlWithdrawalCash"), 100.0
)


def accounts() -> Accounts:
    found = Accounts()
    found.apply_list([account()])
    found.open(found.list[0])
    return found


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["price", "qty", "fillQty"])
def test_a_pushed_order_that_cannot_be_changes_nothing_and_is_told_of(field: str, odd: float) -> None:
    known = accounts()
    assert known.current is not None
    assert known.apply_push(push_order(order(1)))
    before = known.current.orders[1]
    assert not known.apply_push(push_order(order(1, **{field: odd}, updateTimestamp=2e9)))
    assert known.current.orders == {1: before}
    assert known.bad_bodies == {2208: 1}


@pytest.mark.parametrize("field", ["qty", "fillQty"])
def test_an_order_of_fewer_than_no_shares_cannot_be(field: str) -> None:
    assert not accounts().apply_push(push_order(order(1, **{field: -100.0})))


def test_an_order_that_cannot_be_read_on_the_list_stays_as_it_was_known() -> None:
    held = portfolio()
    held.apply_orders([order(1), order(2), order(3)])
    held.apply_orders([order(1, qty=math.nan), order(2)])
    assert held.orders.keys() == {1, 2}, "only what is not on the list is gone"
    assert held.orders[1].qty == order(1).qty
    assert held.unread_orders == {1}
    held.apply_orders([order(1), order(2)])
    assert not held.unread_orders


@pytest.mark.parametrize("field", ["price", "qty"])
def test_a_pushed_fill_that_cannot_be_is_left_out_and_told_of(field: str) -> None:
    known = accounts()
    assert known.current is not None
    assert known.apply_push(push_fill(fill(1)))
    assert not known.apply_push(push_fill(fill(2, **{field: math.nan})))
    assert list(known.current.fills) == [fill(1).fillIDEx]


@pytest.mark.parametrize("body", [b"", b"\x08\x00", b"\xff\xff", b"\x08\x7f"])
def test_a_push_whose_body_cannot_be_read_is_told_of(body: bytes) -> None:
    known = accounts()
    assert not known.apply_push(PushEvent(proto_id=2208, body=body))
    assert not known.apply_push(PushEvent(proto_id=2218, body=body))
    assert known.apply_push(PushEvent(proto_id=2240, body=body)), "a notice says nothing of orders"


@pytest.mark.parametrize("field", FUNDS)
def test_funds_that_cannot_be_leave_those_known(field: str) -> None:
    held = portfolio()
    held.apply_funds(trd_common_pb2.Funds(**FUNDS))
    before = held.funds
    with pytest.raises(OddNumber, match=f"{field} is no number"):
        held.apply_funds(trd_common_pb2.Funds(**FUNDS | {field: math.nan}))
    assert held.funds is before


def test_what_of_the_funds_is_not_traded_on_is_not_told_where_it_cannot_be() -> None:
    more: dict[str, Any] = {"unrealizedPL": math.nan, "longMv": math.inf, "maxWithdrawal": -1e300}
    rows = [{"cash": math.nan, "currency": 1}, {"cash": 5.0, "availableBalance": 5.0, "currency": 2}]
    funds = Funds.of(trd_common_pb2.Funds(**FUNDS, **more, cashInfoList=rows))
    assert (funds.unrealized_pl, funds.long_value, funds.max_withdrawal) == (None, None, None)
    assert [each.currency for each in funds.by_currency] == ["USD"]
    assert all(math.isfinite(each) for each in astuple(funds) if isinstance(each, float))


async def test_an_answer_with_an_amount_that_cannot_be_is_no_answer() -> None:
    rows = [{"cashFlowAmount": math.inf, "cashFlowDirection": 1}]
    with pytest.raises(BadBody, match="the answer to 2226 cannot be right"):
        await TradeCalls(Gateway(flowSummaryInfoList=rows)).cash_flow(ACCOUNT, _TODAY)
    with pytest.raises(BadBody, match="totalAssets is no number"):
        await TradeCalls(Gateway(funds=FUNDS | {"totalAssets": math.nan})).funds(ACCOUNT)


@pytest.mark.parametrize("odd", ODD)
def test_no_decimal_is_made_of_what_is_no_number(odd: float) -> None:
    with pytest.raises(OddNumber):
        wire_number(odd)
