"""What the charts beside the candles share: a picture in rows of cells, of which only those that differ are sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from rich.style import Style

from futu_tui.market import Quote
from futu_tui.protocol import Security
from futu_tui.tui.charts.canvas import Canvas
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.keymap import keymap_of
from futu_tui.tui.theme import Palette, blended
from futu_tui.tui.widgets.chart_pane import ChartPane
from futu_tui.tui.widgets.lines import Run

PATIENCE = 5.0
"""Seconds without data after which the pane says what may be the reason."""

Row = tuple[str, tuple[int, ...]]
"""A line's glyphs and the tone of each, as `Canvas.row` gives it."""

Words = Sequence[tuple[str, int]]
"""Stretches of text, each with its tone."""


class PlotPane(ChartPane):
    """A pane whose `picture` is worked out anew when its data moves; equal lines are not drawn again."""

    LEAST: ClassVar[tuple[int, int]] = (22, 6)
    """Columns and lines below which there is no room for a picture."""

    NEEDS_SECURITY: ClassVar[bool] = True
    """Whether there is nothing to show without a current security."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: Sequence[Row] = ()
        self._tones: tuple[Style, ...] = ()
        self._tones_of: Palette | None = None
        self._said = ""
        self._waiting_since: float | None = None
        self._overdue = False

    # For the pane to answer

    def picture(self, width: int, height: int) -> Sequence[Row]:
        """The lines that the pane shows at this size; none while it has nothing to show, which `reason` says."""
        raise NotImplementedError

    def reason(self) -> str:
        """Why there is no picture."""
        raise NotImplementedError

    def heading(self) -> Iterable[str]:
        """What stands in the top border after the security."""
        return ()

    # For the pane to use

    @property
    def overdue(self) -> bool:
        """Whether nothing has come for longer than it should take."""
        return self._overdue

    @property
    def quote(self) -> Quote | None:
        """The current security's quote."""
        return self.store.quotes.get(self.security) if self.security else None

    @property
    def price_tick(self) -> float:
        """The price step of the current security."""
        quote = self.quote
        return quote.tick if quote is not None and quote.tick > 0 else 10.0 ** -self.decimals()

    def own_sizes(self) -> dict[float, float]:
        """Shares of the person's working orders of the current security that are still unfilled, by price."""
        portfolio = self.accounts.current
        sizes: dict[float, float] = {}
        for order in portfolio.orders.values() if portfolio else ():
            if order.security == self.security and order.at_price is not None:
                price = round(order.at_price, 6)
                sizes[price] = sizes.get(price, 0.0) + order.remaining
        return sizes

    def paint(self) -> None:
        """Work the picture out anew, and draw the lines that differ from what is shown."""
        if not self.is_mounted:
            return
        before, said = self._rows, self._said
        width, height = self.size
        fits = width >= self.LEAST[0] and height >= self.LEAST[1]
        self._rows = rows = self.picture(width, height) if fits else ()
        self._said = "" if rows else self._explanation(fits)
        if len(rows) != len(before) or said != self._said:
            self.redraw_all()
        else:
            self.redraw(y for y, row in enumerate(rows) if row != before[y])

    def _explanation(self, fits: bool) -> str:
        if self.security is None and self.NEEDS_SECURITY:
            return "No security is current."
        if not fits:
            return f"There is no room for it here.\n{keymap_of(self.app).hint('dashboard.maximise')}"
        return self.reason()

    def headline(self) -> None:
        """Write the borders."""
        self.head(*self.heading())
        self.foot(keymap_of(self.app).hint(*self.HINT_KEYS, "dashboard.next_chart"))

    # Life

    def set_security(self, security: Security | None) -> None:
        if security != self.security:
            self._waiting_since, self._overdue = None, False
            self.start_over()
        super().set_security(security)

    def start_over(self) -> None:
        """Another security is to be shown: forget what belongs to the one before."""

    def reload(self) -> None:
        if self.is_mounted:
            self.headline()
            self._strips.clear()
            self.tell_wants()
            self.paint()
            self.refresh()

    def on_mount(self) -> None:
        self.reload()

    def on_resize(self) -> None:
        self.reload()

    def tick(self, now: float) -> None:
        if self._rows or self._overdue or self.security is None:
            return
        if self.placeholder or self.stale or self._waiting_since is None:
            self._waiting_since = now
        elif now - self._waiting_since >= PATIENCE:
            self._overdue = True
            self.paint()

    # Lines

    def empty_text(self) -> str:
        return self._said

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        if y >= len(self._rows):
            return
        if palette is not self._tones_of:
            self._tones, self._tones_of = tone_styles(palette), palette
        text, inks = self._rows[y]
        place = 0
        for ink, cells in groupby(inks):
            count = sum(1 for _ in cells)
            yield text[place : place + count], self._tones[ink]
            place += count


def tone_styles(palette: Palette) -> tuple[Style, ...]:
    """The style of each tone, by its number."""
    styles = {
        Tone.STRONG: palette.text + Style(bold=True),
        Tone.DIM: palette.dim,
        Tone.FAINT: palette.faint,
        Tone.ACCENT: palette.accent,
        Tone.UP: palette.up,
        Tone.DOWN: palette.down,
        Tone.FLAT: palette.flat,
        Tone.WARNING: palette.warning,
        Tone.OWN: palette.own,
        Tone.STALE: palette.stale,
        Tone.BORDER: palette.border,
        Tone.BID: blended(palette, "up", 0.55),
        Tone.ASK: blended(palette, "down", 0.55),
        Tone.BID_WALL: palette.up,
        Tone.ASK_WALL: palette.down,
        Tone.RISE: blended(palette, "up", 0.6),
        Tone.FALL: blended(palette, "down", 0.6),
    }
    return tuple(styles.get(tone, palette.text) for tone in Tone)


def words_row(groups: Iterable[Words], width: int) -> Row:
    """A line with groups of words from the left, as many as fit whole."""
    canvas = Canvas(width, 1)
    x = 0
    for group in groups:
        length = sum(len(text) for text, _ in group)
        if x + length > width:
            break
        for text, tone in group:
            canvas.write(x, 0, text, tone)
            x += len(text)
    return canvas.row(0)


def rows_of(canvas: Canvas) -> list[Row]:
    """A whole canvas in rows."""
    return [canvas.row(y) for y in range(canvas.height)]
