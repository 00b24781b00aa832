"""Futures: which there are (3202, by market), and their terms and hours (3218)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from futu_tui.feed.catch_up import halves, wire
from futu_tui.feed.lookups.listed import read_listings
from futu_tui.market import Listing
from futu_tui.opend.errors import GatewayError, NoScope, Refused
from futu_tui.protocol import Market, ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import amount_or_zero, believable
from futu_tui.trading.open_acts import Gateway

_FUTURE = 10
"""qot_common.SecurityType"""
MARKETS = (Market.HK, Market.US, Market.SG, Market.JP)
AT_ONCE = 100
"""Futures whose terms are asked for together."""
HALVINGS = 10
"""Requests beyond the least that the search for a refused one may take."""


@dataclass(frozen=True, slots=True)
class Future:
    """A future's terms."""

    security: Security
    name: str
    """In the language of the gateway's login."""
    last_trade: date | None
    """In the market's zone; None of a continuous contract."""
    owner: Security | None
    """The underlying, of futures on indices and shares."""
    underlying: str
    """The underlying of others, in words."""
    origin: Security | None
    """The month's contract behind a continuous one."""
    exchange: str
    kind: str
    """In the exchange's words."""
    size: float
    size_unit: str
    tick: float
    tick_unit: str
    currency: str
    hours: tuple[tuple[int, int], ...]
    """Begin and end in minutes since midnight of `zone`; an end may lie past it."""
    zone: str
    """As the gateway names it: HKT, EST."""

    @property
    def is_main(self) -> bool:
        """Whether it is a continuous contract."""
        return self.last_trade is None

    def days_left(self, today: date) -> int | None:
        """Days to the last one that it trades."""
        return (self.last_trade - today).days if self.last_trade else None

    @property
    def hours_text(self) -> str:
        """`09:15-12:00 13:00-16:30 17:15-03:00`"""
        return " ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in self.hours)


async def known_futures(gateway: Gateway) -> list[Listing]:
    """All that the gateway lists; markets that it has none of, or gives no right for, have none.

    Raises GatewayError where no market is told of.
    """
    found: list[Listing] = []
    refusal: GatewayError | None = None
    for market in MARKETS:
        try:
            answer = await gateway.request(
                ProtoId.QOT_GET_STATIC_INFO, {"market": int(market), "secType": _FUTURE}
            )
        except (Refused, NoScope) as no:
            refusal = no
            continue
        found += read_listings(answer.staticInfoList)
    if not found and refusal is not None:
        raise refusal
    return [listing for listing in found if not listing.delisted]


async def terms(gateway: Gateway, securities: Sequence[Security]) -> list[Future]:
    """The terms of these; those that the gateway does not tell of are left out. Raises GatewayError."""
    found: list[Future] = []
    parts = [securities[start : start + AT_ONCE] for start in range(0, len(securities), AT_ONCE)]
    for _ in range(len(parts) + HALVINGS):
        if not parts:
            break
        part = parts.pop(0)
        c2s = {"securityList": [wire(security) for security in part]}
        try:
            found += read_terms(await gateway.request(ProtoId.QOT_GET_FUTURE_INFO, c2s))
        except (Refused, NoScope):
            if len(securities) == 1:
                raise
            if len(part) > 1:
                parts[:0] = halves(list(part))
    return found


def read_terms(answer: Any) -> list[Future]:
    """Of a 3218's S2C; futures of unknown markets are left out."""
    found = []
    for row in answer.futureInfoList:
        security = _security(row.security)
        if security is None:
            continue
        found.append(
            Future(
                security=security,
                name=row.name,
                last_trade=_day(row.lastTradeTime),
                owner=_security(row.owner) if row.HasField("owner") else None,
                underlying=row.ownerOther,
                origin=_security(row.origin) if row.HasField("origin") else None,
                exchange=row.exchange,
                kind=row.contractType,
                size=amount_or_zero(row.contractSize),
                size_unit=row.contractSizeUnit,
                tick=amount_or_zero(row.minVar),
                tick_unit=row.minVarUnit,
                currency=row.quoteCurrency,
                hours=tuple(
                    (round(each.begin), round(each.end))
                    for each in row.tradeTime
                    if believable(each.begin, each.end)
                ),
                zone=row.timeZone,
            )
        )
    return found


def _security(message: Any) -> Security | None:
    try:
        return Security.of(message)
    except SecurityError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
