"""Hong Kong's warrants and callable contracts (CBBCs): the pages of what is found (3210)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from futu_tui.feed.lookups.warrant_filter import ISSUERS, STATUSES, TYPES, WarrantFilter
from futu_tui.market import Listing
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import believable, price_or_none
from futu_tui.trading.open_acts import Gateway

_WARRANT = 5
"""qot_common.SecurityType"""


@dataclass(frozen=True, slots=True)
class Warrant:
    """One as it stood when it was asked for. None is what it has not, or the gateway does not tell."""

    security: Security
    name: str
    """In the language of the gateway's login."""
    owner: Security
    """The underlying."""
    type: str
    issuer: str
    status: str
    strike: float
    call_price: float | None
    """Of bull and bear contracts: they end where the underlying reaches it."""
    lower: float | None
    upper: float | None
    """Of inline warrants: the range."""
    maturity: str
    """Days in Hong Kong: 2026-12-30."""
    listed: str
    last_trade: str
    conversion: float
    """Warrants for a share."""
    lot: int
    last: float | None
    prev_close: float | None
    bid: float | None
    ask: float | None
    volume: int
    turnover: float
    score: float
    premium: float
    """Percent"""
    gearing: float
    """Times"""
    effective_gearing: float
    """Times"""
    iv: float | None
    """Percent"""
    delta: float | None
    money: float
    """Percent in (+) or out of (-) the money."""
    to_call: float | None
    """Percent between the underlying's price and the call price."""
    break_even: float
    """Price of the underlying."""
    street: float
    """Percent of the issue that the public holds."""
    issue_size: int

    @property
    def listing(self) -> Listing:
        return Listing(self.security, self.name, self.lot, _WARRANT, self.listed, owner=self.owner)


class WarrantPage(NamedTuple):
    """One page of what is found."""

    warrants: list[Warrant]
    is_last: bool
    found: int
    """On all pages."""


async def warrants(gateway: Gateway, wanted: WarrantFilter, begin: int = 0) -> WarrantPage:
    """The page that starts at this row. Raises GatewayError."""
    return read_warrants(await gateway.request(ProtoId.QOT_GET_WARRANT, wanted.body(begin)))


def read_warrants(answer: Any) -> WarrantPage:
    """Of a 3210's S2C; warrants of unknown markets are left out."""
    found = []
    for row in answer.warrantDataList:
        try:
            security, owner = Security.of(row.stock), Security.of(row.owner)
        except SecurityError:
            continue
        found.append(_warrant(security, owner, row))
    return WarrantPage(found, answer.lastPage, answer.allCount)


def _warrant(security: Security, owner: Security, row: Any) -> Warrant:
    def told(name: str) -> float | None:
        value = getattr(row, name)
        return value if row.HasField(name) and believable(value) else None

    return Warrant(
        security=security,
        name=row.name,
        owner=owner,
        type=TYPES.get(row.type, ""),
        issuer=ISSUERS.get(row.issuer, ""),
        status=STATUSES[row.status] if row.status in STATUSES and row.status else "",
        strike=row.strikePrice,
        call_price=told("recoveryPrice") or None,
        lower=told("lowerStrikePrice") or None,
        upper=told("upperStrikePrice") or None,
        maturity=row.maturityTime[:10],
        listed=row.listTime[:10],
        last_trade=row.lastTradeTime[:10],
        conversion=row.conversionRatio,
        lot=row.lotSize,
        last=price_or_none(row.curPrice),
        prev_close=price_or_none(row.lastClosePrice),
        bid=price_or_none(row.bidPrice),
        ask=price_or_none(row.askPrice),
        volume=row.volume,
        turnover=row.turnover,
        score=row.score,
        premium=row.premium,
        gearing=row.leverage,
        effective_gearing=row.effectiveLeverage,
        iv=told("impliedVolatility") or None,
        delta=told("delta"),
        money=row.ipop,
        to_call=told("priceRecoveryRatio"),
        break_even=row.breakEvenPoint,
        street=row.streetRate,
        issue_size=row.issueSize,
    )
