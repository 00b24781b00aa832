"""What a company did that moved its price, with the factors that adjust it (3105, and 3702 from the downloads)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from futu_tui.feed.catch_up import wire
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId, Security


class Kind(IntFlag):
    """qot_common.CompanyAct"""

    SPLIT = 1
    JOIN = 2
    BONUS = 4
    TRANSFER = 8
    ALLOT = 16
    ADD = 32
    DIVIDEND = 64
    SPECIAL = 128
    SPIN_OFF = 256


_SHARES = {
    Kind.SPLIT: ("splitBase", "splitErt", ""),
    Kind.JOIN: ("joinBase", "joinErt", ""),
    Kind.BONUS: ("bonusBase", "bonusErt", ""),
    Kind.TRANSFER: ("transferBase", "transferErt", ""),
    Kind.ALLOT: ("allotBase", "allotErt", "allotPrice"),
    Kind.ADD: ("addBase", "addErt", "addPrice"),
    Kind.SPIN_OFF: ("spinOffBase", "spinOffErt", ""),
}
"""The fields of each act: for so many shares, so many, at what price."""


@dataclass(frozen=True, slots=True)
class Act:
    """One of the things that a company did on a day."""

    kind: Kind
    base: float = 0.0
    """For so many shares ..."""
    given: float = 0.0
    """... so many, in all or besides."""
    money: float = 0.0
    """Cash a share, or the price of a share that could be bought; in the security's currency."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One ex date: adjusted = price * a + b."""

    day: str
    """The first day without the right, `2026-11-23`, in the market's zone."""
    acts: tuple[Act, ...]
    forward_a: float
    """Of prices before the day, to compare with those of now."""
    forward_b: float
    backward_a: float
    """Of prices from the day on, to compare with the oldest."""
    backward_b: float

    @property
    def cash(self) -> float | None:
        """Dividends a share, the special one included; None without one."""
        paid = [act.money for act in self.acts if act.kind in (Kind.DIVIDEND, Kind.SPECIAL)]
        return sum(paid) if paid else None


async def adjustments(gateway: OpenD, security: Security, *, older: bool = False) -> list[Adjustment]:
    """The latest first (3105); `older` asks by the older protocol (3702). Raises GatewayError."""
    if older:
        answer = await gateway.request(ProtoId.QOT_GET_REHAB, {"securityList": [wire(security)]})
        rows = [row for each in answer.securityRehabList for row in each.rehabList]
    else:
        answer = await gateway.request(ProtoId.QOT_REQUEST_REHAB, {"security": wire(security)})
        rows = list(answer.rehabList)
    return read_adjustments(rows)


def read_adjustments(rows: Iterable[Any]) -> list[Adjustment]:
    """Rows of qot_common.Rehab, the latest first."""
    read = [
        Adjustment(
            row.time[:10],
            tuple(_acts(row)),
            row.fwdFactorA,
            row.fwdFactorB,
            row.bwdFactorA,
            row.bwdFactorB,
        )
        for row in rows
    ]
    return sorted(read, key=lambda each: each.day, reverse=True)


def _acts(row: Any) -> Iterator[Act]:
    """What the row's flag names; the other fields say nothing."""
    for kind in Kind:
        if not row.companyActFlag & kind:
            continue
        if kind is Kind.DIVIDEND:
            yield Act(kind, money=row.dividend)
        elif kind is Kind.SPECIAL:
            yield Act(kind, money=row.spDividend)
        else:
            base, given, price = _SHARES[kind]
            yield Act(kind, getattr(row, base), getattr(row, given), getattr(row, price) if price else 0.0)
