"""The simulated order flow of one security: who comes to the trading post and what they want there.

Everyone trades around a fair price that wanders with the market, the sector and the security's own news. Makers rest
orders near it and withdraw them; takers cross the spread, more often towards the fair price than away from it; when
the fair price has left the spread, the orders it ran over are traded or withdrawn and new ones follow it.
"""

from __future__ import annotations

from math import exp, log, sqrt
from random import Random

from futu_tui.paper.brokers import draw as draw_broker
from futu_tui.paper.exchange import BookSide, Order
from futu_tui.paper.factors import NORMAL, NORMALS, TRADING_SECONDS, Factor, Mood
from futu_tui.paper.orders import Side
from futu_tui.paper.post import TradingPost
from futu_tui.protocol import Market

LEVELS = 13
"""Levels a side that makers keep filled, a few more than are shown."""
_LEVELS_KEPT = 40
"""Orders further out than this many levels are withdrawn."""
_SPACING = 0.00004
"""How far apart makers set their prices, as a fraction of the price, where the tick is finer."""
_TAKERS = 0.13
"""Part of the flow that trades at once."""
_SIZES = tuple(exp(normal - 0.5) for normal in NORMAL)
"""Sizes of orders against the average one: an entry drawn at random is a log-normal draw of mean 1."""
_TRADES_A_DAY = 2_600
"""Of a security of average activity at a natural pace; a day's volume over this is the size of a trade."""
_EXTENDED_SWING = 0.3
"""How far the fair price moves outside regular hours, against within them."""
_LASTING_IMPACT = 0.5
"""How much of the way that a large order moves the price remains."""
_LOWEST = 15
"""Ticks above nothing that the fair price stays."""


class Flow:
    """The orders that reach one trading post."""

    def __init__(self, seed: int, post: TradingPost, market: Factor, sector: Factor) -> None:
        instrument = post.instrument
        self.post = post
        self.fair = float(post.day.last)
        """The fair price in price units."""
        self.excitement = 1.0
        """How wild the security is just now, about 1; busy when wild."""
        self.size = 1.0
        """Size of orders against those at a natural pace: many small ones add up to the same day."""
        self._market = market
        self._sector = sector
        self._random = Random(f"{seed}/{post.security}/flow")
        self._mood = Mood(self._random)
        self._mine: list[Order] = []
        self._crowd = max(2, round(4 + 8 * instrument.activity))
        """Orders at a level when the book is quiet."""
        self._lots = instrument.day_volume / (_TRADES_A_DAY * instrument.activity) / instrument.lot_size
        """Lots of an average order."""
        self._spacing = max(1, round(instrument.price * _SPACING / instrument.tick_at(instrument.price)))
        """Ticks between the prices of neighbouring makers."""
        if self._spacing > 1:
            self._crowd = max(2, self._crowd // 4)
        self._target = 2 * LEVELS * self._crowd
        """Orders that the book holds when makers are content."""
        self._hundreds = post.security.market is Market.US

    def wander(self, seconds: float) -> None:
        """Move the fair price through some seconds of trading, along the latest step of the factors; outside
        regular hours it moves less."""
        random = self._random
        self.excitement = self._mood.step(random, seconds)
        instrument = self.post.instrument
        swing = instrument.volatility * sqrt(seconds / TRADING_SECONDS) * self.excitement
        own = swing * NORMAL[int(random.random() * NORMALS)]
        move = instrument.beta * self._market.move + self._sector.move + own
        self.fair *= 1 + (move * _EXTENDED_SWING if self.post.phase.is_extended else move)
        self.fair = max(self.fair, float(_LOWEST * instrument.tick_at(int(self.fair))))

    def leap(self) -> None:
        """The news of a night, before an open."""
        instrument = self.post.instrument
        self.fair *= 1 + 0.4 * (instrument.volatility + 0.008) * NORMAL[int(self._random.random() * NORMALS)]

    def give_way(self, price: int) -> None:
        """A large order has traded as far as `price`: part of that stays, as its sender may know something."""
        self.fair += (price - self.fair) * _LASTING_IMPACT

    def fill_book(self) -> None:
        """Rest a whole book around the fair price."""
        post, ticks = self.post, self.post.instrument.ticks
        bid = ticks.round(self.fair)
        if bid >= self.fair:
            bid -= ticks.step_below(bid)
        price = bid
        for _ in range(LEVELS):
            self._queue_up(Side.BUY, price, self._crowd)
            price = self._further(Side.BUY, price)
        price = bid + ticks.step(bid)
        for _ in range(LEVELS):
            self._queue_up(Side.SELL, price, self._crowd)
            price = self._further(Side.SELL, price)
        post.gone.clear()

    def clear_book(self) -> None:
        """Withdraw every order of the flow."""
        self._forget_gone()
        for order in self._mine:
            self.post.withdraw(order)
        self._mine.clear()

    def act(self) -> None:
        """Do one thing: rest, withdraw or trade."""
        post = self.post
        if post.auction is not None:
            self._join_auction()
            return
        uniform = self._random.random
        bids, asks = post.book.bids, post.book.asks
        bid, ask = bids.best, asks.best
        half_tick = post.instrument.ticks.step(bid) / 2
        if self.fair > ask + half_tick:
            self._run_over(Side.BUY, asks)
        elif self.fair < bid - half_tick:
            self._run_over(Side.SELL, bids)
        elif uniform() < _TAKERS:
            self._take(bid, ask, half_tick)
        elif uniform() < 0.5 * len(self._mine) / self._target:
            self._withdraw_one()
        else:
            self._rest_one(bid, ask)
        self.keep_depth()

    def keep_depth(self) -> None:
        """Makers fill the levels that trades have emptied."""
        if self.post.gone:
            self._forget_gone()
        book = self.post.book
        self._keep_side(Side.BUY, book.bids, book.asks)
        self._keep_side(Side.SELL, book.asks, book.bids)

    # the ways to act

    def _take(self, bid: int, ask: int, half_tick: float) -> None:
        reach = half_tick * 2 * self._spacing
        pull = (self.fair - (bid + ask) / 2) / (reach + (ask - bid) / 2)
        side = Side.BUY if self._random.random() < 0.5 + 0.4 * pull else Side.SELL
        worst = ask + int(reach) if side is Side.BUY else bid - int(reach)
        self.post.take(side, self._quantity(), worst, draw_broker(self._random))

    def _withdraw_one(self) -> None:
        mine = self._mine
        order = mine[int(self._random.random() * len(mine))]
        self._forget(order)
        self.post.withdraw(order)

    def _rest_one(self, bid: int, ask: int) -> None:
        random = self._random
        uniform = random.random
        step = self.post.instrument.ticks.step(bid)
        room = (ask - bid) // step
        side = Side.BUY if uniform() < 0.5 else Side.SELL
        if room > 1 and uniform() < (0.5 if room <= self._spacing else 0.8):
            inside = step * (1 + int(uniform() * (room - 1)))
            price = bid + inside if side is Side.BUY else ask - inside
            if (price < self.fair) is (side is Side.BUY):
                self._rest(side, price)
                return
        away = int(-log(1 - uniform()) * 3.5 * self._spacing) * step
        self._rest(side, bid - away if side is Side.BUY else ask + away)

    def _run_over(self, side: Side, resting: BookSide) -> None:
        """The fair price has moved through the other side's best: takers get some, makers withdraw, others follow."""
        post = self.post
        sign = resting.sign
        limit = self.fair * sign
        last = resting.best
        first = True
        while resting.keys and resting.keys[-1] > limit:
            key = resting.keys[-1]
            level = resting.levels[key]
            last = key * sign
            if post.resting and any(order.person is not None for order in level.orders.values()):
                post.take(side, level.size, last, draw_broker(self._random))
                self._forget_gone()
                continue
            if first:
                post.take(side, min(self._quantity(), level.size), last, draw_broker(self._random))
                self._forget_gone()
                first = False
            for order in list(level.orders.values()):
                self._forget(order)
                post.withdraw(order)
        price = last
        for _ in range(4):
            self._queue_up(side, price, 2 + self._crowd // 6)
            price = self._further(side, price)

    def _join_auction(self) -> None:
        uniform = self._random.random
        ticks = self.post.instrument.ticks
        side = Side.BUY if uniform() < 0.5 else Side.SELL
        step = ticks.step(int(self.fair))
        lean = NORMAL[int(uniform() * NORMALS)] * 3 * self._spacing * step
        self._rest(side, ticks.round(self.fair + lean))

    # helpers

    def _keep_side(self, side: Side, book_side: BookSide, other: BookSide) -> None:
        """Add levels behind the last one until there are enough; drop what is far out."""
        keys = book_side.keys
        while len(keys) < LEVELS:
            if keys:
                price = self._further(side, keys[0] * book_side.sign)
            else:
                price = self._next_to_fair(side, other)
            if price <= 0:
                return
            self._queue_up(side, price, 1 + self._crowd // 3)
        if len(keys) > _LEVELS_KEPT:
            for order in list(book_side.levels[keys[0]].orders.values()):
                if order.person is None:
                    self._forget(order)
                    self.post.withdraw(order)

    def _next_to_fair(self, side: Side, other: BookSide) -> int:
        """The first price of an empty side: at the fair price, but not across the other side."""
        ticks = self.post.instrument.ticks
        price = ticks.round(self.fair)
        best = other.best
        if side is Side.BUY:
            return min(price, best - ticks.step_below(best)) if best else price
        return max(price, best + ticks.step(best))

    def _further(self, side: Side, price: int) -> int:
        """The price of the maker behind one at `price`; 0 or less where there is no room."""
        ticks = self.post.instrument.ticks
        away = 1 + int(self._random.random() * (2 * self._spacing - 1))
        if side is Side.BUY:
            return price - away * ticks.step_below(price)
        return price + away * ticks.step(price)

    def _queue_up(self, side: Side, price: int, orders: int) -> None:
        for _ in range(orders):
            self._rest(side, price)

    def _rest(self, side: Side, price: int) -> None:
        """Rest an order at a price, moved onto its step away from the spread."""
        if price <= 0:
            return
        step = self.post.instrument.ticks.step(price)
        excess = price % step
        if excess:
            price += step - excess if side is Side.SELL else -excess
        order = self.post.add(side, price, self._quantity(), draw_broker(self._random))
        order.slot = len(self._mine)
        self._mine.append(order)

    def _quantity(self) -> int:
        random = self._random.random
        lots = self._lots * self.size * _SIZES[int(random() * NORMALS)]
        if self._hundreds and lots > 100 and random() < 0.8:
            return int(lots / 100) * 100
        return max(int(lots), 1) * self.post.instrument.lot_size

    def _forget(self, order: Order) -> None:
        mine = self._mine
        last = mine.pop()
        if last is not order:
            mine[order.slot] = last
            last.slot = order.slot

    def _forget_gone(self) -> None:
        for order in self.post.gone.values():
            self._forget(order)
        self.post.gone.clear()
