"""The indicators that a chart shows, over the prices and in panels below them."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from math import isnan
from typing import Any

from futu_tui.tui.charts.indicators import Calculator, Columns, Drawn, Line, Spec
from futu_tui.tui.charts.inks import tone

AT_ONCE = 20_000
"""Bars that an indicator takes in at a time, so that a long history is reckoned over several frames."""


class Study:
    """One indicator with its values."""

    def __init__(self, spec: Spec, first_tone: int = 0) -> None:
        self.spec = spec
        self.lines: tuple[Line, ...] = spec.lines
        self.inks = _inks(spec, first_tone)
        """Of each line."""
        self._calculator: Calculator[Any] = spec.calculator()

    @property
    def values(self) -> Sequence[array[float]]:
        """Each line's, one a bar; shorter than the bars while it is still being reckoned."""
        return self._calculator.lines

    @property
    def tones(self) -> int:
        """How many tones its lines take."""
        return len({ink for ink, line in zip(self.inks, self.lines, strict=True) if _is_line(line)})

    def value(self, line: int, place: int) -> float | None:
        """A line's value at a bar; None without one."""
        values = self._calculator.lines[line]
        if not 0 <= place < len(values):
            return None
        value = values[place]
        return None if isnan(value) else value

    def at(self, place: int) -> list[float | None]:
        """Each line's value at a bar; None without one."""
        return [self.value(line, place) for line in range(len(self.lines))]

    def follow(self, columns: Columns, version: Hashable, history: Hashable) -> bool:
        """Reckon what differs (see `indicators`); whether it has values for every bar now."""
        self._calculator.follow(columns, version=version, history=history, most=AT_ONCE)
        return self._calculator.reckoned == len(columns)


class Studies:
    """The indicators of one chart."""

    def __init__(self, specs: Iterable[Spec] = ()) -> None:
        self.specs = tuple(specs)
        self.overlays: list[Study] = []
        self.panels: list[Study] = []
        taken = 0
        for spec in self.specs:
            if spec.indicator.panel:
                self.panels.append(Study(spec))
            else:
                study = Study(spec, taken)
                taken += study.tones
                self.overlays.append(study)

    def follow(self, columns: Columns, version: Hashable, history: Hashable) -> bool:
        """Bring all of them up to these bars, or nearer to them; whether that is done."""
        done = [study.follow(columns, version, history) for study in (*self.overlays, *self.panels)]
        return all(done)


def _is_line(line: Line) -> bool:
    return line.drawn is not Drawn.HISTOGRAM


def _inks(spec: Spec, first: int) -> tuple[int, ...]:
    """A tone for each line, but one for both edges of a band and its middle; columns are inked by their bars."""
    inks, taken = [], first
    together = spec.kind == "BOLL"
    for line in spec.lines:
        inks.append(tone(taken))
        if _is_line(line) and not together:
            taken += 1
    return tuple(inks)
