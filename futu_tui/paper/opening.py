"""What the simulated accounts begin with: cash, holdings bought a little above or below today's price, and orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from futu_tui.paper.accounts import Account, Holding, Venue, units
from futu_tui.paper.market import Instrument, OrderRejected, OrderType, PaperMarket, PersonOrder, Side
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb.trd_common_pb2 import (
    Currency_CNH,
    Currency_HKD,
    Currency_USD,
    TrdMarket_CN,
    TrdMarket_HK,
    TrdMarket_US,
)


class _Stake(NamedTuple):
    """Shares to begin with."""

    symbol: str
    lots: int
    cost: float
    """What was paid, as a fraction of the price now."""


class _Intent(NamedTuple):
    """An order to begin with; a sell is of a stake."""

    symbol: str
    side: Side
    lots: int
    ticks: int
    """How far behind the last price it waits: next to the market it fills within minutes, farther off it rests."""
    remark: str = ""


class _Opening(NamedTuple):
    acc_id: int
    card: str
    venue: Venue
    cash: int
    """In the account's currency."""
    stakes: tuple[_Stake, ...]
    intents: tuple[_Intent, ...]


_OPENINGS = (
    _Opening(
        7_000_001,
        "PAPER-HK-1001",
        Venue("HK", TrdMarket_HK, Currency_HKD, (Market.HK,)),
        1_000_000,
        (
            _Stake("HK.00700", 6, 0.953),
            _Stake("HK.01810", 20, 1.051),
            _Stake("HK.00388", 5, 0.982),
            _Stake("HK.02800", 20, 0.97),
        ),
        (
            _Intent("HK.00700", Side.BUY, 2, 2, "breakout"),
            _Intent("HK.00700", Side.SELL, 1, 3),
            _Intent("HK.01810", Side.BUY, 5, 6, "add on weakness"),
            _Intent("HK.00388", Side.SELL, 2, 25, "target"),
            _Intent("HK.00005", Side.BUY, 2, 40),
        ),
    ),
    _Opening(
        7_000_002,
        "PAPER-US-1002",
        Venue("US", TrdMarket_US, Currency_USD, (Market.US,)),
        150_000,
        (_Stake("US.AAPL", 100, 0.914), _Stake("US.NVDA", 150, 1.037), _Stake("US.SPY", 20, 0.962)),
        (
            _Intent("US.AAPL", Side.BUY, 20, 4),
            _Intent("US.NVDA", Side.SELL, 50, 6, "trim"),
            _Intent("US.TSLA", Side.BUY, 15, 200, "gap fill"),
        ),
    ),
    _Opening(
        7_000_003,
        "PAPER-CN-1003",
        Venue("CN", TrdMarket_CN, Currency_CNH, (Market.SH, Market.SZ)),
        800_000,
        (_Stake("SH.600519", 2, 1.022), _Stake("SZ.300750", 6, 0.938), _Stake("SH.510300", 100, 0.985)),
        (
            _Intent("SZ.300750", Side.BUY, 2, 5),
            _Intent("SH.600519", Side.SELL, 1, 60, "target"),
            _Intent("SH.510300", Side.BUY, 50, 8),
        ),
    ),
)


def open_accounts(market: PaperMarket) -> list[Account]:
    """The accounts, with their orders placed on the market. What is not listed there is left out."""
    order_ids = count(1)
    return [_open(market, opening, order_ids) for opening in _OPENINGS]


def _open(market: PaperMarket, opening: _Opening, order_ids: Iterator[int]) -> Account:
    account = Account(opening.acc_id, opening.card, opening.venue, opening.cash * UNIT)
    for stake in opening.stakes:
        instrument = _listed(market, stake.symbol)
        if instrument is not None:
            _stake(market, account, instrument, stake)
    for intent in opening.intents:
        instrument = _listed(market, intent.symbol)
        if instrument is not None:
            _place(market, account, instrument, intent, next(order_ids))
    return account


def _listed(market: PaperMarket, symbol: str) -> Instrument | None:
    return market.listings.get(Security.parse(symbol))


def _stake(market: PaperMarket, account: Account, instrument: Instrument, stake: _Stake) -> None:
    security = instrument.security
    qty = stake.lots * instrument.lot_size
    price = instrument.ticks.round(units(market.quote(security).last) * stake.cost)
    account.holdings[security] = Holding(security, qty, price * qty, market.trade_date(security.market))


def _place(
    market: PaperMarket, account: Account, instrument: Instrument, intent: _Intent, order_id: int
) -> None:
    security = instrument.security
    qty = intent.lots * instrument.lot_size
    if intent.side is Side.SELL and account.can_sell(security) < qty:
        return
    last = units(market.quote(security).last)
    step = instrument.tick_at(last) * (intent.ticks if intent.side is Side.SELL else -intent.ticks)
    order = PersonOrder(
        order_id=order_id,
        account=account.acc_id,
        security=security,
        side=intent.side,
        type=OrderType.LIMIT,
        price=instrument.ticks.round(last + step) / UNIT,
        qty=qty,
        remark=intent.remark,
    )
    try:
        market.place(order)
    except OrderRejected:
        return
    account.orders[order_id] = replace(order)
