"""What the exchange holds at the end of a trial: as its file has it, and as it tells by 2201 and 2221."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from futu_tui.opend import OpenD
from futu_tui.paper.accounts import Accounts
from futu_tui.paper.market import PersonOrder
from futu_tui.paper.opening import blank_accounts
from futu_tui.paper.serial import Serial
from futu_tui.paper.state import State
from futu_tui.protocol import ProtoId
from futu_tui.trading import Account
from futu_tui.trading.client_id import split_remark
from futu_tui.trading.order_lists import orders_of
from futu_tui.trading.orders import Order


@dataclass(frozen=True)
class Books:
    """Every order that the exchange ever took, deleted ones too, and every write that it did."""

    orders: Mapping[int, PersonOrder]
    done: frozenset[tuple[int, int]]
    """(connID, serialNo)"""
    listed: Mapping[int, Order]
    """By 2201 and 2221."""

    def of(self, client_id: str) -> list[PersonOrder]:
        """The orders with this mark."""
        return [order for order in self.orders.values() if split_remark(order.remark)[1] == client_id]


def read_books(state: Path, listed: Mapping[int, Order]) -> Books:
    """Read the file of a gateway that has ended."""
    kept = State(state)
    try:
        accounts = Accounts(blank_accounts(), lambda security: False)
        kept.restore(accounts, Serial(), Serial())
        orders = {number: order for account in accounts for number, order in account.orders.items()}
        return Books(orders, frozenset(kept.packets), listed)
    finally:
        kept.close()


async def ask_lists(target: str) -> dict[int, Order]:
    """Every order that a gateway lists, of today and of the past."""
    async with OpenD(target) as gateway:
        rows: list[Any] = []
        for account in map(
            Account.of, (await gateway.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})).accList
        ):
            header = {"header": account.header()}
            rows += (await gateway.request(ProtoId.TRD_GET_ORDER_LIST, header)).orderList
            span = {"beginTime": _day(-2), "endTime": _day(2)}
            past = header | {"filterConditions": span}
            rows += (await gateway.request(ProtoId.TRD_GET_HISTORY_ORDER_LIST, past)).orderList
        return {order.order_id: order for order in orders_of(rows)}


def _day(days: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + days * 86_400))
