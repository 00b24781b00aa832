"""What of the quotas is in use: subscriptions of all connections (1010, 3003), and histories (3104)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from futu_tui.feed.lookups.gateway_facts import Fact
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.trading.open_acts import Gateway


class Subscription(NamedTuple):
    """One security and SubType that a connection holds; each takes one of the quota."""

    connection: int
    """Its place among the connections that were told, from 1."""
    own: bool
    """Whether this program holds it."""
    security: Security
    sub_type: int
    """qot_common.SubType"""


@dataclass(frozen=True, slots=True)
class SubscriptionQuota:
    """What is subscribed, and what of the account's quota that takes."""

    rows: tuple[Subscription, ...]
    used: int
    left: int
    option_used: int | None = None
    option_left: int | None = None

    def __str__(self) -> str:
        options = ""
        if self.option_used is not None:
            options = f"   options {self.option_used:,} of {self.option_used + (self.option_left or 0):,}"
        return f"{self.used:,} of {self.used + self.left:,} used{options}"


class Charged(NamedTuple):
    """A security whose history takes one of the quota."""

    security: Security
    name: str
    asked: str
    """When it was last asked for, as the gateway writes it."""


@dataclass(frozen=True, slots=True)
class HistoryUse:
    """What of the history quota is used, and by which securities."""

    rows: tuple[Charged, ...]
    used: int
    left: int

    @property
    def securities(self) -> frozenset[Security]:
        """Whose history costs nothing more for now."""
        return frozenset(row.security for row in self.rows)

    def __str__(self) -> str:
        return f"{self.used:,} of {self.used + self.left:,} used in 30 days"


def subscription_quota(answer: Any) -> SubscriptionQuota:
    """qot_get_sub_info.S2C; own connections first."""
    rows = sorted(
        _subscriptions(answer), key=lambda row: (not row.own, row.connection, row.security, row.sub_type)
    )
    options = answer.HasField("optionUsedQuota")
    return SubscriptionQuota(
        tuple(rows),
        answer.totalUsedQuota,
        answer.remainQuota,
        answer.optionUsedQuota if options else None,
        answer.optionRemainQuota if options else None,
    )


def _subscriptions(answer: Any) -> Iterator[Subscription]:
    for number, connection in enumerate(answer.connSubInfoList, 1):
        for info in connection.subInfoList:
            for row in info.securityList:
                with suppress(SecurityError):
                    yield Subscription(number, connection.isOwnConnData, Security.of(row), info.subType)


def history_use(answer: Any) -> HistoryUse:
    """qot_request_history_kl_quota.S2C, the latest first."""
    rows = []
    for row in answer.detailList:
        with suppress(SecurityError):
            rows.append(Charged(Security.of(row.security), row.name, row.requestTime))
    rows.sort(key=lambda row: row.asked, reverse=True)
    return HistoryUse(tuple(rows), answer.usedQuota, answer.remainQuota)


@dataclass(frozen=True, slots=True)
class QuotaCalls:
    """Asks for them; each raises `futu_tui.opend.errors.GatewayError`."""

    gateway: Gateway

    async def subscriptions(self) -> SubscriptionQuota:
        """3003, of all connections."""
        return subscription_quota(
            await self.gateway.request(ProtoId.QOT_GET_SUB_INFO, {"isReqAllConn": True})
        )

    async def histories(self) -> HistoryUse:
        """3104"""
        body = {"bGetDetail": True}
        return history_use(await self.gateway.request(ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA, body))

    async def used_facts(self) -> list[Fact]:
        """What 1010 tells, as facts; a refusal is one too."""
        try:
            subscriptions, histories = await self.used()
        except GatewayError as error:
            return [Fact("Quotas", "in use", f"not told: {error}", True)]
        told = (("subscriptions in use", subscriptions), ("histories in use", histories))
        return [Fact("Quotas", item, f"{used:,}") for item, used in told if used is not None]

    async def used(self) -> tuple[int | None, int | None]:
        """1010: subscriptions and histories in use; None for what is not told."""
        answer = await self.gateway.request(ProtoId.GET_USED_QUOTA, {})
        return (
            answer.usedSubQuota if answer.HasField("usedSubQuota") else None,
            answer.usedKLineQuota if answer.HasField("usedKLineQuota") else None,
        )
