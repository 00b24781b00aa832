"""What options and futures there are: each class with its underlying, size, step and strikes. Sizes, steps and strike
intervals are the exchanges' own, of the time of writing."""
# ruff: noqa: E501 -- a class is a row of a table, one line each

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import Enum

from futu_tui.paper.ticks import TickTable
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security


class Cycle(Enum):
    """When the options of a class expire."""

    US_WEEKLY = "US weekly"
    US_DAILY = "US daily"
    HK_STOCK = "Hong Kong stock"
    HK_INDEX = "Hong Kong index"


Intervals = tuple[tuple[float, float], ...]
"""(from this strike on, distance between strikes), ascending."""


@dataclass(frozen=True, slots=True)
class OptionClass:
    """The options on one underlying."""

    owner: Security
    root: str
    size: int
    ticks: TickTable
    cycle: Cycle
    near: Intervals
    """Strikes of the next weeks."""
    far: Intervals
    """Strikes of later months."""
    index_type: int = 0
    """qot_common.IndexOptionType"""
    popularity: float = 1.0
    """How much is held of it, against an average class."""
    owner_lot: int = 0
    """Shares in a lot of the underlying; Hong Kong."""

    @property
    def market(self) -> Market:
        return self.owner.market

    @property
    def is_index(self) -> bool:
        return self.index_type != 0


@dataclass(frozen=True, slots=True)
class FutureClass:
    """The futures on one index."""

    owner: Security
    root: str
    name_en: str
    name_cn: str
    size: int
    ticks: TickTable
    quarterly: bool
    """Every quarter (US), or the next two months and the two quarters after them (Hong Kong)."""
    unit: str
    day_volume: int
    """Contracts of an average day in the nearest month."""
    since: date
    """When the class began to trade."""

    @property
    def market(self) -> Market:
        return self.owner.market

    @property
    def exchange(self) -> str:
        return "HKEX" if self.market is Market.HK else "CME"


def interval(table: Intervals, strike: float) -> float:
    """The distance from a strike to the next higher one."""
    return table[max(bisect_right([floor for floor, _ in table], strike) - 1, 0)][1]


def _ticks(*rows: tuple[float, float]) -> TickTable:
    return TickTable(
        tuple(round(floor * UNIT) for floor, _ in rows), tuple(round(step * UNIT) for _, step in rows)
    )


_PENNY = _ticks((0, 0.01))
_PENNY_BELOW_3 = _ticks((0, 0.01), (3, 0.05))
_POINT = _ticks((0, 1))
_QUARTER = _ticks((0, 0.25))

_US_NEAR = ((0, 0.5), (25, 1), (150, 2.5))
_US_FAR = ((0, 2.5), (25, 5), (200, 10))
_ETF = ((0, 1),)
_ETF_FAR = ((0, 5),)
_HK = ((0, 0.05), (2, 0.1), (5, 0.25), (10, 0.5), (20, 1), (50, 2.5), (200, 5), (300, 10))
_HSI_NEAR = ((0, 50), (5_000, 100), (20_000, 200))
_HSI_FAR = ((0, 100), (5_000, 200), (20_000, 400))


def _us(symbol: str, popularity: float, *, daily: bool = False) -> OptionClass:
    near, far, ticks = (_ETF, _ETF_FAR, _PENNY) if daily else (_US_NEAR, _US_FAR, _PENNY_BELOW_3)
    cycle = Cycle.US_DAILY if daily else Cycle.US_WEEKLY
    return OptionClass(
        Security(Market.US, symbol), symbol, 100, ticks, cycle, near, far, popularity=popularity
    )


def _hk(code: str, root: str, size: int, lot: int, popularity: float) -> OptionClass:
    owner = Security(Market.HK, code)
    return OptionClass(
        owner, root, size, _PENNY, Cycle.HK_STOCK, _HK, _HK, popularity=popularity, owner_lot=lot
    )


def _hsi(root: str, size: int, index_type: int, popularity: float) -> OptionClass:
    owner = Security(Market.HK, "800000")
    return OptionClass(owner, root, size, _POINT, Cycle.HK_INDEX, _HSI_NEAR, _HSI_FAR, index_type, popularity)


_OPTION_CLASSES = (
    _us("AAPL", 3),
    _us("NVDA", 5),
    _us("TSLA", 5),
    _us("MSFT", 1.5),
    _us("AMZN", 2),
    _us("META", 1.5),
    _us("AMD", 2),
    _us("BABA", 1),
    _us("SPY", 8, daily=True),
    _us("QQQ", 6, daily=True),
    _hk("00700", "TCH", 100, 100, 3),
    _hk("09988", "ALB", 500, 100, 2.5),
    _hk("03690", "MET", 500, 100, 1),
    _hk("00388", "HEX", 100, 100, 0.8),
    _hk("00005", "HKB", 400, 400, 0.6),
    _hsi("HSI", 50, 1, 1),
    _hsi("MHI", 10, 2, 0.5),
)
OPTIONS = {(each.market, each.root): each for each in _OPTION_CLASSES}
"""By market and root."""

_HANG_SENG, _TECH = Security(Market.HK, "800000"), Security(Market.HK, "800700")
_SPX, _DOW = Security(Market.US, ".SPX"), Security(Market.US, ".DJI")
# fmt: off
_FUTURE_CLASSES = (
    FutureClass(_HANG_SENG, "HSI", "HSI Futures", "恒指期货", 50, _POINT, False, "HKD", 90_000, date(1986, 5, 6)),
    FutureClass(_HANG_SENG, "MHI", "Mini-HSI Futures", "小型恒指期货", 10, _POINT, False, "HKD", 80_000, date(2000, 10, 9)),
    FutureClass(_TECH, "HTI", "HS TECH Futures", "恒生科技期货", 50, _POINT, False, "HKD", 90_000, date(2020, 11, 23)),
    FutureClass(_SPX, "ES", "E-mini S&P 500", "小型标普500期货", 50, _QUARTER, True, "USD", 1_300_000, date(1997, 9, 9)),
    FutureClass(_SPX, "MES", "Micro E-mini S&P 500", "微型标普500期货", 5, _QUARTER, True, "USD", 1_100_000, date(2019, 5, 6)),
    FutureClass(_DOW, "YM", "E-mini Dow", "小型道指期货", 5, _POINT, True, "USD", 120_000, date(2002, 4, 5)),
)
# fmt: on
FUTURES = {(each.market, each.root): each for each in _FUTURE_CLASSES}
"""By market and root."""
