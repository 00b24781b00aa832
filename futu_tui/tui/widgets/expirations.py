"""The days on which options expire, in one line, with the one in view told from the others."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.feed.lookups.options import Expiry
from futu_tui.tui.theme import palette_of

BEFORE, AFTER = "‹", "›"
"""At the ends of the line, where more days stand beyond it."""


def label(expiry: Expiry, year: int) -> str:
    """`11-27 3d`; with its year where that is another."""
    day = f"{expiry.day:%m-%d}" if expiry.day.year == year else f"{expiry.day}"
    return f" {day} {expiry.days}d "


def window(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """From which to before which of the labels to show, so that the one at `at` is among them, near the middle."""
    first, end, used = at, at + 1, widths[at]
    while True:
        left = first > 0 and used + widths[first - 1] <= room
        right = end < len(widths) and used + widths[end] <= room
        if left and (not right or at - first <= end - 1 - at):
            first -= 1
            used += widths[first]
        elif right:
            used += widths[end]
            end += 1
        else:
            return first, end


class Expirations(Widget):
    """One line; a click chooses."""

    DEFAULT_CSS = "Expirations { height: 1; width: 1fr; }"

    class Chosen(Message):
        """The person clicked on the day at this place of the list."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self) -> None:
        super().__init__()
        self._days: Sequence[Expiry] = ()
        self._at = 0

    def show(self, days: Sequence[Expiry], at: int) -> None:
        """These are the days, soonest first, and the one at this place is in view."""
        if (days, at) != (self._days, self._at):
            self._days, self._at = days, at
            self.refresh()

    @property
    def _labels(self) -> list[str]:
        year = self._days[0].day.year
        return [label(day, year) for day in self._days]

    def _shown(self) -> tuple[int, int]:
        return window([len(text) for text in self._labels], self._at, max(self.size.width - 2, 1))

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        if not self._days:
            return Strip.blank(self.size.width, palette.text).apply_style(self.rich_style)
        labels = self._labels
        first, end = self._shown()
        segments = [Segment(BEFORE if first else " ", palette.faint)]
        for place in range(first, end):
            style = palette.accent + palette.cursor if place == self._at else palette.dim
            segments.append(Segment(labels[place], style))
        segments.append(Segment(AFTER if end < len(labels) else " ", palette.faint))
        return Strip(segments).adjust_cell_length(self.size.width, palette.text).apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        if not self._days:
            return
        event.stop()
        labels, x = self._labels, event.x - 1
        first, end = self._shown()
        for place in range(first, end):
            if 0 <= x < len(labels[place]):
                self.post_message(self.Chosen(place))
                return
            x -= len(labels[place])
