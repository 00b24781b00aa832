"""How numbers and times are written on the screen.

Pure functions from a value to the shortest unambiguous text; the caller pads to its column. What is not known
(None or NaN) is a single dash. A value that rounds to nothing carries no sign.
"""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

UNKNOWN = "-"

_COMPACT_UNITS = ((1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T"))


_PLAIN = tuple(f",.{decimals}f" for decimals in range(17))
_SIGNED = tuple("+" + spec for spec in _PLAIN)


def _is_unknown(value: float) -> bool:
    return value - value != 0  # as of NaN and what is infinite


def _number(value: float, decimals: int, sign: bool) -> str:
    text = format(value, (_SIGNED if sign else _PLAIN)[decimals])
    if text[0] in "+-" and not text.strip("+-0,."):
        return text[1:]
    return text


@lru_cache(maxsize=256)
def decimals_of(tick: float | None) -> int:
    """Decimals that show every price on this tick: 0.05 -> 2, 0.001 -> 3, 0.5 -> 1, 5 -> 0; unknown -> 2."""
    if tick is None or not 0 < tick < math.inf:
        return 2
    for decimals in range(9):
        scaled = tick * 10**decimals
        if abs(scaled - round(scaled)) < 1e-6 * scaled:
            return decimals
    return 9


def price(value: float | None, decimals: int = 2) -> str:
    """A price with thousands marks and fixed decimals: `1,468.00`."""
    if value is None or _is_unknown(value):
        return UNKNOWN
    return _number(value, decimals, sign=False)


def price_at_tick(value: float | None, tick: float) -> str:
    """A price moved to its nearest tick and written with that tick's decimals."""
    if value is None or _is_unknown(value):
        return UNKNOWN
    decimals = decimals_of(tick)
    return _number(round(value / tick) * tick if tick > 0 else value, decimals, sign=False)


def change(value: float | None, decimals: int = 2) -> str:
    """A difference of prices with its sign: `+6.50`, `-0.60`, `0.00`."""
    if value is None or _is_unknown(value):
        return UNKNOWN
    return _number(value, decimals, sign=True)


def percent(value: float | None, decimals: int = 2) -> str:
    """A percentage with its sign and without the percent mark, which the column's title carries: `+1.28`."""
    return change(value, decimals)


def volume(value: float | None) -> str:
    """A count of shares in six characters at most besides a sign: `830`, `1.2K`, `12.4M`, `102.9M`."""
    if value is None or _is_unknown(value):
        return UNKNOWN
    if abs(value) < 999.5:
        return _number(value, 0, sign=False)
    for unit, letter in _COMPACT_UNITS:
        if abs(value) < unit * 999.95:  # beyond it, one decimal would round up to 1000.0
            return f"{value / unit:.1f}{letter}"
    return f"{value:.0e}"


def money(value: float | None, decimals: int = 0) -> str:
    """An amount in its own currency with thousands marks: `307,500`."""
    return price(value, decimals)


def profit(value: float | None, decimals: int = 0) -> str:
    """A profit or loss with its sign and thousands marks: `+14,580`."""
    return change(value, decimals)


def quantity(value: float | None) -> str:
    """A number of shares with thousands marks; a fraction keeps what digits it has: `1,200`, `0.25`."""
    if value is None or _is_unknown(value):
        return UNKNOWN
    if value == int(value):
        return _number(value, 0, sign=False)
    return _number(value, 8, sign=False).rstrip("0").rstrip(".")


def time_of_day(text: str) -> str:
    """`HH:MM:SS` out of the wire's `YYYY-MM-DD HH:MM:SS.mmm`, in the market's own zone as the wire has it."""
    clock = text.rpartition(" ")[2]
    return clock[:8] if len(clock) >= 8 and clock[2] == ":" else clock or UNKNOWN


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def clock(at: float, zone: str, seconds: bool = True) -> str:
    """`HH:MM:SS` (or `HH:MM`) of an epoch time in a zone such as `Asia/Hong_Kong`."""
    return datetime.fromtimestamp(at, _zone(zone)).strftime("%H:%M:%S" if seconds else "%H:%M")


def local_time(at: float) -> str:
    """`HH:MM:SS` of an epoch time in the zone of this machine."""
    return datetime.fromtimestamp(at).strftime("%H:%M:%S")


def age(seconds: float | None) -> str:
    """How long ago, in at most six characters: `0 s`, `59 s`, `12 min`, `3 h`, `2 d`."""
    if seconds is None or _is_unknown(seconds):
        return UNKNOWN
    whole = max(0, int(seconds))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def milliseconds(seconds: float | None) -> str:
    """A round trip or a frame's time: `12 ms`, `0.4 ms`, `1.2 s`."""
    if seconds is None or _is_unknown(seconds):
        return UNKNOWN
    if seconds >= 0.9995:
        return f"{seconds:.1f} s"
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 0.95 else f"{value:.1f} ms"
