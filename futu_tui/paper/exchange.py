"""A limit order book that matches in price-time priority.

Prices are integers in price units (see `views.UNIT`), quantities are shares. The book knows nothing of ticks, lots,
clocks or who sends orders; the caller keeps it from being asked for nonsense.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import NamedTuple

from futu_tui.paper.orders import PersonOrder, Side


class Order:
    """An order that rests, or is about to. A person's one carries the `PersonOrder` behind it."""

    __slots__ = ("broker", "id", "person", "price", "remaining", "side", "slot")

    def __init__(
        self,
        order_id: int,
        side: Side,
        price: int,
        remaining: int,
        broker: int = 0,
        person: PersonOrder | None = None,
    ) -> None:
        self.id = order_id
        self.side = side
        self.price = price
        self.remaining = remaining
        self.broker = broker
        """Index into the table of brokers; meaningless where a market shows none."""
        self.person = person
        self.slot = -1
        """Where the flow keeps it among its own orders."""


class Level:
    """The orders at one price, first come first."""

    __slots__ = ("orders", "size")

    def __init__(self) -> None:
        self.orders: dict[int, Order] = {}
        self.size = 0
        """Sum of what remains of the orders."""


class Execution(NamedTuple):
    """A resting order met an incoming one."""

    maker: Order
    price: int
    quantity: int


class BookSide:
    """One side of a book. A price's key is the price for bids and its negative for asks: the best key is highest."""

    __slots__ = ("keys", "levels", "sign")

    def __init__(self, side: Side) -> None:
        self.sign = 1 if side is Side.BUY else -1
        self.keys: list[int] = []
        """Ascending, so that the best is last."""
        self.levels: dict[int, Level] = {}
        """By key."""

    @property
    def best(self) -> int:
        """The best price, 0 for an empty side."""
        return self.keys[-1] * self.sign if self.keys else 0

    def add(self, order: Order) -> None:
        """Queue an order behind those at its price."""
        key = order.price * self.sign
        level = self.levels.get(key)
        if level is None:
            level = self.levels[key] = Level()
            insort(self.keys, key)
        level.orders[order.id] = order
        level.size += order.remaining

    def remove(self, order: Order) -> None:
        """Take out a resting order. Raises KeyError if it does not rest here."""
        key = order.price * self.sign
        level = self.levels[key]
        del level.orders[order.id]
        level.size -= order.remaining
        if not level.orders:
            self._drop(key)

    def _drop(self, key: int) -> None:
        del self.levels[key]
        if self.keys[-1] == key:
            self.keys.pop()
        else:
            del self.keys[bisect_left(self.keys, key)]

    def take(self, quantity: int, worst: int | None) -> list[Execution]:
        """Match an incoming order of the other side, best price first and first come first within it.

        `worst` is the last price it will trade at, None for any. What it does not find is left to the caller.
        """
        executions: list[Execution] = []
        floor = None if worst is None else worst * self.sign
        while quantity and self.keys:
            key = self.keys[-1]
            if floor is not None and key < floor:
                break
            level = self.levels[key]
            price = key * self.sign
            for order in list(level.orders.values()):
                traded = min(order.remaining, quantity)
                order.remaining -= traded
                level.size -= traded
                quantity -= traded
                executions.append(Execution(order, price, traded))
                if not order.remaining:
                    del level.orders[order.id]
                if not quantity:
                    break
            if not level.orders:
                self._drop(key)
        return executions


class OrderBook:
    """Both sides of a security's book. It is never crossed: an order that would cross is matched first."""

    __slots__ = ("asks", "bids")

    def __init__(self) -> None:
        self.bids = BookSide(Side.BUY)
        self.asks = BookSide(Side.SELL)

    def side(self, side: Side) -> BookSide:
        """The side that orders of that side rest on."""
        return self.bids if side is Side.BUY else self.asks

    def submit(self, order: Order) -> list[Execution]:
        """Match a limit order as far as it crosses, and rest what remains of it."""
        if order.side is Side.BUY:
            executions = self.asks.take(order.remaining, order.price)
        else:
            executions = self.bids.take(order.remaining, order.price)
        for execution in executions:
            order.remaining -= execution.quantity
        if order.remaining:
            self.side(order.side).add(order)
        return executions

    def sweep(self, side: Side, quantity: int, worst: int | None = None) -> list[Execution]:
        """Match an order that does not rest: what finds no match up to the price `worst` is gone."""
        return (self.asks if side is Side.BUY else self.bids).take(quantity, worst)

    def cancel(self, order: Order) -> None:
        """Take out a resting order. Raises KeyError if it does not rest here."""
        self.side(order.side).remove(order)

    def best_first(self, side: Side) -> list[Order]:
        """Every resting order of a side in the order in which it would trade."""
        book_side = self.side(side)
        return [order for key in reversed(book_side.keys) for order in book_side.levels[key].orders.values()]
