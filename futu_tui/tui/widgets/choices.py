"""A list to choose one row from, drawn a line at a time so that thousands of rows cost no more than those in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.tui.text import fit
from futu_tui.tui.theme import palette_of

CURSOR_MARK = "▌"


class Cell(NamedTuple):
    """A text in a fixed number of cells; the style is the name of one of the palette's."""

    text: str
    width: int
    style: str = "text"


class Choices(Widget):
    """Rows of cells with a cursor; the screen around it moves the cursor and takes the choice."""

    DEFAULT_CSS = "Choices { height: 1fr; width: 1fr; }"

    class Clicked(Message):
        """The person clicked a row, which is now the current one."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Sequence[Cell]] = ()
        self._top = 0
        self.cursor = 0
        """Index of the current row."""
        self.message = ""
        """What stands here while there are no rows."""

    def show(self, rows: Sequence[Sequence[Cell]], cursor: int = 0, message: str = "") -> None:
        """Replace the rows, or say why there are none."""
        self._rows, self.message = rows, message
        self.cursor = 0
        self._top = 0
        self.move(cursor)

    def move(self, by: int) -> None:
        """Move the cursor so many rows down, up if negative, as far as the rows go."""
        self.cursor = max(0, min(self.cursor + by, len(self._rows) - 1))
        height = max(1, self.size.height)
        self._top = max(min(self._top, self.cursor), self.cursor - height + 1)
        self.refresh()

    @property
    def page(self) -> int:
        """Rows to move for a page."""
        return max(1, self.size.height - 1)

    def on_resize(self) -> None:
        self.move(0)

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        index = self._top + y
        if not self._rows and y == 0:
            return self._strip([Segment(fit(f" {self.message}", self.size.width), palette.dim)], palette.text)
        if index >= len(self._rows):
            return self._strip([], palette.text)
        current = index == self.cursor
        ground = palette.cursor if current else Style.null()
        segments = [Segment(CURSOR_MARK if current else " ", palette.accent + ground)]
        for cell in self._rows[index]:
            style: Style = getattr(palette, cell.style)
            segments.append(Segment(fit(cell.text, cell.width) + " ", style + ground))
        return self._strip(segments, palette.text + ground)

    def _strip(self, segments: list[Segment], filler: Style) -> Strip:
        strip = Strip(segments).adjust_cell_length(self.size.width, filler)
        return strip.apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y
        if index < len(self._rows):
            self.move(index - self.cursor)
            self.post_message(self.Clicked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-3)
