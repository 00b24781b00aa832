"""What a security did before the day in progress: five years of days, the last thirty of them by minutes.

Prices lead up to the close that the simulation starts from, and are as they were traded: splits and dividends show as
gaps on their ex dates. A history is made when it is first asked for, from generators of its own, so it is the same
whatever was asked before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import exp, log, sqrt
from random import Random
from typing import NamedTuple, Protocol

from futu_tui.paper.bars import Candle, DayCandle, merge
from futu_tui.paper.corporate_actions import corporate_actions
from futu_tui.paper.factors import (
    NORMAL,
    NORMALS,
    TRADING_SECONDS,
    Factors,
    Mood,
    clustered_returns,
    day_shape,
)
from futu_tui.paper.rehab import CorporateAction
from futu_tui.paper.sessions import midnight, regular_segments
from futu_tui.paper.trading_days import previous_trading_day, trading_days
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import Direction, TradeKind

YEARS = 5
MINUTE_DAYS = 30
_MOOD_MINUTES = 5


class Outline(NamedTuple):
    """A past day before its inside is drawn. Prices in price units."""

    day: date
    reference: int
    """The close before it, in this day's terms after any corporate action."""
    open: int
    close: int
    volume: int
    swing: float
    """The day's standard deviation, as a fraction."""


class PastReturns(Protocol):
    """Gives the returns that a history leads back along."""

    def daily_returns(self, days: list[date]) -> list[float]:
        """One for each day, as fractions of the close before it."""


class FactorReturns:
    """Returns of a traded security: its market's, its sector's and its own."""

    def __init__(self, seed: int, instrument: Instrument, factors: Factors) -> None:
        self._seed = seed
        self._instrument = instrument
        self._factors = factors

    def daily_returns(self, days: list[date]) -> list[float]:
        instrument = self._instrument
        random = Random(f"{self._seed}/{instrument.security}/returns")
        market = self._factors.market(instrument.market).daily(days)
        sector = self._factors.sector(instrument).daily(days)
        own = clustered_returns(random, instrument.volatility, len(days))
        returns = [instrument.beta * m + s + o for m, s, o in zip(market, sector, own, strict=True)]
        # Five years of chance would take some prices to nothing and others to the sky.
        drift = (random.uniform(-0.1, 0.7) - sum(returns)) / len(returns)
        return [value + drift for value in returns]


class History:
    """The closed days of one security, oldest first; grows by `close_day` as the simulation goes on."""

    def __init__(self, seed: int, instrument: Instrument, today: date, returns: PastReturns) -> None:
        """`today` is the first day in progress; the history ends on the trading day before it."""
        self._seed = seed
        self._instrument = instrument
        self._returns = returns
        self._last = previous_trading_day(instrument.market, today)
        self._first = _years_before(self._last, YEARS)
        self.actions: list[CorporateAction] = corporate_actions(instrument.security, self._first, self._last)
        self._outlines: list[Outline] = []
        self._days: list[DayCandle] = []
        self._minutes: dict[date, list[Candle]] = {}
        self._closed: list[DayCandle] = []

    def days(self) -> list[DayCandle]:
        """All closed days."""
        if not self._days:
            outlines = self._outline()
            random = Random(f"{self._seed}/{self._instrument.security}/days")
            self._days = [self._draw_day(random, outline) for outline in outlines[:-MINUTE_DAYS]]
            for outline in outlines[-MINUTE_DAYS:]:
                start = midnight(self._instrument.market, outline.day)
                self._days.append(DayCandle(outline.day, merge(start, self.minutes(outline.day))))
            self._days += self._closed
        return self._days

    def minute_days(self) -> list[date]:
        """The days that are known by minutes."""
        days = [outline.day for outline in self._outline()[-MINUTE_DAYS:]]
        return days + self.closed_days()

    def closed_days(self) -> list[date]:
        """The days that were simulated and are over."""
        return [closed.day for closed in self._closed]

    def minutes(self, day: date) -> list[Candle]:
        """The minute candles of a closed day; none for a day before those of `minute_days`."""
        if day not in self._minutes:
            outlines = self._outline()[-MINUTE_DAYS:]
            index = bisect_left(outlines, day, key=lambda outline: outline.day)
            found = index < len(outlines) and outlines[index].day == day
            self._minutes[day] = self._draw_minutes(outlines[index]) if found else []
        return self._minutes[day]

    def returns(self) -> dict[date, float]:
        """What each past day's close made of the one before, in that day's terms; cheaper than `days`."""
        return {outline.day: outline.close / outline.reference - 1 for outline in self._outline()}

    def close_day(self, day: date, minutes: list[Candle]) -> None:
        """Add the day that has just ended, from its minutes."""
        self._minutes[day] = minutes
        self._closed.append(DayCandle(day, merge(midnight(self._instrument.market, day), minutes)))
        if self._days:
            self._days.append(self._closed[-1])

    def _outline(self) -> list[Outline]:
        """Walk back from the last close, undoing each day's return and corporate action."""
        if self._outlines:
            return self._outlines
        instrument = self._instrument
        days = trading_days(instrument.market, self._first, self._last)
        returns = self._returns.daily_returns(days)
        random = Random(f"{self._seed}/{instrument.security}/outline")
        actions = {action.ex_date: action for action in self.actions}
        typical = sqrt(sum(value * value for value in returns) / len(returns)) or 0.01
        round_price = instrument.ticks.round
        close = instrument.price
        shares = Fraction(1)
        busy = 0.0
        outlines = []
        for day, day_return in zip(reversed(days), reversed(returns), strict=True):
            reference = round_price(close / (1 + day_return))
            gap = 0.3 * day_return + 0.25 * typical * random.gauss(0, 1)
            opening = round_price(reference * (1 + gap))
            busy = 0.6 * busy + 0.25 * random.gauss(0, 1)
            crowd = exp(busy) * (0.75 + 0.25 * min(abs(day_return) / typical, 4.0))
            lots = int(instrument.day_volume * crowd * shares / instrument.lot_size)
            volume = max(lots, 1) * instrument.lot_size if instrument.day_volume else 0
            outlines.append(Outline(day, reference, opening, close, volume, typical))
            close = reference
            if day in actions:
                a, b = actions[day].backward
                shares /= actions[day].shares_ratio
                close = round_price(float(reference * a + b))
        outlines.reverse()
        self._outlines = outlines
        return outlines

    def _draw_day(self, random: Random, outline: Outline) -> DayCandle:
        round_price = self._instrument.ticks.round
        reach = 0.45 * outline.swing
        high = round_price(max(outline.open, outline.close) * (1 + reach * abs(random.gauss(0, 1))))
        low = round_price(min(outline.open, outline.close) * (1 - reach * abs(random.gauss(0, 1))))
        average = (outline.open + high + low + 2 * outline.close) // 5
        start = midnight(self._instrument.market, outline.day)
        turnover = outline.volume * average
        return DayCandle(
            outline.day, Candle(start, outline.open, high, low, outline.close, outline.volume, turnover)
        )

    def _draw_minutes(self, outline: Outline) -> list[Candle]:
        """A path of minutes from the day's open to its close, with its volume spread over them."""
        instrument = self._instrument
        random = Random(f"{self._seed}/{instrument.security}/{outline.day}")
        starts = minute_starts(regular_segments(instrument.market, outline.day))
        count = len(starts)
        uniform = random.random
        swing = outline.swing / sqrt(count)
        levels = activity_levels(random, count)
        walk = 0.0
        path = []
        for level in levels:
            walk += swing * sqrt(level) * NORMAL[int(uniform() * NORMALS)]
            path.append(walk)
        drift = (log(outline.close / outline.open) - walk) / count
        lot = instrument.lot_size
        crowd = outline.volume / sum(levels) / lot
        wick = 0.35 * swing * outline.open
        candles = []
        opening = outline.open
        step = floor = ceiling = 0
        bend = 0.0
        for start, level, walk in zip(starts, levels, path, strict=True):
            bend += drift
            fair = outline.open * exp(walk + bend)
            if not floor <= fair < ceiling:
                step, floor, ceiling = instrument.ticks.row(fair)
            close = int(fair / step + 0.5) * step
            high, low = (opening, close) if opening > close else (close, opening)
            if floor + wick < low and high + wick < ceiling:
                high += int(wick * uniform() / step + 0.2) * step
                low -= int(wick * uniform() / step + 0.2) * step
            volume = int(crowd * level * (0.5 + uniform())) * lot
            if not volume and outline.volume:
                volume = lot
            candles.append(Candle(start, opening, high, low, close, volume, volume * ((high + low) // 2)))
            opening = close
        return candles


def activity_levels(random: Random, count: int, passed: int | None = None) -> list[float]:
    """How busy each minute of a session is, about 1 on average: the day's shape, times a mood that clusters.

    Of the session's `count` minutes only the first `passed`, all by default.
    """
    mood = Mood(random)
    levels = []
    level = 1.0
    for index in range(count if passed is None else passed):
        if index % _MOOD_MINUTES == 0:
            level = mood.step(random, 60 * _MOOD_MINUTES)
        levels.append(level * day_shape((index + 0.5) / count))
    return levels


class Print(NamedTuple):
    """A trade of the day in progress from before the simulation started."""

    instant: float
    minute: float
    """The beginning of the minute it counts to; epoch seconds."""
    price: int
    quantity: int
    direction: Direction
    kind: TradeKind


def day_so_far(
    seed: int,
    instrument: Instrument,
    factors: Factors,
    segments: Sequence[tuple[float, float]],
    until: float,
    *,
    opening_auction: bool,
) -> Iterator[Print]:
    """The trades of the day in progress up to a moment: a few a minute, on a path that goes with the factors."""
    starts = minute_starts(segments)
    count = len(starts)
    passed = bisect_left(starts, until)
    if not passed:
        return
    random = Random(f"{seed}/{instrument.security}/today")
    market = factors.market(instrument.market).minutes(passed)
    sector = factors.sector(instrument).minutes(passed)
    levels = activity_levels(random, count, passed)
    uniform = random.random
    own = 0.4 * instrument.volatility * NORMAL[int(uniform() * NORMALS)]
    swing = instrument.volatility / sqrt(TRADING_SECONDS / 60)
    reference, beta, lot = instrument.price, instrument.beta, instrument.lot_size
    busy = 1.5 * min(instrument.activity, 1.6)
    minute_lots = instrument.day_volume / lot * min(60 / TRADING_SECONDS, 1 / count)
    fair = reference * (1 + beta * market[0] + sector[0] + own)
    price = instrument.ticks.round(fair)
    if opening_auction:
        quantity = max(int(minute_lots * (2 + 4 * uniform())), 1) * lot
        yield Print(starts[0], starts[0], price, quantity, Direction.NEUTRAL, TradeKind.AUCTION)
    for index in range(passed):
        level = levels[index]
        own += swing * level * NORMAL[int(uniform() * NORMALS)]
        fair = reference * (1 + beta * market[index] + sector[index] + own)
        step, floor, _ = instrument.ticks.row(fair)
        prints = 1 + int(uniform() * busy)
        share = minute_lots * level / prints
        for number in range(prints):
            instant = starts[index] + 60 * (number + uniform()) / prints
            if instant >= until:
                return
            before = price
            price = max(int(fair / step + uniform()) * step, floor)
            rises = price > before if price != before else uniform() < 0.5
            quantity = max(int(share * (0.5 + uniform())), 1) * lot
            direction = Direction.BUY if rises else Direction.SELL
            yield Print(instant, starts[index], price, quantity, direction, TradeKind.AUTOMATCH)


def minute_starts(segments: Sequence[tuple[float, float]]) -> list[float]:
    """The beginnings of the minutes of a day's regular trading."""
    return [minute for start, end in segments for minute in _minutes_between(start, end)]


def _minutes_between(start: float, end: float) -> Iterator[float]:
    return (start + 60 * number for number in range(int((end - start) // 60)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28) + timedelta(1)
