"""Companies about to list (3217), each market's with the terms that are told of its new issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from futu_tui.protocol import Market, ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import believable

if TYPE_CHECKING:
    from futu_tui.opend import OpenD
    from futu_tui.protocol.pb import qot_get_ipo_list_pb2 as wire

MARKETS: dict[Market, str] = {
    Market.HK: "Hong Kong",
    Market.US: "United States",
    Market.SH: "Mainland China",
    Market.SG: "Singapore",
    Market.MY: "Malaysia",
    Market.JP: "Japan",
}
"""Whose new issues the wire has; Shanghai stands for Shenzhen too."""


@dataclass(frozen=True, slots=True)
class Ipo:
    """A new issue. Prices are in the market's currency, days as 2026-11-23 in its zone; empty or None is what is not
    told of this market's issues."""

    security: Security
    name: str
    listing: str
    """The first day of trading."""
    low: float | None = None
    """Of the prices at which it may be issued."""
    high: float | None = None
    price: float | None = None
    """At which it is issued."""
    price_estimated: bool = False
    issue: int | None = None
    """Shares"""
    lot: int | None = None
    """Shares"""
    entrance: float | None = None
    """What the smallest application costs."""
    open: bool | None = None
    """Whether applications are taken now."""
    apply_from: str = ""
    apply_until: str = ""
    """Of Hong Kong the broker's own end, before the exchange's."""
    drawn: str = ""
    """When it is known who gets shares."""
    apply_code: str = ""
    """By which it is applied for in China."""
    online: int | None = None
    """Shares of the issue that are sold to everybody."""
    apply_limit: int | None = None
    """Shares that one may apply for."""
    apply_value: int | None = None
    """Market value of shares that must be held for that many."""
    ratio: float | None = None
    """Percent of the applications that get shares."""
    ratio_estimated: bool = False
    multiple: float | None = None
    """Price to earnings at the issue price."""
    industry_multiple: float | None = None
    """Of the industry's listed shares."""
    numbers: str = ""
    """The application numbers that won, once they are drawn."""


async def ipos(gateway: OpenD, market: Market) -> list[Ipo]:
    """What is about to list in a market, the next first. Raises GatewayError."""
    return ipos_of(await gateway.request(ProtoId.QOT_GET_IPO_LIST, {"market": int(market)}))


def ipos_of(answer: wire.S2C) -> list[Ipo]:
    """An answer read; what names no security is left out. Those whose day is not known come last."""
    found = []
    for row in answer.ipoList:
        try:
            found.append(_ipo(row))
        except SecurityError:
            continue
    return sorted(found, key=lambda ipo: (not ipo.listing, ipo.listing, ipo.security))


def _ipo(row: wire.IpoData) -> Ipo:
    security, name, listing = Security.of(row.basic.security), row.basic.name, row.basic.listTime[:10]
    if row.HasField("hkExData"):
        hk = row.hkExData
        return Ipo(
            security, name, listing,
            low=_price(hk.ipoPriceMin), high=_price(hk.ipoPriceMax), price=_price(hk.listPrice),
            lot=_count(hk.lotSize), entrance=_price(hk.entrancePrice),
            open=hk.isSubscribeStatus, apply_until=hk.applyEndTime,
        )  # fmt: skip
    if row.HasField("cnExData"):
        return _mainland(security, name, listing, row.cnExData)
    if row.HasField("usExData"):
        us = row.usExData
        return Ipo(
            security,
            name,
            listing,
            _price(us.ipoPriceMin),
            _price(us.ipoPriceMax),
            issue=_count(us.issueSize),
        )
    if row.HasField("jpExData"):
        jp = row.jpExData
        return Ipo(
            security,
            name,
            listing,
            _price(jp.ipoPriceMin),
            _price(jp.ipoPriceMax),
            issue=_count(jp.issueSize),
        )
    if row.HasField("sgExData"):
        sg = row.sgExData
        return Ipo(
            security, name, listing, _price(sg.ipoPriceMin), _price(sg.ipoPriceMax), issue=_count(sg.issueSize),
            apply_from=sg.applyStartTime, apply_until=sg.applyEndTime, drawn=sg.winningTime,
        )  # fmt: skip
    if row.HasField("myExData"):
        my = row.myExData
        return Ipo(
            security, name, listing, price=_price(my.offerPrice), issue=_count(my.issueSize),
            apply_from=my.applyStartTime, apply_until=my.applyEndTime, drawn=my.winningTime,
        )  # fmt: skip
    return Ipo(security, name, listing)


def _mainland(security: Security, name: str, listing: str, cn: wire.CNIpoExData) -> Ipo:
    return Ipo(
        security,
        name,
        listing,
        price=_price(cn.ipoPrice),
        price_estimated=cn.isEstimateIpoPrice,
        issue=_count(cn.issueSize),
        apply_until=cn.applyTime,
        drawn=cn.winningTime,
        apply_code=cn.applyCode,
        online=_count(cn.onlineIssueSize),
        apply_limit=_count(cn.applyUpperLimit),
        apply_value=_count(cn.applyLimitMarketValue),
        ratio=_price(cn.winningRatio),
        ratio_estimated=cn.isEstimateWinningRatio,
        multiple=_price(cn.issuePeRate),
        industry_multiple=_price(cn.industryPeRate),
        numbers="  ".join(f"{each.winningName}: {each.winningInfo}" for each in cn.winningNumData),
    )


def _price(value: float) -> float | None:
    """A figure; None for the wire's 0, which means that there is none yet."""
    return value if value and believable(value) else None


def _count(value: int) -> int | None:
    return value or None
