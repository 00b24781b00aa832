"""Brings trading posts to the moment the simulation starts: the day so far, and what was traded outside its hours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from random import Random

from futu_tui.paper.bars import Candle
from futu_tui.paper.day import ExtendedRecord
from futu_tui.paper.factors import Factors
from futu_tui.paper.history import day_so_far, minute_starts
from futu_tui.paper.indices import IndexLevel
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import Phase
from futu_tui.protocol import Market

_EXTENDED_VOLUME = {Phase.AFTER: 0.02, Phase.OVERNIGHT: 0.004, Phase.PRE: 0.03}
"""Of an average day's volume."""


def restore_trades(seed: int, post: TradingPost, factors: Factors, *, opening_auction: bool) -> None:
    """Give a post the trades of its day in progress, up to its instant."""
    until = post.instant
    prints = day_so_far(seed, post.instrument, factors, post.segments, until, opening_auction=opening_auction)
    for instant, minute, price, quantity, direction, kind in prints:
        post.restore_trade(instant, minute, price, quantity, direction, kind)


def restore_index(level: IndexLevel, minutes: Sequence[Sequence[Candle]]) -> None:
    """Give an index the levels of its day in progress out of its members' minutes of that day, in their order."""
    post = level.index
    passed = minute_starts(post.segments)
    passed = passed[: bisect_left(passed, post.instant)]
    prices = list(level.closes)
    positions = [0] * len(prices)
    for minute in passed:
        opening, closing = list(prices), prices
        for number, candles in enumerate(minutes):
            position = positions[number]
            if position < len(candles) and candles[position].start <= minute:
                opening[number] = candles[position].open
                closing[number] = candles[position].close
                positions[number] = position + 1
        for instant, levels in ((minute, opening), (min(minute + 59, post.instant), closing)):
            post.day.trade(instant, minute, level.level_at(levels), 0)


def restore_extended(seed: int, post: TradingPost) -> None:
    """Give a US post its latest sessions outside regular hours, each from the regular close before it."""
    if post.instrument.market is not Market.US:
        return
    day, phase = post.day, post.phase
    closed = phase in (Phase.AFTER, Phase.CLOSED, Phase.OVERNIGHT, Phase.PRE)
    after_close = {
        Phase.AFTER: closed,
        Phase.OVERNIGHT: phase in (Phase.OVERNIGHT, Phase.PRE),
        Phase.PRE: phase is Phase.PRE,
    }
    random = Random(f"{seed}/{post.security}/extended")
    round_price = post.instrument.ticks.round
    for kind, share in _EXTENDED_VOLUME.items():
        base = day.last if after_close[kind] else day.prev_close
        goal = day.open if kind is Phase.PRE and not after_close[kind] else base
        record = post.extended[kind] = ExtendedRecord(base)
        for lean in (random.uniform(0, 0.004), -random.uniform(0, 0.004), random.uniform(-0.001, 0.001)):
            quantity = max(int(post.instrument.day_volume * share * random.uniform(0.1, 0.6)), 1)
            record.trade(round_price(goal * (1 + lean)), quantity)
