"""The market maker of a contract, and those who trade with it: quotes around what the model says, that move with the
underlying."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from random import Random
from typing import NamedTuple

from futu_tui.paper.brokers import draw as draw_broker
from futu_tui.paper.derivatives.contracts import Future, Option, Warrant
from futu_tui.paper.exchange import Order
from futu_tui.paper.factors import TRADING_SECONDS
from futu_tui.paper.orders import Side
from futu_tui.paper.post import TradingPost
from futu_tui.paper.sessions import Phase
from futu_tui.paper.ticks import TickTable
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT

LEAST_WARRANT = 100
"""A hundredth of a dollar, in price units: no warrant trades below it."""
_OPTION_LEVELS, _LEVELS = 5, 10
_OPTION_DEPTH, _DEPTH = 4.0, 1.0
"""How much makers show, against what is traded at a time."""
_SPREAD_OF_PRICE = 0.003
_SPREAD_OF_VEGA = 0.08
"""Half the spread of an option: a part of its price and of what a point of volatility is worth."""
_BUSIEST = 0.7
"""Chance of a trade in a step, at most."""
_STALE = 0.08
"""Chance that somebody trades in a step when the last price lies outside the spread."""


class Fair(NamedTuple):
    """What a contract is worth just now, in its currency."""

    value: float
    vega: float
    """Of an option; 0 for others."""


def touch(instrument: Instrument, fair: Fair) -> tuple[int, int]:
    """The best bid (0 for none) and ask that a maker shows, in price units."""
    contract, ticks = instrument.contract, instrument.ticks
    middle = fair.value * UNIT
    step = ticks.step(int(middle))
    half = step * 0.5
    if isinstance(contract, Option):
        half = max(half, middle * _SPREAD_OF_PRICE + fair.vega * UNIT * _SPREAD_OF_VEGA)
    least = LEAST_WARRANT if isinstance(contract, Warrant) else step
    bid, ask = _down(ticks, middle - half), max(_up(ticks, middle + half), least)
    if bid < least:
        bid = 0
    if ask <= bid:
        ask = bid + ticks.step(bid)
    return bid, ask


def _down(ticks: TickTable, price: float) -> int:
    if price <= 0:
        return 0
    step = ticks.step(int(price))
    return int(price // step) * step


def _up(ticks: TickTable, price: float) -> int:
    step = ticks.step(max(int(price), 0))
    return int(-(-price // step)) * step


class Maker:
    """Quotes at one post. It does for a contract what `Flow` does for a share."""

    def __init__(self, seed: int, post: TradingPost, fair: Callable[[], Fair], volume: int) -> None:
        """`fair` tells what the contract is worth whenever it is asked; `volume` is an average day's."""
        instrument = post.instrument
        self.post = post
        self.size = 1.0
        """For what `Flow` has it; a maker's sizes do not go by it."""
        self._fair = fair
        self._random = Random(f"{seed}/{post.security}/maker")
        self._mine: dict[int, Order] = {}
        self._shown = (0, 0)
        option, future = (isinstance(instrument.contract, kind) for kind in (Option, Future))
        self._levels = _OPTION_LEVELS if option else _LEVELS
        self._depth = _OPTION_DEPTH if option else _DEPTH
        self._lot = instrument.lot_size
        self._clip = max(volume / 12_000, 2.0) if future else max(volume / 900 / self._lot, 1.0)
        """Lots of an average trade."""
        self._trades = min(volume / self._lot / self._clip / TRADING_SECONDS, 10.0)
        """A second, on average."""

    def follow(self, seconds: float) -> None:
        """Go on for some seconds of trading: move the quotes to where the contract is worth, and let others trade."""
        if self.post.phase is not Phase.CONTINUOUS:
            self.clear_book()
            return
        self.keep_depth()
        bid, ask = self._shown
        last = self.post.day.last
        stale = last > ask or last < bid
        chance = min(self._trades * seconds, _BUSIEST)
        if self._random.random() < (max(chance, _STALE) if stale else chance):
            self._trade()

    def keep_depth(self) -> None:
        """Quote anew where the price has moved or trades have taken something away."""
        if self.post.phase is not Phase.CONTINUOUS:
            return
        self._forget_gone()
        shown = touch(self.post.instrument, self._fair())
        if shown != self._shown or len(self._mine) < self._levels or not self._is_whole(shown):
            self._quote(shown)

    def clear_book(self) -> None:
        """Withdraw every quote."""
        self._forget_gone()
        for order in self._mine.values():
            self.post.withdraw(order)
        self._mine.clear()
        self._shown = (0, 0)

    def leap(self) -> None:
        """A night brings a contract no news of its own."""

    def give_way(self, price: int) -> None:
        """However large an order was, the contract is worth what it is worth."""

    def _is_whole(self, shown: tuple[int, int]) -> bool:
        book = self.post.book
        bid, ask = shown
        return bool(not bid or book.bids.best >= bid) and bool(book.asks.best and book.asks.best <= ask)

    def _quote(self, shown: tuple[int, int]) -> None:
        self.clear_book()
        self._shown = bid, ask = shown
        self._meet(Side.BUY, bid)
        self._meet(Side.SELL, ask)
        ticks = self.post.instrument.ticks
        for level in range(self._levels):
            if bid > 0:
                self._rest(Side.BUY, bid, level)
                bid -= ticks.step_below(bid)
            self._rest(Side.SELL, ask, level)
            ask += ticks.step(ask)

    def _meet(self, side: Side, price: int) -> None:
        """Trade with the persons whose orders the new quotes would cross."""
        if not price:
            return
        rivals = self.post.book.asks if side is Side.BUY else self.post.book.bids
        reach = price * rivals.sign
        size = sum(level.size for key, level in rivals.levels.items() if key >= reach)
        if size:
            self.post.take(side, size, price, draw_broker(self._random))

    def _rest(self, side: Side, price: int, level: int) -> None:
        order = self.post.add(
            side, price, self._quantity(self._depth * (3 + level)), draw_broker(self._random)
        )
        self._mine[order.id] = order

    def _trade(self) -> None:
        side = Side.BUY if self._random.random() < 0.5 else Side.SELL
        book = self.post.book
        best = book.asks.best if side is Side.BUY else book.bids.best
        if best:
            self.post.take(side, self._quantity(1), best, draw_broker(self._random))
            self.keep_depth()

    def _quantity(self, times: float) -> int:
        return max(int(-log(1 - self._random.random()) * self._clip * times), 1) * self._lot

    def _forget_gone(self) -> None:
        for order_id in self.post.gone:
            self._mine.pop(order_id, None)
        self.post.gone.clear()
