"""A call auction: orders gather without matching, then all that can trade does so at one price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from futu_tui.paper.exchange import Order
from futu_tui.paper.orders import Side

ANY_PRICE = 0
"""The price of a market order: it trades at whatever the auction finds."""


class Match(NamedTuple):
    """What an auction would trade."""

    price: int
    quantity: int


class Pairing(NamedTuple):
    """A buyer and a seller brought together."""

    buyer: Order
    seller: Order
    quantity: int


class Auction:
    """Orders of one security that wait for the match."""

    def __init__(self, reference: int) -> None:
        """`reference` is the price to stay close to where several would match as much: the previous close."""
        self._reference = reference
        self._orders: dict[int, Order] = {}

    def add(self, order: Order) -> None:
        self._orders[order.id] = order

    def cancel(self, order: Order) -> None:
        """Raises KeyError if it does not wait here."""
        del self._orders[order.id]

    def match(self) -> Match | None:
        """The price that trades most; among equals the least left over, then the closest to the reference.

        None where nothing can trade.
        """
        orders = list(self._orders.values())
        prices = sorted({order.price for order in orders if order.price != ANY_PRICE} | {self._reference})
        buys = [0] * len(prices)
        sells = [0] * len(prices)
        place = {price: index for index, price in enumerate(prices)}
        for order in orders:
            if order.side is Side.BUY:
                buys[-1 if order.price == ANY_PRICE else place[order.price]] += order.remaining
            else:
                sells[0 if order.price == ANY_PRICE else place[order.price]] += order.remaining
        for index in range(len(prices) - 1, 0, -1):
            buys[index - 1] += buys[index]
        for index in range(1, len(prices)):
            sells[index] += sells[index - 1]
        best = min(
            range(len(prices)),
            key=lambda i: (
                -min(buys[i], sells[i]),
                abs(buys[i] - sells[i]),
                abs(prices[i] - self._reference),
            ),
        )
        quantity = min(buys[best], sells[best])
        return Match(prices[best], quantity) if quantity else None

    def uncross(self) -> tuple[Match | None, list[Pairing]]:
        """Trade what matches, in price then time priority. `leftover` then holds what did not."""
        match = self.match()
        if match is None:
            return None, []
        buyers = self._queue(Side.BUY, match.price)
        sellers = self._queue(Side.SELL, match.price)
        pairings = []
        left = match.quantity
        buyer, seller = next(buyers), next(sellers)
        while True:
            traded = min(buyer.remaining, seller.remaining, left)
            buyer.remaining -= traded
            seller.remaining -= traded
            left -= traded
            pairings.append(Pairing(buyer, seller, traded))
            if not left:
                break
            if not buyer.remaining:
                buyer = next(buyers)
            if not seller.remaining:
                seller = next(sellers)
        self._orders = {order.id: order for order in self._orders.values() if order.remaining}
        return match, pairings

    def leftover(self) -> list[Order]:
        """The orders that wait, in the order of their coming."""
        return list(self._orders.values())

    def _queue(self, side: Side, price: int) -> Iterator[Order]:
        """The orders of a side that would trade at a price, best price first, then first come."""
        mine = [order for order in self._orders.values() if order.side is side]
        if side is Side.BUY:
            mine = [order for order in mine if order.price == ANY_PRICE or order.price >= price]
            mine.sort(key=lambda order: (order.price != ANY_PRICE, -order.price))
        else:
            mine = [order for order in mine if order.price <= price]
            mine.sort(key=lambda order: order.price)
        return iter(mine)
