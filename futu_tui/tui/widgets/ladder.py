"""The rows of a price ladder, a line a price step: own buys, bids, the price, asks, own sells, and what traded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from futu_tui.tui import format
from futu_tui.tui.compositor import FinishedLines
from futu_tui.tui.ladder_view import Own, Row
from futu_tui.tui.text import fit
from futu_tui.tui.theme import Palette, palette_of

Run = tuple[str, Style]

OWN = 14
SIZE = 10
PRICE = 11
VOLUME = 8
BAR = 6
WIDTH = 2 + OWN + SIZE + PRICE + SIZE + OWN + VOLUME + BAR
"""Cells of a whole row; in a narrower one the bar goes first, then the volumes."""

RESTING, WAITING = "◆", "◇"
LAST = "●"
COST = "="
CURSOR = "▌"
AT_MOST = "≤"
SCROLL_ROWS = 3
EIGHTHS = " ▏▎▍▌▋▊▉█"
BOLD = Style(bold=True)


class LadderRows(FinishedLines):
    """Column titles, then the rows; draws those that differ from what is shown."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "LadderRows { height: 1fr; width: 1fr; }"

    class Pointed(Message):
        """The person clicked a row."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Scrolled(Message):
        """The person turned the wheel: so many rows up, down if negative."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Resized(Message):
        """There is room for another number of rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._empty = ""
        self._strips: dict[int, Strip] = {}
        self._drawn: tuple[Palette, int] | None = None

    @property
    def capacity(self) -> int:
        """How many rows there is room for."""
        return max(0, self.size.height - 1)

    def show(self, rows: Sequence[Row], empty: str = "") -> None:
        """These rows; without any, the words say why."""
        before, self._rows = self._rows, rows
        if len(before) != len(rows) or empty != self._empty:
            self._empty = empty
            self.redraw_all()
            return
        changed = [y + 1 for y, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def redraw_all(self) -> None:
        self._strips.clear()
        self.refresh()

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Pointed(event.y - 1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Scrolled(SCROLL_ROWS))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Scrolled(-SCROLL_ROWS))

    # Drawing

    def prepare_lines(self) -> None:
        now = palette_of(self.app), self.size.width
        if now != self._drawn:
            self._drawn = now
            self._strips.clear()

    def render_line(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            palette, width = palette_of(self.app), self.size.width
            segments = [
                Segment(text, palette.background + style)
                for text, style in self._line(y, width, palette)
                if text
            ]
            strip = self._strips[y] = Strip(segments).adjust_cell_length(width, palette.background)
        return strip

    def _line(self, y: int, width: int, palette: Palette) -> Iterable[Run]:
        if not self._rows:
            if y == max(1, self.size.height // 3):
                yield fit(self._empty, width, "centre"), palette.dim
            return
        volume, bar = _room(width)
        if y == 0:
            yield from _titles(volume, bar, palette)
        elif y <= len(self._rows):
            yield from _row(self._rows[y - 1], volume, bar, palette)


def _room(width: int) -> tuple[int, int]:
    """Cells for the volumes and their bar."""
    if width >= WIDTH:
        return VOLUME, BAR
    return (VOLUME, 0) if width >= WIDTH - BAR else (0, 0)


def _titles(volume: int, bar: int, palette: Palette) -> Iterable[Run]:
    words = [
        "  " + fit("own", OWN, "right"), fit("bid", SIZE, "right"), fit("price", PRICE - 1, "right") + " ",
        fit("ask", SIZE, "right"), fit(" own", OWN), fit("vol", volume, "right"), " " * bar,
    ]  # fmt: skip
    yield "".join(words), palette.header


def _row(row: Row, volume: int, bar: int, palette: Palette) -> Iterable[Run]:
    ground = palette.cursor if row.cursor else Style()
    plain = palette.text + ground
    yield (CURSOR if row.cursor else " ") + " ", palette.accent + ground
    yield fit(_own_text(row.own_buy), OWN, "right"), palette.own + ground
    yield from _size(row.bid, row.bid_share, palette.depth_bid, palette, row, ground, grows="left")
    yield from _price(row, palette, ground)
    yield from _size(row.ask, row.ask_share, palette.depth_ask, palette, row, ground, grows="right")
    yield fit(" " + _own_text(row.own_sell), OWN), palette.own + ground
    if volume:
        yield fit(format.volume(row.volume) if row.volume else "", volume, "right"), palette.dim + ground
    if bar:
        yield fit(" " + _bar(row.volume_share, bar - 1), bar), palette.faint + ground
    yield "", plain


def _own_text(own: Own | None) -> str:
    if own is None:
        return ""
    mark = f"{WAITING if own.waiting else RESTING}{format.volume(own.qty)}"
    return mark if own.ahead is None else f"{mark} {AT_MOST}{format.volume(own.ahead)}"


def _size(
    size: int | None, share: float, depth: Style, palette: Palette, row: Row, ground: Style, *, grows: str
) -> Iterable[Run]:
    """A size on its depth bar, which grows away from the price."""
    if size is None:
        yield " " * SIZE, ground
        return
    text = fit(format.quantity(size), SIZE - 1, "right") + " "
    if len(format.quantity(size)) > SIZE - 1:
        text = fit(format.volume(size), SIZE - 1, "right") + " "
    flashing = row.flash_bid if grows == "left" else row.flash_ask
    style = (palette.text + BOLD if row.best else palette.text) + ground
    if flashing:
        yield text, style + palette.flash
        return
    cells = min(SIZE, max(1, round(share * SIZE)))
    if grows == "left":
        yield text[: SIZE - cells], style
        yield text[SIZE - cells :], style + depth
    else:
        yield text[:cells], style + depth
        yield text[cells:], style


def _price(row: Row, palette: Palette, ground: Style) -> Iterable[Run]:
    mark = COST if row.cost else " "
    text = fit(row.text, PRICE - 3, "right")
    if row.last is None:
        style = palette.faint if row.inside else palette.text if row.best else palette.dim
        yield f"{mark}{text}  ", style + ground
        return
    style = palette.direction_style(row.last) if row.last else palette.text
    yield f"{mark}{text} ", style + BOLD + ground
    yield LAST, style + ground


def _bar(share: float, cells: int) -> str:
    eighths = round(share * cells * 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")
