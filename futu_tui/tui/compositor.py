"""Paints the cells that changed and nothing else.

Textual's compositor draws the box around all changes: every line of every widget that the box touches is rendered and
cut up, and each change is sent from the left edge of its widget. Panes side by side that change a few cells each make
that box the whole screen, thirty times a second. Here each change inside a widget that nothing covers is painted by
that widget alone, and sent from its first cell to its last. Whatever else happens is left to Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


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

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        by_widget = self._by_widget()
        if by_widget is None:
            return super().render_partial_update()
        self._dirty_regions.clear()
        pieces = [piece for widget, regions in by_widget.items() for piece in self._pieces(widget, regions)]
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

    def _pieces(self, widget: Widget, changes: Iterable[Region]) -> Iterator[Piece]:
        region = self._uncovered[widget]
        inside = region.shrink(widget.gutter) if isinstance(widget, FinishedLines) else Region()
        spans: dict[int, tuple[int, int]] = {}
        for change in changes:
            if inside.contains_region(change):
                for y in change.line_range:
                    left, right = spans.get(y, change.column_span)
                    spans[y] = min(left, change.x), max(right, change.right)
            else:
                strips = widget.render_lines(change.translate(-region.offset))
                for y, strip in zip(change.line_range, strips, strict=True):
                    yield Piece(y, change.x, strip)
        if spans and isinstance(widget, FinishedLines):
            yield from _lines(widget, inside, spans)


def _meets_others(widget: Widget, place: Region, places: Mapping[Widget, Region]) -> bool:
    around = set(widget.ancestors)
    return any(
        place.overlaps(other_place)
        for other, other_place in places.items()
        if other is not widget and other not in around
    )


def _lines(widget: FinishedLines, inside: Region, spans: Mapping[int, tuple[int, int]]) -> Iterator[Piece]:
    """The cells from the first to the second column of these lines of the screen."""
    widget.prepare_lines()
    filters = widget.get_line_filters()
    background = widget.background_colors[1]
    for y, (left, right) in spans.items():
        strip = widget.render_line(y - inside.y).crop(left - inside.x, right - inside.x)
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
        yield Piece(y, left, strip)
