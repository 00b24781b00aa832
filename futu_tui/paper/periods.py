"""The K-line periods of the wire, and which of them are made of minutes and which of days."""

from __future__ import annotations

from enum import IntEnum


class KLType(IntEnum):
    """A K-line's period, by its qot_common.KLType number."""

    MIN_1 = 1
    DAY = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5
    MIN_5 = 6
    MIN_15 = 7
    MIN_30 = 8
    MIN_60 = 9
    MIN_3 = 10
    QUARTER = 11
    MIN_10 = 12
    MIN_120 = 13
    MIN_180 = 14
    MIN_240 = 15

    @property
    def minutes(self) -> int:
        """Length of an intraday bar in minutes; 0 for a day and longer."""
        return MINUTES.get(self, 0)


MINUTES: dict[KLType, int] = {
    KLType.MIN_1: 1,
    KLType.MIN_3: 3,
    KLType.MIN_5: 5,
    KLType.MIN_10: 10,
    KLType.MIN_15: 15,
    KLType.MIN_30: 30,
    KLType.MIN_60: 60,
    KLType.MIN_120: 120,
    KLType.MIN_180: 180,
    KLType.MIN_240: 240,
}


class RehabType(IntEnum):
    """How prices are adjusted for splits and dividends, by its qot_common.RehabType number."""

    NONE = 0
    FORWARD = 1
    """Earlier prices are brought to today's terms."""
    BACKWARD = 2
    """Later prices are brought to the first day's terms."""
