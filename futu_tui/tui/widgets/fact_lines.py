"""Figures in two columns, a label before each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.tui.text import fit, width
from futu_tui.tui.theme import palette_of

GAP = 4
LABEL = 15


class Fact(NamedTuple):
    """A figure; the style is the name of one of the palette's."""

    label: str
    value: str
    style: str = "text"


class FactLines(Widget):
    """As high as it has lines; redrawn only when a figure differs."""

    DEFAULT_CSS = "FactLines { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts: Sequence[tuple[Fact, Fact]] = ()

    def show(self, facts: Sequence[tuple[Fact, Fact]]) -> None:
        """These, two in a line."""
        if facts != self._facts:
            resized = len(facts) != len(self._facts)
            self._facts = facts
            self.refresh(layout=resized)

    def get_content_height(self, *_: object) -> int:
        return len(self._facts)

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        column = (self.size.width - GAP) // 2
        segments: list[Segment] = []
        for i, fact in enumerate(self._facts[y] if y < len(self._facts) else ()):
            if i:
                segments.append(Segment(" " * GAP, palette.text))
            label = min(max(LABEL, width(fact.label) + 1), column)
            segments.append(Segment(fit(fact.label, label), palette.dim))
            segments.append(Segment(fit(fact.value, column - label, "right"), getattr(palette, fact.style)))
        strip = Strip(segments).adjust_cell_length(self.size.width, palette.text)
        return strip.apply_style(self.rich_style)
