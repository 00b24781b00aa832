"""The table of all indicators: what each is called, takes and draws."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from msgspec import Struct

from futu_tui.tui.charts.indicators.atr import AverageTrueRange
from futu_tui.tui.charts.indicators.bands import Bollinger
from futu_tui.tui.charts.indicators.calculator import Calculator
from futu_tui.tui.charts.indicators.means import ExponentialAverages, MovingAverages, Volumes
from futu_tui.tui.charts.indicators.momentum import Kdj, Macd, Rsi
from futu_tui.tui.charts.indicators.obv import OnBalanceVolume
from futu_tui.tui.charts.indicators.sar import ParabolicSar
from futu_tui.tui.charts.indicators.vwap import SessionVwap

MOST_LENGTHS = 6
"""So many lines of one kind at most."""


class Drawn(Enum):
    """How a line is drawn."""

    LINE = auto()
    HISTOGRAM = auto()
    """Columns from zero."""
    DOTS = auto()


class Line(Struct, frozen=True):
    """One line of an indicator, by the name that stands beside it on the chart."""

    name: str
    drawn: Drawn = Drawn.LINE


class Parameter(Struct, frozen=True):
    """A number that an indicator takes, from `low` to `high`."""

    name: str
    low: float
    high: float
    whole: bool = True


class Indicator(Struct, frozen=True, kw_only=True):
    """A kind of indicator."""

    kind: str
    """What a trader writes: BOLL."""
    about: str
    """In a few words, for a form."""
    panel: bool
    """Whether it stands on a scale of its own below the prices; otherwise it is drawn over them."""
    lines: Callable[..., tuple[Line, ...]]
    """Its lines, in the order of the calculator's, by its parameters' values."""
    calculator: Callable[..., Calculator[Any]]
    """Makes a calculator out of its parameters' values."""
    parameters: tuple[Parameter, ...] = ()
    defaults: tuple[float, ...] = ()
    optional: int = 0
    """So many of the last parameters may be left out, and are then the usual ones."""
    several: bool = False
    """Whether its one parameter may be given several times, for a line each."""
    rising: bool = False
    """Whether its first parameter has to be below the second."""
    guides: tuple[float, ...] = ()
    """Levels to mark across the panel."""
    intraday: bool = False
    """Whether it says something only on bars shorter than a day."""

    @property
    def form(self) -> str:
        """What one writes for it: BOLL bars deviations."""
        names = [parameter.name for parameter in self.parameters]
        return " ".join([self.kind, *names, *(["…"] if self.several else [])])

    @property
    def example(self) -> str:
        """With its usual parameters: BOLL 20 2."""
        return " ".join([self.kind, *(f"{value:g}" for value in self.defaults)])


def _each(name: str) -> Callable[..., tuple[Line, ...]]:
    return lambda *lengths: tuple(Line(f"{name}{length}") for length in lengths)


def _always(*lines: Line | str) -> Callable[..., tuple[Line, ...]]:
    fixed = tuple(Line(line) if isinstance(line, str) else line for line in lines)
    return lambda *_: fixed


def _macd(fast: int, slow: int, signal: int, times: int) -> tuple[Line, ...]:
    columns = "MACD" if times == 1 else f"MACD×{times}"
    return Line("DIF"), Line("DEA"), Line(columns, Drawn.HISTOGRAM)


INDICATORS = {
    indicator.kind: indicator
    for indicator in (
        Indicator(
            kind="MA",
            about="simple moving averages",
            panel=False,
            parameters=(Parameter("bars", 1, 1000),),
            defaults=(5, 10, 20),
            several=True,
            lines=_each("MA"),
            calculator=MovingAverages,
        ),
        Indicator(
            kind="EMA",
            about="exponential moving averages",
            panel=False,
            parameters=(Parameter("bars", 2, 1000),),
            defaults=(12, 26),
            several=True,
            lines=_each("EMA"),
            calculator=ExponentialAverages,
        ),
        Indicator(
            kind="BOLL",
            about="Bollinger bands: a mean and standard deviations around it",
            panel=False,
            parameters=(Parameter("bars", 2, 500), Parameter("deviations", 0.1, 10, whole=False)),
            defaults=(20, 2),
            lines=_always("MID", "UPPER", "LOWER"),
            calculator=Bollinger,
        ),
        Indicator(
            kind="VWAP",
            about="the day's average price, weighted by volume",
            panel=False,
            lines=_always("VWAP"),
            calculator=SessionVwap,
            intraday=True,
        ),
        Indicator(
            kind="SAR",
            about="parabolic stop and reverse",
            panel=False,
            parameters=(Parameter("step", 0.001, 1, whole=False), Parameter("limit", 0.001, 1, whole=False)),
            defaults=(0.02, 0.2),
            rising=True,
            lines=_always(Line("SAR", Drawn.DOTS)),
            calculator=ParabolicSar,
        ),
        Indicator(
            kind="VOL",
            about="volumes and their averages",
            panel=True,
            parameters=(Parameter("bars", 1, 1000),),
            defaults=(5, 10),
            several=True,
            lines=lambda *lengths: (Line("VOL", Drawn.HISTOGRAM), *_each("MA")(*lengths)),
            calculator=Volumes,
        ),
        Indicator(
            kind="MACD",
            about="columns are DIF less DEA, times 2 as Futu and other Chinese programs draw them, times 1 as TA-Lib",
            panel=True,
            parameters=(
                Parameter("fast", 2, 499),
                Parameter("slow", 3, 500),
                Parameter("signal", 2, 500),
                Parameter("times", 1, 2),
            ),
            defaults=(12, 26, 9, 2),
            optional=1,
            rising=True,
            lines=_macd,
            calculator=Macd,
            guides=(0,),
        ),
        Indicator(
            kind="RSI",
            about="relative strength: the rises' part in all moves; 0 where nothing moved, as TA-Lib has it",
            panel=True,
            parameters=(Parameter("bars", 2, 500),),
            defaults=(6, 12, 24),
            several=True,
            lines=_each("RSI"),
            calculator=Rsi,
            guides=(30, 70),
        ),
        Indicator(
            kind="KDJ",
            about="where the close stands in the range of the last bars",
            panel=True,
            parameters=(
                Parameter("bars", 2, 500),
                Parameter("K parts", 1, 100),
                Parameter("D parts", 1, 100),
            ),
            defaults=(9, 3, 3),
            lines=_always("K", "D", "J"),
            calculator=Kdj,
            guides=(20, 80),
        ),
        Indicator(
            kind="OBV",
            about="volume of rises less volume of falls",
            panel=True,
            lines=_always("OBV"),
            calculator=OnBalanceVolume,
        ),
        Indicator(
            kind="ATR",
            about="average true range: how far a bar reaches",
            panel=True,
            parameters=(Parameter("bars", 1, 500),),
            defaults=(14,),
            lines=_each("ATR"),
            calculator=AverageTrueRange,
        ),
    )
}
"""By kind; those over the prices first."""
