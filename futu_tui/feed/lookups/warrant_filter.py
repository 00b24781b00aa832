"""What to look for among Hong Kong's warrants and CBBCs: read from what a person wrote, and asked for in 3210."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.bounds import BETWEEN, Bounds, BoundsError
from futu_tui.protocol import Market, Security

PAGE = 200
"""The most warrants that one answer has."""
TYPES = {1: "call", 2: "put", 3: "bull", 4: "bear", 5: "inline"}
"""By qot_common.WarrantType."""
ISSUERS = {
    1: "SG", 2: "BP", 3: "CS", 4: "CT", 5: "EA", 6: "GS", 7: "HS", 8: "JP", 9: "MB", 10: "SC", 11: "UB", 12: "BI",
    13: "DB", 14: "DC", 15: "ML", 16: "NM", 17: "RB", 18: "RS", 19: "BC", 20: "HT", 21: "VT", 22: "KC", 23: "MS",
    24: "GJ", 25: "XZ", 26: "HU", 27: "KS", 28: "CI",
}  # fmt: skip
"""By qot_common.Issuer: the two letters that a warrant's name has of its issuer."""
STATUSES = {0: "any", 1: "normal", 2: "suspended", 3: "stopped", 4: "to be listed"}
"""By qot_common.WarrantStatus."""
MONEY = {0: "any", 2: "in", 1: "out"}
"""By qot_common.PriceType: in or out of the money, or of an inline warrant's range."""
_IN = 2
LISTED = {0: "any", 1: "today", 2: "tomorrow", 3: "next week", 4: "last week", 5: "last month"}
"""By qot_common.IpoPeriod."""
ORDERS = {0: "largest first", 1: "smallest first"}
"""By whether it ascends."""
SORTS = {
    11: "turnover", 10: "volume", 12: "score", 1: "code", 31: "name", 2: "last", 3: "change", 4: "change %",
    5: "status", 6: "bid", 7: "ask", 8: "bid size", 9: "ask size", 30: "amplitude", 13: "premium",
    14: "effective gearing", 15: "delta", 16: "IV", 17: "type", 18: "strike", 19: "break-even", 20: "maturity",
    21: "listed", 22: "last trade", 23: "gearing", 24: "in the money", 25: "call price", 26: "conversion price",
    27: "conversion ratio", 28: "street %", 29: "street volume", 32: "issuer", 33: "lot", 34: "issue size",
    45: "upper strike", 46: "lower strike", 47: "in range",
}  # fmt: skip
"""By qot_common.SortField, those that warrants have."""

RANGES: dict[str, str] = {
    "curPrice": "Last",
    "strikePrice": "Strike",
    "recoveryPrice": "Call price",
    "priceRecoveryRatio": "To call %",
    "premium": "Premium %",
    "leverageRatio": "Gearing",
    "implied": "IV %",
    "delta": "Delta",
    "street": "Street %",
    "conversion": "Conversion",
    "vol": "Volume",
}
"""What warrants can be narrowed down by, as the request calls it and as a person does."""
_WHOLE = frozenset({"vol"})
"""Bounds that are whole numbers on the wire."""


class Days(NamedTuple):
    """Both included; None is open."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-12-01..2027-03-31`, either end of which may be missing; raises BoundsError."""
        first, between, last = text.strip().partition(BETWEEN)
        try:
            days = [date.fromisoformat(each.strip()) if each.strip() else None for each in (first, last)]
        except ValueError:
            raise BoundsError(f"{text.strip()!r}: write days like 2026-12-01..2027-03-31") from None
        found = cls(*days) if between else cls(days[0], days[0])
        if found.first and found.last and found.first > found.last:
            raise BoundsError(f"{found.first} is after {found.last}: turn them round")
        return found

    def __str__(self) -> str:
        if self.first is not None and self.first == self.last:
            return str(self.first)
        return f"{self.first or ''}{BETWEEN}{self.last or ''}" if self.first or self.last else ""


ANY_DAY = Days()


@dataclass(frozen=True, slots=True)
class WarrantFilter:
    """What to look for, and in which order. What is empty or 0 does not narrow."""

    owner: Security | None = None
    """The underlying."""
    types: tuple[int, ...] = ()
    issuers: tuple[int, ...] = ()
    status: int = 0
    money: int = 0
    listed: int = 0
    maturity: Days = ANY_DAY
    ranges: Mapping[str, Bounds] = field(default_factory=dict)
    """By the names of `RANGES`."""
    sort: int = 11
    ascend: bool = False

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """Read what `texts` wrote, or a person did; what is missing does not narrow. Raises ValueError."""
        bounds = {name: Bounds.parse(texts.get(name, "")) for name in RANGES}
        return cls(
            owner=underlying(texts.get("owner", "")),
            types=types_in(texts.get("types", "")),
            issuers=issuers_in(texts.get("issuers", "")),
            status=_number(STATUSES, texts.get("status", "any")),
            money=_number(MONEY, texts.get("money", "any")),
            listed=_number(LISTED, texts.get("listed", "any")),
            maturity=Days.parse(texts.get("maturity", "")),
            ranges={name: each for name, each in bounds.items() if each != Bounds()},
            sort=_number(SORTS, texts.get("sort", "turnover")),
            ascend=bool(_number(ORDERS, texts.get("order", ORDERS[0]))),
        )

    @property
    def texts(self) -> dict[str, str]:
        """As a person would write it, by the names of the form's fields."""
        return {
            "owner": str(self.owner or ""),
            "types": " ".join(TYPES[each] for each in self.types),
            "issuers": " ".join(ISSUERS[each] for each in self.issuers),
            "status": STATUSES[self.status],
            "money": MONEY[self.money],
            "listed": LISTED[self.listed],
            "maturity": str(self.maturity),
            **{name: str(self.ranges.get(name, "")) for name in RANGES},
            "sort": SORTS[self.sort],
            "order": ORDERS[int(self.ascend)],
        }

    @property
    def words(self) -> str:
        """What it narrows down to, in short, the order last: `bull bear, Premium % ..10; by turnover`."""
        texts = self.texts
        told = (
            texts["types"],
            texts["issuers"],
            STATUSES[self.status] if self.status else "",
            f"{'in' if self.money == _IN else 'out of'} the money" if self.money else "",
            f"listed {LISTED[self.listed]}" if self.listed else "",
            f"maturity {self.maturity}" if self.maturity != ANY_DAY else "",
            *(f"{RANGES[name]} {bounds}" for name, bounds in self.ranges.items()),
        )
        narrowed = ", ".join(word for word in told if word)
        return f"{narrowed}{'; ' if narrowed else ''}by {texts['sort']}, {texts['order']}"

    def body(self, begin: int) -> dict[str, Any]:
        """The fields of a 3210 for the page that starts at this row."""
        body: dict[str, Any] = {"begin": begin, "num": PAGE, "sortField": self.sort, "ascend": self.ascend}
        if self.owner is not None:
            body["owner"] = wire(self.owner)
        choices = {
            "typeList": self.types,
            "issuerList": self.issuers,
            "status": self.status,
            "priceType": self.money,
            "ipoPeriod": self.listed,
            "maturityTimeMin": str(self.maturity.first or ""),
            "maturityTimeMax": str(self.maturity.last or ""),
        }
        body |= {name: value for name, value in choices.items() if value}
        for name, bounds in self.ranges.items():
            body |= bounds.fields(name, int if name in _WHOLE else float)
        return body


def underlying(text: str) -> Security | None:
    """The security that was written, Hong Kong's by its number alone; None for nothing. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    if text.isdecimal() and len(text) <= 6:
        return Security(Market.HK, text.zfill(5))
    return Security.parse(text)


def types_in(text: str) -> tuple[int, ...]:
    """The types that were written, each by its word. Raises ValueError."""
    return _numbers(TYPES, text.casefold(), "call put bull bear inline")


def issuers_in(text: str) -> tuple[int, ...]:
    """The issuers that were written, each by its two letters. Raises ValueError."""
    return _numbers(ISSUERS, text.upper(), "SG UB HS")


def _numbers(names: Mapping[int, str], text: str, example: str) -> tuple[int, ...]:
    by_name = {name: number for number, name in names.items()}
    words = text.replace(",", " ").split()
    if unknown := [word for word in words if word not in by_name]:
        raise ValueError(f"{unknown[0]!r} is none of them: write for example {example}")
    return tuple(sorted({by_name[word] for word in words}))


def _number(names: Mapping[int, str], text: str) -> int:
    for number, name in names.items():
        if name == text:
            return number
    raise ValueError(f"{text!r} is none of {', '.join(names.values())}")
