"""What moves securities together: a factor for each market, one for each sector, each with volatility that clusters.

A security's return is beta times its market's, plus its sector's, plus its own. Every factor draws from a generator
of its own, so that what one gives does not depend on who else is asked.
"""

from __future__ import annotations

from datetime import date
from math import exp, sqrt
from random import Random
from statistics import NormalDist

from futu_tui.paper.universe import Instrument
from futu_tui.protocol import Market

TRADING_SECONDS = 20_000
"""Of a day, over which a day's volatility is spread."""
SECTOR_VOLATILITY = 0.008
MARKET_VOLATILITY = {"HK": 0.011, "US": 0.009, "CN": 0.010}
_MOOD_MEMORY = 900.0
"""Seconds in which a burst of volatility fades to a third."""
_MOOD_SPREAD = 0.45
"""Standard deviation of the logarithm of volatility."""


NORMALS = 4096
NORMAL = tuple(NormalDist().inv_cdf((index + 0.5) / NORMALS) for index in range(NORMALS))
"""Quantiles of the normal distribution: an entry drawn at random is a normal draw, at a fifth of its cost."""


def market_factor(market: Market) -> str:
    """Shanghai and Shenzhen are one market here."""
    return "CN" if market in (Market.SH, Market.SZ) else market.name


def day_shape(fraction: float) -> float:
    """How busy a moment of the session is, 1 on average: busy at the open and the close, calm in between.

    `fraction` is how much of the session has gone by, 0 to 1.
    """
    return 0.75 + 1.25 * (2 * fraction - 1) ** 4


class Mood:
    """Volatility that clusters: a multiplier that wanders about 1 and forgets slowly."""

    __slots__ = ("_log",)

    def __init__(self, random: Random) -> None:
        self._log = random.gauss(0, _MOOD_SPREAD)

    def step(self, random: Random, seconds: float) -> float:
        """The multiplier after some more seconds."""
        pull = min(seconds / _MOOD_MEMORY, 1.0)
        self._log += -self._log * pull + _MOOD_SPREAD * sqrt(2 * pull - pull * pull) * random.gauss(0, 1)
        return exp(self._log)


class Factor:
    """A common cause of returns: daily in the past, minute by minute before the start, second by second from then."""

    def __init__(self, seed: int, name: str, volatility: float) -> None:
        self._seed = f"{seed}/factor/{name}"
        self._volatility = volatility
        self._random = Random(self._seed)
        self._mood = Mood(self._random)
        self._daily: dict[date, float] = {}
        self._minutes: list[float] = []
        self.move = 0.0
        """The return of the latest step."""

    def step(self, seconds: float) -> None:
        """Move on by some seconds of trading."""
        swing = self._volatility * sqrt(seconds / TRADING_SECONDS) * self._mood.step(self._random, seconds)
        self.move = swing * self._random.gauss(0, 1)

    def daily(self, days: list[date]) -> list[float]:
        """Returns of weekdays of the past. The first call fixes the span that later calls ask within."""
        if not self._daily:
            random = Random(f"{self._seed}/daily")
            span = range(days[0].toordinal(), days[-1].toordinal() + 1)
            self._daily = dict(
                zip(
                    map(date.fromordinal, span),
                    clustered_returns(random, self._volatility, len(span)),
                    strict=True,
                )
            )
        return [self._daily.get(day, 0.0) for day in days]

    def minutes(self, count: int) -> list[float]:
        """Returns since the previous close at the end of each of today's first minutes."""
        if len(self._minutes) < count:
            random = Random(f"{self._seed}/today")
            level = self._volatility * 0.5 * random.gauss(0, 1)
            swing = self._volatility / sqrt(TRADING_SECONDS / 60)
            mood = Mood(random)
            self._minutes = []
            for _ in range(count):
                level += swing * mood.step(random, 60) * random.gauss(0, 1)
                self._minutes.append(level)
        return self._minutes[:count]


def clustered_returns(random: Random, volatility: float, count: int) -> list[float]:
    """Daily returns whose variance remembers the last shocks: GARCH(1,1) with the given long-run volatility."""
    long_run = volatility * volatility
    variance = long_run
    returns = []
    gauss = random.gauss
    for _ in range(count):
        value = sqrt(variance) * gauss(0, 1)
        returns.append(value)
        variance = 0.04 * long_run + 0.08 * value * value + 0.88 * variance
    return returns


class Factors:
    """The factors of one simulated world."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._factors: dict[str, Factor] = {}

    def market(self, market: Market) -> Factor:
        name = market_factor(market)
        return self._factor(name, MARKET_VOLATILITY[name])

    def sector(self, instrument: Instrument) -> Factor:
        """A security without a sector gets one that stands still."""
        volatility = SECTOR_VOLATILITY if instrument.sector else 0.0
        return self._factor(f"sector {instrument.sector}", volatility)

    def step(self, seconds: float) -> None:
        """Move every factor on."""
        for factor in self._factors.values():
            factor.step(seconds)

    def _factor(self, name: str, volatility: float) -> Factor:
        factor = self._factors.get(name)
        if factor is None:
            factor = self._factors[name] = Factor(self._seed, name, volatility)
        return factor
