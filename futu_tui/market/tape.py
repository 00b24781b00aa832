"""The tape: every trade of a security that this program heard of, in order, and where it missed some."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.market.packed import Packed
from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import amount_or_zero, believable
from futu_tui.protocol.times import moment
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2

LIMIT = 20_000
"""Ticks kept of one security; the oldest go first, a few at a time."""

_SLACK = LIMIT // 20

_LOOSE = 256
"""The newest ticks of a tape, those that a screen shows, are kept as they came."""

LEFT_OUT_LIMIT = 5 * LIMIT
"""Ticks left out of one security that are still told apart; the tape ends where older ones were."""

_DISORDER = 2.0
"""Seconds by which trades may be numbered out of the order of their times, as late reports are."""


class Tick(NamedTuple):
    """One trade."""

    sequence: int
    """The gateway's number for it; grows with time, with holes."""
    time: str
    """In the market's zone."""
    at: float
    """Epoch seconds"""
    price: float
    volume: int
    """Shares"""
    turnover: float
    direction: int
    """qot_common.TickerDirection: 1 the buyer took the ask, 2 the seller hit the bid, 3 neither."""
    kind: int
    """qot_common.TickerType"""

    @classmethod
    def of(cls, row: qot_common_pb2.Ticker, market: Market) -> Tick | None:
        """None for one whose price or volume cannot be."""
        if is_odd(row):
            return None
        time = row.time
        if type(time) is not str:
            time = text(time)
        return cls(
            row.sequence,
            intern(time),  # trades of one second share it
            moment(row.timestamp, time, market),
            row.price,
            row.volume,
            amount_or_zero(row.turnover),
            row.dir,
            row.type,
        )


_CODES = "qOddqdii"
_TURNOVER = Tick._fields.index("turnover")


def is_odd(row: qot_common_pb2.Ticker) -> bool:
    """Whether a trade is told with a price or a volume that cannot be, or is of another protocol and looks like one."""
    price, volume = row.price, row.volume
    if not price or not believable(price, volume) or volume < 0:
        return True
    return not volume and not row.HasField("volume")


class Tape:
    """Ticks by sequence, oldest first: `tape[0]` is the oldest kept, `tape[-1]` the newest.

    A gateway that starts anew may count its sequences from the beginning again. A tick numbered before the newest
    one known, but traded well after it or at odds with the tick known by its number, is taken for such a start:
    it goes to the end, behind a gap.
    """

    def __init__(self, security: Security) -> None:
        self.security = security
        self.received_at = 0.0
        """When anything was last told of it, in monotonic seconds."""
        self.count = 0
        """How many ticks were ever taken in; only grows."""
        self.odd = 0
        """How many were told with a price or a volume that cannot be."""
        self.left_out = 0
        """How many ticks were ever counted and not kept, and have not been told again since."""
        self.volumes: dict[float, int] = {}
        """Shares by price, of all ticks taken in of the newest day among them."""
        self._day = ""
        self._ticks = Packed(Tick, _CODES, _LOOSE)
        self._ordinals: list[int] = []
        self._base = 0
        self._gaps: set[int] = set()
        self._left_out: list[int] = []
        """Ordinals of ticks that are counted only, ascending."""

    def __len__(self) -> int:
        return len(self._ticks)

    def __getitem__(self, index: int) -> Tick:
        return self._ticks[index]

    def __iter__(self) -> Iterator[Tick]:
        return iter(self._ticks)

    def turnover(self, index: int) -> float:
        """That of `tape[index]`, for less than the whole tick."""
        found: float = self._ticks.cell(index, _TURNOVER)
        return found

    def turnovers(self, start: int, end: int) -> list[float]:
        """Those of `tape[start:end]`; neither is below 0."""
        return self._ticks.cells(_TURNOVER, start, end)

    def gap_before(self, index: int) -> bool:
        """Whether trades are missing just before `tape[index]`; for `len(tape)`, after the newest."""
        return 0 < index <= len(self._ordinals) and self._ordinals[index - 1] in self._gaps

    def left_out_before(self, index: int) -> int:
        """How many trades were left out just before `tape[index]`; for `len(tape)`, after the newest."""
        if not self._left_out:
            return 0
        start = bisect_left(self._left_out, self._ordinals[index - 1]) if index else 0
        end = len(self._left_out)
        if index < len(self._ordinals):
            end = bisect_left(self._left_out, self._ordinals[index])
        return end - start

    @property
    def gaps(self) -> list[int]:
        """Every index that `gap_before` is true of, ascending."""
        places = (bisect_left(self._ordinals, ordinal) for ordinal in self._gaps)
        return sorted(place + 1 for place in places)

    def mark_gap(self) -> bool:
        """Note that trades may be missed from here on; whether that was news.

        `apply_recent` takes the mark away again if the gateway's own record shows that none were.
        """
        if not self._ordinals or self._ordinals[-1] in self._gaps:
            return False
        self._gaps.add(self._ordinals[-1])
        return True

    def apply(self, rows: Iterable[qot_common_pb2.Ticker]) -> int:
        """Take in pushed ticks, in any order, some perhaps known; how many were new."""
        market = self.security.market
        taken = 0
        for row in rows:
            tick = Tick.of(row, market)
            if tick is None:
                self.odd += 1
                continue
            ordinal = tick.sequence + self._base if self._base else tick.sequence
            ordinals = self._ordinals
            if self._left_out and self._is_back(ordinal):
                taken += self._place(tick, ordinal, weighed=True)
            elif not ordinals or ordinal > ordinals[-1]:
                ordinals.append(ordinal)
                self._ticks.append(tick)
                self._weigh(tick.time, tick.price, tick.volume)
                taken += 1
            else:
                taken += self._place(tick, ordinal)
        self.count += taken
        if len(self._ticks) > LIMIT + _SLACK:
            self._drop_oldest()
        return taken

    def leave_out(self, rows: Iterable[qot_common_pb2.Ticker]) -> int:
        """Count pushed ticks, and their volumes, without keeping them; how many of them were kept all the same.

        What is not newer than all that is known is kept: it is late, or of a gateway that began anew.
        """
        kept = 0
        for row in rows:
            if is_odd(row):
                self.odd += 1
                continue
            ordinal = row.sequence + self._base
            newest = max(self._ordinals[-1:] + self._left_out[-1:], default=None)
            if newest is not None and ordinal <= newest:
                kept += self.apply((row,))
                continue
            self._left_out.append(ordinal)
            self.left_out += 1
            self._weigh(text(row.time), row.price, row.volume)
        if len(self._left_out) > LEFT_OUT_LIMIT:
            self._cut(self._left_out[len(self._left_out) - LEFT_OUT_LIMIT // 2])
        return kept

    def _is_back(self, ordinal: int) -> bool:
        """Whether a tick was left out before, and so has its volume counted; from here on it is not left out."""
        place = bisect_left(self._left_out, ordinal)
        if place == len(self._left_out) or self._left_out[place] != ordinal:
            return False
        del self._left_out[place]
        self.left_out -= 1
        return True

    def apply_recent(self, rows: Iterable[qot_common_pb2.Ticker]) -> tuple[int, bool]:
        """Take in the gateway's record of the latest trades, which has no holes.

        Where it reaches back to the last tick before a gap, nothing is missing there any more. Gives how many ticks
        were new, and whether a gap went.
        """
        rows = list(rows)
        taken = self.apply(rows)
        if not rows or not self._gaps:
            return taken, False
        sequences = [row.sequence + self._base for row in rows]
        closed = {gap for gap in self._gaps if min(sequences) <= gap <= max(sequences)}
        self._gaps -= closed
        return taken, bool(closed)

    def _place(self, tick: Tick, ordinal: int, *, weighed: bool = False) -> int:
        """Put a tick where it belongs by its number, `weighed` if its volume is counted; 1 if it was new, else 0."""
        place = bisect_left(self._ordinals, ordinal)
        if weighed:
            self._ordinals.insert(place, ordinal)
            self._ticks.insert(place, tick)
            return 1
        known = self._ticks[place] if self._ordinals[place] == ordinal else None
        if known is not None and (known.price, known.volume) == (tick.price, tick.volume):
            return 0
        if known is not None or tick.at > self._ticks[-1].at + _DISORDER:
            self.mark_gap()
            self._base = max(self._ordinals[-1:] + self._left_out[-1:]) + 1 - min(tick.sequence, 0)
            ordinal = tick.sequence + self._base
            place = len(self._ticks)
        elif place == 0 and len(self._ticks) >= LIMIT:
            return 0
        self._ordinals.insert(place, ordinal)
        self._ticks.insert(place, tick)
        self._weigh(tick.time, tick.price, tick.volume)
        return 1

    def _weigh(self, time: str, price: float, volume: int) -> None:
        day = time[:10]
        if day != self._day:
            if day < self._day:
                return
            self._day = day
            self.volumes.clear()
        self.volumes[price] = self.volumes.get(price, 0) + volume

    def _drop_oldest(self) -> None:
        self._cut(self._ordinals[len(self._ticks) - LIMIT])

    def _cut(self, first: int) -> None:
        """Let go of all before this ordinal."""
        excess = bisect_left(self._ordinals, first)
        self._ticks.drop(excess)
        del self._ordinals[:excess]
        del self._left_out[: bisect_left(self._left_out, first)]
        self._gaps = {gap for gap in self._gaps if gap >= first}
