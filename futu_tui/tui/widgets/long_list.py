"""A list of any length, of which only the lines in view are made: with a cursor, a fixed head and a shift sideways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from futu_tui.tui import keymap
from futu_tui.tui.compositor import FinishedLines
from futu_tui.tui.text import fit, wrapped
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.choices import CURSOR_MARK

Run = tuple[str, Style]
"""A stretch of text in one style."""

WHEEL = 3
"""Lines that a notch of the mouse wheel goes."""
SHIFT = 8
"""Columns that a key goes sideways."""


class LongList(FinishedLines, can_focus=True):
    """A subclass says how many lines there are and draws one."""

    ALLOW_SELECT = False
    CONTEXT: ClassVar[str] = "lines"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("lines")]
    DEFAULT_CSS = """
    LongList {
        height: 1fr; width: 1fr; background: $background;
        border: round $border-blurred; border-title-color: $dim; border-title-style: none;
        border-subtitle-color: $faint; border-subtitle-style: none;
    }
    LongList:focus { border: round $border; border-title-color: $accent; }
    """

    class FromList(Message):
        """Something happened in a list."""

        def __init__(self, of: LongList) -> None:
            super().__init__()
            self.of = of

        @property
        def control(self) -> LongList:
            return self.of

    class Moved(FromList):
        """The cursor is on another line."""

    class Chosen(FromList):
        """The person clicked the current line again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        """Index of the current line."""
        self._top = 0
        self._left = 0

    # For a subclass to answer

    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def runs(self, at: int, width: int, palette: Palette) -> Iterable[Run]:
        """The stretches of a line, from the left; `width` is how many cells are in view."""
        raise NotImplementedError

    def head_runs(self, palette: Palette) -> Iterable[Run] | None:
        """The stretches of a line that stays on top of all others, if there is one."""
        return None

    def message(self) -> str:
        """What stands here while there are no lines; the first paragraph in front."""
        return ""

    # Moving

    @property
    def rows(self) -> int:
        """Lines in view."""
        return max(1, self.size.height - (self.head_runs(palette_of(self.app)) is not None))

    def go_to(self, at: int) -> None:
        """Put the cursor on this line, as far as there are any."""
        before = self.cursor
        self.cursor = max(0, min(at, self.count() - 1))
        self._top = max(min(self._top, self.cursor), self.cursor - self.rows + 1, 0)
        self.refresh()
        if self.cursor != before:
            self.post_message(self.Moved(self))

    def renew(self) -> None:
        """The lines are others now."""
        self.go_to(self.cursor)

    def action_cursor_up(self) -> None:
        self.go_to(self.cursor - 1)

    def action_cursor_down(self) -> None:
        self.go_to(self.cursor + 1)

    def action_page_up(self) -> None:
        self.go_to(self.cursor - self.rows)

    def action_page_down(self) -> None:
        self.go_to(self.cursor + self.rows)

    def action_first(self) -> None:
        self.go_to(0)

    def action_last(self) -> None:
        self.go_to(self.count() - 1)

    def shift(self, by: int) -> None:
        """Move what is in view so many columns to the right; the left edge is where it ends."""
        self._left = max(0, self._left + by)
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        palette, width = palette_of(self.app), self.size.width
        ground = palette.background
        head = self.head_runs(palette)
        if head is not None:
            if y == 0:
                return self._strip(" ", head, ground, width)
            y -= 1
        at, count = self._top + y, self.count()
        if not count:
            return self._message_line(y, palette)
        if at >= count:
            return Strip.blank(width, ground)
        if at == self.cursor:
            ground += palette.cursor if self.has_focus else palette.cursor_blur
        mark = CURSOR_MARK if at == self.cursor else " "
        return self._strip(mark, self.runs(at, width - 1, palette), ground, width, palette.accent)

    def _strip(
        self, mark: str, runs: Iterable[Run], ground: Style, width: int, style: Style | None = None
    ) -> Strip:
        body = Strip([Segment(text, ground + run) for text, run in runs if text])
        if self._left:
            body = body.crop(min(self._left, body.cell_length))
        return Strip.join(
            [Strip([Segment(mark, ground + (style or Style.null()))]), body]
        ).adjust_cell_length(width, ground)

    def _message_line(self, y: int, palette: Palette) -> Strip:
        width = self.size.width
        lines = wrapped(self.message(), width - 4)
        at = y - max(0, (self.size.height - len(lines)) // 3)
        if not 0 <= at < len(lines):
            return Strip.blank(width, palette.background)
        text, paragraph = lines[at]
        style = palette.dim if paragraph else palette.text
        return Strip([Segment(fit(text, width, "centre"), palette.background + style)])

    def on_resize(self) -> None:
        self.go_to(self.cursor)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # The mouse

    def on_click(self, event: events.Click) -> None:
        head = self.head_runs(palette_of(self.app)) is not None
        y = event.y - 1 - head  # of which the border takes the first
        at = self._top + y
        if not y >= 0 or at >= self.count():
            return
        if at == self.cursor:
            self.post_message(self.Chosen(self))
        else:
            self.go_to(at)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.go_to(self.cursor + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.go_to(self.cursor - WHEEL)
