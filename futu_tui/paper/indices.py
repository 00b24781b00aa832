"""Index levels, computed from the prices of their members; in whole numbers, so that equal prices give equal levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from futu_tui.paper.history import History
from futu_tui.paper.post import TradingPost
from futu_tui.paper.universe import Instrument
from futu_tui.protocol import Security

_SCALE = 1_000_000
_STEP = 100
"""Levels are given to the hundredth of a point."""


class IndexLevel:
    """The level of one index through one day."""

    def __init__(
        self, index: TradingPost, members: Sequence[tuple[TradingPost, float]], closes: Sequence[int]
    ) -> None:
        """`closes` are the members' prices at which the index stands at its previous close."""
        self.index = index
        self.members = [post for post, _ in members]
        self.closes = list(closes)
        base = index.day.prev_close * _SCALE
        total = sum(weight for _, weight in members)
        self._factors = [
            round(base * weight / total / close) for (_, weight), close in zip(members, closes, strict=True)
        ]
        self._rest = base - sum(factor * close for factor, close in zip(self._factors, closes, strict=True))

    def level(self) -> int:
        """From the members' last prices."""
        return self.level_at([post.day.last for post in self.members])

    def level_at(self, prices: Sequence[int]) -> int:
        """From prices of the members, in their order; in price units."""
        moved = self._rest + sum(f * price for f, price in zip(self._factors, prices, strict=True))
        return (moved // _SCALE + _STEP // 2) // _STEP * _STEP


class MemberReturns:
    """The past returns of an index: the weighted returns of its members."""

    def __init__(self, instrument: Instrument, histories: Mapping[Security, History]) -> None:
        """`histories` holds the members' by the time that returns are asked for."""
        self._members = instrument.members
        self._histories = histories

    def daily_returns(self, days: list[date]) -> list[float]:
        """A member that did not trade on a day counts as unmoved."""
        members = [(self._histories[security].returns(), weight) for security, weight in self._members]
        total = sum(weight for _, weight in members)
        return [sum(weight * returns.get(day, 0.0) for returns, weight in members) / total for day in days]
