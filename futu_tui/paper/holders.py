"""A company's large holders, all of them made up, and how their holdings changed, report after report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from random import Random
from typing import NamedTuple

from futu_tui.paper.universe import PLACES, Instrument

FIRST_YEAR = 2021
"""Holdings are followed from its beginning."""
_REPORTED_AFTER = timedelta(days=45)
"""From the end of a quarter."""


class HolderKind(IntEnum):
    """By its qot_common.HolderCategory number."""

    INSTITUTION = 1
    FUND = 2
    MANAGER = 3


class Holder(NamedTuple):
    """Who holds shares."""

    kind: HolderKind
    name_en: str
    name_cn: str


@dataclass(frozen=True)
class HoldingChange:
    """What a report says that a holder bought or sold. Shares."""

    holder: Holder
    published: date
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


class _Crowd(NamedTuple):
    """Holders of one kind."""

    size: int
    least: float
    most: float
    """What one of them holds of the company at first, as a fraction."""
    pace: float
    """The chance that a quarter changes a holding."""
    names: tuple[tuple[str, str], ...]
    """What stands behind the place in their names."""


_CROWDS = {
    HolderKind.INSTITUTION: _Crowd(
        10, 0.003, 0.03, 0.8, (("Capital", "资本"), ("Asset Management", "资产管理"), ("Holdings", "控股"))
    ),
    HolderKind.FUND: _Crowd(
        8,
        0.001,
        0.012,
        0.9,
        (("Growth Fund", "成长基金"), ("Index Fund", "指数基金"), ("Pension Fund", "养老基金")),
    ),
}
_MANAGERS = (
    ("Ada Fong", "方雅达"), ("Ben Lau", "刘本立"), ("Clara Ho", "何嘉兰"), ("Daniel Mak", "麦丹尼"),
    ("Elsie Tam", "谭爱思"), ("Felix Kwan", "关立思"), ("Grace Yip", "叶恩慈"), ("Henry Poon", "潘恒利"),
)  # fmt: skip
_MANAGER_COUNT = 3


def holding_changes(instrument: Instrument, kind: HolderKind, until: date) -> list[HoldingChange]:
    """All changes that were published up to a day, oldest first; the same ones whenever they are asked for."""
    if not instrument.shares:
        return []
    random = Random(f"holders/{instrument.security}/{kind}")
    holders = list(_holders(random, kind))
    changes = []
    for number, holder in enumerate(holders):
        crowd = _CROWDS.get(kind, _Crowd(0, 0.0001, 0.004, 0.35, ()))
        own = Random(f"holders/{instrument.security}/{kind}/{number}")
        held = _lots(instrument, own.uniform(crowd.least, crowd.most) * instrument.shares)
        for end in _quarter_ends(until):
            before = held
            if own.random() < crowd.pace:
                held = _lots(instrument, held * own.uniform(0.8, 1.22))
            published = end + _REPORTED_AFTER + timedelta(days=own.randint(-9, 0))
            if held != before and published <= until:
                changes.append(HoldingChange(holder, published, before, held))
    return sorted(changes, key=lambda change: change.published)


def _holders(random: Random, kind: HolderKind) -> Iterator[Holder]:
    if kind is HolderKind.MANAGER:
        for name_en, name_cn in random.sample(_MANAGERS, _MANAGER_COUNT):
            yield Holder(kind, name_en, name_cn)
        return
    crowd = _CROWDS[kind]
    for number, (place_en, place_cn) in enumerate(random.sample(PLACES, crowd.size)):
        name_en, name_cn = crowd.names[number % len(crowd.names)]
        yield Holder(kind, f"{place_en} {name_en}", place_cn + name_cn)


def _quarter_ends(until: date) -> Iterator[date]:
    for year in range(FIRST_YEAR, until.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            if date(year, month, day) <= until:
                yield date(year, month, day)


def _lots(instrument: Instrument, shares: float) -> int:
    return max(round(shares / instrument.lot_size), 1) * instrument.lot_size
