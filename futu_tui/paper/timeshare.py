"""The day in progress minute by minute, as the wire's RT ("time share") shows it."""

from __future__ import annotations

from collections.abc import Sequence

from futu_tui.paper.bars import Candle
from futu_tui.paper.history import minute_starts
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import local
from futu_tui.paper.views import UNIT, RtPoint


def mean_level(minutes: Sequence[Candle]) -> float:
    """Of an index, which has no volume to weigh by: the mean of its minutes' closes, in price units."""
    return sum(candle.close for candle in minutes) / len(minutes)


def latest_rt_point(post: TradingPost) -> RtPoint | None:
    """The point of the latest minute that moved; None before the first."""
    day = post.day
    if not day.minutes:
        return None
    candle = day.minutes[-1]
    average = day.turnover / day.volume if day.volume else mean_level(day.minutes)
    return _point(post, candle.start, _minute_of_day(post, candle.start), candle.close, average, candle)


def rt_points(post: TradingPost, now: float) -> list[RtPoint]:
    """A point for every minute from the first one that moved up to now."""
    candles = post.day.minutes
    if not candles:
        return []
    is_index = post.instrument.is_index
    moved = {candle.start: candle for candle in candles}
    points = []
    volume = turnover = closes = count = 0
    close = candles[0].open
    opening, offset = 0.0, 0
    for start in minute_starts(post.segments):
        if start > now:
            break
        if start < candles[0].start:
            continue
        candle = moved.get(start)
        if candle is not None:
            volume += candle.volume
            turnover += candle.turnover
            closes += candle.close
            count += 1
            close = candle.close
        average = closes / count if is_index else turnover / volume
        if start >= opening + 3600:
            opening, offset = start, _minute_of_day(post, start)
        minute = (offset + int(start - opening) // 60) % 1440
        points.append(_point(post, start, minute, close, average, candle))
    return points


def _minute_of_day(post: TradingPost, instant: float) -> int:
    here = local(post.instrument.market, instant)
    return here.hour * 60 + here.minute


def _point(
    post: TradingPost, start: float, minute: int, close: int, average: float, candle: Candle | None
) -> RtPoint:
    return RtPoint(
        time=start,
        minute=minute,
        price=close / UNIT,
        prev_close=post.day.prev_close / UNIT,
        average=average / UNIT,
        volume=candle.volume if candle else 0,
        turnover=candle.turnover * post.instrument.contract_size / UNIT if candle else 0.0,
    )
