"""A chart as files: its picture as SVG, and the table of a K-line chart's bars and indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from html import escape
from pathlib import Path

from rich.color import Color
from rich.style import Style

from futu_tui.tui.charts.indicators import Columns
from futu_tui.tui.charts.picture import stamp
from futu_tui.tui.charts.studies import Studies
from futu_tui.tui.csv_export import Table
from futu_tui.tui.text import clean

CELL = (9.0, 20.0)
"""Width and height of a character in the SVG, in its own units."""
FONT_SIZE = 15
FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"
_INK, _GROUND = "#d3dae3", "#0e1217"
"""Where the theme leaves it to the terminal."""

_WORDS = re.compile(r"\S+")
"""What is placed at a time: blanks are left to no font and no reader of the file."""

Runs = Iterable[tuple[str, Style]]


def bars_table(columns: Columns, first: int, end: int, studies: Studies, zone: tzinfo) -> Table:
    """The bars from `first` up to but not including `end` with the indicators' values; times are the market's."""
    shown = [*studies.overlays, *studies.panels]
    lines = [(study, line) for study in shown for line in range(len(study.lines))]
    titles = ["Time", "Open", "High", "Low", "Close", "Volume", "Turnover"]
    titles += [f"{study.spec} {study.lines[line].name}" for study, line in lines]
    rows = (
        [
            stamp(columns.at[n], zone)[:19], columns.open[n], columns.high[n], columns.low[n], columns.close[n],
            int(columns.volume[n]), columns.turnover[n], *(study.value(line, n) for study, line in lines),
        ]
        for n in range(first, end)
    )  # fmt: skip
    return Table(titles, rows)


def write_svg(
    name: str, lines: Sequence[Runs], background: Style, now: datetime, folder: Path | None = None
) -> Path:
    """Write lines of text into a new SVG file, readable by its owner alone; answers its path. Raises OSError."""
    path = (folder or Path.cwd()) / f"futu-tui-{name}-{now:%Y%m%d-%H%M%S}.svg"
    path.touch(0o600, exist_ok=False)
    path.write_text(svg(name, lines, background), "utf-8")
    return path


def svg(title: str, lines: Sequence[Runs], background: Style) -> str:
    """The picture; each stretch of text stands at its own column, so that no font can shift the next one."""
    kept = [list(runs) for runs in lines]
    width = max((sum(len(text) for text, _ in runs) for runs in kept), default=0) * CELL[0]
    height = len(kept) * CELL[1]
    ground = _hex(background.bgcolor, _GROUND)
    body = "\n".join(part for y, runs in enumerate(kept) for part in _line(y, runs, ground))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">\n'
        f"<title>{escape(clean(title))}</title>\n"
        f'<rect width="100%" height="100%" fill="{ground}"/>\n'
        f'<g font-family="{FONTS}" font-size="{FONT_SIZE}">\n{body}\n</g>\n</svg>\n'
    )


def _line(y: int, runs: Runs, ground: str) -> Iterator[str]:
    column = 0
    for text, style in runs:
        x, width = column * CELL[0], len(text) * CELL[0]
        column += len(text)
        ink, behind = _hex(style.color, _INK), _hex(style.bgcolor, ground)
        if style.reverse:
            ink, behind = behind, ink
        if behind != ground:
            yield f'<rect x="{x:g}" y="{y * CELL[1]:g}" width="{width:g}" height="{CELL[1]:g}" fill="{behind}"/>'
        weight = ' font-weight="bold"' if style.bold else ""
        for words in _WORDS.finditer(text):
            left, length = x + words.start() * CELL[0], len(words[0]) * CELL[0]
            yield (
                f'<text x="{left:g}" y="{(y + 0.75) * CELL[1]:g}" fill="{ink}"{weight} '
                f'textLength="{length:g}" lengthAdjust="spacingAndGlyphs">{escape(words[0])}</text>'
            )


def _hex(color: Color | None, default: str) -> str:
    if color is None or color.is_default:
        return default
    return color.get_truecolor().hex
