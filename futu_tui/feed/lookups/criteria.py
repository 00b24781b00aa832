"""Criteria of a screen: what each asks of a security, and in which words it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum
from typing import ClassVar

from futu_tui.feed.lookups.screen_fields import Kind, ScreenField
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading.amounts import number_text

MARKETS: Mapping[Market, str] = {
    Market.HK: "Hong Kong",
    Market.US: "United States",
    Market.SH: "Mainland China",
}
"""Whose shares can be screened; Shanghai stands for Shenzhen too."""
SHORT: Mapping[Market, str] = {Market.HK: "HK", Market.US: "US", Market.SH: "CN"}
MOST_BARS = 12
"""The most bars in a row that the wire counts."""


class Sort(IntEnum):
    """qot_stock_filter.SortDir"""

    NO = 0
    LOWEST = 1
    HIGHEST = 2

    @property
    def label(self) -> str:
        return ("not", "lowest first", "highest first")[self]


class Report(IntEnum):
    """qot_stock_filter.FinancialQuarter"""

    ANNUAL = 1
    FIRST_QUARTER = 2
    INTERIM = 3
    THIRD_QUARTER = 4
    LATEST = 5

    @property
    def label(self) -> str:
        return ("", "annual", "first quarter", "half year", "third quarter", "latest quarter")[self]


class Position(IntEnum):
    """qot_stock_filter.RelativePosition"""

    ABOVE = 1
    BELOW = 2
    CROSSES_UP = 3
    CROSSES_DOWN = 4

    @property
    def label(self) -> str:
        return ("", "above", "below", "crosses above", "crosses below")[self]


class Bars(IntEnum):
    """The qot_common.KLType that patterns and indicators can be asked of."""

    HOUR = qot.KLType_60Min
    DAY = qot.KLType_Day
    WEEK = qot.KLType_Week
    MONTH = qot.KLType_Month

    @property
    def label(self) -> str:
        return {Bars.HOUR: "60 minutes", Bars.DAY: "day", Bars.WEEK: "week", Bars.MONTH: "month"}[self]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between two bounds, both included; without bounds it is only told of, or sorted by."""

    field: ScreenField
    low: Decimal | None = None
    high: Decimal | None = None
    days: int = 1
    """Over how many of the last days, of those that have any."""
    report: Report = Report.ANNUAL
    """Of which report, of those that are of one."""
    sort: Sort = Sort.NO

    @property
    def title(self) -> str:
        """Over its column."""
        return f"{self.field.title} {self.days}d" if self.field.kind is Kind.DAYS else self.field.title

    @property
    def subject(self) -> str:
        """What it is about; no two criteria of a set are about the same."""
        more = {
            Kind.DAYS: f" over {self.days} day{'s' * (self.days > 1)}",
            Kind.REPORT: f", {self.report.label}",
        }
        return f"{self.field.name}{more.get(self.field.kind, '')}"

    def condition(self, currency: str) -> str:
        """What it asks, in words; `currency` is the market's."""
        unit = self.field.unit_text(currency)
        low, high = (None if each is None else bound_text(each) for each in (self.low, self.high))
        if low is None and high is None:
            return "shown only" if self.field.has_bounds else ""
        words = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
        return f"{words} {unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of bars, on each of the last so many."""

    field: ScreenField
    bars: Bars = Bars.DAY
    in_a_row: int = 1
    sort: ClassVar[Sort] = Sort.NO

    @property
    def subject(self) -> str:
        return f"{self.field.name}, {self.bars.label} bars"

    def condition(self, currency: str) -> str:
        return f"on {self.in_a_row} bars in a row" if self.in_a_row > 1 else "now"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its parameters."""

    field: ScreenField
    parameters: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.field.name} {','.join(map(str, self.parameters))}".strip()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an indicator stands to another, or to a number, on each of the last bars."""

    first: Indicator
    position: Position
    second: Indicator | Decimal
    bars: Bars = Bars.DAY
    in_a_row: int = 1
    shown_only: bool = False
    """Whether it is no condition, and its indicators only told of."""
    sort: ClassVar[Sort] = Sort.NO

    @property
    def field(self) -> ScreenField:
        return self.first.field

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those that a value is told of."""
        return (self.first, self.second) if isinstance(self.second, Indicator) else (self.first,)

    @property
    def subject(self) -> str:
        return f"{self.first}, {self.bars.label} bars"

    def condition(self, currency: str) -> str:
        second = str(self.second) if isinstance(self.second, Indicator) else bound_text(self.second)
        if self.shown_only:
            return f"shown only, with {second}"
        bars = f" on {self.in_a_row} bars in a row" if self.in_a_row > 1 else ""
        return f"{self.position.label} {second}{bars}"


Criterion = Figure | Pattern | Comparison


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """What is asked of the shares of a market, or of those in a plate of it."""

    market: Market = Market.HK
    plate: Security | None = None
    plate_name: str = ""
    criteria: tuple[Criterion, ...] = ()

    def with_criterion(self, criterion: Criterion, at: int | None = None) -> CriteriaSet:
        """With one more, or another one in the place of the `at`th; only one sorts, the newest that does."""
        others = self.criteria
        if criterion.sort is not Sort.NO:
            others = tuple(_unsorted(each) for each in others)
        if at is None:
            return replace(self, criteria=(*others, criterion))
        return replace(self, criteria=(*others[:at], criterion, *others[at + 1 :]))

    def without(self, at: int) -> CriteriaSet:
        """Without the `at`th criterion."""
        return replace(self, criteria=self.criteria[:at] + self.criteria[at + 1 :])

    def moved_to(self, market: Market) -> CriteriaSet:
        """The same criteria for another market, of which the plate is none."""
        return replace(self, market=market, plate=None, plate_name="")

    def in_plate(self, plate: Security, name: str) -> CriteriaSet:
        """The same criteria for the shares in a plate of the market."""
        return replace(self, plate=plate, plate_name=name)

    def problem_with(self, criterion: Criterion, at: int | None = None) -> str:
        """Why a criterion cannot join, or take the `at`th place; empty if it can.

        Answers tell figures by field, days and report, so two that share these could not be told apart.
        """
        for place, other in enumerate(self.criteria):
            if place == at or type(other) is not type(criterion):
                continue
            if isinstance(criterion, Figure) and other.subject == criterion.subject:
                return f"{criterion.subject} is criterion {place + 1} already"
            if other == criterion:
                return f"this is criterion {place + 1} already"
        return ""


def bound_text(number: Decimal) -> str:
    """A bound as a person writes it: 5, -30.5, 20B."""
    for size, letter in ((10**9, "B"), (10**6, "M")):
        if abs(number) >= size and not (number * 1000 / size) % 1:
            return f"{number_text(number / size)}{letter}"
    return number_text(number)


def _unsorted(criterion: Criterion) -> Criterion:
    return replace(criterion, sort=Sort.NO) if isinstance(criterion, Figure) else criterion
