from __future__ import annotations

from typing import Any

import pytest

from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Account, AccountChanges, Accounts, TrdEnv
from tests.unit.trading.wire import ACC_ID, FILLED, account, fill, order, push_fill, push_order


def changes_of(accounts: Accounts) -> AccountChanges:
    changes = AccountChanges()
    accounts.take_changes(changes)
    return changes


@pytest.fixture
def accounts() -> Accounts:
    """One account in play, one beside it, nothing left to tell."""
    accounts = Accounts()
    accounts.apply_list([account(), account(99, trdEnv=1)])
    accounts.open(accounts.list[0])
    changes_of(accounts)
    return accounts


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"trdMarketAuthList": [1], "accType": 1}, "HK Cash 1234"),
        ({"trdMarketAuthList": [1], "accType": 1, "cardNum": "1001246812345678"}, "HK Cash 5678"),
        ({"trdMarketAuthList": [2], "accType": 2, "uniCardNum": "10019999"}, "US Margin 9999"),
        ({"trdMarketAuthList": [1, 4], "accType": 1}, "HK/HKCC Cash 1234"),
        ({"trdMarketAuthList": [1, 2, 4, 113], "accType": 2}, "Universal Margin 1234"),
        ({"trdMarketAuthList": [999]}, "market 999 Cash 1234"),
    ],
)
def test_an_account_s_label_tells_markets_kind_and_the_end_of_its_number(
    fields: dict[str, Any], label: str
) -> None:
    assert Account.of(account(**fields)).label == label


def test_the_header_names_environment_account_and_market() -> None:
    universal = Account.of(account(trdEnv=1, trdMarketAuthList=[1, 2]))
    assert universal.env is TrdEnv.REAL
    header = trd_common_pb2.TrdHeader(**universal.header())
    assert (header.trdEnv, header.accID, header.trdMarket) == (1, ACC_ID, 1)
    assert universal.header(2)["trdMarket"] == 2


def test_active_accounts_come_first() -> None:
    accounts = Accounts()
    accounts.apply_list([account(1, accStatus=1), account(2), account(3)])
    assert [each.acc_id for each in accounts.list] == [2, 3, 1]


def test_the_same_list_again_changes_nothing_and_keeps_what_is_known(accounts: Accounts) -> None:
    accounts.apply_push(push_order(order()))
    changes_of(accounts)
    accounts.apply_list([account(), account(99, trdEnv=1)])
    assert not changes_of(accounts)
    assert accounts.current is not None
    assert list(accounts.current.orders) == [1]


def test_an_account_that_is_gone_is_in_play_no_more(accounts: Accounts) -> None:
    accounts.apply_list([account(99, trdEnv=1)])
    assert accounts.current is None
    assert list(accounts.portfolios) == [99]
    assert changes_of(accounts).accounts


def test_whoever_holds_an_account_that_is_gone_sees_nothing_until_it_is_back(accounts: Accounts) -> None:
    """A dialog may be open that is about it."""
    held = accounts.current
    assert held is not None
    accounts.apply_push(push_order(order()))
    accounts.apply_list([account(99, trdEnv=1)])
    accounts.apply_list([account(99, trdEnv=1)])
    assert not held.orders
    accounts.apply_list([account(), account(99, trdEnv=1)])
    assert accounts.open(accounts.list[0]) is held
    accounts.apply_push(push_order(order()))
    assert list(held.orders) == [1]


def test_opening_an_account_changes_everything_that_is_shown_of_it(accounts: Accounts) -> None:
    portfolio = accounts.open(accounts.list[1])
    assert accounts.current is portfolio
    assert changes_of(accounts) == AccountChanges(accounts=True, orders=True, positions=True, funds=True)
    accounts.open(accounts.list[1])
    assert not changes_of(accounts)


def test_pushes_go_to_their_account_and_only_the_one_in_play_is_told(accounts: Accounts) -> None:
    accounts.apply_push(push_order(order(status=FILLED), acc_id=99))
    assert not changes_of(accounts)
    assert list(accounts.portfolios[99].orders) == [1]
    accounts.apply_push(push_order(order()))
    accounts.apply_push(push_fill(fill()))
    assert changes_of(accounts) == AccountChanges(orders=True)
    assert list(accounts.portfolios[ACC_ID].fills) == ["f1"]


def test_pushes_of_strangers_and_broken_bodies_are_counted_and_cost_nothing_else(accounts: Accounts) -> None:
    accounts.apply_push(push_order(order(), acc_id=5))
    accounts.apply_push(PushEvent(proto_id=2208, body=b"\xff\xff"))
    accounts.apply_push(PushEvent(proto_id=2218, body=b""))
    accounts.apply_push(PushEvent(proto_id=2240, body=b"\xff"))
    assert accounts.strangers == 1
    assert accounts.bad_bodies == {2208: 1, 2218: 1}
    assert not changes_of(accounts)


def test_funds_are_told_when_they_differ(accounts: Accounts) -> None:
    assert accounts.current is not None
    row = trd_common_pb2.Funds(
        power=861_204.11,
        totalAssets=1_500_000,
        cash=861_204.11,
        marketVal=638_795.89,
        frozenCash=0,
        debtCash=0,
        avlWithdrawalCash=800_000,
        currency=1,
        cashInfoList=[{"currency": 2, "cash": 10.0, "availableBalance": 9.0}],
    )
    assert accounts.current.apply_funds(row)
    assert not accounts.current.apply_funds(row)
    assert changes_of(accounts) == AccountChanges(funds=True)
    funds = accounts.current.funds
    assert funds is not None
    assert (funds.currency, funds.power, funds.initial_margin) == ("HKD", 861_204.11, None)
    assert [(cash.currency, cash.cash, cash.available) for cash in funds.by_currency] == [("USD", 10.0, 9.0)]
