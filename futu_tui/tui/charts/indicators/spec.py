"""Which indicator, with which parameters: `MACD 12 26 9`, as it is typed, saved and read again."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from futu_tui.tui.charts.indicators.calculator import Calculator
from futu_tui.tui.charts.indicators.registry import INDICATORS, MOST_LENGTHS, Indicator, Line, Parameter

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


class SpecError(ValueError):
    """Not an indicator; the text says what would be."""


class Spec(Struct, frozen=True):
    """An indicator of the chart. Raises SpecError for a kind that there is not or values that it does not take."""

    kind: str
    values: tuple[float, ...]
    """Its parameters' values, in their order, those left out filled in; whole numbers where those are whole."""

    def __post_init__(self) -> None:
        indicator = _indicator(self.kind)
        force_setattr(self, "values", _checked(indicator, self.values))

    @classmethod
    def usual(cls, kind: str) -> Spec:
        """With the parameters that are usual for the kind."""
        return cls(kind, _indicator(kind).defaults)

    @classmethod
    def parse(cls, text: str) -> Spec:
        """Read what `str` writes, in capitals or not, commas or blanks between; a kind alone takes its usual values."""
        kind, *numbers = text.replace(",", " ").split() or [""]
        indicator = _indicator(kind.upper())
        for number in numbers:
            if not _NUMBER.fullmatch(number):
                raise _refusal(indicator, f"{number} is not a number")
        return cls(indicator.kind, tuple(map(float, numbers)) or indicator.defaults)

    def __str__(self) -> str:
        return " ".join([self.kind, *map(str, self.values)])

    @property
    def indicator(self) -> Indicator:
        """Its entry in the table."""
        return INDICATORS[self.kind]

    @property
    def lines(self) -> tuple[Line, ...]:
        """What its lines are called and how they are drawn, in the order of its calculator's."""
        return self.indicator.lines(*self.values)

    def calculator(self) -> Calculator[Any]:
        """A new one that knows no bars yet."""
        return self.indicator.calculator(*self.values)


def _indicator(kind: str) -> Indicator:
    if indicator := INDICATORS.get(kind):
        return indicator
    close = get_close_matches(kind, INDICATORS, 1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(INDICATORS)}"
    raise SpecError(f"{kind or 'Nothing'} is not an indicator; {hint}")


def _checked(indicator: Indicator, values: tuple[float, ...]) -> tuple[float, ...]:
    parameters = indicator.parameters
    if len(parameters) - indicator.optional <= len(values) < len(parameters):
        values += indicator.defaults[len(values) :]
    if indicator.several:
        if not 1 <= len(values) <= MOST_LENGTHS:
            raise _refusal(indicator, f"it takes 1 to {MOST_LENGTHS} numbers, not {len(values)}")
        if len(set(values)) < len(values):
            raise _refusal(indicator, "the same number is given twice")
        parameters *= len(values)
    elif len(values) != len(parameters):
        takes = f"{len(parameters)} number{'s' * (len(parameters) != 1)}" if parameters else "no numbers"
        raise _refusal(indicator, f"it takes {takes}, not {len(values)}")
    checked = tuple(
        _number(indicator, parameter, value) for parameter, value in zip(parameters, values, strict=True)
    )
    if indicator.rising and not checked[0] < checked[1]:
        raise _refusal(indicator, f"{parameters[0].name} has to be below {parameters[1].name}")
    return checked


def _number(indicator: Indicator, parameter: Parameter, value: float) -> float:
    """The value as it is kept: an int if it is a whole number, so that it is written without a point."""
    if not parameter.low <= value <= parameter.high:
        bounds = f"{parameter.low:g} to {parameter.high:g}"
        raise _refusal(indicator, f"{parameter.name} can be {bounds}, not {value:g}")
    if value == int(value):
        return int(value)
    if parameter.whole:
        raise _refusal(indicator, f"{parameter.name} has to be a whole number, not {value:g}")
    return value


def _refusal(indicator: Indicator, problem: str) -> SpecError:
    written = (
        f"write {indicator.form}, for example {indicator.example}"
        if indicator.parameters
        else "write it alone"
    )
    return SpecError(f"{indicator.kind}: {problem}; {written}")
