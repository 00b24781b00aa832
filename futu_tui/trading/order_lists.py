"""The gateway's lists of orders, as a desk in doubt reads them: today's (2201) and those of past days (2221)."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

from futu_tui.opend import errors
from futu_tui.protocol import Market, ProtoId, SecurityError
from futu_tui.protocol.numbers import OddNumber
from futu_tui.protocol.times import local_time
from futu_tui.trading.accounts import Accounts
from futu_tui.trading.acts import Act
from futu_tui.trading.open_acts import Gateway
from futu_tui.trading.orders import Order

DAY = 86_400.0
"""Seconds."""

_MARKETS = {1: Market.HK, 2: Market.US, 3: Market.SH, 4: Market.SH}
"""In whose time zone a trd_common.TrdMarket's history is asked for; two days more than needed cover the others."""


class OrderLists:
    """Reads them for acts of an account; what today's say goes into the account's state too."""

    def __init__(self, gateway: Gateway, accounts: Accounts, timeout: float) -> None:
        self._gateway = gateway
        self._accounts = accounts
        self._timeout = timeout

    async def today(self, act: Act, *, refresh: bool) -> list[Order]:
        """The orders of the act's account and market; with `refresh` asked of the broker rather than the gateway's
        memory. Raises GatewayError."""
        portfolio = self._accounts.portfolios.get(act.acc_id)
        asked = portfolio.revision if portfolio else 0
        answer = await self._ask(
            ProtoId.TRD_GET_ORDER_LIST, {"header": _header(act), "refreshCache": refresh}
        )
        if portfolio is not None:
            portfolio.apply_orders(answer.orderList, market=act.trade_market, asked=asked)
        return orders_of(answer.orderList, self._accounts.latest())

    async def past(self, act: Act, since: float, until: float) -> list[Order]:
        """Its orders of the days from `since` to `until`, in epoch seconds. Raises GatewayError."""
        market = _MARKETS.get(act.trade_market, Market.HK)
        conditions = {
            "beginTime": f"{local_time(since - DAY, market):%Y-%m-%d %H:%M:%S}",
            "endTime": f"{local_time(until + DAY, market):%Y-%m-%d %H:%M:%S}",
        }
        answer = await self._ask(
            ProtoId.TRD_GET_HISTORY_ORDER_LIST, {"header": _header(act), "filterConditions": conditions}
        )
        return orders_of(answer.orderList, self._accounts.latest())

    async def _ask(self, protocol: ProtoId, c2s: dict[str, Any]) -> Any:
        return await self._gateway.request(protocol, c2s, timeout=self._timeout)


NOT_SERVED = (errors.NotServed, errors.NoScope)
"""How a gateway says that it keeps no such list, or not for this key."""
REFUSALS_MEANT = 3
"""A list that is refused so often in a row is not kept for this account; the first time it may be a limit."""


def orders_of(rows: Iterable[Any], told_by: float = inf) -> list[Order]:
    """Rows of the wire as orders, `told_by` as they know it; those that cannot be read are left out."""
    orders = []
    for row in rows:
        try:
            orders.append(Order.of(row, told_by))
        except (SecurityError, OddNumber):
            continue
    return orders


def _header(act: Act) -> dict[str, int]:
    return {"trdEnv": act.env, "accID": act.acc_id, "trdMarket": act.trade_market}
