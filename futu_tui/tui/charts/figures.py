"""The figures of a chart: what a bar and its indicators come to, in numbers, above the prices and on the panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from futu_tui.tui import format
from futu_tui.tui.charts.indicators import Drawn
from futu_tui.tui.charts.inks import Ink, Run
from futu_tui.tui.charts.studies import Study
from futu_tui.tui.charts.viewport import Shown

Group = list[Run]
"""Figures that are shown together or not at all."""

COMPACT_KINDS = frozenset({"VOL", "OBV"})
"""Indicators whose values are counts of shares."""


class BarFigures(Struct, frozen=True):
    """What is told of a bar."""

    bar: Shown
    before: float | None
    """The close of the bar before."""
    when: str
    """Empty for the live one."""
    decimals: int
    stale: bool = False
    """It is the live one, and nothing is heard of it."""
    other: str = ""
    """A second security, with its gain since the first bar in view."""


def bar_groups(figures: BarFigures) -> list[Group]:
    """Time, open, high, low, close, change, volume and turnover."""
    bar, decimals = figures.bar, figures.decimals
    change = bar.close - figures.before if figures.before else None
    percent = change / figures.before * 100 if change is not None and figures.before else None
    text: int = Ink.STALE if figures.stale else Ink.TEXT
    tone = text
    if not figures.stale:
        tone = direction(change)
    groups: list[Group] = []
    if figures.when:
        groups.append([Run(f" {figures.when} ", Ink.ACCENT)])
    for letter, price in (("O", bar.open), ("H", bar.high), ("L", bar.low)):
        groups.append([Run(f" {letter} ", Ink.DIM), Run(format.price(price, decimals), text)])
    groups.append([Run(" C ", Ink.DIM), Run(format.price(bar.close, decimals), tone)])
    if change is not None:
        groups.append([Run(f" {format.change(change, decimals)} {format.percent(percent)}%", tone)])
    groups.append([Run("  V ", Ink.DIM), Run(format.volume(bar.volume), text)])
    if bar.turnover:
        groups.append([Run("  T ", Ink.DIM), Run(format.volume(bar.turnover), text)])
    if figures.other:
        groups.append([Run(f"  {figures.other}", Ink.OTHER)])
    return groups


def study_groups(
    study: Study, values: Sequence[float | None], decimals: int, *, named: bool = False
) -> list[Group]:
    """Each line's name and value; where the lines' names do not say whose they are, the indicator's own in front."""
    groups: list[Group] = []
    if named or _needs_name(study):
        groups.append([Run(f"  {study.spec}", Ink.DIM)])
    for line, ink in enumerate(study.inks):
        value = values[line]
        drawn = study.lines[line]
        tone = ink
        if drawn.drawn is Drawn.HISTOGRAM:
            tone = Ink.TEXT if study.spec.kind in COMPACT_KINDS else direction(value)
        name = "" if named and not line and drawn.name == study.spec.kind else f"{drawn.name} "
        groups.append(
            [Run(f" {name}" if groups else f"  {name}", Ink.DIM), Run(_value(study, value, decimals), tone)]
        )
    return groups


def wrapped(groups: Iterable[Group], width: int, lines: int) -> list[list[Run]]:
    """The groups in at most so many lines, as much as fits; none is parted."""
    rows: list[list[Run]] = [[]]
    room = width
    for group in groups:
        taken = sum(len(run.text) for run in group)
        if taken > room:
            if len(rows) == lines or not rows[-1]:
                break
            rows.append([])
            room = width
        rows[-1].extend(group)
        room -= taken
    return rows + [[] for _ in range(lines - len(rows))]


def bar_width(label_width: int, more: int = 0) -> int:
    """Cells that a bar's figures take, about, whatever the values are, so that their lines do not come and go."""
    return 12 + 4 * (3 + label_width) + 10 + label_width + 18 + more


def studies_width(overlays: Sequence[Study], label_width: int) -> int:
    """Cells that the values of the indicators over the prices take, about."""
    names = sum(2 + len(str(study.spec)) for study in overlays if _needs_name(study))
    return names + sum(len(line.name) + 3 + label_width for study in overlays for line in study.lines)


def panel_title(study: Study, values: Sequence[float | None], decimals: int, width: int) -> Iterator[Run]:
    """One line: the indicator and its values."""
    yield from wrapped(study_groups(study, values, decimals, named=True), width, 1)[0]


def direction(change: float | None) -> int:
    """The ink of a change by its sign."""
    if change is None or change != change:
        return Ink.FAINT
    if change > 0:
        return Ink.UP
    return Ink.DOWN if change < 0 else Ink.FLAT


def _needs_name(study: Study) -> bool:
    return study.spec.kind == "BOLL"


def _value(study: Study, value: float | None, decimals: int) -> str:
    if study.spec.kind in COMPACT_KINDS:
        return format.volume(value)
    if study.spec.indicator.panel and study.spec.kind not in ("MACD", "ATR"):
        return format.price(value, 2)
    return format.price(value, decimals + (study.spec.kind in ("MACD", "ATR")))
