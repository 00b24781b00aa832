"""The order book: what waits at each price, asks above and bids below the spread, best prices next to it.

The middle line keeps its place: when a side has few levels its lines stay blank, and when the pane is low the levels
farthest from the spread go first. The broker queue (Hong Kong) stands under the book, or beside it in a wide pane.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from msgspec import Struct
from rich.style import Style
from textual.binding import BindingType

from futu_tui.market import Changes, Heard, Level, OrderBook, Quote
from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import price_key
from futu_tui.tui import format, keymap
from futu_tui.tui.flashes import flash_seconds
from futu_tui.tui.pane import Wish
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.book_layout import lay_out
from futu_tui.tui.widgets.broker_lines import QueueLine, line_runs, queue_lines, title_runs
from futu_tui.tui.widgets.lines import LinePane, Run

ORDER_BOOK, BROKER = 2, 14
"""qot_common.SubType"""
PATIENCE = 5.0
"""Seconds without a book after which the pane says what may be the reason."""

QUOTE_FIELDS = {"last", "prev_close", "tick", "session", "pre", "after", "overnight"}
"""What of a quote shows in the book: the mark of the last trade, and how prices are written."""

STATUS_FIELDS = {"suspended", "status"}
"""What of a quote shows in the border."""

COUNT_WIDTH = 6
CURSOR_MARK = "▌"
OWN_SIZE_FROM = 34
"""Cells from which an own order shows its quantity beside its mark."""


class LevelLine(Struct, frozen=True):
    """What a level's line shows; equal lines look the same."""

    price: str
    size: str
    orders: str
    own: str
    last: bool
    """Whether the last trade was at this price."""
    depth: int
    """Length of the depth bar in half cells."""
    is_bid: bool
    best: bool
    flashing: bool
    chosen: bool
    """Whether the person's mark stands here."""


LEAST_PRICE = 8
"""Cells of the prices' column, so that it does not move with every digit."""

BookLine = LevelLine | str | int | None
"""What a line shows of the book: a level, the text of the spread, the bids' share in percent, or nothing."""


class OrderBookPane(LinePane):
    """Ten levels a side with size, orders and depth bars; spread, mid, imbalance; own orders; the broker queue."""

    NUMBER = 2
    TITLE = "Book"
    PURPOSE = "What waits at each price of the current security, and whose orders those are."
    CONTEXT = "book"
    HINT_KEYS = ("book.toggle_brokers", "dashboard.ladder")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("book")]

    DEFAULT_CSS = "OrderBookPane { width: 1fr; height: 1fr; }"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._brokers_unfolded = True
        self._wants_queue = False
        """Whether the pane has room for the broker queue of this security."""
        self._layout_now = lay_out(26, 24, queue=False)
        self._book_lines: list[BookLine] = []
        """What each line of the pane shows of the book; none while there is no book to show."""
        self._queue_lines: list[QueueLine | None] = []
        """What each line of the pane shows of the broker queue."""
        self._sizes: dict[tuple[bool, float], int] = {}
        """The sizes shown, by side (whether bid) and price."""
        self._flashes: dict[tuple[bool, float], float] = {}
        """When each level's flash ends, in monotonic seconds."""
        self._chosen: float | None = None
        self._price_width = LEAST_PRICE
        self._waiting_since: float | None = None
        self._overdue = False

    # State

    @property
    def shows_brokers(self) -> bool:
        """Whether the broker queue is unfolded; only Hong Kong has one."""
        return self._brokers_unfolded and self.security is not None and self.security.market is Market.HK

    @property
    def _book(self) -> OrderBook | None:
        return self.store.books.get(self.security) if self.security else None

    @property
    def shown(self) -> Heard | None:
        return self._book

    @property
    def _quote(self) -> Quote | None:
        return self.store.quotes.get(self.security) if self.security else None

    def wants(self) -> Iterable[Wish]:
        if self.security is None or self.is_index:
            return []
        wishes = [Wish(self.security, ORDER_BOOK)]
        if self._wants_queue:
            wishes.append(Wish(self.security, BROKER))
        return wishes

    def set_security(self, security: Security | None) -> None:
        if security != self.security:
            self._chosen = None
            self._waiting_since, self._overdue = None, False
        super().set_security(security)

    def reload(self) -> None:
        self._flashes.clear()
        self._sizes = self._sizes_shown()
        if self.is_mounted:
            self._arrange()

    def on_mount(self) -> None:
        self._arrange()

    def on_resize(self) -> None:
        self._arrange()

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.security
        if security is None:
            return
        fields = changes.quotes.get(security, set())
        if changes.listings or fields & STATUS_FIELDS:
            self._arrange()
            return
        if security in changes.books:
            self._flash(now)
        elif not (changes.orders or changes.accounts or security in changes.brokers or fields & QUOTE_FIELDS):
            return
        self._update()

    def tick(self, now: float) -> None:
        if self._flashes and min(self._flashes.values()) <= now:
            self._flashes = {level: end for level, end in self._flashes.items() if end > now}
            self._update()
        if self._book is None and not self._overdue and not self.is_index:
            self._wait(now)

    def _wait(self, now: float) -> None:
        """Nothing is there yet: say so differently once it has taken long, other reasons for it aside."""
        if self.placeholder or self.stale or self._waiting_since is None:
            self._waiting_since = now
        elif now - self._waiting_since >= PATIENCE:
            self._overdue = True
            self.redraw_all()

    # The mark

    @property
    def chosen_price(self) -> float | None:
        """The price of the level that the person marked, while it is in view and the pane has the keys."""
        return self._chosen if self.has_focus and self._chosen in self._prices() else None

    def _prices(self) -> list[float]:
        """The prices in view, as they stand there from top to bottom."""
        book, count = self._book, self._layout_now.levels
        if book is None:
            return []
        levels = [*reversed(book.asks[:count]), *book.bids[:count]]
        return [price_key(level.price) for level in levels]

    def _mark(self, by: int) -> None:
        """Move the mark so many levels down, up if negative; it begins at the best of the side it goes to."""
        prices, book = self._prices(), self._book
        if book is None or not prices:
            return
        if self._chosen in prices:
            at = prices.index(self._chosen) + by
        else:
            asks = min(len(book.asks), self._layout_now.levels)
            at = asks if by > 0 else asks - 1
        self._chosen = prices[max(0, min(at, len(prices) - 1))]
        self._update()

    def action_level_up(self) -> None:
        """Mark the level above."""
        self._mark(-1)

    def action_level_down(self) -> None:
        """Mark the level below."""
        self._mark(1)

    def watch_has_focus(self, focused: bool) -> None:
        """The mark shows where the keys are."""
        super().watch_has_focus(focused)
        if self._chosen is not None:
            self._update()

    def action_toggle_brokers(self) -> None:
        """Fold the broker queue away, or show it."""
        self._brokers_unfolded = not self._brokers_unfolded
        self._arrange()

    # What differs

    def _flash(self, now: float) -> None:
        """Let what moved be bright for a moment: levels that came, or whose size differs from the one shown.

        A level that only came into view at the far end did not move.
        """
        before, self._sizes = self._sizes, self._sizes_shown()
        if not (seconds := flash_seconds(self.app)):
            return
        lowest_bid = min((price for is_bid, price in before if is_bid), default=math.inf)
        highest_ask = max((price for is_bid, price in before if not is_bid), default=-math.inf)
        for level, size in self._sizes.items():
            is_bid, price = level
            in_view = price >= lowest_bid if is_bid else price <= highest_ask
            if in_view and before.get(level) != size:
                self._flashes[level] = now + seconds

    def _sizes_shown(self) -> dict[tuple[bool, float], int]:
        book, levels = self._book, self._layout_now.levels
        if book is None:
            return {}
        bids = {(True, level.price): level.size for level in book.bids[:levels]}
        return bids | {(False, level.price): level.size for level in book.asks[:levels]}

    def _arrange(self) -> None:
        """Divide the pane anew and draw all of it."""
        self._layout_now = lay_out(self.size.width, self.size.height, queue=self.shows_brokers)
        self._wants_queue = self._layout_now.queue >= 0
        self.tell_wants()
        self._sizes = self._sizes_shown()
        self._book_lines, self._queue_lines = self._read_book(), self._read_queue()
        quote = self._quote
        self.head("halted" if quote and quote.halted else "")
        hong_kong = self.security is not None and self.security.market is Market.HK
        self.foot(None if hong_kong else keymap.keymap_of(self.app).hint("dashboard.ladder"))
        self.redraw_all()

    def _update(self) -> None:
        """Draw those lines that differ from what is shown."""
        price_width = self._price_width
        book, self._book_lines = self._book_lines, self._read_book()
        queue, self._queue_lines = self._queue_lines, self._read_queue()
        if len(book) != len(self._book_lines) or self._price_width != price_width:
            self._arrange()
            return
        self.redraw(
            y for y in range(len(book)) if book[y] != self._book_lines[y] or queue[y] != self._queue_lines[y]
        )

    def _read_book(self) -> list[BookLine]:
        book, layout = self._book, self._layout_now
        if book is None or not (book.bids or book.asks):
            return []
        lines: list[BookLine] = [None] * max(self.size.height, layout.lines)
        self._price_width = LEAST_PRICE
        for distance, line in enumerate(self._level_lines(book.asks, is_bid=False)):
            lines[layout.middle - 1 - distance] = line
        for distance, line in enumerate(self._level_lines(book.bids, is_bid=True)):
            lines[layout.bids + distance] = line
        lines[layout.middle] = self._spread_text(book)
        share = book.imbalance(layout.levels)
        if layout.imbalance >= 0 and share is not None:
            lines[layout.imbalance] = round(share * 100)
        return lines

    def _read_queue(self) -> list[QueueLine | None]:
        layout = self._layout_now
        lines: list[QueueLine | None] = [None] * max(self.size.height, layout.lines)
        queue = self.store.brokers.get(self.security) if self.security else None
        if queue is not None and layout.queue >= 0:
            shown = queue_lines(queue, self._queue_width, layout.queue_lines)
            lines[layout.queue + 1 : layout.queue + 1 + len(shown)] = shown
        return lines

    @property
    def _queue_is_old(self) -> bool:
        """Whether the queue may have moved; it can be refused where the book is told."""
        return self.stale or self.store.is_old(
            self.store.brokers.get(self.security) if self.security else None
        )

    @property
    def _queue_width(self) -> int:
        return self.size.width - self._layout_now.queue_left

    def _level_lines(self, levels: Sequence[Level], *, is_bid: bool) -> list[LevelLine]:
        layout, decimals = self._layout_now, self.decimals()
        shown = levels[: layout.levels]
        largest = max(self._sizes.values(), default=0)
        quote = self._quote
        last = quote.price if quote else None
        own = self._own_sizes()
        with_size = layout.width >= OWN_SIZE_FROM
        lines = []
        for place, level in enumerate(shown):
            price = format.price(level.price, decimals)
            self._price_width = max(self._price_width, len(price))
            mine = own.get(price_key(level.price))
            lines.append(
                LevelLine(
                    price=price,
                    size=format.quantity(level.size),
                    orders=format.quantity(level.orders) if level.orders else "",
                    own="" if mine is None else f"◆{format.volume(mine)}" if with_size else "◆",
                    last=last is not None and price_key(last) == price_key(level.price),
                    depth=round(level.size / largest * layout.width * 2) if largest else 0,
                    is_bid=is_bid,
                    best=place == 0,
                    flashing=(is_bid, level.price) in self._flashes,
                    chosen=self.has_focus and self._chosen == price_key(level.price),
                )
            )
        return lines

    def _own_sizes(self) -> dict[float, float]:
        """Shares of the person's working orders that are still unfilled, by price."""
        portfolio = self.accounts.current
        sizes: dict[float, float] = {}
        for order in portfolio.orders.values() if portfolio else ():
            if order.security == self.security and order.at_price is not None:
                price = price_key(order.at_price)
                sizes[price] = sizes.get(price, 0) + order.remaining
        return sizes

    def _spread_text(self, book: OrderBook) -> str:
        """The spread in money and in ticks, and the middle price where there is room."""
        spread, mid = book.spread, book.mid
        if spread is None or mid is None:
            return "no asks" if book.bids else "no bids"
        decimals = self.decimals()
        if spread <= 0:
            text = "locked" if abs(spread) < 1e-9 else "crossed"
        else:
            text = format.price(spread, decimals)
            quote = self._quote
            if quote is not None and quote.tick > 0:
                ticks = round(spread / quote.tick)
                text += f" · {ticks:,} tick{'' if ticks == 1 else 's'}"
        with_mid = f"{text} · mid {format.price(mid, decimals + 1)}"
        return with_mid if len(with_mid) + 6 <= self._layout_now.width else text

    # Drawing

    def empty_text(self) -> str:
        security = self.security
        if security is None:
            return "No security is current."
        if self.is_index:
            return f"{security} is an index.\nNobody trades it itself, so it has no order book."
        book = self._book
        if self.is_halted and (book is None or not (book.bids or book.asks)):
            return f"{security} is halted: no orders meet now."
        if book is None:
            if self.placeholder:
                return self.placeholder
            if self._overdue:
                return f"No order book of {security} has come.\nA delayed quote right has none."
            return f"Waiting for the order book of {security} …"
        if not (book.bids or book.asks):
            return f"No orders wait in {security}."
        return ""

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        layout = self._layout_now
        queue = self._queue_runs(y, palette)
        if not layout.beside:
            return queue or self._book_runs(y, palette)
        book = self._book_runs(y, palette)
        missing = layout.queue_left - sum(len(text) for text, _ in book)
        return [*book, (" " * missing, palette.text), *queue]

    def _book_runs(self, y: int, palette: Palette) -> list[Run]:
        layout = self._layout_now
        if y in (layout.title, layout.foot):
            return self._title_runs("Ask" if y == layout.title else "Bid", palette)
        shown = self._book_lines[y] if y < len(self._book_lines) else None
        if isinstance(shown, LevelLine):
            return self._level_runs(shown, palette)
        if isinstance(shown, int):
            return self._imbalance_runs(shown, palette)
        return [] if shown is None else _ruled(shown, layout.width, palette.faint, palette.dim)

    def _queue_runs(self, y: int, palette: Palette) -> list[Run]:
        layout, width = self._layout_now, self._queue_width
        if y == layout.queue:
            what = "brokers stale" if self._queue_is_old and not self.stale else "brokers"
            if layout.beside:
                return title_runs(what, width, palette.header, palette.faint)
            return _ruled(what, width, palette.faint, palette.faint)
        line = self._queue_lines[y] if y < len(self._queue_lines) else None
        if line is None:
            return []
        return line_runs(line, width, palette.stale if self._queue_is_old else palette.text, palette.faint)

    def _title_runs(self, side: str, palette: Palette) -> list[Run]:
        size = self._layout_now.width - self._price_width - COUNT_WIDTH - 2
        words = f" {side.rjust(self._price_width)}{'Size'.rjust(size)}{'#'.rjust(COUNT_WIDTH)} "
        return [(words, palette.header)]

    def _level_runs(self, line: LevelLine, palette: Palette) -> list[Run]:
        width = self._layout_now.width
        quote = self._quote
        if self.stale:
            text = dim = mark = palette.stale
        else:
            text, dim = palette.text, palette.dim
            mark = palette.direction_style(quote.price_change if quote else None)
        own = line.own.ljust(6 if width >= OWN_SIZE_FROM else 1)
        room = width - self._price_width - COUNT_WIDTH - len(own) - 4
        size = line.size if len(line.size) < room else format.volume(float(line.size.replace(",", "")))
        gap = " " * (room - len(size))
        price = line.price.rjust(self._price_width)
        margin: list[Run] = [(CURSOR_MARK, palette.accent)] if line.chosen else []
        if not line.chosen:
            price = " " + price
        runs = [
            *margin,
            (price, text + Style(bold=line.best)),
            ("●" if line.last else " ", mark),
            (" " + own, palette.own),
            (gap, dim),
            (size, text + palette.flash if line.flashing else text),
            (line.orders.rjust(COUNT_WIDTH) + " ", dim),
        ]
        return runs if self.stale else _over_bar(runs, width, line, palette)

    def _imbalance_runs(self, percent: int, palette: Palette) -> list[Run]:
        before, after = f" bid {percent:2d} % ", " ask"
        cells = max(1, self._layout_now.width - len(before) - len(after) - 1)
        halves = round(percent / 100 * cells * 2)
        bar = "█" * (halves // 2) + "▌" * (halves % 2)
        label = palette.stale if self.stale else palette.dim
        return [
            (before, label),
            (bar, label),
            ("░" * (cells - len(bar)), palette.faint),
            (after, label),
        ]


def _ruled(text: str, width: int, rule: Style, style: Style) -> list[Run]:
    """A text in the middle of a thin line."""
    words = f" {text} " if text else ""
    left = max(0, width - 2 - len(words)) // 2
    right = max(0, width - 2 - len(words) - left)
    return [(" " + "─" * left, rule), (words, style), ("─" * right + " ", rule)]


def _over_bar(runs: Sequence[Run], width: int, line: LevelLine, palette: Palette) -> list[Run]:
    """The line's runs with the depth bar behind them, from the right edge on; its end is exact to half a free cell."""
    bar = palette.depth_bid if line.is_bid else palette.depth_ask
    start, half = divmod(2 * width - line.depth, 2)
    finished: list[Run] = []
    at = 0
    for text, style in runs:
        cut = min(max(start - at, 0), len(text))
        left, right = text[:cut], text[cut:]
        if left:
            finished.append((left, style))
        if right and half and at + cut == start:
            first, right = right[0], right[1:]
            if first == " ":
                finished.append(("▐", Style(color=bar.bgcolor)))
            else:
                finished.append((first, style))
        if right:
            finished.append((right, bar + style))
        at += len(text)
    return finished
