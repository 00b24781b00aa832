"""The K-line periods of the wire, and how it numbers each."""

from __future__ import annotations

from enum import Enum


class Period(Enum):
    """How long one bar is, shortest first."""

    M1 = ("1m", 1, 11, 1)
    M3 = ("3m", 10, 17, 3)
    M5 = ("5m", 6, 7, 5)
    M10 = ("10m", 12, 18, 10)
    M15 = ("15m", 7, 8, 15)
    M30 = ("30m", 8, 9, 30)
    M60 = ("60m", 9, 10, 60)
    M120 = ("120m", 13, 19, 120)
    M180 = ("180m", 14, 20, 180)
    M240 = ("240m", 15, 21, 240)
    DAY = ("D", 2, 6, 0)
    WEEK = ("W", 3, 12, 0)
    MONTH = ("M", 4, 13, 0)
    QUARTER = ("Q", 11, 15, 0)
    YEAR = ("Y", 5, 16, 0)

    def __init__(self, label: str, kl_type: int, sub_type: int, minutes: int) -> None:
        self.label = label
        """What a person reads: 5m, D."""
        self.kl_type = kl_type
        """qot_common.KLType, for the requests and pushes of bars."""
        self.sub_type = sub_type
        """qot_common.SubType, for subscribing."""
        self.minutes = minutes
        """Length of a bar that is shorter than a trading day; 0 for a day and longer."""

    @classmethod
    def of_kl_type(cls, kl_type: int) -> Period | None:
        """The period of this qot_common.KLType; None where there is none."""
        return _BY_KL_TYPE.get(kl_type)

    @classmethod
    def of_sub_type(cls, sub_type: int) -> Period | None:
        """The period of this qot_common.SubType; None for one that is not of bars."""
        return _BY_SUB_TYPE.get(sub_type)

    @property
    def intraday(self) -> bool:
        """Whether a bar is shorter than a trading day."""
        return self.minutes > 0

    @property
    def days(self) -> float:
        """Calendar days that one bar takes, weekends and holidays included, where sessions are short: Shanghai's."""
        return self.minutes / 160 if self.minutes else _DAYS[self]

    @property
    def settling_days(self) -> int:
        """So many days after the day a bar is stamped with it is over, whichever of its days that is."""
        return 0 if self.minutes else _SETTLING[self]


_BY_KL_TYPE = {period.kl_type: period for period in Period}
_BY_SUB_TYPE = {period.sub_type: period for period in Period}
_DAYS = {
    Period.DAY: 1.5,
    Period.WEEK: 7.5,
    Period.MONTH: 31.0,
    Period.QUARTER: 92.0,
    Period.YEAR: 366.0,
}
_SETTLING = {
    Period.DAY: 0,
    Period.WEEK: 7,
    Period.MONTH: 31,
    Period.QUARTER: 92,
    Period.YEAR: 366,
}
