"""Keeps the accounts' state equal to the gateway's: lists on start and after a cut, pushes in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from futu_tui.feed.catch_up import REFUSALS
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import futu_service_pb2 as service
from futu_tui.trading import Account, Accounts, Portfolio, TrdEnv

SETTLE = 0.5
"""Seconds to wait after a push before asking for funds and positions, so that a burst costs one request."""
MOVES_MONEY = frozenset({ProtoId.TRD_UPDATE_ORDER, ProtoId.TRD_UPDATE_ORDER_FILL})


class AccountSync:
    """Reads accounts, orders, fills, positions and funds into `Accounts`."""

    def __init__(
        self,
        gateway: OpenD,
        accounts: Accounts,
        report: Callable[[str], None],
        *,
        environment: TrdEnv,
        preferred: str = "",
    ) -> None:
        self._gateway = gateway
        self._accounts = accounts
        self._report = report
        self._environment = environment
        self._preferred = preferred
        self._settling: asyncio.Task[None] | None = None
        self.refusal = ""
        """Why there is no account to show; empty while there may be one."""

    async def load(self) -> None:
        """List the accounts, ask for their pushes, and read the current one whole."""
        try:
            answer = await self._gateway.request(
                ProtoId.TRD_GET_ACC_LIST, {"userID": self._gateway.user_id or 0}
            )
        except REFUSALS as error:
            self.refusal = str(error)
            return
        self.refusal = ""
        self._accounts.apply_list(answer.accList)
        if not self._accounts.list:
            self.refusal = "The gateway knows no trading account for this login."
            return
        try:
            await self._gateway.request(
                ProtoId.TRD_SUB_ACC_PUSH, {"accIDList": [account.acc_id for account in self._accounts.list]}
            )
        except REFUSALS as error:
            self._report(f"Order pushes: {error}")
        current = self._accounts.current
        await self.read(current or self._accounts.open(self._first()))

    async def switch(self, account: Account) -> None:
        """Make an account the one in play and read it whole."""
        await self.read(self._accounts.open(account))

    async def read(self, portfolio: Portfolio) -> None:
        """Orders, fills, positions and funds of one account."""
        asked = portfolio.revision
        orders, fills, positions, funds = await asyncio.gather(
            self._ask(ProtoId.TRD_GET_ORDER_LIST, portfolio),
            self._ask(ProtoId.TRD_GET_ORDER_FILL_LIST, portfolio),
            self._ask(ProtoId.TRD_GET_POSITION_LIST, portfolio),
            self._ask(ProtoId.TRD_GET_FUNDS, portfolio),
        )
        if orders is not None:
            portfolio.apply_orders(orders.orderList, asked=asked)
        if fills is not None:
            portfolio.apply_fills(fills.orderFillList)
        self._apply_money(portfolio, positions, funds)

    def apply(self, events: Iterable[service.PushEvent]) -> None:
        """Take trade pushes. Orders hold back money and shares, fills move them: both are then read anew."""
        for event in events:
            self._accounts.apply_push(event)
            if event.proto_id in MOVES_MONEY and self._settling is None:
                self._settling = asyncio.ensure_future(self._settle())

    def close(self) -> None:
        """Stop whatever is still to be asked."""
        if self._settling is not None:
            self._settling.cancel()

    async def _settle(self) -> None:
        try:
            await asyncio.sleep(SETTLE)
        finally:
            self._settling = None
        portfolio = self._accounts.current
        if portfolio is None:
            return
        try:
            positions, funds = await asyncio.gather(
                self._ask(ProtoId.TRD_GET_POSITION_LIST, portfolio),
                self._ask(ProtoId.TRD_GET_FUNDS, portfolio),
            )
        except GatewayError:
            return  # the link is down: its return reads the account whole
        self._apply_money(portfolio, positions, funds)

    def _apply_money(self, portfolio: Portfolio, positions: Any, funds: Any) -> None:
        if positions is not None:
            portfolio.apply_positions(positions.positionList)
        if funds is not None:
            portfolio.apply_funds(funds.funds)

    async def _ask(self, protocol: ProtoId, portfolio: Portfolio) -> Any:
        try:
            return await self._gateway.request(protocol, {"header": portfolio.account.header()})
        except REFUSALS as error:
            self._report(f"{portfolio.account.label}: {error}")
            return None

    def _first(self) -> Account:
        """The account a person asked for, else the first active one of the environment in play."""

        def rank(account: Account) -> tuple[bool, bool, bool]:
            numbers = (str(account.acc_id), account.card)
            named = bool(self._preferred) and any(number.endswith(self._preferred) for number in numbers)
            return (not named, account.env is not self._environment, not account.active)

        return min(self._accounts.list, key=rank)
