"""What the fast panes share: a table of live rows that formats, draws and sends only the cells that changed.

Textual's own table redraws whole rows through renderables; this one keeps each row's texts and its finished line, and
tells Textual the few cells of a line that differ.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from futu_tui.tui import keymap
from futu_tui.tui.compositor import FinishedLines
from futu_tui.tui.flashes import flash_seconds
from futu_tui.tui.style_sums import StyleSums
from futu_tui.tui.text import fit, wrapped
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.columns import MARGIN, Column, Placed, place

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")

RESORT_SECONDS = 1.5
"""How long rows keep their places after a sort, and after the person last moved, though values change."""

HEADER = 1
"""Lines above the rows."""
CURSOR_MARK = "▌"
ASCENDING, DESCENDING = "▲", "▼"
THUMB = "┃"
"""Stands in the right border where a scroll bar's thumb would, when not all rows are in view."""


_NO_STYLE = Style.null()


class _Line:
    """One row as it was last drawn: a padded text and a style per column, and the line made of them."""

    __slots__ = ("flashing", "strip", "styles", "texts")

    def __init__(self, texts: list[str], styles: list[Style]) -> None:
        self.texts = texts
        self.styles = styles
        self.flashing: dict[int, float] = {}
        """When the flash of a column's cell ends, in monotonic seconds."""
        self.strip: Strip | None = None


class Grid(FinishedLines, ScrollView, Generic[Key, Row], can_focus=True, inherit_bindings=False):
    """Rows by key, in columns that fit the width; header and totals stay in place while the rows scroll."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("grid")]
    COLUMNS: ClassVar[Sequence[Column[Any]]] = ()
    DEFAULT_CSS = """
    Grid { overflow-x: hidden; overflow-y: auto; }
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The border shows where the rows stand, which takes no room from them.
        self.styles.scrollbar_size_vertical = 0
        self._given: list[Key] = []
        self._order: list[Key] = []
        self._index: dict[Key, int] = {}
        self._cursor = 0
        self._totals: Sequence[Row] = ()

        self._sort: Column[Row] | None = None
        self._reverse = False
        self._unsorted = False
        self._sorted_at = 0.0
        self._touched = False

        self._palette: Palette | None = None
        self._width = self._height = 0
        """Cells of the widget's inside, as they were last drawn."""
        self._first = 0
        """The index of the first row in view, as lines are drawn now."""
        self._placed: list[Placed[Row]] = []
        self._lines: dict[Key, _Line] = {}
        self._flash_ends: deque[tuple[float, Key, int]] = deque()
        self._sums = StyleSums()

    # What a pane says about its rows

    def row(self, key: Key) -> Row:
        """The data behind a row, handed to the columns."""
        raise NotImplementedError

    def row_style(self, row: Row, palette: Palette) -> Style | None:
        """A style for the whole row in place of the columns' own, such as for a stale one."""
        return None

    def mark_cursor(self, strip: Strip, palette: Palette) -> Strip:
        """The current row's line; a grid whose cursor is on a part of the row shows which."""
        return strip

    def empty_text(self) -> str:
        """What to say while there are no rows: what is missing in the first line, then what to do about it."""
        return ""

    def choose(self, key: Key) -> None:
        """The person chose this row, with Enter or a double click."""

    # The rows

    @property
    def keys(self) -> Sequence[Key]:
        """The rows' keys as they stand on the screen, top to bottom."""
        return self._order

    @property
    def cursor_key(self) -> Key | None:
        """The current row."""
        return self._order[self._cursor] if self._order else None

    @property
    def visible_keys(self) -> Sequence[Key]:
        """The rows in view."""
        top = self._top
        return self._order[top : top + self._body_height]

    @property
    def shown_columns(self) -> list[str]:
        """The keys of the columns that fit the width."""
        return [placed.column.key for placed in self._placed]

    def set_rows(self, keys: Iterable[Key]) -> None:
        """Show these rows, in this order unless a sort is on. The cursor stays on its row if that is still there."""
        given = list(keys)
        if given == self._given:
            return
        self._given = given
        self._reorder()
        for gone in self._lines.keys() - self._index.keys():
            del self._lines[gone]
        self._fit_height()

    def update_rows(self, changes: Mapping[Key, Collection[str]], now: float) -> None:
        """Take new values for these columns of these rows. Rows out of view are only forgotten, which costs nothing.

        `now` is monotonic seconds.
        """
        regions = []
        top, end = self._top, self._top + self._body_height
        flash = flash_seconds(self.app) if self._lines else 0.0
        for key, columns in changes.items():
            index = self._index.get(key)
            if index is None:
                continue
            if self._sort is not None and self._sort.key in columns:
                self._unsorted = True
            if not top <= index < end:
                self._lines.pop(key, None)
                continue
            line = self._lines.get(key)
            if line is None:
                continue  # in view but not drawn yet, so its drawing is already due
            cells = self._update_line(key, line, columns, now, flash)
            if cells is not None:
                line.strip = None
                regions.append(Region(cells[0], HEADER + index - top, cells[1] - cells[0], 1))
        if regions:
            self.refresh(*regions)

    def update_row(self, key: Key, now: float) -> None:
        """Take new values for every column of a row."""
        self.update_rows({key: self.shown_columns}, now)

    def recolour(self, keys: Iterable[Key | None]) -> None:
        """Draw these rows anew because their look depends on something else than their data."""
        for key in keys:
            index = self._index.get(key) if key is not None else None
            if index is not None:
                self._lines.pop(self._order[index], None)
                self._redraw_row(index)

    def set_totals(self, rows: Sequence[Row]) -> None:
        """Show these rows below the others, always in view and never under the cursor."""
        if rows == self._totals:
            return
        resized = len(rows) != len(self._totals)
        self._totals = rows
        if resized:
            self._fit_height()
        else:
            first = self._first_total_line
            self.refresh(Region(0, first, self._width, len(self._shown_totals)))

    def settle(self, now: float) -> None:
        """Let time pass: end flashes, and sort again where values changed and the person lets the rows rest."""
        if self._flash_ends and self._flash_ends[0][0] <= now:
            self._end_flashes(now)
        if self._touched:
            self._touched = False
            self._sorted_at = now
        if self._unsorted and now - self._sorted_at >= RESORT_SECONDS:
            self._sorted_at = now
            self._resort()

    def redraw(self) -> None:
        """Draw everything anew from the data."""
        self._forget_drawing()
        self._resort()
        self.refresh()

    def place_columns(self) -> None:
        """Take `COLUMNS` as they are now, and order the rows by none of them."""
        self._sort = None
        self._placed = place(self.COLUMNS, self._width)
        self.redraw()

    # Sorting

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """The key of the column that orders the rows and whether it does so downwards; None in their given order."""
        return (self._sort.key, self._reverse) if self._sort else None

    def sort_by(self, column: str | None, reverse: bool | None = None) -> None:
        """Order the rows by a column from now on, kept up as values change; None restores the given order.

        Numbers come largest first and texts in their order, unless `reverse` says.
        """
        self._sort = next((c for c in self.COLUMNS if c.key == column and c.sort), None)
        self._reverse = bool(self._sort and self._sort.align == "right") if reverse is None else reverse
        self._touched = True
        self._resort()
        self._show_cursor()
        self.refresh()

    def _resort(self) -> None:
        """Put the rows in order; the cursor's row keeps its line on the screen as far as scrolling allows."""
        before, line = list(self._order), self._cursor - self._top
        self._reorder()
        if self._order == before:
            return
        if 0 <= line < self._body_height:
            self.scroll_to(y=self._cursor - line, animate=False)
        self.refresh()

    def _reorder(self) -> None:
        self._unsorted = False
        cursor_key = self.cursor_key
        self._order = self._sorted()
        self._index = {key: index for index, key in enumerate(self._order)}
        stays = self._index.get(cursor_key) if cursor_key is not None else None
        if stays is None:
            stays = max(0, min(self._cursor, len(self._order) - 1))
        self._place_cursor(stays)

    def _sorted(self) -> list[Key]:
        if self._sort is None or self._sort.sort is None:
            return list(self._given)
        value_of: Callable[[Row], Any] = self._sort.sort
        valued, unknown = [], []
        for key in self._given:
            value = value_of(self.row(key))
            if value is None or value != value:
                unknown.append(key)
            else:
                valued.append((value, key))
        valued.sort(key=lambda pair: pair[0], reverse=self._reverse)
        return [key for _, key in valued] + unknown

    # Drawing

    def prepare_lines(self) -> None:
        palette = palette_of(self.app)
        if palette is not self._palette or self.size != (self._width, self._height):
            self._palette = palette
            self._measure()
        self._first = self._top

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        if crop.right == self._width + self.gutter.width and self.gutter.right:
            palette = self._palette or palette_of(self.app)
            thumb = Segment(THUMB, palette.background + palette.dim)
            for y in self._thumb_lines:
                if 0 <= (line := y + self.gutter.top - crop.y) < len(strips):
                    strips[line] = Strip([*strips[line].crop(0, crop.width - 1), thumb], crop.width)
        return strips

    def _measure(self) -> None:
        """Take the widget's size, and place the columns for it."""
        width, self._height = self.size
        self._forget_drawing()
        if width != self._width:
            self._width = width
            self._placed = place(self.COLUMNS, width)

    def render_line(self, y: int) -> Strip:
        palette = self._palette or palette_of(self.app)
        if not self._order:
            return self._message_line(y, palette)
        if y < HEADER:
            return self._header_line(palette)
        total = y - self._first_total_line
        if 0 <= total < len(self._shown_totals):
            row = self._totals[total]
            return self._strip(self._drawn(row, palette), palette.background, Segment(" " * MARGIN))
        index = y - HEADER + self._first
        if total > 0 or index >= len(self._order):
            return Strip.blank(self._width, palette.background)
        return self._row_line(index, palette)

    def _row_line(self, index: int, palette: Palette) -> Strip:
        key = self._order[index]
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = self._drawn(self.row(key), palette)
        if line.strip is None:
            background, mark = palette.background, Segment(" " * MARGIN)
            if index == self._cursor:
                focused = self.has_focus
                background += palette.cursor if focused else palette.cursor_blur
                mark = Segment(CURSOR_MARK, palette.accent if focused else palette.faint)
                line.strip = self.mark_cursor(self._strip(line, background, mark), palette)
            else:
                line.strip = self._strip(line, background, mark)
        return line.strip

    def _drawn(self, row: Row, palette: Palette) -> _Line:
        texts = [placed.pad(placed.column.text(row, placed.width)) for placed in self._placed]
        whole = self.row_style(row, palette)
        if whole is not None:
            return _Line(texts, [whole] * len(texts))
        return _Line(texts, [placed.column.style(row, palette) for placed in self._placed])

    def render_part(self, y: int, left: int, right: int) -> tuple[int, Strip]:
        """Of rows, the columns that are needed alone: few of a line's cells change at once."""
        index = y - HEADER + self._first
        palette = self._palette
        if palette is None or index == self._cursor or not HEADER <= y < self._first_total_line:
            return 0, self.render_line(y)
        line = self._lines.get(self._order[index])
        if line is None or line.strip is not None or left < MARGIN:
            return 0, self.render_line(y)
        first = next((i for i, placed in enumerate(self._placed) if placed.end > left), len(self._placed) - 1)
        end = next((i for i, placed in enumerate(self._placed) if placed.start >= right), len(self._placed))
        segments = self._segments(line, palette.background, first, end)
        begin = self._placed[first].start
        return begin, Strip(segments, self._end_of(end) - begin)

    def _strip(self, line: _Line, background: Style, mark: Segment) -> Strip:
        """The whole line from its cells."""
        start = Segment(mark.text, self._sums.on(background)(mark.style or _NO_STYLE))
        return Strip([start, *self._segments(line, background, 0, len(self._placed))], self._width)

    def _end_of(self, end: int) -> int:
        """The column behind so many of the grid's columns, behind the last of which comes the rest of the line."""
        return self._placed[end].start if end < len(self._placed) else self._width

    def _segments(self, line: _Line, background: Style, first: int, end: int) -> list[Segment]:
        """A line's cells from one of the grid's columns up to another, with neighbours of one style joined: fewer
        segments cost less on their way out."""
        on = self._sums.on(background)
        segments: list[Segment] = []
        run, run_style, flashing = "", _NO_STYLE, line.flashing
        for i in range(first, end):
            text, style = line.texts[i], line.styles[i]
            if i in flashing:
                gap = self._placed[i].gap
                value = text[gap:].strip(" ")
                lead = gap + text[gap:].find(value)
                if run or lead:
                    segments.append(Segment(run + text[:lead], on(run_style)))
                if value:
                    flash = self._palette.flash if self._palette is not None else None
                    segments.append(Segment(value, self._sums.on(background, flash)(style)))
                run, run_style = text[lead + len(value) :], style
            elif style is run_style:
                run += text
            else:
                if run:
                    segments.append(Segment(run, on(run_style)))
                run, run_style = text, style
        if end == len(self._placed):
            run += " " * (self._width - self._placed[-1].end)
        if run:
            segments.append(Segment(run, on(run_style)))
        return segments

    def _header_line(self, palette: Palette) -> Strip:
        segments = [Segment(" " * MARGIN, palette.background)]
        for placed in self._placed:
            title, style = placed.column.title, palette.header
            if placed.column is self._sort:
                title += DESCENDING if self._reverse else ASCENDING
                style = palette.accent
            segments.append(Segment(placed.pad_title(title), palette.background + style))
        return Strip(segments).adjust_cell_length(self._width, palette.background)

    def _message_line(self, y: int, palette: Palette) -> Strip:
        lines = wrapped(self.empty_text(), self._width - 4)
        index = y - max(0, (self._height - len(lines)) // 3)
        if not 0 <= index < len(lines):
            return Strip.blank(self._width, palette.background)
        text, paragraph = lines[index]
        style = palette.faint if paragraph else palette.dim
        return Strip([Segment(fit(text, self._width, "centre"), palette.background + style)], self._width)

    def _update_line(
        self, key: Key, line: _Line, columns: Collection[str], now: float, flash: float
    ) -> tuple[int, int] | None:
        """Take the new cells into the line; answers the first and the end cell of what differs.

        What moved is bright for `flash` seconds.
        """
        palette = self._palette
        if palette is None:
            return None
        row = self.row(key)
        whole = self.row_style(row, palette)
        start, end = self._width, 0
        for i, placed in enumerate(self._placed):
            column = placed.column
            if column.key not in columns:
                continue
            text = placed.pad(column.text(row, placed.width))
            style = whole or column.style(row, palette)
            moved = text != line.texts[i]
            if not moved and (style is line.styles[i] or style == line.styles[i]):
                continue
            if moved and column.flash and flash:
                line.flashing[i] = now + flash
                self._flash_ends.append((now + flash, key, i))
            line.texts[i], line.styles[i] = text, style
            start, end = min(start, placed.start), max(end, placed.end)
        return (start, end) if end else None

    def _end_flashes(self, now: float) -> None:
        ended: dict[Key, tuple[int, int]] = {}
        while self._flash_ends and self._flash_ends[0][0] <= now:
            until, key, i = self._flash_ends.popleft()
            line = self._lines.get(key)
            if line is None or line.flashing.get(i) != until:
                continue  # drawn anew since, or flashing again
            del line.flashing[i]
            line.strip = None
            placed = self._placed[i]
            start, end = ended.get(key, (placed.start, placed.end))
            ended[key] = min(start, placed.start), max(end, placed.end)
        top, height = self._top, self._body_height
        regions = [
            Region(start, HEADER + self._index[key] - top, end - start, 1)
            for key, (start, end) in ended.items()
            if 0 <= self._index[key] - top < height
        ]
        if regions:
            self.refresh(*regions)

    def _forget_drawing(self) -> None:
        self._lines.clear()
        self._flash_ends.clear()
        self._sums.clear()

    # Geometry; `_top` is the index of the first row in view

    @property
    def _top(self) -> int:
        return self.scroll_offset.y

    @property
    def _shown_totals(self) -> Sequence[Row]:
        """The totals, unless the pane is so low that they would leave less than two rows."""
        return self._totals if self._height >= HEADER + 2 + len(self._totals) else ()

    @property
    def _body_height(self) -> int:
        """Lines for rows."""
        return max(0, self._height - HEADER - len(self._shown_totals))

    @property
    def _first_total_line(self) -> int:
        return HEADER + min(len(self._order), self._body_height)

    @property
    def _thumb_lines(self) -> range:
        """The lines whose right border shows which part of the rows is in view; none when all are."""
        rows, height = len(self._order), self._body_height
        if rows <= height:
            return range(0)
        size = max(1, height * height // rows)
        first = HEADER + round((height - size) * self._top / (rows - height))
        return range(first, first + size)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling moves the thumb in the border too."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.refresh(Region(self._width, 0, 1, self._height))

    def _fit_height(self) -> None:
        lines = HEADER + len(self._order) + len(self._shown_totals)
        self.virtual_size = Size(self._width, lines)
        self.refresh()

    def on_resize(self) -> None:
        self._measure()
        self._fit_height()
        self._show_cursor()

    # The cursor

    def move_cursor(self, index: int) -> None:
        """Make the row at this place current, or the nearest there is, and bring it into view."""
        self._touched = True
        if self._order:
            self._place_cursor(max(0, min(index, len(self._order) - 1)))
            self._show_cursor()

    def move_cursor_to(self, key: Key) -> None:
        """Make this row current, if it is there."""
        if (index := self._index.get(key)) is not None:
            self.move_cursor(index)

    def _place_cursor(self, index: int) -> None:
        before, self._cursor = self._cursor, index
        if before != index:
            self._redraw_row(before)
        self._redraw_row(index)

    def _redraw_row(self, index: int) -> None:
        if index >= len(self._order):
            return
        if (line := self._lines.get(self._order[index])) is not None:
            line.strip = None
        if 0 <= index - self._top < self._body_height:
            self.refresh(Region(0, HEADER + index - self._top, self._width, 1))

    def _show_cursor(self) -> None:
        height = self._body_height
        if self._cursor < self._top:
            self.scroll_to(y=self._cursor, animate=False)
        elif height and self._cursor >= self._top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False)

    def watch_has_focus(self, focused: bool) -> None:
        """Tell the focused list's current row from the others'."""
        super().watch_has_focus(focused)
        self._redraw_row(self._cursor)

    # Keys and mouse

    def action_cursor_up(self) -> None:
        self.move_cursor(self._cursor - 1)

    def action_cursor_down(self) -> None:
        self.move_cursor(self._cursor + 1)

    def action_page_up(self) -> None:
        self.move_cursor(self._cursor - self._body_height)

    def action_page_down(self) -> None:
        self.move_cursor(self._cursor + self._body_height)

    def action_first(self) -> None:
        self.move_cursor(0)

    def action_last(self) -> None:
        self.move_cursor(len(self._order) - 1)

    def action_choose(self) -> None:
        if (key := self.cursor_key) is not None:
            self.choose(key)

    def action_sort(self) -> None:
        """Sort by the next column that can, and after the last one by none."""
        sortable = [placed.column for placed in self._placed if placed.column.sort]
        following = sortable.index(self._sort) + 1 if self._sort in sortable else 0
        self.sort_by(sortable[following].key if following < len(sortable) else None)

    def action_sort_reverse(self) -> None:
        if self._sort is not None:
            self.sort_by(self._sort.key, not self._reverse)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or not self._order:
            return
        event.stop()
        if place.y < HEADER:
            self._click_header(place.x)
            return
        index = place.y - HEADER + self._top
        if place.y - HEADER < self._body_height and index < len(self._order):
            self.move_cursor(index)
            if event.chain == 2:
                self.action_choose()

    def _click_header(self, x: int) -> None:
        column = next((placed.column for placed in self._placed if x < placed.end), None)
        if column is None or column.sort is None:
            return
        if column is self._sort:
            self.sort_by(column.key, not self._reverse)
        else:
            self.sort_by(column.key)
