"""OBV: on-balance volume, TA-Lib's."""

from __future__ import annotations

from futu_tui.tui.charts.indicators.calculator import Calculator
from futu_tui.tui.charts.indicators.columns import Columns


class OnBalanceVolume(Calculator[float]):
    """The volumes of bars that closed higher than the one before less those that closed lower, from the first bar's on.

    Only how it moves means something: it begins wherever the known bars begin.
    """

    def __init__(self) -> None:
        super().__init__(1)

    def _advance(self, columns: Columns, first: int, end: int, state: float | None) -> float | None:
        if first == end:
            return state
        append = self.lines[0].append
        if state is None:
            state = float(columns.volume[0])
            append(state)
            first = 1
        closes = columns.close
        for before, close, volume in zip(
            closes[first - 1 : end - 1], closes[first:end], columns.volume[first:end], strict=True
        ):
            if close > before:
                state += volume
            elif close < before:
                state -= volume
            append(state)
        return state
