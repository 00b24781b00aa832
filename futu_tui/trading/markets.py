"""The markets of accounts (trd_common.TrdMarket), and which security a trading body means."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.trading.accounts import Account

_NAMES = {
    1: "HK",
    2: "US",
    3: "CN",
    4: "HKCC",
    5: "Futures",
    6: "SG",
    7: "Crypto",
    8: "AU",
    10: "HK Futures",
    11: "US Futures",
    12: "SG Futures",
    13: "JP Futures",
    15: "JP",
    17: "Prediction",
    111: "MY",
    112: "CA",
    113: "HK Funds",
    123: "US Funds",
    124: "SG Funds",
    125: "MY Funds",
    126: "JP Funds",
}

_MAINLAND = frozenset({3, 4})
"""Shares of Shanghai and Shenzhen, held at home or through Hong Kong."""

_MARKETS = {
    1: Market.HK,
    2: Market.US,
    6: Market.SG,
    7: Market.CC,
    8: Market.AU,
    15: Market.JP,
    111: Market.MY,
    112: Market.CA,
}


class Traded(Protocol):
    """What orders, fills and positions have in common."""

    @property
    def code(self) -> str: ...
    @property
    def secMarket(self) -> int: ...
    @property
    def trdMarket(self) -> int: ...


def market_name(trade_market: int) -> str:
    """What a person calls a trd_common.TrdMarket."""
    return _NAMES.get(trade_market, f"market {trade_market}")


def security_of(row: Traded) -> Security:
    """The security of an order, a fill or a position, also where it leaves its own market out.

    Raises SecurityError where no known market is told.
    """
    if not row.secMarket:
        market = _MARKETS.get(row.trdMarket)
        if row.trdMarket in _MAINLAND:
            market = Market.SH if row.code[:1] in "569" else Market.SZ
        if market is not None:
            return Security.from_trade(market.trade_market, row.code)
    return Security.from_trade(row.secMarket, row.code)


_VENUES: dict[Market, tuple[int, ...]] = {
    Market.HK: (1,),
    Market.US: (2,),
    Market.SH: (4, 3),
    Market.SZ: (4, 3),
    Market.SG: (6,),
    Market.CC: (7,),
    Market.AU: (8,),
    Market.JP: (15,),
    Market.MY: (111,),
    Market.CA: (112,),
}
"""The trd_common.TrdMarket numbers in which a market's shares may trade."""


def venue_of(market: Market, allowed: Collection[int]) -> int | None:
    """Which of an account's TrdMarket numbers trades this market's shares; None if none does."""
    return next((venue for venue in _VENUES.get(market, ()) if venue in allowed), None)


def home_market(account: Account) -> Market:
    """The first market that an account trades in; its days are those of the account."""
    return next((market for market in Market if venue_of(market, account.markets) is not None), Market.HK)
