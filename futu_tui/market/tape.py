"""The tape: every trade of a security that this program heard of, in order, and where it missed some."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import amount_or_zero, believable
from futu_tui.protocol.times import moment
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2

LIMIT = 20_000
"""Ticks kept of one security; the oldest go first, a few at a time."""

_SLACK = LIMIT // 20

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
        price, volume = row.price, row.volume
        if not price or not believable(price, volume) or volume < 0:
            return None
        if not volume and not row.HasField("volume"):
            return None  # of another protocol, and only looks like a trade
        time = row.time
        if type(time) is not str:
            time = text(time)
        return cls(
            row.sequence,
            time,
            moment(row.timestamp, time, market),
            price,
            volume,
            amount_or_zero(row.turnover),
            row.dir,
            row.type,
        )


class Tape:
    """Ticks by sequence, oldest first: `tape[0]` is the oldest kept, `tape[-1]` the newest.

    A gateway that starts anew may count its sequences from the beginning again. A tick numbered before the newest
    one known, but traded well after it or at odds with the tick known by its number, is taken for such a start:
    it goes to the end, behind a gap.
    """

    def __init__(self, security: Security) -> None:
        self.security = security
        self.count = 0
        """How many ticks were ever taken in; only grows."""
        self.left_out = 0
        """How many were told with a price or a volume that cannot be."""
        self.volumes: dict[float, int] = {}
        """Shares by price, of all ticks taken in of the newest day among them."""
        self._day = ""
        self._ticks: list[Tick] = []
        self._ordinals: list[int] = []
        self._base = 0
        self._gaps: set[int] = set()

    def __len__(self) -> int:
        return len(self._ticks)

    def __getitem__(self, index: int) -> Tick:
        return self._ticks[index]

    def __iter__(self) -> Iterator[Tick]:
        return iter(self._ticks)

    def gap_before(self, index: int) -> bool:
        """Whether trades are missing just before `tape[index]`; for `len(tape)`, after the newest."""
        return 0 < index <= len(self._ordinals) and self._ordinals[index - 1] in self._gaps

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
                self.left_out += 1
                continue
            ordinal = tick.sequence + self._base
            ordinals = self._ordinals
            if not ordinals or ordinal > ordinals[-1]:
                ordinals.append(ordinal)
                self._ticks.append(tick)
                self._weigh(tick)
                taken += 1
            else:
                taken += self._place(tick, ordinal)
        self.count += taken
        if len(self._ticks) > LIMIT + _SLACK:
            self._drop_oldest()
        return taken

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

    def _place(self, tick: Tick, ordinal: int) -> int:
        """Put a tick that is not the newest by number where it belongs; 1 if it was new, else 0."""
        place = bisect_left(self._ordinals, ordinal)
        known = self._ticks[place] if self._ordinals[place] == ordinal else None
        if known is not None and (known.price, known.volume) == (tick.price, tick.volume):
            return 0
        if known is not None or tick.at > self._ticks[-1].at + _DISORDER:
            self.mark_gap()
            self._base = self._ordinals[-1] + 1 - min(tick.sequence, 0)
            ordinal = tick.sequence + self._base
            place = len(self._ticks)
        elif place == 0 and len(self._ticks) >= LIMIT:
            return 0
        self._ordinals.insert(place, ordinal)
        self._ticks.insert(place, tick)
        self._weigh(tick)
        return 1

    def _weigh(self, tick: Tick) -> None:
        day = tick.time[:10]
        if day != self._day:
            if day < self._day:
                return
            self._day = day
            self.volumes.clear()
        self.volumes[tick.price] = self.volumes.get(tick.price, 0) + tick.volume

    def _drop_oldest(self) -> None:
        excess = len(self._ticks) - LIMIT
        del self._ticks[:excess], self._ordinals[:excess]
        self._gaps = {gap for gap in self._gaps if gap >= self._ordinals[0]}
