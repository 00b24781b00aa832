"""The K-line periods that are shown, and how the wire numbers each."""

from __future__ import annotations

from enum import Enum


class Period(Enum):
    """How long one bar is, shortest first."""

    M1 = ("1m", 1, 11)
    M5 = ("5m", 6, 7)
    M15 = ("15m", 7, 8)
    M60 = ("60m", 9, 10)
    DAY = ("D", 2, 6)
    WEEK = ("W", 3, 12)
    MONTH = ("M", 4, 13)

    def __init__(self, label: str, kl_type: int, sub_type: int) -> None:
        self.label = label
        """What a person reads: 5m, D."""
        self.kl_type = kl_type
        """qot_common.KLType, for the requests and pushes of bars."""
        self.sub_type = sub_type
        """qot_common.SubType, for subscribing."""

    @classmethod
    def of_kl_type(cls, kl_type: int) -> Period | None:
        """The period of this qot_common.KLType; None for one that is not shown."""
        return _BY_KL_TYPE.get(kl_type)

    @classmethod
    def of_sub_type(cls, sub_type: int) -> Period | None:
        """The period of this qot_common.SubType; None for one that is not shown, or not of bars."""
        return _BY_SUB_TYPE.get(sub_type)

    @property
    def intraday(self) -> bool:
        """Whether a bar is shorter than a trading day."""
        return self.label.endswith("m")


_BY_KL_TYPE = {period.kl_type: period for period in Period}
_BY_SUB_TYPE = {period.sub_type: period for period in Period}
