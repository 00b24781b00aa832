"""The sets of criteria that a person keeps by name, in a file of the data folder, and a few to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from futu_tui.feed.lookups.criteria import (
    Comparison,
    CriteriaSet,
    Criterion,
    Figure,
    Indicator,
    Pattern,
    Position,
    Report,
    Sort,
)
from futu_tui.feed.lookups.criteria_rows import read, stored
from futu_tui.feed.lookups.screen_fields import BY_WIRE
from futu_tui.json_file import KeptTable
from futu_tui.tui.text import clean, width
from futu_tui.tui.watchlists import LONGEST_NAME, WatchlistError

FILE_NAME = "screens.json"


def _now(name: str, low: str = "", high: str = "", sort: Sort = Sort.NO) -> Figure:
    return Figure(BY_WIRE[f"StockField_{name}"], _number(low), _number(high), sort=sort)


def _days(name: str, days: int, low: str = "", high: str = "", sort: Sort = Sort.NO) -> Figure:
    return Figure(BY_WIRE[f"AccumulateField_{name}"], _number(low), _number(high), days, sort=sort)


def _report(name: str, low: str = "", high: str = "", report: Report = Report.ANNUAL) -> Figure:
    return Figure(BY_WIRE[f"FinancialField_{name}"], _number(low), _number(high), report=report)


def _indicator(name: str, *parameters: int) -> Indicator:
    return Indicator(BY_WIRE[f"CustomIndicatorField_{name}"], parameters)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _set(*criteria: Criterion) -> CriteriaSet:
    return CriteriaSet(criteria=criteria)


BUILT_IN: Mapping[str, CriteriaSet] = {
    "Large and cheap": _set(
        _now("MarketVal", "20000000000", sort=Sort.HIGHEST), _now("PeTTM", "0.001", "12"), _now("PbRate", "", "1.5")
    ),
    "Growth": _set(
        _report("SumOfBusinessGrowth", "20"), _report("NetProfitGrowth", "20"), _now("MarketVal", sort=Sort.HIGHEST)
    ),
    "Quality": _set(
        _report("ReturnOnEquityRate", "15"), _report("DebtAssetsRate", "", "60"), _report("NetProfitRate", "10"),
        _now("MarketVal", sort=Sort.HIGHEST),
    ),
    "Movers of the day": _set(
        _days("ChangeRate", 1, sort=Sort.HIGHEST), _now("VolumeRatio", "1.5"), _days("Turnover", 1, "10000000")
    ),
    "Near the year's high": _set(
        _now("CurPriceToHighest52WeeksRatio", "-5", sort=Sort.HIGHEST), _days("Turnover", 20, "10000000")
    ),
    "Trend turns up": _set(
        Comparison(_indicator("MA", 20), Position.CROSSES_UP, _indicator("MA", 60)),
        _days("Turnover", 20, "10000000", sort=Sort.HIGHEST),
    ),
    "Oversold": _set(
        Comparison(_indicator("RSI", 12), Position.BELOW, Decimal(30)), _days("ChangeRate", 20, sort=Sort.LOWEST)
    ),
    "Golden cross": _set(Pattern(BY_WIRE["PatternField_MACDGoldCrossLow"]), _now("MarketVal", sort=Sort.HIGHEST)),
}  # fmt: skip
"""Starting points, of Hong Kong; any of them can be moved to another market, changed, and kept under another name."""


class SetNameError(WatchlistError):
    """A name that a set cannot have."""


class CriteriaSets:
    """Those of a file; without one they last as long as the program."""

    def __init__(self, path: Path | None = None) -> None:
        self._file = KeptTable(path)
        self.own: dict[str, CriteriaSet] = {}
        """By name, in the order of their names."""
        self.unreadable: dict[str, object] = {}
        """What the file has under its names that is no set, perhaps of another version; it is left there."""
        for name, table in self._file.read().items():
            try:
                self.own[name] = read(table)
            except ValueError:
                self.unreadable[name] = table

    @property
    def problem(self) -> str:
        """Why the last change is not in the file; empty where it is."""
        return self._file.problem

    def put(self, name: str, kept: CriteriaSet) -> None:
        """Keep a set under a name, in the place of one that has it already."""
        self.own[name] = kept
        self._save()

    def rename(self, before: str, name: str) -> None:
        """Call a set otherwise. Raises KeyError without one."""
        self.own[name] = self.own.pop(before)
        self._save()

    def delete(self, name: str) -> None:
        """Keep a set no longer. Raises KeyError without one."""
        del self.own[name]
        self._save()

    def checked(self, name: str) -> str:
        """A name as it will stand; raises SetNameError for one that cannot be, or is taken."""
        name = self.possible(name)
        if name in self.own or name in self.unreadable:
            raise SetNameError(f"There is a set {name!r} already.")
        return name

    def possible(self, name: str) -> str:
        """A name that may be an own set's already; raises SetNameError for one that cannot be."""
        name = clean(name).strip()
        if not name:
            raise SetNameError("A set needs a name, such as Cheap banks.")
        if width(name) > LONGEST_NAME:
            raise SetNameError(f"A set's name may take {LONGEST_NAME} cells; {name!r} takes {width(name)}.")
        if name in BUILT_IN:
            raise SetNameError(f"{name} is one of the sets to begin with; take another name.")
        return name

    def _save(self) -> None:
        self.own = dict(sorted(self.own.items(), key=lambda each: each[0].casefold()))
        self._file.write({**self.unreadable, **{name: stored(kept) for name, kept in self.own.items()}})
