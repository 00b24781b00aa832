"""Keeps what is known of the price alerts equal to the gateway's, and sends what the person wants of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from enum import IntEnum
from typing import Any

from msgspec.structs import replace

from futu_tui.feed.catch_up import REFUSALS, wire
from futu_tui.feed.tools import Tools
from futu_tui.market import Alert, Fired
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.alerts import AlertFrequency

MARKETS = (Market.HK, Market.US, Market.SH)
"""Whose alerts are always asked for; those of Shenzhen come with Shanghai's."""


SETTLE = 1.0
"""Seconds from an act to the reading of what it left, so that a handful of acts costs one."""


class Op(IntEnum):
    """What is done to an alert, by its qot_set_price_reminder.SetPriceReminderOp number."""

    ADD = 1
    DELETE = 2
    ENABLE = 3
    DISABLE = 4
    MODIFY = 5
    DELETE_ALL = 6


class AlertSync:
    """3221 into the store and 3220 out to the gateway. 3221 may be asked ten times in 30 seconds, so what several acts
    in a row leave is asked for once."""

    def __init__(self, tools: Tools) -> None:
        self._gateway, self._store, self._report, self._start = tools
        self._due: dict[Security, None] = {}
        """Whose alerts are to be read again, in the order of asking."""
        self._reading = False
        self.loading = False
        """Whether all alerts are being read."""

    def reload(self, securities: Iterable[Security] = (), *, after_cut: bool = False) -> None:
        """Read all alerts, of the usual markets and those of these securities; nothing while that is under way.

        `after_cut` says that pushes may have been missed.
        """
        if not self.loading:
            self.loading = True
            markets = {*MARKETS, *(each.market for each in securities if each.market is not Market.SZ)}
            self._start(self._load(markets, after_cut=after_cut))

    async def _load(self, markets: Iterable[Market], *, after_cut: bool) -> None:
        waited = [
            each for each in self._store.alerts if each.enabled and each.frequency == AlertFrequency.ONCE
        ]
        try:
            await self._read(sorted(markets))
            if after_cut:
                self._tell_missed(waited)
        except GatewayError as error:
            self._store.tell_alerts(str(error))
            raise
        finally:
            self.loading = False

    async def _read(self, markets: Collection[Market]) -> None:
        """A market that is refused is told of only where all are."""
        refusals = []
        for market in markets:
            try:
                answer = await self._gateway.request(ProtoId.QOT_GET_PRICE_REMINDER, {"market": int(market)})
            except REFUSALS as error:
                refusals.append(str(error))
            else:
                self._store.apply_alerts(market, answer.priceReminderList)
        self._store.tell_alerts(refusals[0] if len(refusals) == len(markets) else "")

    def _tell_missed(self, waited: Iterable[Alert]) -> None:
        stopped = {each.key for each in self._store.alerts if not each.enabled}
        for alert in waited:
            if alert.key in stopped:
                self._store.miss_alert(alert)

    def refresh(self, security: Security) -> None:
        """Read a security's alerts again, soon."""
        self._due[security] = None
        if not self._reading:
            self._reading = True
            self._start(self._read_due())

    def heard(self, fired: Iterable[Fired]) -> None:
        """These alerts were told of: one that tells once is no longer waiting, and one that is not known is new."""
        for each in fired:
            known = next(
                (alert for alert in self._store.alerts.of(each.security) if alert.key == each.key), None
            )
            if known is None or known.frequency == AlertFrequency.ONCE:
                self.refresh(each.security)

    async def _read_due(self) -> None:
        try:
            while self._due:
                await asyncio.sleep(SETTLE)
                security = next(iter(self._due))
                del self._due[security]
                try:
                    answer = await self._gateway.request(
                        ProtoId.QOT_GET_PRICE_REMINDER, {"security": wire(security)}
                    )
                except REFUSALS as error:
                    self._report(f"Price alerts of {security}: {error}")
                else:
                    if security not in self._due:  # else something has happened since it was asked
                        self._store.apply_alerts(security, answer.priceReminderList)
        finally:
            self._reading = False
            self._due.clear()

    # What the person wants

    async def add(self, alert: Alert) -> None:
        """Make this alert; its key is the gateway's to give. Raises GatewayError, as all of these."""
        key = await self._set(Op.ADD, alert.security, **_terms(alert))
        self._store.put_alert(replace(alert, key=key))

    async def modify(self, alert: Alert) -> None:
        """Give the alert of this key these terms."""
        await self._set(Op.MODIFY, alert.security, key=alert.key, **_terms(alert))
        self._store.put_alert(alert)

    async def enable(self, alert: Alert, *, enabled: bool) -> None:
        """Let an alert wait, or keep it without telling."""
        await self._set(Op.ENABLE if enabled else Op.DISABLE, alert.security, key=alert.key)
        self._store.put_alert(replace(alert, enabled=enabled))

    async def delete(self, alert: Alert) -> None:
        """Delete an alert."""
        await self._set(Op.DELETE, alert.security, key=alert.key)
        self._store.drop_alerts(alert.security, alert.key)

    async def delete_all(self, security: Security) -> None:
        """Delete every alert of a security."""
        await self._set(Op.DELETE_ALL, security)
        self._store.drop_alerts(security)

    async def _set(self, op: Op, security: Security, **terms: Any) -> int:
        """Send it and read the security's alerts again, whatever became of it: an answer can be lost."""
        try:
            answer = await self._gateway.request(
                ProtoId.QOT_SET_PRICE_REMINDER, {"security": wire(security), "op": int(op)} | terms
            )
        except GatewayError:
            self.refresh(security)
            raise
        self.refresh(security)
        return int(answer.key)


def _terms(alert: Alert) -> dict[str, Any]:
    """What of an alert a person chooses."""
    terms = {"type": alert.type, "value": alert.value, "freq": alert.frequency, "note": alert.note}
    return terms | ({"reminderSessionList": list(alert.sessions)} if alert.sessions else {})
