"""The still market with a trading desk at it: acts go nowhere, and end as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from futu_tui.market import Store
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.protocol.pb import trd_common_pb2 as trd
from futu_tui.trading import Account, Accounts, Fill, Order
from futu_tui.trading.calls import CashFlow, MarginRatio, OrderFees
from futu_tui.trading.funds import Funds
from futu_tui.trading.guard import Refusal
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.outcome import DeskEvent, Outcome, OutcomeKind
from futu_tui.trading.password import Password
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import MaxQuantities, TicketContext
from tests.tui.grid_harness import order
from tests.tui.scene import PLAY_ID, REAL_ID, TODAY, WALL, Person, SceneApp, StillTime

DONE = Outcome(OutcomeKind.ACCEPTED, "accepted")
REFUSED = Outcome(OutcomeKind.REFUSED, "Insufficient purchasing power")
UNKNOWN = Outcome(OutcomeKind.UNKNOWN, "no answer came: it is being looked up")
TOO_LARGE = Refusal(
    "largest order value", "512,500.00 HKD", "500,000.00 HKD",
    "largest order value: 512,500.00 HKD, 500,000.00 HKD allowed",
)  # fmt: skip
LIMITED = Outcome(
    OutcomeKind.NOT_SENT, f"your own limit: {TOO_LARGE.text}", refusals=(TOO_LARGE,), overridable=True
)


@dataclass
class StillDesk:
    """A desk whose acts are kept, and answered by `outcomes` in turn, then by DONE."""

    accounts: Accounts
    store: Store
    outcomes: list[Outcome] = field(default_factory=list)
    acts: list[tuple[Any, ...]] = field(default_factory=list)
    """What was asked of it: the name of the act, and what it was about."""
    readonly_reason: str = ""
    locked: bool = False
    unlocked: bool = False
    open_acts: list[Any] = field(default_factory=list)
    on_event: Callable[[DeskEvent], None] = lambda event: None
    held: asyncio.Event | None = None
    """What every act waits for, if anything."""
    touched: int = 0

    def touch(self) -> None:
        self.touched += 1

    def context(
        self,
        security: Security,
        *,
        account: Account | None = None,
        maximum: MaxQuantities | None = None,
        leaving_out: int | None = None,
    ) -> TicketContext:
        portfolio = self.accounts.portfolios[account.acc_id] if account else self.accounts.current
        assert portfolio is not None
        return TicketContext.of(
            security, portfolio, self.store, WALL, maximum=maximum, leaving_out=leaving_out
        )

    async def place(self, ticket: OrderTicket, *, override: str = "") -> Outcome:
        return await self._act("place", ticket.sentence(self.context(ticket.security)), override)

    async def modify(self, change: ModifyTicket, *, override: str = "") -> Outcome:
        return await self._act("modify", change.sentence(self.context(change.order.security)), override)

    async def cancel(self, order: Order, account: Account | None = None) -> Outcome:
        return await self._act("cancel", order.order_id)

    async def disable(self, order: Order, account: Account | None = None) -> Outcome:
        return await self._act("disable", order.order_id)

    async def enable(self, order: Order, account: Account | None = None) -> Outcome:
        return await self._act("enable", order.order_id)

    async def delete(self, order: Order, account: Account | None = None) -> Outcome:
        return await self._act("delete", order.order_id)

    async def reconfirm(self, order: Order, reason: int, account: Account | None = None) -> Outcome:
        return await self._act("reconfirm", order.order_id, reason)

    async def cancel_all(
        self,
        account: Account | None = None,
        *,
        trade_market: int | None = None,
        security: Security | None = None,
    ) -> list[Outcome]:
        return [await self._act("cancel all", trade_market, security)]

    async def unlock(self, password: Password) -> Outcome:
        outcome = await self._act("unlock", password.md5)
        self.unlocked = outcome.accepted
        return outcome

    async def lock(self) -> Outcome:
        self.unlocked = False
        return await self._act("lock")

    async def _act(self, *act: Any) -> Outcome:
        self.acts.append(act)
        if self.held is not None:
            await self.held.wait()
        return self.outcomes.pop(0) if self.outcomes else DONE


class StillCalls:
    """What the gateway tells of the account when it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.refusal: GatewayError | None = None
        self.orders: list[Order] = []
        self.fills: list[Fill] = []
        self.flows: list[CashFlow] = []

    async def max_quantities(
        self, account: Account, security: Security, *terms: Any, **more: Any
    ) -> MaxQuantities:
        self._note("most", security)
        return MaxQuantities(Decimal(1_600), Decimal(3_200), Decimal(600), None, None)

    async def margin_ratios(
        self, account: Account, securities: list[Security]
    ) -> dict[Security, MarginRatio]:
        self._note("margin", *securities)
        forty, fifty = Decimal(40), Decimal(50)
        return {
            security: MarginRatio(security, True, True, None, None, forty, fifty, forty, fifty)
            for security in securities
        }

    async def funds(self, account: Account, *, currency: int | None = None) -> Funds:
        self._note("funds", currency)
        told = _funds(12_163.55)
        told.currency = currency or 1
        return Funds.of(told)

    async def order_fees(self, account: Account, orders: list[Order]) -> dict[str, OrderFees]:
        self._note("fees", *(order.order_id for order in orders))
        return {order.id_ex: OrderFees(order.id_ex, Decimal("98.42"), ()) for order in orders}

    async def cash_flow(self, account: Account, day: date, *, market: int | None = None) -> list[CashFlow]:
        self._note("flow", day)
        return self.flows

    async def past_orders(
        self, account: Account, begin: date, end: date, *, market: int | None = None
    ) -> list[Order]:
        self._note("orders", begin, end)
        return self.orders

    async def past_fills(
        self, account: Account, begin: date, end: date, *, market: int | None = None
    ) -> list[Fill]:
        self._note("fills", begin, end)
        return self.fills

    def _note(self, *asked: Any) -> None:
        self.asked.append(asked)
        if self.refusal is not None:
            raise self.refusal


class DeskScene(SceneApp):
    """The program on the still market, trading."""

    def __init__(self, clock: StillTime, *, real: bool = False, **scene: Any) -> None:
        """With `real` money in play."""
        super().__init__(clock, **scene)
        self.told: list[str] = []
        """What the person was notified of."""
        for acc_id, power in ((PLAY_ID, 861_204.11), (REAL_ID, 95_310.4)):
            self.accounts.portfolios[acc_id].apply_funds(_funds(power))
        if real:
            self.accounts.open(self.accounts.portfolios[REAL_ID].account)
        self.desk = StillDesk(self.accounts, self.store)
        self.calls = StillCalls()
        self.acts.desk = self.desk  # type: ignore[assignment]
        self.acts.calls = self.calls  # type: ignore[assignment]

    def notify(self, message: str, **more: Any) -> None:
        self.told.append(message)
        super().notify(message, **more)


def _funds(power: float) -> trd.Funds:
    return trd.Funds(
        power=power,
        totalAssets=1_386_204.11,
        cash=861_204.11,
        marketVal=525_000.0,
        frozenCash=102_300.0,
        debtCash=0.0,
        avlWithdrawalCash=758_904.11,
        currency=1,
        cashInfoList=[
            trd.AccCashInfo(currency=1, cash=861_204.11, availableBalance=758_904.11),
            trd.AccCashInfo(currency=2, cash=12_400.5, availableBalance=12_400.5),
        ],
        marketInfoList=[trd.AccMarketInfo(trdMarket=1, assets=525_000.0)],
    )


def held_back() -> trd.Order:
    """An order that the gateway wants confirmed again."""
    return order(
        12, "HK.00700", createTime=f"{TODAY} 10:42:00", updateTime=f"{TODAY} 10:42:00", price=512.5, qty=20_000.0,
        orderStatus=0, remark="~k3f9a2x",
        lastErrMsg="Confirm again: this order is worth 10,250,000.00 HKD (reconfirmReason 4)",
    )  # fmt: skip


Opened = TypeVar("Opened")


async def open_contracts(app: DeskScene, person: Person, key: str, screen: type[Opened]) -> Opened:
    """Open the screen of options, warrants or futures that this key of "further views" stands for."""
    await person.press("full_stop", key)
    await person.settle()
    app.frame()
    await person.settle()
    assert isinstance(app.screen, screen)
    return app.screen
