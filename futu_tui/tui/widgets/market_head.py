"""The side and the security of an order with the market as it moves: last, change, and the top of the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.tui import format
from futu_tui.tui.badge import Part
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.status_bar import cells

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Side

UP, DOWN, LEVEL = "▲", "▼", " "
Line = tuple[Sequence[Part], Sequence[Part]]


class MarketHead(Widget):
    """Two lines; drawn anew when `show` finds them different."""

    DEFAULT_CSS = "MarketHead { height: 2; width: 1fr; }"

    def __init__(self, security: Security, store: Store) -> None:
        super().__init__()
        self._security = security
        self._store = store
        self._side: Side | None = None
        self._lines: tuple[Line, Line] | None = None

    def show(self, side: Side | None = None) -> None:
        """Bring it up to date; for an order of this side, if there is one."""
        self._side = side
        lines = self._read(palette_of(self.app))
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def _read(self, palette: Palette) -> tuple[Line, Line]:
        store, security = self._store, self._security
        quote, listing = store.quotes.get(security), store.listings.get(security)
        name = clean((quote.name if quote else "") or (listing.name if listing else ""))
        left = [Part(f"{security} ", palette.text), Part(name, palette.dim)]
        if self._side is not None:
            style = palette.direction_style(self._side.sign) + Style(reverse=True, bold=True)
            left = [Part(f" {self._side.label} ", style), Part("  ", palette.text), *left]
        right, top = [Part("no quote yet", palette.dim)], []
        if quote is not None:
            change = quote.price_change
            colour = palette.direction_style(change)
            mark = LEVEL if not change else UP if change > 0 else DOWN
            right = [
                Part(format.price(quote.price, quote.decimals), colour),
                Part(f"  {mark} {format.percent(quote.price_change_pct)} %", colour),
            ]
            top = [
                Part(f"{format.quantity(quote.bid_size)} × ", palette.dim),
                Part(format.price(quote.bid, quote.decimals), palette.text),
                Part(" │ ", palette.faint),
                Part(format.price(quote.ask, quote.decimals), palette.text),
                Part(f" × {format.quantity(quote.ask_size)}", palette.dim),
            ]
        return (left, right), (self._state(palette), top)

    def _state(self, palette: Palette) -> list[Part]:
        """Whether what is shown can be traded on."""
        if self._store.stale_since is not None:
            return [Part("the link is down: these prices are old", palette.danger)]
        quote = self._store.quotes.get(self._security)
        if self._store.is_old(quote):
            return [Part("not told since the link came back: these prices are old", palette.danger)]
        if quote is not None and quote.halted:
            return [Part(f"{self._security.market.name} trading is halted", palette.warning)]
        session = self._store.session(self._security.market)
        return [
            Part(
                f"{self._security.market.name} {session.label}",
                palette.dim if session.open else palette.warning,
            )
        ]

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        left, right = self._lines[y] if self._lines else ((), ())
        room = self.size.width - cells(right)
        segments: list[Segment] = []
        used = 0
        for part in left:
            text = part.text if used + width(part.text) < room else fit(part.text, max(room - used - 1, 0))
            segments.append(Segment(text, part.style))
            used += width(text)
        segments.append(Segment(" " * max(room - used, 0), palette.text))
        segments.extend(Segment(part.text, part.style) for part in right)
        strip = Strip(segments).adjust_cell_length(self.size.width, palette.text)
        return strip.apply_style(self.rich_style)
