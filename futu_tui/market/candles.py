"""The K-lines of one series, from history and pushes alike."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, overload

from futu_tui.market.bar_times import bar_holding
from futu_tui.market.columns import Bar, Columns, day_of, time_of
from futu_tui.market.period import Period
from futu_tui.market.series import Series
from futu_tui.protocol import Security

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2


class Candles(Sequence[Bar]):
    """Bars by time, oldest first, each time once: `candles[-1]` is the one still moving.

    A bar is known by its time string, which is always there and sorts as time does within a market. They are kept
    as columns (see `columns.BarColumns`), which indicators read; a bar or a slice of bars is made when it is asked
    for. As many bars are kept as were asked for: live bars add a thousand a day at most.
    """

    def __init__(self, series: Series) -> None:
        self.series = series
        self.received_at = 0.0
        """When the newest were last told, in monotonic seconds."""
        self.version = 0
        """Grows with every difference."""
        self.settled_version = 0
        """Grows with every difference but those of the last bar: till then, what is drawn of the others holds."""
        self.pushes = 0
        """How many pushes were taken in: an answer to what was asked before the latest of them is no news."""
        self.told_anew = 0
        """How often bars were let go, for their prices were adjusted for other things than today's."""
        self._columns = Columns()
        self._gap: int | None = None

    @property
    def security(self) -> Security:
        return self.series.security

    @property
    def period(self) -> Period:
        return self.series.period

    # The bars, as they are and as columns

    def __len__(self) -> int:
        return len(self._columns.wall)

    @overload
    def __getitem__(self, index: int) -> Bar: ...
    @overload
    def __getitem__(self, index: slice) -> list[Bar]: ...
    def __getitem__(self, index: int | slice) -> Bar | list[Bar]:
        if isinstance(index, slice):
            return [self._columns.bar(place) for place in range(*index.indices(len(self)))]
        return self._columns.bar(index)

    def __iter__(self) -> Iterator[Bar]:
        return map(self._columns.bar, range(len(self)))

    @property
    def last(self) -> Bar | None:
        return self._columns.bar(-1) if len(self) else None

    @property
    def columns(self) -> Columns:
        """All of them; not to be changed."""
        return self._columns

    @property
    def at(self) -> array[float]:
        """Epoch seconds of each bar's time."""
        return self._columns.at

    @property
    def open(self) -> array[float]:
        return self._columns.open

    @property
    def high(self) -> array[float]:
        return self._columns.high

    @property
    def low(self) -> array[float]:
        return self._columns.low

    @property
    def close(self) -> array[float]:
        return self._columns.close

    @property
    def volume(self) -> array[float]:
        """Shares"""
        return self._columns.volume

    @property
    def turnover(self) -> array[float]:
        return self._columns.turnover

    @property
    def day(self) -> array[int]:
        """The ordinal of each bar's trading day in the market's zone, as date.toordinal counts."""
        return self._columns.day

    # What is missing

    @property
    def gap(self) -> str | None:
        """The time of the bar after which some may be missing, since the link was down; None while none is."""
        return None if self._gap is None else time_of(self._gap)

    @property
    def gap_wall(self) -> int | None:
        """The same as a wall time of the columns."""
        return self._gap

    def mark_gap(self) -> None:
        """Bars may be missed from here on, until they are known to have been told."""
        if self._gap is None and len(self):
            self._gap = self._columns.wall[-1]

    def close_gap(self, since: int | None = None) -> bool:
        """Every bar from the wall time `since` on was told, of all time if None; whether that closes the gap."""
        if self._gap is None or (since is not None and since > self._gap):
            return False
        self._gap = None
        return True

    def before(self, count: int) -> tuple[str, str]:
        """The first and the last day, as 3103 takes them, that hold some `count` bars before the oldest one known.

        The last is the oldest bar's own day, of which only a part may be known. Raises IndexError while empty.
        """
        oldest = day_of(self._columns.wall[0])
        days = max(LONGEST_HOLIDAY, count * self.period.days)
        return days_before(oldest, days).isoformat(), oldest.isoformat()

    # What comes in

    def apply(self, rows: Iterable[qot_common_pb2.KLine]) -> bool:
        """Take in bars of a push or an answer, in any order, some perhaps known; whether any differed.

        What comes last about a bar holds.
        """
        return self.join(Columns.of(rows, self.security.market, self.period))

    def join(self, bars: Columns) -> bool:
        """The same for columns."""
        known = self._columns
        if bars.is_last_of(known):
            differs = known.replace_last(bars)
            self.version += differs
            return differs
        if self.period.settling_days:
            bars = self._stamped_last(bars)
        place, old, merged = known.joined(bars)
        if merged == old:
            return False
        last_alone = len(merged) == len(old) == len(known) - place and (
            len(old) == 1 or merged.part(0, len(old) - 1) == old.part(0, len(old) - 1)
        )
        known.replace(place, place + len(old), merged)
        self.version += 1
        if not last_alone:
            self.settled_version += 1
        return True

    def _stamped_last(self, bars: Columns) -> Columns:
        """Those of long bars that are to be taken in: a week that is known by another day of it is there once.

        A gateway may stamp the week that moves with its last day so far; then the later stamp is the newer telling.
        """
        known, taken = self._columns, bars.part(0, len(bars))
        for number in reversed(range(len(bars))):
            place = bar_holding(known, self.period, bars.day[number])
            if place is not None and known.wall[place] < bars.wall[number]:
                known.replace(place, place + 1, Columns())
                self.settled_version += 1
            elif place is not None and known.wall[place] > bars.wall[number]:
                taken.replace(number, number + 1, Columns())
        return taken

    def are_of_other_terms(self, latest: Columns) -> bool:
        """Whether the settled bars were adjusted for other things than the latest bars of an answer."""
        if not len(self):
            return False
        moving = self._columns.wall[-1] if self._gap is None else self._gap
        return self._columns.contradicts(latest, before=moving)

    def clear(self, before: int | None = None) -> bool:
        """Let go of all bars, or those before a wall time: they are told anew. Whether there were any."""
        place = len(self) if before is None else bisect_left(self._columns.wall, before)
        if self._gap is not None and (before is None or self._gap < before):
            self._gap = None
        if not place:
            return False
        self._columns.replace(0, place, Columns())
        self.told_anew += 1
        self.version += 1
        self.settled_version += 1
        return True


def days_before(day: date, days: float) -> date:
    """So many days before a day, or the first of which any market has bars."""
    return date.fromordinal(max(EARLIEST.toordinal(), day.toordinal() - ceil(days)))


EARLIEST = date(1960, 1, 1)
LONGEST_HOLIDAY = 12
"""Days without a bar that a page must reach across, or it would seem that there is no more."""
