"""Paints the cells that changed and nothing else.

Textual's compositor draws the box around all changes: every line of every widget that the box touches is rendered and
cut up, and each change is sent from the left edge of its widget. Panes side by side that change a few cells each make
that box the whole screen, thirty times a second. Here each change inside a widget that nothing covers is painted by
that widget alone, and sent from its first cell to its last. Whatever else happens is left to Textual.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

SLICE = 0.003
"""Seconds of painting after which what is still to be painted waits for the next slice."""


class FinishedLines(Widget):
    """A widget whose `render_line` answers lines as they are to be sent: in full width, on their own background.

    Opacity, tint, hatch and links of its styles count for nothing, and it has no padding.
    """

    def prepare_lines(self) -> None:
        """Called before lines are asked for: the size or the theme may be another one by now."""

    def render_lines(self, crop: Region) -> list[Strip]:
        self.prepare_lines()
        return super().render_lines(crop)


class Piece(NamedTuple):
    """Neighbouring cells of one line, to be sent together."""

    y: int
    x: int
    strip: Strip


class CellsUpdate(CompositorUpdate):
    """What a frame sends: pieces in the order of the screen's lines."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = sorted(pieces, key=lambda piece: (piece.y, piece.x))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for y, x, strip in self.pieces:
            yield Control.move_to(x, y).segment
            yield from strip

    def render_segments(self, console: Console) -> str:
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self.pieces)


class CellCompositor(Compositor):
    """In the place of a screen's own compositor."""

    def __init__(self) -> None:
        super().__init__()
        self._visible: Mapping[Widget, tuple[Region, Region]] | None = None
        """What `_uncovered` was worked out for; Textual makes a new one of these with each layout."""
        self._uncovered: dict[Widget, Region] = {}
        self.left: set[Widget] = set()
        """Which widgets have changes that the last slice did not get to."""

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        self.left = set()
        by_widget = self._by_widget()
        if by_widget is None:
            return super().render_partial_update()
        self._dirty_regions.clear()
        pieces: list[Piece] = []
        end = time.perf_counter() + SLICE
        for widget in sorted(by_widget, key=lambda widget: not widget.has_focus):
            for change, painted in self._painted(widget, by_widget[widget]):
                if pieces and time.perf_counter() >= end:
                    self.left.add(widget)
                    self._dirty_regions.add(change)
                else:
                    pieces += painted()
        return CellsUpdate(pieces) if pieces else None

    def _by_widget(self) -> dict[Widget, list[Region]] | None:
        """The changes by the widget that they lie in; None where one of them is no uncovered widget's own affair."""
        uncovered = self._uncovered_widgets()
        found: dict[Widget, list[Region]] = {}
        for change in self._dirty_regions:
            for widget, region in uncovered.items():
                if region.contains_region(change):
                    found.setdefault(widget, []).append(change)
                    break
            else:
                return None
        return found

    def _uncovered_widgets(self) -> dict[Widget, Region]:
        """Widgets without children in view that share no cell with any but those they stand in."""
        visible = self.visible_widgets
        if visible is not self._visible:
            self._visible = visible
            places = {widget: region.intersection(clip) for widget, (region, clip) in visible.items()}
            self._uncovered = {
                widget: place
                for widget, place in places.items()
                if place == visible[widget][0] and not _meets_others(widget, place, places)
            }
        return self._uncovered

    def _painted(
        self, widget: Widget, changes: Iterable[Region]
    ) -> Iterator[tuple[Region, Callable[[], Iterable[Piece]]]]:
        """A widget's changes, those in one line of its inside joined, each with what paints it."""
        region = self._uncovered[widget]
        inside = region.shrink(widget.gutter) if isinstance(widget, FinishedLines) else Region()
        spans: dict[int, tuple[int, int]] = {}
        for change in changes:
            if inside.contains_region(change):
                for y in change.line_range:
                    left, right = spans.get(y, change.column_span)
                    spans[y] = min(left, change.x), max(right, change.right)
            else:
                yield change, partial(_any_cells, widget, region, change)
        if spans and isinstance(widget, FinishedLines):
            lines = _Lines(widget, inside)
            for y, (left, right) in spans.items():
                yield Region(left, y, right - left, 1), partial(lines.cells, y, left, right)


def _meets_others(widget: Widget, place: Region, places: Mapping[Widget, Region]) -> bool:
    around = set(widget.ancestors)
    return any(
        place.overlaps(other_place)
        for other, other_place in places.items()
        if other is not widget and other not in around
    )


def _any_cells(widget: Widget, region: Region, change: Region) -> Iterator[Piece]:
    """Cells anywhere in a widget of any kind."""
    strips = widget.render_lines(change.translate(-region.offset))
    for y, strip in zip(change.line_range, strips, strict=True):
        yield Piece(y, change.x, strip)


class _Lines:
    """The lines inside a widget, past all of Textual's styling. Places are the screen's."""

    def __init__(self, widget: FinishedLines, inside: Region) -> None:
        self._widget = widget
        self._inside = inside
        self._filters = widget.get_line_filters()
        self._background = widget.background_colors[1]
        widget.prepare_lines()

    def cells(self, y: int, left: int, right: int) -> Iterator[Piece]:
        """The cells of one line from one column up to another."""
        inside = self._inside
        strip = self._widget.render_line(y - inside.y).crop(left - inside.x, right - inside.x)
        for line_filter in self._filters:
            strip = strip.apply_filter(line_filter, self._background)
        yield Piece(y, left, strip)


class CellScreen(Screen[None]):
    """A screen that is painted cell by cell, and in slices."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._cells = CellCompositor()
        self._compositor = self._cells

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        if self._cells.left:
            self._dirty_widgets |= self._cells.left
            self._update_timer.resume()
