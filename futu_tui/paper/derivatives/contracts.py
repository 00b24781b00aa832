"""The terms of derivative contracts, and how their codes are spelled and read; no price and no clock in here.

A code says all of an option's or a future's terms: AAPL261218C270000, TCH261230P500000, HSI2612, HSImain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from futu_tui.paper.derivatives.classes import FUTURES, OPTIONS, FutureClass, OptionClass
from futu_tui.protocol import Security


class WarrantType(IntEnum):
    """By its qot_common.WarrantType number."""

    CALL = 1
    PUT = 2
    BULL = 3
    BEAR = 4
    INLINE = 5

    @property
    def is_callable(self) -> bool:
        """Bull and bear contracts are called when the underlying reaches their call price."""
        return self in (WarrantType.BULL, WarrantType.BEAR)

    @property
    def rises(self) -> bool:
        """Whether it gains when the underlying does."""
        return self in (WarrantType.CALL, WarrantType.BULL)


@dataclass(frozen=True, slots=True)
class Option:
    """An option contract."""

    of: OptionClass
    expiry: date
    call: bool
    strike: float

    @property
    def owner(self) -> Security:
        return self.of.owner

    @property
    def size(self) -> int:
        """Shares of the underlying, or money a point, that one contract is for."""
        return self.of.size


@dataclass(frozen=True, slots=True)
class Warrant:
    """A warrant or a callable bull/bear contract of Hong Kong."""

    owner: Security
    type: WarrantType
    issuer: int
    """qot_common.Issuer"""
    strike: float
    """0 for an inline warrant."""
    call_price: float
    """Of a bull or bear contract; 0 for others."""
    lower: float
    """Of an inline warrant, as is `upper`; 0 for others."""
    upper: float
    conversion: int
    """Warrants for a share."""
    listed: date
    last_trade: date
    expiry: date
    issue_size: int
    size: int = 1


@dataclass(frozen=True, slots=True)
class Future:
    """One month of a future, or the continuous contract, which stands for its nearest month."""

    of: FutureClass
    month: date | None
    """The first of the contract's month; None for the continuous contract."""
    expiry: date
    """The last trading day; of the continuous contract, that of the month it stands for."""
    origin: Security
    """The month that it is, or stands for."""

    @property
    def owner(self) -> Security:
        return self.of.owner

    @property
    def size(self) -> int:
        """Money a point."""
        return self.of.size

    @property
    def is_main(self) -> bool:
        """Whether it is the continuous contract."""
        return self.month is None


Contract = Option | Warrant | Future


class OptionCode(NamedTuple):
    """What an option's code says."""

    of: OptionClass
    expiry: date
    call: bool
    strike: float


_OPTION = re.compile(r"([A-Z]+)(\d{6})([CP])(\d{1,9})", re.ASCII)
_FUTURE = re.compile(r"([A-Z]+)(\d{4}|main)", re.ASCII)
_MILLI = 1000


def option_code(of: OptionClass, expiry: date, call: bool, strike: float) -> Security:
    """An option's spelling; the strike in thousandths."""
    letter = "C" if call else "P"
    return Security(of.market, f"{of.root}{expiry:%y%m%d}{letter}{round(strike * _MILLI)}")


def future_code(of: FutureClass, month: date | None) -> Security:
    """A future's spelling."""
    return Security(of.market, f"{of.root}{month:%y%m}" if month else f"{of.root}main")


@lru_cache(maxsize=8192)
def read_option(security: Security) -> OptionCode | None:
    """What a code says, None where it is no option's."""
    match = _OPTION.fullmatch(security.code)
    of = OPTIONS.get((security.market, match[1])) if match else None
    if match is None or of is None:
        return None
    day = _day(match[2])
    strike = int(match[4]) / _MILLI
    if day is None or not strike or match[4].startswith("0"):
        return None
    return OptionCode(of, day, match[3] == "C", strike)


def read_future(security: Security) -> tuple[FutureClass, date | None] | None:
    """The class and the month (None for the continuous contract) of a code; None where it is no future's."""
    match = _FUTURE.fullmatch(security.code)
    of = FUTURES.get((security.market, match[1])) if match else None
    if match is None or of is None:
        return None
    if match[2] == "main":
        return of, None
    month = _day(match[2] + "01")
    return (of, month) if month else None


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
