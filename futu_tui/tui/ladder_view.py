"""Which prices a ladder shows, where its cursor stands, and what each price's row tells. Nothing here draws.

The rows are the security's price steps one after the other, highest first, whether or not anything waits there: a step
is a row, so that distance on the screen is distance in price. They stand still while the market moves within them, and
follow it when it comes near their end, unless the person has gone elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.trading.amounts import wire_number

if TYPE_CHECKING:
    from futu_tui.market import Level, OrderBook
    from futu_tui.trading import Order
    from futu_tui.trading.queue_places import QueuePlaces
    from futu_tui.trading.ticks import PriceSteps

EDGE = 6
"""The market is followed once it is within this part of the rows from their end."""


class Own(NamedTuple):
    """The person's working orders of one side at one price."""

    qty: float
    """Shares that may still fill."""
    ahead: float | None = None
    """The most shares ahead of the first of them; None where that is not known."""
    waiting: bool = False
    """None of them stands in the book: they wait for this price to trade."""


class Row(NamedTuple):
    """What one price shows; equal rows look the same. Shares are fractions of the largest in view."""

    price: Decimal
    text: str
    bid: int | None
    ask: int | None
    bid_share: float
    ask_share: float
    best: bool
    """The best bid or the best ask."""
    inside: bool
    """Between the two."""
    own_buy: Own | None
    own_sell: Own | None
    last: int | None
    """Where the last trade was: +1 for an uptick, -1 for a downtick, 0 for neither."""
    volume: int
    """Shares traded here, as far as the tape goes back today."""
    volume_share: float
    cost: bool
    """What the position was paid for on average is nearest to this price."""
    cursor: bool
    flash_bid: bool
    flash_ask: bool


@dataclass(slots=True)
class Market:
    """What the rows are read from. Prices on the security's steps."""

    book: OrderBook | None
    last: Decimal | None
    last_direction: int
    volumes: Mapping[float, int]
    orders: Sequence[Order]
    """Working orders of the security."""
    places: QueuePlaces
    cost: Decimal | None
    flashing: Iterable[tuple[bool, float]]
    """Levels that have just changed: whether bid, and the price."""

    @property
    def middle(self) -> Decimal | None:
        """Around which the rows are laid out."""
        book = self.book
        if book is not None and book.bids and book.asks:
            return (wire_number(book.bids[0].price) + wire_number(book.asks[0].price)) / 2
        if self.last is not None:
            return self.last
        levels = [*book.bids[:1], *book.asks[:1]] if book is not None else []
        return wire_number(levels[0].price) if levels else None

    @property
    def reach(self) -> list[Decimal]:
        """The prices that should be in view: the best ones, and the last where it lies between them or alone."""
        book = self.book
        levels = [*book.bids[:1], *book.asks[:1]] if book is not None else []
        return [wire_number(level.price) for level in levels] or ([self.last] if self.last else [])


class LadderView:
    """Highest price first; no prices until any is known."""

    def __init__(self) -> None:
        self.prices: list[Decimal] = []
        self.cursor: Decimal | None = None
        self.follows = True
        """Whether the rows go where the market goes."""
        self._steps: PriceSteps | None = None
        self._chosen = False
        """Whether the cursor stands where the person or the book put it."""

    @property
    def cursor_in_view(self) -> bool:
        return self.cursor is not None and self.cursor in self.prices

    def fit(self, height: int, steps: PriceSteps, market: Market) -> None:
        """Have `height` rows, around the market if they follow it and it has come near their end."""
        middle = market.middle
        if height <= 0 or middle is None or middle <= 0:
            self.prices = []
            return
        if height != len(self.prices) or steps != self._steps:
            kept = self._middle if self.prices and not self.follows else middle
            self._lay_around(kept, height, steps)
        edge = max(1, height // EDGE)
        inner = self.prices[edge : height - edge] or self.prices
        if self.follows and not all(inner[-1] <= price <= inner[0] for price in market.reach):
            self._lay_around(middle, height, steps)
        if not self._chosen:
            bids = market.book.bids if market.book is not None else ()
            self.cursor = steps.nearest(bids[0].price) if bids else steps.floor(middle)
            self._chosen = bool(bids)

    def move(self, by: int, steps: PriceSteps) -> None:
        """The cursor so many steps up, down if negative; the rows follow it out of view, and stay there."""
        if self.cursor is None:
            return
        self._chosen = True
        for _ in range(abs(by)):
            self.cursor = steps.up(self.cursor) if by > 0 else steps.down(self.cursor)
        if self.prices and not self.cursor_in_view:
            self.follows = False
            self._lay_around(self.cursor, len(self.prices), steps)

    def point_at(self, row: int) -> None:
        """The cursor to this row."""
        if 0 <= row < len(self.prices):
            self._chosen = True
            self.cursor = self.prices[row]

    def scroll(self, by: int, steps: PriceSteps) -> None:
        """Look at prices so many steps higher, lower if negative; the cursor stays where it is."""
        if not self.prices:
            return
        self.follows = False
        middle = self._middle
        for _ in range(abs(by)):
            middle = steps.up(middle) if by > 0 else steps.down(middle)
        self._lay_around(middle, len(self.prices), steps)

    def centre(self, steps: PriceSteps, market: Market) -> None:
        """Back to the market, the cursor on the price it trades at."""
        middle = market.middle
        if middle is None or not self.prices:
            return
        self.follows = True
        self._lay_around(middle, len(self.prices), steps)
        self.cursor = market.last if market.last in self.prices else steps.floor(middle)

    @property
    def _middle(self) -> Decimal:
        """The price that the rows are laid out around."""
        return self.prices[(len(self.prices) - 1) // 2]

    def _lay_around(self, middle: Decimal, height: int, steps: PriceSteps) -> None:
        top = steps.ceiling(middle)
        for _ in range((height - 1) // 2):
            top = steps.up(top)
        prices = [top]
        while len(prices) < height:
            lower = steps.down(prices[-1])
            if lower >= prices[-1]:  # the lowest price there is
                prices.insert(0, steps.up(prices[0]))
            else:
                prices.append(lower)
        self.prices, self._steps = prices, steps

    # Rows

    def rows(self, steps: PriceSteps, market: Market) -> list[Row]:
        """A row for each price in view."""
        prices = self.prices
        if not prices:
            return []
        book = market.book
        bids, asks = _sizes(book.bids if book else (), steps), _sizes(book.asks if book else (), steps)
        best_bid, best_ask = max(bids, default=None), min(asks, default=None)
        volumes = _by_price(market.volumes, steps, float(prices[-1]), float(prices[0]))
        shown = set(prices)
        largest = max((size for side in (bids, asks) for at, size in side.items() if at in shown), default=0)
        busiest = max((volume for at, volume in volumes.items() if at in shown), default=0)
        buys, sells = (_own(market.orders, market.places, steps, sign) for sign in (1, -1))
        cost = steps.nearest(float(market.cost)) if market.cost is not None and market.cost > 0 else None
        flashing = {(is_bid, steps.nearest(price)) for is_bid, price in market.flashing}
        rows = []
        for price in prices:
            bid, ask, volume = bids.get(price), asks.get(price), volumes.get(price, 0)
            rows.append(
                Row(
                    price=price,
                    text=steps.text(price),
                    bid=bid,
                    ask=ask,
                    bid_share=bid / largest if bid and largest else 0.0,
                    ask_share=ask / largest if ask and largest else 0.0,
                    best=price in (best_bid, best_ask),
                    inside=best_bid is not None and best_ask is not None and best_bid < price < best_ask,
                    own_buy=buys.get(price),
                    own_sell=sells.get(price),
                    last=market.last_direction if price == market.last else None,
                    volume=volume,
                    volume_share=volume / busiest if busiest else 0.0,
                    cost=price == cost,
                    cursor=price == self.cursor,
                    flash_bid=(True, price) in flashing,
                    flash_ask=(False, price) in flashing,
                )
            )
        return rows


def orders_at(orders: Iterable[Order], price: Decimal, steps: PriceSteps) -> list[Order]:
    """Those of the orders that stand or wait at this price."""
    return [order for order in orders if _price_of(order, steps) == price]


def _price_of(order: Order, steps: PriceSteps) -> Decimal | None:
    """Where an order shows: its price in the book, else the one that wakes it."""
    price = order.at_price or (order.trigger if order.working else None)
    return steps.nearest(price) if price is not None else None


def _own(orders: Iterable[Order], places: QueuePlaces, steps: PriceSteps, sign: int) -> dict[Decimal, Own]:
    found: dict[Decimal, Own] = {}
    for order in orders:
        price = _price_of(order, steps)
        if price is None or order.side.sign != sign:
            continue
        ahead, waiting = places.ahead(order), order.at_price is None
        known = found.get(price)
        if known is not None:
            ahead = min((each for each in (known.ahead, ahead) if each is not None), default=None)
            waiting = waiting and known.waiting
        found[price] = Own((known.qty if known else 0.0) + order.remaining, ahead, waiting)
    return found


def _sizes(levels: Iterable[Level], steps: PriceSteps) -> dict[Decimal, int]:
    return {steps.nearest(level.price): level.size for level in levels}


def _by_price(volumes: Mapping[float, int], steps: PriceSteps, low: float, high: float) -> dict[Decimal, int]:
    """The volumes between two prices; a day's prices are many, and those out of view need no reckoning."""
    summed: dict[Decimal, int] = {}
    for price, volume in volumes.items():
        if low <= price <= high:
            at = steps.nearest(price)
            summed[at] = summed.get(at, 0) + volume
    return summed
