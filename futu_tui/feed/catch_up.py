"""The requests that bring what no push will: the state at the moment of subscribing, and what a broken link missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from futu_tui.market import Period, Rehab, Series, Store
from futu_tui.opend import OpenD, Want
from futu_tui.opend.errors import BadBody, GatewayError, GatewayFault, Limited, NoScope, NotServed, Refused
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot

BOOK_LEVELS = 10
TICKS = 1000
"""The most that 3010 answers."""
BARS = 1000
"""The most that 3006 answers."""
SNAPSHOTS = 400
"""The most securities that 3203 takes."""
HALVINGS = 16
"""Requests beyond the least that one search for refused securities may take; what is left is found the next time."""
AT_ONCE = 8
"""Requests under way together, so that a key's own request never waits behind a hundred others."""

REFUSALS = (Refused, NoScope, NotServed, Limited, BadBody, GatewayFault)
"""The gateway lives, but gives no answer of use: this one is missing, the rest goes on."""


def wire(security: Security) -> dict[str, Any]:
    """The body of a qot_common.Security."""
    return {"market": int(security.market), "code": security.code}


class CatchUp:
    """Fetches the present state of subscriptions into the store."""

    def __init__(
        self,
        gateway: OpenD,
        store: Store,
        report: Callable[[str], None],
        rehabs: Callable[[Want], Iterable[int]] = lambda want: (qot.RehabType_Forward,),
    ) -> None:
        """`rehabs` tells in which adjustments (qot_common.RehabType) a subscription's K-lines are pushed."""
        self._rehabs = rehabs
        self._gateway = gateway
        self._store = store
        self._report = report
        self._room = asyncio.Semaphore(AT_ONCE)
        self._unserved: set[Security] = set()
        """Of these the gateway gives no snapshots."""

    async def fetch(self, wants: Collection[Want]) -> None:
        """Ask for what these subscriptions show now. A refusal is reported and costs only its own answer.

        Raises:
            GatewayError: the link itself failed; nothing more can be fetched on it.
        """
        quotes = sorted({want.security for want in wants if want.sub_type == qot.SubType_Basic})
        await self.basic(quotes)
        single = [want for want in wants if want.sub_type != qot.SubType_Basic]
        async with asyncio.TaskGroup() as group:
            for want in single:
                group.create_task(self._one(want))

    async def basic(self, securities: list[Security]) -> None:
        """3004: the quotes of securities whose basic quote is subscribed."""
        if not securities:
            return
        c2s = {"securityList": [wire(security) for security in securities]}
        try:
            answer = await self._gateway.request(ProtoId.QOT_GET_BASIC_QOT, c2s)
        except REFUSALS as error:
            self._report(f"Quotes: {error}")
        else:
            self._store.apply_basic(answer.basicQotList)

    async def snapshots(self, securities: Iterable[Security]) -> bool:
        """3203: bid, ask and the extended hours of any securities, subscribed or not; whether none was refused.

        One that is refused, for it is unknown or of a market without a quote right, spoils the answer for all it is
        asked with. It is found by halving, a few requests each time, and not asked about again. Raises NoScope
        where the key may read no quotes at all.
        """
        refused = False
        for _, listed in groupby(sorted(set(securities) - self._unserved), key=attrgetter("market")):
            market = list(listed)
            parts = [market[start : start + SNAPSHOTS] for start in range(0, len(market), SNAPSHOTS)]
            for _ in range(len(parts) + HALVINGS):
                if not parts:
                    break
                part = parts.pop()
                if not await self._snapshots(part):
                    refused = True
                    if len(part) == 1:
                        self._unserved.update(part)
                    else:
                        parts.extend(halves(part))
        return not refused

    async def allowed(self) -> None:
        """Ask for what any key with the scope of quotes may ask. Raises NoScope without it, and GatewayError."""
        try:
            await self._gateway.request(ProtoId.QOT_GET_SUB_INFO, {"isReqAllConn": False})
        except NoScope:
            raise
        except REFUSALS:
            pass  # which says nothing of the key

    async def _snapshots(self, securities: list[Security]) -> bool:
        """Whether the gateway takes the question for these securities. Raises NoScope where it takes none of any."""
        c2s = {"securityList": [wire(security) for security in securities]}
        try:
            answer = await self._gateway.request(ProtoId.QOT_GET_SECURITY_SNAPSHOT, c2s)
        except (Refused, NoScope) as no:
            if isinstance(no, NoScope):
                await self.allowed()
            if len(securities) == 1:
                self._report(f"{securities[0]}: {no}")
            return False
        except REFUSALS as error:
            self._report(f"Snapshots: {error}")
        else:
            self._store.apply_snapshot(answer.snapshotList)
        return True

    async def listings(self, securities: Iterable[Security]) -> None:
        """3202: names and lot sizes of these securities; those that the gateway does not list cost only themselves."""
        asked = list(securities)
        if not asked:
            return
        try:
            answer = await self._gateway.request(
                ProtoId.QOT_GET_STATIC_INFO, {"securityList": [wire(security) for security in asked]}
            )
        except (Refused, NoScope) as no:
            if len(asked) == 1:
                self._report(f"{asked[0]}: {no}")
                return
            for half in halves(asked):
                await self.listings(half)
        except REFUSALS as error:
            self._report(f"Names: {error}")
        else:
            self._store.apply_static(answer.staticInfoList)

    def forget_refusals(self) -> None:
        """Ask again about what was refused: the gateway, or its rights, may be others now."""
        self._unserved.clear()

    async def all_listings(self, market: int, sec_type: int) -> None:
        """3202: every security of a market and type, applied in slices so that keys are never kept waiting."""
        answer = await self._gateway.request(
            ProtoId.QOT_GET_STATIC_INFO, {"market": market, "secType": sec_type}, timeout=30.0
        )
        for start in range(0, len(answer.staticInfoList), 250):
            self._store.apply_static(answer.staticInfoList[start : start + 250])
            await asyncio.sleep(0)

    async def _one(self, want: Want) -> None:
        async with self._room:
            try:
                await self._request(want)
            except REFUSALS as error:
                self._report(f"{want.security}: {error}")

    async def _request(self, want: Want) -> None:
        security, sub_type = want
        body = {"security": wire(security)}
        request, store = self._gateway.request, self._store
        if sub_type == qot.SubType_OrderBook:
            store.apply_order_book(await request(ProtoId.QOT_GET_ORDER_BOOK, body | {"num": BOOK_LEVELS}))
        elif sub_type == qot.SubType_Broker:
            store.apply_broker(await request(ProtoId.QOT_GET_BROKER, body))
        elif sub_type == qot.SubType_Ticker:
            asked_in = store.stretch
            answer = await request(ProtoId.QOT_GET_TICKER, body | {"maxRetNum": TICKS})
            store.apply_ticker(answer, asked_in)
        elif sub_type == qot.SubType_RT:
            store.apply_rt(await request(ProtoId.QOT_GET_RT, body))
        elif (period := Period.of_sub_type(sub_type)) is not None:
            for rehab in map(Rehab, sorted(self._rehabs(want))):
                asked_at = store.pushes_of_bars(Series(security, period, rehab))
                kl = {"rehabType": int(rehab), "klType": period.kl_type, "reqNum": BARS}
                answer = await request(ProtoId.QOT_GET_KL, body | kl)
                store.apply_kl(answer, period, rehab, asked_at)


def halves(securities: list[Security]) -> tuple[list[Security], list[Security]]:
    """A list of two or more in two parts."""
    middle = len(securities) // 2
    return securities[:middle], securities[middle:]


def lost_link(errors: BaseExceptionGroup[Any] | GatewayError) -> GatewayError:
    """The first gateway error of a group of them."""
    if isinstance(errors, GatewayError):
        return errors
    return lost_link(errors.exceptions[0])
