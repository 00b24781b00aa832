"""An option chain: a line a strike, the underlying's price marked between two of them, and a cursor on call or put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from futu_tui.feed.lookups.options import Strike
from futu_tui.protocol import Security
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.chain_columns import CELLS, Spot, chain_columns
from futu_tui.tui.widgets.columns import GAP, MARGIN
from futu_tui.tui.widgets.grid import CURSOR_MARK, HEADER
from futu_tui.tui.widgets.live_records import LiveRecords

if TYPE_CHECKING:
    from futu_tui.market import Quote, Store

SPOT = -1
"""The key of the line where the underlying stands; strikes are keyed by their place."""
_NAMES = {cell.key: cell.name for cell in CELLS}


class Side(IntEnum):
    """Which part of a line the cursor is on."""

    CALL = 0
    STRIKE = 1
    PUT = 2


class OptionChain(LiveRecords):
    """Strikes rising; they keep that order whatever column is asked for."""

    def __init__(self, store: Store, owner: Security, **kwargs: Any) -> None:
        """`owner` is the underlying."""
        self.owner = owner
        self.side = Side.CALL
        super().__init__(store, chain_columns(store, lambda: self.spot), **kwargs)
        self._sought: float | None = None
        """The strike that the cursor was on, for the next expiry; None before it was on one."""

    # What is shown

    @property
    def owner_quote(self) -> Quote | None:
        return self.store.quotes.get(self.owner)

    @property
    def spot(self) -> float | None:
        """What the underlying trades at."""
        quote = self.owner_quote
        return quote.price if quote is not None else None

    @property
    def strikes(self) -> Sequence[Strike]:
        """Those in view or not, filtered ones left out."""
        return [self._rows[key] for key in self.keys if key != SPOT]

    def contract(self, row: Strike | Spot) -> Security | None:
        """What of a line the cursor's side is on: the call, the put, or with the strike the underlying."""
        if self.side is Side.STRIKE:
            return self.owner
        if isinstance(row, Spot):
            return None
        return row.call if self.side is Side.CALL else row.put

    def row(self, key: int) -> Any:
        if key == SPOT:
            quote = self.owner_quote
            return Spot(self.spot or 0.0, quote.decimals if quote is not None else 2)
        return super().row(key)

    @property
    def count(self) -> tuple[int, int]:
        return len(self.keys) - (SPOT in self.keys), len(self._rows)

    def show_rows(self, rows: Sequence[Any], message: str) -> None:
        """Replace the strikes. The cursor goes to the strike nearest to where it was, at first to the money."""
        if (key := self.cursor_key) is not None and self._sought is not None:
            self._sought = self.row(key).price
        super().show_rows(rows, message)
        if self._rows:
            self.look_at(self.spot if self._sought is None else self._sought)

    def table(self) -> tuple[list[str], Iterator[list[object]]]:
        """With the contracts' codes, and whose figure each is."""
        titles = [_title(column.key) for column in self.columns]

        def values(strike: Strike) -> list[object]:
            figures = [column.sort(strike) if column.sort is not None else None for column in self.columns]
            return [str(strike.call or ""), str(strike.put or ""), *figures]

        return ["Call", "Put", *titles], (values(strike) for strike in self.strikes)

    def _narrow(self) -> None:
        keys = [key for key, row in enumerate(self._rows) if self._matches(row)]
        self.set_rows(self._with_spot(keys))
        if self.cursor_key == SPOT:
            self.move_cursor(self._cursor)
        self.redraw()

    def _with_spot(self, keys: list[int]) -> list[int]:
        """The underlying's line put between the strikes on either side of it."""
        spot = self.spot
        if spot is None or not keys:
            return keys
        above = next((place for place, key in enumerate(keys) if self._rows[key].price > spot), len(keys))
        return [*keys[:above], SPOT, *keys[above:]]

    def follow_spot(self, now: float) -> None:
        """The underlying moved: its line tells so, and goes where it belongs."""
        if not self._rows:
            return
        if self._sought is None:
            self.look_at(self.spot)
        placed = self._with_spot([key for key in self.keys if key != SPOT])
        if placed != list(self.keys):
            self.set_rows(placed)
            self.redraw()
        else:
            self.update_row(SPOT, now)

    def sort_by(self, column: str | None, reverse: bool | None = None) -> None:
        """A chain is read by its strikes."""

    def action_sort(self) -> None:
        """Strikes keep their order."""

    # The cursor

    def look_at(self, price: float | None) -> None:
        """Bring the strike nearest to this price under the cursor and into the middle; does nothing without one."""
        keys = [key for key in self.keys if key != SPOT]
        if price is None or not keys:
            return
        nearest = min(keys, key=lambda key: abs(self._rows[key].price - price))
        self._sought = self._rows[nearest].price
        self.move_cursor_to(nearest)
        place = list(self.keys).index(nearest)
        self.scroll_to(y=max(0, place - (self.size.height - HEADER) // 2), animate=False)

    def move_cursor(self, index: int) -> None:
        """The underlying's line is passed over."""
        keys = self.keys
        if 0 <= index < len(keys) and keys[index] == SPOT:
            index += 1 if index >= self._cursor and index + 1 < len(keys) else -1
        super().move_cursor(index)

    def step_side(self, by: int) -> None:
        """Move the cursor to the next part of the line, as far as there is one."""
        self.side = Side(max(Side.CALL, min(self.side + by, Side.PUT)))
        self.recolour([self.cursor_key])

    def mark_cursor(self, strip: Strip, palette: Palette) -> Strip:
        """The part of the line that the cursor is on has the mark before it, and the ground of a current row."""
        begin, end = self._cells(self.side)
        row, _, chosen, rest = strip.divide([begin - 1, begin, end, strip.cell_length])
        if not self.has_focus:
            return strip
        head = [Segment(CURSOR_MARK, palette.accent + palette.cursor)]
        if self.side is not Side.CALL:
            row = Strip([Segment(" " * MARGIN, palette.cursor_blur), *row.crop(MARGIN)])
        around = palette.cursor_blur
        return Strip(
            [*_on(row, around), *head, *_on(chosen, Style(bold=True)), *_on(rest, around)], strip.cell_length
        )

    def _cells(self, side: Side) -> tuple[int, int]:
        """The first cell of a part of the line, and the one after its last; the cell before the first is free."""
        name = side.name.lower()
        of_side = [placed for placed in self._placed if placed.column.key.startswith(name)]
        return of_side[0].start + of_side[0].gap, of_side[-1].end

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None and self.keys:
            for side in Side:
                begin, end = self._cells(side)
                if begin - GAP <= place.x < end:
                    self.side = side
                    self.recolour([self.cursor_key])
        super().on_click(event)


def _on(strip: Strip, style: Style) -> list[Segment]:
    """The strip's segments with this style over their own."""
    return [Segment(text, (own or Style.null()) + style) for text, own, _ in strip]


def _title(key: str) -> str:
    side, _, cell = key.partition("_")
    return f"{side.capitalize()} {_NAMES[cell]}" if cell else side.capitalize()
