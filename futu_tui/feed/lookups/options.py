"""Options on an underlying: the days on which they expire (3224), and the chain of one such day (3209)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.bounds import Bounds
from futu_tui.feed.lookups.listed import read_listings
from futu_tui.market import Listing
from futu_tui.protocol import ProtoId, Security
from futu_tui.trading.open_acts import Gateway

CYCLES = {
    1: "weekly", 2: "monthly", 3: "month end", 4: "quarterly",
    11: "Mon weekly", 12: "Tue weekly", 13: "Wed weekly", 14: "Thu weekly", 15: "Fri weekly",
}  # fmt: skip
"""By qot_common.ExpirationCycle."""
_CALL = 1
"""qot_common.OptionType"""


class OptionSide(IntEnum):
    """Which options of a chain; qot_common.OptionType."""

    BOTH = 0
    CALLS = 1
    PUTS = 2


class Moneyness(IntEnum):
    """qot_get_option_chain.OptionCondType"""

    ANY = 0
    IN = 1
    OUT = 2


class IndexClass(IntEnum):
    """Which options of a Hang Seng index; qot_common.IndexOptionType."""

    USUAL = 0
    """What the gateway takes it to be."""
    NORMAL = 1
    SMALL = 2


RANGES: dict[str, str] = {
    "impliedVolatility": "IV %",
    "delta": "Delta",
    "gamma": "Gamma",
    "vega": "Vega",
    "theta": "Theta",
    "rho": "Rho",
    "openInterest": "Open interest",
    "netOpenInterest": "Net open int.",
    "vol": "Volume",
}
"""What a chain can be narrowed down by, as the request calls it and as a person does."""


@dataclass(frozen=True, slots=True)
class OptionFilter:
    """What to leave of a chain."""

    side: OptionSide = OptionSide.BOTH
    money: Moneyness = Moneyness.ANY
    index: IndexClass = IndexClass.USUAL
    ranges: Mapping[str, Bounds] = field(default_factory=dict)
    """By the names of `RANGES`."""

    def body(self) -> dict[str, Any]:
        """The fields of a 3209 that say it."""
        body: dict[str, Any] = {}
        if self.side:
            body["type"] = int(self.side)
        if self.money:
            body["condition"] = int(self.money)
        if self.index:
            body["indexOptionType"] = int(self.index)
        data: dict[str, Any] = {}
        for name, bounds in self.ranges.items():
            data |= bounds.fields(name)
        return body | ({"dataFilter": data} if data else {})

    @property
    def words(self) -> str:
        """What is left, in short: `calls, in the money, IV % 20..60`; empty for all."""
        told = (
            "small contracts" if self.index is IndexClass.SMALL else "",
            self.side.name.lower() if self.side else "",
            {Moneyness.IN: "in the money", Moneyness.OUT: "out of the money"}.get(self.money, ""),
            *(f"{RANGES[name]} {bounds}" for name, bounds in self.ranges.items()),
        )
        return ", ".join(word for word in told if word)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A day on which options expire."""

    day: date
    """In the market's zone."""
    days: int
    """From today; negative once they expired."""
    cycle: str
    """In words; empty where the gateway does not tell."""


@dataclass(frozen=True, slots=True)
class Strike:
    """The call and the put at one strike; None where a side is not listed, or filtered out."""

    price: float
    call: Security | None
    put: Security | None

    @property
    def sides(self) -> tuple[Security | None, Security | None]:
        return self.call, self.put


@dataclass(frozen=True, slots=True)
class Chain:
    """The options of one day."""

    strikes: tuple[Strike, ...]
    """Rising."""
    listings: tuple[Listing, ...]
    """Of every contract in it: names, and how much of the underlying one is for."""


async def expirations(gateway: Gateway, owner: Security, index: IndexClass) -> list[Expiry]:
    """The days on which an underlying's options expire, soonest first. Raises GatewayError, where it has none too."""
    c2s: dict[str, Any] = {"owner": wire(owner)}
    if index:
        c2s["indexOptionType"] = int(index)
    return read_expirations(await gateway.request(ProtoId.QOT_GET_OPTION_EXPIRATION_DATE, c2s))


async def chain(gateway: Gateway, owner: Security, day: date, wanted: OptionFilter) -> Chain:
    """The options of a day that pass the filter. Raises GatewayError."""
    c2s = {"owner": wire(owner), "beginTime": day.isoformat(), "endTime": day.isoformat(), **wanted.body()}
    return read_chain(await gateway.request(ProtoId.QOT_GET_OPTION_CHAIN, c2s))


def read_expirations(answer: Any) -> list[Expiry]:
    """Of a 3224's S2C; what names no day is left out."""
    found = []
    for row in answer.dateList:
        try:
            day = date.fromisoformat(row.strikeTime[:10])
        except ValueError:
            continue
        found.append(Expiry(day, row.optionExpiryDateDistance, CYCLES.get(row.cycle, "")))
    return sorted(found, key=lambda expiry: expiry.day)


def read_chain(answer: Any) -> Chain:
    """Of a 3209's S2C; contracts of unknown markets are left out."""
    strikes: list[Strike] = []
    listings: list[Listing] = []
    for expiry in answer.optionChain:
        for item in expiry.option:
            sides: list[Security | None] = []
            price: float | None = None
            for name in ("call", "put"):
                told = [getattr(item, name)] if item.HasField(name) else []
                listing = next(read_listings(told), None)
                sides.append(listing.security if listing else None)
                if listing is not None:
                    listings.append(listing)
                    price = getattr(item, name).optionExData.strikePrice
            if price is not None:
                strikes.append(Strike(price, *sides))
    return Chain(tuple(sorted(strikes, key=lambda strike: strike.price)), tuple(listings))
