"""The forty rows drawn with ratatui by its Python binding: the same texts at the same places in the same colours.

Written as one writes for ratatui: each frame says the whole table anew, of which lines that are as they were are kept
as the binding's own objects, and ratatui finds out which cells differ and sends those. A cell that changed lights up
for as long as the watchlist's do. The texts are formatted here, in the least of Python that gives them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyratatui
from pyratatui import Color, Line, Paragraph, Rect, Span, Style, Text
from rich.color import Color as RichColour
from rich.style import Style as RichStyle

from futu_tui.market import Quote
from futu_tui.protocol import Security
from futu_tui.tui.theme import DEFAULT_THEME, Palette, Themes
from futu_tui.tui.widgets.columns import MARGIN, place
from futu_tui.tui.widgets.grid import CURSOR_MARK
from futu_tui.tui.widgets.watchlist_columns import COLUMNS

LIT = (2, 3, 4)
"""Columns whose cells light up when they change: last, change, change in percent."""
LIT_SECONDS = 0.3


class RatatuiRows:
    """A table of all quotes, on the terminal at hand."""

    def __init__(self, quotes: Mapping[Security, Quote], securities: list[Security], width: int) -> None:
        """`width` is that of the table in cells; it stands in the upper left corner."""
        self._quotes = quotes
        self._securities = securities
        self._placed = place(COLUMNS, width)
        self._width = width
        palette = Themes.load(Path("no-such-folder"), "green").palette(DEFAULT_THEME)
        self._styles = _Styles(palette, palette.background)
        self._cursor_styles = _Styles(palette, palette.background + palette.cursor)
        self._texts: dict[Security, list[str]] = {}
        self._lit: dict[Security, dict[int, float]] = {security: {} for security in securities}
        """When the light of a cell goes out, in monotonic seconds."""
        self._ends: deque[tuple[float, Security, int]] = deque()
        self._lines: dict[Security, Any] = {}
        self._terminal = pyratatui.Terminal()
        self._area = Rect(0, 0, width, len(securities) + 1)
        self._header = self._header_line()
        for security in securities:
            self._texts[security] = self._format(security)
            self._lines[security] = self._line(security)

    def __enter__(self) -> Self:
        self._terminal.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._terminal.__exit__(kind, error, trace)

    def frame(self, moved: Iterable[Security]) -> None:
        """Show what changed."""
        now = time.monotonic()
        anew = set(moved)
        for security in anew:
            before, texts = self._texts[security], self._format(security)
            for column in LIT:
                if texts[column] != before[column]:
                    self._lit[security][column] = now + LIT_SECONDS
                    self._ends.append((now + LIT_SECONDS, security, column))
            self._texts[security] = texts
        while self._ends and self._ends[0][0] <= now:
            end, security, column = self._ends.popleft()
            if self._lit[security].get(column) == end:
                del self._lit[security][column]
                anew.add(security)
        for security in anew:
            self._lines[security] = self._line(security)
        self._terminal.draw(self._draw)

    def _draw(self, frame: Any) -> None:
        text = Text([self._header, *self._lines.values()])
        frame.render_widget(Paragraph(text).style(self._styles.text), self._area)

    def _format(self, security: Security) -> list[str]:
        quote = self._quotes[security]
        change = quote.change or 0.0
        return [
            str(security), quote.name, f"{quote.last:,.2f}", f"{change:+,.2f}" if change else "0.00",
            f"{quote.change_pct:+.2f}" if change else "0.00",
            "-", "-", f"{quote.volume / 1e6:.1f}M", f"{_compact(quote.turnover)}", "",
        ]  # fmt: skip

    def _line(self, security: Security) -> Any:
        at_cursor = security == self._securities[0]
        styles, lit = self._cursor_styles if at_cursor else self._styles, self._lit[security]
        direction, direction_lit = styles.direction(self._quotes[security].change or 0.0)
        looks = (
            styles.text, styles.dim, direction, direction, direction,
            styles.faint, styles.faint, styles.dim, styles.dim, styles.dim,
        )  # fmt: skip
        spans = [Span(CURSOR_MARK if at_cursor else " " * MARGIN, styles.mark)]
        for column, (placed, text, look) in enumerate(
            zip(self._placed, self._texts[security], looks, strict=True)
        ):
            if placed.column.align == "left":
                text = f"{'':{placed.gap}}{text:<{placed.width}}"
            elif column in lit:
                spans.append(Span(" " * (placed.gap + placed.width - len(text)), look))
                look = direction_lit
            else:
                text = f"{text:>{placed.gap + placed.width}}"
            spans.append(Span(text, look))
        spans.append(Span(" " * (self._width - self._placed[-1].end), styles.text))
        return Line(spans)

    def _header_line(self) -> Any:
        titles = "".join(placed.pad_title(placed.column.title) for placed in self._placed)
        return Line([Span(" " * MARGIN, self._styles.text), Span(titles, self._styles.header)])


def _compact(value: float) -> str:
    return f"{value / 1e9:.1f}B" if value >= 999.95e6 else f"{value / 1e6:.1f}M"


class _Styles:
    """The theme's styles as ratatui has them, on one background."""

    def __init__(self, palette: Palette, background: RichStyle) -> None:
        def style(fore: RichStyle, back: RichStyle = background) -> Any:
            return Style().fg(_colour(fore.color)).bg(_colour(back.bgcolor))

        self.text, self.dim, self.faint = style(palette.text), style(palette.dim), style(palette.faint)
        self.header, self.mark = style(palette.header), style(palette.accent)
        directions = {sign: palette.direction_style(sign) for sign in (-1, 0, 1)}
        self._directions = {
            sign: (style(look), style(look, palette.flash)) for sign, look in directions.items()
        }

    def direction(self, change: float) -> tuple[Any, Any]:
        """Of a cell with such a change: as it is, and while it is lit."""
        return self._directions[(change > 0) - (change < 0)]


def _colour(colour: RichColour | None) -> Any:
    assert colour is not None
    return Color.rgb(*colour.get_truecolor())
