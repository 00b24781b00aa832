"""What a chart shows: indicators by period and how prices are drawn, remembered across runs in a small file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from futu_tui.json_file import read_table, write_table
from futu_tui.market import Period
from futu_tui.protocol import Security, SecurityError
from futu_tui.tui.charts.indicators import Spec, SpecError
from futu_tui.tui.charts.price_plot import Style

FILE_NAME = "charts.json"
DEFAULTS = ("MA 5 10 20", "VOL 5 10")
MOST = 8
"""So many indicators at most."""


class Tile(NamedTuple):
    """One of several charts side by side."""

    security: Security
    period: Period
    """Of its K-lines."""
    kind: str = "chart"
    """The keymap's context of the kind in view."""


class ChartSettings:
    """A file that cannot be read or written costs the memory, nothing else."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path nothing is remembered."""
        self._path = path
        self._specs: dict[str, tuple[Spec, ...]] = {}
        self._usual = tuple(map(Spec.parse, DEFAULTS))
        self.style = Style.CANDLES
        self.log = False
        self.grid: tuple[Tile, ...] = ()
        """What the charts side by side show."""

    @classmethod
    def load(cls, path: Path) -> Self:
        settings = cls(path)
        settings._read(read_table(path))
        return settings

    def specs(self, period: Period) -> tuple[Spec, ...]:
        """The indicators to show on bars of this length."""
        return self._specs.get(period.label, self._usual)

    def choose(self, period: Period, specs: Sequence[Spec]) -> None:
        """Show these on bars of this length from now on."""
        if self.specs(period) != tuple(specs):
            self._specs[period.label] = tuple(specs)
            self._save()

    def draw(self, style: Style, *, log: bool) -> None:
        """Draw prices like this from now on."""
        if (self.style, self.log) != (style, log):
            self.style, self.log = style, log
            self._save()

    def keep_grid(self, grid: Sequence[Tile]) -> None:
        """Show these side by side from now on."""
        if self.grid != tuple(grid):
            self.grid = tuple(grid)
            self._save()

    def _read(self, stored: dict[str, Any]) -> None:
        labels = {period.label for period in Period}
        indicators = stored.get("indicators")
        for label, texts in indicators.items() if isinstance(indicators, dict) else ():
            if label in labels and isinstance(texts, list):
                self._specs[label] = tuple(_known(texts))[:MOST]
        self.style = next((style for style in Style if style.value == stored.get("style")), self.style)
        self.log = stored.get("log") is True
        grid = stored.get("grid")
        self.grid = tuple(_tiles(grid if isinstance(grid, list) else ()))

    def _save(self) -> None:
        if self._path is None:
            return
        stored = {
            "indicators": {label: list(map(str, specs)) for label, specs in self._specs.items()},
            "style": self.style.value,
            "log": self.log,
            "grid": [[str(security), period.label, kind] for security, period, kind in self.grid],
        }
        write_table(self._path, stored)


def _known(texts: Iterable[object]) -> Iterable[Spec]:
    """Those that are indicators; what another version of the program wrote may not be."""
    for text in texts:
        try:
            spec = Spec.parse(str(text))
        except SpecError:
            continue
        yield spec


def _tiles(rows: Iterable[object]) -> Iterable[Tile]:
    periods = {period.label: period for period in Period}
    for row in rows:
        if not isinstance(row, list) or len(row) not in (2, 3) or str(row[1]) not in periods:
            continue
        try:
            yield Tile(Security.parse(str(row[0])), periods[str(row[1])], *map(str, row[2:]))
        except SecurityError:
            continue
