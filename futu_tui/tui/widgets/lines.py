"""What order book, tape and chart share: panes made of finished lines, of which only those that differ are sent.

Such a pane draws line `y` in `draw_line` and says with `redraw` which lines are out of date.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from futu_tui.market import Heard
from futu_tui.tui.compositor import FinishedLines
from futu_tui.tui.keymap import keymap_of
from futu_tui.tui.pane import Pane, Wish
from futu_tui.tui.text import clean, fit, wrapped
from futu_tui.tui.theme import Palette, palette_of

Run = tuple[str, Style]
"""A stretch of text in one style."""

INDEX, PLATE = 6, 7
"""qot_common.SecurityType"""

KEPT = 128
"""Finished lines kept at most, where two screens full of them are not more; each takes some two kilobytes."""


class LinePane(Pane, FinishedLines, can_focus=True):
    """A pane that keeps its lines and draws each at most once while it holds."""

    ALLOW_SELECT = False
    HINT_KEYS: ClassVar[tuple[str, ...]] = ()
    """Ids of the actions whose keys stand in the bottom border."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._strips: dict[Hashable, Strip] = {}
        self._drawn_palette: Palette | None = None
        self._drawn_width = 0
        self._drawn_empty = False
        """Whether the lines last drawn were `empty_text`."""
        self._wanted: list[Wish] = []
        self._title = ""
        self._subtitle = ""

    # For the pane to answer

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        """The line's stretches from its left edge; what is missing on the right is filled up."""
        raise NotImplementedError

    def line_key(self, y: int) -> Hashable:
        """What a finished line is kept by: its place, unless the same line may come to stand elsewhere."""
        return y

    def empty_text(self) -> str:
        """What the pane says instead of its lines, the first of these in front; empty while it has lines to show."""
        return ""

    # For the pane to use

    @property
    def palette(self) -> Palette:
        return palette_of(self.app)

    @property
    def shown(self) -> Heard | None:
        """What of the market it shows, as far as it is known; None where that is not one thing."""
        return None

    @property
    def stale(self) -> bool:
        """Whether all of this may have moved: the link is down, or was, and nothing was heard of it since."""
        return self.store.is_old(self.shown)

    def redraw(self, lines: Iterable[int], left: int = 0, width: int | None = None) -> None:
        """These lines differ, at most from the column `left` on over `width` cells."""
        if bool(self.empty_text()) != self._drawn_empty:
            self.redraw_all()  # lines came in place of the words that there are none, or the other way round
            return
        regions = []
        for y in lines:
            self._strips.pop(y, None)
            regions.append(Region(left, y, self.size.width - left if width is None else width, 1))
        if regions:
            self.refresh(*regions)

    def redraw_all(self) -> None:
        """Every line differs."""
        self._strips.clear()
        self.refresh()

    @property
    def is_index(self) -> bool:
        """Whether the current security is a number that nobody trades: an index, or a plate of shares."""
        listing = self.store.listings.get(self.security) if self.security else None
        return listing is not None and listing.sec_type in (INDEX, PLATE)

    @property
    def is_halted(self) -> bool:
        """Whether the exchange has stopped the trading of the current security."""
        quote = self.store.quotes.get(self.security) if self.security else None
        return quote is not None and quote.halted

    def tell_wants(self) -> None:
        """Let the dashboard know if what this pane wants differs from what it was last told."""
        wanted = list(self.wants())
        if wanted != self._wanted:
            self._wanted = wanted
            self.post_message(self.WantsChanged(self))

    def name_of_security(self) -> str:
        """The current security's name, as far as it is known."""
        return clean(self.store.name_of(self.security)) if self.security is not None else ""

    def decimals(self) -> int:
        """The decimals of the current security's prices."""
        quote = self.store.quotes.get(self.security) if self.security else None
        return quote.decimals if quote else 2

    def head(self, *parts: str) -> None:
        """Write the top border: the pane's number and title, the current security, then these parts."""
        self.write_title(str(self.security) if self.security else "", *parts)

    def write_title(self, *parts: str) -> None:
        """Write the top border: the pane's number and title, then these parts."""
        words = [f"{self.NUMBER} {self.TITLE}", *parts]
        if self.stale:
            words.append("stale")
        words = [word for word in words if word]
        title = "  ".join(words)
        if len(title) > self.size.width - 4:
            title = " ".join(words)
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

    def foot(self, text: str | None = None) -> None:
        """Write the bottom border: this text, or the pane's keys."""
        subtitle = keymap_of(self.app).hint(*self.HINT_KEYS) if text is None else text
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self.border_subtitle = Content(subtitle)

    # Drawing

    def prepare_lines(self) -> None:
        palette, width = self.palette, self.size.width
        if palette is not self._drawn_palette or width != self._drawn_width:
            self._strips.clear()
            self._drawn_palette, self._drawn_width = palette, width

    def render_line(self, y: int) -> Strip:
        palette, width = self._drawn_palette or self.palette, self._drawn_width
        key = self.line_key(y)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= max(KEPT, 2 * self.size.height):
                self._strips.clear()
            text = self.empty_text()
            self._drawn_empty = bool(text)
            runs = self._message_line(y, text, palette) if text else self.draw_line(y, palette)
            strip = self._strips[key] = _finished(runs, width, palette.background)
        return strip

    def _message_line(self, y: int, text: str, palette: Palette) -> Iterable[Run]:
        lines = wrapped(text, self.size.width - 4)
        place = y - max(0, (self.size.height - len(lines)) // 3)
        if 0 <= place < len(lines):
            words, paragraph = lines[place]
            yield fit(words, self.size.width, "centre"), palette.faint if paragraph else palette.dim


def _finished(runs: Iterable[Run], width: int, background: Style) -> Strip:
    """A strip exactly `width` cells wide on the screen's background."""
    segments = [Segment(text, background + style) for text, style in runs if text]
    return Strip(segments).adjust_cell_length(width, background)
