"""Money in and out of a security today, by size of order, as the gateway reckons it (3211, 3212)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from futu_tui.protocol import Market, Security
from futu_tui.protocol.numbers import believable
from futu_tui.protocol.times import believable_time, epoch, local_time

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_get_capital_distribution_pb2, qot_get_capital_flow_pb2

SIZES = ("super", "big", "mid", "small")
"""Sizes of orders, the largest first; what they begin at is the gateway's."""


class FlowPoint(NamedTuple):
    """What came in less what went out from the day's beginning to this minute, in the security's currency."""

    time: str
    """In the market's zone."""
    net: float
    """Of all sizes."""
    by_size: tuple[float, ...]
    """One for each of `SIZES`."""

    @property
    def main(self) -> float:
        """Of the two larger sizes."""
        return self.by_size[0] + self.by_size[1]

    @classmethod
    def of(cls, item: qot_get_capital_flow_pb2.CapitalFlowItem, market: Market) -> FlowPoint | None:
        """None for a point without a time, or with what cannot be an amount."""
        by_size = (item.superInFlow, item.bigInFlow, item.midInFlow, item.smlInFlow)
        time = item.time
        if not time and believable_time(item.timestamp):
            time = local_time(item.timestamp, market).strftime("%Y-%m-%d %H:%M:%S")
        if not epoch(time[:19], market) or not believable(item.inFlow, *by_size):
            return None
        return cls(time[:19], item.inFlow, by_size)


class Distribution(Struct, frozen=True):
    """What went in and out so far today, one amount for each of `SIZES`."""

    came_in: tuple[float, ...]
    went_out: tuple[float, ...]
    time: str
    """Until when, in the market's zone; empty where that is not told."""


class CapitalFlow(Struct):
    """What is known of one security's."""

    security: Security
    points: list[FlowPoint] = field(default_factory=list)
    """By time."""
    distribution: Distribution | None = None
    refused: str = ""
    """Why the gateway last gave no answer, in its words; empty after an answer."""
    received_at: float | None = None
    """When the latest answer came, in monotonic seconds."""

    def apply_flow(self, items: Iterable[qot_get_capital_flow_pb2.CapitalFlowItem]) -> bool:
        """Take the gateway's record of the day; whether it differs from the one known."""
        market = self.security.market
        read = (FlowPoint.of(item, market) for item in items)
        points = sorted(point for point in read if point is not None)
        changed = points != self.points or bool(self.refused)
        self.points, self.refused = points, ""
        return changed

    def apply_distribution(self, s2c: qot_get_capital_distribution_pb2.S2C) -> bool:
        """Take what it says of the sizes of orders; whether that differs from what was known."""
        came_in = (s2c.capitalInSuper, s2c.capitalInBig, s2c.capitalInMid, s2c.capitalInSmall)
        went_out = (s2c.capitalOutSuper, s2c.capitalOutBig, s2c.capitalOutMid, s2c.capitalOutSmall)
        if not believable(*came_in, *went_out):
            return False
        fresh = Distribution(came_in, went_out, s2c.updateTime)
        changed = fresh != self.distribution
        self.distribution = fresh
        return changed
