"""A security: a market and a code, in the three ways the gateway and a person write it.

`HK.00700` is how a person and the SDKs write it, `1_00700` how a push's `sec_key` does, and a body holds a
`qot_common.Security`. Trading bodies number markets differently: `Security.from_trade`, `trade_market`.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2


class SecurityError(ValueError):
    """Text or numbers that name no security; the message shows a right example."""


class Market(IntEnum):
    """A market, by its qot_common.QotMarket number; `HK.00700` begins with the name of one."""

    HK = 1
    US = 11
    SH = 21
    """Shanghai, QotMarket_CNSH_Security on the wire."""
    SZ = 22
    """Shenzhen, QotMarket_CNSZ_Security on the wire."""
    SG = 31
    JP = 41
    AU = 51
    MY = 61
    CA = 71
    FX = 81
    """Currency pairs."""
    CC = 91
    """Crypto currencies."""

    @property
    def timezone(self) -> str:
        """The IANA zone of the market's time strings; UTC for the two markets that sit nowhere."""
        return _FACTS[self].timezone

    @property
    def currency(self) -> str:
        """What prices are in, as trd_common.Currency spells it; empty for currency pairs."""
        return _FACTS[self].currency

    @property
    def trade_market(self) -> int:
        """The market's trd_common.TrdSecMarket number."""
        return _FACTS[self].trade_market


class _Facts(NamedTuple):
    timezone: str
    currency: str
    trade_market: int
    example: str


_FACTS = {
    Market.HK: _Facts("Asia/Hong_Kong", "HKD", 1, "00700"),
    Market.US: _Facts("America/New_York", "USD", 2, "AAPL"),
    Market.SH: _Facts("Asia/Shanghai", "CNH", 31, "600519"),
    Market.SZ: _Facts("Asia/Shanghai", "CNH", 32, "000001"),
    Market.SG: _Facts("Asia/Singapore", "SGD", 41, "D05"),
    Market.JP: _Facts("Asia/Tokyo", "JPY", 51, "7203"),
    Market.AU: _Facts("Australia/Sydney", "AUD", 61, "BHP"),
    Market.MY: _Facts("Asia/Kuala_Lumpur", "MYR", 71, "1155"),
    Market.CA: _Facts("America/Toronto", "CAD", 81, "SHOP"),
    Market.FX: _Facts("UTC", "", 91, "USDCNH"),
    Market.CC: _Facts("UTC", "USD", 101, "BTCUSD"),
}
_BY_TRADE_MARKET = {facts.trade_market: market for market, facts in _FACTS.items()}

_SPELLING = re.compile(r"(?:(?P<number>[0-9]{1,9})_|(?P<name>[A-Za-z]+)\.)(?P<code>[!-~]+)")
"""Either spelling. A code is ASCII without blanks, so that nothing in one can move a cursor."""


class MarketAndCode(Protocol):
    """What `Security.of` takes: anything with a QotMarket number and a code."""

    @property
    def market(self) -> int: ...
    @property
    def code(self) -> str: ...


class Security(NamedTuple):
    """Hashable; sorts by market number, then code."""

    market: Market
    code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `HK.00700` or `1_00700`; blanks around it and the case of the market do not matter.

        Raises SecurityError, whose message shows a right example.
        """
        match = _SPELLING.fullmatch(text.strip())
        if match is None:
            raise SecurityError(f"{text!r} is no security: {_suggestion(text)}")
        number, name, code = match.group("number", "name", "code")
        if number is not None:
            return cls(_market(int(number), code), code)
        try:
            return cls(Market[name.upper()], code)
        except KeyError:
            raise SecurityError(
                f"{text!r}: there is no market {name!r}; the markets are {', '.join(Market.__members__)}, "
                f"as in {_example(Market.HK)} or {_example(Market.US)}"
            ) from None

    @staticmethod
    @lru_cache(maxsize=8192)
    def from_key(key: str) -> Security:
        """The security of a push's `sec_key`, "1_00700"; the same object each time. Raises SecurityError."""
        number, separator, _ = key.partition("_")
        if not (separator and number.isdecimal()):
            raise SecurityError(f"{key!r} is no push key: one is a market number and a code, as in 1_00700")
        return Security.parse(key)

    @classmethod
    def of(cls, message: MarketAndCode) -> Self:
        """The security in a qot_common.Security, or in anything shaped like it. Raises SecurityError."""
        return cls(_market(message.market, message.code), _printable(message.code))

    @classmethod
    def from_trade(cls, sec_market: int, code: str) -> Self:
        """The security of a trading body, whose `secMarket` is a TrdSecMarket. Raises SecurityError."""
        market = _BY_TRADE_MARKET.get(sec_market)
        if market is None:
            known = ", ".join(f"{number} ({market.name})" for number, market in _BY_TRADE_MARKET.items())
            raise SecurityError(
                f"{code!r} is in no known trading market: {sec_market}; the trading markets are {known}, "
                f"as in 1 with 00700 for {_example(Market.HK)}"
            )
        return cls(market, _printable(code))

    @property
    def key(self) -> str:
        """As a push's `sec_key` has it: "1_00700"."""
        return f"{self.market:d}_{self.code}"

    @property
    def trade_market(self) -> int:
        """trd_common.TrdSecMarket, for a trading body's `secMarket`."""
        return self.market.trade_market

    def message(self) -> qot_common_pb2.Security:
        """As a body holds it."""
        from futu_tui.protocol.pb import qot_common_pb2

        return qot_common_pb2.Security(market=self.market, code=self.code)

    def __str__(self) -> str:
        return f"{self.market.name}.{self.code}"


def _market(number: int, code: str) -> Market:
    try:
        return Market(number)
    except ValueError:
        known = ", ".join(f"{market:d} ({market.name})" for market in Market)
        raise SecurityError(
            f"{code!r} is in no known market: {number}; the markets are {known}, as in 1_00700"
        ) from None


def _printable(code: str) -> str:
    """A wire code as it is, unless it could steer a terminal or is missing."""
    if not (code and code.isprintable()):
        raise SecurityError(f"{code!r} is no code; one is 00700, as in {_example(Market.HK)}")
    return code


def _example(market: Market) -> str:
    return f"{market.name}.{_FACTS[market].example}"


def _suggestion(text: str) -> str:
    """Say how to write it; a code that looks like one market's is shown with that market."""
    code = text.strip()
    if re.fullmatch(r"[0-9]{1,5}", code):
        return f"a market comes first, as in HK.{code.zfill(5)}"
    if re.fullmatch(r"[0-9]{6}", code):
        return f"a market comes first, as in {'SH' if code[0] in '569' else 'SZ'}.{code}"
    if re.fullmatch(r"[A-Za-z]{1,5}", code):
        return f"a market comes first, as in US.{code.upper()}"
    return f"write the market and the code, as in {_example(Market.HK)}, {_example(Market.US)} or 1_00700"
