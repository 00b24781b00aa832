"""The tape: every trade of the current security, newest first.

It follows the market until a person scrolls towards older trades; then it stands still and counts what comes in.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, ClassVar

from msgspec import Struct
from rich.style import Style
from textual import events
from textual.binding import BindingType

from futu_tui.market import Changes, Heard
from futu_tui.market.tape import Tape, Tick
from futu_tui.tui import format, keymap
from futu_tui.tui.pane import Wish
from futu_tui.tui.text import fit
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.large_prints import LargePrints
from futu_tui.tui.widgets.lines import LinePane, Run

SUB_TYPE = 4
"""qot_common.SubType_Ticker"""
GAP_TEXT = "gap: ticks lost while disconnected"
SHORT_GAP_TEXT = "gap: ticks lost"
LEFT_OUT_TEXT = "{:,} ticks left out: too many to take"
WHEEL_LINES = 3
COUNT_EVERY = 0.2
"""Seconds between updates of the count in the border while paused."""
LEAST_PRICE_WIDTH = 6
TURNOVER_FROM = 44
"""Cells from which the turnover has a column."""
KIND_FROM = 60
"""Cells from which the kind of trade is spelled out."""

BUYER, SELLER = 1, 2
"""qot_common.TickerDirection: who took the other's price."""
ARROWS = {BUYER: "▲", SELLER: "▼"}
NEUTRAL = "●"

KINDS = {
    2: ("P", "late"),
    3: ("M", "manual"),
    4: ("Y", "same broker"),
    5: ("X", "same broker, manual"),
    6: ("D", "odd lot"),
    7: ("U", "auction"),
    8: ("B", "bunched"),
    9: ("C", "cash"),
    10: ("F", "intermarket sweep"),
    11: ("G", "bunched sold"),
    12: ("H", "price variation"),
    13: ("K", "rule 127 or 155"),
    14: ("L", "sold last"),
    15: ("M", "market centre close"),
    16: ("N", "next day"),
    17: ("O", "market centre opening"),
    18: ("P", "prior reference"),
    19: ("Q", "market centre open"),
    20: ("R", "seller"),
    21: ("T", "extended hours"),
    22: ("U", "extended, out of sequence"),
    23: ("V", "contingent"),
    24: ("W", "average price"),
    25: ("Z", "out of sequence"),
    26: ("D", "odd lot cross"),
    27: ("4", "derivatively priced"),
    28: ("5", "reopening"),
    29: ("6", "closing"),
    30: ("A", "delayed"),
    31: ("I", "overseas"),
}
"""qot_common.TickerType as the exchanges' own sign and in words. Plain automatic matches (1) carry neither."""

GAP = "gap"


class LeftOut(Struct, frozen=True):
    """Trades that are counted and not kept, for more came than could be taken."""

    ticks: int


Entry = Tick | LeftOut | str
"""A line of the tape: a trade, trades left out, or a gap."""


class TapePane(LinePane):
    """Time, price, volume, direction and kind of each trade; large prints stand out."""

    NUMBER = 3
    TITLE = "Tape"
    PURPOSE = "Every trade of the current security, newest first."
    CONTEXT = "tape"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("tape")]

    DEFAULT_CSS = "TapePane { width: 1fr; height: 1fr; }"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._behind = 0
        self._seen = 0
        self._came_in = 0
        self._entries: list[Entry] = []
        self._numbers: dict[Tick, int] = {}
        """How many trades came in to `_read` before each that is in view, those that it no longer keeps included."""
        self._read: Tape | None = None
        """The tape that the lines in view were read of. The store may have let go of it meanwhile."""
        self._prints = LargePrints()
        self._price_width = LEAST_PRICE_WIDTH
        self._counted_at = 0.0

    # State

    @property
    def _tape(self) -> Tape | None:
        return self.store.tapes.get(self.security) if self.security else None

    @property
    def shown(self) -> Heard | None:
        return self._tape

    @property
    def paused(self) -> bool:
        """Whether the person has scrolled away from the newest trade."""
        return self._behind > 0

    @property
    def came_in(self) -> int:
        """How many trades came in since it was paused."""
        return self._came_in

    def wants(self) -> Iterable[Wish]:
        return [Wish(self.security, SUB_TYPE)] if self.security and not self.is_index else []

    def reload(self) -> None:
        tape = self._tape
        if tape is None or tape.security != self._prints.security:
            self._behind = self._came_in = 0
            self._price_width = LEAST_PRICE_WIDTH
            self._prints = LargePrints(self.security)
            self._seen = tape.count if tape else 0
        if self.is_mounted:
            self._entries = self._in_view()
            self._write_borders()
            self.tell_wants()
            self.redraw_all()

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.listings:
            self.reload()
        elif self.security in changes.ticks:
            self._show()
        if changes.quotes and self.security in changes.quotes and "tick" in changes.quotes[self.security]:
            self.redraw_all()

    def tick(self, now: float) -> None:
        if self.paused and now - self._counted_at >= COUNT_EVERY:
            self._counted_at = now
            self._write_borders()

    def on_mount(self) -> None:
        self.reload()

    def on_resize(self) -> None:
        self._show()

    def _catch_up(self) -> None:
        """Count what came in; while paused, the trades in view stay where they are."""
        tape = self._tape
        if tape is None:
            return
        if tape is not self._read:
            self._behind = self._came_in = 0  # another tape, of which nothing was read yet
            self._seen = tape.count
        fresh, self._seen = tape.count - self._seen, tape.count
        if self.paused:
            self._came_in += fresh
            self._behind += fresh

    def _show(self) -> None:
        """Redraw those lines whose trade differs from the one drawn."""
        before, self._entries = self._entries, self._in_view()
        after = self._entries
        if not before or not after or self._widen():
            self.redraw_all()
            return
        longest = max(len(before), len(after))
        self.redraw(
            y
            for y in range(min(longest, self.size.height))
            if y >= len(before) or y >= len(after) or before[y] != after[y]
        )

    def _in_view(self) -> list[Entry]:
        tape, height = self._tape, self.size.height
        self._catch_up()
        self._read = tape
        if tape is None or not len(tape):
            return []
        self._behind = min(self._behind, max(0, len(tape) - height))
        self._numbers.clear()
        entries: list[Entry] = []
        place = len(tape) - 1 - self._behind
        dropped = tape.count - len(tape)
        if not self._behind:
            entries += _missing(tape, len(tape))
        while place >= 0 and len(entries) < height:
            self._numbers[tape[place]] = dropped + place
            entries.append(tape[place])
            entries += _missing(tape, place)
            place -= 1
        return entries[:height]

    def _widen(self) -> bool:
        """Make room for prices longer than any before; whether that was needed."""
        decimals = self.decimals()
        ticks = (entry for entry in self._entries if isinstance(entry, Tick))
        longest = max((len(format.price(tick.price, decimals)) for tick in ticks), default=0)
        if longest <= self._price_width:
            return False
        self._price_width = longest
        return True

    def _write_borders(self) -> None:
        self.head()
        self.foot(f"paused · {self._came_in:,} new" if self.paused else None)

    # Drawing

    def line_key(self, y: int) -> Hashable:
        return self._entries[y] if y < len(self._entries) else y

    def empty_text(self) -> str:
        if self.security is None:
            return "No security is current."
        if self._entries:
            return ""
        if self.is_index:
            return f"{self.security} is an index.\nNobody trades it itself, so it has no tape."
        if self.is_halted:
            return f"{self.security} is halted: nobody trades it now."
        if self._tape is None:
            return self.placeholder or f"Waiting for the trades of {self.security} …"
        return self.placeholder or f"{self.security} has not traded yet."

    def draw_line(self, y: int, palette: Palette) -> Iterable[Run]:
        if y >= len(self._entries):
            return
        entry = self._entries[y]
        if isinstance(entry, str):
            yield self._rule(GAP_TEXT, SHORT_GAP_TEXT), palette.warning
            return
        if isinstance(entry, LeftOut):
            yield self._rule(LEFT_OUT_TEXT.format(entry.ticks), f"{entry.ticks:,} left out"), palette.warning
            return
        large = self._read is not None and self._prints.is_large(self._read, self._numbers[entry])
        yield from self._tick_line(entry, large, palette)

    def _rule(self, words: str, short: str) -> str:
        width = self.size.width
        text = words if width >= len(words) + 6 else short
        return f"── {text} ".ljust(width, "─")[:width]

    def _tick_line(self, tick: Tick, large: bool, palette: Palette) -> Iterable[Run]:
        width = self.size.width
        weight = Style(bold=large)
        if self.stale:
            tone = text = quiet = palette.stale
        else:
            tone = {BUYER: palette.up, SELLER: palette.down}.get(tick.direction, palette.flat)
            text, quiet = palette.text, palette.text if large else palette.dim
        sign, words = KINDS.get(tick.kind, ("", ""))
        with_turnover = width >= TURNOVER_FROM
        room = 12 if with_turnover else width - self._price_width - 13
        count = format.quantity(tick.volume)
        if len(count) > room - 1:
            count = format.volume(tick.volume)
        yield ("▸" if large else " "), tone + weight
        yield format.time_of_day(tick.time), quiet
        yield " " + fit(format.price(tick.price, self.decimals()), self._price_width, "right"), tone + weight
        yield fit(count, room, "right"), text + weight
        if with_turnover:
            yield fit(format.volume(tick.turnover), 9, "right"), quiet
        yield " " + ARROWS.get(tick.direction, NEUTRAL), tone + weight
        if width >= KIND_FROM:
            yield " " + fit(words, width - self._price_width - 35), palette.faint
        else:
            yield sign or " ", palette.faint

    # Keys and mouse

    def _scroll(self, lines: int) -> None:
        """Move towards older trades, or newer when negative; reaching the newest follows the market again."""
        tape = self._tape
        if tape is None:
            return
        self._behind = max(0, min(self._behind + lines, len(tape) - self.size.height))
        if not self.paused:
            self._came_in = 0
        self._write_borders()
        self._show()

    def action_cursor_up(self) -> None:
        self._scroll(-1)

    def action_cursor_down(self) -> None:
        self._scroll(1)

    def action_page_up(self) -> None:
        self._scroll(1 - self.size.height)

    def action_page_down(self) -> None:
        self._scroll(self.size.height - 1)

    def action_first(self) -> None:
        self.action_resume()

    def action_last(self) -> None:
        if (tape := self._tape) is not None:
            self._scroll(len(tape))

    def action_resume(self) -> None:
        """Follow the market again."""
        self._scroll(-self._behind)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)


def _missing(tape: Tape, index: int) -> Iterator[Entry]:
    """What is missing just before a trade of the tape, the newest first."""
    if count := tape.left_out_before(index):
        yield LeftOut(count)
    if tape.gap_before(index):
        yield GAP
