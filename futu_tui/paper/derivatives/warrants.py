"""Which warrants and callable contracts Hong Kong's issuers have out, from day to day.

Each underlying has a number of places, and each place one issue after another: the terms of an issue, and its code, are
a function of the place and of the issue's number, so that a code means the same whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import floor, log10
from random import Random
from typing import NamedTuple

from futu_tui.paper import ticks
from futu_tui.paper.derivatives.calendar import trading_day_from
from futu_tui.paper.derivatives.contracts import Warrant, WarrantType
from futu_tui.paper.derivatives.instruments import contract_instrument
from futu_tui.paper.trading_days import previous_trading_day
from futu_tui.paper.universe import Exchange, Instrument, SecurityType
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2

AHEAD = 7
"""Days before its listing that an issue is announced."""
_FIRST_WARRANT, _FIRST_CALLABLE, _FIRST_INLINE = 13_000, 53_000, 47_000
_ISSUES_A_PLACE = 12
_LAST_TRADES_BEFORE = 4
"""Trading days before its expiry that a call or put trades for the last time."""
_ISSUERS = ("SG", "BP", "CT", "GS", "HT", "JP", "MB", "UB", "BI", "MS", "CI", "VT")
_PLACES = (
    (WarrantType.CALL, 6),
    (WarrantType.PUT, 5),
    (WarrantType.BULL, 5),
    (WarrantType.BEAR, 5),
    (WarrantType.INLINE, 1),
)
"""Issues that are out at a time, on each underlying."""
_LETTERS = {
    WarrantType.CALL: ("EC", "购"),
    WarrantType.PUT: ("EP", "沽"),
    WarrantType.BULL: ("RC", "牛"),
    WarrantType.BEAR: ("RP", "熊"),
    WarrantType.INLINE: ("IW", "界内"),
}
_CONVERSIONS = ((150, 100), (90, 50), (20, 10), (0, 1))
_LOTS = ((1, 10_000), (5, 5_000), (50, 10_000), (1_000, 10_000))


class _Place(NamedTuple):
    owner: Security
    type: WarrantType
    number: int
    """Among those of its band of codes."""


class _Levels(NamedTuple):
    """What a warrant's terms say of the underlying's price; 0 where its type has no such level."""

    strike: float = 0.0
    call_price: float = 0.0
    lower: float = 0.0
    upper: float = 0.0


class Warrants:
    """The issues on the underlyings of one market."""

    def __init__(self, cash: Mapping[Security, Instrument]) -> None:
        self._cash = cash
        self._places = list(_places(cash))
        self._by_first_code = {_first_code(place): place for place in self._places}

    def out(self, today: date) -> Iterator[Instrument]:
        """Every issue that trades on a day or is announced, ordered by underlying."""
        for place in self._places:
            number = _number(place, today)
            for issue in (number - 1, number, number + 1):
                instrument = self._issue(place, issue)
                contract = instrument.contract
                assert isinstance(contract, Warrant)
                if contract.listed - timedelta(AHEAD) <= today <= contract.expiry:
                    yield instrument

    def find(self, security: Security, today: date) -> Instrument | None:
        """The latest issue of a code up to a day, which may be long over; None for a code that no issue has."""
        if not (security.market is Market.HK and security.code.isdecimal()):
            return None
        code = int(security.code)
        for first in (code - back for back in range(_ISSUES_A_PLACE)):
            place = self._by_first_code.get(first)
            if place is not None:
                latest = _number(place, today) + 1
                issue = latest - (latest - (code - first)) % _ISSUES_A_PLACE
                found = self._issue(place, issue)
                if found.listed - timedelta(AHEAD) > today:
                    found = self._issue(place, issue - _ISSUES_A_PLACE)
                return found
        return None

    def _issue(self, place: _Place, issue: int) -> Instrument:
        owner = self._cash[place.owner]
        spot = owner.price / UNIT
        random = Random(f"{place.owner}/{place.type}/{place.number}/{issue}")
        listed = trading_day_from(Market.HK, _begin(place, issue))
        expiry = trading_day_from(Market.HK, listed + timedelta(_period(place) + random.randint(14, 60)))
        issuer = random.choice(_ISSUERS)
        levels = _levels(place.type, spot, random)
        contract = Warrant(
            owner=place.owner,
            type=place.type,
            issuer=qot_common_pb2.Issuer.Value(f"Issuer_{issuer}"),
            strike=levels.strike,
            call_price=levels.call_price,
            lower=levels.lower,
            upper=levels.upper,
            conversion=_conversion(place.type, spot),
            listed=listed,
            last_trade=_last_trade(place.type, expiry),
            expiry=expiry,
            issue_size=random.choice((40, 60, 80, 100, 150, 200, 300)) * 1_000_000,
        )
        letters_en, letter_cn = _LETTERS[place.type]
        turn = issue % _ISSUES_A_PLACE
        series = f"{expiry:%y%m}{'ABCDEFGHJKLM'[turn]}"
        return contract_instrument(
            Security(Market.HK, f"{_first_code(place) + turn:05d}"),
            contract,
            (
                f"{issuer}-{_short(owner)}@{letters_en}{series}",
                f"{owner.name_cn[:4]}{issuer}{series}{letter_cn}",
            ),
            SecurityType.WARRANT,
            Exchange.HK_MAIN,
            ticks.HONG_KONG,
            listed,
            lot_size=next(lot for floor_, lot in reversed(_LOTS) if spot >= floor_),
            shares=contract.issue_size,
        )


def issuer_code(issuer: int) -> str:
    """The two letters of a qot_common.Issuer."""
    return qot_common_pb2.Issuer.Name(qot_common_pb2.Issuer.ValueType(issuer)).removeprefix("Issuer_")


def _places(cash: Mapping[Security, Instrument]) -> Iterator[_Place]:
    """The same numbers whatever is listed besides: an underlying's band goes by its code."""
    for security, instrument in cash.items():
        band = _BANDS.get(security)
        if band is None or instrument.suspended:
            continue
        number: dict[WarrantType, int] = {WarrantType.CALL: 0, WarrantType.BULL: 0, WarrantType.INLINE: 0}
        for kind, count in _PLACES:
            series: WarrantType = kind if kind is WarrantType.INLINE else WarrantType.CALL
            if kind.is_callable:
                series = WarrantType.BULL
            width = {WarrantType.CALL: 11, WarrantType.BULL: 10, WarrantType.INLINE: 1}[series]
            for _ in range(count):
                yield _Place(security, kind, band * width + number[series])
                number[series] += 1


_BANDS = {
    Security(Market.HK, code): number
    for number, code in enumerate(
        [
            *("00700", "09988", "03690", "01810", "00388", "00005", "00941", "01299", "02318"),
            *("01211", "09618", "09999", "01024", "00981", "00883", "800000", "800700"),
        ]
    )
}
"""The underlyings that warrants are issued on."""


def _first_code(place: _Place) -> int:
    if place.type is WarrantType.INLINE:
        first = _FIRST_INLINE
    else:
        first = _FIRST_CALLABLE if place.type.is_callable else _FIRST_WARRANT
    return first + place.number * _ISSUES_A_PLACE


def _period(place: _Place) -> int:
    """Days between two issues of a place."""
    return 120 + place.number * 37 % 150


def _number(place: _Place, today: date) -> int:
    """The issue whose turn it is on a day."""
    return (today.toordinal() + place.number * 53) // _period(place)


def _begin(place: _Place, issue: int) -> date:
    return date.fromordinal(issue * _period(place) - place.number * 53)


def _round(price: float) -> float:
    """To three figures."""
    digits = 2 - floor(log10(price))
    return round(price, digits)


def _levels(kind: WarrantType, spot: float, random: Random) -> _Levels:
    """Around the underlying's price."""
    match kind:
        case WarrantType.CALL:
            return _Levels(strike=_round(spot * random.uniform(0.9, 1.25)))
        case WarrantType.PUT:
            return _Levels(strike=_round(spot * random.uniform(0.78, 1.1)))
        case WarrantType.INLINE:
            lower, upper = spot * random.uniform(0.84, 0.93), spot * random.uniform(1.07, 1.18)
            return _Levels(lower=_round(lower), upper=_round(upper))
    away = 1 if kind is WarrantType.BEAR else -1
    call_price = _round(spot * (1 + away * random.uniform(0.02, 0.16)))
    return _Levels(_round(call_price * (1 + away * random.uniform(0.008, 0.02))), call_price)


def _last_trade(kind: WarrantType, expiry: date) -> date:
    day = expiry
    for _ in range(1 if kind.is_callable else _LAST_TRADES_BEFORE):
        day = previous_trading_day(Market.HK, day)
    return day


def _conversion(kind: WarrantType, spot: float) -> int:
    """Warrants for a share, so many that one costs some cents."""
    if kind is WarrantType.INLINE:
        return 1
    if spot >= 5_000:
        return 10_000 if kind.is_callable else 8_000
    return next(warrants for floor_, warrants in _CONVERSIONS if spot >= floor_)


def _short(owner: Instrument) -> str:
    letters = "".join(letter for letter in owner.name_en.split("-")[0].upper() if letter.isalnum())
    return {"HANGSENGINDEX": "HSI", "HANGSENGTECHINDEX": "HSTEC"}.get(letters, letters[:5])
