"""An app whose pictures go to the terminal by the cells that differ, and wait for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.color import ColorSystem
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import DescendantFocus, Event, Resize
from textual.screen import Screen

from futu_tui.tui.compositor import CellsUpdate, Piece
from futu_tui.tui.echoes import Echoes
from futu_tui.tui.outlet import Allowance, Outlet
from futu_tui.tui.styles_cache import forget_widgets
from futu_tui.tui.terminal_cells import TerminalCells

SLOW_LINE_BYTES = 30_000
"""Bytes a second to the terminal on a slow line."""
SLOW_LINE_SAVED = 60_000
"""Bytes that may be saved up there: two whole screens, for when a dialog comes and goes."""
SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""What is between them a terminal shows at once."""


class CellApp(App[None]):
    """Whatever Textual paints goes into the cells that are wanted, and from there to the terminal."""

    def __init__(self, *, slow_line: bool = False, **options: Any) -> None:
        super().__init__(**options)
        forget_widgets()
        self.slow_line = slow_line
        """Whether few bytes are to go to the terminal."""
        cells = TerminalCells(colours=self.console._color_system or ColorSystem.TRUECOLOR)
        if slow_line:
            self.animation_level = "none"
            self.outlet = Outlet(cells, Allowance(SLOW_LINE_BYTES, SLOW_LINE_SAVED), Echoes())
        else:
            self.outlet = Outlet(cells)

    def get_driver_class(self) -> type[Driver]:
        chosen = super().get_driver_class()
        if f"{chosen.__module__}.{chosen.__name__}" != "textual.drivers.linux_driver.LinuxDriver":
            return chosen  # of another system, or by the person's wish
        from futu_tui.tui.job_control import JobControl

        return JobControl

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Resize):
            # A terminal that changes its size may lose what it shows, though it has its old size again.
            self.outlet.cells.resize(event.size.width, event.size.height)
            # Where the size is the one of the last layout again, Textual paints nothing anew.
            self.call_next(self._paint_all)
        elif self.slow_line and isinstance(event, DescendantFocus) and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False
        await super().on_event(event)

    def _end_batch(self) -> None:
        super()._end_batch()
        if not self._batch_count and self._screen_stack:
            self.screen.check_idle()  # it may have something to paint that had to wait

    def _paint_all(self) -> None:
        if self._screen_stack:
            self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if renderable is None or self._batch_count or not self._takes_pictures():
            super()._display(screen, renderable)
        elif isinstance(renderable, (CellsUpdate, LayoutUpdate, ChopsUpdate)):
            try:
                self._show(renderable)
            except Exception as error:
                self._handle_exception(error)
            finally:
                self.post_display_hook()
        else:
            super()._display(screen, renderable)
            self.outlet.cells.forget()

    def _show(self, update: CompositorUpdate) -> None:
        cells = self.outlet.cells
        if not cells.lines:
            cells.resize(*self.size)
        for piece in pieces_of(update):
            cells.paint(*piece)
        x, y = self._previous_cursor_position = self.screen.outer_size.clamp_offset(self.cursor_position)
        place = f"\x1b[{y + 1};{x + 1}H"
        if self._sync_available:
            self.outlet.send(SYNC_BEGIN, place + SYNC_END)
        else:
            self.outlet.send("", place)

    def _takes_pictures(self) -> bool:
        """Whether the terminal is one whose pictures go by cells: not where none is, and not in a browser."""
        return self._running and not self._closed and hasattr(self._driver, "writer")


def pieces_of(update: CompositorUpdate) -> Iterator[Piece]:
    """An update of Textual's compositor, or of ours, as pieces."""
    if isinstance(update, CellsUpdate):
        yield from update.pieces
    elif isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield Piece(y, x, strip)
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, left, right in update.spans:
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x <= right and end > left:
                    whole = left <= x < right and end <= right
                    yield Piece(y, x, chop if whole else chop.crop(0, min(end, right) - x))
