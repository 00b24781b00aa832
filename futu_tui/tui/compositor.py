"""Paints the cells that changed and nothing else.

Textual's compositor draws the box around all changes: every line of every widget that the box touches is rendered and
cut up, and each change is sent from the left edge of its widget. Panes side by side that change a few cells each make
that box the whole screen, thirty times a second. Here each change inside a widget that nothing covers is painted by
that widget alone, and sent from its first cell to its last. Whatever else happens is left to Textual.

Behind a dialog Textual draws the whole screen anew whenever a cell of it changes. Here those cells alone are painted,
in the shade that the dialog lays over them, and what the dialog covers is not painted at all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Self

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.color import Color
from textual.events import ScreenResume
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.tui.careful_compositor import CarefulCompositor
from futu_tui.tui.key_order import settle

SLICE = 0.002
"""Seconds of painting after which what is still to be painted waits for the next slice."""


_NO_COLOUR = Color(0, 0, 0)


class FinishedLines(Widget):
    """A widget whose `render_line` answers lines as they are to be sent: in full width, on their own background.

    Opacity, tint, hatch and links of its styles count for nothing, and it has no padding.
    """

    def prepare_lines(self) -> None:
        """Called before lines are asked for: the size or the theme may be another one by now."""

    def render_lines(self, crop: Region) -> list[Strip]:
        self.prepare_lines()
        return super().render_lines(crop)

    def render_part(self, y: int, left: int, right: int) -> tuple[int, Strip]:
        """Cells of a line, of which those from one column up to another are needed, and the column they begin in."""
        return 0, self.render_line(y)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """As Textual's, but a few cells are painted in the loop's next turn: it would take four turns and a timer."""
        if regions and repaint and not (layout or recompose) and self.is_attached:
            screen = self.screen
            if isinstance(screen, CellScreen) and screen.paints_soon and screen.paint_lines(self, regions):
                self._styles_cache.clear()
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def refresh_later(self, *regions: Region) -> None:
        """Have these cells painted when Textual comes to it."""
        super().refresh(*regions)


class Piece(NamedTuple):
    """Neighbouring cells of one line, to be sent together."""

    y: int
    x: int
    strip: Strip
    span: tuple[int, int] | None = None
    """The columns, from one up to another, of which cells differ; None for all of the strip's."""

    @property
    def cropped(self) -> Piece:
        """The same without a cell that does not differ."""
        if self.span is None:
            return self
        left, right = self.span
        return Piece(self.y, left, self.strip.crop(left - self.x, right - self.x))


class CellsUpdate(CompositorUpdate):
    """What a frame sends: pieces in the order of the screen's lines."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = sorted(pieces, key=lambda piece: (piece.y, piece.x))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for y, x, strip, _ in (piece.cropped for piece in self.pieces):
            yield Control.move_to(x, y).segment
            yield from strip

    def render_segments(self, console: Console) -> str:
        pieces = (piece.cropped for piece in self.pieces)
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip, _ in pieces)


Spans = dict[int, tuple[int, int]]
"""Of lines, the columns from one up to another that cells differ in."""


class CellCompositor(CarefulCompositor):
    """Paints by cells."""

    def __init__(self) -> None:
        super().__init__()
        self._visible: Mapping[Widget, tuple[Region, Region]] | None = None
        """What `_uncovered` was worked out for; Textual makes a new one of these with each layout."""
        self._uncovered: dict[Widget, Region] = {}
        self._insides: dict[FinishedLines, Region] = {}
        """Where lines of those that have finished ones stand."""
        self._spans: dict[FinishedLines, Spans] = {}
        """What is to be painted of finished lines, lines and columns being those of the widget."""
        self.left: set[Widget] = set()
        """Which widgets have changes that the last slice did not get to."""

    @property
    def lines_waiting(self) -> bool:
        """Whether lines are to be painted that `want_lines` told of."""
        return bool(self._spans)

    def want_lines(self, widget: FinishedLines, regions: Sequence[Region]) -> bool:
        """Have these cells of its lines painted with the next slice; False where Textual has to paint them."""
        self._uncovered_widgets()
        inside = self._insides.get(widget)
        if inside is None:
            return False
        columns, lines = inside.size
        for x, y, width, height in regions:
            if x < 0 or y < 0 or x + width > columns or y + height > lines:
                return False
        spans = self._spans.setdefault(widget, {})
        for x, y, width, height in regions:
            _widen(spans, range(y, y + height), x, x + width)
        return True

    def leave_lines(self) -> Iterator[tuple[FinishedLines, list[Region]]]:
        """Paint none of the lines that wait; the widgets that they are of, and which cells of theirs."""
        waiting, self._spans = self._spans, {}
        for widget, spans in waiting.items():
            yield widget, [Region(left, y, right - left, 1) for y, (left, right) in spans.items()]

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        update = self.render_cells()
        if update is None:
            for widget, regions in self.leave_lines():
                if widget in self.visible_widgets:
                    whole, clip = self.visible_widgets[widget]
                    offset = whole.offset + widget.content_offset
                    shown = (clip.intersection(each.translate(offset)) for each in regions)
                    self._dirty_regions.update(
                        filter(None, shown)
                    )  # an empty one would stretch the box to it
            return super().render_partial_update()
        return update if update.pieces else None

    def render_cells(self, only: Widget | None = None) -> CellsUpdate | None:
        """The next slice of what changed; None where that cannot be painted by cells, and nothing is taken then.

        With `only` all else is left to the next slice.
        """
        self.left = set()
        others = self._sort_out()
        if others is None:
            return None
        self._dirty_regions.clear()
        spans, self._spans = self._spans, {}
        pieces: list[Piece] = []
        end = time.perf_counter() + SLICE
        for widget in sorted({*others, *spans}, key=lambda widget: not widget.has_focus):
            painted = pieces if only in (None, widget) else None
            for change in others.get(widget, ()):
                if painted is None or (pieces and time.perf_counter() >= end):
                    self._leave(widget, change)
                else:
                    pieces += _any_cells(widget, self._uncovered[widget], change)
            if isinstance(widget, FinishedLines) and (wanted := spans.get(widget)):
                if painted is not None:
                    self._paint_lines(widget, wanted, pieces, end)
                x, top = self._insides[widget].offset
                for y, (left, right) in wanted.items():
                    self._leave(widget, Region(x + left, top + y, right - left, 1))
        return CellsUpdate(pieces)

    def _leave(self, widget: Widget, change: Region) -> None:
        """Leave a change of this widget to the next slice."""
        self.left.add(widget)
        self._dirty_regions.add(change)

    def _paint_lines(self, widget: FinishedLines, spans: Spans, pieces: list[Piece], end: float) -> None:
        """Add pieces of these lines, which are taken out of `spans`, until the time is over."""
        # Finished lines have the palette's colours, none of which need be translated.
        filters = [each for each in widget.get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        background = widget.background_colors[1] if filters else _NO_COLOUR
        widget.prepare_lines()
        x, top, columns, lines = self._insides[widget]
        for y in list(spans):
            if pieces and time.perf_counter() >= end:
                return
            left, right = spans.pop(y)
            if y < lines:
                right = min(right, columns)
                begin, strip = widget.render_part(y, left, right)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                pieces.append(Piece(top + y, x + begin, strip, (x + left, x + right)))

    def _sort_out(self) -> dict[Widget, list[Region]] | None:
        """The changes by the widget that they lie in, but those of lines, which go to the others of that kind.

        None where one of them is no uncovered widget's own affair, or no longer.
        """
        uncovered = self._uncovered_widgets()
        if not self._spans.keys() <= self._insides.keys():
            return None
        found: dict[Widget, list[Region]] = {}
        lines: list[tuple[FinishedLines, Region]] = []
        for change in self._dirty_regions:
            for widget, region in uncovered.items():
                if region.contains_region(change):
                    if isinstance(widget, FinishedLines) and self._insides[widget].contains_region(change):
                        lines.append((widget, change))
                    else:
                        found.setdefault(widget, []).append(change)
                    break
            else:
                return None
        for widget, change in lines:
            x, y, right, bottom = change.translate(-self._insides[widget].offset).corners
            _widen(self._spans.setdefault(widget, {}), range(y, bottom), x, right)
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
            self._insides = {
                widget: place.shrink(widget.gutter)
                for widget, place in self._uncovered.items()
                if isinstance(widget, FinishedLines)
            }
        return self._uncovered


def _widen(spans: Spans, lines: Iterable[int], left: int, right: int) -> None:
    """Have these columns of these lines in it besides."""
    for y in lines:
        span = spans.get(y)
        spans[y] = (left, right) if span is None else (min(span[0], left), max(span[1], right))


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


class StackedScreen(Screen[Any]):
    """A screen that can stand behind and before others, and tells the frame clock how long its painting takes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._compositor = CarefulCompositor()
        self._was_in_front = False

    def _on_screen_resume(self, event: ScreenResume) -> None:
        # Whoever is in front for the first time was styled a moment ago, as it was composed.
        event.refresh_styles = event.refresh_styles and self._was_in_front
        self._was_in_front = True

    def _screen_resized(self, size: Size) -> None:
        # At the start Textual tells of the size twice, and would lay out all of the screen twice before it is seen.
        if self._layout_required or not self.app._batch_count or size != self._compositor.size:
            super()._screen_resized(size)

    def render(self) -> RenderableType:
        # Textual counts the screens behind as it draws them, and loses count where one of them need not be drawn.
        stack, shade = self.app.screen_stack, self.styles.background
        place = stack.index(self) if self in stack else 0
        return BackgroundScreen(stack[place - 1], shade) if place and shade.a < 1 else super().render()

    async def paint_key(self) -> None:
        """Paint what a key has changed. Textual would wait for up to a sixtieth of a second after its last painting."""
        await settle(self.app)
        self.paint_now()

    def paint_now(self) -> None:
        """Paint what has changed without waiting for Textual's timer."""
        if self is self.app.screen:
            self._on_timer_update()

    def _on_timer_update(self) -> None:
        started = time.perf_counter()
        if self._layout_required and self._repaint_required and not self.app._batch_count:
            # Textual would paint what the layout has changed, and then all of it once more.
            self._repaint_required = False
            self._dirty_widgets.add(self)
        super()._on_timer_update()
        self._tell_clock(time.perf_counter() - started)

    def _tell_clock(self, seconds: float) -> None:
        clock = getattr(self.app, "frame_clock", None)
        if clock is not None:
            clock.painted(seconds)

    def _compositor_refresh(self) -> None:
        if self.app._batch_count:
            self._repaint_required = True  # nothing of it would be shown
            return
        # Textual's own adds each change to all that came before it, so that soon every one is of the whole screen.
        if self is self.app.screen or self not in self.app._background_screens:
            super()._compositor_refresh()
        elif changed := set(self._compositor._dirty_regions):
            stack = self.app.screen_stack
            fronts = stack[stack.index(self) + 1 :]
            for front in fronts:
                # What each keeps of the screens behind it holds no longer.
                front._dirty_regions.update(changed)
                front._styles_cache.set_dirty(*changed)
            self._refresh_behind(changed, fronts)
            self._dirty_widgets.clear()

    def _refresh_behind(self, changed: set[Region], fronts: Sequence[Screen[Any]]) -> None:
        """Have the screen in front of all paint these regions of what it leaves in view."""
        self._compositor._dirty_regions.clear()
        self.app.screen.refresh(*changed)


class CellScreen(StackedScreen):
    """A screen that is painted cell by cell, and in slices."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._cells = CellCompositor()
        self._compositor = self._cells
        self._painting_due = False

    @property
    def paints_soon(self) -> bool:
        """Whether cells can be painted as they are: in front of all others, with every widget in its place."""
        app = self.app
        waiting = self._layout_required or self._scroll_required or self._repaint_required or app._batch_count
        return not waiting and self is app.screen and self.is_running and not app.is_headless

    def paint_lines(self, widget: FinishedLines, regions: Sequence[Region]) -> bool:
        """Have these cells of a widget's lines painted in the loop's next turn; False where that cannot be done."""
        if not self._cells.want_lines(widget, regions):
            return False
        self._paint_soon()
        return True

    def _paint_soon(self) -> None:
        if not self._painting_due:
            self._painting_due = True
            asyncio.get_running_loop().call_soon(self._paint_due)

    def _paint_due(self) -> None:
        self._painting_due = False
        if not self.is_running or not (self._dirty_widgets or self._cells.lines_waiting):
            return
        update = None
        started = time.perf_counter()
        if self.paints_soon and self._dirty_widgets <= self._cells.visible_widgets.keys():
            self._cells.update_widgets(self._dirty_widgets)
            update = self._cells.render_cells()
        if update is None:
            for widget, regions in self._cells.leave_lines():
                widget.refresh_later(*regions)
            self._update_timer.resume()
            return
        self._dirty_widgets.clear()
        if update.pieces:
            self.app._display(self, update)
        if self._cells.left:
            self._dirty_widgets |= self._cells.left
            self._paint_soon()
        self._tell_clock(time.perf_counter() - started)

    async def paint_key(self) -> None:
        focused = self.focused
        if focused in self._cells.visible_widgets and self.paints_soon:
            self._cells.update_widgets({focused})
            update = self._cells.render_cells(only=focused)
            if update is not None and update.pieces:
                self.app._display(self, update)
            self._go_on()

    def _on_timer_update(self) -> None:
        super()._on_timer_update()
        self._go_on()  # for after a layout Textual takes all for painted

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        self._go_on()

    def _go_on(self) -> None:
        """Have the next slice painted, if there is one."""
        if self._cells.left:
            self._dirty_widgets |= self._cells.left
            self._update_timer.resume()

    def _refresh_behind(self, changed: set[Region], fronts: Sequence[Screen[Any]]) -> None:
        update = self._cells.render_cells()
        if update is None:
            super()._refresh_behind(changed, fronts)
            return
        boxes = [box for front in fronts for box in _boxes(front)]
        # A shade is a colour too, and comes after the filter that takes colours away.
        shades = [] if self.app.no_color else [front.styles.background for front in fronts]
        pieces = [
            part._replace(strip=_shaded(part.strip, shades))
            for piece in update.pieces
            for part in _left_in_view(piece.cropped, boxes)
        ]
        if pieces:
            self.app._display(self.app.screen, CellsUpdate(pieces))


def _boxes(screen: Screen[Any]) -> Iterator[Region]:
    """Where the screen covers what is behind it."""
    visible = screen._compositor.visible_widgets
    for widget, (region, clip) in visible.items():
        if widget is not screen and (widget.parent is screen or widget.parent not in visible):
            yield region.intersection(clip)


def _left_in_view(piece: Piece, boxes: Iterable[Region]) -> Iterator[Piece]:
    """The parts of a piece that no box covers."""
    spans = [(piece.x, piece.x + piece.strip.cell_length)]
    for box in boxes:
        if box.y <= piece.y < box.bottom:
            spans = [
                (left, right)
                for start, end in spans
                for left, right in ((start, min(end, box.x)), (max(start, box.right), end))
                if left < right
            ]
    for left, right in spans:
        yield Piece(piece.y, left, piece.strip.crop(left - piece.x, right - piece.x))


def _shaded(strip: Strip, shades: Iterable[Color]) -> Strip:
    """As it looks through the backgrounds of the screens in front, the nearest to it first."""
    segments: Iterable[Segment] = strip
    for shade in shades:
        segments = [Segment(text, _shade(style or Style(), shade)) for text, style, _ in segments]
    return Strip(segments, strip.cell_length)


@lru_cache(maxsize=1024)
def _shade(style: Style, shade: Color) -> Style:
    (segment,) = BackgroundScreen.process_segments([Segment("", style)], shade)
    return segment.style or Style()
