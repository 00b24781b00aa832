"""A screen: criteria that securities must all meet, what is told of those that do, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, ClassVar, Protocol

from futu_tui.paper.financials import Period
from futu_tui.paper.market import KLType
from futu_tui.paper.patterns import shows
from futu_tui.paper.screen_fields import FROM_QUOTE, Candidate
from futu_tui.paper.screen_indicators import indicator, is_so
from futu_tui.paper.technicals import Line


class Criterion(Protocol):
    """One thing that is asked of a security."""

    @property
    def needs_history(self) -> bool: ...

    def meets(self, candidate: Candidate) -> bool:
        """Whether the security stays in."""


@dataclass(frozen=True)
class Bounds:
    """Between what a figure must lie; both are included."""

    low: float = -inf
    high: float = inf
    applies: bool = True
    """Whether it is a condition at all, or the figure is only wanted."""

    def hold(self, value: float | str | None) -> bool:
        """A figure that there is not lies between no bounds."""
        if not self.applies or (self.low == -inf and self.high == inf):
            return True
        return isinstance(value, float) and self.low <= value <= self.high


@dataclass(frozen=True)
class Figure:
    """A figure of a security that is to lie between bounds; rows can be sorted by it."""

    bounds: Bounds
    sort: int
    """qot_stock_filter.SortDir: 0 not, 1 upwards, 2 downwards."""
    field: int

    @property
    def needs_history(self) -> bool:
        return True

    def value(self, candidate: Candidate) -> float | str | None:
        raise NotImplementedError

    def meets(self, candidate: Candidate) -> bool:
        return self.bounds.hold(self.value(candidate))


@dataclass(frozen=True)
class Base(Figure):
    """A figure of now."""

    @property
    def needs_history(self) -> bool:
        return self.field not in FROM_QUOTE

    def value(self, candidate: Candidate) -> float | str | None:
        return candidate.base(self.field)


@dataclass(frozen=True)
class Accumulated(Figure):
    """A figure of the last days."""

    days: int = 1

    def value(self, candidate: Candidate) -> float | str | None:
        return candidate.accumulated(self.field, self.days)


@dataclass(frozen=True)
class Financial(Figure):
    """A figure of a company's reports."""

    period: Period = Period.ANNUAL

    @property
    def needs_history(self) -> bool:
        return False

    def value(self, candidate: Candidate) -> float | str | None:
        return candidate.financial(self.field, self.period)


@dataclass(frozen=True)
class Shape:
    """A pattern on each of the last bars."""

    field: int
    kl_type: KLType
    bars: int
    applies: bool = True
    needs_history: ClassVar[bool] = True

    def meets(self, candidate: Candidate) -> bool:
        return not self.applies or shows(self.field, candidate.columns(self.kl_type), self.bars)


@dataclass(frozen=True)
class Term:
    """One side of a comparison: an indicator, or a number."""

    field: int
    parameters: tuple[int, ...] = ()
    number: float | None = None

    def line(self, candidate: Candidate, kl_type: KLType) -> Line:
        columns = candidate.columns(kl_type)
        if self.number is not None:
            return [self.number] * len(columns.close)
        return indicator(self.field, self.parameters, columns)


@dataclass(frozen=True)
class Comparison:
    """How two indicators stand to one another on each of the last bars."""

    first: Term
    second: Term
    position: int
    """qot_stock_filter.RelativePosition"""
    kl_type: KLType
    bars: int
    applies: bool = True
    needs_history: ClassVar[bool] = True

    def meets(self, candidate: Candidate) -> bool:
        if not self.applies:
            return True
        one, other = (term.line(candidate, self.kl_type) for term in (self.first, self.second))
        return is_so(self.position, one, other, self.bars)

    def values(self, candidate: Candidate) -> Iterator[tuple[Term, float]]:
        """What the indicators stand at now, where they do."""
        for term in (self.first, self.second):
            line = term.line(candidate, self.kl_type)
            if term.number is None and line and line[-1] is not None:
                yield term, line[-1]


def screen(
    candidates: Iterable[Candidate],
    criteria: Sequence[Criterion],
    make_history: Callable[[Candidate], Iterator[None]],
) -> Generator[None, None, list[Candidate]]:
    """Those that meet every criterion, sorted as the criteria ask, else as they come; in steps of some milliseconds.

    What needs no history is asked first, so that histories are made only of those that still count.
    """
    cheap = [each for each in criteria if not each.needs_history]
    dear = [each for each in criteria if each.needs_history]
    left = []
    for candidate in candidates:
        if not all(each.meets(candidate) for each in cheap):
            continue
        if dear:
            yield from make_history(candidate)
            yield
        if all(each.meets(candidate) for each in dear):
            left.append(candidate)
    sorts = [each for each in criteria if isinstance(each, Figure) and each.sort]
    for figure in reversed(sorts):
        left = _sorted(left, figure)
    return left


def _sorted(candidates: list[Candidate], figure: Figure) -> list[Candidate]:
    """By one figure; those that have none come last, either way."""
    valued: list[tuple[Any, Candidate]] = [(figure.value(each), each) for each in candidates]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=figure.sort == 2)
    return [each for _, each in known] + [each for value, each in valued if value is None]
