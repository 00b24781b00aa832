"""Keeps the accounts' state equal to the gateway's: lists on start and after a cut, pushes in between, and
now and then a look at the lists, for a push can be lost."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Any

from futu_tui.feed.catch_up import REFUSALS
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError, Limited, NoScope, Refused
from futu_tui.own_context import OwnContext
from futu_tui.protocol import ProtoId
from futu_tui.protocol.numbers import OddNumber
from futu_tui.protocol.pb import futu_service_pb2 as service
from futu_tui.trading import Account, Accounts, Portfolio, TrdEnv

log = logging.getLogger(__name__)

SETTLE = 0.5
"""Seconds to wait after a push before asking for funds and positions, so that a burst costs one request."""
LOOK_EVERY = 5.0
"""Seconds between looks at the lists while orders work, or something has just happened. The lists have no limit while
they come out of the gateway's memory, and this would keep the limit of those that do not."""
LOOK_SELDOM = 30.0
"""The same while nothing happens: only what another program did can have been missed."""
LOOK_AGAIN = 1.5
"""The same after a look whose answer was lost, and where a push could not be read."""
STIRRED = 2 * LOOK_EVERY
"""Seconds after the last news that count as something happening."""
REFUSALS_MEANT = 3
"""A list that is refused so often in a row is not kept for this account; the first time it may be a limit."""
_NAMED = 5
"""Orders that a notice spells out."""
_ORDERS, _FILLS = ProtoId.TRD_GET_ORDER_LIST, ProtoId.TRD_GET_ORDER_FILL_LIST
_POSITIONS, _FUNDS = ProtoId.TRD_GET_POSITION_LIST, ProtoId.TRD_GET_FUNDS
MOVES_MONEY = frozenset({ProtoId.TRD_UPDATE_ORDER, ProtoId.TRD_UPDATE_ORDER_FILL})

Ask = Callable[[ProtoId, Portfolio], Awaitable[Any]]
"""What asks for something of an account: the S2C, None where it was refused."""


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
        self._context = OwnContext()
        self.refusal = ""
        """Why there is no account to show; empty while there may be one."""
        self._refusal_may_pass = False
        self._logged_out = False
        """The gateway said that it is not logged in for trading: until it is, it is not worth asking."""
        self._pushes_due = False
        """The gateway would not send the accounts' pushes yet."""
        self._looking = False
        self._lost = False
        """An answer that was asked for by a look never came."""
        self._unread = False
        """A push could not be read: what it told is on the lists."""
        self._odd: set[str] = set()
        """What was told of accounts that cannot be read."""
        self._looked = 0.0
        """When the lists were last asked for, in monotonic seconds, as `_stirred`."""
        self._stirred = 0.0
        """When something new was last heard of the account in play."""
        self._money_seen: Hashable = None
        """What the orders were when money and holdings were last read; None where that failed."""
        self._refused: Counter[ProtoId] = Counter()
        """How often in a row a list of the account in play was refused."""

    async def load(self) -> None:
        """List the accounts, ask for their pushes, and read the current one whole."""
        try:
            answer = await self._gateway.request(
                ProtoId.TRD_GET_ACC_LIST, {"userID": self._gateway.user_id or 0}
            )
        except REFUSALS as error:
            self._refuse(error)
            return
        self.refusal = ""
        self._accounts.apply_list(answer.accList)
        if not self._accounts.list:
            self.refusal = "The gateway knows no trading account for this login."
            return
        await self._ask_for_pushes()
        current = self._accounts.current
        await self.read(current or self._accounts.open(self._first()))

    def _refuse(self, error: GatewayError) -> None:
        """There is no account to show. One that the key may not see any more is not shown as if it were known."""
        before, self.refusal = self.refusal, str(error)
        known = bool(self._accounts.list)
        self._refusal_may_pass = known or isinstance(error, Refused | Limited)
        if known and self.refusal != before:
            self._report(f"Accounts: {error}")
        if isinstance(error, NoScope):
            self._accounts.apply_list(())

    def note_login(self, *, holds: bool) -> None:
        """Whether the gateway is logged in for trading; while it is not, what is known is old, nothing is told."""
        if holds:
            if self._logged_out:
                self._logged_out, self._looked = False, 0.0
        elif not self._logged_out:
            self._logged_out = self._refusal_may_pass = True
            self.refusal = "The gateway is not logged in for trading."
            self._report(f"Accounts: {self.refusal}")
            self._accounts.begin_anew()

    async def _check_rights(self) -> None:
        """The key may not read this account's orders: find out whether it may read any account's."""
        try:
            await self._gateway.request(ProtoId.TRD_GET_ACC_LIST, {"userID": self._gateway.user_id or 0})
        except NoScope as error:
            self._refuse(error)
        except REFUSALS as error:
            log.info("look: %s", error)

    async def switch(self, account: Account) -> None:
        """Make an account the one in play and read it whole."""
        await self.read(self._accounts.open(account))

    async def _ask_for_pushes(self) -> None:
        try:
            await self._gateway.request(
                ProtoId.TRD_SUB_ACC_PUSH, {"accIDList": [account.acc_id for account in self._accounts.list]}
            )
            self._pushes_due = False
        except REFUSALS as error:
            if not self._pushes_due:
                self._report(f"Order pushes: {error}")
            self._pushes_due = True

    async def read(self, portfolio: Portfolio) -> None:
        """Orders, fills, positions and funds of one account."""
        self._looked = self._stirred = time.monotonic()
        self._refused.clear()
        try:
            await self._read_lists(portfolio, self._ask)
        finally:
            await self._read_money(portfolio, self._ask)

    def is_due(self, now: float) -> bool:
        """Whether it is time for a `look`, at `now` in monotonic seconds."""
        if self._looking or self._logged_out:
            return False
        every = (
            LOOK_AGAIN if self._lost or self._unread else LOOK_EVERY if self._is_busy(now) else LOOK_SELDOM
        )
        return now - self._looked >= every

    async def look(self) -> None:
        """Read the order and fill lists of the account in play, and its money and holdings where something is new.

        A push that was lost shows here. It also asks again for what was refused at the start. Refusals are not
        reported: the pushes may say all there is.
        """
        self._looking, self._lost, self._unread = True, False, False
        self._looked = time.monotonic()
        try:
            await self._look()
        except GatewayError as error:
            self._note_lost(error)
        finally:
            self._looking = False

    def apply(self, events: Iterable[service.PushEvent]) -> None:
        """Take trade pushes. Orders hold back money and shares, fills move them: both are then read anew."""
        for event in events:
            self._unread |= not self._accounts.apply_push(event)
            if event.proto_id in MOVES_MONEY:
                self._stir(self._ask)

    def close(self) -> None:
        """Stop whatever is still to be asked."""
        if self._settling is not None:
            self._settling.cancel()

    def _note_lost(self, error: GatewayError) -> None:
        """An answer did not come. Where the link is down its return reads the account whole, else a look soon does."""
        log.info("look: %s", error)
        self._lost = True

    def _is_busy(self, now: float) -> bool:
        """Whether a lost push would soon matter."""
        portfolio = self._accounts.current
        if portfolio is None or self.refusal:
            return self._refusal_may_pass
        return (
            self._pushes_due
            or now - self._stirred < STIRRED
            or any(order.working for order in portfolio.orders.values())
        )

    async def _look(self) -> None:
        if self.refusal or self._accounts.current is None:
            await self.load()
            return
        if self._pushes_due:
            await self._ask_for_pushes()
        portfolio = self._accounts.current
        news = await self._read_lists(portfolio, self._ask_quietly)
        # The desk reads the order list too: what it found is known here and not yet in the money.
        due = self._money_seen != _terms(portfolio) and not any(map(self._is_refused, (_POSITIONS, _FUNDS)))
        if portfolio is self._accounts.current and (news or due):
            self._stir(self._ask_quietly)

    def _stir(self, ask: Ask) -> None:
        """Something is new: money and holdings are to be read."""
        self._stirred = time.monotonic()
        if self._settling is None:
            self._settling = self._context.run(asyncio.ensure_future, self._settle(ask))

    async def _settle(self, ask: Ask) -> None:
        try:
            await asyncio.sleep(SETTLE)
        finally:
            self._settling = None
        portfolio = self._accounts.current
        if portfolio is None:
            return
        try:
            await self._read_money(portfolio, ask)
        except GatewayError as error:
            self._note_lost(error)

    async def _read_lists(self, portfolio: Portfolio, ask: Ask) -> bool:
        """Orders and fills; whether anything was new."""
        asked = portfolio.revision
        (orders, fills), error = await _all(ask(_ORDERS, portfolio), ask(_FILLS, portfolio))
        news = orders is not None and portfolio.apply_orders(orders.orderList, asked=asked)
        if unread := portfolio.unread_orders:
            numbers = ", ".join(map(str, sorted(unread)[:_NAMED]))
            more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
            self._tell_odd(portfolio, f"the list of orders is not whole here: {numbers}{more} cannot be read")
        news |= fills is not None and portfolio.apply_fills(fills.orderFillList)
        if error is not None:
            raise error
        return news

    async def _read_money(self, portfolio: Portfolio, ask: Ask) -> None:
        seen, self._money_seen = _terms(portfolio), None
        (positions, funds), error = await _all(ask(_POSITIONS, portfolio), ask(_FUNDS, portfolio))
        if positions is not None:
            portfolio.apply_positions(positions.positionList)
        if funds is not None:
            try:
                portfolio.apply_funds(funds.funds)
            except OddNumber as odd:
                funds = None
                self._tell_odd(portfolio, f"what it is worth cannot be read and stays as it was known: {odd}")
        if error is not None:
            raise error
        if portfolio is self._accounts.current and positions is not None and funds is not None:
            self._money_seen = seen

    def _tell_odd(self, portfolio: Portfolio, words: str) -> None:
        """What the gateway tells cannot be; said once, for it is asked for again and again."""
        words = f"{portfolio.account.label}: {words}. Look at it in the broker's own app."
        if words not in self._odd:
            self._odd.add(words)
            self._report(words)

    def _is_refused(self, protocol: ProtoId) -> bool:
        """Whether it was refused so often in a row that this is meant."""
        return self._refused[protocol] >= REFUSALS_MEANT

    async def _ask_quietly(self, protocol: ProtoId, portfolio: Portfolio) -> Any:
        """As `_ask`, without a report, and not at all where a refusal is meant; None also where no answer came."""
        if self._is_refused(protocol):
            return None
        try:
            answer = await self._gateway.request(protocol, {"header": portfolio.account.header()})
        except REFUSALS as error:
            log.info("look: %s", error)
            self._refused[protocol] += protocol != _ORDERS  # that one every gateway has
            if protocol == _ORDERS and isinstance(error, NoScope):
                await self._check_rights()
            return None
        except GatewayError as error:
            self._note_lost(error)
            return None
        del self._refused[protocol]
        return answer

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


async def _all(*asking: Awaitable[Any]) -> tuple[list[Any], BaseException | None]:
    """The answers of all, for one that is lost spoils no other; None in the place of such, and the first error."""
    results = await asyncio.gather(*asking, return_exceptions=True)
    errors = [result for result in results if isinstance(result, BaseException)]
    answers = [None if isinstance(result, BaseException) else result for result in results]
    return answers, errors[0] if errors else None


def _terms(portfolio: Portfolio) -> Hashable:
    """What of an account's orders holds back or has moved money and shares."""
    return frozenset(
        (order.order_id, order.filled, order.remaining, order.price) for order in portfolio.orders.values()
    )
