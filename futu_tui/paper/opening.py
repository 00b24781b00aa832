"""The paper accounts, and what they begin with: cash, holdings bought a little above or below today's price, orders,
and a past that is made up when somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from futu_tui.paper.accounts import Account, Holding, Venue, units
from futu_tui.paper.currencies import Currency
from futu_tui.paper.market import Instrument, OrderRejected, OrderType, PaperMarket, PersonOrder, Side
from futu_tui.paper.past import Past, Stake
from futu_tui.paper.serial import Serial
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb.trd_common_pb2 import TrdMarket_CN, TrdMarket_HK, TrdMarket_HKCC, TrdMarket_US

HONG_KONG = Venue("HK", TrdMarket_HK, Currency.HKD, (Market.HK,))
UNITED_STATES = Venue("US", TrdMarket_US, Currency.USD, (Market.US,))
MAINLAND = Venue("CN", TrdMarket_CN, Currency.CNH, (Market.SH, Market.SZ))
STOCK_CONNECT = Venue("HKCC", TrdMarket_HKCC, Currency.CNH, (Market.SH, Market.SZ))


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
    venues: tuple[Venue, ...]
    cash: int
    """In the account's currency."""
    stakes: tuple[_Stake, ...]
    intents: tuple[_Intent, ...] = ()
    margin: bool = False
    real: bool = False


_OPENINGS = (
    _Opening(
        7_000_001,
        "PAPER-HK-1001",
        (HONG_KONG,),
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
        (UNITED_STATES,),
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
        (MAINLAND,),
        800_000,
        (_Stake("SH.600519", 2, 1.022), _Stake("SZ.300750", 6, 0.938), _Stake("SH.510300", 100, 0.985)),
        (
            _Intent("SZ.300750", Side.BUY, 2, 5),
            _Intent("SH.600519", Side.SELL, 1, 60, "target"),
            _Intent("SH.510300", Side.BUY, 50, 8),
        ),
    ),
    _Opening(
        7_000_004,
        "PAPER-MARGIN-1004",
        (HONG_KONG, UNITED_STATES),
        2_000_000,
        (_Stake("HK.09988", 10, 0.96), _Stake("HK.02800", 20, 0.99)),
        margin=True,
    ),
    _Opening(
        7_000_009,
        "PAPER-REAL-1009",
        (HONG_KONG, UNITED_STATES, STOCK_CONNECT),
        3_000_000,
        (_Stake("HK.00700", 5, 0.97), _Stake("HK.00005", 5, 1.02)),
        margin=True,
        real=True,
    ),
)


def blank_accounts() -> list[Account]:
    """The accounts without anything in them."""
    return [
        Account(opening.acc_id, opening.card, opening.venues, margin=opening.margin, real=opening.real)
        for opening in _OPENINGS
    ]


def furnish(account: Account, market: PaperMarket, order_ids: Serial) -> None:
    """Give a blank account its cash and its holdings, and place its orders on the market. What is not listed there is
    left out."""
    opening = _opening(account)
    # The earliest, for a deposit of tomorrow would be no money yet where it is still today.
    day = min(market.trade_date(each) for each in {security.market for security in market.listings})
    account.move(day, day, account.currency, opening.cash * UNIT, "Deposit", "Paper money")
    for stake in opening.stakes:
        instrument = _listed(market, stake.symbol)
        if instrument is not None:
            _hold(market, account, instrument, stake)
    for intent in opening.intents:
        instrument = _listed(market, intent.symbol)
        if instrument is not None:
            _place(market, account, instrument, intent, order_ids)


def stakes_of(acc_id: int) -> list[Security]:
    """What an account holds at the beginning, whose past it is; nothing for a number that is no account's."""
    return [
        Security.parse(stake.symbol)
        for opening in _OPENINGS
        for stake in opening.stakes
        if opening.acc_id == acc_id
    ]


def give_past(account: Account, market: PaperMarket) -> None:
    """Put the past before an account's records; takes a twentieth of a second for each history that is not made."""
    stakes = []
    for stake in _opening(account).stakes:
        instrument = _listed(market, stake.symbol)
        if instrument is not None:
            paid = market.quote(instrument.security).prev_close * stake.cost
            holding = account.holdings.get(instrument.security)
            if holding is not None and holding.qty == stake.lots * instrument.lot_size:
                paid = holding.cost / holding.qty / UNIT
            stakes.append((instrument, Stake(stake.lots, paid)))
    Past(market).live(account, stakes)


def _opening(account: Account) -> _Opening:
    return next(each for each in _OPENINGS if each.acc_id == account.acc_id)


def _hold(market: PaperMarket, account: Account, instrument: Instrument, stake: _Stake) -> None:
    security = instrument.security
    qty = stake.lots * instrument.lot_size
    price = instrument.ticks.round(units(market.quote(security).last) * stake.cost)
    account.holdings[security] = Holding(security, qty, price * qty, market.trade_date(security.market))


def _listed(market: PaperMarket, symbol: str) -> Instrument | None:
    return market.listings.get(Security.parse(symbol))


def _place(
    market: PaperMarket, account: Account, instrument: Instrument, intent: _Intent, order_ids: Serial
) -> None:
    security = instrument.security
    qty = intent.lots * instrument.lot_size
    if intent.side is Side.SELL and account.can_sell(security, market.trade_date(security.market)) < qty:
        return
    last = units(market.quote(security).last)
    step = instrument.tick_at(last) * (intent.ticks if intent.side is Side.SELL else -intent.ticks)
    order = PersonOrder(
        order_id=order_ids.take(),
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
    account.reserves[order.order_id] = units(order.price)
    account.orders[order.order_id] = replace(order)
