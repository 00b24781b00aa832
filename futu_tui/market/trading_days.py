"""The days on which a market trades, whole or half: a stretch of its calendar as the gateway tells it (3219)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_request_trade_date_pb2


class DayKind(IntEnum):
    """qot_common.TradeDateType"""

    WHOLE = 0
    MORNING = 1
    """Closed in the afternoon."""
    AFTERNOON = 2
    """Closed in the morning."""


class TradingDays(Struct, frozen=True):
    """Days as 2026-11-23, in the market's zone; what lies beyond the stretch that was told is not known."""

    days: Mapping[str, DayKind] = field(default_factory=dict)
    """In order."""

    def kind(self, day: str) -> DayKind:
        """Which part of a day is traded; all of it where nothing else is known."""
        return self.days.get(day, DayKind.WHOLE)

    def last(self, count: int, until: str) -> list[str]:
        """The last `count` trading days up to and including `until`, in order; fewer where fewer are known."""
        return [day for day in self.days if day <= until][-count:]

    @classmethod
    def of(cls, rows: Iterable[qot_request_trade_date_pb2.TradeDate]) -> TradingDays:
        """Out of an answer of 3219; what is no date is left out, and a kind that is not known is a whole day."""
        found: dict[str, DayKind] = {}
        for row in rows:
            try:
                day = date.fromisoformat(row.time[:10]).isoformat()
            except ValueError:
                continue
            found[day] = DayKind(row.tradeDateType) if row.tradeDateType in _KINDS else DayKind.WHOLE
        return cls(dict(sorted(found.items())))


UNKNOWN = TradingDays()
"""Of a market whose calendar nobody told."""
_KINDS = frozenset(DayKind)
