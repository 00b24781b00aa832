"""What a chart shows on bars of each period, indicators and how prices are drawn, remembered in a small file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from futu_tui.json_file import KeptTable
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


class Drawing(NamedTuple):
    """How prices are drawn."""

    style: Style = Style.CANDLES
    log: bool = False
    """On a logarithmic scale."""


class ChartSettings:
    """A file that cannot be read or written costs the memory, nothing else."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path nothing is remembered."""
        self._file = KeptTable(path)
        self._specs: dict[str, tuple[Spec, ...]] = {}
        self._usual = tuple(map(Spec.parse, DEFAULTS))
        self._drawings: dict[str, Drawing] = {}
        self._usual_drawing = Drawing()
        """On bars of which nothing was said: what an older version remembered for all of them."""
        self.grid: tuple[Tile, ...] = ()
        """What the charts side by side show."""

    @classmethod
    def load(cls, path: Path) -> Self:
        settings = cls(path)
        settings._read(settings._file.read())
        return settings

    def specs(self, period: Period) -> tuple[Spec, ...]:
        """The indicators to show on bars of this length."""
        return self._specs.get(period.label, self._usual)

    def choose(self, period: Period, specs: Sequence[Spec]) -> None:
        """Show these on bars of this length from now on."""
        if self.specs(period) != tuple(specs):
            self._specs[period.label] = tuple(specs)
            self._save()

    def drawing(self, period: Period) -> Drawing:
        """How to draw bars of this length."""
        return self._drawings.get(period.label, self._usual_drawing)

    def draw(self, period: Period, drawing: Drawing) -> None:
        """Draw bars of this length like this from now on."""
        if self.drawing(period) != drawing:
            self._drawings[period.label] = drawing
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
        self._usual_drawing = _drawing(stored)
        drawings = stored.get("drawings")
        for label, row in drawings.items() if isinstance(drawings, dict) else ():
            if label in labels and isinstance(row, dict):
                self._drawings[label] = _drawing(row)
        grid = stored.get("grid")
        self.grid = tuple(_tiles(grid if isinstance(grid, list) else ()))

    def _save(self) -> None:
        stored = {
            "indicators": {label: list(map(str, specs)) for label, specs in self._specs.items()},
            **_stored(self._usual_drawing),
            "drawings": {label: _stored(drawing) for label, drawing in self._drawings.items()},
            "grid": [[str(security), period.label, kind] for security, period, kind in self.grid],
        }
        self._file.write(stored)


def _drawing(row: dict[str, Any]) -> Drawing:
    """What can be read of one."""
    style = next((style for style in Style if style.value == row.get("style")), Style.CANDLES)
    return Drawing(style, row.get("log") is True)


def _stored(drawing: Drawing) -> dict[str, Any]:
    return {"style": drawing.style.value, "log": drawing.log}


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
