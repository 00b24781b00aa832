"""A criterion of a screen being written: what a person types and chooses field by field, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from futu_tui.feed.lookups.criteria import (
    MOST_BARS,
    Bars,
    Comparison,
    CriteriaSet,
    Criterion,
    Figure,
    Indicator,
    Pattern,
    Position,
    Report,
    Sort,
    bound_text,
)
from futu_tui.feed.lookups.screen_fields import BY_WIRE, Kind, ScreenField
from futu_tui.trading.amounts import NotANumber, typed_number
from futu_tui.tui.alert_draft import Trouble

MOST_DAYS = 1_000
MOST_PARAMETER = 1_000
_FINEST = Decimal("0.001")
"""What is finer in a bound the gateway leaves away."""
_BILLION = Decimal(10) ** 9
_NONE = "write a number, as in 5, -30.5 or 20B"


def typed_bound(text: str) -> Decimal | None:
    """The bound that was typed: "12.5", "-30%", "500M", "20B"; None for nothing. Raises NotANumber."""
    bare = text.strip()
    if not bare:
        return None
    bare = bare.removesuffix("%").rstrip()
    negative = bare.startswith("-")
    bare = bare[1:] if bare[:1] in ("-", "+") else bare
    size = _BILLION if bare[-1:] in ("b", "B") else Decimal(1)
    number = typed_number(bare[:-1] if size != 1 else bare)
    if number is None:
        raise NotANumber(f"{text.strip()!r} is no number; {_NONE}")
    return number * size * (-1 if negative else 1)


class Pair(NamedTuple):
    """The second indicator of a comparison that suits the first: its field, and its parameters as typed."""

    wire: str
    parameters: str


_SECONDS = {
    "MA": Pair("MA", "60"), "EMA": Pair("EMA", "60"), "Price": Pair("MA", "60"), "KDJ_K": Pair("KDJ_D", "9,3,3"),
    "KDJ_J": Pair("KDJ_D", "9,3,3"), "MACD_DIFF": Pair("MACD_DEA", "12,26,9"),
}  # fmt: skip
_PREFIX = "CustomIndicatorField_"


@dataclass
class CriterionDraft:
    """Of a new criterion, or of one that is to be changed. Numbers are texts as they were typed."""

    about: ScreenField
    low: str = ""
    high: str = ""
    days: str = "1"
    report: Report = Report.ANNUAL
    sort: Sort = Sort.NO
    bars: Bars = Bars.DAY
    in_a_row: str = "1"
    parameters: str = ""
    position: Position = Position.ABOVE
    second: ScreenField | None = None
    """What an indicator is compared with; None for a number."""
    second_parameters: str = ""
    value: str = ""
    shown_only: bool = False
    _troubles: list[Trouble] = field(default_factory=list, repr=False)

    @classmethod
    def new(cls, about: ScreenField) -> CriterionDraft:
        """As it begins: an indicator beside one that it is usually compared with."""
        draft = cls(about)
        if about.kind is Kind.INDICATOR:
            draft.take_first(about)
            pair = _SECONDS.get(about.wire.removeprefix(_PREFIX))
            if pair is not None:
                draft.second, draft.second_parameters = BY_WIRE[_PREFIX + pair.wire], pair.parameters
        return draft

    @classmethod
    def of(cls, criterion: Criterion) -> CriterionDraft:
        """A change of a criterion, as it is now."""
        draft = cls(criterion.field)
        if isinstance(criterion, Figure):
            draft.low, draft.high = (
                "" if bound is None else bound_text(bound) for bound in (criterion.low, criterion.high)
            )
            draft.days, draft.report, draft.sort = str(criterion.days), criterion.report, criterion.sort
            return draft
        draft.bars, draft.in_a_row = criterion.bars, str(criterion.in_a_row)
        if isinstance(criterion, Comparison):
            draft.parameters = _listed(criterion.first.parameters)
            draft.position, draft.shown_only = criterion.position, criterion.shown_only
            if isinstance(criterion.second, Indicator):
                draft.second = criterion.second.field
                draft.second_parameters = _listed(criterion.second.parameters)
            else:
                draft.value = bound_text(criterion.second)
        return draft

    # What the person does

    def take_first(self, about: ScreenField) -> None:
        """Another first indicator, with its usual parameters."""
        self.about, self.parameters = about, _listed(about.parameters)

    def take_second(self, about: ScreenField | None) -> None:
        """Another second indicator, with its usual parameters, or a number."""
        self.second = about
        self.second_parameters = _listed(about.parameters) if about is not None else ""

    # What becomes of it

    def read(self, among: CriteriaSet, at: int | None = None) -> tuple[Criterion | None, list[Trouble]]:
        """The criterion, None while it cannot be, and what is wrong, by field; `at` is its place in the set, if any."""
        self._troubles = []
        kind = self.about.kind
        criterion: Criterion | None
        if kind is Kind.PATTERN:
            criterion = Pattern(self.about, self.bars, self._bars_in_a_row())
        elif kind is Kind.INDICATOR:
            criterion = self._comparison()
        else:
            criterion = self._figure()
        if self._blocked or criterion is None:
            return None, self._troubles
        if problem := among.problem_with(criterion, at):
            self._wrong("field", problem)
        return None if self._blocked else criterion, self._troubles

    @property
    def _blocked(self) -> bool:
        return any(trouble.blocking for trouble in self._troubles)

    def _figure(self) -> Figure:
        low, high = self._bound("low", self.low), self._bound("high", self.high)
        if low is not None and high is not None and low > high:
            self._wrong("high", f"the most cannot be below the least, {bound_text(low)}")
        days = self._whole("days", self.days, MOST_DAYS) if self.about.kind is Kind.DAYS else 1
        if not self.about.has_bounds and self.sort is Sort.NO:
            self._wrong("sort", "this one only sorts: choose which comes first")
        return Figure(self.about, low, high, days, self.report, self.sort)

    def _comparison(self) -> Comparison | None:
        first = Indicator(self.about, self._parameters("parameters", self.parameters, self.about))
        second: Indicator | Decimal | None
        if self.second is None:
            second = self._bound("value", self.value)
            if second is None and not any(each.field == "value" for each in self._troubles):
                self._wrong("value", _NONE)
        else:
            numbers = self._parameters("second_parameters", self.second_parameters, self.second)
            second = Indicator(self.second, numbers)
            if second == first:
                self._wrong("second", f"{first} cannot be compared with itself")
            elif self.second.unit is not self.about.unit:
                self._wrong(
                    "second", f"{self.about.name} and {self.second.name} are not on one scale", blocking=False
                )
        in_a_row = self._bars_in_a_row()
        if second is None:
            return None
        return Comparison(first, self.position, second, self.bars, in_a_row, self.shown_only)

    def _bound(self, name: str, text: str) -> Decimal | None:
        try:
            number = typed_bound(text)
        except NotANumber as problem:
            self._wrong(name, str(problem))
            return None
        if number is not None and number % _FINEST:
            self._wrong(name, "the gateway takes three decimals at most")
        return number

    def _whole(self, name: str, text: str, most: int) -> int:
        number = text.strip()
        if not number.isascii() or not number.isdecimal() or not 1 <= int(number[:9]) <= most:
            self._wrong(name, f"write a whole number from 1 to {most:,}")
            return 1
        return int(number)

    def _bars_in_a_row(self) -> int:
        return self._whole("in_a_row", self.in_a_row, MOST_BARS)

    def _parameters(self, name: str, text: str, about: ScreenField) -> tuple[int, ...]:
        usual = about.parameters
        words = text.replace(",", " ").split()
        if not usual:
            return ()
        numbers = tuple(int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 9)
        if len(numbers) != len(words) or len(numbers) != len(usual):
            count = f"{len(usual)} whole numbers" if len(usual) > 1 else "a whole number"
            self._wrong(name, f"{about.name} takes {count}, as in {_listed(usual)}")
        elif not all(1 <= number <= MOST_PARAMETER for number in numbers):
            self._wrong(name, f"each must be from 1 to {MOST_PARAMETER:,}")
        return numbers

    def _wrong(self, name: str, text: str, *, blocking: bool = True) -> None:
        self._troubles.append(Trouble(name, text, blocking))


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
